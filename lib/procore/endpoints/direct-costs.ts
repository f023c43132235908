import { z } from 'zod';
import { filtersOf, type Listing } from '../listing';
import { plainText } from '../plain-text';
import {
  dayText,
  decimal,
  decimalOrNull,
  idOrNull,
  idText,
  knownWord,
  momentText,
  words,
  wordsOrNull,
} from '../read';
import type { ProcoreSession } from '../session';
import { numeral, type OriginWithoutCode, originFields, type Synced, syncRecords } from '../write';
import { type CommitmentLine, inOrder, lineFields, lineOf } from './lines';

export const DIRECT_COST_TYPES = ['invoice', 'expense', 'payroll'] as const;
export type DirectCostType = (typeof DIRECT_COST_TYPES)[number];

export const DIRECT_COST_STATUSES = ['draft', 'pending', 'revise_and_resubmit', 'approved'] as const;
export type DirectCostStatus = (typeof DIRECT_COST_STATUSES)[number];

const fields = {
  id: idText,
  direct_cost_type: knownWord('direct_cost_type', [...DIRECT_COST_TYPES, 'subcontractor_invoice']),
  status: knownWord('status', DIRECT_COST_STATUSES),
  direct_cost_date: dayText,
  received_date: dayText,
  payment_date: dayText,
  invoice_number: words,
  description: words,
  vendor_id: idOrNull,
  grand_total: decimal,
  origin_id: wordsOrNull,
  origin_data: wordsOrNull,
  updated_at: momentText,
  deleted_at: momentText,
} as const;

type Row = z.output<z.ZodObject<typeof fields>>;

const common = (row: Row) => ({
  id: row.id,
  type: row.direct_cost_type,
  status: row.status,
  date: row.direct_cost_date,
  receivedOn: row.received_date,
  paidOn: row.payment_date,
  invoiceNumber: row.invoice_number,
  description: plainText(row.description),
  vendorId: row.vendor_id,
  grandTotal: row.grand_total,
  originId: row.origin_id,
  originData: row.origin_data,
  updatedAt: row.updated_at,
  deletedAt: row.deleted_at,
});

const header = z.looseObject(fields).transform(common);

/** A direct cost without its lines. */
export type DirectCostRow = z.output<typeof header>;

const line = z
  .looseObject({ ...lineFields, amount: decimalOrNull, total_amount: decimalOrNull })
  .transform(row => lineOf(row, row.amount ?? row.total_amount ?? '0'));

const cost = z
  .looseObject({ ...fields, line_items: z.array(line) })
  .transform(row => ({ ...common(row), lines: inOrder(row.line_items) }));

export type DirectCost = z.output<typeof cost> & { readonly projectId: string };

const pathIn = (projectId: string, version: 'v1.0' | 'v1.1'): string =>
  `/rest/${version}/projects/${projectId}/direct_costs`;

/** Direct costs of a project, without their lines. */
export function listDirectCosts(
  session: ProcoreSession,
  projectId: string,
  listing: Listing = {},
): Promise<DirectCostRow[]> {
  return session.list(header, pathIn(projectId, 'v1.1'), filtersOf(listing));
}

/** One direct cost, whole. @throws ProcoreError 404 when it is gone or may not be seen. */
export async function showDirectCost(
  session: ProcoreSession,
  projectId: string,
  id: string,
): Promise<DirectCost> {
  const found = await session.get(cost, `${pathIn(projectId, 'v1.1')}/${id}`);
  return { ...found, projectId };
}

export interface DirectCostLineWrite {
  readonly originId: string;
  readonly originData: string | null;
  readonly budgetCodeId: string;
  readonly description: string;
  /** Decimal digits; written as an amount, whatever quantity and unit cost would come to. */
  readonly amount: string;
}

export interface DirectCostWrite {
  /** Procore's own, where it is known: it is found by that then, and marked anew. */
  readonly id?: string;
  readonly originId: string;
  readonly originData: string | null;
  readonly type: DirectCostType;
  readonly status: DirectCostStatus;
  readonly vendorId: string | null;
  readonly invoiceNumber: string;
  /** yyyy-mm-dd. */
  readonly date: string;
  readonly paidOn: string | null;
  readonly description: string;
}

