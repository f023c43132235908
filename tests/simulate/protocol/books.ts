import type { Reply, ReplyPart } from '@/lib/sync/protocol';
import type { Random } from '@/tests/simulators/world';

/** One request of a document, as the model QuickBooks sees it. */
export interface Asked {
  readonly requestID: string;
  readonly requestId: string;
  /** The mark an order, or a line of one, is known by. */
  readonly mark: string;
  /** Of a change: the order, as it was read. */
  readonly target?: Target;
  /** QuickBooks cannot read it, and refuses every document that holds it. */
  readonly isPoisoned?: boolean;
  /** Of a read: where its list stands; null for the beginning. */
  readonly iterator?: number | null;
}

/** What the Web Connector carries. */
export type Document =
  | { readonly purpose: 'ask'; readonly setKey: string }
  | { readonly purpose: 'clear'; readonly setKey: string }
  | Running;

/** A document with requests that run. */
type Running =
  | { readonly purpose: 'verify' }
  | { readonly purpose: 'write'; readonly setKey: string; readonly asked: readonly Asked[] }
  | { readonly purpose: 'lookup'; readonly setKey: string | null; readonly asked: readonly Asked[] }
  | { readonly purpose: 'read'; readonly asked: readonly Asked[] }
  | { readonly purpose: 'prepare'; readonly asked: readonly Asked[] }
  | { readonly purpose: 'read_back'; readonly txnIds: readonly string[] };

/** An order as it was read. */
export interface Target {
  readonly txnId: string;
  readonly editSequence: number;
  readonly lines: readonly string[];
}

export interface Order {
  readonly txnId: string;
  readonly mark: string;
  editSequence: number;
  lines: readonly string[];
  isDeleted: boolean;
}

/** What an answer tells beside its statuses, by requestID or TxnID. */
export interface Told {
  readonly orders: ReadonlyMap<string, Target>;
  readonly deleted: ReadonlySet<string>;
  readonly proofs: ReadonlyMap<string, 'ours' | 'deleted' | 'nothing'>;
  readonly pages: ReadonlyMap<string, { readonly items: readonly number[]; readonly next: number | null }>;
}

export interface Carried {
  readonly reply: Reply;
  readonly told: Told;
}

/** How QuickBooks is disposed towards one document. */
export const MOODS = [
  'fine',
  /** Some requests are answered with a status that says they did not run. */
  'refuses some',
  /** Some are refused because somebody works on the record, or did since it was read. */
  'is in the way',
  /** Some requests run and are answered with a warning. */
  'warns',
  /** Some requests run, and their record is not given back. */
  'hides some',
  /** Some requests get no response, whether they ran or not. */
  'forgets some',
  /** Runs, and the answer arrives as nothing that can be read. */
  'garbles the answer',
  /** Runs, and another request's answer arrives. */
  'answers another',
  'refuses the document',
  'throws before it runs',
  'throws after it ran',
  /** Runs, and cannot keep the answer. */
  'keeps no answer',
  /** A walk through a list is lost. */
  'loses its place',
] as const;
export type Mood = (typeof MOODS)[number];

const REFUSALS = [3140, 3100, 3171, 3260, 1000, 9999];
const IN_THE_WAY = [3175, 3176, 3180, 3200];
const HRESULTS = ['0x80040402', '0x8004040D', '0x80040414', '0x80040408', '0x80010105'];
const REFUSED = '0x80040400';
const [OTHER_CONTENT, NOT_STORED] = [9001, 9005];
const [STALE, NOT_FOUND, ITERATOR_LOST] = [3200, 3120, 3391];
const PAGE = 2;

type Answer = Extract<Reply, { kind: 'answer' }>;

const NOTHING_TOLD: Told = { orders: new Map(), deleted: new Set(), proofs: new Map(), pages: new Map() };

interface Kept {
  readonly document: Document;
  readonly carried: Carried;
}

/** The file as it was once. */
export interface Backup {
  readonly orders: readonly Order[];
  readonly kept: ReadonlyMap<string, Kept>;
}

/**
 * A company file small enough to be run by the million: orders by their mark, one list, and the answers it keeps. It
 * writes whatever it is told to, twice if told twice: that is what the checks are there to notice.
 */
export class ModelBooks {
  orders: Order[] = [];
  /** Marks of what QuickBooks itself turned down, alone or by a status. */
  readonly refused = new Set<string>();
  /** Lines and orders that people made or changed, by TxnID: none may vanish by our hand. */
  readonly byHand = new Map<string, string[]>();
  /** The list that reads walk through. */
  listLength = 3;
  /** Called before each write that runs. */
  onWrite: () => void = () => undefined;
  private kept = new Map<string, Kept>();
  private count = 0;

