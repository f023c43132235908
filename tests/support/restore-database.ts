import type { TestDatabase } from './database';
import { storedTables } from './tables';

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
  const tables = await storedTables(owner);
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
