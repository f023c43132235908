import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import { budgetSnapshot, lockBudget } from '../acts/budgets';
import { announceCreation } from '../acts/records';
import { sum } from '../decimal';
import { type Answer, created, json, notFound, ok, Refusal, refuseField } from '../http/answer';
import { byIds, byWord, type Filter, filtered, sorted } from '../http/filters';
import { listPage } from '../http/pages';
import { del, get, post, type Route, type Visit } from '../http/router';
import { isObject, type JsonObject } from '../json';
import { budgetFigures, type Figures } from '../rules/budget-figures';
import { type FieldKinds, numberOrNull, readFields, textOr } from '../rules/fields';
import { bodyObject, pathId } from '../rules/scope';
import { stampNow } from '../site';
import type { BudgetSnapshotRow } from '../store/budget-rows';
import type { ProjectRow } from '../store/rows';
import { nextId } from '../store/state';
import { type BudgetView, budgetView, budgetViews, detailRow, rowCodes } from '../views/budget';
import { briefUser, CURRENCY, displayName } from '../views/shared';

const READ = { tool: 'budget', level: 'Read Only' } as const;
const WRITE = { tool: 'budget', level: 'Standard' } as const;
const ADMIN = { tool: 'budget', level: 'Admin' } as const;

function views(visit: Visit): Answer {
  const project = projectOf(visit, READ);
  return listPage(
    visit,
    budgetViews(visit.company.isLoose).map(view => budgetView(visit.site, view, project.id)),
  );
}

function viewIn(visit: Visit): { project: ProjectRow; view: BudgetView } {
  const project = projectOf(visit, READ);
  const id = pathId(visit.call, 'budget_view_id');
  const view = budgetViews(visit.company.isLoose).find(one => one.id === id);
  if (!view) throw notFound('Budget view');
  return { project, view };
}

const ROW_TYPES = ['budgeted', 'unbudgeted', 'all'];

function ofType(visit: Visit, rows: readonly Figures[]): Figures[] {
  // Which rows come without the parameter is not known; all of them, so that nobody takes it for granted.
  const wanted = visit.call.query.get('budget_row_type') ?? 'all';
  if (!ROW_TYPES.includes(wanted))
    throw refuseField(400, 'budget_row_type', `must be ${ROW_TYPES.join(', ')}`);
  return rows.filter(row => wanted === 'all' || (row.line !== null) === (wanted === 'budgeted'));
}

function idsIn(visit: Visit, name: string): Set<string> | null {
  const given = visit.call.query.getAll(`${name}[]`);
  return given.length === 0 ? null : new Set(given);
}

function narrowed(visit: Visit, rows: readonly Figures[]): Figures[] {
  const codes = idsIn(visit, 'cost_code_id');
  const roots = idsIn(visit, 'root_cost_code_id');
  const types = idsIn(visit, 'category_id');
  const lines = idsIn(visit, 'budget_line_item_id');
  return ofType(visit, rows).filter(row => {
    const { costCodeId, costTypeId, rootCostCodeId } = rowCodes(visit.site, row.wbsCodeId);
    return (
      (codes?.has(String(costCodeId)) ?? true) &&
      (roots?.has(String(rootCostCodeId)) ?? true) &&
      (types?.has(String(costTypeId)) ?? true) &&
      (lines?.has(String(row.line?.id ?? '')) ?? true)
    );
  });
}

function detailRows(visit: Visit): Answer {
  const { project, view } = viewIn(visit);
  const rows = narrowed(visit, budgetFigures(visit.site.state, project.id));
  const shown = rows.map(row => detailRow(visit.site, row, view));
  const sorts = Object.fromEntries(
    ['biller_type', 'project', 'biller', 'category_id', 'cost_code', 'root_cost_code'].map(key => [
      key,
      (row: JsonObject) => String(row[key]),
    ]),
  );
  return listPage(visit, sorted(visit.call, shown, sorts));
}

type Group = { readonly id: string; readonly name: string };

const GROUPS: Readonly<Record<string, (row: JsonObject) => Group>> = {
  project: row => ({ id: String(row['project_id']), name: String(row['project']) }),
  biller: row => ({ id: String(row['biller_id']), name: String(row['biller']) }),
  category: row => ({ id: String(row['category_id']), name: String(row['category']) }),
  cost_code: row => ({ id: String(row['cost_code_id']), name: String(row['cost_code']) }),
  root_cost_code: row => ({ id: String(row['root_cost_code_id']), name: String(row['root_cost_code']) }),
};

