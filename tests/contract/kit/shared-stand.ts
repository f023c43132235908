import { afterAll, beforeAll } from 'vitest';
import { Stand } from './stand';

/** One stand for all tests of a file; what each does to it, the next one finds. */
export function sharedStand(environment: Readonly<Record<string, string>> = {}): { readonly stand: Stand } {
  let stand: Stand | undefined;
  beforeAll(async () => {
    stand = await Stand.open({ environment });
  });
  afterAll(() => stand?.close());
  return {
    get stand() {
      if (stand === undefined) throw new RangeError('the stand opens before the first test');
      return stand;
    },
  };
}
