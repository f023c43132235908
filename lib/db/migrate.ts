import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { Unavailable } from '@/lib/core/errors';
import { APP_ROLE } from './client';

/** Any number will do; it must only stay the same, so that starting copies wait for each other. */
const MIGRATION_LOCK = 7_104_233_517n;

/**
 * Brings the schema up to date. Any number of copies may call this at once: they take turns under an advisory lock.
 * @throws Unavailable when the database cannot be reached.
 */
export async function migrateDatabase(url: string, folder = 'drizzle/migrations'): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK.toString()}::bigint)`;
    await migrate(drizzle(sql, { casing: 'snake_case' }), { migrationsFolder: folder });
    await sql`grant usage on schema drizzle to ${sql(APP_ROLE)}`;
    await sql`grant select on drizzle.__drizzle_migrations to ${sql(APP_ROLE)}`;
  } catch (cause) {
    throw new Unavailable(`The database could not be brought up to date: ${reason(cause)}`, {
      remedy: 'Check DATABASE_URL and that its login may create tables and roles.',
      cause,
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function reason(cause: unknown): string {
  let last: unknown = cause;
  while (last instanceof Error && last.cause instanceof Error) last = last.cause;
  return last instanceof Error ? last.message : String(last);
}
