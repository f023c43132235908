import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { connections, links, qbCursors, qbRequests, qbSessions } from '@/drizzle/schema';
import { hashPassword, newPassword } from '@/lib/auth/connector-passwords';
import { Conflict, Invalid } from '@/lib/core/errors';
import { LOCKOUT } from '@/lib/core/limits';
import type { Tx } from '@/lib/db/client';
import { type HistoryEntry, historyFrame, recordHistory } from '@/lib/history';
import { type Ctx, inCompany, requireAdmin, requireMapping } from '@/lib/tenancy';
import { type ConnectionRecord, findConnection, lockConnection } from './find';

type Change = Partial<typeof connections.$inferInsert>;

interface Changed {
  readonly row: ConnectionRecord;
  readonly set: Change;
  readonly entry: Omit<HistoryEntry, 'objectKind' | 'objectId'>;
}

async function change(ctx: Ctx, tx: Tx, { row, set, entry }: Changed): Promise<void> {
  await tx
    .update(connections)
    .set(set)
    .where(and(eq(connections.companyId, ctx.company.id), eq(connections.id, row.id)));
  await recordHistory(tx, historyFrame(ctx), [{ ...entry, objectKind: 'connection', objectId: row.id }]);
}

/**
 * Makes a new password and shows it once. The old one stays good for seven days, so that the Web Connector on the PC can
 * be changed in between; whoever wants it gone at once asks for a second one. Open runs end.
 * @throws Conflict when somebody else renewed it at the same moment, NotFound, Forbidden
 */
export async function renewPassword(ctx: Ctx, connectionId: string): Promise<{ readonly password: string }> {
  requireAdmin(ctx.rights);
  const seen = await inCompany(ctx, tx => findConnection(ctx, tx, connectionId));
  const password = newPassword(ctx.env);
  const passwordHash = await hashPassword(password);
  await inCompany(ctx, async tx => {
    const row = await lockConnection(ctx, tx, connectionId);
    if (row.passwordHash !== seen.passwordHash)
      throw new Conflict('Somebody renewed the password at the same moment.');
    const set: Change = {
      passwordHash,
      previousPasswordHash: row.passwordHash,
      previousPasswordUntil: new Date(ctx.env.now().getTime() + LOCKOUT.passwordOverlapMs),
      failures: 0,
      lockCount: 0,
      lockedUntil: null,
    };
    await change(ctx, tx, { row, set, entry: { action: 'password renewed' } });
    await endRuns(ctx, tx, row);
  });
  return { password };
}

/**
 * Takes the tickets of open runs away. The run itself is left for the next sign-in to take over, which makes whatever
 * is in flight unknown and has it looked up.
 */
async function endRuns(ctx: Ctx, tx: Tx, row: ConnectionRecord): Promise<void> {
  await tx
    .update(qbSessions)
    .set({ ticketHash: sql`'ended ' || ${qbSessions.id}`, lastSeenAt: new Date(0) })
    .where(
      and(
        eq(qbSessions.companyId, ctx.company.id),
        eq(qbSessions.connectionId, row.id),
        eq(qbSessions.state, 'open'),
      ),
    );
}

/** Lets an edition of QuickBooks through that is not on the list, or stops it again. @throws Conflict when it is so already */
export async function allowEdition(ctx: Ctx, connectionId: string, isAllowed: boolean): Promise<void> {
  requireAdmin(ctx.rights);
  await inCompany(ctx, async tx => {
    const row = await lockConnection(ctx, tx, connectionId);
    if (row.isEditionAllowed === isAllowed)
      throw new Conflict(`The edition is ${isAllowed ? 'allowed' : 'not allowed'} already.`);
    const entry = {
      action: isAllowed ? 'edition allowed' : 'edition no longer allowed',
      after: { productName: row.productName },
    };
    await change(ctx, tx, {
      row,
      set: { isEditionAllowed: isAllowed, ...(isAllowed ? { lastErrorText: null } : {}) },
      entry,
    });
  });
}

/** Confirms that the company file was renamed: its next name is taken as the right one. @throws Conflict when none is known */
export async function confirmCompanyFile(ctx: Ctx, connectionId: string): Promise<void> {
  requireAdmin(ctx.rights);
  await inCompany(ctx, async tx => {
    const row = await lockConnection(ctx, tx, connectionId);
    if (row.companyFileName === null) throw new Conflict('There is no company file to confirm.');
    const entry = { action: 'company file confirmed', before: { companyFileName: row.companyFileName } };
    await change(ctx, tx, { row, set: { companyFileName: null, lastErrorText: null }, entry });
  });
}

