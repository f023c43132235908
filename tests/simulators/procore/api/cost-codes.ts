import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import { announceCreation, changeRow, costCodeSubject } from '../acts/records';
import { type Answer, created, notFound, ok, refuseField } from '../http/answer';
import { byIds, byRange, byText, byWord, type Filter, filtered, viewOf } from '../http/filters';
import { listPage } from '../http/pages';
import { get, patch, post, type Route, type Visit } from '../http/router';
import type { Json } from '../json';
import { type FieldKinds, numberOrNull, readFields, textOrNull } from '../rules/fields';
import { refuseFields } from '../rules/locks';
import { linkAfter, noteForeignWrite, ORIGIN_FIELDS_WITHOUT_CODE } from '../rules/origin';
import { pathId, wrapped } from '../rules/scope';
import { syncAnswer } from '../rules/sync';
import { checkParent } from '../rules/tree';
import { stampNow } from '../site';
import type { CostCodeRow, ProjectRow, WbsCodeRow } from '../store/rows';
import { nextId } from '../store/state';
import { costCode, wbsCode } from '../views/codes';

type Values = Record<string, Json>;

const FIELDS: FieldKinds = {
  ...ORIGIN_FIELDS_WITHOUT_CODE,
  position: 'whole',
  code: 'text',
  name: 'text',
  parent_id: 'id',
  parent_origin_id: 'text',
  standard_cost_code_id: 'id',
};

const FILTERS: Readonly<Record<string, Filter<CostCodeRow>>> = {
  id: byIds(row => row.id),
  origin_id: byText(row => row.originId),
};

const inProject = ({ site }: Visit, project: ProjectRow): CostCodeRow[] =>
  site.state.costCodes.filter(row => row.projectId === project.id);

/** Anybody on the project may read its codes; lines could not be read without them. */
function list(visit: Visit): Answer {
  const project = projectOf(visit, null);
  viewOf(visit.call, ['default', 'erp_compact'] as const, 'default');
  const rows = filtered(visit.call, inProject(visit, project), FILTERS);
  return listPage(
    visit,
    rows.map(row => costCode(visit.site, row)),
  );
}

/** Unique over all projects of the company: one item used in five projects needs five different values. */
const claimOf = (visit: Visit, row: CostCodeRow | null) => ({
  record: 'cost_code',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.costCodes,
});

function parentOf(rows: readonly CostCodeRow[], values: Values, before: number | null): number | null {
  const origin = textOrNull(values['parent_origin_id']);
  if (origin !== null) {
    const parent = rows.find(row => row.originId === origin);
    if (!parent) throw refuseField(422, 'parent_origin_id', 'does not exist');
    return parent.id;
  }
  return 'parent_id' in values ? numberOrNull(values['parent_id']) : before;
}

function update(visit: Visit, row: CostCodeRow, values: Values): void {
  const rows = visit.site.state.costCodes.filter(one => one.projectId === row.projectId);
  const parentId = parentOf(rows, values, row.parentId);
  checkParent(rows, row.id, parentId);
  const actor = actorOf(visit);
  const claim = claimOf(visit, row);
  const link = linkAfter(values, claim, actor);
  noteForeignWrite(visit.site, claim, { after: link, actor });
  const change: Partial<CostCodeRow> = {
    ...link,
    parentId,
    code: textOrNull(values['code']) ?? row.code,
    name: textOrNull(values['name']) ?? row.name,
    position: numberOrNull(values['position']) ?? row.position,
    standardCostCodeId: numberOrNull(values['standard_cost_code_id']) ?? row.standardCostCodeId,
  };
  changeRow(visit.site, row, { subject: costCodeSubject(row.projectId), actor, change });
}

function create(visit: Visit, project: ProjectRow, values: Values): CostCodeRow {
  const { site, company } = visit;
  const rows = inProject(visit, project);
  const code = textOrNull(values['code']);
  const name = textOrNull(values['name']);
  if (!code) throw refuseField(422, 'code', "can't be blank");
  if (!name) throw refuseField(422, 'name', "can't be blank");
  const parentId = parentOf(rows, values, null);
  checkParent(rows, null, parentId);
  const actor = actorOf(visit);
  const at = stampNow(site);
  const row: CostCodeRow = {
    ...linkAfter(values, claimOf(visit, null), actor),
    id: nextId(site.state, 'costCodes', company.id),
    companyId: company.id,
    projectId: project.id,
    standardCostCodeId: numberOrNull(values['standard_cost_code_id']),
    parentId,
    position: numberOrNull(values['position']),
    code,
    name,
    createdAt: at,
    updatedAt: at,
  };
  site.state.costCodes.push(row);
  announceCreation(site, row, { subject: costCodeSubject(project.id), actor });
  return row;
}

function sync(visit: Visit): Answer {
  const project = projectOf(visit, { tool: 'budget', level: 'Standard' });
  return syncAnswer<CostCodeRow>(visit.call, {
    kinds: FIELDS,
    takesId: true,
    findById: id => inProject(visit, project).find(row => row.id === id),
    findByOrigin: originId => inProject(visit, project).find(row => row.originId === originId),
    create: values => create(visit, project, values),
    update: (row, values) => update(visit, row, values),
    show: row => costCode(visit.site, row),
  });
}

/** One code at a time is the way of projects that no accounting system is connected to. */
function requireUnconnected(project: ProjectRow): void {
  if (!project.isErpIntegrated) return;
  refuseFields(['base'], 'Cost codes of a project that is integrated with an ERP system are changed by sync');
}

function postOne(visit: Visit): Answer {
  const project = projectOf(visit, { tool: 'budget', level: 'Standard' });
  requireUnconnected(project);
  const row = create(visit, project, readFields(wrapped(visit.call, 'cost_code'), FIELDS));
  return created(costCode(visit.site, row));
}

function patchOne(visit: Visit): Answer {
  const project = projectOf(visit, { tool: 'budget', level: 'Standard' });
  requireUnconnected(project);
  const row = inProject(visit, project).find(one => one.id === pathId(visit.call, 'id'));
  if (!row) throw notFound('Cost code');
  update(visit, row, readFields(wrapped(visit.call, 'cost_code'), FIELDS));
  return ok(costCode(visit.site, row));
}

const WBS_FILTERS: Readonly<Record<string, Filter<WbsCodeRow>>> = {
  status: byWord(['active', 'inactive'], () => 'active'),
  updated_at: byRange(row => row.updatedAt),
};

function wbsCodes(visit: Visit): Answer {
  const project = projectOf(visit, null);
  const { site, call } = visit;
  const rows = site.state.wbsCodes.filter(row => row.projectId === project.id);
  const wanted = (call.query.get('query') ?? '').toLowerCase();
  const views = filtered(call, rows, WBS_FILTERS).map(row => wbsCode(site, row));
  const matching = views.filter(view =>
    `${String(view['flat_code'])} ${String(view['description'])}`.toLowerCase().includes(wanted),
  );
  return listPage(visit, matching);
}

export const costCodeRoutes: readonly Route[] = [
  get('/rest/v1.0/cost_codes', list),
  patch('/rest/v1.0/cost_codes/sync', sync),
  post('/rest/v1.0/cost_codes', postOne),
  patch('/rest/v1.0/cost_codes/{id}', patchOne),
  get('/rest/v1.0/projects/{project_id}/work_breakdown_structure/wbs_codes', wbsCodes),
];
