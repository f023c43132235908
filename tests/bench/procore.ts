import postgres from 'postgres';
import { TASKS } from '@/lib/core/limits';
import { newMetrics } from '@/lib/core/metrics';
import { openDatabase } from '@/lib/db/client';
import { migrateDatabase } from '@/lib/db/migrate';
import { ProcoreSession } from '@/lib/procore';
import type { TaskDeps } from '@/lib/tasks';
import { ensureHooks } from '@/lib/tasks/ensure-hooks';
import { checkPeople } from '@/lib/tasks/people-left';
import { pollChanges, pollDirectories } from '@/lib/tasks/poll-procore';
import { reconcile } from '@/lib/tasks/reconcile';
import { type CompanyRef, setUpCompany } from '@/lib/tenancy';
import { largeWorld, makeWorld } from '@/tests/simulators/world';
import { databaseUrl } from '@/tests/support/database-server';
import { type TestEnv, testEnv } from '@/tests/support/env';
import { openProcoreOffice, type ProcoreOffice } from '@/tests/support/procore-office';
import { Ending } from './ending';
import { startServer } from './stage';
import { type Row, tableOf } from './table';

const HOUR_MS = 3_600_000;
/** What Procore's own pages give as samples. */
const LIMIT = { hourly: 3600, spike: 25 };
const QUICK = {
  projects: 20,
  commitments: 500,
  invoices: 2000,
  changeOrders: 150,
  directCosts: 200,
  vendors: 100,
};
const IDLE_HOURS = 12;

interface Wish {
  readonly isQuick: boolean;
  readonly databaseUrl: string | undefined;
  readonly print: (line: string) => void;
}

interface Scene {
  readonly env: TestEnv;
  readonly deps: TaskDeps;
  readonly company: CompanyRef;
  readonly office: ProcoreOffice;
  readonly owner: postgres.Sql;
}

/**
 * Counts what a large company costs of Procore's hourly limit, which is the scarce thing: its first load and its idle hours,
 * by the clock of the simulated Procore and within its limits. Nothing here is a time of this machine.
 */
export async function benchProcore({ isQuick, databaseUrl: given, print }: Wish): Promise<boolean> {
  const ending = new Ending();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void ending.run().then(() => process.exit(1)));
  const rows: Row[] = [];
  try {
    const server = await startServer(given, ending);
    const scene = await openScene(server.url, isQuick, ending);
    print('The first load');
    rows.push(...(await firstLoad(scene, print)));
    print(`${IDLE_HOURS} idle hours`);
    rows.push(...(await idleHours(scene, print)));
  } finally {
    print(`\n${tableOf(rows)}`);
    await ending.run();
  }
  return rows.every(row => row.isBroken !== true);
}

async function openScene(serverUrl: string, isQuick: boolean, ending: Ending): Promise<Scene> {
  const name = `bench_procore_${process.pid}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name}`);
  const url = databaseUrl(serverUrl, name);
  await migrateDatabase(url);
  const database = openDatabase(url, { maxConnections: 5 });
  const owner = postgres(url, { max: 2, onnotice: () => undefined });
  const env = testEnv('bench');
  const world = largeWorld(makeWorld(1), isQuick ? QUICK : {});
  const test = { url, database, owner, drop: async () => undefined };
  const office = await openProcoreOffice(
    { test, env },
    { world, rateLimit: LIMIT, wait: async () => undefined },
  );
  ending.once(async () => {
    await office.close();
    await database.close();
    await owner.end({ timeout: 5 });
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  });
  const companyId = String(world.companies[0]?.id);
  const company = await setUpCompany(
    { env, database },
    {
      environment: 'test',
      procoreCompanyId: companyId,
      name: 'Large Builders',
      actor: { kind: 'system', task: 'bench' },
      requestId: null,
    },
  );
  const deps: TaskDeps = {
    env,
    database,
    metrics: newMetrics(),
    appUrl: 'http://localhost:9',
    store: office.store,
    serviceFor: () =>
      new ProcoreSession(office.wire, { tokens: office.serviceTokens, companyId, urgency: 'background' }),
  };
  return { env, deps, company, office, owner };
}

