import type { CompanyFile } from './company/company-file';
import { type Fields, filledText, groupOf } from './company/fields';
import { fromCents } from './company/money';
import type {
  Bill,
  BillLine,
  Deletion,
  ListName,
  ListRecord,
  PurchaseOrder,
  StoredAnswer,
} from './company/records';
import { type EstimateView, estimateView } from './estimate-view';
import { billTotal } from './execute/bill-query';
import { orderTotal } from './execute/order-ret';
import { billableLines } from './execute/receiving';
import { type LineView, lineView, referred } from './line-view';
import type { JournalEntry, Machine } from './machine';

export type { LineView } from './line-view';

export interface ListView {
  readonly listId: string;
  readonly kind: string;
  readonly name: string;
  readonly fullName: string;
  readonly parentId: string | null;
  readonly isActive: boolean;
  readonly editSequence: string;
  readonly externalGuid: string | null;
  readonly fields: Fields;
}

export interface PurchaseOrderView {
  readonly txnId: string;
  readonly txnNumber: number;
  readonly refNumber: string;
  readonly vendor: string;
  readonly vendorId: string;
  readonly date: string;
  readonly memo: string | null;
  readonly total: string;
  readonly isManuallyClosed: boolean;
  readonly isFullyReceived: boolean;
  readonly isDeleted: boolean;
  readonly editSequence: string;
  readonly timeModified: string;
  readonly externalGuid: string | null;
  readonly lines: readonly LineView[];
}

export interface BillLineView {
  readonly lineId: string;
  readonly item: string | null;
  readonly account: string | null;
  readonly job: string | null;
  readonly description: string | null;
  readonly quantity: string | null;
  readonly cost: string | null;
  readonly amount: string;
  readonly billable: string | null;
  /** The line of an order that it bills, by what that says. */
  readonly bills: string | null;
}

export interface BillView {
  readonly txnId: string;
  readonly refNumber: string;
  readonly vendor: string;
  readonly date: string;
  readonly dueDate: string;
  readonly memo: string | null;
  readonly total: string;
  readonly editSequence: string;
  readonly externalGuid: string | null;
  readonly lines: readonly BillLineView[];
}

function orderView(file: CompanyFile, order: PurchaseOrder, isDeleted: boolean): PurchaseOrderView {
  const { fields } = order;
  const vendorRef = groupOf(fields, 'VendorRef');
  return {
    txnId: order.txnId,
    txnNumber: order.txnNumber,
    refNumber: filledText(fields, 'RefNumber') ?? '',
    vendor: referred(file, 'vendor', vendorRef) ?? '',
    vendorId: filledText(vendorRef ?? {}, 'ListID') ?? '',
    date: filledText(fields, 'TxnDate') ?? '',
    memo: filledText(fields, 'Memo') ?? null,
    total: fromCents(orderTotal(file, order)),
    isManuallyClosed: filledText(fields, 'IsManuallyClosed') === 'true',
    isFullyReceived: filledText(fields, 'IsFullyReceived') === 'true',
    isDeleted,
    editSequence: String(order.editSequence),
    timeModified: file.time.moment(order.modifiedAt),
    externalGuid: filledText(fields, 'ExternalGUID') ?? null,
    lines: order.lines.map(line => lineView(file, line)),
  };
}

function billedLine(file: CompanyFile, { bills }: BillLine): string | null {
  const order = bills && file.state.orders[bills.orderId];
  const line = billableLines(order?.lines ?? []).find(one => one.lineId === bills?.lineId);
  return line ? (filledText(line.fields, 'Desc') ?? '') : null;
}

function billView(file: CompanyFile, bill: Bill): BillView {
  const text = (fields: Fields, name: string): string | null => filledText(fields, name) ?? null;
  const { fields } = bill;
  return {
    txnId: bill.txnId,
    refNumber: text(fields, 'RefNumber') ?? '',
    vendor: referred(file, 'vendor', groupOf(fields, 'VendorRef')) ?? '',
    date: text(fields, 'TxnDate') ?? '',
    dueDate: text(fields, 'DueDate') ?? '',
    memo: text(fields, 'Memo'),
    total: fromCents(billTotal(bill)),
    editSequence: String(bill.editSequence),
    externalGuid: text(fields, 'ExternalGUID'),
    lines: bill.lines.map(line => ({
      lineId: line.lineId,
      item: referred(file, 'item', groupOf(line.fields, 'ItemRef')),
      account: referred(file, 'account', groupOf(line.fields, 'AccountRef')),
      job: referred(file, 'customer', groupOf(line.fields, 'CustomerRef')),
      description: text(line.fields, line.kind === 'item' ? 'Desc' : 'Memo'),
      quantity: text(line.fields, 'Quantity'),
      cost: text(line.fields, 'Cost'),
      amount: text(line.fields, 'Amount') ?? '',
      billable: text(line.fields, 'BillableStatus'),
      bills: billedLine(file, line),
    })),
  };
}

function listView(file: CompanyFile, record: ListRecord): ListView {
  const { listId, kind, name, parentId, isActive, fields } = record;
  return {
    listId,
    kind,
    name,
    fullName: file.fullName(record),
    parentId,
    isActive,
    editSequence: String(record.editSequence),
    externalGuid: filledText(fields, 'ExternalGUID') ?? null,
    fields,
  };
}

/** The books for assertions: the right company file, whichever is open. Nothing can be changed through it. */
export class BooksView {
  constructor(
    private readonly machine: Machine,
    private readonly file: CompanyFile = machine.main,
  ) {}

  vendors(): readonly ListView[] {
    return this.list('vendor');
  }

  customers(): readonly ListView[] {
    return this.list('customer');
  }

  items(): readonly ListView[] {
    return this.list('item');
  }

  purchaseOrders({ includeDeleted = false } = {}): readonly PurchaseOrderView[] {
    const live = this.file.orders().map(order => orderView(this.file, order, false));
    const gone = this.file.state.deletions.flatMap(({ order }) => (order ? [order] : []));
    return [...live, ...(includeDeleted ? gone.map(order => orderView(this.file, order, true)) : [])];
  }

  bills(): readonly BillView[] {
    return this.file.bills().map(bill => billView(this.file, bill));
  }

  estimates(): readonly EstimateView[] {
    return this.file.estimates().map(estimate => estimateView(this.file, estimate));
  }

  deleted(): readonly Deletion[] {
    return this.file.state.deletions;
  }

  storedAnswers(): Readonly<Record<string, StoredAnswer>> {
    return this.file.state.storedAnswers;
  }

  /** Every committed change in every company file, oldest first; a restored backup takes nothing out of it. */
  get journal(): readonly JournalEntry[] {
    return this.machine.journal;
  }

  /** The same view of another company file on the PC. */
  of(path: string): BooksView {
    const file = this.machine.file(path);
    if (!file) throw new RangeError(`no company file at ${path}`);
    return new BooksView(this.machine, file);
  }

  private list(name: ListName): readonly ListView[] {
    return this.file.state.lists[name].map(record => listView(this.file, record));
  }
}
