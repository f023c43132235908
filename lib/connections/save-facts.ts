import { and, eq, sql } from 'drizzle-orm';
import { connections } from '@/drizzle/schema';
import type { Tx } from '@/lib/db/client';
import type { CompanyFileFacts } from './facts';
import type { GuardVerdict } from './guard';

/** Keeps what a company file told of itself; another file's facts are never kept, only the complaint about it. */
export async function saveFacts(
  tx: Tx,
  ref: { companyId: string; connectionId: string },
  { facts, verdict }: { facts: CompanyFileFacts; verdict: GuardVerdict },
): Promise<void> {
  const isOurs = verdict.guard === 'verified' || verdict.guard === 'edition';
  const { fileId: _fileId, missingRight, preferences, ...told } = facts;
  const known = isOurs ? Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null)) : {};
  await tx
    .update(connections)
    .set({
      ...known,
      ...(isOurs
        ? {
            status: sql`case when ${connections.status} = 'new' then 'active' else ${connections.status} end`,
          }
        : {}),
      ...(isOurs && preferences !== null ? { preferences: { ...preferences, missingRight } } : {}),
      ...(isOurs && preferences === null && missingRight !== null
        ? { preferences: withMissingRight(missingRight) }
        : {}),
      lastErrorText: verdict.reason,
      connectFailures: 0,
    })
    .where(and(eq(connections.companyId, ref.companyId), eq(connections.id, ref.connectionId)));
}

function withMissingRight(code: number) {
  return sql`coalesce(${connections.preferences}, '{}'::jsonb) || jsonb_build_object('missingRight', ${code}::int)`;
}

/** QuickBooks refused a write for want of rights: nothing else is tried before a session begins that can tell better. */
export async function noteMissingRight(
  tx: Tx,
  ref: { companyId: string; connectionId: string },
  code: number,
): Promise<void> {
  await tx
    .update(connections)
    .set({ preferences: withMissingRight(code) })
    .where(and(eq(connections.companyId, ref.companyId), eq(connections.id, ref.connectionId)));
}
