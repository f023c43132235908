import type postgres from 'postgres';

/** How many rows the tables have that grow. */
export interface Crowd {
  readonly companies: number;
  readonly queued: number;
  readonly history: number;
}

export const CROWD: Crowd = { companies: 1000, queued: 100_000, history: 1_000_000 };

/** Tables whose policies hold for their owner too, which in this database, thrown away afterwards, they need not. */
const TABLES = [
  'companies',
  'connections',
  'exports',
  'acceptances',
  'qb_requests',
  'history',
  'history_heads',
  'qb_sessions',
  'message_sets',
];

/**
 * Loads other companies, a long queue for the company file of `companyId`, half of the history into the same company,
 * and the sessions and message sets of a year. What is copied is copied from rows the verbs made. As the owner, with
 * the chain of history left out: nothing here is ever verified.
 */
export async function loadCrowd(owner: postgres.Sql, companyId: string, crowd: Crowd): Promise<void> {
  for (const table of TABLES) await owner.unsafe(`alter table ${table} no force row level security`);
  await owner`alter table history disable trigger user`;
  await owner`create temporary table pattern as select * from qb_requests
    where company_id = ${companyId} and role = 'write' order by seq desc limit 1`;
  await loadCompanies(owner, companyId, crowd.companies);
  await loadConnections(owner, companyId);
  await loadQueue(owner, crowd.queued);
  await loadHistory(owner, companyId, crowd.history);
  await loadRuns(owner, companyId);
  await owner`alter table history enable trigger user`;
  for (const table of TABLES) await owner.unsafe(`alter table ${table} force row level security`);
  await owner`vacuum analyze`;
}

async function columnsOf(owner: postgres.Sql, table: string, except: readonly string[]): Promise<string> {
  const rows = await owner`select column_name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER' and is_identity = 'NO'`;
  return rows
    .map(row => String(row['column_name']))
    .filter(name => !except.includes(name))
    .join(', ');
}

async function loadCompanies(owner: postgres.Sql, companyId: string, count: number): Promise<void> {
  const columns = await columnsOf(owner, 'companies', ['id', 'procore_company_id']);
  await owner.unsafe(
    `insert into companies (id, procore_company_id, ${columns})
     select gen_random_uuid(), 900000000 + n, ${columns} from companies, generate_series(1, $2::int) n where id = $1`,
    [companyId, count],
  );
}

async function loadConnections(owner: postgres.Sql, companyId: string): Promise<void> {
  const columns = await columnsOf(owner, 'connections', ['company_id', 'id', 'user_name', 'file_id']);
  await owner.unsafe(
    `insert into connections (company_id, id, user_name, file_id, ${columns})
     select c.id, gen_random_uuid(), 'crowd ' || c.procore_company_id, 'crowd ' || c.procore_company_id, ${prefixed(columns)}
     from companies c, (select * from connections where company_id = $1 limit 1) o
     where c.procore_company_id > 900000000`,
    [companyId],
  );
}

async function loadQueue(owner: postgres.Sql, count: number): Promise<void> {
  const exported = await columnsOf(owner, 'exports', [
    'id',
    'procore_id',
    'acceptance_id',
    'number',
    'ref_number',
  ]);
  const accepted = await columnsOf(owner, 'acceptances', ['id', 'export_id']);
  const queued = await columnsOf(owner, 'qb_requests', ['id', 'export_id', 'acceptance_id']);
  await owner`create temporary table copies as
    select n, gen_random_uuid() as export_id, gen_random_uuid() as acceptance_id from generate_series(1, ${count}::int) n`;
  await owner.unsafe(
    `insert into exports (id, procore_id, acceptance_id, number, ref_number, ${exported})
     select c.export_id, 700000000000000 + c.n, c.acceptance_id, 'X-' || c.n, 'X-' || c.n, ${prefixed(exported)}
     from copies c, exports o where (o.company_id, o.id) = (select company_id, export_id from pattern)`,
  );
  await owner.unsafe(
    `insert into acceptances (id, export_id, ${accepted})
     select c.acceptance_id, c.export_id, ${prefixed(accepted)}
     from copies c, acceptances o where (o.company_id, o.id) = (select company_id, acceptance_id from pattern)`,
  );
  await owner.unsafe(
    `insert into qb_requests (id, export_id, acceptance_id, ${queued})
     select gen_random_uuid(), c.export_id, c.acceptance_id, ${prefixed(queued)} from copies c, pattern o order by c.n`,
  );
}

const prefixed = (columns: string): string =>
  columns
    .split(', ')
    .map(column => `o.${column}`)
    .join(', ');

/** Half of it in the company that is measured, the rest spread over the others. */
async function loadHistory(owner: postgres.Sql, companyId: string, count: number): Promise<void> {
  const columns = await columnsOf(owner, 'history', ['company_id', 'seq']);
  await owner.unsafe(
    `insert into history (company_id, seq, ${columns})
     select $1, 1000000 + n, ${prefixed(columns)} from generate_series(1, $2::int) n,
       (select * from history where company_id = $1 and object_kind = 'export' limit 1) o`,
    [companyId, Math.floor(count / 2)],
  );
  await owner.unsafe(
    `insert into history (company_id, seq, ${columns})
     select c.id, n, ${prefixed(columns)}
     from (select id from companies where procore_company_id > 900000000) c,
       generate_series(1, greatest(1, $2::int / (select count(*)::int from companies))) n,
       (select * from history where company_id = $1 and object_kind = 'export' limit 1) o`,
    [companyId, Math.floor(count / 2)],
  );
}

/** Ended sessions of a year, polled every half hour, each with an answered set. */
const SESSIONS = 17_520;

async function loadRuns(owner: postgres.Sql, companyId: string): Promise<void> {
  const sessions = await columnsOf(owner, 'qb_sessions', ['id', 'ticket_hash']);
  const sets = await columnsOf(owner, 'message_sets', ['id', 'session_id', 'set_key', 'cleared_at']);
  await owner`create temporary table runs as
    select n, gen_random_uuid() as session_id from generate_series(1, ${SESSIONS}::int) n`;
  await owner.unsafe(
    `insert into qb_sessions (id, ticket_hash, ${sessions})
     select r.session_id, 'crowd ' || r.n, ${prefixed(sessions)}
     from runs r, (select * from qb_sessions where company_id = $1 and state <> 'open' limit 1) o`,
    [companyId],
  );
  await owner.unsafe(
    `insert into message_sets (id, session_id, set_key, cleared_at, ${sets})
     select gen_random_uuid(), r.session_id, 'crowd ' || r.n, now(), ${prefixed(sets)}
     from runs r, (select * from message_sets where company_id = $1 and state = 'answered' limit 1) o`,
    [companyId],
  );
}
