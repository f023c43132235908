import type postgres from 'postgres';

export interface StoredTable {
  readonly name: string;
  /** Those a row is written by: what PostgreSQL generates is not among them. */
  readonly columns: string[];
}

/** Every table, from the catalog. */
export async function storedTables(owner: postgres.Sql): Promise<StoredTable[]> {
  return await owner<StoredTable[]>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by 1 order by 1`;
}
