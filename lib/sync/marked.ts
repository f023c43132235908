import { moveExports } from '@/lib/lifecycle';
import { isMessageName, MESSAGES } from '@/lib/qbxml';
import type { Engine } from './engine';
import { deletedSince } from './failures';
import { type HeldWrite, holdForLookup } from './held';
import type { RequestRow } from './rows';
import type { NextView } from './store/load';
import { saveRequests } from './store/save';

/**
 * Stops Adds that may have been written and forgotten: those whose mark our copy of QuickBooks shows already, and those
 * of records that are older than the last restore of our own database, once. One that is there is looked up and linked;
 * one that somebody deleted goes to a person; one that is proved absent goes on. Tells whether any was stopped.
 */
export async function holdMarked(engine: Engine, view: NextView): Promise<boolean> {
  const adds = view.ready.filter(row => row.role === 'write' && isAdd(row));
  const buried = adds.filter(row => row.copyOfMark === 'deleted');
  const marked = adds.filter(row => row.copyOfMark === 'live');
  const forgotten = adds.filter(row => row.copyOfMark === null && row.isForgotten);
  const place = { connectionId: view.connection.id, sessionId: view.session.id };
  await giveToPerson(engine, buried);
  await holdForLookup(engine, place, {
    writes: marked.map(writeOf),
    action: 'found in QuickBooks before it was sent',
    reason: 'QuickBooks holds a record with its mark already.',
  });
  await holdForLookup(engine, place, {
    writes: forgotten.map(writeOf),
    action: 'held to be looked up',
    reason: 'Our database was restored from a backup since, so it may have been written before.',
  });
  return buried.length + marked.length + forgotten.length > 0;
}

function writeOf(row: RequestRow): HeldWrite {
  return { requestId: row.id, exportId: row.exportId };
}

function isAdd(row: RequestRow): boolean {
  return isMessageName(row.message) && MESSAGES[row.message].effect === 'add';
}

async function giveToPerson(engine: Engine, rows: readonly RequestRow[]): Promise<void> {
  const failure = deletedSince('what was exported under its mark before');
  await saveRequests(
    engine,
    rows.map(row => ({
      id: row.id,
      from: ['ready'],
      to: 'needs_attention',
      statusMessage: failure.raw,
    })),
  );
  await moveExports(
    engine.tx,
    engine.frame,
    rows.flatMap(row =>
      row.exportId === null
        ? []
        : [
            {
              exportId: row.exportId,
              from: ['queued'],
              to: 'needs_attention',
              action: 'stopped before sending',
              patch: { error: failure },
              reason: failure.cause,
            },
          ],
    ),
  );
}
