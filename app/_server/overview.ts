import type { SignedIn } from '@/lib/auth';
import { renameUser } from '@/lib/auth';
import { heardFrom } from '@/lib/connections';
import { isProcoreId } from '@/lib/core/encoding';
import { Forbidden, NotFound } from '@/lib/core/errors';
import { listCompanies, listTools, type ProcoreSession, showBaseUrl, showCompanyMe } from '@/lib/procore';
import { findCompany, inCompany, isApprover, settingsOf, setUpCompany } from '@/lib/tenancy';
import { callIn } from './company';
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
  const { ctx, procore } = await callIn(running, company, {
    person,
    projectIds,
    isDecision: false,
    requestId: passage.requestId,
    address: passage.address,
  });
  const { values } = await inCompany(ctx, tx => settingsOf(tx, company.id));
  const heard = await heardFrom(ctx);
  const project = ctx.rights.projects.get(projectId);
  return {
    isSetUp: true,
    company: {
      id: company.procoreCompanyId,
      name: company.name,
      status: company.status,
      statusReason: company.statusReason,
    },
    person: {
      name: await knownName(person, procore, { companyId: company.procoreCompanyId, passage }),
      login: person.login,
    },
    rights: {
      isCompanyAdmin: ctx.rights.isCompanyAdmin,
      isApprover: isApprover(ctx.rights),
      approvals: [...ctx.rights.approvals],
      project: project ? { canView: project.canView, canSend: [...project.canSend] } : null,
    },
    heard,
    settings: { separationOfDuties: values.separationOfDuties },
    procoreUrl: await showBaseUrl(procore).catch(() => null),
  };
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
  await running.tasks.nudge(company.id, 'ensure-hooks');
  await running.tasks.nudge(company.id, 'poll-directories');
  return { name };
}
