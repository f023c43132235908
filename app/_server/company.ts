import type { SignedIn } from '@/lib/auth';
import { isProcoreId } from '@/lib/core/encoding';
import { NotFound } from '@/lib/core/errors';
import type { ProcoreSession } from '@/lib/procore';
import type { Runtime } from '@/lib/runtime';
import {
  type CompanyRef,
  type Ctx,
  Disconnected,
  findCompany,
  LOOKING_MAX_AGE_MS,
  loadRights,
} from '@/lib/tenancy';

/** A verb's context, and Procore with the person's own token. */
export interface CompanyCall {
  readonly ctx: Ctx;
  readonly procore: ProcoreSession;
  readonly person: SignedIn;
  readonly running: Runtime;
}

export interface CallerInput {
  readonly person: SignedIn;
  readonly procoreCompanyId: string;
  readonly projectIds: readonly string[];
  /** A decision: what Procore says now, not what it said a minute ago. */
  readonly isDecision: boolean;
  readonly requestId: string;
  readonly address: string | null;
}

/**
 * @throws NotFound for a company that is not set up, or that Procore does not let the person see, Disconnected for one
 *   that Procore does not let the app into
 */
export async function companyCall(running: Runtime, input: CallerInput): Promise<CompanyCall> {
  if (!isProcoreId(input.procoreCompanyId)) throw new NotFound('This company');
  const company = await findCompany(running.database, input.person.environment, input.procoreCompanyId);
  if (company === null) throw new NotFound('This company');
  const call = await callIn(running, company, input);
  if (company.status === 'disconnected') throw new Disconnected(company.statusReason ?? '');
  return call;
}

export async function callIn(
  running: Runtime,
  company: CompanyRef,
  input: Omit<CallerInput, 'procoreCompanyId'>,
): Promise<CompanyCall> {
  const { person } = input;
  const procore = running.personIn(person.userId, company.procoreCompanyId);
  const rights = await loadRights(
    { env: running.env, database: running.database, procore },
    {
      company,
      userId: person.userId,
      projectIds: input.projectIds.filter(isProcoreId),
      maxAgeMs: input.isDecision ? 0 : LOOKING_MAX_AGE_MS,
    },
  );
  const ctx: Ctx = {
    env: running.env,
    database: running.database,
    company,
    actor: { kind: 'person', userId: person.userId, name: person.name },
    rights,
    requestId: input.requestId,
    address: input.address,
  };
  return { ctx, procore, person, running };
}
