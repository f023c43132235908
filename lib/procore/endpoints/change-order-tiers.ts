import { z } from 'zod';
import { filtersOf, type Listing } from '../listing';
import { plainText } from '../plain-text';
import { count, decimal, idOrNull, idText, knownWord, momentText, truth, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';
import { numeral, type Origin, type OriginWithoutCode, originFields } from '../write';
import { type CommitmentLine, inOrder, lineFields, lineOf } from './lines';

/**
 * Commitment change orders below and above the package that people call one. With one tier there are packages alone; with
 * two, potential change orders hold the lines under them; with three, requests stand between.
 */

const STATUSES = [
  ...['draft', 'not_pricing', 'pricing', 'pending', 'revised', 'proceeding', 'not_proceeding', 'no_charge'],
  ...['approved', 'rejected', 'void', 'pending_billable'],
];

const fields = {
  id: idText,
  number: words,
  revision: count,
  title: words,
  status: knownWord('status', STATUSES),
  grand_total: decimal,
  updated_at: momentText,
  deleted_at: momentText,
} as const;

type Fields = z.output<z.ZodObject<typeof fields>>;

const common = (row: Fields) => ({
  id: row.id,
  number: row.number.trim(),
  revision: row.revision,
  title: row.title.trim(),
  /** Lower case: `approved`, `pending`, `void`. */
  status: row.status.toLowerCase(),
  grandTotal: row.grand_total,
  updatedAt: row.updated_at,
  deletedAt: row.deleted_at,
});

const packageRow = z
  .looseObject({
    ...fields,
    contract_id: idText,
    executed: truth,
    origin_id: wordsOrNull,
    origin_code: wordsOrNull,
  })
  .transform(row => ({
    ...common(row),
    commitmentId: row.contract_id,
    isExecuted: row.executed,
    originId: row.origin_id,
    originCode: row.origin_code,
  }));

/** A change order package as a listing shows it: enough to see whether it changed. */
export type ChangeOrderRow = z.output<typeof packageRow>;

interface ChangeOrderListing extends Pick<Listing, 'updatedSince' | 'until' | 'ids'> {
  readonly projectId: string;
  /** Of one commitment only. */
  readonly commitmentId?: string;
}

/** Change order packages of a project, deleted ones too. */
export function listChangeOrders(
  session: ProcoreSession,
  listing: ChangeOrderListing,
): Promise<ChangeOrderRow[]> {
  return session.list(packageRow, '/rest/v1.0/change_order_packages', {
    project_id: listing.projectId,
    contract_id: listing.commitmentId,
    'filters[include_deleted]': 'with',
    ...filtersOf(listing),
  });
}

interface PackageKey {
  readonly projectId: string;
  readonly commitmentId: string;
  readonly id: string;
}

/** Writes where a change order lives in QuickBooks, whatever its tiers. The same values twice leave the same record. */
export async function markChangeOrder(
  session: ProcoreSession,
  key: PackageKey,
  origin: Origin,
): Promise<void> {
  await session.call({
    method: 'PATCH',
    path: `/rest/v1.0/change_order_packages/${key.id}`,
    isRepeatable: true,
    body: {
      project_id: numeral(key.projectId),
      contract_id: numeral(key.commitmentId),
      change_order: { ...originFields(origin), origin_code: origin.originCode },
    },
  });
}

const potentialRow = z
  .looseObject({
    ...fields,
    contract_id: idText,
    change_order_request_id: idOrNull,
    change_order_package_acronym_number: words,
    change_order_tiers: count,
  })
  .transform(row => ({
    ...common(row),
    commitmentId: row.contract_id,
    requestId: row.change_order_request_id,
    /** 1, 2 or 3; nought where Procore does not say. */
    tiers: row.change_order_tiers,
  }));

export type PotentialChangeOrder = z.output<typeof potentialRow>;

/** Potential change orders, which hold the lines: of a project, or of one commitment. */
export function listPotentialChangeOrders(
  session: ProcoreSession,
  listing: ChangeOrderListing,
): Promise<PotentialChangeOrder[]> {
  return session.list(potentialRow, '/rest/v1.0/potential_change_orders', {
    project_id: listing.projectId,
    'filters[contract_id]': listing.commitmentId,
    'filters[include_deleted]': 'with',
    ...filtersOf(listing),
  });
}

const line = z.looseObject({ ...lineFields, amount: decimal }).transform(row => lineOf(row, row.amount));

const linesPath = (potentialId: string): string =>
  `/rest/v1.0/potential_change_orders/${potentialId}/line_items`;

/** The lines of a potential change order, with the marks that its package does not show. */
export async function listChangeOrderLines(
  session: ProcoreSession,
  key: { readonly projectId: string; readonly potentialId: string },
): Promise<CommitmentLine[]> {
  return inOrder(await session.list(line, linesPath(key.potentialId), { project_id: key.projectId }));
}

/** Writes where one line lives in QuickBooks; approved change orders take that too. */
export async function markChangeOrderLine(
  session: ProcoreSession,
  key: { readonly projectId: string; readonly potentialId: string; readonly lineId: string },
  origin: OriginWithoutCode,
): Promise<void> {
  await session.call({
    method: 'PATCH',
    path: `${linesPath(key.potentialId)}/${key.lineId}`,
    query: { project_id: key.projectId },
    isRepeatable: true,
    body: { line_item: originFields(origin) },
  });
}

const requestRow = z
  .looseObject({ ...fields, change_order_package_id: idOrNull })
  .transform(row => ({ ...common(row), packageId: row.change_order_package_id }));

export type ChangeOrderRequest = z.output<typeof requestRow>;

/** The middle tier of a commitment with three: which package each request belongs to. */
export function listChangeOrderRequests(
  session: ProcoreSession,
  key: { readonly projectId: string; readonly commitmentId: string },
): Promise<ChangeOrderRequest[]> {
  return session.list(requestRow, '/rest/v1.0/change_order_requests', {
    project_id: key.projectId,
    contract_id: key.commitmentId,
  });
}

const facadeRow = z
  .looseObject({
    ...fields,
    contract_id: idText,
    batch_id: idOrNull,
    legacy_package_id: idOrNull,
    description: words,
    executed: truth,
  })
  .transform(row => ({
    ...common(row),
    commitmentId: row.contract_id,
    batchId: row.batch_id,
    /** The package, which alone can carry a mark. */
    packageId: row.legacy_package_id,
    description: plainText(row.description),
    isExecuted: row.executed,
  }));

export type CommitmentChangeOrder = z.output<typeof facadeRow>;

/** The newer listing for projects with one or two tiers; with three Procore answers 404. */
export function listCommitmentChangeOrders(
  session: ProcoreSession,
  listing: ChangeOrderListing,
): Promise<CommitmentChangeOrder[]> {
  const path = `/rest/v1.0/projects/${listing.projectId}/commitment_change_orders`;
  return session.list(facadeRow, path, {
    'filters[contract_id]': listing.commitmentId,
    ...filtersOf(listing),
  });
}

const batchRow = z
  .looseObject({ ...fields, contract_id: idText })
  .transform(row => ({ ...common(row), commitmentId: row.contract_id }));

export type ChangeOrderBatch = z.output<typeof batchRow>;

/** What projects with two tiers call the packages above their change orders. */
export function listChangeOrderBatches(
  session: ProcoreSession,
  projectId: string,
): Promise<ChangeOrderBatch[]> {
  return session.list(batchRow, `/rest/v1.0/projects/${projectId}/commitment_change_order_batches`);
}

const target = z
  .looseObject({ id: idText, commitment_line_item_id: idOrNull, wbs_code_id: idOrNull })
  .transform(row => ({
    id: row.id,
    /** The line of the commitment that is changed; null for a line of its own. */
    commitmentLineId: row.commitment_line_item_id,
    budgetCodeId: row.wbs_code_id,
  }));

export type ChangeOrderTarget = z.output<typeof target>;

interface FacadeKey {
  readonly companyId: string;
  readonly projectId: string;
  readonly id: string;
}

/** Which lines of the commitment the lines of a change order change: told by version 2.0 alone. */
export function listChangeOrderTargets(
  session: ProcoreSession,
  key: FacadeKey,
): Promise<ChangeOrderTarget[]> {
  const project = `/rest/v2.0/companies/${key.companyId}/projects/${key.projectId}`;
  return session.list(target, `${project}/commitment_change_orders/${key.id}/line_items`, { per_page: 100 });
}

const status = z
  .looseObject({ id: idText, name: words, mapped_to_status: words })
  .transform(row => ({ id: row.id, name: row.name, status: row.mapped_to_status }));

/** What a company calls the statuses of change orders. */
export function listChangeOrderStatuses(session: ProcoreSession, companyId: string) {
  return session.list(status, '/rest/v1.0/change_order/statuses', { company_id: companyId });
}
