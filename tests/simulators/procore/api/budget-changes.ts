import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import {
  addBudgetChange,
  addModification,
  budgetModification,
  budgetOf,
  changeBudgetChange,
  removeBudgetChange,
  removeModification,
} from '../acts/budgets';
import { changeRow } from '../acts/records';
import { type Answer, created, notFound, ok, refuseField } from '../http/answer';
import { listPage, v2Page } from '../http/pages';
import { del, get, patch, post, type Route, type Visit } from '../http/router';
import { isObject, type Json } from '../json';
import { type FieldKinds, numberOrNull, readFields, textOr } from '../rules/fields';
import { refuseFields } from '../rules/locks';
import { ORIGIN_FIELDS_WITHOUT_CODE, relink } from '../rules/origin';
import { bodyObject, pathId, wrapped } from '../rules/scope';
import { unitIn } from '../rules/units';
import { stampNow } from '../site';
import {
  BUDGET_CHANGE_STATUSES,
  type BudgetChangeLineRow,
  type BudgetChangeRow,
  type BudgetModificationRow,
} from '../store/budget-rows';
import { noLink, type ProjectRow } from '../store/rows';
import { nextId } from '../store/state';
import { briefBudgetChange, modificationView, shownBudgetChange } from '../views/budget';
import { READ_BUDGET, WRITE_BUDGET } from './budgets';

type Values = Record<string, Json>;

const MODIFICATION_FIELDS: FieldKinds = {
  ...ORIGIN_FIELDS_WITHOUT_CODE,
  from_budget_line_item_id: 'id',
  to_budget_line_item_id: 'id',
  transfer_amount: 'decimal',
  notes: 'text',
};

const modificationsIn = ({ site }: Visit, project: ProjectRow): BudgetModificationRow[] =>
  site.state.budgetModifications.filter(row => row.projectId === project.id);

function modification(visit: Visit, project: ProjectRow): BudgetModificationRow {
  const row = modificationsIn(visit, project).find(one => one.id === pathId(visit.call, 'id'));
  if (!row) throw notFound('Budget modification');
  return row;
}

function lineId(visit: Visit, at: { project: ProjectRow; field: string; values: Values }): number | null {
  const id = numberOrNull(at.values[at.field]);
  if (id === null) return null;
  const isThere = visit.site.state.budgetLines.some(row => row.id === id && row.projectId === at.project.id);
  if (!isThere) throw refuseField(422, at.field, 'does not exist in this budget');
  return id;
}

function contentOf(visit: Visit, project: ProjectRow, values: Values) {
  const toLineId = lineId(visit, { project, field: 'to_budget_line_item_id', values });
  if (toLineId === null) throw refuseField(422, 'to_budget_line_item_id', "can't be blank");
  if (!('transfer_amount' in values)) throw refuseField(422, 'transfer_amount', "can't be blank");
  const fromLineId = lineId(visit, { project, field: 'from_budget_line_item_id', values });
  if (fromLineId === toLineId) throw refuseField(422, 'from_budget_line_item_id', 'is the line it goes to');
  return { fromLineId, toLineId, amount: textOr(values['transfer_amount'], '0.0') };
}

const claimOf = (visit: Visit, row: BudgetModificationRow | null) => ({
  record: 'budget_modification',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.budgetModifications,
});

function postModification(visit: Visit): Answer {
  const project = projectOf(visit, WRITE_BUDGET);
  const { site, company } = visit;
  const values = readFields(wrapped(visit.call, 'budget_modification'), MODIFICATION_FIELDS);
  if (!budgetOf(site, project).isLocked)
    refuseFields(['base'], 'The budget must be locked before it is modified');
  const content = contentOf(visit, project, values);
  const link = relink(visit, values, claimOf(visit, null));
  const at = stampNow(site);
  const row: BudgetModificationRow = {
    ...noLink,
    ...link,
    id: nextId(site.state, 'budgetModifications', company.id),
    companyId: company.id,
    projectId: project.id,
    ...content,
    notes: textOr(values['notes'], ''),
    createdAt: at,
    updatedAt: at,
  };
  return created(modificationView(addModification(site, row, actorOf(visit))));
}

