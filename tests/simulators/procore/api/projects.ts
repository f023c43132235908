import { actorOf } from '../access/caller';
import { projectById, requireCompanyTool, visibleProjects } from '../access/rights';
import { announceCreation, changeRow, PROJECT } from '../acts/records';
import { type Answer, created, ok, refuseField } from '../http/answer';
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
import { listPage, pageOf } from '../http/pages';
import { get, patch, post, type Route, type Visit } from '../http/router';
import type { Json } from '../json';
import { numberOrNull, readFields, textOrNull } from '../rules/fields';
import { linkAfter, noteForeignWrite } from '../rules/origin';
import { pathId, scopeId, wrapped } from '../rules/scope';
import { syncAnswer } from '../rules/sync';
import { stampNow } from '../site';
import { noLink, type ProjectRow } from '../store/rows';
import { copyStandardCodes } from '../store/seed-codes';
import { nextId } from '../store/state';
import { compactProject, listedProject, minimalProject, shownProject } from '../views/project';
import { displayName } from '../views/shared';
import { isKeptAsIs, PROJECT_FIELDS } from './project-fields';

type Values = Record<string, Json>;

const FILTERS: Readonly<Record<string, Filter<ProjectRow>>> = {
  id: byIds(row => row.id),
  name: byContaining(row => row.name),
  created_at: byRange(row => row.createdAt),
  updated_at: byRange(row => row.updatedAt),
  origin_id: byText(row => row.originId),
  synced: byFlag(row => row.originId !== null),
  vendor_id: ignored,
  by_status: ignored,
};

const V11_FILTERS: Readonly<Record<string, Filter<ProjectRow>>> = {
  ...FILTERS,
  project_number: byText(row => row.number),
  template: byFlag(() => false),
  is_demo: byFlag(() => false),
  by_stage: ignored,
  by_type: ignored,
  by_office: ignored,
  by_department: ignored,
  by_region: ignored,
  by_program: ignored,
};

const SORTS = { name: (row: ProjectRow) => row.name, display_name: displayName };

/** Active projects, unless `filters[by_status]` asks otherwise. */
function ofStatus(visit: Visit, rows: readonly ProjectRow[]): ProjectRow[] {
  const status = visit.call.query.get('filters[by_status]') ?? 'Active';
  if (status === 'All') return [...rows];
  if (status === 'Active') return rows.filter(row => row.isActive);
  if (status === 'Inactive') return rows.filter(row => !row.isActive);
  throw refuseField(400, 'filters[by_status]', 'must be All, Active or Inactive');
}

function found(visit: Visit, filters: Readonly<Record<string, Filter<ProjectRow>>>): ProjectRow[] {
  scopeId(visit.call, 'company_id');
  const { call } = visit;
  return sorted(call, filtered(call, ofStatus(visit, visibleProjects(visit)), filters), SORTS);
}

function list(visit: Visit): Answer {
  const rows = found(visit, FILTERS);
  const isCompact = visit.call.query.get('serializer_view') === 'compact';
  return listPage(
    visit,
    rows.map(row => (isCompact ? compactProject(row) : listedProject(visit.site, row))),
  );
}

function listV11(visit: Visit): Answer {
  const rows = found(visit, V11_FILTERS);
  const view = viewOf(visit.call, ['ids', 'compact', 'normal', 'extended'] as const, 'normal');
  if (view === 'ids')
    return pageOf(
      visit,
      rows.map(row => row.id),
      { size: 200_000, most: 200_000, show: id => id },
    );
  const views = rows.map(row =>
    view === 'compact' ? { id: row.id, name: row.name } : listedProject(visit.site, row),
  );
  return pageOf(visit, views, { size: visit.site.settings.perPage, most: 300, show: view => view });
}

const shortList = (visit: Visit): Answer => {
  const rows = ofStatus(visit, visibleProjects(visit));
  return listPage(visit, rows.map(compactProject));
};

function show(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  const row = projectById(visit, pathId(visit.call, 'id'));
  const isMinimal = visit.call.query.get('view') === 'minimal';
  return ok(isMinimal ? minimalProject(row) : shownProject(visit.site, row));
}

const requireAdmin = (visit: Visit): void => requireCompanyTool(visit, { tool: 'admin', level: 'Standard' });

