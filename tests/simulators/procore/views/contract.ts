import { KINDS } from '../acts/kinds';
import { sum } from '../decimal';
import type { Json, JsonObject } from '../json';
import { contractMoney, contractTotal } from '../rules/contract-money';
import type { Site } from '../site';
import type { ChangeRow } from '../store/change-rows';
import { ofContract } from '../store/grouped';
import type { ContractRow } from '../store/rows';
import { byId, linesOf } from '../store/state';
import { changeInContract, packageInContract, potentialInContract } from './change-orders';
import { lineView } from './line';
import { paymentInContract } from './payment';
import { briefProject, CURRENCY, companyRow, originOf, originWithoutCode } from './shared';

export const grandTotal = (site: Site, row: ContractRow): string => contractTotal(site.state, row);

function money(site: Site, row: ContractRow): JsonObject {
  const sums = contractMoney(site.state, row);
  return {
    grand_total: sums.total,
    approved_change_orders: sums.approved,
    pending_change_orders: sums.pending,
    draft_change_orders_amount: sums.draft,
    revised_contract: sums.revised,
    pending_revised_contract: sums.pendingRevised,
    remaining_balance_outstanding: sums.left,
    total_payments: sums.paid,
    total_requisitions_amount: sums.invoiced,
    total_draw_requests_amount: '0.0',
    percentage_paid: sums.percentPaid,
  };
}

/** Fields of one kind only. */
function ofKind(row: ContractRow): JsonObject {
  if (row.kind === 'purchase_order') {
    return {
      assignee: null,
      bill_to_address: '',
      billing_schedule_of_values_status: 'draft',
      delivery_date: null,
      payment_terms: '',
      ship_to_address: '',
      ship_via: null,
    };
  }
  return {
    actual_completion_date: null,
    contract_start_date: null,
    contract_estimated_completion_date: null,
    inclusions: '',
    exclusions: null,
  };
}

/** In one company a percentage is a JSON number, in the other a string: both are seen in life. */
function percent(site: Site, row: ContractRow): Json {
  const text = String(row.more['retainage_percent'] ?? '0.0');
  return companyRow(site, row.companyId).isLoose ? Number(text) : text;
}

function vendorOf(site: Site, row: ContractRow, isShow: boolean): JsonObject | null {
  const vendor = byId(site.state.vendors, row.vendorId);
  if (!vendor) return null;
  const brief = { id: vendor.id, company: vendor.name };
  return isShow ? { ...brief, ...originWithoutCode(vendor) } : brief;
}

/** As lists show it. */
export function listedContract(site: Site, row: ContractRow): JsonObject {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    status: row.status,
    description: row.description,
    accounting_method: row.accountingMethod,
    executed: row.status === 'Approved',
    private: false,
    contract_date: null,
    execution_date: null,
    approval_letter_date: row.id % 2 === 0 ? null : '',
    issued_on_date: null,
    letter_of_intent_date: '',
    returned_date: null,
    signed_contract_received_date: null,
    requisitions_are_enabled: true,
    show_line_items_to_non_admins: false,
    ...ofKind(row),
    ...row.more,
    retainage_percent: percent(site, row),
    ...money(site, row),
    ...originOf(row),
    vendor: vendorOf(site, row, false),
    project: briefProject(site, row.projectId),
    currency_configuration: CURRENCY,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    deleted_at: row.deletedAt,
  };
}

function changesOf({ state }: Site, row: ContractRow) {
  const isHere = (one: ChangeRow): boolean => one.contractId === row.id && one.deletedAt === null;
  const requests = state.requests.filter(isHere).map(changeInContract);
  return {
    change_order_packages: state.packages.filter(isHere).map(packageInContract),
    // A list in a list, as real contracts have it.
    change_order_requests: requests.length === 0 ? [] : [requests],
    potential_change_orders: state.potentialChanges.filter(isHere).map(potentialInContract),
  };
}

const paymentsOf = ({ state }: Site, row: ContractRow): JsonObject[] =>
  ofContract(state.payments, row.id).map(paymentInContract);

/** As show, and every write, answers it: with its lines and the vendor's mark. */
export function shownContract(site: Site, row: ContractRow): JsonObject {
  return {
    ...listedContract(site, row),
    created_by_id: row.createdById,
    vendor: vendorOf(site, row, true),
    line_items: linesOf(site.state, row.id).map(line => lineView(site, line, row)),
    attachments: [],
    ...changesOf(site, row),
    payments_issued: paymentsOf(site, row),
    invoice_contacts: [],
  };
}

/** The union of both kinds, which knows nothing of other systems. */
export function listedCommitment(site: Site, row: ContractRow): JsonObject {
  const vendor = byId(site.state.vendors, row.vendorId);
  return {
    id: row.id,
    title: row.title,
    number: row.number,
    status: row.status,
    description: row.description,
    executed: row.status === 'Approved',
    delivery_date: row.more['delivery_date'] ?? null,
    created_at: row.createdAt,
    private: false,
    vendor: vendor ? { id: vendor.id, name: vendor.name } : null,
  };
}

export function shownCommitment(site: Site, row: ContractRow): JsonObject {
  const lines = linesOf(site.state, row.id);
  return {
    ...listedCommitment(site, row),
    type: KINDS[row.kind].type,
    accounting_method: row.accountingMethod,
    ...money(site, row),
    retainage_percent: percent(site, row),
    line_items_total: sum(lines.map(line => line.amount)),
    line_items: lines.map(line => lineView(site, line, row)),
    payments_issued: paymentsOf(site, row),
    change_order_packages: changesOf(site, row).change_order_packages,
    attachments: [],
    updated_at: row.updatedAt,
    deleted_at: row.deletedAt,
  };
}

/** The newer family: ids as strings, no mark of other systems. */
export function v2Contract(site: Site, row: ContractRow): JsonObject {
  return {
    id: String(row.id),
    type: KINDS[row.kind].type,
    number: row.number,
    title: row.title,
    status: row.status,
    description: row.description,
    accounting_method: row.accountingMethod,
    executed: row.status === 'Approved',
    private: false,
    contract_date: row.more['contract_date'] ?? null,
    grand_total: grandTotal(site, row),
    vendor_id: row.vendorId === null ? null : String(row.vendorId),
    project_id: String(row.projectId),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    deleted_at: row.deletedAt,
  };
}
