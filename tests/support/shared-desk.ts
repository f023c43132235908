import { afterAll, beforeAll } from 'vitest';
import { type Desk, openDesk } from './desk';

/** One desk for all tests of a file; what each does to it, the next one finds. */
export function sharedDesk(): { readonly desk: Desk } {
  let desk: Desk | undefined;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk?.close());
  return {
    get desk() {
      if (desk === undefined) throw new RangeError('the desk opens before the first test');
      return desk;
    },
  };
}

/** A second company in the same database. */
export function sharedDeskBeside(first: { readonly desk: Desk }): { readonly desk: Desk } {
  let desk: Desk | undefined;
  beforeAll(async () => {
    desk = await openDesk({ beside: first.desk });
  });
  return {
    get desk() {
      if (desk === undefined) throw new RangeError('the desk opens before the first test');
      return desk;
    },
  };
}