/** Stops writing to a company file; reading goes on. @throws Conflict when it is paused already */
export async function pauseConnection(ctx: Ctx, connectionId: string, reason: string): Promise<void> {
  requireMapping(ctx.rights);
  const text = reason.trim().slice(0, 500);
  if (text === '') throw new Invalid('Say why the connection is paused.');
  await inCompany(ctx, async tx => {
    const row = await lockConnection(ctx, tx, connectionId);
    if (row.status === 'paused') throw new Conflict('This connection is paused already.');
    await change(ctx, tx, {
      row,
      set: { status: 'paused', pauseKind: 'person', pauseReason: text },
      entry: { action: 'paused', reason: text },
    });
  });
}

/**
 * Writes again. After a company file looked restored, all that was exported is read back and every list read anew before
 * anything is written, so that nobody has to be believed. @throws Conflict when it is not paused
 */
export async function resumeConnection(ctx: Ctx, connectionId: string): Promise<void> {
  requireMapping(ctx.rights);
  await inCompany(ctx, async tx => {
    const row = await lockConnection(ctx, tx, connectionId);
    if (row.status !== 'paused') throw new Conflict('This connection is not paused.');
    const status = row.companyFileName === null ? 'new' : 'active';
    const wasRestored = row.pauseKind === 'restored';
    await change(ctx, tx, {
      row,
      set: {
        status,
        pauseKind: null,
        pauseReason: null,
        pauseDetail: null,
        ...(wasRestored ? { readBackAt: null } : {}),
      },
      entry: { action: 'resumed', ...(wasRestored ? { before: { pause: row.pauseDetail } } : {}) },
    });
    if (wasRestored) await forgetReads(ctx, tx, row);
  });
}

/** What was read of the file before it was restored says nothing of the file it is now. */
async function forgetReads(ctx: Ctx, tx: Tx, row: ConnectionRecord): Promise<void> {
  await tx
    .update(qbCursors)
    .set({ cursor: null, asOf: null, wholeAt: null, failedAt: null, error: null })
    .where(and(eq(qbCursors.companyId, ctx.company.id), eq(qbCursors.connectionId, row.id)));
}

/**
 * Ends a connection: its login stops working and nothing more goes to its company file. Links and history are kept.
 * @throws Conflict while projects are linked to it, or accepted records are on their way to it
 */
export async function removeConnection(ctx: Ctx, connectionId: string): Promise<void> {
  requireAdmin(ctx.rights);
  await inCompany(ctx, async tx => {
    const row = await lockConnection(ctx, tx, connectionId);
    await requireUnused(ctx, tx, row);
    await change(ctx, tx, { row, set: { status: 'removed' }, entry: { action: 'connection removed' } });
    await tx
      .update(qbSessions)
      .set({ state: 'closed', endedAt: ctx.env.now(), inFlightSetId: null })
      .where(
        and(
          eq(qbSessions.companyId, ctx.company.id),
          eq(qbSessions.connectionId, row.id),
          eq(qbSessions.state, 'open'),
        ),
      );
  });
}

/** What is accepted would never arrive: nobody fetches it any more. */
async function requireUnused(ctx: Ctx, tx: Tx, row: ConnectionRecord): Promise<void> {
  const [linked] = await tx
    .select({ id: links.id })
    .from(links)
    .where(
      and(
        eq(links.companyId, ctx.company.id),
        eq(links.connectionId, row.id),
        eq(links.kind, 'project'),
        isNull(links.endedAt),
      ),
    )
    .limit(1);
  if (linked)
    throw new Conflict('Projects are still linked to this company file.', {
      remedy: 'Unlink them under Mappings first.',
    });
  const [underWay] = await tx
    .select({ id: qbRequests.id })
    .from(qbRequests)
    .where(
      and(
        eq(qbRequests.companyId, ctx.company.id),
        eq(qbRequests.connectionId, row.id),
        eq(qbRequests.role, 'write'),
        inArray(qbRequests.state, ['ready', 'sent', 'unknown']),
      ),
    )
    .limit(1);
  if (underWay)
    throw new Conflict('Accepted records are still on their way to this company file.', {
      remedy: 'Let the Web Connector run once more, then remove it.',
    });
}
