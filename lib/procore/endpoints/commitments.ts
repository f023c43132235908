import { z } from 'zod';
import { filtersOf, type Listing } from '../listing';
import { plainText } from '../plain-text';
import { dayText, decimal, idText, knownWord, momentText, truth, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';
import { type Origin, type OriginWithoutCode, originFields } from '../write';
import { type CommitmentLine, inOrder, lineFields, lineOf } from './lines';

export type CommitmentKind = 'purchase_order' | 'subcontract';

export const COMMITMENT_KINDS: readonly CommitmentKind[] = ['subcontract', 'purchase_order'];

/** Procore's own word for each kind, in routes, bodies and webhooks. */
const ROUTE: Readonly<Record<CommitmentKind, string>> = {
  subcontract: 'work_order_contract',
  purchase_order: 'purchase_order_contract',
};

export function commitmentRoute(kind: CommitmentKind): string {
  return ROUTE[kind];
}

const line = z.looseObject({ ...lineFields, amount: decimal }).transform(row => lineOf(row, row.amount));

const STATUSES = [
  ...['Draft', 'Processing', 'Submitted', 'Partially Received', 'Received', 'Approved', 'Closed'],
  ...['Out For Bid', 'Out For Signature', 'Complete', 'Terminated', 'Void'],
];

const commonFields = {
  id: idText,
  number: words,
  title: words,
  status: knownWord('status', STATUSES),
  updated_at: momentText,
  deleted_at: momentText,
} as const;

const row = z.looseObject({ ...commonFields, total_payments: decimal }).transform(one => ({
  id: one.id,
  number: one.number,
  title: one.title,
  status: one.status,
  /** What the payments issued on it come to: tells of them what its moment of change does not. */
  totalPayments: one.total_payments,
  updatedAt: one.updated_at,
  deletedAt: one.deleted_at,
}));

export type CommitmentRow = z.output<typeof row>;

const commitment = z
  .looseObject({
    ...commonFields,
    description: words,
    accounting_method: words,
    contract_date: dayText,
    created_at: momentText,
    grand_total: decimal,
    vendor: z.looseObject({ id: idText, company: words, name: words }).nullish(),
    origin_id: wordsOrNull,
    origin_code: wordsOrNull,
    currency_configuration: z.looseObject({ currency_iso_code: wordsOrNull }).nullish(),
    line_items: z.array(line),
  })
  .transform(one => ({
    id: one.id,
    number: one.number.trim(),
    title: one.title.trim(),
    status: one.status,
    description: plainText(one.description),
    accountingMethod: one.accounting_method === 'unit' ? ('unit' as const) : ('amount' as const),
    contractDate: one.contract_date,
    createdAt: one.created_at,
    updatedAt: one.updated_at,
    deletedAt: one.deleted_at,
    grandTotal: one.grand_total,
    vendor: one.vendor
      ? { id: one.vendor.id, name: one.vendor.company === '' ? one.vendor.name : one.vendor.company }
      : null,
    originId: one.origin_id,
    originCode: one.origin_code,
    currency: one.currency_configuration?.currency_iso_code ?? null,
    lines: inOrder(one.line_items),
  }));

/** A subcontract or purchase order with its schedule of values. */
export type Commitment = z.output<typeof commitment> & {
  readonly kind: CommitmentKind;
  readonly projectId: string;
};

export interface CommitmentKey {
  readonly projectId: string;
  readonly kind: CommitmentKind;
  readonly id: string;
}

interface CommitmentListing extends Listing {
  readonly projectId: string;
  readonly kind: CommitmentKind;
}

/** Commitments of one kind in a project, deleted ones too: enough of each to see whether it changed. */
export function listCommitments(
  session: ProcoreSession,
  listing: CommitmentListing,
): Promise<CommitmentRow[]> {
  return session.list(row, `/rest/v1.0/${ROUTE[listing.kind]}s`, {
    project_id: listing.projectId,
    'filters[include_deleted]': 'with',
    ...filtersOf(listing),
  });
}

/** One commitment, whole. @throws ProcoreError 404 when it is gone or may not be seen. */
export async function showCommitment(session: ProcoreSession, key: CommitmentKey): Promise<Commitment> {
  const found = await session.get(commitment, `/rest/v1.0/${ROUTE[key.kind]}s/${key.id}`, {
    project_id: key.projectId,
  });
  return { ...found, kind: key.kind, projectId: key.projectId };
}

/** Writes where the commitment lives in QuickBooks. The same values twice leave the same record. */
export async function markCommitment(
  session: ProcoreSession,
  key: CommitmentKey,
  origin: Origin,
): Promise<void> {
  const name = ROUTE[key.kind];
  await session.call({
    method: 'PATCH',
    path: `/rest/v1.0/${name}s/${key.id}`,
    isRepeatable: true,
    body: {
      project_id: key.projectId,
      [name]: { origin_id: origin.originId, origin_code: origin.originCode, origin_data: origin.originData },
    },
  });
}

export interface CommitmentLineKey {
  readonly commitment: CommitmentKey;
  readonly lineId: string;
}

/** Writes where one line lives in QuickBooks. Only lines by themselves take it: their `sync` knows no ids. */
export async function markCommitmentLine(
  session: ProcoreSession,
  { commitment: holder, lineId }: CommitmentLineKey,
  origin: OriginWithoutCode,
): Promise<void> {
  await session.call({
    method: 'PATCH',
    path: `/rest/v1.0/${ROUTE[holder.kind]}s/${holder.id}/line_items/${lineId}`,
    query: { project_id: holder.projectId },
    isRepeatable: true,
    body: { line_item: originFields(origin) },
  });
}

/** The lines of a commitment by themselves. */
export async function listCommitmentLines(
  session: ProcoreSession,
  key: CommitmentKey,
): Promise<CommitmentLine[]> {
  const path = `/rest/v1.0/${ROUTE[key.kind]}s/${key.id}/line_items`;
  return inOrder(await session.list(line, path, { project_id: key.projectId }));
}

const invoiceSettings = z
  .looseObject({
    separate_billing_for_stored_materials: truth,
    stored_materials_billing_method: words,
    ssr_enabled: truth,
    move_materials_to_previous_work_completed: truth,
    commitment_has_invoices: truth,
  })
  .transform(row => ({
    isStoredBilledApart: row.separate_billing_for_stored_materials,
    storedBillingMethod: row.stored_materials_billing_method,
    hasSlidingRetainage: row.ssr_enabled,
    isStoredMovedToCompleted: row.move_materials_to_previous_work_completed,
    hasInvoices: row.commitment_has_invoices,
  }));

export type InvoiceSettings = z.output<typeof invoiceSettings>;

/** How invoices of a commitment hold retainage and bill stored materials. */
export function showInvoiceSettings(
  session: ProcoreSession,
  key: Pick<CommitmentKey, 'projectId' | 'id'>,
): Promise<InvoiceSettings> {
  const path = `/rest/v1.0/projects/${key.projectId}/contracts/${key.id}/invoice_configuration`;
  return session.get(invoiceSettings, path);
}
