import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { users } from '@/drizzle/schema';
import { Unavailable } from '@/lib/core/errors';
import { DATABASE } from '@/lib/core/limits';
import { openDatabase } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import { inTurn } from '@/lib/db/turns';
import { freshDatabase, type TestDatabase } from '@/tests/support/database';
import { type Gate, gate } from '@/tests/support/outcome';

const COMPANY = '00000000-0000-4000-8000-00000000000a';

function user(id: string, procoreUserId: string): typeof users.$inferInsert {
  const createdAt = new Date(0);
  return { id, environment: 'test', procoreUserId, login: 'a@x.example', name: 'A', createdAt };
}

describe('a transaction', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await freshDatabase();
    await db.owner`create table turns (id int primary key, count int not null)`;
    await db.owner`insert into turns values (1, 0), (2, 0)`;
    await db.owner`grant select, update on turns to connector_app`;
  });
  afterAll(() => db.drop());

  test('leaves no scope behind on its connection', async () => {
    const single = openDatabase(db.url, { maxConnections: 1 });
    const told = sql`select nullif(current_setting('app.company_id', true), '') as company`;
    await transact(single, { company: COMPANY }, async tx => {
      expect(await tx.execute(told)).toMatchObject([{ company: COMPANY }]);
    });
    expect(await single.drizzle.execute(told)).toMatchObject([{ company: null }]);
    await expect(
      transact(single, { company: COMPANY }, () => Promise.reject(new RangeError('stop'))),
    ).rejects.toThrow('stop');
    expect(await single.drizzle.execute(told)).toMatchObject([{ company: null }]);
    await single.close();
  });

  test('whose scope is refused runs to no end, and says why', async () => {
    const work = transact(db.database, { key: 'user_name', value: 'a\u0000b' }, tx =>
      tx.execute(sql`select 1 as one`),
    );
    await expect(work).rejects.toThrow(/set_config/);
  });

  test('that sends two statements in turn reads with the second what the first waited for', async () => {
    const [held, asked] = [gate(), gate()];
    const first = transact(db.database, 'nobody', async tx => {
      await tx.execute(sql`select 1 from turns where id = 1 for update`);
      held.open();
      await asked.opened;
      await tx.execute(sql`update turns set count = 40 where id = 2`);
    });
    await held.opened;
    const second = transact(db.database, 'nobody', tx =>
      inTurn(
        tx.execute(sql`select 1 from turns where id = 1 for update`),
        tx.execute<{ count: number }>(sql`select count from turns where id = 2`),
      ),
    );
    const waiting = () => db.owner`select 1 from pg_locks where not granted`;
    while ((await waiting()).length === 0);
    asked.open();
    await first;
    const [, [row]] = await second;
    expect(row?.count).toBe(40);
    await db.owner`update turns set count = 0`;
  });

  test('has a statement planned once for its connection, however often it comes', async () => {
    const single = openDatabase(db.url, { maxConnections: 1 });
    const text = '/* again */ select count from turns where id = ';
    for (let id = 1; id <= 4; id += 1)
      await transact(single, 'nobody', tx => tx.execute(sql`${sql.raw(text)}${id}`));
    const [row] = await transact(single, 'nobody', tx =>
      tx.execute<{ plans: number }>(sql`select count(*)::int as plans from pg_prepared_statements
        where statement like '/* again */%'`),
    );
    expect(row?.plans).toBe(1);
    await single.close();
  });

  test('that fails leaves nothing behind', async () => {
    const id = '00000000-0000-4000-8000-000000000001';
    const work = transact(db.database, 'nobody', async tx => {
      await tx.insert(users).values(user(id, '1'));
      throw new RangeError('stop');
    });
    await expect(work).rejects.toThrow('stop');
    expect(await db.owner`select 1 from users where id = ${id}`).toHaveLength(0);
  });

  test.each(['ends', 'fails'] as const)(
    'whose connection is closed under it fails as such when its work %s, and the next one is none the worse for it',
    async how => {
      const single = openDatabase(db.url, { maxConnections: 1 });
      const work = transact(single, 'nobody', async tx => {
        const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
        await db.owner`select pg_terminate_backend(${row?.pid ?? 0}, 5000)`;
        await db.owner`select pg_sleep(0.05)`;
        if (how === 'fails') throw new RangeError('stop');
      });
      await expect(work).rejects.toBeInstanceOf(Unavailable);
      await db.owner`select pg_sleep(0.1)`;
      const one = await transact(single, 'nobody', tx => tx.execute(sql`select 1 as one`));
      expect(one).toMatchObject([{ one: 1 }]);
      await single.close();
    },
  );

  test('that is ended by the database in the middle of a question fails as such', async () => {
    const single = openDatabase(db.url, { maxConnections: 1 });
    const work = transact(single, 'nobody', async tx => {
      const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      const asking = tx.execute(sql`select pg_sleep(20)`);
      await db.owner`select pg_terminate_backend(${row?.pid ?? 0})`;
      await asking;
    });
    await expect(work).rejects.toBeInstanceOf(Unavailable);
    await single.close();
  });

  test('that deadlocks is run again as a whole, and both of the two succeed', async () => {
    let attempts = 0;
    const met = [gate(), gate()] as const;
    const step = (first: number, second: number, [mine, theirs]: readonly [Gate, Gate]) =>
      transact(db.database, 'nobody', async tx => {
        attempts += 1;
        await tx.execute(sql`update turns set count = count + 1 where id = ${first}`);
        mine.open();
        await theirs.opened;
        await tx.execute(sql`update turns set count = count + 1 where id = ${second}`);
      });
    await Promise.all([step(1, 2, met), step(2, 1, [met[1], met[0]])]);
    expect(attempts).toBe(3);
    expect(await db.owner`select count from turns`).toMatchObject([{ count: 2 }, { count: 2 }]);
  });

  test('that keeps failing to serialize is given up after three tries', async () => {
    let attempts = 0;
    const work = transact(db.database, 'nobody', async tx => {
      attempts += 1;
      await tx.execute(sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`);
    });
    await expect(work).rejects.toThrow();
    expect(attempts).toBe(DATABASE.maxTransactionTries);
  });

  test.each([
    ['23505', 'conflict'],
    ['57P01', 'unavailable'],
    ['57014', 'unavailable'],
    ['53300', 'unavailable'],
    ['55P03', 'unavailable'],
    ['08006', 'unavailable'],
  ])('stopped by the database with %s says %s', async (code, expected) => {
    const work = transact(db.database, 'nobody', tx =>
      tx.execute(sql.raw(`do $$ begin raise exception 'told' using errcode = '${code}'; end $$`)),
    );
    await expect(work).rejects.toMatchObject({ code: expected });
  });

  test('on a database that is away says unavailable', async () => {
    const away = openDatabase('postgres://nobody@127.0.0.1:9/none', { maxConnections: 1 });
    await expect(transact(away, 'nobody', async () => 1)).rejects.toMatchObject({ code: 'unavailable' });
    await away.close();
  });
});
