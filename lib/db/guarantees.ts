import { sql } from 'drizzle-orm';
import { Broken } from '@/lib/core/errors';
import type { Database } from './client';

/**
 * Refuses to start over a database on which one company could see another's rows: the role in use must not bypass
 * row-level security nor own a table, and every table with a company must force it.
 * @throws Broken naming what is wrong.
 */
export async function assertTenantGuards(database: Database): Promise<void> {
  const [role] = await database.drizzle.execute<{ bypasses: boolean; owned: number }>(sql`
    select rolsuper or rolbypassrls as bypasses,
      (select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind = 'r' and c.relowner = r.oid) as owned
    from pg_roles r where rolname = current_user`);
  if (!role || role.bypasses) throw new Broken('The database role in use bypasses row-level security.');
  if (role.owned > 0)
    throw new Broken('The database role in use owns tables, so their policies do not bind it.');
  const open = await database.drizzle.execute<{ name: string }>(sql`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r'
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped)
      and not (c.relrowsecurity and c.relforcerowsecurity)`);
  if (open.length > 0) {
    throw new Broken(
      `These tables do not force row-level security: ${open.map(row => row.name).join(', ')}.`,
    );
  }
}

/** Whether the database answers and carries the newest migration of this build. */
export async function isDatabaseReady(database: Database, newestMigrationMs: number): Promise<boolean> {
  const [row] = await database.drizzle.execute<{ newest: string | null }>(
    sql`select max(created_at)::text as newest from drizzle.__drizzle_migrations`,
  );
  return row?.newest !== null && row?.newest !== undefined && BigInt(row.newest) >= BigInt(newestMigrationMs);
}
