import { actorOf } from '../access/caller';
import { requireCompanyTool } from '../access/rights';
import { announceCreation, changeRow, STANDARD_COST_CODE, type Subject } from '../acts/records';
import { type Answer, created, notFound, ok, refuseField } from '../http/answer';
import { byText, type Filter, filtered, viewOf } from '../http/filters';
import { listPage } from '../http/pages';
import { get, patch, post, type Route, type Visit } from '../http/router';
import type { Json, JsonObject } from '../json';
import { type FieldKinds, numberOrNull, readFields, textOrNull } from '../rules/fields';
import { linkAfter, noteForeignWrite, ORIGIN_FIELDS_WITHOUT_CODE } from '../rules/origin';
import { pathId, scopeId, wrapped } from '../rules/scope';
import { syncAnswer } from '../rules/sync';
import { checkParent } from '../rules/tree';
import type { CostCodeListRow, StandardCostCodeRow } from '../store/rows';
import { nextId } from '../store/state';
import { standardCode } from '../views/codes';

type Values = Record<string, Json>;

const FIELDS: FieldKinds = { ...ORIGIN_FIELDS_WITHOUT_CODE, parent_id: 'id', code: 'text', name: 'text' };

const FILTERS: Readonly<Record<string, Filter<StandardCostCodeRow>>> = {
  origin_id: byText(row => row.originId),
};

function lists(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  const { site, company } = visit;
  const rows = site.state.costCodeLists.filter(row => row.companyId === company.id);
  return listPage(visit, rows.map(listView));
}

const listView = ({ id, name }: CostCodeListRow): JsonObject => ({
  id,
  name,
  is_erp_list: false,
  available_to_use_on_new_projects: true,
});

function listName(visit: Visit): string {
  const values = readFields(wrapped(visit.call, 'standard_cost_code_list'), { name: 'text' });
  const name = textOrNull(values['name'])?.trim() ?? '';
  if (name === '') throw refuseField(422, 'name', "can't be blank");
  return name;
}

const LIST: Subject = {
  words: 'Standard cost code list',
  resourceName: 'Standard Cost Code Lists',
  projectId: null,
};

function postList(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireAdmin(visit);
  const { site, company } = visit;
  const name = listName(visit);
  const row: CostCodeListRow = {
    id: nextId(site.state, 'costCodeLists', company.id),
    companyId: company.id,
    name,
  };
  site.state.costCodeLists.push(row);
  announceCreation(site, row, { subject: LIST, actor: actorOf(visit) });
  return created(listView(row));
}

/** Nobody is told of it: lists have no such event. */
function patchList(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireAdmin(visit);
  const { site, company } = visit;
  const id = pathId(visit.call, 'id');
  const row = site.state.costCodeLists.find(one => one.id === id && one.companyId === company.id);
  if (!row) throw notFound('Standard cost code list');
  const subject = { ...LIST, resourceName: null };
  changeRow(site, row, { subject, actor: actorOf(visit), change: { name: listName(visit) } });
  return ok(listView(row));
}

/** Codes of the list named by the request, which has to name one. */
function listed(visit: Visit): { listId: number; rows: StandardCostCodeRow[] } {
  scopeId(visit.call, 'company_id');
  const listId = scopeId(visit.call, 'standard_cost_code_list_id');
  const { site, company } = visit;
  const list = site.state.costCodeLists.find(row => row.id === listId && row.companyId === company.id);
  if (!list) throw notFound('Standard cost code list');
  return { listId, rows: site.state.standardCostCodes.filter(row => row.listId === listId) };
}

/** The whole code, unless a narrower view is asked for. */
function view(visit: Visit, row: StandardCostCodeRow): JsonObject {
  const asked = viewOf(visit.call, ['default', 'compact', 'extended'] as const, 'extended');
  if (asked === 'extended') return standardCode(visit.site, row);
  const brief = { id: row.id, standard_cost_code_list_id: row.listId };
  return asked === 'default' ? brief : { ...brief, origin_id: row.originId };
}

