import { factsOf } from '@/lib/connections/facts';
import { judgeFile } from '@/lib/connections/guard';
import { saveFacts } from '@/lib/connections/save-facts';
import { SYNC } from '@/lib/core/limits';
import { masked, type QbAnswer } from '@/lib/qbxml';
import { applyOutcomes } from './apply';
import { asConnector, type Engine } from './engine';
import type { StoredPages } from './pages';
import { isForeign, progressOf, type Reply, remainingWork } from './protocol';
import { partsOf, type RawReply, wireAnswer } from './reply';
import type { SetRow } from './rows';
import type { SetResult } from './set-result';
import { settleReadSet } from './settle-reads';
import { settleRecovery } from './settle-recovery';
import { settleWriteSet } from './settle-writes';
import { type AnswerView, loadAnswer } from './store/load';
import { saveAnswer } from './store/save';

export type AnswerResult =
  | {
      readonly kind: 'settled';
      readonly progress: number;
      readonly synced: number;
      readonly hasReadLists: boolean;
    }
  /** The same answer came before; nothing changed. */
  | { readonly kind: 'repeated'; readonly progress: number }
  /** It answers something this session did not ask. Nothing changed. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'no session' }
  /** Settled, but the Web Connector cannot go on; getLastError tells why. */
  | { readonly kind: 'session ends'; readonly synced: number };

interface Brought {
  readonly ticketHash: string;
  readonly raw: RawReply;
  /** The set an answer that took its time began to come in for; null for none. It settles no other. */
  readonly awaited?: string | null;
}

/**
 * Settles what came back. An answer counts once: a repeat gives the same progress again and changes nothing, and an
 * answer with foreign requestIDs changes nothing at all.
 */
export async function settleExchange(engine: Engine, { raw, ...brought }: Brought): Promise<AnswerResult> {
  const key = { companyId: engine.companyId, ticketHash: brought.ticketHash };
  const view = await loadAnswer(engine.tx, key, { sha256: raw.sha256, now: engine.now });
  if (view === null) return { kind: 'no session' };
  const set = view.inFlight;
  const isAwaited = set !== null && (brought.awaited === undefined || brought.awaited === set.id);
  if (!isAwaited || isForeign(wireAnswer(raw), wireIDs(set))) {
    return view.repeatProgress === null
      ? { kind: 'foreign' }
      : { kind: 'repeated', progress: view.repeatProgress };
  }
  return await settleAwaited(engine, view, { raw });
}

export function wireIDs(set: SetRow): string[] {
  return set.members.map(member => member.requestID);
}

/** Settles the set in flight with an answer that is its own. */
export async function settleAwaited(engine: Engine, view: AnswerView, given: Given): Promise<AnswerResult> {
  const named = asConnector(engine, view.connection.id);
  const reply = partsOf(given.raw, view.inFlight?.members ?? [], view.requests);
  const result = await settleSet(named, view, { ...given, reply });
  return await note(named, view, { raw: given.raw, result });
}

interface Given {
  readonly raw: RawReply;
  /** Of a large answer, whose records are not in it. */
  readonly pages?: StoredPages;
}

async function settleSet(
  engine: Engine,
  view: AnswerView,
  given: Given & { readonly reply: Reply },
): Promise<SetResult> {
  switch (view.inFlight?.purpose) {
    case 'write':
      return await settleWriteSet(engine, view, given);
    case 'read':
      return await settleReadSet(engine, view, given);
    case 'verify':
      return await settleVerify(engine, view, given.raw.answer);
    default:
      return await settleRecovery(engine, view, given);
  }
}

/** The second look at which file is open: what it says now is final for this session. */
async function settleVerify(engine: Engine, view: AnswerView, answer: QbAnswer | null): Promise<SetResult> {
  const facts = factsOf(
    answer ?? { messageSetStatusCode: null, newMessageSetID: null, responses: [] },
    view.connection.ownerId,
  );
  const verdict = judgeFile(facts, view.connection, true);
  const ref = { companyId: engine.companyId, connectionId: view.connection.id };
  await saveFacts(engine.tx, ref, { facts, verdict });
  const applied = await applyOutcomes(engine, view, { outcomes: new Map() });
  const base = {
    state: 'answered',
    applied,
    sessionEnds: null,
    isRecoveryFailure: false,
    hasReadLists: false,
  } as const;
  return {
    ...base,
    guard: verdict.guard,
    lastError: verdict.reason,
    sessionEnds: verdict.guard === 'verified' ? null : verdict.reason,
  };
}

async function note(
  engine: Engine,
  view: AnswerView,
  { raw, result }: { raw: RawReply; result: SetResult },
): Promise<AnswerResult> {
  const { applied } = result;
  const recoveryFailures = view.session.recoveryFailures + (result.isRecoveryFailure ? 1 : 0);
  const resolved = result.about?.state === 'recovered' ? 1 : 0;
  const created = result.state === 'unknown' ? 1 : 0;
  const remaining = remainingWork({
    unknownSets: Math.max(0, view.unknownSets - resolved) + created,
    recoveryFailures,
    isPaused: view.connection.status === 'paused',
    readyWrites: view.readyWrites + applied.readyWrites,
    readyReads: view.readyReads + (result.pagesLeft ?? 0),
  });
  const progress = progressOf(view.session.doneCount + applied.done + 1, remaining);
  await saveAnswer(
    engine,
    {
      setId: view.inFlight?.id ?? '',
      state: result.state,
      answerSha256: raw.sha256,
      answerXml: masked(raw.text.slice(0, SYNC.maxKeptAnswerChars)),
      hresult: raw.hresult === '' ? null : raw.hresult.slice(0, 10),
      message: raw.message === '' ? null : raw.message.slice(0, 2000),
      progress,
      ...(result.about ? { about: result.about } : {}),
    },
    {
      sessionId: view.session.id,
      lastError: result.sessionEnds ?? result.lastError ?? null,
      done: applied.done,
      failed: applied.failed,
      recoveryFailures,
      guard: result.guard ?? view.session.guard,
    },
  );
  if (result.sessionEnds !== null) return { kind: 'session ends', synced: applied.synced };
  return { kind: 'settled', progress, synced: applied.synced, hasReadLists: result.hasReadLists };
}
