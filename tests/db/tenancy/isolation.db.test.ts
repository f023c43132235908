import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { issueDownload } from '@/lib/auth';
import { createConnection } from '@/lib/connections';
import { transact } from '@/lib/db/scope';
import { fillTheRest } from '@/tests/support/fill';
import { ready, sent, synced } from '@/tests/support/paths';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';
import { storedTables } from '@/tests/support/tables';

const ours = sharedDesk();
const others = sharedDeskBeside(ours);

interface TableRow {
  name: string;
  company: string;
}

/** Tables with a company, and the column that says which: from the catalog, so that a new one is met too. */
async function tenantTables(): Promise<TableRow[]> {
  return await ours.desk.test.owner<TableRow[]>`
    select c.relname as name, a.attname as company from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
      and a.attname = case c.relname when 'companies' then 'id' else 'company_id' end
    where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`;
}

/** Every table of both companies holds something. */
beforeAll(async () => {
  for (const { desk } of [ours, others]) {
    await synced(desk);
    await sent(desk);
    await ready(desk);
    await fillTheRest(desk);
  }
});

describe('the catalog', () => {
  test('every table with a company enables and forces row-level security', async () => {
    const rows = await ours.desk.test.owner`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p')
        and (c.relname = 'companies' or exists (select from pg_attribute a where a.attrelid = c.oid
          and a.attname = 'company_id' and not a.attisdropped))
        and not (c.relrowsecurity and c.relforcerowsecurity)`;
    expect(rows).toEqual([]);
    expect((await tenantTables()).length).toBeGreaterThan(18);
  });

  test('every one of them has the tenant’s policy, with USING and WITH CHECK on the company in scope', async () => {
    const tables = await tenantTables();
    const rows = await ours.desk.test.owner<{ name: string; using: string; check: string }[]>`
      select tablename as name, qual as using, with_check as check from pg_policies
      where policyname = 'tenant' and cmd = 'ALL' and permissive = 'PERMISSIVE' order by 1`;
    const scope = "NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid)";
    expect(rows.map(row => row.name)).toEqual(tables.map(table => table.name));
    for (const [place, row] of rows.entries()) {
      expect(row.using).toBe(`(${tables[place]?.company} = (${scope}`);
      expect(row.check).toBe(row.using);
    }
  });

  test('any other policy is for reading, by an unguessable mark or for the list of companies alone', async () => {
    const rows = await ours.desk.test.owner<{ policy: string; cmd: string }[]>`
      select tablename || '.' || policyname as policy, cmd from pg_policies where policyname <> 'tenant' order by 1`;
    expect(rows.map(row => `${row.policy} ${row.cmd}`)).toEqual([
      'companies.by_procore_key SELECT',
      'companies.every_company SELECT',
      'connections.by_connection SELECT',
      'connections.by_user_name SELECT',
      'download_links.by_download SELECT',
      'hooks.by_hook SELECT',
    ]);
  });

  test('primary, unique and foreign keys of a company’s tables begin with the company, but for unguessable marks', async () => {
    const rows = await ours.desk.test.owner<{ key: string }[]>`
      select t.relname || ': ' || k.conname as key from pg_constraint k join pg_class t on t.oid = k.conrelid
      join pg_namespace n on n.oid = t.relnamespace
      join pg_attribute a on a.attrelid = t.oid and a.attnum = k.conkey[1]
      where n.nspname = 'public' and k.contype in ('p', 'u', 'f') and t.relname <> 'companies' and a.attname <> 'company_id'
        and exists (select from pg_attribute b where b.attrelid = t.oid and b.attname = 'company_id')
        and not (k.contype = 'f' and k.confrelid = 'users'::regclass) order by 1`;
    expect(rows.map(row => row.key)).toEqual(['download_links: download_links_pkey']);
  });

  test('the application’s role owns nothing, bypasses nothing, logs in nowhere and makes nothing', async () => {
    const [role] = await ours.desk.test.owner`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin,
        (select count(*)::int from pg_class c where c.relowner = r.oid) as owned,
        has_schema_privilege('connector_app', 'public', 'create') as makes
      from pg_roles r where rolname = 'connector_app'`;
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolcanlogin: false,
      owned: 0,
      makes: false,
    });
  });

  test('connections of the application are made under that role, whoever logs in', async () => {
    const rows = await ours.desk.test.database.drizzle.execute(sql`select current_user as name`);
    expect(rows).toMatchObject([{ name: 'connector_app' }]);
  });
});

