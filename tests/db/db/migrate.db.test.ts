import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openDatabase } from '@/lib/db/client';
import { assertTenantGuards, isDatabaseReady } from '@/lib/db/guarantees';
import { migrateDatabase } from '@/lib/db/migrate';
import { freshDatabase, type TestDatabase } from '@/tests/support/database';
import { databaseUrl } from '@/tests/support/database-server';

describe('migrations', () => {
  const { serverUrl } = inject('template');
  const name = `bare_${process.pid}`;
  const url = databaseUrl(serverUrl, name);
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });

  beforeAll(async () => {
    await admin.unsafe(`create database ${name}`);
  });
  afterAll(async () => {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  });

  test('four copies that start at once all succeed, and each migration runs once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(url)));
    await migrateDatabase(url);
    const sql = postgres(url, { max: 1 });
    const rows =
      await sql`select hash, count(*)::int as count from drizzle.__drizzle_migrations group by hash`;
    await sql.end();
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.every(row => row['count'] === 1)).toBe(true);
  });

  test('a database without them is not ready, one that lacks the newest neither', async () => {
    const database = openDatabase(url);
    const [row] = await admin`select extract(epoch from now()) * 1000 as now`;
    expect(await isDatabaseReady(database, 1)).toBe(true);
    expect(await isDatabaseReady(database, Math.floor(Number(row?.['now'])))).toBe(false);
    await database.close();
  });

  test('a database that cannot be reached is said to be unavailable', async () => {
    const gone = databaseUrl(serverUrl, 'no_such_database');
    await expect(migrateDatabase(gone)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('the guards at the start', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await freshDatabase();
  });
  afterAll(() => db.drop());

  test('let the application’s role pass', async () => {
    await expect(assertTenantGuards(db.database)).resolves.toBeUndefined();
  });

  test('refuse a role that bypasses row-level security', async () => {
    const asOwner = openDatabase(db.url, { role: null, maxConnections: 1 });
    await expect(assertTenantGuards(asOwner)).rejects.toThrow(/bypasses row-level security/);
    await asOwner.close();
  });

  test('refuse a role that owns a table', async () => {
    await db.owner`create role table_owner nologin`.catch(() => undefined);
    await db.owner`alter table deliveries owner to table_owner`;
    const asTableOwner = openDatabase(db.url, { role: 'table_owner', maxConnections: 1 });
    await expect(assertTenantGuards(asTableOwner)).rejects.toThrow(/owns tables/);
    await asTableOwner.close();
    await db.owner`alter table deliveries owner to current_user`;
  });

  test.each(['no force row level security', 'disable row level security'])(
    'refuse a table with %s, by name',
    async change => {
      await db.owner.unsafe(`alter table links ${change}`);
      await expect(assertTenantGuards(db.database)).rejects.toThrow(/links/);
      await db.owner.unsafe('alter table links enable row level security');
      await db.owner.unsafe('alter table links force row level security');
      await assertTenantGuards(db.database);
    },
  );
});