function list(visit: Visit): Answer {
  const rows = filtered(visit.call, listed(visit).rows, FILTERS);
  return listPage(
    visit,
    rows.map(row => view(visit, row)),
  );
}

const requireAdmin = (visit: Visit): void => requireCompanyTool(visit, { tool: 'admin', level: 'Standard' });

const claimOf = (visit: Visit, row: StandardCostCodeRow | null) => ({
  record: 'standard_cost_code',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.standardCostCodes,
});

function checkBlank(values: Values, isNew: boolean): void {
  for (const field of ['code', 'name']) {
    const given = textOrNull(values[field])?.trim();
    if (given === '' || (isNew && given === undefined)) throw refuseField(422, field, "can't be blank");
  }
}

function update(visit: Visit, row: StandardCostCodeRow, values: Values): void {
  checkBlank(values, false);
  const parentId = 'parent_id' in values ? numberOrNull(values['parent_id']) : row.parentId;
  checkParent(visit.site.state.standardCostCodes, row.id, parentId);
  const actor = actorOf(visit);
  const claim = claimOf(visit, row);
  const link = linkAfter(values, claim, actor);
  noteForeignWrite(visit.site, claim, { after: link, actor });
  const code = textOrNull(values['code']) ?? row.code;
  const name = textOrNull(values['name']) ?? row.name;
  changeRow(visit.site, row, {
    subject: STANDARD_COST_CODE,
    actor,
    change: { ...link, parentId, code, name },
  });
}

function create(visit: Visit, listId: number, values: Values): StandardCostCodeRow {
  checkBlank(values, true);
  const { site, company } = visit;
  const parentId = numberOrNull(values['parent_id']);
  checkParent(site.state.standardCostCodes, null, parentId);
  const actor = actorOf(visit);
  const row: StandardCostCodeRow = {
    ...linkAfter(values, claimOf(visit, null), actor),
    id: nextId(site.state, 'standardCostCodes', company.id),
    companyId: company.id,
    listId,
    parentId,
    code: textOrNull(values['code']) ?? '',
    name: textOrNull(values['name']) ?? '',
  };
  site.state.standardCostCodes.push(row);
  announceCreation(site, row, { subject: STANDARD_COST_CODE, actor });
  return row;
}

function patchOne(visit: Visit): Answer {
  requireAdmin(visit);
  const row = listed(visit).rows.find(one => one.id === pathId(visit.call, 'id'));
  if (!row) throw notFound('Standard cost code');
  update(visit, row, readFields(wrapped(visit.call, 'standard_cost_code'), FIELDS));
  return ok(view(visit, row));
}

function postOne(visit: Visit): Answer {
  requireAdmin(visit);
  const { listId } = listed(visit);
  const row = create(visit, listId, readFields(wrapped(visit.call, 'standard_cost_code'), FIELDS));
  return created(view(visit, row));
}

function sync(visit: Visit): Answer {
  requireAdmin(visit);
  const { listId, rows } = listed(visit);
  return syncAnswer<StandardCostCodeRow>(visit.call, {
    kinds: FIELDS,
    takesId: true,
    findById: id => rows.find(row => row.id === id),
    findByOrigin: originId => rows.find(row => row.originId === originId),
    create: values => create(visit, listId, values),
    update: (row, values) => update(visit, row, values),
    show: row => view(visit, row),
  });
}

export const standardCostCodeRoutes: readonly Route[] = [
  get('/rest/v1.0/standard_cost_code_lists', lists),
  post('/rest/v1.0/standard_cost_code_lists', postList),
  patch('/rest/v1.0/standard_cost_code_lists/{id}', patchList),
  get('/rest/v1.0/standard_cost_codes', list),
  post('/rest/v1.0/standard_cost_codes', postOne),
  patch('/rest/v1.0/standard_cost_codes/sync', sync),
  patch('/rest/v1.0/standard_cost_codes/{id}', patchOne),
];
