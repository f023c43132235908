import { BillsByHand } from './bookkeeper-bills';
import { EstimatesByHand } from './bookkeeper-estimates';
import type { CompanyFile } from './company/company-file';
import { type Fields, fieldsFrom, filledText } from './company/fields';
import { extended, fromCents, price, quantity } from './company/money';
import type { Bill, Deletion, ListName, ListRecord, OrderLine, PurchaseOrder } from './company/records';
import type { Change } from './execute';
import { checkName, listChange } from './execute/list-add';
import { orderChange } from './execute/order-write';
import { BOOKKEEPER, type Machine } from './machine';

export interface LineByHand {
  /** FullName. */
  readonly item: string;
  readonly description: string;
  /** Either the amount or quantity and rate. */
  readonly amount?: string;
  readonly quantity?: string;
  readonly rate?: string;
  /** FullName of the customer and job; null for none. */
  readonly job: string | null;
}

export interface OrderByHand {
  readonly vendor: string;
  readonly refNumber: string;
  /** Today unless told. */
  readonly date?: string;
  readonly memo?: string;
  readonly lines: readonly LineByHand[];
}

const LABELS: Readonly<Record<string, string>> = { vendor: 'Vendor', customer: 'Job', item: 'Item' };

/**
 * What people do in QuickBooks by hand, in the right company file. Each act moves EditSequence and TimeModified as a
 * save would and leaves the deletion records QuickBooks leaves. Orders are named by RefNumber or TxnID, list objects by
 * FullName; a name that is not there is a mistake of the test and throws RangeError.
 */
export class Bookkeeper {
  readonly bills: BillsByHand;
  readonly estimates: EstimatesByHand;

  constructor(private readonly machine: Machine) {
    this.bills = new BillsByHand(machine);
    this.estimates = new EstimatesByHand(machine);
  }

  addVendor(name: string, companyName?: string): string {
    const fields = fieldsFrom({
      CompanyName: companyName,
      IsVendorEligibleFor1099: 'false',
      Balance: '0.00',
    });
    return this.addRecord({ list: 'vendor', kind: 'Vendor', name, parent: null, fields });
  }

  addCustomer(name: string): string {
    const fields = fieldsFrom({ Balance: '0.00', TotalBalance: '0.00', JobStatus: 'None' });
    return this.addRecord({ list: 'customer', kind: 'Customer', name, parent: null, fields });
  }

  addJob(customer: string, name: string): string {
    const fields = fieldsFrom({ Balance: '0.00', TotalBalance: '0.00', JobStatus: 'InProgress' });
    return this.addRecord({ list: 'customer', kind: 'Customer', name, parent: customer, fields });
  }

  renameVendor(vendor: string, name: string): void {
    this.change('vendor', vendor, record => {
      record.name = name;
    });
  }

  renameJob(job: string, name: string): void {
    this.change('customer', job, record => {
      record.name = name;
    });
  }

  deactivateVendor(vendor: string): void {
    this.change('vendor', vendor, deactivate);
  }

  deactivateJob(job: string): void {
    this.change('customer', job, deactivate);
  }

  deactivateItem(item: string): void {
    this.change('item', item, deactivate);
  }

  /** The first vendor's transactions become the second's; its own ListID is gone for good. */
  mergeVendors(from: string, into: string): void {
    this.merge('vendor', from, into);
  }

  mergeJobs(from: string, into: string): void {
    this.merge('customer', from, into);
  }

  mergeItems(from: string, into: string): void {
    this.merge('item', from, into);
  }

  deleteVendor(vendor: string): void {
    this.deleteRecord('vendor', vendor);
  }

  /** QuickBooks refuses what is used: such a record can be made inactive or merged, never deleted. */
  deleteRecord(list: ListName, fullName: string): void {
    const record = this.record(list, fullName);
    if (isUsed(this.file, record)) throw new RangeError(`${fullName} is used and cannot be deleted`);
    const change = listChange(this.file, record, { action: 'deleted', label: LABELS[list] ?? record.kind });
    this.drop(record);
    this.commit(change);
  }

  addClass(name: string, parent: string | null = null): string {
    return this.addRecord({ list: 'class', kind: 'Class', name, parent, fields: {} });
  }

  /** Terms that name a day of the month. */
  addDateDrivenTerms(name: string, dayOfMonth: number): string {
    const fields = fieldsFrom({ DayOfMonthDue: String(dayOfMonth), DueNextMonthDays: '0' });
    return this.addRecord({ list: 'terms', kind: 'DateDrivenTerms', name, parent: null, fields });
  }

