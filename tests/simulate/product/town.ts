import { hash } from '@node-rs/argon2';
import postgres from 'postgres';
import { openDatabase } from '@/lib/db/client';
import { showExport } from '@/lib/exports';
import { handleCall } from '@/lib/qbwc';
import { hearWebhook, type TaskDeps } from '@/lib/tasks';
import { ensureHooks } from '@/lib/tasks/ensure-hooks';
import type { Ctx } from '@/lib/tenancy';
import { QuickBooks } from '@/tests/simulators/quickbooks';
import { HARBOR_PINE_ID, makeWorld } from '@/tests/simulators/world';
import type { TestDatabase } from '@/tests/support/database';
import { databaseUrl } from '@/tests/support/database-server';
import { type Desk, openDesk, qbwcDeps, stage } from '@/tests/support/desk';
import { openDoor } from '@/tests/support/door';
import { type TestEnv, testEnv } from '@/tests/support/env';
import { outcomeOf } from '@/tests/support/outcome';
import { openProcoreOffice, type ProcoreOffice } from '@/tests/support/procore-office';
import { storedTables } from '@/tests/support/tables';
import { readDirectories } from '@/tests/support/task-office';
import { authenticate, type Line, runUpdate, Visit } from '@/tests/support/web-connector';
import { Copy } from './copy';

type Backup = ReturnType<Desk['quickBooks']['moods']['backup']>;

/** A company that has been set up, as it was before its first day. */
interface Prepared {
  readonly desk: Desk;
  readonly backup: Backup;
}

/** One seed's world: a database of its own, a copy of the app on it, two companies, and Procore for the first. */
export interface Town {
  readonly copy: Copy;
  readonly test: TestDatabase;
  readonly first: Desk;
  readonly second: Desk;
  readonly procore: ProcoreOffice;
  readonly tasks: TaskDeps;
  close(): Promise<void>;
}

const FIRST_DAY = '2026-03-02T18:00:00.000Z';
const SECOND_COMPANY = 2;
const WORLD = makeWorld(1);

/** Sets two companies up once, and opens any number of towns, one after the other, on what came of it. */
export class Surveyor {
  private constructor(
    private readonly place: { readonly serverUrl: string; readonly name: string },
    private readonly owner: postgres.Sql,
    private readonly prepared: { readonly first: Prepared; readonly second: Prepared },
  ) {}

  /** @param template a database with the schema and nothing in it; `place` tells surveyors of one process apart */
  static async begin(serverUrl: string, template: string, place = 0): Promise<Surveyor> {
    const name = `town_${template}_${process.pid}_${place}`;
    await cloned(serverUrl, { name, template });
    const url = databaseUrl(serverUrl, name);
    const database = openDatabase(url, { maxConnections: 2 });
    const owner = postgres(url, { max: 2, onnotice: () => undefined });
    const test: TestDatabase = { url, database, owner, drop: async () => undefined };
    const first = await openDesk({ test, seed: 'first', companyNumber: HARBOR_PINE_ID });
    const office = await openProcoreOffice({ test, env: first.env }, { wait: async () => undefined });
    await readDirectories(first, office);
    await office.close();
    const second = await openDesk({ test, seed: 'second', companyNumber: SECOND_COMPANY });
    await database.close();
    await easePasswords(owner, [first, second]);
    await keepRows(owner);
    const kept = (desk: Desk): Prepared => ({ desk, backup: desk.quickBooks.moods.backup() });
    return new Surveyor({ serverUrl, name }, owner, { first: kept(first), second: kept(second) });
  }

  /** The town as it was prepared, under ids and chances of the seed's own. */
  async open(seed: number): Promise<Town> {
    const { owner } = this;
    await putRowsBack(owner);
    const url = databaseUrl(this.place.serverUrl, this.place.name);
    const copy = await Copy.start(url, () => untilGone(owner));
    const test: TestDatabase = { url, database: copy.database, owner, drop: async () => undefined };
    const first = await seated(this.prepared.first, { test, copy, seed: `first ${seed}` });
    const second = await seated(this.prepared.second, { test, copy, seed: `second ${seed}` });
    const door = await openDoor((authorization, body) => heard(copy, first.env, { authorization, body }));
    const procore = await openProcoreOffice(first, { wait: async () => undefined });
    Object.assign(procore.procore.faults.webhooks, { hold: true });
    const tasks: TaskDeps = {
      env: first.env,
      database: copy.database,
      metrics: first.deps.metrics,
      appUrl: door.url,
      store: procore.store,
      serviceFor: () => procore.asService(),
    };
    await ensureHooks(tasks, first.admin.company);
    return {
      copy,
      test,
      first,
      second,
      procore,
      tasks,
      close: async () => {
        await procore.close();
        await door.close();
        await copy.close();
        await untilGone(owner);
      },
    };
  }

  async end(): Promise<void> {
    await this.owner.end({ timeout: 5 });
    await dropped(this.place.serverUrl, this.place.name);
  }
}

