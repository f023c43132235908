import { z } from 'zod';
import { PROCORE } from '@/lib/core/limits';
import { filtersOf, type Listing } from '../listing';
import { plainText } from '../plain-text';
import {
  count,
  dayText,
  decimal,
  decimalOrNull,
  idOrNull,
  idText,
  knownWord,
  momentText,
  percent,
  truth,
  words,
  wordsOrNull,
} from '../read';
import type { ProcoreSession } from '../session';
import { numeral, type OriginWithoutCode, originFields } from '../write';

/** Subcontractor invoices: Procore's API calls them requisitions, and no webhook tells of them. */

const STATUSES = [
  ...['draft', 'under_review', 'revise_and_resubmit', 'approved', 'approved_as_noted'],
  'pending_owner_approval',
];

const summary = z
  .looseObject({
    current_payment_due: decimal,
    total_completed_and_stored_to_date: decimal,
    total_retainage: decimal,
    completed_work_retainage_amount: decimal,
    stored_materials_retainage_amount: decimal,
    total_earned_less_retainage: decimal,
    less_previous_certificates_for_payment: decimal,
    tax_applicable_to_this_payment: decimal,
    contract_sum_to_date: decimal,
  })
  .transform(row => ({
    paymentDue: row.current_payment_due,
    completedAndStored: row.total_completed_and_stored_to_date,
    retainage: row.total_retainage,
    workRetainage: row.completed_work_retainage_amount,
    storedRetainage: row.stored_materials_retainage_amount,
    earnedLessRetainage: row.total_earned_less_retainage,
    previousPayments: row.less_previous_certificates_for_payment,
    tax: row.tax_applicable_to_this_payment,
    contractSum: row.contract_sum_to_date,
  }));

const commonFields = {
  id: idText,
  commitment_id: idText,
  commitment_type: knownWord('commitment_type', ['WorkOrderContract', 'PurchaseOrderContract']),
  number: count,
  invoice_number: words,
  invoice_type: words,
  status: knownWord('status', STATUSES),
  erp_status: wordsOrNull,
  final: truth,
  billing_date: dayText,
  requisition_start: dayText,
  requisition_end: dayText,
  payment_date: dayText,
  submitted_at: dayText,
  period_id: idOrNull,
  previous_requisition_id: idOrNull,
  vendor_id: idOrNull,
  vendor_name: words,
  contract_name: words,
  percent_complete: percent,
  origin_id: wordsOrNull,
  origin_data: wordsOrNull,
  created_at: momentText,
  updated_at: momentText,
  summary: summary.nullish(),
  /** What older answers call the summary. */
  g702: summary.nullish(),
  currency_configuration: z.looseObject({ currency_iso_code: wordsOrNull }).nullish(),
} as const;

type CommonRow = z.output<z.ZodObject<typeof commonFields>>;

const common = (row: CommonRow) => ({
  id: row.id,
  commitmentId: row.commitment_id,
  commitmentKind: row.commitment_type === 'PurchaseOrderContract' ? 'purchase_order' : 'subcontract',
  commitmentTitle: row.contract_name,
  /** Counts the invoices of the commitment. */
  number: row.number,
  /** The subcontractor's own. */
  invoiceNumber: row.invoice_number.trim(),
  invoiceType: row.invoice_type,
  status: row.status.toLowerCase(),
  erpStatus: row.erp_status,
  isFinal: row.final,
  billingDate: row.billing_date,
  periodStart: row.requisition_start,
  periodEnd: row.requisition_end,
  paymentDate: row.payment_date,
  submittedOn: row.submitted_at,
  billingPeriodId: row.period_id,
  previousId: row.previous_requisition_id,
  vendor: row.vendor_id === null ? null : { id: row.vendor_id, name: row.vendor_name },
  percentComplete: row.percent_complete,
  originId: row.origin_id,
  originData: row.origin_data,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  currency: row.currency_configuration?.currency_iso_code ?? null,
  summary: row.summary ?? row.g702 ?? null,
});

const row = z.looseObject(commonFields).transform(common);

export type InvoiceRow = z.output<typeof row>;

const tax = z.looseObject({ amount: decimal }).transform(one => one.amount);

const item = z
  .looseObject({
    id: idText,
    item_type: words,
    line_item_id: idOrNull,
    cost_code_id: idOrNull,
    position: count,
    description_of_work: words,
    uom: wordsOrNull,
    scheduled_value: decimal,
    scheduled_quantity: decimal,
    scheduled_unit_price: decimal,
    work_completed_this_period: decimal,
    work_completed_this_period_quantity: decimal,
    work_completed_from_previous_application: decimal,
    materials_presently_stored: decimal,
    materials_presently_stored_from_previous_progress: decimal,
    materials_moved: decimal,
    work_completed_retainage_retained_this_period: decimal,
    work_completed_retainage_released_this_period: decimal,
    work_completed_retainage_percent_this_period: percent,
    work_completed_retainage_from_previous_application: decimal,
    materials_stored_retainage_currently_retained: decimal,
    materials_stored_retainage_new_materials: decimal,
    materials_stored_retainage_released_this_period: decimal,
    materials_retainage_retained_moved: decimal,
    total_completed_and_stored_to_date: decimal,
    gross_amount: decimalOrNull,
    net_amount: decimalOrNull,
    taxes: z.array(tax).nullish(),
    wbs_code: z.looseObject({ id: idText, flat_code: words, description: words }).nullish(),
  })
  .transform(one => ({
    id: one.id,
    /** `contract_item`, or one of a change order. */
    itemType: one.item_type,
    /** The line of the schedule of values that is billed. */
    lineId: one.line_item_id,
    costCodeId: one.cost_code_id,
    position: one.position,
    description: plainText(one.description_of_work),
    uom: one.uom,
    scheduled: {
      value: one.scheduled_value,
      quantity: one.scheduled_quantity,
      unitPrice: one.scheduled_unit_price,
    },
    work: {
      thisPeriod: one.work_completed_this_period,
      quantity: one.work_completed_this_period_quantity,
      before: one.work_completed_from_previous_application,
    },
    stored: {
      now: one.materials_presently_stored,
      before: one.materials_presently_stored_from_previous_progress,
      moved: one.materials_moved,
    },
    workRetainage: {
      retained: one.work_completed_retainage_retained_this_period,
      released: one.work_completed_retainage_released_this_period,
      percent: one.work_completed_retainage_percent_this_period,
      before: one.work_completed_retainage_from_previous_application,
    },
    storedRetainage: {
      held: one.materials_stored_retainage_currently_retained,
      added: one.materials_stored_retainage_new_materials,
      released: one.materials_stored_retainage_released_this_period,
      moved: one.materials_retainage_retained_moved,
    },
    completedAndStored: one.total_completed_and_stored_to_date,
    /** Null where the route does not tell; never worked out here. */
    gross: one.gross_amount,
    net: one.net_amount,
    taxes: one.taxes ?? [],
    budgetCode: one.wbs_code
      ? { id: one.wbs_code.id, flatCode: one.wbs_code.flat_code, description: one.wbs_code.description }
      : null,
  }));

