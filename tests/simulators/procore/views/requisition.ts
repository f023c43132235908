import { KINDS } from '../acts/kinds';
import { isZero, minus, places, ratio, sum } from '../decimal';
import type { JsonObject } from '../json';
import {
  type Bill,
  billOf,
  invoicesOf,
  negatives,
  type Progress,
  positives,
  progressOf,
} from '../rules/billing';
import { packageTotal } from '../rules/change-sums';
import type { Site } from '../site';
import type { RequisitionRow } from '../store/cost-rows';
import type { ContractRow } from '../store/rows';
import { byId } from '../store/state';
import { briefWbsCode } from './codes';
import { briefUser, CURRENCY, companyRow, originWithoutCode } from './shared';

export const REQUISITION_VIEWS = ['default', 'extended', 'items', 'action_policy'] as const;
export type RequisitionView = (typeof REQUISITION_VIEWS)[number];

const MONEY: JsonObject = {
  currency_iso_code: 'USD',
  currency_exchange_rate: 1,
  base_currency_iso_code: 'USD',
};

const cents = (amount: string): string => places(amount, 2);

function contractOf(site: Site, row: RequisitionRow): ContractRow {
  const contract = byId(site.state.contracts, row.contractId);
  if (!contract) throw new RangeError(`requisition ${row.id} belongs to no contract`);
  return contract;
}

export const isLast = (site: Site, row: RequisitionRow): boolean =>
  invoicesOf(site.state, row.contractId).at(-1)?.id === row.id;

export const isDeletable = (site: Site, row: RequisitionRow): boolean =>
  row.originId === null && isLast(site, row);

/** `2026-03-31` as people of one country write it: never to be parsed. */
const shortDay = (day: string): string => `${day.slice(5, 7)}/${day.slice(8, 10)}/${day.slice(2, 4)}`;

const percentOf = (part: string, whole: string): string => (isZero(whole) ? '0.00' : ratio(part, whole));

function completedOf(bill: Bill, progress: readonly Progress[]): { work: string; stored: string } {
  const stored = sum(progress.map(one => one.item.stored));
  return { stored, work: minus(bill.total, stored) };
}

function summaryOf(site: Site, row: RequisitionRow): JsonObject {
  const bill = billOf(site.state, row);
  const progress = progressOf(site.state, row);
  const { work, stored } = completedOf(bill, progress);
  const retainage = sum([bill.workRetained, bill.storedRetained]);
  const fresh = sum(progress.map(one => minus(one.item.stored, one.previousStored)));
  return {
    original_contract_sum: cents(bill.original),
    net_change_by_change_orders: cents(sum(bill.changes)),
    contract_sum_to_date: cents(bill.contractSum),
    total_completed_and_stored_to_date: cents(bill.total),
    completed_work_retainage_percent: percentOf(bill.workRetained, work),
    completed_work_retainage_amount: cents(bill.workRetained),
    stored_materials_retainage_percent: percentOf(bill.storedRetained, stored),
    stored_materials_retainage_amount: cents(bill.storedRetained),
    total_retainage: cents(retainage),
    total_earned_less_retainage: cents(bill.earned),
    less_previous_certificates_for_payment: cents(bill.previous),
    current_payment_due: cents(bill.due),
    balance_to_finish_including_retainage: cents(minus(bill.contractSum, bill.earned)),
    tax_applicable_to_this_payment: '0.00',
    formatted_period: `${shortDay(row.startDate)} to ${shortDay(row.endDate)}`,
    positive_change_order_item_total: cents(positives(bill.changes)),
    negative_change_order_item_total: cents(negatives(bill.changes)),
    ...newChangesOf(site, row),
    new_materials: cents(fresh),
    new_materials_quantity: '0.0',
    stored_materials: cents(stored),
    stored_materials_quantity: '0.0',
  };
}

/** Change orders that stand on this invoice and on none before it. */
function newChangesOf(site: Site, row: RequisitionRow): JsonObject {
  const { state } = site;
  const earlier = invoicesOf(state, row.contractId).filter(one => one.number < row.number);
  const known = new Set(earlier.flatMap(one => one.items.map(item => item.packageId)));
  const totals = (isMeant: (id: number) => boolean): string[] =>
    [...new Set(row.items.map(item => item.packageId))]
      .filter(id => id !== null && isMeant(id))
      .map(id => byId(state.packages, id))
      .map(found => (found ? packageTotal(state, found) : '0.0'));
  const fresh = totals(id => !known.has(id));
  const old = totals(id => known.has(id));
  return {
    positive_new_change_order_item_total: cents(positives(fresh)),
    negative_new_change_order_item_total: cents(negatives(fresh)),
    positive_previous_change_order_item_total: cents(positives(old)),
    negative_previous_change_order_item_total: cents(negatives(old)),
  };
}

