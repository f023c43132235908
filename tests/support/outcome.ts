import { expect } from 'vitest';
import { AppError, type ErrorCode } from '@/lib/core/errors';
import type { Database, Drizzle } from '@/lib/db/client';
import type { TestDatabase } from './database';
import { changedTables, dumpOf } from './dump';

/** `done`, or the code of the refusal. Anything else that is thrown is a fault of ours and goes on. */
export async function outcomeOf(work: Promise<unknown>): Promise<ErrorCode | 'done'> {
  try {
    await work;
    return 'done';
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.code;
    throw thrown;
  }
}

/** Starts all of them before any is awaited; gives what became of each, sorted. */
export async function race(...works: (() => Promise<unknown>)[]): Promise<string[]> {
  return (await Promise.all(works.map(work => outcomeOf(work())))).toSorted();
}

/** The verb is refused with this code, and not one row of the database is other than before. */
export async function expectRefused(
  test: TestDatabase,
  code: ErrorCode,
  verb: () => Promise<unknown>,
): Promise<void> {
  const before = await dumpOf(test);
  expect(await outcomeOf(verb())).toBe(code);
  expect(changedTables(before, await dumpOf(test))).toEqual([]);
}

export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

/** Something that waits until somebody else lets it go on. */
export function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** For works that keep step: none goes on after its first transaction before each has come through its own. */
export function inStep(database: Database, count: number): Database[] {
  let awaited = count;
  const all = gate();
  return Array.from({ length: count }, () => {
    let isFirst = true;
    const transaction: Drizzle['transaction'] = async (work, config) => {
      try {
        return await database.drizzle.transaction(work, config);
      } finally {
        if (isFirst) {
          isFirst = false;
          awaited -= 1;
          if (awaited === 0) all.open();
          await all.opened;
        }
      }
    };
    const drizzle = new Proxy(database.drizzle, {
      get: (target, name, receiver) =>
        name === 'transaction' ? transaction : Reflect.get(target, name, receiver),
    });
    return { ...database, drizzle };
  });
}
