import { eq } from 'drizzle-orm';
import { connections, exports } from '@/drizzle/schema';
import { keepUser, PasswordChecker } from '@/lib/auth';
import { createConnection } from '@/lib/connections';
import type { Faults } from '@/lib/core/env';
import { newMetrics } from '@/lib/core/metrics';
import { listExports, showExport, stageExports } from '@/lib/exports';
import { linkRecord } from '@/lib/imports';
import { FILTERS } from '@/lib/lifecycle';
import { storeDirectory } from '@/lib/mappings/directory';
import type { Commitment } from '@/lib/procore';
import { handleCall, type OperationName, type QbwcDeps } from '@/lib/qbwc';
import { type Ctx, inCompany, type Rights, setUpCompany } from '@/lib/tenancy';
import { COST_CODE_ID, PROJECT_ID, VENDOR_ID } from '@/tests/factories/commitment';
import { QuickBooks, QuickBooksError } from '@/tests/simulators/quickbooks';
import { makeWorld } from '@/tests/simulators/world';
import { freshDatabase, type TestDatabase } from './database';
import { type TestEnv, testEnv } from './env';

export const ADMIN: Rights = { isCompanyAdmin: true, approvals: new Set(), projects: new Map() };
export const APPROVER: Rights = { isCompanyAdmin: false, approvals: new Set(['*']), projects: new Map() };
export const SENDER: Rights = {
  isCompanyAdmin: false,
  approvals: new Set(),
  projects: new Map([[PROJECT_ID, { canView: true, canSend: new Set(['commitment'] as const) }]]),
};
export const VIEWER: Rights = {
  isCompanyAdmin: false,
  approvals: new Set(),
  projects: new Map([[PROJECT_ID, { canView: true, canSend: new Set() }]]),
};

export interface Desk {
  readonly test: TestDatabase;
  readonly env: TestEnv;
  readonly deps: QbwcDeps;
  readonly admin: Ctx;
  readonly sender: Ctx;
  readonly approver: Ctx;
  readonly viewer: Ctx;
  readonly connectionId: string;
  readonly login: { userName: string; password: string };
  readonly quickBooks: QuickBooks;
  call(operation: OperationName, params: Record<string, string>): Promise<unknown>;
  /** One whole run of a Web Connector against the company file, in its call order. */
  runUpdate(): Promise<Run>;
  stage(...commitments: Commitment[]): Promise<string[]>;
  hashOf(ctx: Ctx, id: string): Promise<string>;
  stateOf(id: string): Promise<string>;
  close(): Promise<void>;
}

export interface Run {
  readonly status: string;
  readonly sent: string[];
  readonly progress: number[];
  readonly lastMessage: string;
}

interface DeskOptions {
  readonly seed?: string;
  readonly faults?: Faults;
  /** Shares another desk's database: a second company beside it. */
  readonly beside?: Desk;
  readonly companyNumber?: number;
}

/** A company with people, a connection, a company file whose lists were read, and one project, vendor and cost code linked. */
export async function openDesk(options: DeskOptions = {}): Promise<Desk> {
  const test = options.beside?.test ?? (await freshDatabase());
  const seed = options.seed ?? (options.beside ? 'beside' : 'desk');
  const env = testEnv(seed, options.faults);
  const { database } = test;
  const world = makeWorld(1);
  const procoreCompanyId = String(options.companyNumber ?? (options.beside ? 2 : 1));
  const person = async (number: number, name: string, rights: Rights): Promise<Ctx> => {
    const user = await keepUser({ env, database }, { environment: seed, procoreUserId: String(number), login: `${name}@x.example`, name });
    const actor = { kind: 'person', userId: user.id, name } as const;
    const company = await setUpCompany({ env, database }, { environment: 'test', procoreCompanyId, name: `Company ${procoreCompanyId}`, actor, requestId: null });
    return { env, database, company, actor, rights, requestId: 'request-1', address: '127.0.0.1' };
  };
  const admin = await person(1, 'admin', ADMIN);
  const created = await createConnection(admin, { name: 'Main file' });
  const deps: QbwcDeps = {
    env,
    database,
    passwords: new PasswordChecker(),
    metrics: newMetrics(),
    leases: { idleMs: 600_000, inFlightMs: 3_600_000 },
    serverName: 'connector test',
    supportUrl: 'https://connector.example/support/qbwc',
    nudge: () => undefined,
  };
  const quickBooks = await QuickBooks.open({ books: world.books, seed: 1, clock: env.now });
  const [row] = await test.owner<{ owner_id: string; file_id: string }[]>`select owner_id, file_id from connections where id = ${created.id}`;
  const stamp = { ownerId: row?.owner_id ?? '', fileId: row?.file_id ?? '' };
  const desk: Desk = {
    test,
    env,
    deps,
    admin,
    sender: await person(2, 'sender', SENDER),
    approver: await person(3, 'approver', APPROVER),
    viewer: await person(4, 'viewer', VIEWER),
    connectionId: created.id,
    login: { userName: created.userName, password: created.password },
    quickBooks,
    call: (operation, params) =>
      handleCall(deps, { requestId: 'soap-1', address: '10.0.0.1' }, { operation, params: new Map(Object.entries(params)) }),
    runUpdate: () => runUpdate(desk, stamp),
    stage: (...commitments) => stage(admin, commitments),
    hashOf: async (ctx, id) => (await showExport(ctx, id)).proposal?.hash ?? '',
    stateOf: async id => (await test.owner<{ state: string }[]>`select state from exports where id = ${id}`)[0]?.state ?? 'absent',
    close: () => test.drop(),
  };
  await desk.runUpdate();
  await linkTheUsual(admin, created.id, env);
  return desk;
}

