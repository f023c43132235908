import { and, eq, sql } from 'drizzle-orm';
import { connections, exports, qbLists } from '@/drizzle/schema';
import { keepUser, PasswordChecker } from '@/lib/auth';
import { createConnection } from '@/lib/connections';
import type { Faults } from '@/lib/core/env';
import type { DirectoryKind, ExportKind, ListKind } from '@/lib/core/kinds';
import { newMetrics } from '@/lib/core/metrics';
import { showExport, stageExports } from '@/lib/exports';
import { linkRecord } from '@/lib/imports';
import { type DirectoryRecord, storeDirectory } from '@/lib/mappings/directory';
import type { ChangeOrder, Commitment } from '@/lib/procore';
import { handleCall, type QbwcDeps } from '@/lib/qbwc';
import { type Ctx, inCompany, type Rights, setUpCompany } from '@/lib/tenancy';
import { COST_CODE_ID, PROJECT_ID, VENDOR_ID } from '@/tests/factories/commitment';
import { QuickBooks } from '@/tests/simulators/quickbooks';
import { makeWorld } from '@/tests/simulators/world';
import { freshDatabase, type TestDatabase } from './database';
import { type TestEnv, testEnv } from './env';
import { findBrokenPromises } from './promises';
import { authenticate, type Line, type Run, runUpdate, Visit } from './web-connector';

const COMMITMENTS: ReadonlySet<ExportKind> = new Set(['commitment', 'change_order', 'invoice']);
export const ADMIN: Rights = { isCompanyAdmin: true, approvals: new Set(), projects: new Map() };
export const APPROVER: Rights = { isCompanyAdmin: false, approvals: new Set(['*']), projects: new Map() };
export const SENDER: Rights = {
  isCompanyAdmin: false,
  approvals: new Set(),
  projects: new Map([[PROJECT_ID, { canSee: COMMITMENTS, canSend: COMMITMENTS }]]),
};
export const VIEWER: Rights = {
  isCompanyAdmin: false,
  approvals: new Set(),
  projects: new Map([[PROJECT_ID, { canSee: COMMITMENTS, canSend: new Set() }]]),
};

/** The usual twins in the simulated company file. */
export const JOB_NAME = 'Riverside Health:24-017 Riverside Clinic Addition';
export const VENDOR_NAME = 'Keel Concrete LLC';
export const ITEM_NAME = '03:03-300';

export interface Desk extends Line {
  readonly test: TestDatabase;
  readonly env: TestEnv;
  readonly deps: QbwcDeps;
  readonly admin: Ctx;
  readonly sender: Ctx;
  readonly approver: Ctx;
  readonly viewer: Ctx;
  readonly connectionId: string;
  authenticate(login?: Line['login']): Promise<{ ticket: string; status: string }>;
  /** Authenticates and opens QuickBooks; fails the test unless there is work. */
  visit(): Promise<Visit>;
  /** One whole run of a Web Connector against the company file, in its call order. */
  runUpdate(): Promise<Run>;
  stage(...commitments: Commitment[]): Promise<string[]>;
  stageChanges(...changeOrders: ChangeOrder[]): Promise<string[]>;
  hashOf(ctx: Ctx, id: string): Promise<string>;
  stateOf(id: string): Promise<string>;
  /** Checks the promises that hold after anything whatever, then drops the database. */
  close(): Promise<void>;
}

interface DeskOptions {
  readonly seed?: string;
  readonly faults?: Faults;
  /** Shares another desk's database: a second company beside it. */
  readonly beside?: Desk;
  readonly companyNumber?: number;
  /** A database that is there already. */
  readonly test?: TestDatabase;
}

/** A company with people, a connection, a company file whose lists were read, and one project, vendor and cost code linked. */
export async function openDesk(options: DeskOptions = {}): Promise<Desk> {
  const test = options.test ?? options.beside?.test ?? (await freshDatabase());
  const seed = options.seed ?? (options.beside ? 'beside' : 'desk');
  const env = testEnv(seed, options.faults);
  const number = String(options.companyNumber ?? (options.beside ? 2 : 1));
  const person = (place: number, name: string, rights: Rights): Promise<Ctx> =>
    personAt({ env, test, seed, number }, { place, name, rights });
  const admin = await person(1, 'admin', ADMIN);
  const { id: connectionId, ...login } = await createConnection(admin, { name: 'Main file' });
  const deps = qbwcDeps(test, env);
  const quickBooks = await QuickBooks.open({ books: makeWorld(1).books, seed: 1, clock: env.now });
  const line: Line = {
    login,
    quickBooks,
    stamp: await stampOf(admin, connectionId),
    call: (operation, params) => {
      const context = { requestId: 'soap-1', address: '10.0.0.1' };
      return handleCall(deps, context, { operation, params: new Map(Object.entries(params)) });
    },
  };
  const desk: Desk = {
    ...line,
    test,
    env,
    deps,
    admin,
    sender: await person(2, 'sender', SENDER),
    approver: await person(3, 'approver', APPROVER),
    viewer: await person(4, 'viewer', VIEWER),
    connectionId,
    authenticate: other => authenticate(line, other),
    visit: () => visit(line),
    runUpdate: () => runUpdate(line),
    stage: (...commitments) => stage(admin, 'commitment', commitments),
    stageChanges: (...changeOrders) => stage(admin, 'change_order', changeOrders),
    hashOf: async (ctx, id) => (await showExport(ctx, id)).proposal?.hash ?? '',
    stateOf: id => stateOf(test, id),
    close: () => close(desk),
  };
  await desk.runUpdate();
  await linkTheUsual(desk);
  return desk;
}

