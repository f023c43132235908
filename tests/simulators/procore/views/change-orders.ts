import type { Json, JsonObject } from '../json';
import { packageLines, packageTotal, potentialsUnder, requestTotal, totalOf } from '../rules/change-sums';
import { packageIdOf } from '../rules/committed';
import type { Site } from '../site';
import type {
  ChangeLineRow,
  ChangeRow,
  PackageRow,
  PotentialChangeRow,
  RequestRow,
} from '../store/change-rows';
import { byId } from '../store/state';
import { briefWbsCode } from './codes';
import { contentView } from './content';
import { briefProject, briefUser, CURRENCY, companyRow, originOf, originWithoutCode } from './shared';

const MONEY: JsonObject = { base_currency_iso_code: 'USD', currency_iso_code: 'USD' };

const dateOf = (row: ChangeRow, name: string): Json => row.more[name] ?? null;
const impactOf = (row: ChangeRow): Json => row.more['schedule_impact_amount'] ?? null;

function common(row: ChangeRow): JsonObject {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    status: row.status,
    revision: 0,
    due_date: dateOf(row, 'due_date'),
    invoiced_date: dateOf(row, 'invoiced_date'),
    paid_date: dateOf(row, 'paid_date'),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    deleted_at: row.deletedAt,
  };
}

const executed = (row: ChangeRow): Json => row.more['executed'] ?? row.status === 'approved';

export function listedPackage(site: Site, row: PackageRow): JsonObject {
  return {
    ...common(row),
    contract_id: row.contractId,
    created_by_id: row.createdById,
    executed: executed(row),
    reviewed_at: row.reviewedAt,
    signed_change_order_received_date: dateOf(row, 'signed_change_order_received_date'),
    grand_total: packageTotal(site.state, row),
    ...originOf(row),
    designated_reviewer: null,
    currency_configuration: MONEY,
    custom_fields: {},
  };
}

/** Lines as a package shows them: without their marks, which are read from the potential change order. */
function packageLine(site: Site, row: ChangeLineRow, position: number): JsonObject {
  const holder = site.state.potentialChanges.find(one => one.lines.includes(row));
  const { amount: _, extended_type: __, tax_code_id: ___, ...content } = contentView(site, row);
  return {
    id: row.id,
    position,
    ...content,
    holder: { id: holder?.id ?? null, holder_type: 'PotentialChangeOrder' },
    markup_line_items: [],
    currency_configuration: CURRENCY,
  };
}

export function shownPackage(site: Site, row: PackageRow): JsonObject {
  const { created_by_id: _, ...listed } = listedPackage(site, row);
  return {
    ...listed,
    type: 'CommitmentContractChangeOrder',
    description: row.description,
    position: Number(row.number) || 1,
    private: true,
    review_notes: null,
    schedule_impact_amount: impactOf(row),
    revised_substantial_completion_date: null,
    creator: briefUser(site, row.createdById),
    reviewer: null,
    attachments: [],
    line_items: packageLines(site.state, row).map((line, index) => packageLine(site, line, index + 1)),
  };
}

/** As a contract shows its packages. */
export const packageInContract = (row: PackageRow): JsonObject => {
  const { revision: _, ...rest } = common(row);
  return {
    ...rest,
    contract_id: row.contractId,
    reviewed_at: row.reviewedAt,
    origin_id: row.originId,
    origin_data: row.originData,
    currency_configuration: CURRENCY,
  };
};

export const changeInContract = (row: ChangeRow): JsonObject => {
  const { revision: _, ...rest } = common(row);
  return { ...rest, currency_configuration: CURRENCY };
};

export const potentialInContract = (row: PotentialChangeRow): JsonObject => ({
  ...changeInContract(row),
  reviewed_at: row.reviewedAt,
});

export function listedRequest(site: Site, row: RequestRow): JsonObject {
  return {
    ...common(row),
    created_by_id: row.createdById,
    change_order_package_id: row.packageId,
    grand_total: requestTotal(site.state, row),
    schedule_impact_amount: impactOf(row),
    currency_configuration: MONEY,
  };
}

export function shownRequest(site: Site, row: RequestRow): JsonObject {
  const { created_by_id: _, ...listed } = listedRequest(site, row);
  const batch = byId(site.state.packages, row.packageId);
  return {
    ...listed,
    contract_id: row.contractId,
    description: row.description,
    executed: executed(row),
    position: Number(row.number) || 1,
    private: true,
    signed_change_order_received_date: dateOf(row, 'signed_change_order_received_date'),
    ...originWithoutCode(row),
    creator: briefUser(site, row.createdById),
    attachments: [],
    batch: batch ? { id: batch.id, title: batch.title, number: batch.number } : null,
  };
}

const acronym = (name: string, row: ChangeRow | undefined): string | null =>
  row ? `${name} #${row.number}` : null;

export function listedPotential(site: Site, row: PotentialChangeRow): JsonObject {
  const request = byId(site.state.requests, row.requestId);
  const above = byId(site.state.packages, packageIdOf(site.state, row));
  return {
    ...common(row),
    contract_id: row.contractId,
    created_by_id: row.createdById,
    reviewed_at: row.reviewedAt,
    change_reason: null,
    schedule_impact_amount: impactOf(row),
    change_order_request_id: row.requestId,
    executed: executed(row),
    grand_total: totalOf(row.lines),
    change_order_request_title: request?.title ?? null,
    change_order_package_title: above?.title ?? null,
    potential_change_order_acronym_number: acronym('PCO', row),
    change_order_request_acronym_number: acronym('COR', request),
    change_order_package_acronym_number: acronym('CCO', above),
    change_order_tiers: byId(site.state.projects, row.projectId)?.changeOrderTiers ?? 1,
    currency_configuration: MONEY,
    custom_fields: {},
  };
}

