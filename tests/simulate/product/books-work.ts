import type { Random } from '@/tests/simulators/world';
import { type Desk, ITEM_NAME, JOB_NAME } from '@/tests/support/desk';
import type { Fault } from './coverage';
import type { Diary } from './office-work';

const REFUSED = '0x80040400';
const HRESULTS = ['0x80040402', '0x8004040D', '0x80040414', '0x80010105'];
const REFUSALS = [3140, 3120, 3100, 1000, 3171, 3260];
const SPOILERS = [
  'cut-short',
  'not-xml',
  'empty',
  'dtd',
  'doubled',
  'other-request-ids',
  'unknown-elements',
] as const;
const WRITES = ['PurchaseOrderAdd', 'PurchaseOrderMod'] as const;
const OTHER_FILE = {
  path: 'C:\\Other.QBW',
  companyName: 'Other',
  fileId: '{11111111-2222-4333-8444-555555555555}',
};

type Backup = ReturnType<Desk['quickBooks']['moods']['backup']>;

/** What goes wrong in one company's QuickBooks, and what its people do there by hand. */
export class BooksWork {
  /** TxnIDs of orders that people deleted or changed, or that a restore took away. */
  readonly touched = new Set<string>();
  /** How often a backup was put back. */
  restores = 0;
  private readonly backups: Backup[] = [];
  private readonly linesByHand = new Map<string, string[]>();
  private edits = 0;

  constructor(
    readonly desk: Desk,
    private readonly random: Random,
    private readonly diary: Diary,
  ) {}

  /** Somebody copies the company file, for later. */
  backUp(): void {
    this.backups.push(this.desk.quickBooks.moods.backup());
  }

  get hasBackup(): boolean {
    return this.backups.length > 0;
  }

  befall(fault: Fault): void {
    this.diary.note(`QuickBooks: ${fault}`);
    const { moods } = this.desk.quickBooks;
    const { random } = this;
    const element = random.pick(WRITES);
    const only = random.oneIn(3) ? {} : { element };
    const times = random.whole(1, 2);
    const acts: Readonly<Record<Fault, () => void>> = {
      nothing: () => undefined,
      'our database restored': () => undefined,
      'refuses the document': () =>
        moods.failProcessing({ hresult: REFUSED, when: 'before', times: random.whole(1, 4), element }),
      'throws before it runs': () =>
        moods.failProcessing({ hresult: random.pick(HRESULTS), when: 'before', times, ...only }),
      'throws after it ran': () =>
        moods.failProcessing({ hresult: random.pick(HRESULTS), when: 'after', times, ...only }),
      'spoils the answer': () => moods.spoilAnswers(random.pick(SPOILERS), { times, ...only }),
      'refuses a request': () => {
        if (random.oneIn(4)) moods.answerStatus({ code: 3260, element: 'PurchaseOrderQuery' });
        moods.answerStatus({ code: random.pick(REFUSALS), times, element });
      },
      'is busy with a record': () =>
        moods.answerStatus({ code: random.pick([3175, 3176, 3180]), times, element }),
      'answers a conflict': () => moods.answerStatus({ code: 3200, times, element }),
      warns: () => moods.warn({ code: random.pick([530, 550]), times, element }),
      'keeps no answer': () => {
        if (random.oneIn(2)) moods.cannotStoreAnswers(times);
        else moods.forgetAnswers(times);
        // What was done and neither told nor kept can only be looked up.
        if (random.oneIn(2)) moods.failProcessing({ hresult: random.pick(HRESULTS), when: 'after', element });
      },
      'loses kept answers': () => moods.loseStoredAnswers(),
      restarts: () => (random.oneIn(2) ? moods.restartAfter({ element }) : moods.restartQuickBooks()),
      'cannot be reached': () =>
        random.oneIn(2) ? moods.failSession('0x80040408') : moods.showModalDialog(),
      'has another file open': () => moods.openOtherFile(OTHER_FILE),
      'hides its mark': () => moods.hideFileId(),
      'took rights away': () => moods.limitRights(),
      'an order deleted': () => this.byHand(fault),
      'an order changed': () => this.byHand(fault),
      'a window open': () => this.byHand(fault),
      'a backup restored': () => this.restore(),
    };
    acts[fault]();
  }

