import type { SignedIn } from '@/lib/auth';
import { isProcoreId } from '@/lib/core/encoding';
import { NotFound } from '@/lib/core/errors';
import { letGo } from '@/lib/tasks';
import { connectCompany, disconnectCompany, findCompany } from '@/lib/tenancy';
import { callIn } from './company';
import type { Passage } from './json-route';
import { RESUMED } from './overview';

/** Disconnects a company from Procore, or connects it again, as an administrator of it says. */
export async function setConnected(
  person: SignedIn,
  { isConnected }: { readonly isConnected: boolean },
  { running, params, requestId, address }: Passage,
): Promise<unknown> {
  const procoreCompanyId = params['company'] ?? '';
  const company = isProcoreId(procoreCompanyId)
    ? await findCompany(running.database, person.environment, procoreCompanyId)
    : null;
  if (company === null) throw new NotFound('This company');
  const { ctx } = await callIn(running, company, {
    person,
    projectIds: [],
    isDecision: true,
    requestId,
    address,
  });
  if (isConnected) {
    await connectCompany(ctx);
    for (const task of RESUMED) await running.tasks.nudge(company.id, task);
    return {};
  }
  await disconnectCompany(ctx);
  const { config, serviceIn: serviceFor } = running;
  await letGo({ ...running, appUrl: config.appUrl, serviceFor }, ctx);
  return {};
}