/** Here quantities and unit costs are JSON numbers; the list of lines writes them as strings. */
function potentialLine(site: Site, row: ChangeLineRow): JsonObject {
  const { amount: _, wbs_code: __, extended_type: ___, ...content } = contentView(site, row);
  return {
    id: row.id,
    position: row.position,
    ...content,
    quantity: Number(row.quantity),
    unit_cost: Number(row.unitCost),
    cost_code_id: row.costCodeId,
    markup_line_items: [],
    currency_configuration: CURRENCY,
  };
}

export function shownPotential(site: Site, row: PotentialChangeRow): JsonObject {
  const contract = byId(site.state.contracts, row.contractId);
  const vendor = byId(site.state.vendors, contract?.vendorId ?? null);
  const total = totalOf(row.lines);
  return {
    ...common(row),
    contract_id: row.contractId,
    accounting_method: contract?.accountingMethod ?? 'amount',
    change_order_request_id: row.requestId,
    change_order_change_reason_id: null,
    commitment_change_event_id: null,
    prime_change_event_id: null,
    creator: briefUser(site, row.createdById),
    description: row.description,
    designated_reviewer: null,
    field_change: false,
    grand_total: total,
    line_items_total: total,
    line_items_extended_total: total,
    line_items: row.lines.map(line => potentialLine(site, line)),
    location_id: null,
    ...originWithoutCode(row),
    paid: false,
    position: Number(row.number) || 1,
    private: true,
    reason: null,
    received_from: null,
    reference: null,
    request_for_quote_id: null,
    reviewed_at: row.reviewedAt,
    reviewer: null,
    schedule_impact_amount: impactOf(row),
    vendor: vendor ? { id: vendor.id, name: vendor.name } : null,
    void: row.status === 'void',
    attachments: [],
    currency_configuration: MONEY,
    custom_fields: {},
  };
}

export function changeLine(site: Site, row: ChangeLineRow, holder: PotentialChangeRow): JsonObject {
  const company = companyRow(site, holder.companyId);
  return {
    id: row.id,
    company: { id: company.id, name: company.name },
    ...contentView(site, row),
    holder: { id: holder.id, holder_type: 'PotentialChangeOrder' },
    ...originWithoutCode(row),
    position: row.position,
    project: briefProject(site, holder.projectId),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    change_event_line_item: null,
    currency_configuration: CURRENCY,
  };
}

/** The newer family: strings for ids, and the contract line that is changed. */
export function changeLineV2(site: Site, row: ChangeLineRow): JsonObject {
  const wbs = byId(site.state.wbsCodes, row.wbsCodeId);
  return {
    id: String(row.id),
    prime_line_item_id: null,
    commitment_line_item_id: row.commitmentLineId === null ? null : String(row.commitmentLineId),
    description: row.description,
    uom: row.uom,
    quantity: Number(row.quantity),
    unit_cost: row.unitCost,
    amount: row.amount,
    extended_type: row.extendedType,
    wbs_code_id: wbs ? String(wbs.id) : null,
    tax_code_id: row.taxCodeId === null ? null : String(row.taxCodeId),
    position: row.position,
    wbs_code: wbs ? { ...briefWbsCode(site, wbs), id: String(wbs.id) } : null,
  };
}

/** The facade of one and two tiers, which knows no other system. */
export function commitmentChangeOrder(site: Site, row: PotentialChangeRow): JsonObject {
  const tiers = byId(site.state.projects, row.projectId)?.changeOrderTiers ?? 1;
  const packageId = packageIdOf(site.state, row);
  const { deleted_at: _, paid_date: __, ...rest } = common(row);
  return {
    ...rest,
    batch_id: tiers === 2 ? packageId : null,
    contract_id: row.contractId,
    legacy_package_id: packageId,
    legacy_request_id: row.requestId,
    location_id: null,
    description: row.description,
    type: 'CommitmentContractChangeOrder',
    reference: null,
    grand_total: totalOf(row.lines),
    schedule_impact_amount: impactOf(row),
    executed: executed(row),
    paid: false,
    private: true,
    field_change: false,
    signature_required: false,
    reviewed_at: row.reviewedAt,
    signed_change_order_received_date: dateOf(row, 'signed_change_order_received_date'),
    revised_substantial_completion_date: null,
    created_by: briefUser(site, row.createdById),
    designated_reviewer: null,
    received_from: null,
    reviewed_by: null,
    change_order_change_reason: null,
    change_events: [],
    attachments: [],
  };
}

export function changeOrderBatch(site: Site, row: PackageRow): JsonObject {
  return {
    ...common(row),
    contract_id: row.contractId,
    description: row.description,
    grand_total: packageTotal(site.state, row),
    executed: executed(row),
    created_by: briefUser(site, row.createdById),
    change_orders: potentialsUnder(site.state, row).map(one => ({
      id: one.id,
      number: one.number,
      title: one.title,
    })),
  };
}
