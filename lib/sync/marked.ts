import { moveExports } from '@/lib/lifecycle';
import { isMessageName, MESSAGES } from '@/lib/qbxml';
import type { Engine } from './engine';
import { deletedSince } from './failures';
import { holdForLookup } from './held';
import type { RequestRow } from './rows';
import type { NextView } from './store/load';
import { saveRequests } from './store/save';

/**
 * Stops Adds whose mark our copy of QuickBooks shows already: they were written, and we have forgotten it, as after a
 * restore of our own database. One that is there is looked up and linked; one that somebody deleted goes to a person.
 * Tells whether any was stopped.
 */
export async function holdMarked(engine: Engine, view: NextView): Promise<boolean> {
  const marked = view.ready.filter(row => row.role === 'write' && row.copyOfMark !== null && isAdd(row));
  await giveToPerson(
    engine,
    marked.filter(row => row.copyOfMark === 'deleted'),
  );
  await holdForLookup(
    engine,
    { connectionId: view.connection.id, sessionId: view.session.id },
    {
      writes: marked
        .filter(row => row.copyOfMark === 'live')
        .map(row => ({ requestId: row.id, exportId: row.exportId })),
      action: 'found in QuickBooks before it was sent',
      reason: 'QuickBooks holds a record with its mark already.',
    },
  );
  return marked.length > 0;
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
