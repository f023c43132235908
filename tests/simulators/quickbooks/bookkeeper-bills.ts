import type { CompanyFile } from './company/company-file';
import { type Fields, fieldsFrom, filledText } from './company/fields';
import { fromCents, price, quantity, readable, toCents } from './company/money';
import type { Bill, BillLine, ListName } from './company/records';
import type { Change } from './execute';
import { billTotal, openCents } from './execute/bill-query';
import { receive } from './execute/receiving';
import { BOOKKEEPER, type Machine } from './machine';

export interface BillLineByHand {
  /** FullName of an item, or of an account: one of the two. */
  readonly item?: string;
  readonly account?: string;
  readonly description: string;
  readonly amount: string;
  /** With the cost each, for items alone. */
  readonly quantity?: string;
  readonly cost?: string;
  readonly job: string | null;
  readonly className?: string;
}

export interface BillByHand {
  readonly vendor: string;
  readonly refNumber: string;
  /** Today unless told. */
  readonly date?: string;
  readonly memo?: string;
  readonly lines: readonly BillLineByHand[];
  /** TxnID of the order it bills. */
  readonly order?: string;
}

/**
 * Bills as people enter them by hand. They are named by RefNumber or TxnID; one that is not there, or that QuickBooks would
 * not let be changed, throws RangeError.
 */
export class BillsByHand {
  constructor(private readonly machine: Machine) {}

  add(bill: BillByHand): string {
    const { file } = this;
    const txnId = file.nextTxnId();
    // The account line that no answer shows takes an id of the same series.
    file.nextTxnId();
    file.state.counters.txnNumber += 1;
    const now = file.now();
    const day = bill.date ?? file.time.day(now);
    const added: Bill = {
      txnId,
      txnNumber: file.state.counters.txnNumber,
      createdAt: now,
      modifiedAt: now,
      editSequence: now,
      fields: fieldsFrom({
        VendorRef: this.reference('vendor', bill.vendor),
        APAccountRef: this.reference('account', 'Accounts Payable'),
        TxnDate: day,
        DueDate: day,
        RefNumber: bill.refNumber,
        Memo: bill.memo,
      }),
      lines: bill.lines.map(line => this.line(line)),
      links: [],
      paidCents: '0',
    };
    if (billTotal(added) < 0n) throw new RangeError('a bill below zero is a credit');
    this.file.state.bills[txnId] = added;
    if (bill.order !== undefined) this.link(added, bill.order);
    this.commit(added, 'added');
    return txnId;
  }

  /** Lines count from 0. */
  editLine(name: string, at: number, changes: { description?: string; amount?: string }): void {
    this.change(name, bill => {
      bill.lines = bill.lines.map((line, index) => {
        if (index !== at) return line;
        const text = line.kind === 'item' ? { Desc: changes.description } : { Memo: changes.description };
        return { ...line, fields: { ...line.fields, ...fieldsFrom({ ...text, Amount: changes.amount }) } };
      });
    });
  }

  editMemo(name: string, memo: string): void {
    this.change(name, bill => {
      bill.fields = { ...bill.fields, ...fieldsFrom({ Memo: memo }) };
    });
  }

  /** It stays in the books with every amount at zero. */
  void(name: string): void {
    this.change(name, bill => {
      if (bill.paidCents !== '0') throw new RangeError('a bill with a payment cannot be voided');
      const memo = filledText(bill.fields, 'Memo') ?? '';
      bill.fields = { ...bill.fields, ...fieldsFrom({ Memo: `VOID: ${memo}` }) };
      for (const line of bill.lines) receive(this.file, line, true);
      bill.lines = bill.lines.map(line => ({
        ...line,
        fields: { ...line.fields, ...fieldsFrom({ Amount: '0.00', Cost: null, Quantity: null }) },
      }));
    });
  }

