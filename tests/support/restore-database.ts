import type { TestDatabase } from './database';

/** The rows of a database as they were. */
export interface DatabaseBackup {
  /** Puts them back, as a restore from that day would; connections stay open. */
  restore(): Promise<void>;
}

/**
 * Takes a backup of every table while the database is in use. Rows go out and in as PostgreSQL's own JSON, so that no
 * number passes through a float; triggers are silent while they are put back.
 */
export async function backupDatabase(test: Pick<TestDatabase, 'owner'>): Promise<DatabaseBackup> {
  const { owner } = test;
  // What PostgreSQL generates is not put back, but made again.
  const tables = await owner<{ name: string; columns: string[] }[]>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by 1 order by 1`;
  const kept = new Map<string, { readonly columns: string[]; readonly rows: string }>();
  for (const { name, columns } of tables) {
    const [row] = await owner<{ rows: string }[]>`
      select coalesce(jsonb_agg(to_jsonb(t)), '[]')::text as rows from ${owner(name)} t`;
    kept.set(name, { columns, rows: row?.rows ?? '[]' });
  }
  return {
    restore: async () => {
      await owner.begin(async sql => {
        await sql`set local session_replication_role = replica`;
        for (const [name, { columns, rows }] of kept) {
          await sql`delete from ${sql(name)}`;
          await sql`
            insert into ${sql(name)} (${sql(columns)}) overriding system value
            select ${sql(columns)} from jsonb_populate_recordset(null::${sql(name)}, ${rows}::text::jsonb)`;
        }
      });
    },
  };
}
