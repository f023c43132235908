import { z } from 'zod';
import type { QueryValue } from '../http';
import { plainText } from '../plain-text';
import { dayText, decimal, idText, momentText, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';
import { inOrder, lineFields, lineOf } from './lines';

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

const commonFields = {
  id: idText,
  number: words,
  title: words,
  status: words,
  updated_at: momentText,
  deleted_at: momentText,
} as const;

const row = z.looseObject(commonFields).transform(one => ({
  id: one.id,
  number: one.number,
  title: one.title,
  status: one.status,
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

interface CommitmentListing {
  readonly projectId: string;
  readonly kind: CommitmentKind;
  /** Changed from then on; deleted ones are listed too. */
  readonly updatedSince?: Date;
  readonly until?: Date;
  readonly ids?: readonly string[];
}

/** Commitments of one kind in a project: enough of each to see whether it changed. */
export function listCommitments(
  session: ProcoreSession,
  listing: CommitmentListing,
): Promise<CommitmentRow[]> {
  const query: Record<string, QueryValue> = {
    project_id: listing.projectId,
    'filters[include_deleted]': 'with',
  };
  if (listing.ids) query['filters[id]'] = listing.ids;
  if (listing.updatedSince && listing.until) {
    query['filters[updated_at]'] = `"${listing.updatedSince.toISOString()}...${listing.until.toISOString()}"`;
  }
  return session.list(row, `/rest/v1.0/${ROUTE[listing.kind]}s`, query);
}

/** One commitment, whole. @throws ProcoreError 404 when it is gone or may not be seen. */
export async function showCommitment(session: ProcoreSession, key: CommitmentKey): Promise<Commitment> {
  const found = await session.get(commitment, `/rest/v1.0/${ROUTE[key.kind]}s/${key.id}`, {
    project_id: key.projectId,
  });
  return { ...found, kind: key.kind, projectId: key.projectId };
}

export interface Origin {
  readonly originId: string | null;
  readonly originCode: string | null;
  readonly originData: string | null;
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
