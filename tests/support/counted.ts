import type { Database, Drizzle, Tx } from '@/lib/db/client';

export interface Counted {
  readonly database: Database;
  /** Statements begun so far. */
  count(): number;
}

const BEGINNERS = new Set<PropertyKey>(['execute', 'select', 'insert', 'update', 'delete']);

/** The same database, with the statements of its transactions counted. */
export function counted(database: Database): Counted {
  let count = 0;
  const counting = (tx: Tx): Tx =>
    new Proxy(tx, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          if (BEGINNERS.has(name)) count += 1;
          return Reflect.apply(value, target, args) as unknown;
        };
      },
    });
  const transaction: Drizzle['transaction'] = (work, config) =>
    database.drizzle.transaction(tx => work(counting(tx)), config);
  const drizzle = new Proxy(database.drizzle, {
    get: (target, name, receiver) =>
      name === 'transaction' ? transaction : Reflect.get(target, name, receiver),
  });
  return { database: { ...database, drizzle }, count: () => count };
}