  trackClasses(isUsingClassTracking: boolean): void {
    this.file.state.preferences = { ...this.file.state.preferences, isUsingClassTracking };
    this.machine.persist();
  }

  addPurchaseOrder(order: OrderByHand): string {
    const { file } = this;
    const txnId = file.nextTxnId();
    file.nextTxnId();
    file.state.counters.txnNumber += 1;
    const now = file.now();
    const day = order.date ?? file.time.day(now);
    const stamps = { createdAt: now, modifiedAt: now, editSequence: now };
    const added: PurchaseOrder = {
      txnId,
      txnNumber: file.state.counters.txnNumber,
      ...stamps,
      fields: {
        ...fieldsFrom({ VendorRef: this.reference('vendor', order.vendor), TxnDate: day, DueDate: day }),
        ...fieldsFrom({ RefNumber: order.refNumber, Memo: order.memo, ExpectedDate: day }),
        ...fieldsFrom({ IsManuallyClosed: 'false', IsFullyReceived: 'false' }),
        ...fieldsFrom({ IsToBePrinted: 'true', IsToBeEmailed: 'false' }),
      },
      lines: order.lines.map(line => this.line(line)),
    };
    file.state.orders[txnId] = added;
    this.commit(orderChange(file, added, 'added'));
    return txnId;
  }

  addLine(order: string, line: LineByHand): void {
    this.changeOrder(order, found => {
      found.lines = [...found.lines, this.line(line)];
    });
  }

  /** A group of lines under a group item, as Items › Group makes them. */
  addGroup(order: string, item: string, lines: readonly LineByHand[]): void {
    this.changeOrder(order, found => {
      const fields = fieldsFrom({ ItemGroupRef: this.reference('item', item), Quantity: '1' });
      const nested = lines.map(line => this.line(line));
      found.lines = [...found.lines, { lineId: this.file.nextTxnId(), kind: 'group', fields, lines: nested }];
    });
  }

  /** Lines count from 0. */
  editLine(order: string, at: number, changes: { description?: string; amount?: string }): void {
    this.changeOrder(order, found => {
      const amount = changes.amount === undefined ? {} : { Amount: changes.amount, Rate: changes.amount };
      const sent = fieldsFrom({ Desc: changes.description, ...amount });
      found.lines = found.lines.map((line, index) =>
        index === at ? { ...line, fields: { ...line.fields, ...sent } } : line,
      );
    });
  }

  removeLine(order: string, at: number): void {
    this.changeOrder(order, found => {
      found.lines = found.lines.filter((_line, index) => index !== at);
    });
  }

  editMemo(order: string, memo: string): void {
    this.changeOrder(order, found => {
      found.fields = { ...found.fields, ...fieldsFrom({ Memo: memo }) };
    });
  }

  renumber(order: string, refNumber: string): void {
    this.changeOrder(order, found => {
      found.fields = { ...found.fields, ...fieldsFrom({ RefNumber: refNumber }) };
    });
  }

  closePurchaseOrder(order: string): void {
    this.changeOrder(order, found => {
      found.fields = { ...found.fields, ...fieldsFrom({ IsManuallyClosed: 'true' }) };
    });
  }

  deletePurchaseOrder(order: string): void {
    const found = this.order(order);
    const { txnId: id, createdAt, fields } = found;
    const label = filledText(fields, 'RefNumber') ?? '';
    delete this.file.state.orders[id];
    this.bury({ type: 'PurchaseOrder', id, createdAt, deletedAt: this.file.now(), label, order: found });
    this.commit(orderChange(this.file, found, 'deleted'));
  }

  /** Leaves an order or a vendor open on screen: whoever else wants to change it is told that it is in use. */
  openWindow(name: string): void {
    this.file.locked.add(this.idOf(name));
  }

  closeWindow(name: string): void {
    this.file.locked.delete(this.idOf(name));
  }

  /** Sets the closing date; null opens all periods. */
  closeBooks(closingDate: string | null): void {
    this.file.state.preferences = { ...this.file.state.preferences, closingDate };
    this.machine.persist();
  }

  private get file(): CompanyFile {
    return this.machine.main;
  }

  private commit(change: Change): void {
    this.machine.record(this.file, change, BOOKKEEPER);
    this.machine.persist();
  }

  private record(list: ListName, fullName: string): ListRecord {
    const found = this.file.byFullName([list], fullName);
    if (!found) throw new RangeError(`the books have no ${list} ${fullName}`);
    return found;
  }

  private idOf(name: string): string {
    return this.file.byFullName(['vendor'], name)?.listId ?? this.order(name).txnId;
  }

