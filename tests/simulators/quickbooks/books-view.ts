import type { CompanyFile } from './company/company-file';
import { type Fields, filledText, groupOf } from './company/fields';
import { fromCents } from './company/money';
import type { Deletion, ListName, ListRecord, PurchaseOrder, StoredAnswer } from './company/records';
import { type EstimateView, estimateView } from './estimate-view';
import { orderTotal } from './execute/order-ret';
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
  readonly isDeleted: boolean;
  readonly editSequence: string;
  readonly timeModified: string;
  readonly externalGuid: string | null;
  readonly lines: readonly LineView[];
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
    isDeleted,
    editSequence: String(order.editSequence),
    timeModified: file.time.moment(order.modifiedAt),
    externalGuid: filledText(fields, 'ExternalGUID') ?? null,
    lines: order.lines.map(line => lineView(file, line)),
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