  /** What was switched on for one run is over. */
  calm(): void {
    const { moods, bookkeeper, books } = this.desk.quickBooks;
    moods.clear();
    moods.startQuickBooks();
    moods.openRightFile();
    for (const order of books.purchaseOrders()) bookkeeper.closeWindow(order.txnId);
  }

  hasExports(): boolean {
    return this.exported().length > 0;
  }

  private exported() {
    return this.desk.quickBooks.books.purchaseOrders().filter(order => order.externalGuid !== null);
  }

  private byHand(fault: Fault): void {
    const { bookkeeper } = this.desk.quickBooks;
    const orders = this.exported();
    if (orders.length === 0) return;
    const { txnId } = this.random.pick(orders);
    if (fault === 'a window open') {
      bookkeeper.openWindow(txnId);
      return;
    }
    this.touched.add(txnId);
    if (fault === 'an order deleted') {
      bookkeeper.deletePurchaseOrder(txnId);
      return;
    }
    this.edits += 1;
    const { edits } = this;
    const acts = [
      () => bookkeeper.renumber(txnId, `H-${edits}`),
      () => bookkeeper.closePurchaseOrder(txnId),
      () => bookkeeper.editMemo(txnId, `Edit ${edits}`),
      () => bookkeeper.editLine(txnId, 0, { description: `By hand ${edits}` }),
      () => this.addLine(txnId, `Line by hand ${edits}`),
      () => this.addLine(txnId, `Line by hand ${edits}`),
    ];
    this.random.pick(acts)();
  }

  /** R5: what people added by hand stands where it was. */
  vanished(): string[] {
    const { books } = this.desk.quickBooks;
    return books.purchaseOrders().flatMap(({ txnId, refNumber, lines }) => {
      const texts = lines.map(line => line.description);
      const gone = (this.linesByHand.get(txnId) ?? []).filter(text => !texts.includes(text));
      return gone.map(text => `R5: “${text}” vanished from order ${refNumber}`);
    });
  }

  /** Orders that were exported, and that the file lacks without having had them deleted: it was restored. */
  async lacking(): Promise<Set<string>> {
    const { desk } = this;
    const rows = await desk.test.owner<{ id: string }[]>`
      select qb_id as id from links where connection_id = ${desk.connectionId} and made_by = 'export' and ended_at is null
        and kind in ('commitment', 'change_order')`;
    const { books } = desk.quickBooks;
    const known = new Set([
      ...books.purchaseOrders().map(order => order.txnId),
      ...books.deleted().map(deletion => deletion.id),
    ]);
    return new Set(rows.map(row => row.id).filter(id => !known.has(id)));
  }

  /** F26: what applications write during `work`, they do not write to a file that lacks what was exported. */
  async guarded<T>(work: () => Promise<T>): Promise<T> {
    const { books } = this.desk.quickBooks;
    const written = (): number => books.journal.filter(entry => entry.by === 'application').length;
    const [before, lackedBefore] = [written(), await this.lacking()];
    const result = await work();
    if (lackedBefore.size === 0 || written() === before) return result;
    const lacked = [...(await this.lacking())].filter(id => lackedBefore.has(id));
    if (lacked.length > 0)
      this.diary.broken(`F26: written to a file that lacks ${lacked.join(', ')} without a word`);
    return result;
  }

  private addLine(txnId: string, description: string): void {
    const { bookkeeper } = this.desk.quickBooks;
    bookkeeper.addLine(txnId, { item: ITEM_NAME, description, amount: '12.00', job: JOB_NAME });
    this.linesByHand.set(txnId, [...(this.linesByHand.get(txnId) ?? []), description]);
  }

  private restore(): void {
    const { moods, books } = this.desk.quickBooks;
    if (this.backups.length === 0) return;
    const place = this.random.whole(0, this.backups.length - 1);
    const backup = this.backups[place] as Backup;
    // Back, and never forth.
    this.backups.splice(place + 1);
    this.linesByHand.clear();
    const before = books.purchaseOrders();
    moods.restore(backup);
    this.restores += 1;
    const left = new Map(books.purchaseOrders().map(order => [order.txnId, order.editSequence]));
    for (const { txnId, editSequence } of before)
      if (left.get(txnId) !== editSequence) this.touched.add(txnId);
  }
}