  private reference = (list: ListName, fullName: string): Fields =>
    fieldsFrom({ ListID: this.record(list, fullName).listId });

  private addRecord(added: {
    list: ListName;
    kind: string;
    name: string;
    parent: string | null;
    fields: Fields;
  }): string {
    const { file } = this;
    const { list, kind, name, fields } = added;
    const parentId = added.parent === null ? null : this.record(list, added.parent).listId;
    checkName(file, list, { name, parentId });
    const now = file.now();
    const listId = file.nextListId(list);
    const stamps = { createdAt: now, modifiedAt: now, editSequence: now };
    const record: ListRecord = { list, kind, listId, ...stamps, name, parentId, isActive: true, fields };
    file.state.lists[list].push(record);
    this.commit(listChange(file, record, { action: 'added', label: parentId === null ? kind : 'Job' }));
    return listId;
  }

  private change(list: ListName, fullName: string, act: (record: ListRecord) => void): void {
    const record = this.record(list, fullName);
    act(record);
    this.file.save(record);
    this.commit(listChange(this.file, record, { action: 'modified', label: LABELS[list] ?? record.kind }));
  }

  /** QuickBooks merges like with like, and nothing that others stand under. */
  private merge(list: ListName, from: string, into: string): void {
    const [gone, survivor] = [this.record(list, from), this.record(list, into)];
    const hasChildren = this.file.state.lists[list].some(({ parentId }) => parentId === gone.listId);
    if (
      gone.kind !== survivor.kind ||
      gone.parentId !== survivor.parentId ||
      hasChildren ||
      gone === survivor
    )
      throw new RangeError(`QuickBooks would not merge ${from} into ${into}`);
    renameReferences(this.file, gone.listId, survivor.listId);
    this.drop(gone);
    this.file.save(survivor);
    const label = `${LABELS[list] ?? list} ${from} merged into`;
    this.commit(listChange(this.file, survivor, { action: 'merged', label }));
  }

  private drop(record: ListRecord): void {
    const { list, listId: id, createdAt } = record;
    const label = this.file.fullName(record);
    const lists = this.file.state.lists;
    lists[list] = lists[list].filter(one => one !== record);
    this.bury({ type: record.kind, id, createdAt, deletedAt: this.file.now(), label, order: null });
  }

  private bury(deletion: Deletion): void {
    this.file.state.deletions.push(deletion);
  }

  private order(name: string): PurchaseOrder {
    const found = this.file
      .orders()
      .find(({ txnId, fields }) => txnId === name || filledText(fields, 'RefNumber') === name);
    if (!found) throw new RangeError(`the books have no purchase order ${name}`);
    return found;
  }

  private changeOrder(name: string, act: (order: PurchaseOrder) => void): void {
    const order = this.order(name);
    act(order);
    this.file.save(order);
    this.commit(orderChange(this.file, order, 'modified'));
  }

  private line(line: LineByHand): OrderLine {
    const rate = price(line.rate ?? line.amount ?? '0');
    const fields = fieldsFrom({
      ItemRef: this.reference('item', line.item),
      Desc: line.description,
      Quantity: line.quantity === undefined ? null : quantity(line.quantity),
      Rate: rate,
      Amount: line.amount ?? fromCents(extended(rate, line.quantity ?? '1')),
      CustomerRef: line.job === null ? null : this.reference('customer', line.job),
      ReceivedQuantity: '0',
      UnbilledQuantity: '0',
      IsBilled: 'false',
      IsManuallyClosed: 'false',
    });
    return { lineId: this.file.nextTxnId(), kind: 'line', fields, lines: [] };
  }
}

function deactivate(record: ListRecord): void {
  record.isActive = false;
}

/** Every reference to a record points to another from now on; the transactions do not count as changed. */
function renameReferences(file: CompanyFile, from: string, into: string): void {
  for (const txn of [...file.orders(), ...file.bills(), ...file.estimates()]) {
    const { fields, lines } = JSON.parse(
      JSON.stringify({ fields: txn.fields, lines: txn.lines }).replaceAll(`"${from}"`, `"${into}"`),
    ) as Pick<PurchaseOrder & Bill, 'fields' | 'lines'>;
    txn.fields = fields;
    txn.lines = lines;
  }
}

function isUsed(file: CompanyFile, record: ListRecord): boolean {
  const children = file.state.lists[record.list].filter(({ parentId }) => parentId === record.listId);
  const txns = JSON.stringify(
    [...file.orders(), ...file.bills(), ...file.estimates()].map(({ fields, lines }) => [fields, lines]),
  );
  return children.length > 0 || txns.includes(`"${record.listId}"`);
}
