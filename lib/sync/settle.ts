import { factsOf } from '@/lib/connections/facts';
import { judgeFile } from '@/lib/connections/guard';
import { nameNeighbour } from '@/lib/connections/neighbours';
import { saveFacts } from '@/lib/connections/save-facts';
import { SYNC } from '@/lib/core/limits';
import { hresultMeaning, masked, type QbAnswer } from '@/lib/qbxml';
import { applyOutcomes } from './apply';
import { clearsLeft } from './clear';
import { asConnector, type Engine } from './engine';
import { isWorkExpected } from './expected-work';
import { isOlderFence } from './fence';
import type { StoredPages } from './pages';
import { progressOf, remainingWork } from './progress';
import { isForeign, type Reply } from './protocol';
import type { ReadBack } from './read-back';
import { readBackNeed, settleReadBack } from './read-back-steps';
import { partsOf, type RawReply, wireAnswer } from './reply';
import type { SetRow } from './rows';
import { QUIET, type SetResult } from './set-result';
import { settlePrepareSet } from './settle-prepare';
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
  const isElsewhere = !isAwaited || isForeign(wireAnswer(raw), wireIDs(set));
  const isOlder = isAwaited && isElsewhere && view.repeatProgress === null && isOlderFence(set, raw.answer);
  if (isElsewhere && !isOlder) {
    return view.repeatProgress === null
      ? { kind: 'foreign' }
      : { kind: 'repeated', progress: view.repeatProgress };
  }
  return await settleAwaited(engine, view, { raw, isOlder });
}

export function wireIDs(set: SetRow): string[] {
  return set.members.map(member => member.requestID);
}

/** Settles the set in flight with an answer that is its own. */
export async function settleAwaited(engine: Engine, view: AnswerView, given: Given): Promise<AnswerResult> {
  const named = asConnector(engine, view.connection.id);
  const reply = partsOf(given.raw, view.inFlight?.members ?? [], view.requests);
  const result = given.isOlder ? QUIET : await settleSet(named, view, { ...given, reply });
  return await note(named, view, { raw: given.raw, result });
}

interface Given {
  readonly raw: RawReply;
  /** What QuickBooks keeps of an earlier look under the same id: it is noted, and settles nothing. */
  readonly isOlder?: boolean;
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
    case 'prepare':
      return await settlePrepareSet(engine, view, given);
    case 'verify':
      return await settleVerify(engine, view, given.raw.answer);
    case 'read_back':
      return await settleReadBack(engine, view, given);
    case 'clear':
      return { ...QUIET, sessionEnds: endOf(given.reply) };
    default:
      return await settleRecovery(engine, view, given);
  }
}

/** What QuickBooks says about an answer it was told to forget is of no weight; that it cannot be reached is. */
function endOf(reply: Reply): string | null {
  if (reply.kind !== 'hresult') return null;
  const meaning = hresultMeaning(reply.hresult);
  return meaning.class === 'refused' ? null : `${meaning.cause} ${meaning.remedy}`;
}

/** The second look at which file is open: what it says now is final for this session. */
async function settleVerify(engine: Engine, view: AnswerView, answer: QbAnswer | null): Promise<SetResult> {
  const facts = factsOf(
    answer ?? { messageSetStatusCode: null, newMessageSetID: null, responses: [] },
    view.connection.ownerId,
  );
  const ref = { companyId: engine.companyId, connectionId: view.connection.id };
  const judged = judgeFile(facts, view.connection, true);
  const verdict = await nameNeighbour(engine.tx, ref, { facts, verdict: judged });
  await saveFacts(engine.tx, ref, { facts, verdict });
  const applied = await applyOutcomes(engine, view, { outcomes: new Map() });
  return {
    ...QUIET,
    applied,
    guard: verdict.guard,
    lastError: verdict.reason,
    sessionEnds: verdict.guard === 'verified' ? null : verdict.reason,
  };
}

function readBackAfter(view: AnswerView, { readBack, hasReadLists }: SetResult): ReadBack {
  if (readBack === 'restored') return 'unproved';
  const told = {
    ...view.readBack,
    isCopyMissing: view.readBack.isCopyMissing && !hasReadLists,
    answered: view.readBack.answered + (readBack === 'answered' ? 1 : 0),
    inVain: view.readBack.inVain + (readBack === 'in vain' ? 1 : 0),
  };
  return readBackNeed({ ...view, readBack: told });
}

function clearsAfter(view: AnswerView, result: SetResult): number {
  if (view.connection.status === 'paused' || result.readBack === 'restored') return 0;
  const isWritten = view.inFlight?.purpose === 'write' && result.state === 'answered';
  const isStored = view.inFlight?.purpose === 'ask' && result.about?.state === 'recovered';
  return clearsLeft({ settled: view.clears + (isWritten || isStored ? 1 : 0), done: view.clearsDone });
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
    isPaused: view.connection.status === 'paused' || result.readBack === 'restored',
    readBack: readBackAfter(view, result),
    readyWrites: view.readyWrites + applied.readyWrites,
    readyReads: view.readyReads + (result.pagesLeft ?? 0),
    clears: clearsAfter(view, result),
  });
  // A run that is to be held open must not be told that it is done. The look at the file that ends it is its end.
  const isHeld = view.inFlight?.purpose !== 'verify' && isWorkExpected(view, engine.now);
  const left = remaining === 0 && isHeld ? 1 : remaining;
  const progress = progressOf(view.session.doneCount + applied.done + 1, left);
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
