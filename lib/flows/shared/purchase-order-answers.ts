import { parseMoney, readableMoney } from '@/lib/core/money';
import { type Answered, type Messages, type QbResponse, type RetOf, recordsOf } from '@/lib/qbxml';
import type { LookupVerdict, Settlement } from '../flow';
import { type ApprovedLine, matchLines } from './matching-lines';

type OrderRet = Answered<RetOf<Messages['PurchaseOrderQuery'], 'PurchaseOrderRet'>>;

/** What was approved, to hold an answer against. */
export interface ApprovedOrder {
  /** In the order they were sent, with their ids in Procore. */
  readonly lines: readonly (ApprovedLine & { readonly id: string })[];
  /** As `formatMoney` writes it. */
  readonly total: string;
}

/** Keeps ids and line ids of a purchase order that QuickBooks gave back; null when it lacks what must be kept. */
export function settlementOfOrder(order: OrderRet, approved: ApprovedOrder): Settlement | null {
  const { TxnID: txnId, EditSequence: editSequence } = order;
  if (!txnId || !editSequence) return null;
  const read = (order.Lines ?? []).flatMap(line => {
    const { TxnLineID, Desc, Amount } =
      ('PurchaseOrderLineRet' in line ? line.PurchaseOrderLineRet : undefined) ?? {};
    return TxnLineID ? [{ id: TxnLineID, text: Desc ?? null, amount: Amount ?? null }] : [];
  });
  const found = matchLines(approved.lines, read);
  const lines = approved.lines.flatMap(({ id: procoreLineId }, index) => {
    const txnLineId = found[index];
    return txnLineId ? [{ procoreLineId, txnLineId }] : [];
  });
  const refNumber = order.RefNumber ?? null;
  return {
    qbType: 'PurchaseOrder',
    txnId,
    editSequence,
    refNumber,
    lines,
    warning: totalWarning(order.TotalAmount, approved.total),
  };
}

function totalWarning(given: string | undefined, approved: string): string | null {
  if (given === undefined) return null;
  const [total, wanted] = [parseMoney(given), parseMoney(approved)];
  if (total === wanted) return null;
  return `QuickBooks shows a total of ${readableMoney(total)}; ${readableMoney(wanted)} was approved. Compare the two.`;
}

export function settleOrder(response: QbResponse, approved: ApprovedOrder): Settlement | null {
  const [order] = recordsOf(response, 'PurchaseOrderAdd', 'PurchaseOrderRet');
  return order ? settlementOfOrder(order, approved) : null;
}

/** What the lost order would be known by. */
export interface OrderMark {
  readonly refNumber: string;
  readonly externalGuid: string;
}

const isSame = (left: string | undefined, right: string): boolean =>
  left?.trim().toLowerCase() === right.trim().toLowerCase();

/** By number, and by what changed since. */
const LIVE_QUERIES = 2;

/**
 * What QuickBooks holds of an order, under its number or another: ours by its mark, somebody else's, a deleted one, or nothing. An
 * answer with an error proves nothing.
 */
export function judgeOrder(
  mark: OrderMark,
  responses: readonly QbResponse[],
  approved: ApprovedOrder,
): LookupVerdict {
  const live = responses.filter(one => one.message === 'PurchaseOrderQuery');
  const deleted = responses.find(one => one.message === 'TxnDeletedQuery');
  if (live.length < LIVE_QUERIES || !deleted)
    return { found: 'unclear', reason: 'QuickBooks did not answer the look-up.' };
  for (const response of [...live, deleted]) {
    if (response.statusCode !== 0 && response.statusCode !== 1)
      return { found: 'unclear', reason: response.statusMessage };
  }
  const orders = live.flatMap(one => recordsOf(one, 'PurchaseOrderQuery', 'PurchaseOrderRet'));
  const ours = orders.find(order => isSame(order.ExternalGUID, mark.externalGuid));
  if (ours) {
    const settlement = settlementOfOrder(ours, approved);
    return settlement
      ? { found: 'ours', settlement }
      : { found: 'unclear', reason: 'The order was found without its ids.' };
  }
  const foreign = orders.find(order => isSame(order.RefNumber, mark.refNumber));
  if (foreign) {
    const vendor = foreign.VendorRef?.FullName ?? 'an unknown vendor';
    return {
      found: 'foreign',
      description: `purchase order ${mark.refNumber} for ${vendor} of ${foreign.TxnDate ?? 'no date'}`,
    };
  }
  const gone = recordsOf(deleted, 'TxnDeletedQuery', 'TxnDeletedRet');
  const match = gone.find(record => isSame(record.RefNumber, mark.refNumber));
  if (match)
    return {
      found: 'deleted',
      description: `purchase order ${mark.refNumber}, deleted ${match.TimeDeleted ?? ''}`,
    };
  return { found: 'nothing' };
}
