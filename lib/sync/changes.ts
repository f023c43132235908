import { SYNC } from '@/lib/core/limits';
import { type ChangeFlow, changeBy, type Refusal, type TargetVerdict } from '@/lib/flows/flow';
import { flowOf } from '@/lib/flows/registry';
import { type QbRequest, type QbResponse, UnreadableAnswer } from '@/lib/qbxml';
import type { AppliedOutcome } from './apply';
import type { Failure } from './failures';
import type { Outcome } from './protocol';
import type { KeptTarget, RequestRow } from './rows';

/**
 * Changes of records that are in QuickBooks already. What was accepted holds the approved lines alone; the record is
 * read before each try, and what is sent keeps everything that was read. Whoever changed the record meanwhile is not
 * overwritten: QuickBooks refuses by the edit sequence, the record is read again, and the change is made to what it is
 * then, a few times at most.
 */

function changeOf(row: RequestRow): ChangeFlow | null {
  return row.exportKind === null ? null : changeBy(flowOf(row.exportKind), row.message);
}

/** Whether the record has to be read before the request may leave. */
export function isUnprepared(row: RequestRow, sessionId: string): boolean {
  return changeOf(row) !== null && row.target?.sessionId !== sessionId;
}

/** Reads the record that a request changes. */
export function readOfTarget(row: RequestRow): QbRequest | null {
  return changeOf(row)?.read(row.payload as QbRequest) ?? null;
}

/** What leaves: as accepted, and for a change what keeps the record as it was read. */
export function requestToSend(row: RequestRow): QbRequest {
  const accepted = row.payload as QbRequest;
  const change = changeOf(row);
  return change === null || row.target === null ? accepted : change.complete(accepted, row.target.record);
}

/** For settling: how often a change was refused as out of date; absent for other writes. */
export function conflictsOf(row: RequestRow): { conflicts?: number } {
  return changeOf(row) === null ? {} : { conflicts: row.target?.conflicts ?? 0 };
}

/** What the record, as just read, means for the change. */
export type Prepared =
  | { readonly to: 'send'; readonly target: KeptTarget }
  | Extract<AppliedOutcome, { to: 'recovered' | 'failed' | 'needs_attention' }>
  | { readonly to: 'unclear'; readonly reason: string };

export function prepared(row: RequestRow, responses: readonly QbResponse[], sessionId: string): Prepared {
  const change = changeOf(row);
  if (change === null) return { to: 'unclear', reason: 'this kind of record is not changed' };
  const verdict = judged(change, row, responses);
  switch (verdict.found) {
    case 'unclear':
      return { to: 'unclear', reason: verdict.reason };
    case 'refused':
      return refusalOutcome(verdict.refusal);
    case 'done':
      return { to: 'recovered', settlement: verdict.settlement };
    case 'open':
      return opened(change, row, { record: verdict.target, sessionId });
  }
}

function judged(change: ChangeFlow, row: RequestRow, responses: readonly QbResponse[]): TargetVerdict {
  try {
    return change.judge(acceptedChange(row), responses);
  } catch (thrown) {
    if (thrown instanceof UnreadableAnswer) return { found: 'unclear', reason: thrown.message };
    throw thrown;
  }
}

const acceptedChange = (row: RequestRow) => ({ request: row.payload as QbRequest, snapshot: row.snapshot });

function opened(change: ChangeFlow, row: RequestRow, now: { record: unknown; sessionId: string }): Prepared {
  const before = row.target;
  const met = before === null ? [] : change.differences(before.record, now.record);
  const differences = [...(before?.differences ?? []), ...met];
  const conflicts = before?.conflicts ?? 0;
  if (conflicts >= SYNC.maxStaleAttempts) return { to: 'needs_attention', failure: contested(differences) };
  return { to: 'send', target: { ...now, conflicts, losses: before?.losses ?? 0, differences } };
}

function refusalOutcome(refusal: Refusal): Extract<AppliedOutcome, { to: 'failed' | 'needs_attention' }> {
  const { isDoubtful, ...words } = refusal;
  return { to: isDoubtful ? 'needs_attention' : 'failed', failure: { ...words, raw: '' } };
}

/** What became of a change whose answer was lost, told by the record as it is now. */
export function recovered(row: RequestRow, responses: readonly QbResponse[]): AppliedOutcome | null {
  const change = changeOf(row);
  if (change === null) return null;
  if (row.target === null) return provedByMark(change, row, responses);
  const verdict = recoveredBy(change, row, { record: row.target.record, responses });
  switch (verdict.found) {
    case 'done':
      return { to: 'recovered', settlement: verdict.settlement };
    case 'untouched':
      return { to: 'ready', delayMs: 0, splitGroup: null, failure: null };
    case 'edited':
      return editedMeanwhile(row.target, verdict.differences);
    case 'refused':
      return refusalOutcome({ ...verdict.refusal, isDoubtful: true });
    case 'unclear':
      return { to: 'unknown' };
  }
}

/**
 * A change of which nobody knows any more what it was made from: our own database was restored. The mark alone tells
 * whether it was made.
 */
function provedByMark(change: ChangeFlow, row: RequestRow, responses: readonly QbResponse[]): AppliedOutcome {
  const verdict = judged(change, row, responses);
  switch (verdict.found) {
    case 'done':
      return { to: 'recovered', settlement: verdict.settlement };
    case 'open':
      return { to: 'ready', delayMs: 0, splitGroup: null, failure: null };
    case 'refused':
      return refusalOutcome(verdict.refusal);
    case 'unclear':
      return { to: 'unknown' };
  }
}

function recoveredBy(
  change: ChangeFlow,
  row: RequestRow,
  { record, responses }: { record: unknown; responses: readonly QbResponse[] },
) {
  try {
    return change.recover(acceptedChange(row), record, responses);
  } catch (thrown) {
    if (thrown instanceof UnreadableAnswer) return { found: 'unclear', reason: thrown.message } as const;
    throw thrown;
  }
}

/** Tried once more against what the record is now; lost and changed by others again, it is for a person. */
function editedMeanwhile(target: KeptTarget, differences: readonly string[]): Outcome {
  const failure = lostAmongEdits(differences);
  return target.losses === 0
    ? { to: 'ready', delayMs: 0, splitGroup: null, failure, because: 'lost' }
    : { to: 'needs_attention', failure };
}

const MAX_TOLD = 8;

function told(differences: readonly string[]): string {
  const shown = differences.slice(0, MAX_TOLD).join('; ');
  const more = differences.length - MAX_TOLD;
  return more > 0 ? `${shown}; and ${more} more` : shown;
}

function contested(differences: readonly string[]): Failure {
  const what =
    differences.length === 0 ? 'it was saved without a change that can be seen' : told(differences);
  return {
    code: 'CHANGE-contested',
    cause: `Somebody changed the record in QuickBooks each time it was about to be changed by the connector: ${what}.`,
    remedy: 'Nothing was written. Let whoever works on it finish, then retry.',
    raw: differences.join('\n'),
  };
}

function lostAmongEdits(differences: readonly string[]): Failure {
  return {
    code: 'CHANGE-lost',
    cause: `The answer of QuickBooks was lost. The record was changed by somebody since, and has nothing of ours: ${told(differences)}.`,
    remedy:
      'Compare the record in QuickBooks with the one here. Retry if what was accepted is missing, or reject it.',
    raw: differences.join('\n'),
  };
}
