import { projectOf } from '../access/rights';
import { type Answer, ok, Refusal } from '../http/answer';
import { get, type Route, type Visit } from '../http/router';
import { optionalScopeId } from '../rules/scope';
import { companyManifest, projectManifest } from '../views/permissions';

function permissions(visit: Visit): Answer {
  const { site, call, caller, company } = visit;
  const isProject = optionalScopeId(call, 'project_id') !== null;
  if (!isProject && optionalScopeId(call, 'company_id') === null) {
    throw new Refusal(400, 'Either company_id or project_id must be given');
  }
  const holder = caller.kind === 'person' ? caller.person : site.state.serviceAccount;
  const canPushToAccounting = caller.kind === 'person' && caller.person.canPushToAccounting;
  if (!isProject) {
    const path = `/${company.id}/company`;
    return ok(companyManifest({ levels: holder.companyTools, canPushToAccounting, path }));
  }
  const project = projectOf(visit, null);
  const path = `/${company.id}/projects/${project.id}`;
  return ok(projectManifest({ levels: holder.projectTools, canPushToAccounting, path }));
}

export const permissionRoutes: readonly Route[] = [get('/rest/v1.0/settings/permissions', permissions)];