  constructor(private readonly random: Random) {}

  run(document: Document, mood: Mood): Carried {
    if (mood === 'throws before it runs') return this.thrown();
    const isPoisoned = document.purpose === 'write' && document.asked.some(asked => asked.isPoisoned);
    if (mood === 'refuses the document' || isPoisoned) return this.refuse(document);
    const carried = this.answerTo(document, mood);
    if (mood === 'garbles the answer') return untold({ kind: 'unreadable', reason: 'it is cut short' });
    if (mood === 'answers another') return untold(foreign());
    return mood === 'throws after it ran' ? this.thrown() : carried;
  }

  deleteOne(): void {
    const order = this.anyLive();
    if (order) order.isDeleted = true;
  }

  /** Somebody adds a line to an order. */
  editOne(): void {
    const order = this.anyLive();
    if (!order) return;
    this.count += 1;
    const line = `by hand ${this.count}`;
    order.lines = [...order.lines, line];
    order.editSequence += 1;
    this.byHand.set(order.txnId, [...(this.byHand.get(order.txnId) ?? []), line]);
  }

  forgetAnswers(): void {
    this.kept.clear();
  }

  backup(): Backup {
    return { orders: this.orders.map(order => ({ ...order })), kept: new Map(this.kept) };
  }

  restore(backup: Backup): void {
    this.orders = backup.orders.map(order => ({ ...order }));
    this.kept = new Map(backup.kept);
    this.byHand.clear();
  }

  find(mark: string): 'ours' | 'deleted' | 'nothing' {
    const found = this.orders.filter(order => order.mark === mark);
    if (found.some(order => !order.isDeleted)) return 'ours';
    return found.length > 0 ? 'deleted' : 'nothing';
  }

  /** The marks of all orders, as a list read brings them. */
  marks(): Map<string, 'ours' | 'deleted'> {
    const marks = new Map<string, 'ours' | 'deleted'>();
    for (const { mark, isDeleted } of this.orders)
      if (!isDeleted || !marks.has(mark)) marks.set(mark, isDeleted ? 'deleted' : 'ours');
    return marks;
  }

  private anyLive(): Order | null {
    const live = this.orders.filter(order => !order.isDeleted);
    return live.length === 0 ? null : this.random.pick(live);
  }

  private refuse(document: Document): Carried {
    const asked = 'asked' in document ? document.asked : [];
    if (asked.length === 1) for (const { mark } of asked) this.refused.add(mark);
    return untold({ kind: 'hresult', hresult: REFUSED, message: 'could not be parsed' });
  }

  private thrown(): Carried {
    return untold({ kind: 'hresult', hresult: this.random.pick(HRESULTS), message: 'QuickBooks said so' });
  }

  private answerTo(document: Document, mood: Mood): Carried {
    if (document.purpose === 'ask')
      return this.kept.get(document.setKey)?.carried ?? untold(answer(NOT_STORED, []));
    if (document.purpose === 'clear') {
      this.kept.delete(document.setKey);
      return untold(answer(0, []));
    }
    const setKey = 'setKey' in document ? document.setKey : null;
    const known = setKey === null ? undefined : this.kept.get(setKey);
    if (known) return known.document === document ? known.carried : untold(answer(OTHER_CONTENT, []));
    const carried = this.done(document, mood);
    if (setKey !== null && mood !== 'keeps no answer') this.kept.set(setKey, { document, carried });
    if (setKey !== null && mood === 'keeps no answer' && document.purpose === 'lookup')
      return { ...carried, reply: { ...(carried.reply as Answer), setStatusCode: NOT_STORED } };
    return carried;
  }

  private done(document: Running, mood: Mood): Carried {
    switch (document.purpose) {
      case 'verify':
        return untold(answer(null, []));
      case 'read_back':
        return { reply: answer(null, []), told: { ...NOTHING_TOLD, ...this.seen(document.txnIds) } };
      case 'read':
        return this.read(document.asked, mood);
      case 'prepare':
      case 'lookup':
        return this.look(document.asked);
      case 'write': {
        const reply = answer(
          0,
          document.asked.flatMap(asked => this.write(asked, mood)),
        );
        return { reply, told: { ...NOTHING_TOLD, orders: this.ordersOf(document.asked) } };
      }
    }
  }

