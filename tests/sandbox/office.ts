import { and, eq, isNull } from 'drizzle-orm';
import { exports, qbLists } from '@/drizzle/schema';
import { keepUser } from '@/lib/auth';
import { createConnection, findConnection } from '@/lib/connections';
import {
  acceptExport,
  compareWhole,
  INVOICES,
  refreshBudget,
  refreshProject,
  sendExport,
  showExport,
} from '@/lib/exports';
import { linkRecord } from '@/lib/imports';
import { keepTokens } from '@/lib/procore';
import type { Runtime } from '@/lib/runtime';
import { COMPANY_TASKS, type TaskDeps, taskCtx } from '@/lib/tasks';
import {
  type CompanyRef,
  type Ctx,
  changeSettings,
  inCompany,
  loadRights,
  settingsOf,
  setUpCompany,
} from '@/lib/tenancy';
import type { Procore } from '@/tests/simulators/procore';
import { HARBOR_PINE_ID, HARBOR_VIEW_ID, RIVERSIDE_ID, type World } from '@/tests/simulators/world';
import { SANDBOX_ENVIRONMENT } from './environment';

interface Office {
  readonly running: Runtime;
  readonly procore: Procore;
  readonly world: World;
}

const HARBOR_PINE = String(HARBOR_PINE_ID);
const PROJECTS = [String(RIVERSIDE_ID), String(HARBOR_VIEW_ID)];
const ADMINISTRATOR = 'avery.stone@harborpine.example';
const MANAGER = 'dana.ruiz@harborpine.example';
const APPROVER = 'priya.shah@harborpine.example';

function tasksOf({ running }: Office): TaskDeps {
  const { env, database, metrics, store, config } = running;
  const serviceFor: TaskDeps['serviceFor'] = company => running.serviceIn(company);
  return { env, database, metrics, store, appUrl: config.appUrl, serviceFor };
}

/** A person of the world, signed in at Procore with the rights Procore gives. */
async function personCtx({ running, procore, world }: Office, login: string): Promise<Ctx> {
  const person = world.people.find(one => one.login === login);
  if (!person) throw new RangeError(`nobody is called ${login}`);
  const user = await keepUser(running, {
    environment: SANDBOX_ENVIRONMENT,
    procoreUserId: String(person.id),
    login,
    name: person.name,
  });
  await keepTokens(running.store, user.id, procore.signIn(login));
  const { env, database } = running;
  const actor = { kind: 'person', userId: user.id, name: person.name } as const;
  const company = await setUpCompany(running, {
    environment: SANDBOX_ENVIRONMENT,
    procoreCompanyId: HARBOR_PINE,
    name: 'Harbor & Pine Builders',
    actor,
    requestId: null,
  });
  const rights = await loadRights(
    { env, database, procore: running.personIn(user.id, HARBOR_PINE) },
    { company, userId: user.id, projectIds: PROJECTS, maxAgeMs: 0 },
  );
  return { env, database, company, actor, rights, requestId: 'sandbox', address: null };
}

/** What a .qwc file and the person at the Web Connector would hold. */
export interface Login {
  readonly connectionId: string;
  readonly userName: string;
  readonly password: string;
  readonly ownerId: string;
  readonly fileId: string;
}

export interface OpenedOffice {
  readonly company: CompanyRef;
  readonly login: Login;
}

/** The first day: the administrator sets the company up, makes a connection, and Procore's directories are read. */
export async function openOffice(office: Office): Promise<OpenedOffice> {
  const administrator = await personCtx(office, ADMINISTRATOR);
  const { company } = administrator;
  const { id, userName, password } = await createConnection(administrator, { name: company.name });
  const { ownerId, fileId } = await inCompany(administrator, tx => findConnection(administrator, tx, id));
  await COMPANY_TASKS['poll-directories'](tasksOf(office), company);
  return { company, login: { connectionId: id, userName, password, ownerId, fileId } };
}

