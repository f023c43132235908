import { isNegative, minus, sum } from '../decimal';
import type { Json, JsonObject } from '../json';
import type { Figures } from '../rules/budget-figures';
import type { Site } from '../site';
import type { BudgetChangeRow, BudgetLineRow, BudgetModificationRow } from '../store/budget-rows';
import { byId } from '../store/state';
import { briefWbsCode, costTypeOf, fullCode, partsOf } from './codes';
import { briefUser, CURRENCY, companyRow, displayName, originWithoutCode } from './shared';

/** A column that a view computes beyond the standard ones; its name is its key in the rows. */
export interface Column {
  readonly name: string;
  readonly value: (figures: Figures) => string;
}

const revised = (one: Figures): string => sum([one.original, one.modifications, one.approvedChanges]);
const toDate = (one: Figures): string => sum([one.directCosts, one.invoiced]);

const COLUMNS: readonly Column[] = [
  { name: 'Approved COs', value: one => one.approvedChanges },
  { name: 'Revised Budget', value: revised },
  { name: 'Pending Budget Changes', value: one => one.pendingChanges },
  { name: 'Projected Budget', value: one => sum([revised(one), one.pendingChanges]) },
  { name: 'Committed Costs', value: one => one.committed },
  { name: 'Direct Costs', value: one => one.directCosts },
  { name: 'Job to Date Costs', value: toDate },
  { name: 'Pending Cost Changes', value: one => one.pendingCosts },
];

export interface BudgetView {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
}

const isOf = (...names: string[]) => COLUMNS.filter(column => names.includes(column.name));

/** Each company has two, and their columns differ: rows have other keys in each. */
export function budgetViews(isLoose: boolean): readonly BudgetView[] {
  const base = isLoose ? 40 : 310_040;
  return [
    { id: base + 1, name: 'Procore Standard Budget', description: '', columns: COLUMNS },
    {
      id: base + 2,
      name: 'Accounting',
      description: 'For month end',
      columns: isOf('Approved COs', 'Revised Budget', 'Job to Date Costs'),
    },
  ];
}

export function budgetView(site: Site, view: BudgetView, projectId: number): JsonObject {
  const link = (rows: string): string =>
    `${site.settings.publicUrl}/rest/v1.0/budget_views/${view.id}/${rows}?project_id=${projectId}`;
  const at = '2025-09-02T13:00:00Z';
  const author = site.state.people[0]?.id ?? site.state.serviceAccount.id;
  return {
    id: view.id,
    name: view.name,
    description: view.description,
    role: 'budget',
    links: { detail_rows: link('detail_rows'), summary_rows: link('summary_rows') },
    created_by: briefUser(site, author),
    created_at: at,
    updated_at: at,
  };
}

const labelled = (code: string, name: string): string => `${code} - ${name}`;

/** The division a code lies in, and itself where it lies in none. */
function rootOf(site: Site, costCodeId: number) {
  let row = byId(site.state.costCodes, costCodeId);
  while (row && row.parentId !== null) row = byId(site.state.costCodes, row.parentId);
  return row;
}

export interface RowCodes {
  readonly costCodeId: number;
  readonly costTypeId: number;
  readonly rootCostCodeId: number;
}

export function rowCodes(site: Site, wbsCodeId: number): RowCodes {
  const wbs = byId(site.state.wbsCodes, wbsCodeId);
  if (!wbs) throw new RangeError(`no budget code ${wbsCodeId}`);
  const { costCodeId, costTypeId } = wbs;
  return { costCodeId, costTypeId, rootCostCodeId: rootOf(site, costCodeId)?.id ?? costCodeId };
}

function forecastOf(one: Figures): JsonObject {
  const projected = sum([revised(one), one.pendingChanges]);
  const costs = sum([one.committed, one.directCosts, one.pendingCosts]);
  const left = minus(projected, costs);
  const amount = isNegative(left) ? '0.0' : left;
  return {
    id: one.line?.id ?? one.wbsCodeId,
    manual_amount: '0.0',
    automatic_amount: amount,
    amount,
    automatically_calculated: (one.line?.strategy ?? 'automatic') === 'automatic',
    calculation_strategy: one.line?.strategy ?? 'automatic',
    notes: '',
  };
}

