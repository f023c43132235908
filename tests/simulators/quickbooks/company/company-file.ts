import { LocalTime } from './local-time';
import type { Bill, CompanyState, Estimate, ListName, ListRecord, PurchaseOrder } from './records';

const ENTITY_LISTS: readonly ListName[] = ['vendor', 'customer', 'otherName'];
const LIST_ID_BASE = 0x80000000;

export interface Surroundings {
  readonly clock: () => Date;
  /** Minutes east of UTC, the same all year. */
  readonly utcOffsetMinutes: number;
}

const hex = (value: number): string => value.toString(16).toUpperCase();

/** One open company file: finds what is stored, hands out ids, times and edit sequences. */
export class CompanyFile {
  readonly time: LocalTime;
  /** Ids of objects that somebody has open in a window. */
  readonly locked = new Set<string>();
  private secondLeast = 0;

  constructor(
    public state: CompanyState,
    private readonly surroundings: Surroundings,
  ) {
    this.time = new LocalTime(surroundings.utcOffsetMinutes);
  }

  now(): number {
    return Math.floor(this.surroundings.clock().getTime() / 1000);
  }

  /** Puts a copy back. Ids and sequences handed out later never equal one that the copy does not know any more. */
  restore(state: CompanyState): void {
    this.secondLeast = Math.max(this.secondLeast, this.now()) + 1;
    this.state = state;
    this.locked.clear();
  }

  nextListId(list: ListName): string {
    const { counters } = this.state;
    if (ENTITY_LISTS.includes(list)) counters.entity += 1;
    else counters.other[list] = (counters.other[list] ?? 0) + 1;
    const count = ENTITY_LISTS.includes(list) ? counters.entity : (counters.other[list] ?? 0);
    return `${hex(LIST_ID_BASE + count)}-${this.second()}`;
  }

  /** Transactions and their lines count in one series. */
  nextTxnId(): string {
    this.state.counters.txn += 1;
    return `${hex(this.state.counters.txn)}-${this.second()}`;
  }

  /** The second of the save, as QuickBooks shows it; always above the one before. */
  save(record: ListRecord | PurchaseOrder | Bill | Estimate): void {
    record.modifiedAt = this.now();
    record.editSequence = Math.max(this.second(), record.editSequence + 1);
  }

  records(lists: readonly ListName[]): readonly ListRecord[] {
    return lists.flatMap(list => this.state.lists[list]);
  }

  byId(lists: readonly ListName[], listId: string): ListRecord | undefined {
    return this.records(lists).find(record => record.listId === listId);
  }

  byFullName(lists: readonly ListName[], fullName: string): ListRecord | undefined {
    const wanted = fullName.toLowerCase();
    return this.records(lists).find(record => this.fullName(record).toLowerCase() === wanted);
  }

  fullName(record: ListRecord): string {
    return this.lineage(record)
      .map(({ name }) => name)
      .join(':');
  }

  /** From the top level down to the record itself. */
  lineage(record: ListRecord): readonly ListRecord[] {
    const parent = record.parentId === null ? undefined : this.byId([record.list], record.parentId);
    return parent ? [...this.lineage(parent), record] : [record];
  }

  orders(): readonly PurchaseOrder[] {
    return Object.values(this.state.orders).sort((a, b) => a.txnNumber - b.txnNumber);
  }

  bills(): readonly Bill[] {
    return Object.values(this.state.bills).sort((a, b) => a.txnNumber - b.txnNumber);
  }

  estimates(): readonly Estimate[] {
    return Object.values(this.state.estimates).sort((a, b) => a.txnNumber - b.txnNumber);
  }

  /** The lists that share one space of names. */
  isNameTaken(list: ListName, parentId: string | null, name: string): boolean {
    const shares = parentId === null && ENTITY_LISTS.includes(list) ? ENTITY_LISTS : [list];
    const wanted = name.toLowerCase();
    return this.records(shares).some(
      record => record.parentId === parentId && record.name.toLowerCase() === wanted,
    );
  }

  extension(ownerId: string, name: string): string | undefined {
    const wanted = ownerId.toLowerCase();
    return this.state.extensions.find(one => one.ownerId.toLowerCase() === wanted && one.name === name)
      ?.value;
  }

  setExtension(ownerId: string, name: string, value: string | null): void {
    const wanted = ownerId.toLowerCase();
    const others = this.state.extensions.filter(
      one => one.ownerId.toLowerCase() !== wanted || one.name !== name,
    );
    this.state.extensions = value === null ? others : [...others, { ownerId, name, value }];
  }

  private second(): number {
    return Math.max(this.now(), this.secondLeast);
  }
}
