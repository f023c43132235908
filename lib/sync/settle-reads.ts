import { sql } from 'drizzle-orm';
import type { ListKind, ReadKind } from '@/lib/core/kinds';
import { laterCursor } from '@/lib/flows/lists';
import { finishListRead } from '@/lib/mappings/lists';
import { type QbResponse, UnreadableAnswer } from '@/lib/qbxml';
import type { Applied } from './apply';
import { type Engine, isDeletionKind, isListKind } from './engine';
import { type Failure, unreadableAnswer } from './failures';
import { readBegan, type StoredPages, storePage } from './pages';
import { PRESENCE, presenceIn, takePresence } from './presence';
import { type Outcome, type Reply, settleReads } from './protocol';
import { wishOf } from './read-queries';
import { switchedOff, unpagedInstead } from './refused-reads';
import type { RawReply } from './reply';
import type { RequestRow } from './rows';
import type { SetResult } from './set-result';
import { takeDeletions } from './settle-deletions';
import type { AnswerView } from './store/load';
import { type RequestChange, saveRequests } from './store/save';
import { finishWholeRead } from './whole-reads';

/** Stores the pages of lists that came back, and asks for the next or moves the cursor where a list has ended. */
export async function settleReadSet(
  engine: Engine,
  view: AnswerView,
  given: { reply: Reply; raw: RawReply; pages?: StoredPages },
): Promise<SetResult> {
  const sent = view.requests.map(request => ({ requestId: request.id, attempts: request.attempts }));
  const settled = settleReads(sent, given.reply);
  const changes: RequestChange[] = [];
  const tally = { checked: 0, failed: 0, pages: 0, finished: 0 };
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
    if (change.to === 'done') tally[request.reader === PRESENCE ? 'checked' : 'finished'] += 1;
    if (change.to === 'failed') tally.failed += 1;
  }
  await saveRequests(engine, changes);
  const applied: Applied = {
    done: tally.finished + tally.checked + tally.failed,
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
  const { reader } = request;
  const { presence: asked } = wishOf(request);
  if (reader === PRESENCE && asked !== undefined && outcome.to !== 'ready')
    return await takePresence(engine, view.connection.id, {
      request,
      wish: asked,
      presence: presenceIn(asked, response),
    });
  if (outcome.to === 'done' && response !== null && (isListKind(reader) || isDeletionKind(reader))) {
    try {
      if (isListKind(reader))
        return await takePage(engine, view, { request, response, stored, kind: reader });
      const sentAt = new Date(view.inFlight?.sentAt ?? engine.now);
      return await takeDeletions(engine, view.connection.id, { request, response, kind: reader, sentAt });
    } catch (thrown) {
      if (!(thrown instanceof UnreadableAnswer)) throw thrown;
      await noteFailure(engine, view, { kind: reader, text: thrown.message });
      return { ...base, to: 'failed', statusMessage: unreadableAnswer(thrown.message).raw };
    }
  }
  if (outcome.to === 'ready') {
    // A page that was lost cannot be asked for again: the list starts from its cursor.
    return {
      ...base,
      to: 'ready',
      page: null,
      splitGroup: outcome.splitGroup,
      availableAt: new Date(engine.now.getTime() + outcome.delayMs),
    };
  }
  return await noteRefusal(engine, view, { request, failure: 'failure' in outcome ? outcome.failure : null });
}

async function noteRefusal(
  engine: Engine,
  view: AnswerView,
  { request, failure }: { request: RequestRow; failure: Failure | null },
): Promise<RequestChange> {
  const base = { id: request.id, from: ['sent'], statusMessage: null } as const;
  const off = switchedOff(failure);
  const unpaged =
    off === null ? unpagedInstead(request, view.connection.country, engine.now.toISOString()) : null;
  if (unpaged !== null) return { ...base, to: 'ready', page: unpaged, attempts: 0 };
  const text = off ?? (failure === null ? '' : `${failure.cause} ${failure.raw}`.trim());
  const { reader } = request;
  if (isListKind(reader) || isDeletionKind(reader)) await noteFailure(engine, view, { kind: reader, text });
  return { ...base, to: off === null ? 'failed' : 'done', statusMessage: text };
}

interface Page {
  readonly request: RequestRow;
  readonly response: QbResponse;
  readonly kind: ListKind;
  readonly stored: StoredPages | undefined;
}

async function takePage(
  engine: Engine,
  view: AnswerView,
  { request, response, kind, stored }: Page,
): Promise<RequestChange> {
  const place = { companyId: engine.companyId, connectionId: view.connection.id, kind };
  const startedAt = readBegan(engine, view, request);
  const begunAt = new Date(startedAt);
  const latest = stored ? stored.latestOf(request.id) : await storePage(engine, place, { response, begunAt });
  const cursor = laterCursor(request.page?.cursor ?? null, latest ?? '');
  const left = response.iteratorRemainingCount ?? 0;
  if (left > 0 && response.iteratorID !== null) {
    const page = { iteratorID: response.iteratorID, cursor, startedAt };
    // A page taken is progress: the count of tries starts anew.
    return { id: request.id, from: ['sent'], to: 'ready', page, attempts: 0 };
  }
  const done = { id: request.id, from: ['sent'], page: null, statusCode: response.statusCode } as const;
  if (wishOf(request).isWhole !== true) await finishListRead(engine.tx, place, { cursor, asOf: begunAt });
  else {
    const doubt = await finishWholeRead(engine, place, { cursor, begunAt });
    if (doubt !== null) {
      await noteFailure(engine, view, { kind, text: doubt });
      return { ...done, to: 'failed', statusMessage: doubt };
    }
  }
  return { ...done, to: 'done' };
}

async function noteFailure(
  engine: Engine,
  view: AnswerView,
  failure: { kind: ReadKind; text: string },
): Promise<void> {
  await engine.tx.execute(sql`
    insert into qb_cursors (company_id, connection_id, kind, failed_at, error)
    values (${engine.companyId}, ${view.connection.id}, ${failure.kind}, ${engine.now.toISOString()}::timestamptz, ${failure.text})
    on conflict (company_id, connection_id, kind) do update set failed_at = excluded.failed_at, error = excluded.error`);
}
