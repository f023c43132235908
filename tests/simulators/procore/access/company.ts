import { notFound, Refusal } from '../http/answer';
import type { Call } from '../http/call';
import type { Knock } from '../http/router';
import { idOf } from '../json';
import { optionalScopeId } from '../rules/scope';
import type { CompanyRow } from '../store/rows';
import { byId } from '../store/state';

const HEADER = 'procore-company-id';

export const headerOf = (call: Call): string | null => {
  const value = call.headers[HEADER];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** The company of the header, if the caller may act there and the app is installed in it. */
export function companyOf({ site, call, caller }: Knock): CompanyRow {
  const header = headerOf(call);
  if (header === null) {
    throw new Refusal(
      400,
      'Missing Procore-Company-Id header! Every request must say which company it is about.',
    );
  }
  const company = byId(site.state.companies, idOf(header));
  // Somebody else's company and one that does not exist look alike.
  const isStranger = caller.kind === 'person' && caller.person.companyId !== company?.id;
  if (!company || isStranger) throw new Refusal(403, 'You do not have access to this company');
  if (!company.isInstalled) throw new Refusal(403, 'App is not connected to this company');
  requireSameCompany(call, company);
  return company;
}

/** An id of another company in path, query or body is simply not there for this one. */
function requireSameCompany(call: Call, company: CompanyRow): void {
  const given = optionalScopeId(call, 'company_id');
  if (given !== null && given !== company.id) throw notFound('Company');
}
