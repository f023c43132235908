import { isOnProject, projectOf } from '../access/rights';
import type { Answer } from '../http/answer';
import {
  byContaining,
  byFlag,
  byIds,
  byRange,
  byText,
  type Filter,
  filtered,
  ignored,
  sorted,
  viewOf,
} from '../http/filters';
import { listPage } from '../http/pages';
import { get, type Route, type Visit } from '../http/router';
import type { PersonRow } from '../store/rows';
import { directoryPerson, listedPerson, projectPerson } from '../views/person';
import { requireDirectory } from './identity';

const COMMON: Readonly<Record<string, Filter<PersonRow>>> = {
  created_at: byRange(person => person.createdAt),
  updated_at: byRange(person => person.updatedAt),
  search: byContaining(person => `${person.name} ${person.login} ${person.role}`),
  // Nobody of the directory belongs to a vendor or carries another system's mark.
  vendor_id: byIds(() => null),
  origin_id: byText(() => null),
  trade_id: ignored,
};

const byName = { name: (person: PersonRow) => person.name, email: (person: PersonRow) => person.login };

function companyUsers(visit: Visit): Answer {
  requireDirectory(visit, 'Read Only');
  const { site, call, company } = visit;
  const view = viewOf(call, ['normal', 'extended', 'ids_only'] as const, 'normal');
  const active = site.state.people.filter(person => person.companyId === company.id && person.isActive);
  const people = sorted(call, filtered(call, active, COMMON), byName);
  if (view === 'ids_only')
    return listPage(
      visit,
      people.map(person => person.id),
    );
  return listPage(
    visit,
    people.map(person => listedPerson(site, person)),
  );
}

function projectUsers(visit: Visit): Answer {
  const project = projectOf(visit, { tool: 'directory', level: 'Read Only' });
  const { site, call } = visit;
  const view = viewOf(call, ['normal', 'compact'] as const, 'normal');
  const active = site.state.people.filter(person => person.isActive && isOnProject(person, project));
  const filters = {
    ...COMMON,
    id: byIds<PersonRow>(person => person.id),
    employee: byFlag<PersonRow>(() => true),
  };
  const people = sorted(call, filtered(call, active, filters), byName);
  const show = view === 'compact' ? directoryPerson : projectPerson;
  return listPage(
    visit,
    people.map(person => show(site, person)),
  );
}

export const userRoutes: readonly Route[] = [
  get('/rest/v1.3/companies/{company_id}/users', companyUsers),
  get('/rest/v1.0/projects/{project_id}/users', projectUsers),
];
