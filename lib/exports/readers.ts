import { endWithCommitments } from '@/lib/mappings/pictures';
import {
  COMMITMENT_KINDS,
  type Commitment,
  type CommitmentKind,
  type CommitmentRow,
  listChangeOrders,
  listCommitments,
  listInvoices,
  listPrimeContractIds,
  listWholeInvoices,
  ProcoreError,
  showChangeOrder,
  showCommitment,
} from '@/lib/procore';
import { inCompany } from '@/lib/tenancy';
import { nameVendors, vendorNames } from './change-order-vendors';
import type { RecordReader, WholeRecord } from './reader';

async function unlessGone(read: () => Promise<WholeRecord>): Promise<WholeRecord[]> {
  try {
    return [await read()];
  } catch (thrown) {
    if (thrown instanceof ProcoreError && thrown.status === 404) return [];
    throw thrown;
  }
}

/** One call for each: no listing tells of lines. */
async function oneByOne(
  ids: readonly string[],
  read: (id: string) => Promise<WholeRecord>,
): Promise<WholeRecord[]> {
  const found: WholeRecord[] = [];
  for (const id of ids) found.push(...(await unlessGone(() => read(id))));
  return found;
}

const READ_AT_ONCE = 20;

export const COMMITMENTS: RecordReader<CommitmentRow> = {
  kind: 'commitment',
  name: 'commitments',
  parts: COMMITMENT_KINDS,
  partOf: snapshot => (snapshot as Commitment).kind,
  list: ({ procore, place }, listing) =>
    listCommitments(procore, { projectId: place.projectId, kind: place.part as CommitmentKind, ...listing }),
  atOnce: READ_AT_ONCE,
  read: ({ procore, place }, ids) =>
    oneByOne(ids, id =>
      showCommitment(procore, { projectId: place.projectId, kind: place.part as CommitmentKind, id }),
    ),
  after: async (ctx, projectId) => {
    await inCompany(ctx, tx => endWithCommitments(tx, ctx.company.id, projectId));
    await nameVendors(ctx, projectId);
  },
};

/**
 * Change order packages, whatever the tiers of the project: they alone carry a mark, and they show the lines of all that
 * lies under them. A package names its commitment, but not whom it is with.
 */
export const CHANGE_ORDERS: RecordReader = {
  kind: 'change_order',
  name: 'change_orders',
  parts: [''],
  partOf: () => '',
  list: async ({ ctx, procore, place: { projectId } }, listing) => {
    const rows = await listChangeOrders(procore, { projectId, ...listing });
    const ours = await vendorNames(ctx, projectId);
    const isDoubtful = rows.some(row => !ours.has(row.commitmentId));
    const owners = new Set(isDoubtful ? await listPrimeContractIds(procore, projectId) : []);
    return rows
      .filter(row => !owners.has(row.commitmentId))
      .map(({ grandTotal: total, ...row }) => ({ ...row, total }));
  },
  atOnce: READ_AT_ONCE,
  read: async ({ ctx, procore, place: { projectId } }, ids) => {
    const names = await vendorNames(ctx, projectId);
    return await oneByOne(ids, async id => {
      const found = await showChangeOrder(procore, { projectId, id, vendorName: '' });
      return { ...found, vendorName: names.get(found.commitmentId) ?? '' };
    });
  },
  after: nameVendors,
};

/** Subcontractor invoices, of which no webhook tells. A listing brings a hundred with their items. */
export const INVOICES: RecordReader = {
  kind: 'invoice',
  name: 'invoices',
  parts: [''],
  partOf: () => '',
  list: async ({ procore, place: { projectId } }, listing) =>
    (await listInvoices(procore, { projectId, ...listing })).map(row => ({ ...row, deletedAt: null })),
  atOnce: 100,
  read: async ({ procore, place: { projectId } }, ids) =>
    (await listWholeInvoices(procore, { projectId, ids })).map(one => ({ ...one, deletedAt: null })),
};

export const READERS: readonly RecordReader[] = [COMMITMENTS, CHANGE_ORDERS, INVOICES];
