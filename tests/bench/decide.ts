import postgres from 'postgres';
import { JSON_BODY } from '@/lib/core/limits';
import { openDatabase } from '@/lib/db/client';
import { migrateDatabase } from '@/lib/db/migrate';
import { acceptExports, listExports, rejectExports, sendExports } from '@/lib/exports';
import type { Ctx } from '@/lib/tenancy';
import { nextCommitment } from '@/tests/factories/commitment';
import { counted } from '@/tests/support/counted';
import { databaseUrl } from '@/tests/support/database-server';
import { type Desk, openDesk } from '@/tests/support/desk';
import { Ending } from './ending';
import { startServer } from './stage';
import { type Row, tableOf } from './table';

interface Wish {
  readonly isQuick: boolean;
  readonly databaseUrl: string | undefined;
  readonly print: (line: string) => void;
}

const AT_ONCE = JSON_BODY.maxIdsPerVerb;
/** Records that are there already, so that indexes have something to do. */
const BEFORE = { full: 5000, quick: 500 } as const;
const BUDGET_S = 2;

/** Measures what people do with many records at once, in a company that has thousands of them. */
export async function benchDecide({ isQuick, databaseUrl: given, print }: Wish): Promise<boolean> {
  const ending = new Ending();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void ending.run().then(() => process.exit(1)));
  const rows: Row[] = [];
  try {
    const server = await startServer(given, ending);
    print(`${server.said}; Node ${process.version}`);
    const desk = await openOffice(server.url, ending);
    print('Records of the past');
    await stageMany(desk, isQuick ? BEFORE.quick : BEFORE.full);
    await desk.test.owner`analyze`;
    print(`${AT_ONCE} at once`);
    for (let round = 1; round <= 3; round += 1) rows.push(...(await decideOnce(desk, round)));
  } finally {
    print(`\n${tableOf(rows)}`);
    await ending.run();
  }
  return rows.every(row => row.isBroken !== true);
}

async function openOffice(serverUrl: string, ending: Ending): Promise<Desk> {
  const name = `bench_decide_${process.pid}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name}`);
  const url = databaseUrl(serverUrl, name);
  await migrateDatabase(url);
  const database = openDatabase(url, { maxConnections: 5 });
  const owner = postgres(url, { max: 2, onnotice: () => undefined });
  ending.once(async () => {
    await database.close();
    await owner.end({ timeout: 5 });
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  });
  return await openDesk({ test: { url, database, owner, drop: async () => undefined } });
}

async function stageMany(desk: Desk, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let left = count; left > 0; left -= AT_ONCE) {
    const batch = Array.from({ length: Math.min(left, AT_ONCE) }, () => nextCommitment());
    ids.push(...(await desk.stage(...batch)));
  }
  return ids;
}

interface Measured<T> {
  readonly result: T;
  readonly row: Row;
}

/** Runs a verb, with its time and its statements. */
async function measured<T>(what: string, ctx: Ctx, verb: (ctx: Ctx) => Promise<T>): Promise<Measured<T>> {
  const counting = counted(ctx.database);
  const begun = performance.now();
  const result = await verb({ ...ctx, database: counting.database });
  const seconds = (performance.now() - begun) / 1000;
  return {
    result,
    row: {
      what,
      measured: `${(seconds * 1000).toFixed(0)} ms, ${counting.count()} statements`,
      budget: `${BUDGET_S} s`,
      isKept: seconds <= BUDGET_S,
    },
  };
}

async function decideOnce(desk: Desk, round: number): Promise<Row[]> {
  const ids = await stageMany(desk, 2 * AT_ONCE);
  const [accepted, rejected] = [ids.slice(0, AT_ONCE), ids.slice(AT_ONCE)];
  const sendings = (some: readonly string[]) => some.map(id => ({ id, consents: [] }));
  const label = (what: string) => `${what} ${AT_ONCE} (${round})`;
  const sent = await measured(label('send'), desk.sender, ctx =>
    sendExports(ctx, sendings(accepted), { mayBeDirect: false }),
  );
  const list = { filter: 'ready_to_export', projectId: null, kind: null, search: '', cursor: null } as const;
  const shown = await measured(label('list'), desk.approver, ctx =>
    listExports(ctx, { ...list, size: AT_ONCE }),
  );
  const items = shown.result.items.map(({ id, proposalHash: hash }) => ({ id, hash }));
  const decided = await measured(label('accept'), desk.approver, ctx => acceptExports(ctx, items));
  await sendExports(desk.sender, sendings(rejected), { mayBeDirect: false });
  const given = await measured(label('reject'), desk.approver, ctx =>
    rejectExports(ctx, { ids: rejected, comment: 'Wrong period' }),
  );
  const lost = [...sent.result, ...decided.result, ...given.result].filter(one => !one.ok).length;
  return [sent.row, shown.row, { ...decided.row, isBroken: lost > 0 || items.length !== AT_ONCE }, given.row];
}
