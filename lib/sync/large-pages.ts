import { sql } from 'drizzle-orm';
import { laterCursor, type ReadListKind } from '@/lib/flows/lists';
import {
  type AnswerNode,
  AnswerReader,
  type QbAnswer,
  type ResponseHead,
  UnreadableAnswer,
} from '@/lib/qbxml';
import { type Engine, isListKind } from './engine';
import type { LargeReply } from './large-reply';
import { type StoredPages, storePage } from './pages';
import { settleReads } from './protocol';
import type { RequestRow } from './rows';
import type { AnswerView } from './store/load';

/** The page one request is answered with, as far as it has come. */
interface Page {
  readonly kind: ReadListKind;
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
  private readonly heads = new Map<string, ResponseHead>();
  private current: Page | null = null;
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

  /** All but the records, once it was read to its end. */
  answer(): QbAnswer | null {
    const responses = [...this.heads.values()].map(head => ({ ...head, records: [] }));
    return this.set === null ? null : { ...this.set, responses };
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
    const request = this.requestOf(head);
    if (request === null) this.isForeign = true;
    if (this.isForeign) this.pages.clear();
    if (this.isForeign || request === null || this.heads.has(request.id)) return;
    this.heads.set(request.id, head);
    const { reader: kind } = request;
    if (!isListKind(kind) || !hasPage(request, head)) return;
    this.current = { kind, head, records: [], isBegun: false, latest: null, unreadable: null };
    this.pages.set(request.id, this.current);
  }

  private requestOf(head: ResponseHead): RequestRow | null {
    const member = this.view.inFlight?.members.find(one => one.requestID === head.requestID);
    return this.view.requests.find(request => request.id === member?.requestId) ?? null;
  }

  /** A page with a record that cannot be read is taken back as a whole; the other pages stay. */
  private async storePart(engine: Engine, page: Page): Promise<void> {
    const { head, kind, records } = page;
    page.records = [];
    if (page.unreadable !== null || records.length === 0) return;
    this.reply.assertInTransaction();
    if (!page.isBegun) await engine.tx.execute(sql`savepoint page`);
    page.isBegun = true;
    const place = { companyId: engine.companyId, connectionId: this.view.connection.id, kind };
    try {
      const latest = await storePage(engine, place, { ...head, records });
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
