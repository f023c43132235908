import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import { addBudgetLine, budgetOf, changeBudgetLine } from '../acts/budgets';
import { type Answer, created, notFound, ok, refuseField } from '../http/answer';
import { get, patch, post, type Route, type Visit } from '../http/router';
import { isObject, type Json, type JsonObject } from '../json';
import { budgetFigures, budgetLinesOf } from '../rules/budget-figures';
import { type FieldKinds, readFields, textOr } from '../rules/fields';
import { refuseFields } from '../rules/locks';
import { bodyObject, pathId, wrapped } from '../rules/scope';
import { unitIn } from '../rules/units';
import { stampNow } from '../site';
import type { BudgetLineRow } from '../store/budget-rows';
import type { ProjectRow } from '../store/rows';
import { nextId } from '../store/state';
import { lineV10, lineV11 } from '../views/budget';
import { budgetCodeFor } from './budget-codes';
import { READ_BUDGET, WRITE_BUDGET } from './budgets';

type Values = Record<string, Json>;

const COMMON: FieldKinds = {
  original_budget_amount: 'decimal',
  uom: 'text',
  quantity: 'decimal',
  unit_cost: 'decimal',
  calculation_strategy: ['automatic', 'manual'],
};

/** v1.0 points at a cost code and a cost type, v1.1 at a budget code. */
const FIELDS: Readonly<Record<Version, FieldKinds>> = {
  'v1.0': { ...COMMON, cost_code_id: 'id', line_item_type_id: 'id', direct_costs: 'decimal' },
  'v1.1': { ...COMMON, wbs_code_id: 'id' },
};

type Version = 'v1.0' | 'v1.1';

function shown(visit: Visit, version: Version, row: BudgetLineRow): JsonObject {
  if (version === 'v1.1') return lineV11(visit.site, row);
  const figures = budgetFigures(visit.site.state, row.projectId).find(one => one.line?.id === row.id);
  if (!figures) throw new RangeError(`budget line ${row.id} is in no budget`);
  return lineV10(visit.site, row, figures);
}

function lineIn(visit: Visit, project: ProjectRow): BudgetLineRow {
  const id = pathId(visit.call, 'id');
  const row = budgetLinesOf(visit.site.state, project.id).find(one => one.id === id);
  if (!row) throw notFound('Budget line item');
  return row;
}

function show(visit: Visit, version: Version): Answer {
  const project = projectOf(visit, READ_BUDGET);
  return ok(shown(visit, version, lineIn(visit, project)));
}

const LOCKED = 'The original_budget_amount cannot be updated for a locked budget.';

function codeOf(visit: Visit, project: ProjectRow, at: { values: Values; before: number | null }): number {
  const wbs = visit.site.state.wbsCodes.find(row => row.id === at.before);
  const before = {
    wbsCodeId: wbs?.id ?? null,
    costCodeId: wbs?.costCodeId ?? null,
    costTypeId: wbs?.costTypeId ?? null,
  };
  const { wbsCodeId } = budgetCodeFor(visit, at.values, { projectId: project.id, before });
  if (wbsCodeId === null) throw refuseField(422, 'wbs_code_id', "can't be blank");
  const isTaken = budgetLinesOf(visit.site.state, project.id).some(
    row => row.wbsCodeId === wbsCodeId && wbsCodeId !== at.before,
  );
  if (isTaken) throw refuseField(422, 'wbs_code_id', 'already has a line in this budget');
  return wbsCodeId;
}

function contentOf(visit: Visit, values: Values, before: BudgetLineRow): Partial<BudgetLineRow> {
  return {
    amount: textOr(values['original_budget_amount'], before.amount),
    quantity: textOr(values['quantity'], before.quantity),
    unitCost: textOr(values['unit_cost'], before.unitCost),
    uom: unitIn(visit, values, before.uom),
    strategy: values['calculation_strategy'] === 'manual' ? 'manual' : strategyOf(values, before.strategy),
  };
}

