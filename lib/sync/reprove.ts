import { sql } from 'drizzle-orm';
import { recordHistory } from '@/lib/history';
import type { Engine } from './engine';
import { holdForLookup } from './held';

/** How often our own database was restored from a backup, and for which of these a connection was looked through. */
export interface RestoreEpochs {
  readonly seen: number;
  readonly current: number;
}

export function isBehind({ seen, current }: RestoreEpochs): boolean {
  return seen < current;
}

interface OpenWrite extends Record<string, unknown> {
  id: string;
  export_id: string | null;
}

/**
 * After a restore of our own database: what happened since the backup is unknown to us. Every write of the connection
 * that is not settled is held to be looked up, and no list counts as read, so that nothing is written before QuickBooks
 * has told what it holds. In the transaction that opens the session.
 */
export async function reproveWrites(
  engine: Engine,
  place: { readonly connectionId: string; readonly sessionId: string },
  epochs: RestoreEpochs,
): Promise<void> {
  const { tx, companyId } = engine;
  const { connectionId } = place;
  const open = await tx.execute<OpenWrite>(sql`
    select id, export_id from qb_requests where company_id = ${companyId} and connection_id = ${connectionId}
      and role = 'write' and state in ('ready', 'sent', 'unknown') order by seq for update`);
  // What QuickBooks stored for a set tells nothing of what was sent again since.
  await tx.execute(sql`
    update message_sets set state = 'abandoned'
    where company_id = ${companyId} and connection_id = ${connectionId} and state in ('unknown', 'asked')`);
  await holdForLookup(engine, place, {
    writes: open.map(row => ({ requestId: row.id, exportId: row.export_id })),
    action: 'held to be looked up',
    reason: 'Our database was restored from a backup, so it may have been written since.',
  });
  await tx.execute(sql`
    update qb_cursors set as_of = null where company_id = ${companyId} and connection_id = ${connectionId}`);
  await tx.execute(sql`
    update connections set restore_epoch = ${epochs.current}::int where company_id = ${companyId} and id = ${connectionId}`);
  await recordHistory(tx, engine.frame, [
    {
      action: 'looked through after a restore',
      objectKind: 'connection',
      objectId: connectionId,
      before: { restoreEpoch: epochs.seen },
      after: { restoreEpoch: epochs.current, held: open.length },
      reason: 'The database of the connector was restored from a backup.',
    },
  ]);
}