  /** A payment is a transaction of its own: the bill counts as paid, and was not changed. */
  pay(name: string): void {
    const bill = this.bill(name);
    const paid = openCents(bill);
    const txnId = this.file.nextTxnId();
    bill.paidCents = billTotal(bill).toString();
    bill.links = [...bill.links, this.linkTo('BillPaymentCheck', { txnId, cents: paid, refNumber: null })];
    this.machine.persist();
  }

  delete(name: string): void {
    const bill = this.bill(name);
    for (const line of bill.lines) receive(this.file, line, true);
    delete this.file.state.bills[bill.txnId];
    this.file.state.deletions.push({
      type: 'Bill',
      id: bill.txnId,
      createdAt: bill.createdAt,
      deletedAt: this.file.now(),
      label: filledText(bill.fields, 'RefNumber') ?? '',
      order: null,
    });
    this.commit(bill, 'deleted');
  }

  private get file(): CompanyFile {
    return this.machine.main;
  }

  private bill(name: string): Bill {
    const found = this.file
      .bills()
      .find(({ txnId, fields }) => txnId === name || filledText(fields, 'RefNumber') === name);
    if (!found) throw new RangeError(`the books have no bill ${name}`);
    return found;
  }

  private change(name: string, act: (bill: Bill) => void): void {
    const bill = this.bill(name);
    act(bill);
    this.file.save(bill);
    this.commit(bill, 'modified');
  }

  private commit(bill: Bill, action: Change['action']): void {
    const label = filledText(bill.fields, 'RefNumber') ?? '';
    const change: Change = {
      object: 'Bill',
      action,
      id: bill.txnId,
      label,
      editSequence: String(bill.editSequence),
      externalGuid: filledText(bill.fields, 'ExternalGUID') ?? null,
      line: `Bill ${label} ${action}, ${readable(billTotal(bill))}`,
    };
    this.machine.record(this.file, change, BOOKKEEPER);
    this.machine.persist();
  }

  private link(bill: Bill, orderId: string): void {
    const order = this.file.state.orders[orderId];
    if (!order) throw new RangeError(`the books have no purchase order ${orderId}`);
    const refNumber = filledText(order.fields, 'RefNumber') ?? null;
    bill.links = [this.linkTo('PurchaseOrder', { txnId: orderId, cents: -billTotal(bill), refNumber })];
  }

  private linkTo(type: string, to: { txnId: string; cents: bigint; refNumber: string | null }): Fields {
    return fieldsFrom({
      TxnID: to.txnId,
      TxnType: type,
      TxnDate: this.file.time.day(this.file.now()),
      RefNumber: to.refNumber,
      LinkType: 'AMTTYPE',
      Amount: fromCents(to.cents),
    });
  }

  private reference(list: ListName, fullName: string): Fields {
    const record = this.file.byFullName([list], fullName);
    if (!record) throw new RangeError(`the books have no ${list} ${fullName}`);
    return fieldsFrom({ ListID: record.listId });
  }

  private line(line: BillLineByHand): BillLine {
    const spent = {
      Amount: fromCents(toCents(line.amount)),
      CustomerRef: line.job === null ? null : this.reference('customer', line.job),
      ClassRef: line.className === undefined ? null : this.reference('class', line.className),
      BillableStatus: line.job === null ? null : 'NotBillable',
    };
    const lineId = this.file.nextTxnId();
    if (line.account !== undefined) {
      const account = this.reference('account', line.account);
      return {
        lineId,
        kind: 'expense',
        fields: fieldsFrom({ AccountRef: account, Memo: line.description, ...spent }),
      };
    }
    const item = fieldsFrom({
      ItemRef: this.reference('item', line.item ?? ''),
      Desc: line.description,
      Quantity: line.quantity === undefined ? null : quantity(line.quantity),
      Cost: line.cost === undefined ? null : price(line.cost),
      ...spent,
    });
    return { lineId, kind: 'item', fields: item };
  }
}
