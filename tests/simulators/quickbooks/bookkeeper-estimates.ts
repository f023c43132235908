import type { CompanyFile } from './company/company-file';
import { type Fields, fieldsFrom, filledText } from './company/fields';
import { price } from './company/money';
import type { Estimate, ListName, OrderLine } from './company/records';
import type { Change } from './execute';
import { estimateChange } from './execute/estimate-write';
import { BOOKKEEPER, type Machine } from './machine';

export interface EstimateLineByHand {
  /** FullName. */
  readonly item: string;
  readonly description: string;
  readonly amount: string;
}

export interface EstimateByHand {
  /** FullName of the customer and job. */
  readonly job: string;
  readonly refNumber: string;
  readonly lines: readonly EstimateLineByHand[];
}

/** Estimates as people write them by hand. They are named by RefNumber or TxnID; one that is not there throws RangeError. */
export class EstimatesByHand {
  constructor(private readonly machine: Machine) {}

  add(estimate: EstimateByHand): string {
    const { file } = this;
    const txnId = file.nextTxnId();
    file.nextTxnId();
    file.state.counters.txnNumber += 1;
    const now = file.now();
    const day = file.time.day(now);
    const added: Estimate = {
      txnId,
      txnNumber: file.state.counters.txnNumber,
      createdAt: now,
      modifiedAt: now,
      editSequence: now,
      fields: fieldsFrom({
        CustomerRef: this.reference('customer', estimate.job),
        TxnDate: day,
        RefNumber: estimate.refNumber,
        IsActive: 'true',
        DueDate: day,
        IsToBeEmailed: 'false',
      }),
      lines: estimate.lines.map(line => this.line(line)),
    };
    file.state.estimates[txnId] = added;
    this.commit(added, 'added');
    return txnId;
  }

  addLine(name: string, line: EstimateLineByHand): void {
    this.change(name, estimate => {
      estimate.lines = [...estimate.lines, this.line(line)];
    });
  }

  /** Lines count from 0. */
  editLine(name: string, at: number, changes: { description?: string; amount?: string }): void {
    this.change(name, estimate => {
      const amount = changes.amount === undefined ? {} : { Amount: changes.amount, Rate: changes.amount };
      const sent = fieldsFrom({ Desc: changes.description, ...amount });
      estimate.lines = estimate.lines.map((line, index) =>
        index === at ? { ...line, fields: { ...line.fields, ...sent } } : line,
      );
    });
  }

  removeLine(name: string, at: number): void {
    this.change(name, estimate => {
      estimate.lines = estimate.lines.filter((_line, index) => index !== at);
    });
  }

  editMemo(name: string, memo: string): void {
    this.change(name, estimate => {
      estimate.fields = { ...estimate.fields, ...fieldsFrom({ Memo: memo }) };
    });
  }

  renumber(name: string, refNumber: string): void {
    this.change(name, estimate => {
      estimate.fields = { ...estimate.fields, ...fieldsFrom({ RefNumber: refNumber }) };
    });
  }

  /** Takes it out of the job reports, or puts it back. */
  setActive(name: string, isActive: boolean): void {
    this.change(name, estimate => {
      estimate.fields = { ...estimate.fields, ...fieldsFrom({ IsActive: String(isActive) }) };
    });
  }

  delete(name: string): void {
    const estimate = this.estimate(name);
    const { txnId: id, createdAt, fields } = estimate;
    delete this.file.state.estimates[id];
    this.file.state.deletions.push({
      type: 'Estimate',
      id,
      createdAt,
      deletedAt: this.file.now(),
      label: filledText(fields, 'RefNumber') ?? '',
      order: null,
    });
    this.commit(estimate, 'deleted');
  }

  /** Leaves it open on screen: whoever else wants to change it is told that it is in use. */
  openWindow(name: string): void {
    this.file.locked.add(this.estimate(name).txnId);
  }

  closeWindow(name: string): void {
    this.file.locked.delete(this.estimate(name).txnId);
  }

  /** The preference under Jobs & Estimates. */
  use(isUsingEstimates: boolean): void {
    this.file.state.preferences = { ...this.file.state.preferences, isUsingEstimates };
    this.machine.persist();
  }

  private get file(): CompanyFile {
    return this.machine.main;
  }

  private commit(estimate: Estimate, action: Change['action']): void {
    this.machine.record(this.file, estimateChange(this.file, estimate, action), BOOKKEEPER);
    this.machine.persist();
  }

  private reference(list: ListName, fullName: string): Fields {
    const found = this.file.byFullName([list], fullName);
    if (!found) throw new RangeError(`the books have no ${list} ${fullName}`);
    return fieldsFrom({ ListID: found.listId });
  }

  private estimate(name: string): Estimate {
    const found = this.file
      .estimates()
      .find(({ txnId, fields }) => txnId === name || filledText(fields, 'RefNumber') === name);
    if (!found) throw new RangeError(`the books have no estimate ${name}`);
    return found;
  }

  private change(name: string, act: (estimate: Estimate) => void): void {
    const estimate = this.estimate(name);
    act(estimate);
    this.file.save(estimate);
    this.commit(estimate, 'modified');
  }

  private line({ item, description, amount }: EstimateLineByHand): OrderLine {
    const fields = fieldsFrom({
      ItemRef: this.reference('item', item),
      Desc: description,
      Rate: price(amount),
      Amount: amount,
    });
    return { lineId: this.file.nextTxnId(), kind: 'line', fields, lines: [] };
  }
}
