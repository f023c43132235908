import { moveExports } from '@/lib/lifecycle';
import type { Engine } from './engine';
import { saveHeldSet } from './store/held';

/** A write that is looked up before anything else happens to it. */
export interface HeldWrite {
  readonly requestId: string;
  readonly exportId: string | null;
}

export interface HeldPlace {
  readonly connectionId: string;
  readonly sessionId: string;
}

/**
 * Writes that did not leave in this session, and of which nobody can say that they never did: they become unknown, in a
 * set that counts as asked about, so that each is looked up and proved before anything is written.
 */
export async function holdForLookup(
  engine: Engine,
  place: HeldPlace,
  held: { readonly writes: readonly HeldWrite[]; readonly action: string; readonly reason: string },
): Promise<void> {
  if (held.writes.length === 0) return;
  const setId = engine.env.newId();
  await saveHeldSet(engine, { ...place, setId, requestIds: held.writes.map(write => write.requestId) });
  await moveExports(
    engine.tx,
    engine.frame,
    held.writes.flatMap(({ exportId }) =>
      exportId === null
        ? []
        : [
            {
              exportId,
              from: ['queued', 'sent'],
              to: 'outcome_unknown',
              action: held.action,
              reason: held.reason,
              said: { setId },
            },
          ],
    ),
  );
}
