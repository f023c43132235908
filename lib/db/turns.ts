import { sql } from 'drizzle-orm';
import type { Tx } from './client';

/** Transactions that ask for a turn of one name go one after the other, each to its end. */
export async function takeTurn(tx: Tx, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

interface Statement<T> {
  execute(): Promise<T>;
}

/** Sends two statements one behind the other and waits for both: the second begins when the first has ended. */
export async function inTurn<A, B>(first: Statement<A>, second: Statement<B>): Promise<[A, B]> {
  return await Promise.all([first.execute(), second.execute()]);
}
