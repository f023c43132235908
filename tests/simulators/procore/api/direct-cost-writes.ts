import { actorOf } from '../access/caller';
import { addCostLine, addDirectCost, changeCostLine, changeDirectCost } from '../acts/direct-costs';
import { refuseField } from '../http/answer';
import type { Visit } from '../http/router';
import { isObject, type Json } from '../json';
import { type FieldKinds, numberOrNull, readFields, textOr, textOrNull } from '../rules/fields';
import { ORIGIN_FIELDS_WITHOUT_CODE, relink } from '../rules/origin';
import { stampNow } from '../site';
import {
  DIRECT_COST_STATUSES,
  DIRECT_COST_TYPES,
  type DirectCostLineRow,
  type DirectCostRow,
} from '../store/cost-rows';
import { noLink, type ProjectRow } from '../store/rows';
import { nextId } from '../store/state';
import { BLANK_CONTENT, CONTENT_FIELDS, hasCode, lineContent } from './line-content';

export type Values = Record<string, Json>;

const HEADER: FieldKinds = {
  ...ORIGIN_FIELDS_WITHOUT_CODE,
  description: 'text',
  direct_cost_date: 'date',
  received_date: 'date',
  payment_date: 'date',
  employee_id: 'id',
  terms: 'text',
  status: DIRECT_COST_STATUSES,
  vendor_id: 'id',
};

/** Type and number are said when a cost is made, and by sync. */
export const HEADER_FIELDS: FieldKinds = {
  ...HEADER,
  invoice_number: 'text',
  direct_cost_type: DIRECT_COST_TYPES,
};
export const SYNC_FIELDS: FieldKinds = {
  ...HEADER_FIELDS,
  currency_iso_code: 'text',
  currency_exchange_rate: 'decimal',
};
export const PATCH_FIELDS: FieldKinds = { ...HEADER, line_items: 'list' };

export const LINE_FIELDS: FieldKinds = { ...CONTENT_FIELDS, direct_cost_id: 'id' };

/** Inside a cost, lines have other names for their amounts. */
const INNER_LINE: FieldKinds = {
  id: 'id',
  manual_amount: 'decimal',
  wbs_code_id: 'id',
  description: 'text',
  direct_cost_id: 'id',
  origin_data: 'text',
  origin_id: 'text',
  quantity: 'decimal',
  ref: 'text',
  unit_cost: 'decimal',
  uom: 'text',
};

const MOST_LINES = 100;

const claimOf = (visit: Visit, row: DirectCostRow | null) => ({
  record: 'direct_cost',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.directCosts,
});

const lineClaim = (visit: Visit, row: DirectCostLineRow | null) => ({
  record: 'direct_cost_line_item',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.directCosts.flatMap(cost => cost.lines),
});

function idIn(
  visit: Visit,
  at: { values: Values; field: 'vendor_id' | 'employee_id'; before: number | null },
) {
  const { values, field, before } = at;
  if (!(field in values)) return before;
  const id = numberOrNull(values[field]);
  const { state } = visit.site;
  const rows: readonly { id: number; companyId: number }[] =
    field === 'vendor_id' ? state.vendors : state.people;
  if (id !== null && !rows.some(row => row.id === id && row.companyId === visit.company.id)) {
    throw refuseField(422, field, 'does not exist');
  }
  return id;
}

function headerOf(visit: Visit, values: Values, before: DirectCostRow) {
  const textIn = (name: string, was: string | null) => (name in values ? textOrNull(values[name]) : was);
  return {
    type: DIRECT_COST_TYPES.find(type => type === values['direct_cost_type']) ?? before.type,
    status: DIRECT_COST_STATUSES.find(status => status === values['status']) ?? before.status,
    vendorId: idIn(visit, { values, field: 'vendor_id', before: before.vendorId }),
    employeeId: idIn(visit, { values, field: 'employee_id', before: before.employeeId }),
    invoiceNumber: textIn('invoice_number', before.invoiceNumber),
    description: textOr(values['description'], before.description),
    date: textIn('direct_cost_date', before.date),
    receivedDate: textIn('received_date', before.receivedDate),
    paymentDate: textIn('payment_date', before.paymentDate),
    terms: textIn('terms', before.terms),
  };
}

