import { SYNC } from '@/lib/core/limits';
import { type QbResponse, qbRequest, recordsOf } from '@/lib/qbxml';
import { type ListReader, numbered, pageOf, TXN_HEAD, txnFilters } from './reader';

type BillRet = ReturnType<typeof billsIn>[number];
type AnyItemLine = NonNullable<BillRet['ItemLines']>[number];
type ItemLine = NonNullable<Extract<AnyItemLine, { ItemLineRet?: unknown }>['ItemLineRet']>;
type ExpenseLine = NonNullable<BillRet['ExpenseLineRet']>[number];

/**
 * A line of a bill: what it cost, of which item or account, for which job. Amounts are decimal text, never floats.
 * QuickBooks does not tell which line of an order a line bills; only which orders the whole bill does.
 */
export interface BillLine {
  readonly lineId: string | null;
  readonly kind: 'item' | 'expense';
  /** The item of an item line, the account of an expense line. */
  readonly ref: BillRef | null;
  readonly job: BillRef | null;
  readonly class: BillRef | null;
  readonly description: string | null;
  readonly quantity: string | null;
  readonly cost: string | null;
  readonly amount: string | null;
  readonly billable: string | null;
  /** TxnLineID of the group it stands in. */
  readonly groupId: string | null;
}

export interface BillRef {
  readonly id: string | null;
  readonly name: string | null;
}

/** What `qb_lists.fields` holds of a bill. */
export interface BillFields {
  readonly vendor: string | null;
  readonly vendorId: string | null;
  readonly date: string | null;
  readonly dueDate: string | null;
  readonly amountDue: string | null;
  /** As of the bill's last change: a payment is a transaction of its own and need not change the bill. */
  readonly openAmount: string | null;
  readonly isPaid: boolean | null;
  readonly memo: string | null;
  readonly lines: readonly BillLine[];
  /** Orders it bills, receipts it came from, payments it got. */
  readonly linked: readonly {
    readonly type: string | null;
    readonly id: string | null;
    readonly number: string | null;
    readonly date: string | null;
    readonly amount: string | null;
  }[];
}

const billsIn = (response: QbResponse) => recordsOf(response, 'BillQuery', 'BillRet');

interface Ref {
  ListID?: string | undefined;
  FullName?: string | undefined;
}

function refOf(ref: Ref | undefined): BillRef | null {
  return ref === undefined ? null : { id: ref.ListID ?? null, name: ref.FullName ?? null };
}

function itemLine(line: ItemLine, groupId: string | null): BillLine {
  return {
    lineId: line.TxnLineID ?? null,
    kind: 'item',
    ref: refOf(line.ItemRef),
    job: refOf(line.CustomerRef),
    class: refOf(line.ClassRef),
    description: line.Desc ?? null,
    quantity: line.Quantity ?? null,
    cost: line.Cost ?? null,
    amount: line.Amount ?? null,
    billable: line.BillableStatus ?? null,
    groupId,
  };
}

function expenseLine(line: ExpenseLine): BillLine {
  return {
    lineId: line.TxnLineID ?? null,
    kind: 'expense',
    ref: refOf(line.AccountRef),
    job: refOf(line.CustomerRef),
    class: refOf(line.ClassRef),
    description: line.Memo ?? null,
    quantity: null,
    cost: null,
    amount: line.Amount ?? null,
    billable: line.BillableStatus ?? null,
    groupId: null,
  };
}

function itemLines(line: AnyItemLine): BillLine[] {
  if ('ItemLineRet' in line && line.ItemLineRet) return [itemLine(line.ItemLineRet, null)];
  const group = 'ItemGroupLineRet' in line ? line.ItemGroupLineRet : undefined;
  return (group?.ItemLineRet ?? []).map(nested => itemLine(nested, group?.TxnLineID ?? null));
}

/** In QuickBooks' own order: expenses first, then items, those of a group among them. */
function linesOf(bill: BillRet): BillLine[] {
  return [...(bill.ExpenseLineRet ?? []).map(expenseLine), ...(bill.ItemLines ?? []).flatMap(itemLines)];
}

function fieldsOf(bill: BillRet): BillFields {
  return {
    vendor: bill.VendorRef?.FullName ?? null,
    vendorId: bill.VendorRef?.ListID ?? null,
    date: bill.TxnDate ?? null,
    dueDate: bill.DueDate ?? null,
    amountDue: bill.AmountDue ?? null,
    openAmount: bill.OpenAmount ?? null,
    isPaid: bill.IsPaid ?? null,
    memo: bill.Memo ?? null,
    lines: linesOf(bill),
    linked: (bill.LinkedTxn ?? []).map(one => ({
      type: one.TxnType ?? null,
      id: one.TxnID ?? null,
      number: one.RefNumber ?? null,
      date: one.TxnDate ?? null,
      amount: one.Amount ?? null,
    })),
  };
}

/** Bills with their lines, in smaller pages than lists without. */
export const billReader: ListReader = {
  kind: 'bill',
  isPaged: true,
  query: (cursor, iterator) =>
    qbRequest(
      'BillQuery',
      {
        ...pageOf(iterator, SYNC.linedPage),
        ...txnFilters(cursor),
        IncludeLineItems: true,
        IncludeLinkedTxns: true,
        IncludeRetElement: [
          ...TXN_HEAD,
          'VendorRef',
          'TxnDate',
          'DueDate',
          'AmountDue',
          'RefNumber',
          'Memo',
          'IsPaid',
          'LinkedTxn',
          'ExpenseLineRet',
          'ItemLineRet',
          'ItemGroupLineRet',
          'OpenAmount',
        ],
      },
      iterator ?? undefined,
    ),
  decode: response =>
    billsIn(response).flatMap(bill =>
      numbered(bill, 'Bill', { isActive: !(bill.IsPaid ?? false), fields: { ...fieldsOf(bill) } }),
    ),
};
