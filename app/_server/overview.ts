import type { SignedIn } from '@/lib/auth';
import { renameUser } from '@/lib/auth';
import { heardFrom } from '@/lib/connections';
import { isProcoreId } from '@/lib/core/encoding';
import { Forbidden, NotFound } from '@/lib/core/errors';
import { listCompanies, listTools, type ProcoreSession, showBaseUrl, showCompanyMe } from '@/lib/procore';
import type { Runtime } from '@/lib/runtime';
import {
  type CompanyStatus,
  type Ctx,
  findCompany,
  inCompany,
  isApprover,
  keepWebBaseUrl,
  lossFor,
  mayConnectAgain,
  settingsOf,
  setUpCompany,
} from '@/lib/tenancy';
import { type CallerInput, type CompanyCall, callIn } from './company';
import type { Passage } from './json-route';

/** What the frame shows around everything: the company, who one is in it, and what one may do. */
export async function companyOverview(person: SignedIn, passage: Passage): Promise<unknown> {
  const { running, params, request } = passage;
  const procoreCompanyId = params['company'] ?? '';
  if (!isProcoreId(procoreCompanyId)) throw new NotFound('This company');
  const company = await findCompany(running.database, person.environment, procoreCompanyId);
  if (company === null)
    return await notSetUp(running.personIn(person.userId, procoreCompanyId), procoreCompanyId, person.name);
  const projectId = request.nextUrl.searchParams.get('projectId') ?? '';
  const projectIds = isProcoreId(projectId) ? [projectId] : [];
  const call = await callOrLoss(running, company, {
    person,
    projectIds,
    isDecision: false,
    requestId: passage.requestId,
    address: passage.address,
  });
  if ('loss' in call) return disconnected(company, { person, ...call });
  const { ctx, procore } = call;
  const { values } = await inCompany(ctx, tx => settingsOf(tx, company.id));
  const heard = await heardFrom(ctx);
  const project = ctx.rights.projects.get(projectId);
  return {
    isSetUp: true,
    company: { id: company.procoreCompanyId, name: company.name },
    person: {
      name: await knownName(person, procore, { companyId: company.procoreCompanyId, passage }),
      login: person.login,
    },
    rights: {
      isCompanyAdmin: ctx.rights.isCompanyAdmin,
      isApprover: isApprover(ctx.rights),
      approvals: [...ctx.rights.approvals],
      project: project ? { canSee: [...project.canSee], canSend: [...project.canSend] } : null,
    },
    heard,
    settings: { separationOfDuties: values.separationOfDuties },
    procoreUrl: company.webBaseUrl ?? (await askedBaseUrl(ctx, procore)),
  };
}

interface Loss {
  readonly loss: string;
  /** Whether this person may connect the company again, who or a colleague of whom disconnected it. */
  readonly canConnect: boolean;
}

/**
 * The call, or why Procore lets nobody into the company through this app. A company that was turned away is looked at
 * again when a person whom Procore does answer opens it, and its background work then begins anew.
 */
async function callOrLoss(
  running: Runtime,
  company: CompanyStatus,
  input: Omit<CallerInput, 'procoreCompanyId'>,
): Promise<CompanyCall | Loss> {
  const reach = { ...running.reachOf(company), requestId: input.requestId };
  let call: CompanyCall;
  try {
    call = await callIn(running, company, input);
  } catch (thrown) {
    if (!(thrown instanceof NotFound)) throw thrown;
    const loss = await lossFor(reach, company, input.person.userId);
    if (loss === null) throw thrown;
    return { loss, canConnect: false };
  }
  if (company.status === 'active') return call;
  if (!(await mayConnectAgain(reach, company, call.ctx.actor))) {
    const canConnect = company.isDisconnectedHere && call.ctx.rights.isCompanyAdmin;
    return { loss: company.statusReason ?? '', canConnect };
  }
  for (const task of RESUMED) await running.tasks.nudge(company.id, task);
  return call;
}

/** What begins anew where a company is open to the app again. */
export const RESUMED = ['ensure-hooks', 'poll-directories', 'reconcile', 'write-back'] as const;

function disconnected(company: CompanyStatus, about: Loss & { person: SignedIn }): unknown {
  return {
    isSetUp: true,
    isDisconnected: true,
    company: { id: company.procoreCompanyId, name: company.name },
    person: { name: about.person.name },
    reason: about.loss,
    isDisconnectedHere: company.isDisconnectedHere,
    canConnect: about.canConnect,
  };
}

/** Asked once and kept: it changes when Procore moves a company to another region, and hardly ever does. */
async function askedBaseUrl(ctx: Ctx, procore: ProcoreSession): Promise<string | null> {
  const url = await showBaseUrl(procore).catch(() => null);
  if (url !== null) await keepWebBaseUrl(ctx, url);
  return url;
}

/** Procore tells a person's name only within a company; the sign-in knows the login alone. */
async function knownName(
  person: SignedIn,
  procore: ProcoreSession,
  where: { companyId: string; passage: Passage },
): Promise<string> {
  if (person.name !== person.login) return person.name;
  const me = await showCompanyMe(procore, where.companyId).catch(() => null);
  if (me === null || me.name === '') return person.name;
  await renameUser(where.passage.running.store, person.userId, me.name);
  return me.name;
}

async function mayAdminister(procore: ProcoreSession, procoreCompanyId: string): Promise<boolean> {
  const tools = await listTools(procore, { companyId: procoreCompanyId }).catch(() => []);
  return tools.some(tool => tool.name.toLowerCase() === 'admin' && tool.level.toLowerCase() === 'admin');
}

async function companyNamed(procore: ProcoreSession, procoreCompanyId: string): Promise<string> {
  const company = (await listCompanies(procore)).find(one => one.id === procoreCompanyId);
  if (!company) throw new NotFound('This company');
  return company.name;
}

async function notSetUp(
  procore: ProcoreSession,
  procoreCompanyId: string,
  personName: string,
): Promise<unknown> {
  const name = await companyNamed(procore, procoreCompanyId);
  return {
    isSetUp: false,
    canSetUp: await mayAdminister(procore, procoreCompanyId),
    company: { id: procoreCompanyId, name },
    person: { name: personName },
  };
}

const FIRST = ['ensure-hooks', 'poll-directories', 'reconcile'] as const;

/** Sets the app up for a company: a company administrator's first step. @throws Forbidden, NotFound */
export async function companySetUp(person: SignedIn, passage: Passage): Promise<unknown> {
  const procoreCompanyId = passage.params['company'] ?? '';
  if (!isProcoreId(procoreCompanyId)) throw new NotFound('This company');
  const { running } = passage;
  const procore = running.personIn(person.userId, procoreCompanyId);
  const name = await companyNamed(procore, procoreCompanyId);
  if (!(await mayAdminister(procore, procoreCompanyId))) {
    throw new Forbidden('Only a company administrator can set the connector up.', {
      remedy: 'Ask one in Procore.',
    });
  }
  const actor = { kind: 'person', userId: person.userId, name: person.name } as const;
  const company = await setUpCompany(running.store, {
    environment: person.environment,
    procoreCompanyId,
    name,
    actor,
    requestId: passage.requestId,
  });
  for (const task of FIRST) await running.tasks.nudge(company.id, task);
  return { name };
}