/** Both the line it goes to and the amount are needed again, as in a new one. */
function patchModification(visit: Visit): Answer {
  const project = projectOf(visit, WRITE_BUDGET);
  const row = modification(visit, project);
  const values = readFields(wrapped(visit.call, 'budget_modification'), MODIFICATION_FIELDS);
  const content = contentOf(visit, project, values);
  const link = relink(visit, values, claimOf(visit, row));
  const change = { ...content, ...link, notes: textOr(values['notes'], row.notes) };
  const subject = budgetModification(project.id);
  changeRow(visit.site, row, { subject, actor: actorOf(visit), change });
  return ok(modificationView(row));
}

function deleteModification(visit: Visit): Answer {
  const row = modification(visit, projectOf(visit, WRITE_BUDGET));
  removeModification(visit.site, row, actorOf(visit));
  return ok(modificationView(row));
}

const CHANGE_FIELDS: FieldKinds = {
  id: 'id',
  number: 'whole',
  status: BUDGET_CHANGE_STATUSES,
  title: 'text',
  description: 'text',
  adjustment_line_items: 'list',
  prostore_file_ids: 'list',
  production_quantities: 'list',
};

const CHANGE_LINE_FIELDS: FieldKinds = {
  id: 'id',
  type: ['change_event', 'budget_change'],
  ref: 'text',
  adjustment_number: 'whole',
  wbs_code_id: 'id',
  description: 'text',
  comment: 'text',
  calculation_strategy: ['automatic', 'manual'],
  quantity: 'decimal',
  uom: 'text',
  unit_cost: 'decimal',
  amount: 'decimal',
  change_event_line_item_id: 'id',
  _delete: 'flag',
};

const changesIn = ({ site }: Visit, project: ProjectRow): BudgetChangeRow[] =>
  site.state.budgetChanges.filter(row => row.projectId === project.id);

function changeIn(visit: Visit, project: ProjectRow): BudgetChangeRow {
  const row = changesIn(visit, project).find(one => one.id === pathId(visit.call, 'id'));
  if (!row) throw notFound('Budget change');
  return row;
}

function changeLine(
  visit: Visit,
  projectId: number,
  at: { values: Values; before: BudgetChangeLineRow | undefined },
) {
  const { values, before } = at;
  const { site, company } = visit;
  const wbsCodeId = numberOrNull(values['wbs_code_id']) ?? before?.wbsCodeId ?? null;
  if (
    !site.state.wbsCodes.some(row => row.id === wbsCodeId && row.projectId === projectId) ||
    wbsCodeId === null
  ) {
    throw refuseField(422, 'wbs_code_id', 'does not exist in this project');
  }
  return {
    id: before?.id ?? nextId(site.state, 'budgetChangeLines', company.id),
    wbsCodeId,
    description: textOr(values['description'], before?.description ?? ''),
    amount: textOr(values['amount'], before?.amount ?? '0.0'),
    quantity: textOr(values['quantity'], before?.quantity ?? '0.0'),
    unitCost: textOr(values['unit_cost'], before?.unitCost ?? '0.0'),
    uom: unitIn(visit, values, before?.uom ?? null),
  };
}

/** Lines that are named change, those without an id are new, those not named stay. */
function linesAfter(
  visit: Visit,
  projectId: number,
  at: { values: Values; before: readonly BudgetChangeLineRow[] },
) {
  const given = at.values['adjustment_line_items'];
  if (!Array.isArray(given)) return [...at.before];
  const lines = new Map(at.before.map(line => [line.id, line]));
  const added: BudgetChangeLineRow[] = [];
  for (const item of given) {
    if (!isObject(item)) throw refuseField(400, 'adjustment_line_items', 'must hold objects');
    const values = readFields(item, CHANGE_LINE_FIELDS);
    const id = numberOrNull(values['id']);
    const before = id === null ? undefined : lines.get(id);
    if (id !== null && !before) throw refuseField(422, 'id', 'is no line of this budget change');
    if (values['_delete'] === true) lines.delete(id ?? 0);
    else if (id === null) added.push(changeLine(visit, projectId, { values, before }));
    else lines.set(id, changeLine(visit, projectId, { values, before }));
  }
  return [...lines.values(), ...added];
}

const statusOf = (values: Values, before: BudgetChangeRow['status']): BudgetChangeRow['status'] =>
  BUDGET_CHANGE_STATUSES.find(status => status === values['status']) ?? before;

/** The fields stand in the body itself, in no wrapper. */
function fieldsIn(visit: Visit): Values {
  const { project_id: _, company_id: __, ...fields } = bodyObject(visit.call);
  return readFields(fields, CHANGE_FIELDS);
}

