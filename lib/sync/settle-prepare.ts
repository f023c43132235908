import { targetFor } from '@/lib/connections/facts';
import { SYNC } from '@/lib/core/limits';
import { checkRequest, hresultMeaning, Unencodable } from '@/lib/qbxml';
import { type Applied, applyOutcomes } from './apply';
import { type Prepared, prepared, requestToSend } from './changes';
import type { Engine } from './engine';
import { hresultFailure, unencodable, unreadTarget } from './failures';
import { type Reply, retryDelayMs } from './protocol';
import type { RawReply } from './reply';
import type { RequestRow } from './rows';
import { NOTHING_APPLIED, QUIET, type SetResult } from './set-result';
import { loadWaiting } from './store/changes';
import type { AnswerView } from './store/load';
import { saveRequests } from './store/save';

type Given = { reply: Reply; raw: RawReply };

/** The change was counted as work that is left, and is none of this session any more. */
const TAKEN_AWAY: Applied = { ...NOTHING_APPLIED, readyWrites: -1 };

/**
 * Settles the reading of a record that is about to be changed: the change may leave, or it cannot be made, or it is there
 * already. A change that was taken back meanwhile is left alone.
 */
export async function settlePrepareSet(engine: Engine, view: AnswerView, given: Given): Promise<SetResult> {
  const [member] = view.inFlight?.members ?? [];
  const [row] = member ? await loadWaiting(engine.tx, engine.companyId, [member.requestId]) : [];
  const ends = given.reply.kind === 'hresult' ? hresultMeaning(given.reply.hresult) : null;
  const isOver = ends !== null && ends.class !== 'refused';
  const quiet = { ...QUIET, sessionEnds: isOver ? `${ends.cause} ${ends.remedy}` : null };
  // Where QuickBooks cannot go on, the next session reads the record again.
  if (!row || isOver) return quiet;
  return { ...quiet, applied: await take(engine, view, { row, verdict: verdictOn(view, row, given) }) };
}

function verdictOn(view: AnswerView, row: RequestRow, { reply, raw }: Given): Prepared {
  if (reply.kind === 'hresult') {
    const failure = hresultFailure(reply);
    // It names no request: what came before in this session may be another's refusal, brought twice.
    return view.repeatProgress === null
      ? { to: 'failed', failure }
      : { to: 'unclear', reason: failure.cause };
  }
  if (reply.kind === 'unreadable') return { to: 'unclear', reason: reply.reason };
  const verdict = prepared(row, raw.answer?.responses ?? [], view.session.id);
  if (verdict.to !== 'send') return verdict;
  try {
    checkRequest(requestToSend({ ...row, target: verdict.target }), targetFor(view.connection.country));
    return verdict;
  } catch (thrown) {
    if (!(thrown instanceof Unencodable)) throw thrown;
    return { to: 'failed', failure: unencodable(thrown.message) };
  }
}

interface Taking {
  readonly row: RequestRow;
  readonly verdict: Prepared;
}

async function take(engine: Engine, view: AnswerView, { row, verdict }: Taking): Promise<Applied> {
  const base = { id: row.id, from: ['ready'], to: 'ready' } as const;
  if (verdict.to === 'send') {
    await saveRequests(engine, [{ ...base, target: verdict.target }]);
    return NOTHING_APPLIED;
  }
  if (verdict.to !== 'unclear') return await settle(engine, view, { row, verdict });
  const attempts = row.attempts + 1;
  if (attempts >= SYNC.maxTransientAttempts)
    return await settle(engine, view, {
      row,
      verdict: { to: 'failed', failure: unreadTarget(verdict.reason) },
    });
  const availableAt = new Date(engine.now.getTime() + retryDelayMs(attempts));
  await saveRequests(engine, [{ ...base, attempts, availableAt, statusMessage: verdict.reason }]);
  return TAKEN_AWAY;
}

async function settle(
  engine: Engine,
  view: AnswerView,
  { row, verdict }: { row: RequestRow; verdict: Exclude<Prepared, { to: 'send' | 'unclear' }> },
): Promise<Applied> {
  const outcomes = new Map([[row.id, verdict]]);
  const applied = await applyOutcomes(engine, { ...view, requests: [row] }, { outcomes, isUnsent: true });
  return { ...applied, readyWrites: TAKEN_AWAY.readyWrites };
}
