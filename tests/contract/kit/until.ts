import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;
const BOUND_MS = 20_000;

/** Looks again and again until what it sees is as wanted. @throws Error with the last sight when that takes too long */
export async function until<T>(
  look: () => Promise<T> | T,
  isWanted: (seen: T) => boolean,
  boundMs: number = BOUND_MS,
): Promise<T> {
  const end = performance.now() + boundMs;
  for (;;) {
    const seen = await look();
    if (isWanted(seen)) return seen;
    if (performance.now() > end) throw new Error(`It never came about; last seen: ${JSON.stringify(seen)}`);
    await pause(LOOK_EVERY_MS);
  }
}
