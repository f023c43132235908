import { sql } from 'drizzle-orm';
import { laterCursor, type ReadListKind } from '@/lib/flows/lists';
import { finishListRead } from '@/lib/mappings/lists';
import { type QbResponse, UnreadableAnswer } from '@/lib/qbxml';
import type { Applied } from './apply';
import { type Engine, isListKind } from './engine';
import { unreadableAnswer } from './failures';
import { type StoredPages, storePage } from './pages';
import { type Outcome, type Reply, settleReads } from './protocol';
import type { RawReply } from './reply';
import type { RequestRow } from './rows';
import type { SetResult } from './set-result';
import type { AnswerView } from './store/load';
import { type RequestChange, saveRequests } from './store/save';

/** Stores the pages of lists that came back, and asks for the next or moves the cursor where a list has ended. */
export async function settleReadSet(
  engine: Engine,
  view: AnswerView,
  given: { reply: Reply; raw: RawReply; pages?: StoredPages },
): Promise<SetResult> {
  const sent = view.requests.map(request => ({ requestId: request.id, attempts: request.attempts }));
  const settled = settleReads(sent, given.reply);
  const changes: RequestChange[] = [];
  const tally = { done: 0, failed: 0, pages: 0, finished: 0 };
  for (const request of view.requests) {
    const outcome = settled.outcomes.get(request.id);
    if (!outcome) continue;
    const change = await settleRead(engine, view, {
      request,
      outcome,
      response: responseTo(view, request, given.raw),
      stored: given.pages,
    });
    changes.push(change);
    if (change.to === 'ready') tally.pages += 1;
    if (change.to === 'done') tally.finished += 1;
    if (change.to === 'failed') tally.failed += 1;
  }
  await saveRequests(engine, changes);
  const applied: Applied = {
    done: tally.finished + tally.failed,
    failed: tally.failed,
    synced: 0,
    readyWrites: 0,
    unknown: 0,
  };
  return {
    state: 'answered',
    applied,
    sessionEnds: settled.sessionEnds,
    isRecoveryFailure: false,
    hasReadLists: tally.finished > 0,
    pagesLeft: tally.pages,
  };
}

function responseTo(view: AnswerView, request: RequestRow, raw: RawReply): QbResponse | null {
  const member = view.inFlight?.members.find(one => one.requestId === request.id);
  return raw.answer?.responses.find(response => response.requestID === member?.requestID) ?? null;
}

interface Read {
  readonly request: RequestRow;
  readonly outcome: Outcome;
  readonly response: QbResponse | null;
  readonly stored: StoredPages | undefined;
}

async function settleRead(engine: Engine, view: AnswerView, read: Read): Promise<RequestChange> {
  const { request, outcome, response, stored } = read;
  const base = { id: request.id, from: ['sent'] } as const;
  if (outcome.to === 'done' && response !== null && isListKind(request.reader)) {
    try {
      return await takePage(engine, view, { request, response, stored, kind: request.reader });
    } catch (thrown) {
      if (!(thrown instanceof UnreadableAnswer)) throw thrown;
      await noteFailure(engine, view, { kind: request.reader, text: thrown.message });
      return { ...base, to: 'failed', statusMessage: unreadableAnswer(thrown.message).raw };
    }
  }
  if (outcome.to === 'ready') {
    // A page that was lost cannot be asked for again: the list starts from its cursor.
    return {
      ...base,
      to: 'ready',
      page: null,
      availableAt: new Date(engine.now.getTime() + outcome.delayMs),
    };
  }
  const text =
    'failure' in outcome && outcome.failure !== null
      ? `${outcome.failure.cause} ${outcome.failure.raw}`.trim()
      : '';
  if (isListKind(request.reader)) await noteFailure(engine, view, { kind: request.reader, text });
  return { ...base, to: 'failed', statusMessage: text };
}

interface Page {
  readonly request: RequestRow;
  readonly response: QbResponse;
  readonly kind: ReadListKind;
  readonly stored: StoredPages | undefined;
}

async function takePage(
  engine: Engine,
  view: AnswerView,
  { request, response, kind, stored }: Page,
): Promise<RequestChange> {
  const place = { companyId: engine.companyId, connectionId: view.connection.id, kind };
  const latest = stored ? stored.latestOf(request.id) : await storePage(engine, place, response);
  const cursor = laterCursor(request.page?.cursor ?? null, latest ?? '');
  const startedAt = request.page?.startedAt ?? view.inFlight?.sentAt ?? engine.now.toISOString();
  const left = response.iteratorRemainingCount ?? 0;
  if (left > 0 && response.iteratorID !== null) {
    const page = { iteratorID: response.iteratorID, cursor, startedAt };
    // A page taken is progress: the count of tries starts anew.
    return { id: request.id, from: ['sent'], to: 'ready', page, attempts: 0 };
  }
  await finishListRead(engine.tx, place, { cursor, asOf: new Date(startedAt) });
  return { id: request.id, from: ['sent'], to: 'done', page: null, statusCode: response.statusCode };
}

async function noteFailure(
  engine: Engine,
  view: AnswerView,
  failure: { kind: ReadListKind; text: string },
): Promise<void> {
  await engine.tx.execute(sql`
    insert into qb_cursors (company_id, connection_id, kind, failed_at, error)
    values (${engine.companyId}, ${view.connection.id}, ${failure.kind}, ${engine.now.toISOString()}::timestamptz, ${failure.text})
    on conflict (company_id, connection_id, kind) do update set failed_at = excluded.failed_at, error = excluded.error`);
}
