import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { type Database, openDatabase } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import { TcpGate } from '@/tests/contract/kit/tcp-gate';
import { freshDatabase } from '@/tests/support/database';
import { outcomeOf } from '@/tests/support/outcome';

/** The statement is under way: PostgreSQL says so. */
const UNDER_WAY = `select count(*)::int as count from pg_stat_activity
  where datname = current_database() and query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()`;

function query(database: Database, text: string): Promise<string> {
  return outcomeOf(transact(database, 'nobody', tx => tx.execute(sql.raw(text))));
}

test('a connection that is cut in the middle of a transaction costs that transaction, and its place in the pool serves the next', async () => {
  const db = await freshDatabase();
  const gate = await TcpGate.before(db.url);
  const database = openDatabase(gate.through(db.url), { maxConnections: 1 });
  expect(await query(database, 'select 1')).toBe('done');
  const cut = query(database, 'select pg_sleep(10)');
  for (let count = 0; count === 0; ) {
    const [row] = await db.owner.unsafe<{ count: number }[]>(UNDER_WAY);
    count = row?.count ?? 0;
  }
  gate.shut();
  expect(await cut).toBe('unavailable');
  gate.open();
  expect(await query(database, 'select 1')).toBe('done');
  await database.close();
  await gate.close();
  await db.drop();
});
