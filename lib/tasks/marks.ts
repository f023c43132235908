import type { exports } from '@/drizzle/schema';
import type { ExportKind } from '@/lib/core/kinds';
import { changeOrderOriginId, isOriginOf } from '@/lib/flows/change-order';
import {
  type ChangeOrder,
  type Commitment,
  type Invoice,
  markChangeOrder,
  markCommitment,
  markInvoice,
  type Origin,
  type ProcoreSession,
  showChangeOrder,
  showCommitment,
  showInvoice,
} from '@/lib/procore';

type Row = typeof exports.$inferSelect;

/** How records of a kind carry where they live in QuickBooks. */
export interface Marker {
  /** What a record is marked with that became, or became part of, the transaction. */
  originId(row: Row): string | null;
  /** Whether a mark says that the record lives in the transaction, or did. */
  isOf(originId: string, txnId: string): boolean;
  /** The mark it carries. @throws ProcoreError 404 when the record is gone */
  read(procore: ProcoreSession, row: Row): Promise<{ originId: string | null; originCode: string | null }>;
  write(procore: ProcoreSession, row: Row, origin: Origin): Promise<void>;
}

const commitmentKey = (row: Row) => {
  const { projectId, kind } = row.snapshot as Commitment;
  return { projectId, kind, id: row.procoreId };
};

const isSame = (originId: string, txnId: string): boolean => originId === txnId;

const commitment: Marker = {
  originId: row => row.txnId,
  isOf: isSame,
  read: (procore, row) => showCommitment(procore, commitmentKey(row)),
  write: (procore, row, origin) => markCommitment(procore, commitmentKey(row), origin),
};

/** A mark belongs to one record of a company, and the order's is the commitment's: a change order adds its own to that. */
const changeOrder: Marker = {
  originId: row => (row.txnId === null ? null : changeOrderOriginId(row.txnId, row.snapshot as ChangeOrder)),
  isOf: isOriginOf,
  read: (procore, row) => {
    const { projectId, vendorName } = row.snapshot as ChangeOrder;
    return showChangeOrder(procore, { projectId, vendorName, id: row.procoreId });
  },
  write: (procore, row, origin) => {
    const { projectId, commitmentId } = row.snapshot as ChangeOrder;
    return markChangeOrder(procore, { projectId, commitmentId, id: row.procoreId }, origin);
  },
};

/** Invoices know no code, so none is missed on them. */
const invoice: Marker = {
  originId: row => row.txnId,
  isOf: isSame,
  read: async (procore, row) => {
    const { projectId } = row.snapshot as Invoice;
    const { originId } = await showInvoice(procore, { projectId, id: row.procoreId });
    return { originId, originCode: row.refNumber };
  },
  write: (procore, row, origin) => {
    const { projectId, commitmentId } = row.snapshot as Invoice;
    return markInvoice(procore, { projectId, commitmentId, id: row.procoreId }, origin);
  },
};

/** Budgets have nothing that could carry a mark; Procore's directories are marked where they are linked. */
export const MARKERS: Partial<Record<ExportKind, Marker>> = {
  commitment,
  change_order: changeOrder,
  invoice,
};

export const MARKED_KINDS = Object.keys(MARKERS) as ExportKind[];