async function linkTheUsual(ctx: Ctx, connectionId: string, env: TestEnv): Promise<void> {
  const record = (procoreId: string, name: string, code: string) => ({ procoreId, name, code, isActive: true, originId: null, fields: {} });
  await inCompany(ctx, async tx => {
    const at = env.now();
    await storeDirectory(tx, { companyId: ctx.company.id, kind: 'project' }, [record(PROJECT_ID, 'Riverside Clinic Addition', '24-017')], at);
    await storeDirectory(tx, { companyId: ctx.company.id, kind: 'vendor' }, [record(VENDOR_ID, 'Keel Concrete LLC', '')], at);
    await storeDirectory(tx, { companyId: ctx.company.id, kind: 'cost_code' }, [record(COST_CODE_ID, 'Cast-in-Place Concrete', '03-300')], at);
  });
  const find = async (kind: string, name: string): Promise<string> => {
    const rows = await inCompany(ctx, tx =>
      tx.query ? tx.execute<{ qb_id: string }>(`select qb_id from qb_lists where connection_id = '${connectionId}' and kind = '${kind}' and full_name = '${name}'`) : [],
    );
    return rows[0]?.qb_id ?? `no ${kind} ${name}`;
  };
  const link = async (kind: 'project' | 'vendor' | 'cost_code', procoreId: string, qbId: string) =>
    linkRecord(ctx, { connectionId, kind, procoreId, qbId });
  await link('project', PROJECT_ID, await find('customer', 'Riverside Health:24-017 Riverside Clinic Addition'));
  await link('vendor', VENDOR_ID, await find('vendor', 'Keel Concrete LLC'));
  await link('cost_code', COST_CODE_ID, await find('item', '03:03-300'));
}

async function stage(ctx: Ctx, commitments: readonly Commitment[]): Promise<string[]> {
  const records = commitments.map(one => ({
    snapshot: one,
    updatedAt: new Date(one.updatedAt ?? 0),
    deletedAt: one.deletedAt === null ? null : new Date(one.deletedAt),
  }));
  await stageExports(ctx, 'commitment', records);
  const rows = await inCompany(ctx, tx => tx.select({ id: exports.id, procoreId: exports.procoreId }).from(exports).where(eq(exports.companyId, ctx.company.id)));
  return commitments.map(one => rows.find(row => row.procoreId === one.id)?.id ?? '');
}

async function runUpdate(desk: Desk, stamp: { ownerId: string; fileId: string }): Promise<Run> {
  const run = { sent: [] as string[], progress: [] as number[] };
  const [ticket = '', status = ''] = (await desk.call('authenticate', {
    strUserName: desk.login.userName,
    strPassword: desk.login.password,
  })) as string[];
  const end = async (): Promise<Run> => {
    const lastMessage = String(await desk.call('closeConnection', { ticket }));
    return { ...run, status, lastMessage };
  };
  if (status !== '') return await end();
  desk.quickBooks.stamp(stamp);
  const session = await desk.quickBooks.beginSession({ path: '', applicationName: 'connector' });
  let hcp = desk.quickBooks.hcpResponse(stamp.ownerId);
  for (let exchange = 0; exchange < 500; exchange += 1) {
    const xml = String(await desk.call('sendRequestXML', { ticket, strHCPResponse: hcp, strCompanyFileName: '', qbXMLCountry: 'US', qbXMLMajorVers: '13', qbXMLMinorVers: '0' }));
    hcp = '';
    if (xml === '') return { ...run, status, lastMessage: `${await desk.call('getLastError', { ticket })} / ${(await end()).lastMessage}` };
    run.sent.push(xml);
    const answer = { response: '', hresult: '', message: '' };
    try {
      answer.response = await session.processRequest(xml);
    } catch (thrown) {
      if (!(thrown instanceof QuickBooksError)) throw thrown;
      answer.hresult = thrown.hresult;
      answer.message = thrown.message;
    }
    const progress = Number(await desk.call('receiveResponseXML', { ticket, ...answer }));
    run.progress.push(progress);
    if (progress < 0 || progress >= 100) break;
  }
  await session.end();
  return await end();
}

export { connections, FILTERS, listExports };
