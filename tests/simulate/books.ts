import type { Reply, ReplyPart } from '@/lib/sync/protocol';
import type { Random } from '@/tests/simulators/world';

/** One request of a document, as the model QuickBooks sees it. */
export interface Asked {
  readonly requestID: string;
  readonly requestId: string;
  /** The mark an order is known by. */
  readonly mark: string;
}

/** What the Web Connector carries. */
export type Document =
  | { readonly purpose: 'write'; readonly setKey: string; readonly asked: readonly Asked[] }
  | { readonly purpose: 'ask'; readonly setKey: string }
  | { readonly purpose: 'lookup'; readonly asked: readonly Asked[] }
  | { readonly purpose: 'read'; readonly asked: readonly Asked[] };

export interface Order {
  readonly mark: string;
  isDeleted: boolean;
}

/** How QuickBooks is disposed towards one document. */
export const MOODS = [
  'fine',
  /** Some requests are answered with a status that says they did not run. */
  'refuses some',
  /** Some requests run and are answered with a warning. */
  'warns',
  /** Some requests run, and their record is not given back. */
  'hides some',
  /** Some requests get no response, whether they ran or not. */
  'forgets some',
  /** Runs, and the answer arrives as nothing that can be read. */
  'garbles the answer',
  'refuses the document',
  'throws before it runs',
  'throws after it ran',
  /** Runs, and cannot keep the answer. */
  'keeps no answer',
] as const;
export type Mood = (typeof MOODS)[number];

const REFUSALS = [3140, 3100, 3171, 3260, 3175, 3180, 3200, 1000, 9999];
const HRESULTS = ['0x80040402', '0x8004040D', '0x80040414', '0x80010105'];
const REFUSED = '0x80040400';
const NOT_STORED = 9005;

type Answer = Extract<Reply, { kind: 'answer' }>;

/**
 * A company file small enough to be run by the million: orders by their mark, and the answers it keeps. It writes
 * whatever it is told to, twice if told twice: that is what the checks are there to notice.
 */
export class ModelBooks {
  readonly orders: Order[] = [];
  /** Marks of what QuickBooks itself turned down, alone or by a status. */
  readonly refused = new Set<string>();
  private readonly kept = new Map<string, Answer>();

  constructor(private readonly random: Random) {}

  run(document: Document, mood: Mood): Reply {
    if (mood === 'throws before it runs') return this.thrown();
    if (mood === 'refuses the document') return this.refuse(document);
    const answer = this.answerTo(document, mood);
    if (mood === 'garbles the answer') return { kind: 'unreadable', reason: 'it is cut short' };
    return mood === 'throws after it ran' ? this.thrown() : answer;
  }

  deleteOne(): void {
    const live = this.orders.filter(order => !order.isDeleted);
    if (live.length > 0) this.random.pick(live).isDeleted = true;
  }

  forgetAnswers(): void {
    this.kept.clear();
  }

  /** What a look for a mark proves. */
  find(mark: string): 'ours' | 'deleted' | 'nothing' {
    const found = this.orders.filter(order => order.mark === mark);
    if (found.some(order => !order.isDeleted)) return 'ours';
    return found.length > 0 ? 'deleted' : 'nothing';
  }

  private refuse(document: Document): Reply {
    if (document.purpose !== 'ask' && document.asked.length === 1)
      for (const { mark } of document.asked) this.refused.add(mark);
    return { kind: 'hresult', hresult: REFUSED, message: 'could not be parsed' };
  }

  private thrown(): Reply {
    return { kind: 'hresult', hresult: this.random.pick(HRESULTS), message: 'QuickBooks said so' };
  }

  private answerTo(document: Document, mood: Mood): Answer {
    switch (document.purpose) {
      case 'ask':
        return this.kept.get(document.setKey) ?? { kind: 'answer', setStatusCode: NOT_STORED, parts: [] };
      case 'lookup':
      case 'read':
        return { kind: 'answer', setStatusCode: null, parts: document.asked.map(good) };
      case 'write': {
        const parts = document.asked.flatMap(asked => this.write(asked, mood));
        const answer: Answer = { kind: 'answer', setStatusCode: 0, parts };
        if (mood !== 'keeps no answer') this.kept.set(document.setKey, answer);
        return answer;
      }
    }
  }

  private write(asked: Asked, mood: Mood): ReplyPart[] {
    const isHit = this.random.oneIn(2);
    if (mood === 'refuses some' && isHit) {
      this.refused.add(asked.mark);
      return [{ ...good(asked), statusCode: this.random.pick(REFUSALS), hasRecord: false }];
    }
    if (mood === 'forgets some' && isHit) {
      if (this.random.oneIn(2)) this.orders.push({ mark: asked.mark, isDeleted: false });
      return [];
    }
    this.orders.push({ mark: asked.mark, isDeleted: false });
    if (mood === 'warns' && isHit) return [{ ...good(asked), statusCode: 530 }];
    if (mood === 'hides some' && isHit) return [{ ...good(asked), statusCode: 510, hasRecord: false }];
    return [good(asked)];
  }
}

function good({ requestID }: Asked): ReplyPart {
  return { requestID, statusCode: 0, statusMessage: 'Status OK', hasRecord: true };
}