/** The first week, once QuickBooks' lists were read: what is alike is linked, a few records sent, one accepted. */
export async function settleIn(office: Office, { company, login }: OpenedOffice): Promise<void> {
  const tasks = tasksOf(office);
  await COMPANY_TASKS['ensure-hooks'](tasks, company);
  const administrator = await personCtx(office, ADMINISTRATOR);
  await linkTheAlike(office, administrator, login.connectionId);
  await chooseRetainage(administrator, login.connectionId);
  const reader = taskCtx(tasks, company, 'sandbox');
  const theirs = office.world.companies[0]?.projects ?? [];
  for (const project of theirs.filter(one => one.isActive && one.isPermitted)) {
    const projectId = String(project.id);
    const procore = office.running.serviceIn(company);
    await refreshProject(reader, procore, projectId);
    await refreshBudget(reader, procore, projectId);
    await compareWhole(reader, procore, { reader: INVOICES, projectId });
  }
  const manager = await personCtx(office, MANAGER);
  const approver = await personCtx(office, APPROVER);
  const [first] = await send(manager, ['SC-017-001']);
  if (first === undefined) throw new RangeError('the made-up world has no SC-017-001 to send');
  const shown = await showExport(approver, first);
  await acceptExport(approver, { id: first, hash: shown.proposal?.hash ?? '' });
  await send(manager, await readyNumbers(manager, String(HARBOR_VIEW_ID), 3));
}

async function exportsOf(ctx: Ctx, where: { projectId?: string; number?: string }) {
  return await inCompany(ctx, tx =>
    tx
      .select({ id: exports.id, number: exports.number, state: exports.state })
      .from(exports)
      .where(
        and(
          eq(exports.companyId, ctx.company.id),
          where.projectId === undefined ? undefined : eq(exports.procoreProjectId, where.projectId),
          where.number === undefined ? undefined : eq(exports.number, where.number),
        ),
      )
      .orderBy(exports.number),
  );
}

async function readyNumbers(ctx: Ctx, projectId: string, count: number): Promise<string[]> {
  const rows = await exportsOf(ctx, { projectId });
  return rows
    .filter(row => row.state === 'ready_to_send')
    .slice(0, count)
    .map(row => row.number);
}

async function send(manager: Ctx, numbers: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const number of numbers) {
    const [row] = await exportsOf(manager, { number });
    if (!row) continue;
    await sendExport(manager, { id: row.id, consents: [] });
    ids.push(row.id);
  }
  return ids;
}

/** The item on which retainage of bills is booked. */
async function chooseRetainage(ctx: Ctx, connectionId: string): Promise<void> {
  const input = await inCompany(ctx, async tx => {
    const [item] = await tx
      .select({ qbId: qbLists.qbId })
      .from(qbLists)
      .where(
        and(
          eq(qbLists.companyId, ctx.company.id),
          eq(qbLists.connectionId, connectionId),
          eq(qbLists.kind, 'item'),
          eq(qbLists.fullName, 'Retainage'),
        ),
      );
    const { values, version } = await settingsOf(tx, ctx.company.id);
    return { version, values: { ...values, retainageItem: item?.qbId ?? null } };
  });
  await changeSettings(ctx, input);
}

/** Links where both sides write the same name or code; the rest is left for the person who tries the mappings. */
async function linkTheAlike(office: Office, ctx: Ctx, connectionId: string): Promise<void> {
  const [company] = office.world.companies;
  const lists = await inCompany(ctx, tx =>
    tx
      .select({ kind: qbLists.kind, qbId: qbLists.qbId, fullName: qbLists.fullName, qbType: qbLists.qbType })
      .from(qbLists)
      .where(
        and(
          eq(qbLists.companyId, ctx.company.id),
          eq(qbLists.connectionId, connectionId),
          eq(qbLists.isActive, true),
          isNull(qbLists.deletedAt),
        ),
      ),
  );
  const find = (kind: string, fits: (lastPart: string, qbType: string) => boolean): string | undefined =>
    lists.find(one => one.kind === kind && fits((one.fullName.split(':').at(-1) ?? '').trim(), one.qbType))
      ?.qbId;
  const link = async (kind: 'project' | 'vendor' | 'cost_code', id: number, qbId?: string): Promise<void> => {
    if (qbId !== undefined) await linkRecord(ctx, { connectionId, kind, procoreId: String(id), qbId });
  };
  for (const { id, name, number } of company?.projects ?? []) {
    await link(
      'project',
      id,
      find('customer', (last, type) => type === 'Job' && last === `${number} ${name}`),
    );
  }
  for (const { id, name } of company?.vendors ?? []) {
    await link(
      'vendor',
      id,
      find('vendor', last => last === name),
    );
  }
  const parents = new Set(company?.costCodes.map(code => code.parentId));
  for (const { id, fullCode } of company?.costCodes.filter(code => !parents.has(code.id)) ?? []) {
    await link(
      'cost_code',
      id,
      find('item', last => last === fullCode),
    );
  }
}