export function createCost(visit: Visit, project: ProjectRow, values: Values): DirectCostRow {
  const { site, company } = visit;
  if (!values['direct_cost_type']) throw refuseField(422, 'direct_cost_type', "can't be blank");
  const link = relink(visit, values, claimOf(visit, null));
  const at = stampNow(site);
  const blank: DirectCostRow = {
    ...noLink,
    id: 0,
    companyId: company.id,
    projectId: project.id,
    type: 'invoice',
    status: 'draft',
    vendorId: null,
    employeeId: null,
    invoiceNumber: null,
    description: '',
    date: null,
    receivedDate: null,
    paymentDate: null,
    terms: null,
    lines: [],
    createdAt: at,
    updatedAt: at,
  };
  const header = headerOf(visit, values, blank);
  const id = nextId(site.state, 'directCosts', company.id);
  return addDirectCost(site, { ...blank, ...header, ...link, id }, actorOf(visit));
}

export function updateCost(visit: Visit, row: DirectCostRow, values: Values): void {
  const link = relink(visit, values, claimOf(visit, row));
  const change = { ...headerOf(visit, values, row), ...link };
  changeDirectCost(visit.site, row, { change, actor: actorOf(visit) });
}

export function createCostLine(visit: Visit, cost: DirectCostRow, values: Values): DirectCostLineRow {
  const { site, company } = visit;
  if (!hasCode(values)) throw refuseField(422, 'wbs_code_id', "can't be blank");
  const link = relink(visit, values, lineClaim(visit, null));
  const content = lineContent(visit, values, { projectId: cost.projectId, before: BLANK_CONTENT });
  const at = stampNow(site);
  const row: DirectCostLineRow = {
    ...content,
    ...link,
    id: nextId(site.state, 'directCostLines', company.id),
    companyId: company.id,
    position: cost.lines.length + 1,
    ref: textOrNull(values['ref']),
    createdAt: at,
    updatedAt: at,
  };
  return addCostLine(site, row, { cost, actor: actorOf(visit) });
}

export function updateCostLine(
  visit: Visit,
  at: { cost: DirectCostRow; row: DirectCostLineRow },
  values: Values,
): void {
  const { cost, row } = at;
  const link = relink(visit, values, lineClaim(visit, row));
  const content = lineContent(visit, values, { projectId: cost.projectId, before: row });
  const ref = 'ref' in values ? textOrNull(values['ref']) : row.ref;
  changeCostLine(visit.site, row, { cost, actor: actorOf(visit), change: { ...content, ...link, ref } });
}

export interface InnerLine {
  readonly id: number | null;
  readonly values: Values;
}

/** Lines of a cost's own body, all of them read before any is written. */
export function innerLines(input: Json | undefined): InnerLine[] {
  if (!Array.isArray(input)) return [];
  if (input.length > MOST_LINES) {
    throw refuseField(422, 'line_items', `may hold at most ${MOST_LINES} at once`);
  }
  return input.map(one => {
    if (!isObject(one)) throw refuseField(400, 'line_items', 'must hold objects');
    const { id, manual_amount: amount, direct_cost_id: _, ...values } = readFields(one, INNER_LINE);
    if (id === undefined && !('wbs_code_id' in values))
      throw refuseField(422, 'wbs_code_id', "can't be blank");
    return { id: numberOrNull(id), values: amount === undefined ? values : { ...values, amount } };
  });
}

export function writeInnerLines(visit: Visit, cost: DirectCostRow, lines: readonly InnerLine[]): void {
  for (const { id, values } of lines) {
    const row = cost.lines.find(line => line.id === id);
    if (id !== null && !row) throw refuseField(422, 'line_items', `holds no line ${id}`);
    const isPriced = 'quantity' in values && 'unit_cost' in values && !('amount' in values);
    const typed: Values = isPriced ? { ...values, extended_type: 'calculated' } : values;
    if (row) updateCostLine(visit, { cost, row }, typed);
    else createCostLine(visit, cost, typed);
  }
}