interface Place {
  readonly env: TestEnv;
  readonly test: TestDatabase;
  readonly seed: string;
  readonly number: string;
}

/** A person who has signed in, and the company, which the first of them sets up. */
async function personAt(
  { env, test, seed, number }: Place,
  who: { place: number; name: string; rights: Rights },
): Promise<Ctx> {
  const { database } = test;
  const user = await keepUser(
    { env, database },
    {
      environment: seed,
      procoreUserId: String(who.place),
      login: `${who.name}@x.example`,
      name: who.name,
    },
  );
  const actor = { kind: 'person', userId: user.id, name: who.name } as const;
  const input = { environment: 'test', procoreCompanyId: number, name: `Company ${number}` };
  const company = await setUpCompany({ env, database }, { ...input, actor, requestId: null });
  return { env, database, company, actor, rights: who.rights, requestId: 'request-1', address: '127.0.0.1' };
}

export function qbwcDeps(test: TestDatabase, env: TestEnv): QbwcDeps {
  return {
    env,
    database: test.database,
    passwords: new PasswordChecker(),
    metrics: newMetrics(),
    leases: { idleMs: 600_000, inFlightMs: 3_600_000 },
    serverName: 'connector test',
    supportUrl: 'https://connector.example/support/qbwc',
    nudge: () => undefined,
  };
}

async function stampOf(ctx: Ctx, connectionId: string): Promise<Line['stamp']> {
  const [row] = await inCompany(ctx, tx =>
    tx
      .select({ ownerId: connections.ownerId, fileId: connections.fileId })
      .from(connections)
      .where(eq(connections.id, connectionId)),
  );
  if (!row) throw new RangeError('the connection was not made');
  return row;
}

async function visit(line: Line): Promise<Visit> {
  const { ticket, status } = await authenticate(line);
  if (status !== '') throw new RangeError(`the Web Connector was answered “${status}”`);
  return await Visit.begin(line, ticket);
}

async function stateOf(test: TestDatabase, id: string): Promise<string> {
  const [row] = await test.owner<{ state: string }[]>`select state from exports where id = ${id}`;
  return row?.state ?? 'absent';
}

async function close(desk: Desk): Promise<void> {
  const broken = await findBrokenPromises(desk);
  await desk.test.drop();
  if (broken.length > 0) throw new Error(`Broken promises:\n${broken.join('\n')}`);
}

/** A QuickBooks record's id by its full name. */
export async function qbIdOf(desk: Desk, kind: ListKind, fullName: string): Promise<string> {
  const [row] = await inCompany(desk.admin, tx =>
    tx
      .select({ qbId: qbLists.qbId })
      .from(qbLists)
      .where(
        and(
          eq(qbLists.connectionId, desk.connectionId),
          eq(qbLists.kind, kind),
          eq(qbLists.fullName, fullName),
        ),
      ),
  );
  if (!row) throw new RangeError(`no ${kind} ${fullName} was read`);
  return row.qbId;
}

export async function putDirectory(
  ctx: Ctx,
  kind: DirectoryKind,
  records: readonly (Pick<DirectoryRecord, 'procoreId' | 'name'> & Partial<DirectoryRecord>)[],
): Promise<void> {
  const full = records.map(one => ({ code: '', isActive: true, originId: null, fields: {}, ...one }));
  await inCompany(ctx, tx =>
    storeDirectory(tx, { companyId: ctx.company.id, kind }, { records: full, readAt: ctx.env.now() }),
  );
}

async function linkTheUsual(desk: Desk): Promise<void> {
  const { admin, connectionId } = desk;
  const usual = [
    ['project', PROJECT_ID, 'Riverside Clinic Addition', 'customer', JOB_NAME],
    ['vendor', VENDOR_ID, 'Keel Concrete LLC', 'vendor', VENDOR_NAME],
    ['cost_code', COST_CODE_ID, 'Cast-in-Place Concrete', 'item', ITEM_NAME],
  ] as const;
  for (const [kind, procoreId, name, list, fullName] of usual) {
    await putDirectory(admin, kind, [{ procoreId, name, code: kind === 'cost_code' ? '03-300' : '' }]);
    await linkRecord(admin, { connectionId, kind, procoreId, qbId: await qbIdOf(desk, list, fullName) });
  }
}

/** Stages records as just read from Procore; gives their exports' ids in the same order. */
export async function stage(
  ctx: Ctx,
  kind: ExportKind,
  found: readonly (Commitment | ChangeOrder)[],
): Promise<string[]> {
  const records = found.map(one => ({
    snapshot: one,
    updatedAt: new Date(one.updatedAt ?? 0),
    deletedAt: one.deletedAt === null ? null : new Date(one.deletedAt),
  }));
  await stageExports(ctx, kind, records);
  const rows = await inCompany(ctx, tx =>
    tx
      .select({ id: exports.id, procoreId: exports.procoreId })
      .from(exports)
      .where(sql`company_id = ${ctx.company.id} and kind = ${kind}`),
  );
  return found.map(one => rows.find(row => row.procoreId === one.id)?.id ?? '');
}
