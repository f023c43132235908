import { additionBy, type LookupVerdict } from '@/lib/flows/flow';
import { flowOf } from '@/lib/flows/registry';
import { hresultMeaning, type QbRequest, type QbResponse, UnreadableAnswer } from '@/lib/qbxml';
import { type AppliedOutcome, applyOutcomes } from './apply';
import { recovered } from './changes';
import type { Engine } from './engine';
import { hresultFailure } from './failures';
import { isFenceTaken } from './fence';
import { type Reply, settleRefusal } from './protocol';
import { settleAsk, settleLookup } from './recovery';
import type { RawReply } from './reply';
import type { RequestRow, SetRow } from './rows';
import { QUIET, type SetResult } from './set-result';
import { sentRequest, settlementsIn } from './settle-writes';
import type { AnswerView } from './store/load';

type Given = { reply: Reply; raw: RawReply };

/** Settles the answer to a question about writes whose outcome is unknown. */
export async function settleRecovery(engine: Engine, view: AnswerView, given: Given): Promise<SetResult> {
  return view.inFlight?.purpose === 'ask'
    ? await settleAskSet(engine, view, given)
    : await settleLookupSet(engine, view, given);
}

async function settleAskSet(engine: Engine, view: AnswerView, given: Given): Promise<SetResult> {
  const aboutId = view.inFlight?.aboutSetId ?? '';
  const lost = view.requests.filter(request =>
    view.about?.members.some(member => member.requestId === request.id),
  );
  const sent = lost.map(sentRequest);
  const outcome = settleAsk(sent, given.reply);
  switch (outcome.became) {
    case 'asked':
      return { ...QUIET, about: { setId: aboutId, state: 'asked' } };
    case 'still unknown':
      return {
        ...QUIET,
        sessionEnds: outcome.sessionEnds,
        isRecoveryFailure: true,
      };
    case 'answered': {
      const settlements = settlementsIn(given.raw, view.about?.members ?? [], lost);
      const became = { outcomes: outcome.settled.outcomes, settlements };
      const applied = await applyOutcomes(engine, { ...view, requests: lost }, became);
      // What the stored answer left open is looked up next.
      return {
        ...QUIET,
        applied,
        about: { setId: aboutId, state: applied.unknown > 0 ? 'asked' : 'recovered' },
      };
    }
  }
}

async function settleLookupSet(engine: Engine, view: AnswerView, given: Given): Promise<SetResult> {
  const aboutId = view.inFlight?.aboutSetId ?? '';
  if (given.reply.kind !== 'answer') {
    const ask = settleAsk([], given.reply);
    const sessionEnds = ask.became === 'still unknown' ? ask.sessionEnds : null;
    // Refused, it did not run; otherwise nobody knows, and only an answer makes a fence. A refusal that came before in
    // this session may be that one, brought twice.
    const isRefused = ask.became === 'asked' && view.repeatProgress === null;
    const state = isRefused ? 'answered' : 'abandoned';
    return { ...QUIET, state, sessionEnds, isRecoveryFailure: true };
  }
  if (isFenceTaken(view.inFlight, given.raw.answer)) return QUIET;
  const looked = view.requests.filter(request =>
    view.inFlight?.members.some(member => member.requestId === request.id),
  );
  const outcomes = new Map(looked.map(request => [request.id, outcomeFor(view, request, given.raw)]));
  const applied = await applyOutcomes(engine, { ...view, requests: looked }, { outcomes });
  const left = view.requests.length - looked.length + applied.unknown;
  return {
    ...QUIET,
    applied,
    isRecoveryFailure: applied.unknown > 0,
    ...(left === 0 ? { about: { setId: aboutId, state: 'recovered' as const } } : {}),
  };
}

function outcomeFor(view: AnswerView, request: RequestRow, raw: RawReply): AppliedOutcome {
  const wireIds = new Set(
    view.inFlight?.members.filter(member => member.requestId === request.id).map(member => member.requestID),
  );
  const responses = (raw.answer?.responses ?? []).filter(response => wireIds.has(response.requestID ?? ''));
  const change = recovered(request, responses);
  if (change !== null) return change.to === 'ready' ? (refusalOf(view.about, request) ?? change) : change;
  const verdict = verdictFor(request, responses);
  const description = 'description' in verdict ? verdict.description : '';
  const outcome = settleLookup(verdict.found, description);
  switch (outcome.to) {
    case 'done':
      return verdict.found === 'ours'
        ? { to: 'recovered', settlement: verdict.settlement }
        : { to: 'unknown' };
    case 'ready':
      return refusalOf(view.about, request) ?? { to: 'ready', delayMs: 0, splitGroup: null, failure: null };
    default:
      return outcome;
  }
}

/** A set that QuickBooks seemed to refuse, and of which nothing is there: it was refused. */
function refusalOf(about: SetRow | null, request: RequestRow): AppliedOutcome | null {
  if (about === null || about.hresult === null || hresultMeaning(about.hresult).class !== 'refused')
    return null;
  const failure = hresultFailure({ hresult: about.hresult, message: about.message ?? '' });
  return settleRefusal(about.members, failure).outcomes.get(request.id) ?? null;
}

function verdictFor(request: RequestRow, responses: readonly QbResponse[]): LookupVerdict {
  const flow = additionBy(request.exportKind === null ? null : flowOf(request.exportKind));
  if (flow === null) return { found: 'unclear', reason: 'this kind of record cannot be looked up' };
  try {
    return flow.judge(request.payload as QbRequest, responses, request.snapshot);
  } catch (thrown) {
    if (thrown instanceof UnreadableAnswer) return { found: 'unclear', reason: thrown.message };
    throw thrown;
  }
}