const moreOf = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => isKeptAsIs(name)));

const claimOf = (visit: Visit, row: ProjectRow | null) => ({
  record: 'project',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.projects,
});

function listIdOf(visit: Visit, values: Values): number | null {
  const id = numberOrNull(values['standard_cost_code_list_id']);
  const lists = visit.site.state.costCodeLists.filter(one => one.companyId === visit.company.id);
  if (id !== null && !lists.some(one => one.id === id)) {
    throw refuseField(422, 'standard_cost_code_list_id', 'does not exist');
  }
  return id;
}

function update(visit: Visit, row: ProjectRow, values: Values): void {
  if ('name' in values && textOrNull(values['name'])?.trim() === '')
    throw refuseField(422, 'name', "can't be blank");
  const claim = claimOf(visit, row);
  const actor = actorOf(visit);
  const link = linkAfter(values, claim, actor);
  noteForeignWrite(visit.site, claim, { after: link, actor });
  const number = values['project_number'] ?? values['code'];
  const change: Partial<ProjectRow> = {
    ...link,
    name: textOrNull(values['name']) ?? row.name,
    number: number === undefined ? row.number : textOrNull(number),
    isActive: typeof values['active'] === 'boolean' ? values['active'] : row.isActive,
    isErpIntegrated:
      typeof values['erp_integrated'] === 'boolean' ? values['erp_integrated'] : row.isErpIntegrated,
    costCodeListId: listIdOf(visit, values) ?? row.costCodeListId,
    more: { ...row.more, ...moreOf(values) },
  };
  changeRow(visit.site, row, { subject: PROJECT, actor, change });
}

function create(visit: Visit, values: Values): ProjectRow {
  const { site, company } = visit;
  const name = textOrNull(values['name'])?.trim() ?? '';
  if (name === '') throw refuseField(422, 'name', "can't be blank");
  const actor = actorOf(visit);
  const link = linkAfter(values, claimOf(visit, null), actor);
  const firstList = site.state.costCodeLists.find(one => one.companyId === company.id);
  const at = stampNow(site);
  const row: ProjectRow = {
    id: nextId(site.state, 'projects', company.id),
    companyId: company.id,
    name,
    number: textOrNull(values['project_number'] ?? values['code']),
    isActive: values['active'] !== false,
    // A new project is not yet among those permitted for the service account, unless it made it itself.
    isPermitted: visit.caller.kind === 'service',
    costCodeListId: listIdOf(visit, values) ?? firstList?.id ?? 0,
    isErpIntegrated: values['erp_integrated'] === true,
    changeOrderTiers: 1,
    createdById: actor.userId,
    ...noLink,
    ...link,
    createdAt: at,
    updatedAt: at,
    more: moreOf(values),
  };
  site.state.projects.push(row);
  copyStandardCodes(site.state, row, { createdAt: at, updatedAt: at });
  announceCreation(site, row, { subject: PROJECT, actor });
  return row;
}

function patchOne(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireAdmin(visit);
  const row = projectById(visit, pathId(visit.call, 'id'));
  update(visit, row, readFields(wrapped(visit.call, 'project'), PROJECT_FIELDS));
  return ok(shownProject(visit.site, row));
}

function postOne(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireAdmin(visit);
  const row = create(visit, readFields(wrapped(visit.call, 'project'), PROJECT_FIELDS));
  return created(shownProject(visit.site, row));
}

function sync(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireAdmin(visit);
  const rows = visibleProjects(visit);
  return syncAnswer<ProjectRow>(visit.call, {
    kinds: PROJECT_FIELDS,
    takesId: true,
    findById: id => rows.find(row => row.id === id),
    findByOrigin: originId => rows.find(row => row.originId === originId),
    create: values => create(visit, values),
    update: (row, values) => update(visit, row, values),
    show: row => shownProject(visit.site, row),
  });
}

export const projectRoutes: readonly Route[] = [
  get('/rest/v1.0/projects', list),
  get('/rest/v1.1/projects', listV11),
  get('/rest/v1.0/companies/{company_id}/projects', shortList),
  get('/rest/v1.0/projects/{id}', show),
  post('/rest/v1.0/projects', postOne),
  patch('/rest/v1.0/projects/sync', sync),
  patch('/rest/v1.0/projects/{id}', patchOne),
];