describe('a query that names no company', () => {
  const count = (table: TableRow, where = '') =>
    sql.raw(`select count(*)::int as all, count(*) filter (where ${table.company} = '${ours.desk.admin.company.id}')::int as ours
      from ${table.name} ${where}`);

  test('sees its own company’s rows of every table, and none of the other’s', async () => {
    const scope = { company: others.desk.admin.company.id };
    for (const table of await tenantTables()) {
      const [whole] = await ours.desk.test.owner`
        select count(*)::int as ours from ${ours.desk.test.owner(table.name)}
        where ${ours.desk.test.owner(table.company)} = ${ours.desk.admin.company.id}`;
      expect(whole?.['ours'], `${table.name} holds nothing to be seen`).toBeGreaterThan(0);
      const [seen] = await transact(ours.desk.test.database, scope, tx => tx.execute(count(table)));
      expect(seen?.['ours'], table.name).toBe(0);
      expect(seen?.['all'], table.name).toBeGreaterThan(0);
    }
  });

  test('sees nothing at all outside every scope', async () => {
    for (const table of await tenantTables()) {
      const [seen] = await transact(ours.desk.test.database, 'nobody', tx => tx.execute(count(table)));
      expect(seen?.['all'], table.name).toBe(0);
    }
  });

  test('changes and deletes none of the other company’s rows', async () => {
    const scope = { company: others.desk.admin.company.id };
    for (const table of await tenantTables()) {
      const where = `where ${table.company} = '${ours.desk.admin.company.id}'`;
      for (const verb of [
        `update ${table.name} set ${table.company} = ${table.company}`,
        `delete from ${table.name}`,
      ]) {
        const work = transact(ours.desk.test.database, scope, tx => tx.execute(sql.raw(`${verb} ${where}`)));
        const rows = await work.catch(thrown => ({ count: codeOf(thrown) }));
        expect([0, '42501'], `${verb} ${table.name}`).toContain(rows.count);
      }
    }
  });

  test('cannot put a row into another company, nor hand one over', async () => {
    const stored = await storedTables(ours.desk.test.owner);
    const scope = { company: others.desk.admin.company.id };
    for (const table of await tenantTables()) {
      const { columns = [] } = stored.find(one => one.name === table.name) ?? {};
      const values = columns.map(column =>
        column === table.company ? `'${ours.desk.admin.company.id}'` : `"${column}"`,
      );
      const generated = table.name === 'qb_requests' ? 'overriding user value' : '';
      const insert = `insert into ${table.name} (${columns.map(column => `"${column}"`)}) ${generated}
        select ${values} from ${table.name} limit 1`;
      const update = `update ${table.name} set ${table.company} = '${ours.desk.admin.company.id}'`;
      for (const statement of [insert, update]) {
        const work = transact(ours.desk.test.database, scope, tx => tx.execute(sql.raw(statement)));
        const code = await work.then(() => 'done', codeOf);
        expect(['42501'], `${statement}: ${code}`).toContain(code);
      }
    }
  });
});

function codeOf(thrown: unknown): unknown {
  let current = thrown;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  return current instanceof Error && 'code' in current ? current.code : String(thrown);
}

describe('a key', () => {
  const seen = (key: 'user_name' | 'procore_key' | 'hook' | 'download' | 'connection', value: string) =>
    transact(ours.desk.test.database, { key, value }, async tx => {
      const tables = await tenantTables();
      const counts = [];
      for (const { name } of tables) {
        const [row] = await tx.execute(sql.raw(`select count(*)::int as count from ${name}`));
        if (row?.['count'] !== 0) counts.push(`${name} ${row?.['count']}`);
      }
      return counts;
    });

  test('shows the one row that carries it, and nothing of any other table', async () => {
    const { desk } = ours;
    const actor = desk.admin.actor;
    const userId = actor.kind === 'person' ? actor.userId : '';
    await issueDownload(
      { env: desk.env, database: desk.test.database },
      { companyId: desk.admin.company.id, userId, target: 'qwc:1' },
    );
    const [link] = await desk.test
      .owner`select token_hash from download_links order by expires_at desc limit 1`;
    const [hook] = await desk.test.owner`select token_hash from hooks limit 1`;
    expect(await seen('user_name', desk.login.userName)).toEqual(['connections 1']);
    expect(await seen('connection', desk.connectionId)).toEqual(['connections 1']);
    expect(await seen('procore_key', 'test:1')).toEqual(['companies 1']);
    expect(await seen('download', link?.['token_hash'])).toEqual(['download_links 1']);
    expect(await seen('hook', hook?.['token_hash'])).toEqual(['hooks 1']);
  });

  test('that nobody has, or an empty one, shows nothing', async () => {
    for (const key of ['user_name', 'procore_key', 'hook', 'download', 'connection'] as const)
      expect([await seen(key, 'nobody has it'), await seen(key, ''), await seen(key, '%')]).toEqual([
        [],
        [],
        [],
      ]);
  });

  test('is for reading: it lets nothing be changed', async () => {
    const { desk } = ours;
    const key = { key: 'user_name', value: desk.login.userName } as const;
    const changed = await transact(desk.test.database, key, tx =>
      tx.execute(
        sql`update connections set failures = 7 where user_name = ${desk.login.userName} returning id`,
      ),
    );
    expect(changed).toHaveLength(0);
  });

  test('and the list of companies shows no table but companies', async () => {
    const rows = await transact(ours.desk.test.database, 'every company', async tx => {
      const counts = [];
      for (const { name } of await tenantTables()) {
        const [row] = await tx.execute(sql.raw(`select count(*)::int as count from ${name}`));
        if (row?.['count'] !== 0) counts.push(`${name} ${row?.['count']}`);
      }
      return counts;
    });
    expect(rows).toEqual(['companies 2']);
  });
});

describe('names and numbers', () => {
  test('that another company uses are free: no key betrays that it exists', async () => {
    const [mine, theirs] = [ours.desk, others.desk];
    const name = 'The very same name';
    await createConnection(theirs.admin, { name });
    await createConnection(mine.admin, { name });
    const number = 'SAME-1';
    const [one, two] = [await ready(theirs, { number }), await ready(mine, { number })];
    expect([await theirs.stateOf(one), await mine.stateOf(two)]).toEqual(['ready_to_send', 'ready_to_send']);
  });
});