/** All calls since, by method and path. */
function counter({ office }: Scene): () => Map<string, number> {
  const before = office.procore.records.requestTotals();
  return () => {
    const now = office.procore.records.requestTotals();
    const since = [...now].map(([what, count]) => [what, count - (before.get(what) ?? 0)] as const);
    return new Map(since.filter(([, count]) => count > 0));
  };
}

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

async function firstLoad(scene: Scene, print: Wish['print']): Promise<Row[]> {
  const { deps, company, env } = scene;
  const calls = counter(scene);
  const begunMs = env.now().getTime();
  await pollDirectories(deps, company);
  await ensureHooks(deps, company);
  for (let round = 0; round < 10_000; round += 1) {
    while (await reconcile(deps, company));
    if (!(await isAnythingUnread(scene))) break;
    // Procore's hour is used up: the clock asks again.
    env.advance(10 * 60_000);
  }
  const counts = calls();
  const hours = (env.now().getTime() - begunMs) / HOUR_MS;
  const staged = await stagedByKind(scene);
  const records = [...staged.values()].reduce((sum, count) => sum + count, 0);
  print(`  staged: ${list(staged)}`);
  print(`  called: ${list(counts)}`);
  return [
    figure('first load: records staged', String(records)),
    figure('first load: calls of Procore', String(total(counts))),
    figure('calls for each staged record', (total(counts) / records).toFixed(2)),
    figure(
      `first load within ${LIMIT.hourly} calls an hour, a fifth left to people`,
      `${hours.toFixed(1)} h`,
    ),
  ];
}

async function isAnythingUnread({ owner }: Scene): Promise<boolean> {
  const [row] = await owner<{ projects: number; whole: number }[]>`
    select (select count(*)::int from procore_records where kind = 'project' and is_active) as projects,
      (select count(*)::int from procore_cursors where whole_at is not null and name like 'direct_costs:%') as whole`;
  const [left] = await owner<{ count: number }[]>`
    select count(*)::int from procore_cursors where whole_at is null and name like '%:%'`;
  return (row?.whole ?? 0) < (row?.projects ?? 0) || (left?.count ?? 0) > 0;
}

async function stagedByKind({ owner }: Scene): Promise<Map<string, number>> {
  const rows = await owner<{ kind: string; count: number }[]>`
    select kind, count(*)::int from exports group by 1 union all select kind, count(*)::int from pictures group by 1`;
  return new Map(rows.map(row => [row.kind, row.count]));
}

/** As the clock would have it: polling and comparing every ten minutes, directories every hour, webhooks every six. */
async function idleHours(scene: Scene, print: Wish['print']): Promise<Row[]> {
  const { deps, company, env } = scene;
  const whole = counter(scene);
  const hours: number[] = [];
  for (let hour = 0; hour < IDLE_HOURS; hour += 1) {
    const calls = counter(scene);
    for (let turn = 0; turn < 6; turn += 1) {
      env.advance(10 * 60_000);
      while (await pollChanges(deps, company));
      while (await reconcile(deps, company));
    }
    await pollDirectories(deps, company);
    await checkPeople(deps, company);
    if (hour % 6 === 5) await ensureHooks(deps, company);
    hours.push(total(calls()));
  }
  const counts = whole();
  const mean = Math.round(total(counts) / IDLE_HOURS);
  print(`  called in one: ${list(counts, IDLE_HOURS)}`);
  const share = ((mean / LIMIT.hourly) * 100).toFixed(0);
  return [
    figure('an idle hour: calls of Procore', `${mean}, ${share} % of ${LIMIT.hourly}`),
    figure(
      'the busiest and the quietest of them',
      `${Math.max(...hours)}, ${Math.min(...hours)}`,
      `compared whole every ${TASKS.reconcileEveryMs / HOUR_MS} h`,
    ),
  ];
}

function figure(what: string, measured: string, against = ''): Row {
  return { what, measured, against, budget: '', isKept: null };
}

/** The largest, in words. */
function list(counts: ReadonlyMap<string, number>, over = 1): string {
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 12)
    .map(([what, count]) => `${what.replace('/rest/', '')} ${Math.round(count / over)}`)
    .join(', ');
}
