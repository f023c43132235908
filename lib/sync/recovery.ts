import { askVerdict, hresultMeaning } from '@/lib/qbxml';
import { deletedSince, type Failure, heldByOther } from './failures';
import { type Reply, type SentRequest, type Settled, settleWrites } from './protocol';

/** The decisions about lost writes, pure: QuickBooks is asked for the answer first, then the file is looked through. */

export type AskOutcome =
  /** QuickBooks had the answer that was lost: settle the set with it. */
  | { readonly became: 'answered'; readonly settled: Settled }
  | { readonly became: 'asked' }
  | { readonly became: 'still unknown'; readonly sessionEnds: string | null };

/** What asking for a set by its id told. Only a stored answer proves anything; "not stored" sends us to look. */
export function settleAsk(sent: readonly SentRequest[], reply: Reply): AskOutcome {
  if (reply.kind === 'unreadable') return { became: 'still unknown', sessionEnds: null };
  if (reply.kind === 'hresult') {
    if (hresultMeaning(reply.hresult).class === 'refused') return { became: 'asked' };
    const meaning = hresultMeaning(reply.hresult);
    return { became: 'still unknown', sessionEnds: `${meaning.cause} ${meaning.remedy}` };
  }
  const verdict = askVerdict(reply.setStatusCode, reply.parts.length > 0);
  if (verdict === 'not_stored') return { became: 'asked' };
  return { became: 'answered', settled: settleWrites(sent, reply) };
}

/** What a look into the file proved about one lost write. */
export type Proof = 'ours' | 'foreign' | 'deleted' | 'nothing' | 'unclear';

export type RecoveryOutcome =
  | { readonly to: 'done' }
  | { readonly to: 'ready' }
  | { readonly to: 'unknown' }
  | { readonly to: 'needs_attention'; readonly failure: Failure };

/** Found: it had happened. Nothing anywhere: it never did, and may be sent under a new set id. Anything else: a person. */
export function settleLookup(proof: Proof, description: string): RecoveryOutcome {
  switch (proof) {
    case 'ours':
      return { to: 'done' };
    case 'nothing':
      return { to: 'ready' };
    case 'unclear':
      return { to: 'unknown' };
    case 'foreign':
      return { to: 'needs_attention', failure: heldByOther(description) };
    case 'deleted':
      return { to: 'needs_attention', failure: deletedSince(description) };
  }
}
