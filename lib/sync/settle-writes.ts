import { MISSING_RIGHTS } from '@/lib/connections/facts';
import { noteMissingRight } from '@/lib/connections/save-facts';
import type { Settlement } from '@/lib/flows/flow';
import { applyOutcomes, type Settlements } from './apply';
import { conflictsOf } from './changes';
import type { Engine } from './engine';
import { type Reply, type SentRequest, settleWrites } from './protocol';
import { type RawReply, settlementFor } from './reply';
import type { Member, RequestRow } from './rows';
import type { SetResult } from './set-result';
import type { AnswerView } from './store/load';

/** A write as the protocol settles it. */
export function sentRequest(request: RequestRow): SentRequest {
  return { requestId: request.id, attempts: request.attempts, ...conflictsOf(request) };
}

/** Records QuickBooks gave back, by our request's id. */
export function settlementsIn(
  raw: RawReply,
  members: readonly Member[],
  requests: readonly RequestRow[],
): Settlements {
  const byWire = new Map(members.map(member => [member.requestID, member.requestId]));
  const found = new Map<string, Settlement>();
  for (const response of raw.answer?.responses ?? []) {
    const requestId = byWire.get(response.requestID ?? '');
    const settlement = settlementFor(
      requests.find(request => request.id === requestId),
      response,
    );
    if (requestId !== undefined && settlement !== null) found.set(requestId, settlement);
  }
  return found;
}

export async function settleWriteSet(
  engine: Engine,
  view: AnswerView,
  given: { reply: Reply; raw: RawReply },
): Promise<SetResult> {
  const sent = view.requests.map(sentRequest);
  const reply =
    given.reply.kind === 'hresult' ? { ...given.reply, isRepeat: view.repeatProgress !== null } : given.reply;
  const settled = settleWrites(sent, reply);
  const settlements = settlementsIn(given.raw, view.inFlight?.members ?? [], view.requests);
  const applied = await applyOutcomes(engine, view, { outcomes: settled.outcomes, settlements });
  // Where another write of the set went through, it was not for want of the right to write.
  const refused =
    applied.synced > 0
      ? undefined
      : given.raw.answer?.responses.find(one => MISSING_RIGHTS.includes(one.statusCode));
  if (refused) {
    const ref = { companyId: engine.companyId, connectionId: view.connection.id };
    await noteMissingRight(engine.tx, ref, refused.statusCode);
  }
  return {
    state: applied.unknown > 0 ? 'unknown' : 'answered',
    applied,
    sessionEnds: settled.sessionEnds,
    isRecoveryFailure: false,
    hasReadLists: false,
  };
}