  private seen(txnIds: readonly string[]): Pick<Told, 'orders' | 'deleted'> {
    const found = this.orders.filter(order => txnIds.includes(order.txnId) && !order.isDeleted);
    const deleted = this.orders.filter(order => order.isDeleted).map(order => order.txnId);
    return { orders: new Map(found.map(order => [order.txnId, asRead(order)])), deleted: new Set(deleted) };
  }

  private look(asked: readonly Asked[]): Carried {
    const proofs = asked.map(({ requestID, mark }): [string, 'ours' | 'deleted' | 'nothing'] => [
      requestID,
      this.find(mark),
    ]);
    const told = { ...NOTHING_TOLD, orders: this.ordersOf(asked), proofs: new Map(proofs) };
    return { reply: answer(0, asked.map(good)), told };
  }

  private ordersOf(asked: readonly Asked[]): Map<string, Target> {
    const orders = asked.flatMap(({ requestID, mark, target }): [string, Target][] => {
      const order =
        target === undefined
          ? this.orderOf(mark)
          : this.orders.find(one => one.txnId === target.txnId && !one.isDeleted);
      return order ? [[requestID, asRead(order)]] : [];
    });
    return new Map(orders);
  }

  private read(asked: readonly Asked[], mood: Mood): Carried {
    const pages = new Map<string, { items: number[]; next: number | null }>();
    const parts = asked.map((one): ReplyPart => {
      if (mood === 'loses its place' && one.iterator) return bad(one, ITERATOR_LOST);
      const from = one.iterator ?? 0;
      const end = Math.min(from + PAGE, this.listLength);
      const items = Array.from({ length: end - from }, (_, place) => from + place);
      pages.set(one.requestID, { items, next: end < this.listLength ? end : null });
      return good(one);
    });
    const everything = this.seen(this.orders.map(order => order.txnId));
    return { reply: answer(null, parts), told: { ...NOTHING_TOLD, pages, ...everything } };
  }

  private write(asked: Asked, mood: Mood): ReplyPart[] {
    const isHit = this.random.oneIn(2);
    if (mood === 'refuses some' && isHit) {
      this.refused.add(asked.mark);
      return [bad(asked, this.random.pick(REFUSALS))];
    }
    if (mood === 'is in the way' && isHit) {
      this.refused.add(asked.mark);
      return [bad(asked, this.random.pick(IN_THE_WAY))];
    }
    if (mood === 'forgets some' && isHit) {
      if (this.random.oneIn(2)) this.carryOut(asked);
      return [];
    }
    const status = this.carryOut(asked);
    if (status !== 0) return [bad(asked, status)];
    if (mood === 'warns' && isHit) return [{ ...good(asked), statusCode: 530 }];
    if (mood === 'hides some' && isHit)
      return [{ ...good(asked), statusCode: this.random.pick([0, 510]), hasRecord: false }];
    return [good(asked)];
  }

  private carryOut({ mark, target }: Asked): number {
    this.onWrite();
    if (target === undefined) {
      this.count += 1;
      this.orders.push({
        txnId: `txn ${this.count}`,
        mark,
        editSequence: 1,
        lines: [mark],
        isDeleted: false,
      });
      return 0;
    }
    const order = this.orders.find(one => one.txnId === target.txnId && !one.isDeleted);
    if (!order) return NOT_FOUND;
    if (order.editSequence !== target.editSequence) return STALE;
    // A change names every line that stays: one that it does not know is gone.
    order.lines = [...target.lines, mark];
    order.editSequence += 1;
    return 0;
  }

  /** The order a mark stands on as its own. */
  orderOf(mark: string): Order | undefined {
    return this.orders.find(order => order.mark === mark && !order.isDeleted);
  }
}

function asRead({ txnId, editSequence, lines }: Order): Target {
  return { txnId, editSequence, lines };
}

function untold(reply: Reply): Carried {
  return { reply, told: NOTHING_TOLD };
}

function answer(setStatusCode: number | null, parts: readonly ReplyPart[]): Answer {
  return { kind: 'answer', setStatusCode, parts };
}

function foreign(): Answer {
  return answer(0, [good({ requestID: 'somebody else’s' })]);
}

function good({ requestID }: Pick<Asked, 'requestID'>): ReplyPart {
  return { requestID, statusCode: 0, statusMessage: 'Status OK', hasRecord: true };
}

function bad(asked: Asked, statusCode: number): ReplyPart {
  return { ...good(asked), statusCode, hasRecord: false };
}