function postChange(visit: Visit): Answer {
  const project = projectOf(visit, WRITE_BUDGET);
  const { site, company } = visit;
  const values = fieldsIn(visit);
  if (!('status' in values)) throw refuseField(422, 'status', "can't be blank");
  const lines = linesAfter(visit, project.id, { values, before: [] });
  const actor = actorOf(visit);
  const at = stampNow(site);
  const row: BudgetChangeRow = {
    id: nextId(site.state, 'budgetChanges', company.id),
    companyId: company.id,
    projectId: project.id,
    createdById: actor.userId,
    number: numberOrNull(values['number']) ?? changesIn(visit, project).length + 1,
    title: textOr(values['title'], ''),
    description: textOr(values['description'], ''),
    status: statusOf(values, 'draft'),
    lines,
    createdAt: at,
    updatedAt: at,
  };
  return created({ data: shownBudgetChange(site, addBudgetChange(site, row, actor)) });
}

function patchChange(visit: Visit): Answer {
  const project = projectOf(visit, WRITE_BUDGET);
  const row = changeIn(visit, project);
  const values = fieldsIn(visit);
  const isSettled = row.status === 'approved' || row.status === 'void';
  if (isSettled && statusOf(values, row.status) === row.status) {
    refuseFields(
      Object.keys(values).filter(name => name !== 'id' && name !== 'status'),
      `A budget change cannot be changed while it is ${row.status}`,
    );
  }
  const change: Partial<BudgetChangeRow> = {
    number: numberOrNull(values['number']) ?? row.number,
    title: textOr(values['title'], row.title),
    description: textOr(values['description'], row.description),
    status: statusOf(values, row.status),
    lines: linesAfter(visit, project.id, { values, before: row.lines }),
  };
  changeBudgetChange(visit.site, row, { change, actor: actorOf(visit) });
  return ok({ data: shownBudgetChange(visit.site, row) });
}

function deleteChange(visit: Visit): Answer {
  const row = changeIn(visit, projectOf(visit, WRITE_BUDGET));
  removeBudgetChange(visit.site, row, actorOf(visit));
  return ok({ data: briefBudgetChange(visit.site, row) });
}

/** Of all changes of the project, in the newer family. */
function adjustmentLines(visit: Visit): Answer {
  const project = projectOf(visit, READ_BUDGET);
  const lines = changesIn(visit, project).flatMap(row =>
    row.lines.map((line, index) => ({
      id: String(line.id),
      adjustment_number: index + 1,
      wbs_code_id: String(line.wbsCodeId),
      amount: Number(line.amount),
      uom: line.uom,
      quantity: Number(line.quantity),
      description: line.description,
      type: 'budget_change',
      budget_change_number: String(row.number),
      budget_change_status: row.status,
      budget_change_name: row.title,
      budget_change_id: String(row.id),
    })),
  );
  return v2Page(visit, lines);
}

const PROJECT = '/rest/v1.0/projects/{project_id}';

export const budgetChangeRoutes: readonly Route[] = [
  get(`${PROJECT}/budget_modifications`, visit =>
    listPage(visit, modificationsIn(visit, projectOf(visit, READ_BUDGET)).map(modificationView)),
  ),
  post(`${PROJECT}/budget_modifications`, postModification),
  patch(`${PROJECT}/budget_modifications/{id}`, patchModification),
  del(`${PROJECT}/budget_modifications/{id}`, deleteModification),
  // Not paged: the body is the whole.
  get(`${PROJECT}/budget_changes`, visit =>
    ok({
      data: changesIn(visit, projectOf(visit, READ_BUDGET)).map(row => briefBudgetChange(visit.site, row)),
    }),
  ),
  get(`${PROJECT}/budget_changes/{id}`, visit =>
    ok({ data: shownBudgetChange(visit.site, changeIn(visit, projectOf(visit, READ_BUDGET))) }),
  ),
  post(`${PROJECT}/budget_changes`, postChange),
  patch(`${PROJECT}/budget_changes/{id}`, patchChange),
  del(`${PROJECT}/budget_changes/{id}`, deleteChange),
  get(
    '/rest/v2.0/companies/{company_id}/projects/{project_id}/budget_changes/adjustment_line_items',
    adjustmentLines,
  ),
];
