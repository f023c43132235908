import type { TestDatabase } from './database';

export type Dump = Readonly<Record<string, readonly string[]>>;

/** Every row of every table, as text: to see that nothing changed, or what did. */
export async function dumpOf(test: TestDatabase): Promise<Dump> {
  const tables = await test.owner<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' order by 1`;
  const entries = tables.map(async ({ name }) => {
    const rows = await test.owner<{ row: string }[]>`
      select to_jsonb(t)::text as row from ${test.owner(name)} t order by 1`;
    return [name, rows.map(one => one.row)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Names of the tables in which two dumps differ. */
export function changedTables(before: Dump, after: Dump): string[] {
  return Object.keys(after).filter(name => before[name]?.join('\n') !== after[name]?.join('\n'));
}