function summaryRows(visit: Visit): Answer {
  const { project, view } = viewIn(visit);
  const asked = visit.call.query.get('group_by') ?? 'project';
  const group = GROUPS[asked];
  if (!group) throw refuseField(400, 'group_by', `must be ${Object.keys(GROUPS).join(', ')}`);
  const rows = narrowed(visit, budgetFigures(visit.site.state, project.id));
  const groups = new Map<string, { group: Group; rows: Figures[] }>();
  for (const row of rows) {
    const found = group(detailRow(visit.site, row, view));
    const entry = groups.get(found.id) ?? { group: found, rows: [] };
    entry.rows.push(row);
    groups.set(found.id, entry);
  }
  return listPage(
    visit,
    [...groups.values()].map(one => summaryRow(one)),
  );
}

function summaryRow(one: { group: Group; rows: readonly Figures[] }): JsonObject {
  const total = (read: (row: Figures) => string): string => sum(one.rows.map(read));
  return {
    ...one.group,
    biller_type: 'Project',
    original_budget_amount: total(row => row.original),
    budget_modifications: total(row => row.modifications),
    budget_forecast: { amount: '0.0' },
    currency_configuration: CURRENCY,
  };
}

/** Not paged: the body is the whole. */
function columns(visit: Visit): Answer {
  const { view } = viewIn(visit);
  const standard = ['original_budget_amount', 'budget_modifications'].map(id => ({
    id,
    name: id,
    type: 'standard',
  }));
  const sources = view.columns.map(({ name }) => ({ id: name, name, type: 'source' }));
  return ok(
    [...standard, ...sources].map((column, index) => ({
      ...column,
      position: index + 1,
      aggregatable: true,
      filterable: true,
      groupable: false,
    })),
  );
}

const DETAIL_FILTERS = ['biller', 'cost_code', 'root_cost_code', 'cost_type', 'vendor', 'detail_type'];

/** The records behind the columns: here, direct costs. A wish for everything of a large budget takes too long. */
function budgetDetails(visit: Visit): Answer {
  const { project } = viewIn(visit);
  const body = visit.call.body.kind === 'none' ? {} : bodyObject(visit.call);
  const filters = isObject(body['filters']) ? body['filters'] : {};
  const stranger = Object.keys(filters).find(name => !DETAIL_FILTERS.includes(name));
  if (stranger !== undefined) throw refuseField(400, stranger, 'is not a filter of budget details');
  const costs = visit.site.state.directCosts.filter(row => row.projectId === project.id);
  const lines = costs.flatMap(row => row.lines.map(line => ({ row, line })));
  if (lines.length > MOST_DETAILS && Object.keys(filters).length === 0) {
    throw new Refusal(408, 'The budget is too large to be listed whole: filter it');
  }
  return ok(
    lines.map(({ row, line }) => ({
      id: String(line.id),
      item: row.invoiceNumber,
      description: line.description,
      detail_type: { id: 'direct_costs', name: 'Direct Costs' },
      vendor: row.vendorId === null ? null : { id: row.vendorId, name: '' },
      cost_code: line.costCodeId === null ? null : { id: line.costCodeId, name: '' },
      biller: { id: project.id, name: displayName(project) },
      link: '',
    })),
  );
}

const MOST_DETAILS = 5000;

const isLockedIn = ({ site }: Visit, projectId: number): boolean =>
  site.state.budgets.find(row => row.projectId === projectId)?.isLocked ?? false;

function budget(visit: Visit): Answer {
  return ok({ locked: isLockedIn(visit, projectOf(visit, READ).id) });
}

function lock(visit: Visit): Answer {
  const project = projectOf(visit, ADMIN);
  lockBudget(visit.site, project, { isLocked: true, actor: actorOf(visit) });
  return created({ locked: true });
}

/** Modifications stand in the way, unless the request says that they go. */
function unlock(visit: Visit): Answer {
  const project = projectOf(visit, ADMIN);
  const { modifications, keep } = transfersOf(visit, project);
  if (modifications > 0 && visit.call.query.get('destroy_all_budget_line_item_transfers') !== 'true') {
    throw new Refusal(422, 'The budget has modifications', {
      base: ['The budget cannot be unlocked while it has modifications'],
    });
  }
  keep();
  lockBudget(visit.site, project, { isLocked: false, actor: actorOf(visit) });
  return ok({ locked: false });
}

