import { z } from 'zod';
import { decimal, idOrNull, idText, knownWord, momentText, truth, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';
import { numeral } from '../write';

const budget = z.looseObject({ locked: truth }).transform(row => ({ isLocked: row.locked }));

/** Whether a project's budget is locked: only then may it be carried on. */
export function showBudget(session: ProcoreSession, projectId: string): Promise<{ isLocked: boolean }> {
  return session.get(budget, `/rest/v1.0/projects/${projectId}/budget`);
}

const view = z.looseObject({ id: idText, name: words }).transform(({ id, name }) => ({ id, name }));

export type BudgetView = z.output<typeof view>;

/** The views a project's budget can be read in; each has columns of its own. */
export function listBudgetViews(session: ProcoreSession, projectId: string): Promise<BudgetView[]> {
  return session.list(view, '/rest/v1.0/budget_views', { project_id: projectId });
}

/** Keys of a row that are no column of the view. */
const FIXED = new Set([
  ...[
    'id',
    'deletable',
    'company_id',
    'company',
    'project_id',
    'project',
    'wbs_code_id',
    'biller',
    'biller_id',
  ],
  ...[
    'biller_type',
    'root_cost_code_id',
    'root_cost_code',
    'cost_code_id',
    'cost_code',
    'cost_code_origin_id',
  ],
  ...['category_id', 'category', 'original_budget_amount', 'budget_modifications', 'budget_forecast'],
  ...['currency_configuration', 'unbudgeted_reason'],
]);

const AMOUNT = /^[+-]?\d{1,12}(\.\d{0,10})?$/;

/** Source and formula columns of the view, by their name; what is no amount is left out. */
function columnsIn(row: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const amounts = Object.entries(row).filter(
    (entry): entry is [string, string] =>
      !FIXED.has(entry[0]) && typeof entry[1] === 'string' && AMOUNT.test(entry[1]),
  );
  return Object.fromEntries(amounts);
}

const budgetRow = z
  .looseObject({
    id: idOrNull,
    wbs_code_id: idOrNull,
    cost_code_id: idOrNull,
    cost_code: words,
    category_id: idOrNull,
    category: words,
    biller_id: idOrNull,
    biller_type: words,
    original_budget_amount: decimal,
    budget_modifications: decimal,
    currency_configuration: z.looseObject({ currency_iso_code: wordsOrNull }).nullish(),
    unbudgeted_reason: wordsOrNull,
  })
  .transform(row => ({
    /** The budget line's id; a cost outside the budget has no line. */
    id: row.unbudgeted_reason === null ? row.id : null,
    budgetCodeId: row.wbs_code_id,
    costCodeId: row.cost_code_id,
    costCode: row.cost_code,
    costTypeId: row.category_id,
    costType: row.category,
    subJobId: row.biller_type === 'SubJob' ? row.biller_id : null,
    originalAmount: row.original_budget_amount,
    modifications: row.budget_modifications,
    currency: row.currency_configuration?.currency_iso_code ?? null,
    isBudgeted: row.unbudgeted_reason === null,
    columns: columnsIn(row),
  }));

export type BudgetRow = z.output<typeof budgetRow>;

/** The lines of a budget as one view shows them; costs without a budget line only when asked for. */
export function listBudgetRows(
  session: ProcoreSession,
  where: { readonly projectId: string; readonly viewId: string },
  rowType: 'budgeted' | 'unbudgeted' | 'all' = 'budgeted',
): Promise<BudgetRow[]> {
  return session.list(budgetRow, `/rest/v1.0/budget_views/${where.viewId}/detail_rows`, {
    project_id: where.projectId,
    budget_row_type: rowType,
  });
}

const modification = z
  .looseObject({
    id: idText,
    from_budget_line_item_id: idOrNull,
    to_budget_line_item_id: idOrNull,
    transfer_amount: decimal,
    notes: words,
    origin_id: wordsOrNull,
    created_at: momentText,
    updated_at: momentText,
  })
  .transform(row => ({
    id: row.id,
    fromLineId: row.from_budget_line_item_id,
    toLineId: row.to_budget_line_item_id,
    amount: row.transfer_amount,
    notes: row.notes,
    originId: row.origin_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));

export type BudgetModification = z.output<typeof modification>;

/** Transfers between lines of a budget. */
export function listBudgetModifications(
  session: ProcoreSession,
  projectId: string,
): Promise<BudgetModification[]> {
  return session.list(modification, `/rest/v1.0/projects/${projectId}/budget_modifications`);
}

const CHANGE_STATUSES = ['draft', 'under_review', 'approved', 'void'];

const changeLine = z
  .looseObject({
    id: idText,
    type: words,
    wbs_code_id: idOrNull,
    description: words,
    quantity: decimal,
    unit_cost: decimal,
    uom: wordsOrNull,
    amount: decimal,
  })
  .transform(row => ({
    id: row.id,
    budgetCodeId: row.wbs_code_id,
    description: row.description,
    quantity: row.quantity,
    unitCost: row.unit_cost,
    uom: row.uom,
    amount: row.amount,
  }));

const change = z
  .looseObject({
    id: idText,
    number: words,
    title: words,
    status: knownWord('status', CHANGE_STATUSES),
    erp_status: wordsOrNull,
    total_amount: decimal,
    adjustment_line_items: z.array(changeLine).nullish(),
    created_at: momentText,
    updated_at: momentText,
  })
  .transform(row => ({
    id: row.id,
    number: row.number,
    title: row.title,
    status: row.status,
    erpStatus: row.erp_status,
    total: row.total_amount,
    /** None in a listing; `showBudgetChange` has them. */
    lines: row.adjustment_line_items ?? [],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));

export type BudgetChange = z.output<typeof change>;

/** Changes of a budget, without their lines. */
export function listBudgetChanges(session: ProcoreSession, projectId: string): Promise<BudgetChange[]> {
  const path = `/rest/v1.0/projects/${projectId}/budget_changes`;
  return session.list(change, path, { per_page: 100 });
}

const wrappedChange = z.union([z.looseObject({ data: change }).transform(body => body.data), change]);

/** One change of a budget, whole. */
export function showBudgetChange(
  session: ProcoreSession,
  projectId: string,
  id: string,
): Promise<BudgetChange> {
  return session.get(wrappedChange, `/rest/v1.0/projects/${projectId}/budget_changes/${id}`);
}

const snapshot = z.union([
  z.looseObject({ data: z.looseObject({ id: idText }) }).transform(body => body.data.id),
  z.looseObject({ id: idText }).transform(body => body.id),
]);

/** Freezes a budget as it stands in a view, for later proof. Gives the snapshot's id. */
export function takeBudgetSnapshot(
  session: ProcoreSession,
  where: { readonly projectId: string; readonly viewId: string },
  name: string,
): Promise<string> {
  return session.write(snapshot, {
    method: 'POST',
    path: '/rest/v1.0/budget_view_snapshots',
    body: { project_id: numeral(where.projectId), budget_template_id: numeral(where.viewId), name },
  });
}

/** The lines of a budget as they were frozen. */
export function listSnapshotRows(
  session: ProcoreSession,
  where: { readonly projectId: string; readonly snapshotId: string },
): Promise<BudgetRow[]> {
  const path = `/rest/v1.0/budget_view_snapshots/${where.snapshotId}/detail_rows`;
  return session.list(budgetRow, path, { project_id: where.projectId });
}
