import postgres from 'postgres';
import { inject } from 'vitest';
import { type Database, openDatabase } from '@/lib/db/client';
import { databaseUrl } from './database-server';

let count = 0;

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** As the owner, past every policy: for looking, never for what a test is about. */
  readonly owner: postgres.Sql;
  drop(): Promise<void>;
}

/** A database of the test's own, cloned from the template. */
export async function freshDatabase(): Promise<TestDatabase> {
  const { serverUrl, name: template } = inject('template');
  count += 1;
  const name = `test_${process.pid}_${process.env['VITEST_POOL_ID'] ?? '0'}_${count}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`drop database if exists ${name}`);
  await admin.unsafe(`create database ${name} template ${template}`);
  const url = databaseUrl(serverUrl, name);
  const database = openDatabase(url, { maxConnections: 5 });
  const owner = postgres(url, { max: 2, onnotice: () => undefined });
  return {
    url,
    database,
    owner,
    drop: async () => {
      await database.close();
      await owner.end({ timeout: 5 });
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
}
