import { userIdOf } from '../access/caller';
import { companyOf } from '../access/company';
import { requireCompanyTool } from '../access/rights';
import { type Answer, ok } from '../http/answer';
import { listPage } from '../http/pages';
import { get, type Knock, type Route, type Visit } from '../http/router';
import { optionalScopeId } from '../rules/scope';
import { directoryPerson, servicePerson } from '../views/person';

/** The name is told only inside a company or project, and for that the header is needed. */
function me(knock: Knock): Answer {
  const { site, call, caller } = knock;
  const isInside =
    optionalScopeId(call, 'company_id') !== null || optionalScopeId(call, 'project_id') !== null;
  // A service account names its company on every call.
  if (isInside || caller.kind === 'service') companyOf(knock);
  const who = caller.kind === 'person' ? caller.person : site.state.serviceAccount;
  return ok({ id: userIdOf(site, caller), login: who.login, name: isInside ? who.name : '' });
}

function companies(knock: Knock): Answer {
  const { site, caller } = knock;
  if (caller.kind === 'service') companyOf(knock);
  const seen = site.state.companies.filter(
    company => company.isInstalled && (caller.kind === 'service' || caller.person.companyId === company.id),
  );
  const views = seen.map(company => ({
    id: company.id,
    name: company.name,
    is_active: true,
    logo_url: null,
    pcn_business_experience: null,
    my_company: caller.kind === 'person',
  }));
  return listPage(knock, views);
}

const baseUrl = ({ site }: Visit): Answer => ok({ zone: 'us01', web_base_url: site.settings.publicUrl });

function directoryMe({ site, caller }: Visit): Answer {
  return ok(caller.kind === 'person' ? directoryPerson(site, caller.person) : servicePerson(site));
}

const meRoute = (version: string): Route => get(`/rest/${version}/companies/{company_id}/me`, directoryMe);

export const identityRoutes: readonly Route[] = [
  { method: 'GET', template: '/rest/v1.0/me', needs: 'token', run: me },
  { method: 'GET', template: '/rest/v1.0/companies', needs: 'token', run: companies },
  get('/rest/v1.0/company_base_url', baseUrl),
  ...['v1.0', 'v1.1', 'v1.2', 'v1.3'].map(meRoute),
];

export const requireDirectory = (visit: Visit, level: 'Read Only' | 'Standard'): void =>
  requireCompanyTool(visit, { tool: 'directory', level });