export type InvoiceItem = z.output<typeof item>;

const invoice = z
  .looseObject({ ...commonFields, items: z.array(item) })
  .transform(one => ({ ...common(one), items: inPlace(one.items) }));

function inPlace(items: readonly InvoiceItem[]): InvoiceItem[] {
  return items.toSorted(
    (left, right) => left.position - right.position || (BigInt(left.id) < BigInt(right.id) ? -1 : 1),
  );
}

/** A subcontractor invoice with its items. */
export type Invoice = z.output<typeof invoice> & { readonly projectId: string };

interface InvoiceListing extends Listing {
  readonly projectId: string;
  readonly commitmentId?: string;
}

/** Invoices of a project, without their items. */
export function listInvoices(session: ProcoreSession, listing: InvoiceListing): Promise<InvoiceRow[]> {
  return session.list(row, '/rest/v1.1/requisitions', {
    project_id: listing.projectId,
    'filters[commitment_id]': listing.commitmentId,
    ...filtersOf(listing),
  });
}

/** Invoices of a project with their items, as many to a page as an answer should hold. */
export async function listWholeInvoices(
  session: ProcoreSession,
  listing: InvoiceListing,
): Promise<Invoice[]> {
  const found = await session.list(invoice, '/rest/v1.1/requisitions', {
    project_id: listing.projectId,
    view: 'items',
    per_page: PROCORE.linedPerPage,
    'filters[commitment_id]': listing.commitmentId,
    ...filtersOf(listing),
  });
  return found.map(one => ({ ...one, projectId: listing.projectId }));
}

interface InvoiceKey {
  readonly projectId: string;
  readonly id: string;
}

/** One invoice, whole. @throws ProcoreError 404 when it is gone or may not be seen. */
export async function showInvoice(session: ProcoreSession, key: InvoiceKey): Promise<Invoice> {
  const found = await session.get(invoice, `/rest/v1.1/requisitions/${key.id}`, {
    project_id: key.projectId,
    view: 'items',
  });
  return { ...found, projectId: key.projectId };
}

/** Writes which bill of QuickBooks an invoice is, which locks it on people's screens. */
export async function markInvoice(
  session: ProcoreSession,
  key: InvoiceKey & { readonly commitmentId: string },
  origin: OriginWithoutCode,
): Promise<void> {
  await session.call({
    method: 'PATCH',
    path: `/rest/v1.1/requisitions/${key.id}`,
    isRepeatable: true,
    body: {
      project_id: numeral(key.projectId),
      commitment_id: numeral(key.commitmentId),
      requisition: originFields(origin),
    },
  });
}

const changeItem = z
  .looseObject({
    id: idText,
    change_order_package_id: idOrNull,
    commitment_line_item_id: idOrNull,
    commitment_line_item_origin_id: wordsOrNull,
  })
  .transform(one => ({
    id: one.id,
    changeOrderId: one.change_order_package_id,
    commitmentLineId: one.commitment_line_item_id,
    commitmentLineOriginId: one.commitment_line_item_origin_id,
  }));

export type InvoiceChangeItem = z.output<typeof changeItem>;

/** Which change order each such item of an invoice bills, and which line of the commitment that changes. */
export function listInvoiceChangeItems(
  session: ProcoreSession,
  key: InvoiceKey,
): Promise<InvoiceChangeItem[]> {
  const path = `/rest/v1.0/requisitions/${key.id}/change_order_items`;
  return session.list(changeItem, path, { project_id: key.projectId });
}

const period = z
  .looseObject({
    id: idText,
    start_date: dayText,
    end_date: dayText,
    due_date: dayText,
    status: knownWord('status', ['open', 'closed']),
  })
  .transform(one => ({
    id: one.id,
    start: one.start_date,
    end: one.end_date,
    due: one.due_date,
    isOpen: one.status.toLowerCase() === 'open',
  }));

export type BillingPeriod = z.output<typeof period>;

/** A project's billing periods; invoices of a closed one are not edited any more. */
export function listBillingPeriods(session: ProcoreSession, projectId: string): Promise<BillingPeriod[]> {
  return session.list(period, `/rest/v1.0/projects/${projectId}/billing_periods`);
}