/** The same passwords behind a hash that costs nothing: there are thousands of sign-ins, and none of them is an attack. */
async function easePasswords(owner: postgres.Sql, desks: readonly Desk[]): Promise<void> {
  for (const { connectionId, login } of desks) {
    const easy = await hash(login.password, { algorithm: 2, memoryCost: 8, timeCost: 1, parallelism: 1 });
    await owner`update connections set password_hash = ${easy} where id = ${connectionId}`;
  }
}

/** Copies of all rows, beside the tables. */
async function keepRows(owner: postgres.Sql): Promise<void> {
  await owner.unsafe(`create schema kept`);
  for (const { name } of await storedTables(owner))
    await owner.unsafe(`create table kept.${name} as table public.${name}`);
}

/** Whatever was done to the tables is undone; identities count on from where they stood. */
async function putRowsBack(owner: postgres.Sql): Promise<void> {
  const tables = await storedTables(owner);
  const identities = await owner<{ table: string; column: string }[]>`
    select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and a.attidentity <> ''`;
  const statements = `
    set local session_replication_role = replica;
    ${tables.map(({ name }) => `delete from ${name};`).join('\n')}
    ${tables
      .map(({ name, columns }) => ({ name, all: columns.map(column => `"${column}"`).join(', ') }))
      .map(
        ({ name, all }) =>
          `insert into ${name} (${all}) overriding system value select ${all} from kept.${name};`,
      )
      .join('\n')}
    ${identities
      .map(
        ({ table, column }) =>
          `select setval(pg_get_serial_sequence('${table}', '${column}'), coalesce((select max(${column}) from ${table}), 0) + 1, false);`,
      )
      .join('\n')}`;
  await owner.begin(tx => tx.unsafe(statements));
}

async function asAdmin(serverUrl: string, work: (admin: postgres.Sql) => Promise<void>): Promise<void> {
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function cloned(serverUrl: string, { name, template }: { name: string; template: string }): Promise<void> {
  return asAdmin(serverUrl, async admin => {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.unsafe(`create database ${name} template ${template}`);
  });
}

function dropped(serverUrl: string, name: string): Promise<void> {
  return asAdmin(serverUrl, async admin => {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
  });
}

/** PostgreSQL notices a cut connection at its next read; until then its locks stand. */
async function untilGone(owner: postgres.Sql): Promise<void> {
  for (;;) {
    const [row] = await owner<{ left: number }[]>`
      select count(*)::int as left from pg_stat_activity
      where datname = current_database() and application_name = 'connector'`;
    if (row?.left === 0) return;
  }
}

/** The company's people, PC and company file as they were prepared, over another database and by another clock. */
async function seated(
  { desk, backup }: Prepared,
  place: { test: TestDatabase; copy: Copy; seed: string },
): Promise<Desk> {
  const { test, copy } = place;
  const env: TestEnv = testEnv(place.seed, copy.faults, FIRST_DAY);
  const quickBooks = await QuickBooks.open({ books: WORLD.books, seed: 1, clock: env.now });
  quickBooks.moods.restore(backup);
  const deps = qbwcDeps(test, env);
  const here = (ctx: Ctx): Ctx => ({ ...ctx, env, database: test.database });
  const line: Line = {
    login: desk.login,
    stamp: desk.stamp,
    quickBooks,
    call: (operation, params) => {
      const context = { requestId: 'soap-1', address: '10.0.0.1' };
      return handleCall(deps, context, { operation, params: new Map(Object.entries(params)) });
    },
  };
  const admin = here(desk.admin);
  return {
    ...line,
    test,
    env,
    deps,
    admin,
    sender: here(desk.sender),
    approver: here(desk.approver),
    viewer: here(desk.viewer),
    connectionId: desk.connectionId,
    authenticate: login => authenticate(line, login),
    visit: async () => Visit.begin(line, (await authenticate(line)).ticket),
    runUpdate: () => runUpdate(line),
    stage: (...commitments) => stage(admin, 'commitment', commitments),
    stageChanges: (...changeOrders) => stage(admin, 'change_order', changeOrders),
    hashOf: async (ctx, id) => (await showExport(ctx, id)).proposal?.hash ?? '',
    stateOf: async id => {
      const [row] = await test.owner<{ state: string }[]>`select state from exports where id = ${id}`;
      return row?.state ?? 'absent';
    },
    close: async () => undefined,
  };
}

/** What Procore hears at the door; a copy that died meanwhile answers nothing that counts. */
async function heard(
  copy: Copy,
  env: TestEnv,
  told: { authorization: string | null; body: string },
): Promise<number> {
  const input = { authorization: told.authorization, body: JSON.parse(told.body) as unknown };
  const outcome = await outcomeOf(copy.run(() => hearWebhook({ env, database: copy.database }, input))).catch(
    () => 'died' as const,
  );
  return outcome === 'done' ? 204 : outcome === 'unauthenticated' ? 401 : 503;
}