/** A row of a view: amounts as strings, and one key for each column the view shows. */
export function detailRow(site: Site, one: Figures, view: BudgetView): JsonObject {
  const wbs = byId(site.state.wbsCodes, one.wbsCodeId);
  if (!wbs) throw new RangeError(`no budget code ${one.wbsCodeId}`);
  const { code, type } = partsOf(site, wbs);
  const root = rootOf(site, code.id) ?? code;
  const project = byId(site.state.projects, wbs.projectId);
  const name = project ? displayName(project) : '';
  const extra = view.columns.map((column): [string, Json] => [column.name, column.value(one)]);
  return {
    // A row without a line has no line's id; what stands there then finds none.
    id: one.line?.id ?? one.wbsCodeId,
    deletable: one.line !== null && one.committed === '0.0' && one.directCosts === '0.0',
    company_id: wbs.companyId,
    company: companyRow(site, wbs.companyId).name,
    project_id: wbs.projectId,
    project: name,
    wbs_code_id: wbs.id,
    biller_id: wbs.projectId,
    biller: name,
    biller_type: 'Project',
    root_cost_code_id: root.id,
    root_cost_code: labelled(root.code, root.name),
    cost_code_id: code.id,
    cost_code: labelled(code.code, code.name),
    cost_code_origin_id: code.originId,
    category_id: type.id,
    category: type.name,
    original_budget_amount: one.original,
    budget_modifications: one.modifications,
    ...Object.fromEntries(extra),
    budget_forecast: forecastOf(one),
    currency_configuration: CURRENCY,
    unbudgeted_reason: one.line === null ? 'not_in_budget' : null,
  };
}

/** Here amounts are JSON numbers, unlike in rows. */
export function lineV11(site: Site, row: BudgetLineRow): JsonObject {
  const wbs = byId(site.state.wbsCodes, row.wbsCodeId);
  return {
    id: row.id,
    original_budget_amount: Number(row.amount),
    uom: row.uom,
    quantity: Number(row.quantity),
    unit_cost: Number(row.unitCost),
    calculation_strategy: row.strategy,
    wbs_code: wbs ? briefWbsCode(site, wbs) : null,
    currency_configuration: CURRENCY,
  };
}

export function lineV10(site: Site, row: BudgetLineRow, one: Figures): JsonObject {
  const { costCodeId, costTypeId, rootCostCodeId } = rowCodes(site, row.wbsCodeId);
  const codes = site.state.costCodes;
  const code = byId(codes, costCodeId);
  const root = byId(codes, rootCostCodeId);
  const { wbs_code: _, ...common } = lineV11(site, row);
  const projected = sum([revised(one), one.pendingChanges]);
  const costs = sum([one.committed, one.directCosts, one.pendingCosts]);
  const forecast = Number(forecastOf(one)['amount']);
  return {
    ...common,
    approved_budget_changes: Number(one.approvedChanges),
    revised_budget: Number(revised(one)),
    pending_budget_changes: Number(one.pendingChanges),
    projected_budget: Number(projected),
    committed_costs: Number(one.committed),
    direct_costs: Number(one.directCosts),
    pending_cost_changes: Number(one.pendingCosts),
    projected_costs: Number(costs),
    budget_forecast: forecast,
    estimated_cost_at_completion: Number(costs) + forecast,
    projected_over_under: Number(projected) - Number(costs) - forecast,
    cost_code: code
      ? { id: code.id, name: code.name, code: code.code, full_code: fullCode(codes, code) }
      : null,
    division: root ? { id: root.id, name: root.name, full_code: fullCode(codes, root) } : null,
    line_item_type: costTypeOf(site, costTypeId),
  };
}

export const modificationView = (row: BudgetModificationRow): JsonObject => ({
  id: row.id,
  from_budget_line_item_id: row.fromLineId,
  to_budget_line_item_id: row.toLineId,
  transfer_amount: row.amount,
  notes: row.notes,
  ...originWithoutCode(row),
  created_at: row.createdAt,
  updated_at: row.updatedAt,
});

/** As the list shows it: no lines. */
export function briefBudgetChange(site: Site, row: BudgetChangeRow): JsonObject {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    description: row.description,
    status: row.status,
    erp_status: null,
    total_amount: sum(row.lines.map(line => line.amount)),
    created_by: briefUser(site, row.createdById),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    custom_fields: {},
  };
}

export function shownBudgetChange(site: Site, row: BudgetChangeRow): JsonObject {
  const lines = row.lines.map((line, index) => ({
    id: line.id,
    type: 'budget_change',
    adjustment_number: index + 1,
    ref: null,
    wbs_code_id: line.wbsCodeId,
    description: line.description,
    comment: null,
    calculation_strategy: 'manual',
    quantity: Number(line.quantity),
    unit_cost: Number(line.unitCost),
    uom: line.uom,
    amount: Number(line.amount),
  }));
  return { ...briefBudgetChange(site, row), adjustment_line_items: lines, production_quantities: [] };
}
