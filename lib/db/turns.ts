import { sql } from 'drizzle-orm';
import type { Tx } from './client';

/** Transactions that ask for a turn of one name go one after the other, each to its end. */
export async function takeTurn(tx: Tx, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}