function transfersOf({ site }: Visit, project: ProjectRow): { modifications: number; keep(): void } {
  const all = site.state.budgetModifications;
  const others = all.filter(row => row.projectId !== project.id);
  return {
    modifications: all.length - others.length,
    keep: () => {
      all.splice(0, all.length, ...others);
    },
  };
}

const SNAPSHOT_FIELDS: FieldKinds = {
  project_id: 'id',
  budget_template_id: 'id',
  budget_view_id: 'id',
  name: 'text',
  description: 'text',
  snapshot_type: ['ad_hoc', 'project_status_snapshot'],
  approval_status: ['approved', 'under_review'],
  status_id: 'id',
};

function snapshotView(visit: Visit, row: BudgetSnapshotRow): JsonObject {
  const link = (rows: string): string =>
    `${visit.site.settings.publicUrl}/rest/v1.0/budget_view_snapshots/${row.id}/${rows}?project_id=${row.projectId}`;
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    created_at: row.createdAt,
    created_by: briefUser(visit.site, row.createdById),
    budget_view: { id: row.viewId },
    snapshot_type: 'ad_hoc',
    approval_status: 'approved',
    status: null,
    links: { detail_rows: link('detail_rows'), summary_rows: link('summary_rows') },
  };
}

function makeSnapshot(visit: Visit): Answer {
  const project = projectOf(visit, WRITE);
  const { site, company } = visit;
  const values = readFields(bodyObject(visit.call), SNAPSHOT_FIELDS);
  const viewId = numberOrNull(values['budget_view_id']) ?? numberOrNull(values['budget_template_id']);
  const view = budgetViews(company.isLoose).find(one => one.id === viewId);
  if (!view) throw refuseField(422, 'budget_template_id', 'does not exist');
  if (textOr(values['name'], '').trim() === '') throw refuseField(422, 'name', "can't be blank");
  const actor = actorOf(visit);
  const row: BudgetSnapshotRow = {
    id: nextId(site.state, 'budgetSnapshots', company.id),
    companyId: company.id,
    projectId: project.id,
    viewId: view.id,
    createdById: actor.userId,
    createdAt: stampNow(site),
    name: textOr(values['name'], ''),
    description: textOr(values['description'], ''),
    rows: budgetFigures(site.state, project.id).map(one => detailRow(site, one, view)),
  };
  site.state.budgetSnapshots.push(row);
  announceCreation(site, row, { subject: budgetSnapshot(project.id), actor });
  return json(201, { data: snapshotView(visit, row) });
}

const SNAPSHOT_FILTERS: Readonly<Record<string, Filter<BudgetSnapshotRow>>> = {
  budget_view_id: byIds(row => row.viewId),
  budget_template_id: byIds(row => row.viewId),
  snapshot_type: byWord(['ad_hoc', 'project_status_snapshot'], () => 'ad_hoc'),
  approval_status: byWord(['approved', 'under_review'], () => 'approved'),
};

const snapshotsIn = (visit: Visit): BudgetSnapshotRow[] => {
  const project = projectOf(visit, READ);
  return visit.site.state.budgetSnapshots.filter(row => row.projectId === project.id);
};

const snapshots = (visit: Visit): Answer =>
  listPage(
    visit,
    filtered(visit.call, snapshotsIn(visit), SNAPSHOT_FILTERS).map(row => snapshotView(visit, row)),
  );

function snapshotRows(visit: Visit): Answer {
  const id = pathId(visit.call, 'budget_view_snapshot_id');
  const row = snapshotsIn(visit).find(one => one.id === id);
  if (!row) throw notFound('Budget view snapshot');
  return listPage(visit, row.rows);
}

const VIEW = '/rest/v1.0/budget_views/{budget_view_id}';
const BUDGET = '/rest/v1.0/projects/{project_id}/budget';

export const budgetRoutes: readonly Route[] = [
  get('/rest/v1.0/budget_views', views),
  get(`${VIEW}/detail_rows`, detailRows),
  get(`${VIEW}/summary_rows`, summaryRows),
  get(`${VIEW}/budget_detail_columns`, columns),
  post(`${VIEW}/budget_details`, budgetDetails),
  get(BUDGET, budget),
  post(`${BUDGET}/lock`, lock),
  del(`${BUDGET}/lock`, unlock),
  get('/rest/v1.0/budget_view_snapshots', snapshots),
  post('/rest/v1.0/budget_view_snapshots', makeSnapshot),
  get('/rest/v1.0/budget_view_snapshots/{budget_view_snapshot_id}/detail_rows', snapshotRows),
];
export { READ as READ_BUDGET, WRITE as WRITE_BUDGET };
