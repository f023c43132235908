import { eq, isNotNull, isNull, sql } from 'drizzle-orm';
import {
  browserSessions,
  companies,
  credentials,
  deployments,
  downloadLinks,
  procoreCursors,
  qbSessions,
  signInTickets,
} from '@/drizzle/schema';
import { Unavailable } from '@/lib/core/errors';
import type { Database, Tx } from '@/lib/db/client';
import { enterCompany, transact } from '@/lib/db/scope';

export interface Restored {
  readonly epoch: number;
  readonly companies: number;
}

/** Procore is asked again for what it told since this long before the backup. */
const PROCORE_OVERLAP = '1 hour';

/**
 * To be run once after this database was restored from a backup, before the app starts: from then on nothing is written
 * to a company file before everything that was under way was looked up in it. Ends every run of a Web Connector, every
 * sign-in and every download link, and gives up Procore tokens that may have been used since. Done whole or not at all.
 * @param database opened with the login that owns it
 * @throws Unavailable when the tables are not there
 */
export async function noteRestore(database: Database, now: Date): Promise<Restored> {
  return await transact(database, 'every company', async tx => {
    const [row] = await tx
      .update(deployments)
      .set({ restoreEpoch: sql`${deployments.restoreEpoch} + 1`, restoredAt: now })
      .where(eq(deployments.id, 1))
      .returning({ epoch: deployments.restoreEpoch });
    if (!row)
      throw new Unavailable('The database has no row about this installation.', {
        remedy: 'Start the app once, so that its tables are brought up to date, stop it, and run this again.',
      });
    await tx.update(browserSessions).set({ endedAt: now }).where(isNull(browserSessions.endedAt));
    await tx.delete(signInTickets);
    // Refresh tokens are good for one use; those of the backup may have been used.
    await tx.update(credentials).set({ status: 'reconnect' }).where(isNotNull(credentials.sealedRefresh));
    const all = await tx.select({ id: companies.id }).from(companies);
    for (const { id } of all) await endOfCompany(tx, id);
    return { epoch: row.epoch, companies: all.length };
  });
}

/** Tickets of runs open nothing any more; the next sign-in takes over, and makes unknown what was in flight. */
async function endOfCompany(tx: Tx, companyId: string): Promise<void> {
  await enterCompany(tx, companyId);
  await tx
    .update(qbSessions)
    .set({ ticketHash: sql`'ended ' || ${qbSessions.id}`, lastSeenAt: new Date(0) })
    .where(sql`${qbSessions.companyId} = ${companyId} and ${qbSessions.state} = 'open'`);
  await tx.delete(downloadLinks).where(eq(downloadLinks.companyId, companyId));
  await tx
    .update(procoreCursors)
    .set({ readTo: sql`${procoreCursors.readTo} - ${PROCORE_OVERLAP}::interval` })
    .where(eq(procoreCursors.companyId, companyId));
}
