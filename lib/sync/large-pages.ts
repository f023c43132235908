import { sql } from 'drizzle-orm';
import type { ListKind } from '@/lib/core/kinds';
import { laterCursor } from '@/lib/flows/lists';
import {
  type AnswerNode,
  AnswerReader,
  type QbAnswer,
  type ResponseHead,
  UnreadableAnswer,
} from '@/lib/qbxml';
import { type Engine, isListKind } from './engine';
import type { LargeReply } from './large-reply';
import { readBegan, type StoredPages, storePage } from './pages';
import { settleReads } from './protocol';
import type { RequestRow } from './rows';
import type { AnswerView } from './store/load';

interface Told extends ResponseHead {
  readonly records: AnswerNode[];
}

/** The page of a list that one request is answered with, as far as it has come. */
interface Page {
  readonly request: RequestRow;
  readonly kind: ListKind;
  readonly head: ResponseHead;
  /** Not stored yet. */
  records: AnswerNode[];
  isBegun: boolean;
  latest: string | null;
  unreadable: UnreadableAnswer | null;
}

/** Records that are stored together. */
const BATCH = 400;

/**
 * The pages of a large answer to a set of reads. It is drawn and read piece by piece, and judged as an answer that came
 * whole would be: the first response to a request counts, one to a request of somebody else makes all of it foreign.
 */
export class LargePages implements StoredPages {
  private readonly reader = new AnswerReader({
    response: head => this.response(head),
    record: record => void this.current?.records.push(record),
  });
  private readonly pages = new Map<string, Page>();
  /** By request, with the records of what is no list: of deletions there are few. */
  private readonly responses = new Map<string, Told>();
  /** What the records that come belong to. */
  private current: { readonly records: AnswerNode[] } | null = null;
  private set: Omit<QbAnswer, 'responses'> | null = null;
  /** Why it cannot be read. */
  unreadable: string | null = null;
  isForeign = false;

  constructor(
    private readonly reply: LargeReply,
    private readonly view: AnswerView,
  ) {}

  /** Draws and reads a piece; false at the end. What it cannot read it only draws. */
  async advance(): Promise<boolean> {
    const text = await this.reply.next();
    try {
      if (this.unreadable !== null) return text !== null;
      if (text !== null) this.reader.write(text);
      else this.set ??= this.reader.finish();
    } catch (thrown) {
      if (!(thrown instanceof UnreadableAnswer)) throw thrown;
      this.unreadable = thrown.message;
    }
    return text !== null;
  }

  /** All but the records of lists, once it was read to its end. */
  answer(): QbAnswer | null {
    return this.set === null ? null : { ...this.set, responses: [...this.responses.values()] };
  }

  /** Stores what has come in since, in order: of the page that is being read no less than a batch, unless told all. */
  async store(engine: Engine, what: 'batches' | 'all'): Promise<void> {
    for (const page of this.pages.values()) {
      const isReady = what === 'all' || page !== this.current || page.records.length >= BATCH;
      if (isReady) await this.storePart(engine, page);
    }
  }

  latestOf(requestId: string): string | null {
    const page = this.pages.get(requestId);
    if (!page || page.unreadable === null) return page?.latest ?? null;
    throw page.unreadable;
  }

  private response(head: ResponseHead): void {
    this.current = null;
    const member = this.view.inFlight?.members.find(one => one.requestID === head.requestID);
    if (member === undefined) this.isForeign = true;
    if (this.isForeign) this.pages.clear();
    const request = this.view.requests.find(one => one.id === member?.requestId);
    if (this.isForeign || request === undefined || this.responses.has(request.id)) return;
    const response: Told = { ...head, records: [] };
    this.responses.set(request.id, response);
    if (hasPage(request, head)) this.current = this.pageOf(request, head) ?? response;
  }

  private pageOf(request: RequestRow, head: ResponseHead): Page | null {
    const { reader: kind } = request;
    if (!isListKind(kind)) return null;
    const page = { request, kind, head, records: [], isBegun: false, latest: null, unreadable: null };
    this.pages.set(request.id, page);
    return page;
  }

  /** A page with a record that cannot be read is taken back as a whole; the other pages stay. */
  private async storePart(engine: Engine, page: Page): Promise<void> {
    const { request, head, kind, records } = page;
    page.records = [];
    if (page.unreadable !== null || records.length === 0) return;
    this.reply.assertInTransaction();
    if (!page.isBegun) await engine.tx.execute(sql`savepoint page`);
    page.isBegun = true;
    const place = { companyId: engine.companyId, connectionId: this.view.connection.id, kind };
    try {
      const begunAt = new Date(readBegan(engine, this.view, request));
      const latest = await storePage(engine, place, { response: { ...head, records }, begunAt });
      page.latest = laterCursor(page.latest, latest ?? '');
    } catch (thrown) {
      if (!(thrown instanceof UnreadableAnswer)) throw thrown;
      page.unreadable = thrown;
      await engine.tx.execute(sql`rollback to savepoint page`);
    }
  }
}

/** Whether a response to a read is one whose records count. */
function hasPage(request: RequestRow, { statusCode, statusMessage }: ResponseHead): boolean {
  const part = { requestID: request.id, statusCode, statusMessage, hasRecord: false };
  const reply = { kind: 'answer', setStatusCode: null, parts: [part] } as const;
  const { outcomes } = settleReads([{ requestId: request.id, attempts: request.attempts }], reply);
  return outcomes.get(request.id)?.to === 'done';
}
