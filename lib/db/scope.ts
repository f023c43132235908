import { sql } from 'drizzle-orm';
import { DATABASE } from '@/lib/core/limits';
import type { Database, Tx } from './client';
import { isConnectionLost, isWorthRetrying, translated } from './failures';

/**
 * What a transaction may see. Row-level security reads these settings; they last until the transaction ends.
 *
 * - `company`: the rows of one company, for reading and writing.
 * - a key: the one row that carries an unguessable mark, for reading, before its company is known.
 * - `every company`: names and ids of companies, for the task that asks which have work.
 * - `nobody`: only tables that belong to no company (people, browser sessions, tokens).
 */
export type Scope =
  | { readonly company: string }
  | { readonly key: 'user_name' | 'connection' | 'procore_key' | 'hook' | 'download'; readonly value: string }
  | 'every company'
  | 'nobody';

function setting(scope: Scope): [name: string, value: string] {
  if (scope === 'nobody') return ['app.scope', 'nobody'];
  if (scope === 'every company') return ['app.scope', 'every-company'];
  return 'company' in scope ? ['app.company_id', scope.company] : [`app.${scope.key}`, scope.value];
}

/**
 * Runs `work` in one transaction that sees only `scope`. A deadlock or serialization failure runs it again, at most
 * three times in all, so `work` must have no effect outside the transaction.
 * @throws Unavailable when the database does not answer, Conflict on a unique key taken meanwhile, and what `work` throws.
 */
export async function transact<T>(
  database: Database,
  scope: Scope,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const [name, value] = setting(scope);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(database, tx => inScope(tx, [name, value], work));
    } catch (thrown) {
      if (isWorthRetrying(thrown) && attempt < DATABASE.maxTransactionTries) continue;
      throw translated(thrown);
    }
  }
}

/**
 * A driver whose connection is gone gives the transaction up by itself, and would still send the end of it into a socket
 * that is no more, which would spoil the next connection and could end the process. So it is not told how the work ended.
 */
async function inTransaction<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  let isGivenUp = false;
  const transaction = database.drizzle.transaction(
    tx =>
      new Promise<T>((resolve, reject) => {
        work(tx).then(
          result => isGivenUp || resolve(result),
          thrown => isGivenUp || isConnectionLost(thrown) || reject(thrown),
        );
      }),
  );
  transaction.catch(() => {
    isGivenUp = true;
  });
  return await transaction;
}

/**
 * Sets the scope and goes on without waiting: a connection carries statements out in the order they were sent, and what
 * came before its scope would see nothing.
 */
async function inScope<T>(
  tx: Tx,
  [name, value]: [name: string, value: string],
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const setting = tx.execute(sql`select set_config(${name}, ${value}, true)`).execute();
  const working = (async () => await work(tx))();
  const [scoped, worked] = await Promise.allSettled([setting, working]);
  if (scoped.status === 'rejected') throw scoped.reason;
  if (worked.status === 'rejected') throw worked.reason;
  return worked.value;
}

/** Makes a transaction that began with a key see the company the key led to. */
export async function enterCompany(tx: Tx, companyId: string): Promise<void> {
  await tx.execute(sql`select set_config('app.company_id', ${companyId}, true)`);
}