/**
 * Writes headers of direct costs, found by their marks: a mark that is not there yet makes a new one, so the same call
 * twice leaves the same records. This is also the one way past the lock of marked ones. One project at a time, since
 * Procore refuses two at once for the same cost.
 */
export function syncDirectCosts(
  session: ProcoreSession,
  projectId: string,
  costs: readonly DirectCostWrite[],
): Promise<Synced<DirectCostRow>> {
  return syncRecords(session, {
    path: `${pathIn(projectId, 'v1.0')}/sync`,
    scope: {},
    updates: costs.map(one => ({
      ...(one.id === undefined ? {} : { id: one.id }),
      origin_id: one.originId,
      origin_data: one.originData,
      direct_cost_type: one.type,
      status: one.status,
      vendor_id: one.vendorId === null ? null : numeral(one.vendorId),
      invoice_number: one.invoiceNumber,
      direct_cost_date: one.date,
      payment_date: one.paidOn,
      description: one.description,
    })),
    entity: header,
  });
}

/** Writes lines of direct costs, found by their marks as the headers are. */
export function syncDirectCostLines(
  session: ProcoreSession,
  projectId: string,
  lines: readonly (DirectCostLineWrite & { readonly directCostId: string })[],
): Promise<Synced<CommitmentLine>> {
  return syncRecords(session, {
    path: `${pathIn(projectId, 'v1.0')}/line_items/sync`,
    scope: {},
    updates: lines.map(one => ({
      origin_id: one.originId,
      origin_data: one.originData,
      direct_cost_id: numeral(one.directCostId),
      wbs_code_id: numeral(one.budgetCodeId),
      description: one.description,
      extended_type: 'manual',
      amount: numeral(one.amount),
    })),
    entity: line,
  });
}

/** Takes the marks off lines, also of a cost that is marked itself. */
export function releaseDirectCostLines(
  session: ProcoreSession,
  projectId: string,
  lineIds: readonly string[],
): Promise<Synced<CommitmentLine>> {
  return syncRecords(session, {
    path: `${pathIn(projectId, 'v1.0')}/line_items/sync`,
    scope: {},
    updates: lineIds.map(id => ({ id, origin_id: null, origin_data: null })),
    entity: line,
  });
}

/** Takes a line away; the mark of its cost must be off. Twice is once. */
export async function deleteDirectCostLine(
  session: ProcoreSession,
  key: { readonly projectId: string; readonly id: string; readonly lineId: string },
): Promise<void> {
  await session.remove(`${pathIn(key.projectId, 'v1.0')}/${key.id}/line_items/${key.lineId}`);
}

const listedLine = z
  .looseObject({
    ...lineFields,
    amount: decimalOrNull,
    total_amount: decimalOrNull,
    holder: z.looseObject({ id: idText }).nullish(),
  })
  .transform(row => ({
    ...lineOf(row, row.amount ?? row.total_amount ?? '0'),
    directCostId: row.holder?.id ?? null,
  }));

export type DirectCostLine = z.output<typeof listedLine>;

/** The lines of all direct costs of a project, or of one. */
export function listDirectCostLines(
  session: ProcoreSession,
  projectId: string,
  directCostId?: string,
): Promise<DirectCostLine[]> {
  const path = `${pathIn(projectId, 'v1.0')}/line_items`;
  return session.list(listedLine, path, { 'filters[direct_cost_id]': directCostId });
}

/** Writes a direct cost's mark, or takes it off with nulls; then people may edit it again. */
export async function markDirectCost(
  session: ProcoreSession,
  key: { readonly projectId: string; readonly id: string },
  origin: OriginWithoutCode,
): Promise<void> {
  await session.call({
    method: 'PATCH',
    path: `${pathIn(key.projectId, 'v1.1')}/${key.id}`,
    isRepeatable: true,
    body: { direct_cost: originFields(origin) },
  });
}

/** Takes a direct cost away; its mark must be off. Twice is once: gone is what was wanted. */
export async function deleteDirectCost(
  session: ProcoreSession,
  key: { readonly projectId: string; readonly id: string },
): Promise<void> {
  await session.remove(`${pathIn(key.projectId, 'v1.1')}/${key.id}`);
}