const strategyOf = (values: Values, before: BudgetLineRow['strategy']): BudgetLineRow['strategy'] =>
  values['calculation_strategy'] === 'automatic' ? 'automatic' : before;

function create(visit: Visit, project: ProjectRow, values: Values): BudgetLineRow {
  const { site, company } = visit;
  const budget = budgetOf(site, project);
  if (budget.isLocked) refuseFields(['base'], 'The budget is locked: no line can be added');
  const wbsCodeId = codeOf(visit, project, { values, before: null });
  const at = stampNow(site);
  const blank: BudgetLineRow = {
    id: 0,
    companyId: company.id,
    projectId: project.id,
    wbsCodeId,
    amount: '0.0',
    quantity: '0.0',
    unitCost: '0.0',
    uom: null,
    strategy: 'automatic',
    createdAt: at,
    updatedAt: at,
  };
  const content = contentOf(visit, values, blank);
  const id = nextId(site.state, 'budgetLines', company.id);
  return addBudgetLine(site, { ...blank, ...content, id }, actorOf(visit));
}

function update(visit: Visit, at: { project: ProjectRow; row: BudgetLineRow }, values: Values): void {
  const { project, row } = at;
  const isAmountMoved = textOr(values['original_budget_amount'], row.amount) !== row.amount;
  if (isAmountMoved && budgetOf(visit.site, project).isLocked) {
    refuseFields(['original_budget_amount'], LOCKED);
  }
  const wbsCodeId = codeOf(visit, project, { values, before: row.wbsCodeId });
  const change = { ...contentOf(visit, values, row), wbsCodeId };
  changeBudgetLine(visit.site, row, { change, actor: actorOf(visit) });
}

const valuesIn = (visit: Visit, version: Version): Values =>
  readFields(wrapped(visit.call, 'budget_line_item'), FIELDS[version]);

function postOne(visit: Visit, version: Version): Answer {
  const project = projectOf(visit, WRITE_BUDGET);
  return created(shown(visit, version, create(visit, project, valuesIn(visit, version))));
}

function patchOne(visit: Visit, version: Version): Answer {
  const project = projectOf(visit, WRITE_BUDGET);
  const row = lineIn(visit, project);
  update(visit, { project, row }, valuesIn(visit, version));
  return ok(shown(visit, version, row));
}

/** Answers with the lines alone, and refuses the whole batch where one of them is wrong. */
function sync(visit: Visit): Answer {
  const project = projectOf(visit, WRITE_BUDGET);
  const items = bodyObject(visit.call)['budget_line_items'];
  if (!Array.isArray(items)) throw refuseField(400, 'budget_line_items', 'is required and must be a list');
  const planned = items.map(item => {
    if (!isObject(item)) throw refuseField(400, 'budget_line_items', 'must hold objects');
    const { id, ...values } = readFields(item, { ...FIELDS['v1.0'], ...FIELDS['v1.1'], id: 'id' });
    const row = budgetLinesOf(visit.site.state, project.id).find(one => one.id === id);
    if (id !== undefined && !row) throw refuseField(422, 'id', 'does not exist');
    return { row, values };
  });
  const isMoved = planned.some(one => !one.row || 'original_budget_amount' in one.values);
  if (isMoved && budgetOf(visit.site, project).isLocked) refuseFields(['original_budget_amount'], LOCKED);
  const rows = planned.map(({ row, values }) => {
    if (!row) return create(visit, project, values);
    update(visit, { project, row }, values);
    return row;
  });
  return ok(rows.map(row => lineV11(visit.site, row)));
}

function routesFor(version: Version): Route[] {
  const path = `/rest/${version}/budget_line_items`;
  return [
    get(`${path}/{id}`, visit => show(visit, version)),
    post(path, visit => postOne(visit, version)),
    patch(`${path}/{id}`, visit => patchOne(visit, version)),
  ];
}

export const budgetLineRoutes: readonly Route[] = [
  post('/rest/v1.0/budget_line_items/sync', sync),
  ...routesFor('v1.0'),
  ...routesFor('v1.1'),
];