function summaryText(site: Site, row: RequisitionRow): JsonObject {
  const contract = contractOf(site, row);
  const project = byId(site.state.projects, row.projectId);
  const vendor = byId(site.state.vendors, contract.vendorId);
  return {
    project_name: project?.name ?? '',
    project_number: project?.number ?? '',
    to_general_contractor: companyRow(site, row.companyId).name,
    requisition_period_start: row.startDate,
    requisition_period_end: row.endDate,
    subcontractor_name: vendor?.name ?? '',
    subcontractor_street: vendor?.more['address'] ?? '',
    subcontractor_city: vendor?.more['city'] ?? '',
    subcontractor_state_code: vendor?.more['state_code'] ?? '',
    subcontractor_zip: vendor?.more['zip'] ?? '',
    subcontractor_country_code: 'US',
    application_number: String(row.number),
    contract_for: contract.title,
    contract_date: contract.more['contract_date'] ?? null,
  };
}

function headerOf(site: Site, row: RequisitionRow): JsonObject {
  const contract = contractOf(site, row);
  const vendor = byId(site.state.vendors, contract.vendorId);
  const chain = invoicesOf(site.state, row.contractId);
  const previous = chain.filter(one => one.number < row.number).at(-1);
  const bill = billOf(site.state, row);
  return {
    id: row.id,
    previous_requisition_id: previous?.id ?? null,
    project_id: row.projectId,
    commitment_id: contract.id,
    commitment_type: KINDS[contract.kind].type,
    contract_name: contract.title,
    vendor_id: contract.vendorId,
    vendor_name: vendor?.name ?? null,
    number: row.number,
    invoice_number: row.invoiceNumber,
    invoice_type: 'progress_and_retainage_release',
    status: row.status,
    erp_status: row.originId === null ? null : 'synced',
    final: row.isFinal,
    deletable: isDeletable(site, row),
    percent_complete: `${percentOf(bill.total, bill.contractSum)}%`,
    billing_date: row.billingDate,
    requisition_start: row.startDate,
    requisition_end: row.endDate,
    period_id: row.periodId,
    payment_date: row.paymentDate,
    submitted_at: row.submittedAt,
    total_claimed_amount: cents(bill.gross),
    electronic_signature_id: null,
    move_materials_to_previous_work_completed: false,
    ...originWithoutCode(row),
    created_by: {
      ...briefUser(site, row.createdById),
      company_name: companyRow(site, row.companyId).name,
    },
    custom_fields: {},
    attachments: [],
    currency_configuration: MONEY,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}

/** Every column of G703, and of the invoice's own bookkeeping. */
export function itemView(site: Site, row: RequisitionRow, one: Progress): JsonObject {
  const { item, line } = one;
  const wbs = byId(site.state.wbsCodes, line?.wbsCodeId ?? null);
  const position = row.items.indexOf(item) + 1;
  return {
    id: item.id,
    item_type: item.itemType,
    accounting_method: contractOf(site, row).accountingMethod,
    line_item_id: item.lineId,
    cost_code_id: line?.costCodeId ?? null,
    description_of_work: line?.description ?? '',
    scheduled_value: cents(one.scheduled),
    work_completed_from_previous_application: cents(one.previousWork),
    work_completed_this_period: cents(item.completed),
    materials_presently_stored: cents(item.stored),
    materials_presently_stored_quantity: '0.0',
    materials_presently_stored_from_previous_progress: cents(one.previousStored),
    materials_previously_stored_quantity: '0.0',
    materials_moved: cents(item.moved),
    materials_retainage_retained_moved: cents(item.movedRetained),
    total_completed_and_stored_to_date: cents(one.total),
    total_completed_and_stored_to_date_percent: percentOf(one.total, one.scheduled),
    total_completed_and_stored_to_date_from_previous: cents(one.previousTotal),
    work_completed_retainage_from_previous_application: cents(one.previousWorkRetained),
    work_completed_retainage_retained_this_period: cents(item.retained),
    work_completed_retainage_percent_this_period: cents(item.percent),
    work_completed_retainage_released_this_period: cents(item.released),
    materials_stored_retainage_currently_retained: cents(item.storedRetained),
    materials_stored_retainage_percent_this_period: cents(item.storedPercent),
    materials_stored_retainage_new_materials: cents(minus(item.storedRetained, one.previousStoredRetained)),
    materials_stored_retainage_released_this_period: cents(item.storedReleased),
    gross_amount: cents(one.gross),
    net_amount: cents(one.net),
    scheduled_quantity: line?.quantity ?? '0.0',
    scheduled_unit_price: places(line?.unitCost ?? '0.0', 4),
    work_completed_this_period_quantity: item.quantity,
    work_completed_from_previous_application_quantity: '0.0',
    uom: line?.uom ?? null,
    taxes: [],
    comment: item.comment,
    status: item.status,
    position,
    line_number: String(position),
    ssr_manual_override: false,
    subcontractor_claimed_amount: cents(item.claimed),
    previous_progress_id: null,
    wbs_code: wbs ? { ...briefWbsCode(site, wbs), segment_items: [] } : null,
    currency_configuration: MONEY,
  };
}

const NOT_IN_ROWS = ['net_amount', 'gross_amount', 'uom', 'taxes', 'line_number', 'previous_progress_id'];

/** As the routes of single items show it: without sums of its own. */
export function itemRow(site: Site, row: RequisitionRow, one: Progress): JsonObject {
  const entries = Object.entries(itemView(site, row, one)).filter(([name]) => !NOT_IN_ROWS.includes(name));
  const view: JsonObject = { ...Object.fromEntries(entries), currency_configuration: CURRENCY };
  if (one.item.itemType === 'contract_item') return view;
  const { item_type: _, accounting_method: __, ...rest } = view;
  const changed = one.line && 'commitmentLineId' in one.line ? one.line.commitmentLineId : null;
  return {
    ...rest,
    change_order_package_id: one.item.packageId,
    commitment_line_item_id: changed,
    commitment_line_item_origin_id: byId(site.state.lines, changed)?.originId ?? null,
  };
}

/** The table as people see it, with retainage in every direction. */
export function detailView(site: Site, row: RequisitionRow, one: Progress): JsonObject {
  const view = itemView(site, row, one);
  const entries = Object.entries(view).filter(([name]) => DETAIL_KEYS.includes(name));
  const { item } = one;
  return {
    ...Object.fromEntries(entries),
    item_number: row.items.indexOf(item) + 1,
    balance_to_finish: cents(minus(one.scheduled, one.total)),
    total_completed_and_stored_to_date_quantity: item.quantity,
    work_completed_retainage_currently_retained: cents(one.workRetained),
    materials_stored_retainage_from_previous_application: cents(one.previousStoredRetained),
    materials_stored_retainage_retained_this_period: cents(
      minus(item.storedRetained, one.previousStoredRetained),
    ),
    total_retainage_currently_retained: cents(sum([one.workRetained, item.storedRetained])),
    total_retainage_from_previous_application: cents(
      sum([one.previousWorkRetained, one.previousStoredRetained]),
    ),
  };
}

const DETAIL_KEYS = [
  'id',
  'materials_presently_stored',
  'scheduled_value',
  'total_completed_and_stored_to_date',
  'total_completed_and_stored_to_date_percent',
  'work_completed_from_previous_application',
  'work_completed_this_period',
  'description_of_work',
  'item_type',
  'cost_code_id',
  'scheduled_unit_price',
  'scheduled_quantity',
  'work_completed_this_period_quantity',
  'work_completed_from_previous_application_quantity',
  'work_completed_retainage_from_previous_application',
  'work_completed_retainage_released_this_period',
  'work_completed_retainage_retained_this_period',
  'work_completed_retainage_percent_this_period',
  'materials_stored_retainage_currently_retained',
  'materials_stored_retainage_released_this_period',
  'materials_stored_retainage_percent_this_period',
  'materials_moved',
  'materials_retainage_retained_moved',
];

function packagesOf(site: Site, row: RequisitionRow): JsonObject[] {
  const ids = [...new Set(row.items.map(item => item.packageId))].filter(id => id !== null);
  return ids.flatMap((id, index) => {
    const found = byId(site.state.packages, id);
    if (!found) return [];
    return {
      id: found.id,
      contract_id: row.contractId,
      change_order_id: found.id,
      number: found.number,
      title: found.title,
      status: 'Approved',
      position: index + 1,
      change_order_acronym_number: `CCO #${found.number}`,
      change_order_request: null,
      batch: null,
    };
  });
}

interface Shape {
  readonly view: RequisitionView;
  readonly version: 'v1.0' | 'v1.1';
}

/** In the company with small ids the older version still calls the summary `g702`. */
export function requisitionView(site: Site, row: RequisitionRow, { view, version }: Shape): JsonObject {
  const summary = summaryOf(site, row);
  const isOld = version === 'v1.0' && companyRow(site, row.companyId).isLoose;
  const common = { ...headerOf(site, row), [isOld ? 'g702' : 'summary']: summary };
  if (view === 'default') return common;
  if (view === 'action_policy') return { ...common, action_policy: { edit: true } };
  const extended = { ...common, summary_text: summaryText(site, row) };
  if (view === 'extended') return extended;
  return {
    ...extended,
    items: progressOf(site.state, row).map(one => itemView(site, row, one)),
    item_packages: packagesOf(site, row),
  };
}
