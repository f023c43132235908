import { daysBefore } from '@/lib/core/days';
import { parseMoney, readableMoney } from '@/lib/core/money';
import {
  type Answered,
  type Messages,
  type QbRequest,
  type QbResponse,
  qbRequest,
  type RequestOf,
  type RetOf,
  recordsOf,
} from '@/lib/qbxml';
import type { LookupVerdict, ReadBackReader, Settlement } from '../flow';
import { deletedTxns, TXN_DELETIONS } from '../shared/txn-deletions';

type BillRet = Answered<RetOf<Messages['BillQuery'], 'BillRet'>>;
export type BillBody = RequestOf<Messages['BillAdd']>['BillAdd'];

/** What was approved, to hold an answer against. */
export interface ApprovedBill {
  /** Ids of the invoice's items that have lines, in the order the lines were sent; retainage and tax follow them. */
  readonly itemIds: readonly string[];
  /** As `formatMoney` writes it. */
  readonly total: string;
}

export function billIn(request: QbRequest): BillBody {
  return (request as QbRequest<'BillAdd'>).body.BillAdd;
}

/** Keeps ids and line ids of a bill that QuickBooks gave back; null when it lacks what must be kept. */
function settlementOfBill(bill: BillRet, approved: ApprovedBill): Settlement | null {
  const { TxnID: txnId, EditSequence: editSequence } = bill;
  if (!txnId || !editSequence) return null;
  const txnLineIds = (bill.ItemLines ?? []).flatMap(line =>
    'ItemLineRet' in line ? [line.ItemLineRet?.TxnLineID ?? ''] : [],
  );
  return {
    qbType: 'Bill',
    txnId,
    editSequence,
    refNumber: bill.RefNumber ?? null,
    lines: approved.itemIds.flatMap((procoreLineId, index) => {
      const txnLineId = txnLineIds[index];
      return txnLineId ? [{ procoreLineId, txnLineId }] : [];
    }),
    warning: totalWarning(bill.AmountDue, approved.total),
  };
}

function totalWarning(given: string | undefined, approved: string): string | null {
  if (given === undefined) return null;
  const [total, wanted] = [parseMoney(given), parseMoney(approved)];
  if (total === wanted) return null;
  return `QuickBooks shows ${readableMoney(total)} due; ${readableMoney(wanted)} was approved. Compare the two.`;
}

export function settleBill(response: QbResponse, approved: ApprovedBill): Settlement | null {
  const [bill] = recordsOf(response, 'BillAdd', 'BillRet');
  return bill ? settlementOfBill(bill, approved) : null;
}

/** Procore and QuickBooks clocks are not compared: a whole day of slack on the day of sending. */
const LOOK_BACK_DAYS = 2;

/** By its number; among all that changed since, in case somebody gave it another number; and among the deleted ones. */
export function lookupBill(request: QbRequest, sentAt: Date): QbRequest[] {
  const from = daysBefore(sentAt, LOOK_BACK_DAYS).toISOString().slice(0, 10);
  return [
    qbRequest('BillQuery', { RefNumber: [billIn(request).RefNumber ?? ''], IncludeLineItems: true }),
    qbRequest('BillQuery', {
      ModifiedDateRangeFilter: { FromModifiedDate: from },
      IncludeLineItems: true,
    }),
    qbRequest('TxnDeletedQuery', {
      TxnDelType: ['Bill'],
      DeletedDateRangeFilter: { FromDeletedDate: from },
    }),
  ];
}

const isSame = (left: string | undefined, right: string): boolean =>
  left?.trim().toLowerCase() === right.trim().toLowerCase();

/** By number, and by what changed since. */
const LIVE_QUERIES = 2;

/**
 * What QuickBooks holds of a bill, under its number or another: ours by its mark, somebody else's of the same vendor and
 * number, a deleted one, or nothing. An answer with an error proves nothing. Who a deleted bill was from is not told, so
 * one of its number goes to a person.
 */
export function judgeBill(
  request: QbRequest,
  responses: readonly QbResponse[],
  approved: ApprovedBill,
): LookupVerdict {
  const body = billIn(request);
  const refNumber = body.RefNumber ?? '';
  const live = responses.filter(one => one.message === 'BillQuery');
  const deleted = responses.find(one => one.message === 'TxnDeletedQuery');
  if (live.length < LIVE_QUERIES || !deleted)
    return { found: 'unclear', reason: 'QuickBooks did not answer the look-up.' };
  for (const response of [...live, deleted]) {
    if (response.statusCode !== 0 && response.statusCode !== 1)
      return { found: 'unclear', reason: response.statusMessage };
  }
  const bills = live.flatMap(one => recordsOf(one, 'BillQuery', 'BillRet'));
  const ours = bills.find(bill => isSame(bill.ExternalGUID, body.ExternalGUID ?? ''));
  if (ours) {
    const settlement = settlementOfBill(ours, approved);
    return settlement
      ? { found: 'ours', settlement }
      : { found: 'unclear', reason: 'The bill was found without its ids.' };
  }
  const foreign = bills.find(
    bill => isSame(bill.RefNumber, refNumber) && bill.VendorRef?.ListID === body.VendorRef?.ListID,
  );
  if (foreign) {
    const vendor = foreign.VendorRef?.FullName ?? 'an unknown vendor';
    return {
      found: 'foreign',
      description: `bill ${refNumber} from ${vendor} of ${foreign.TxnDate ?? 'no date'}`,
    };
  }
  const gone = recordsOf(deleted, 'TxnDeletedQuery', 'TxnDeletedRet');
  const match = gone.find(record => isSame(record.RefNumber, refNumber));
  if (match)
    return { found: 'deleted', description: `bill ${refNumber}, deleted ${match.TimeDeleted ?? ''}` };
  return { found: 'nothing' };
}

/** Everything that is exported as a bill. */
export const billReadBack: ReadBackReader = {
  list: 'bill',
  query: qbId =>
    qbRequest('BillQuery', {
      TxnID: [qbId],
      IncludeRetElement: ['TxnID', 'EditSequence', 'TimeModified'],
    }),
  decode: response => {
    const [bill] = recordsOf(response, 'BillQuery', 'BillRet');
    return bill?.TxnID ? { qbId: bill.TxnID, editSequence: bill.EditSequence ?? null } : null;
  },
  deletions: TXN_DELETIONS,
  deleted: response => deletedTxns(response, 'Bill'),
};
