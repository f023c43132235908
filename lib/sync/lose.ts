import { moveExports } from '@/lib/lifecycle';
import type { Engine } from './engine';
import type { RequestRow, SetRow } from './rows';
import { type RequestChange, saveRequests } from './store/save';
import { markSetLost } from './store/sets';

/**
 * The answer of a set will not come any more: its session was taken over or closed, or asked for the next set instead.
 * Reads will be asked again from the start of their list; writes have an unknown outcome from now on.
 */
export async function loseInFlight(
  engine: Engine,
  set: SetRow,
  requests: readonly RequestRow[],
): Promise<void> {
  const isWrite = set.purpose === 'write';
  await markSetLost(engine.tx, {
    companyId: engine.companyId,
    setId: set.id,
    state: isWrite ? 'unknown' : 'abandoned',
  });
  const changes = requests.map(
    (request): RequestChange => ({
      id: request.id,
      from: ['sent'],
      to: isWrite ? 'unknown' : 'ready',
      ...(isWrite ? {} : { page: null }),
    }),
  );
  await saveRequests(engine, changes);
  if (!isWrite) return;
  await moveExports(
    engine.tx,
    engine.frame,
    requests.flatMap(request =>
      request.exportId === null
        ? []
        : [
            {
              exportId: request.exportId,
              from: ['sent'],
              to: 'outcome_unknown',
              action: 'answer lost',
              said: { setId: set.id },
            },
          ],
    ),
  );
}
