import type { GuardState } from '@/lib/connections/states';
import { SYNC } from '@/lib/core/limits';
import { hresultMeaning, type StatusMeaning, statusMeaning } from '@/lib/qbxml';
import type { ClearableSet } from './clear';
import {
  changedBytes,
  type Failure,
  hresultFailure,
  statusFailure,
  unansweredRead,
  unreadableAnswer,
} from './failures';
import { isGuarded, type ReadBack } from './read-back';

/**
 * The decisions of the write protocol, pure: from what is known of a company file, what to hand to the Web Connector
 * next; from what came back, what became of each request. Nothing here reads a clock or a database, so that it can be
 * tried by the million.
 *
 * The rule behind all of it: only a definite answer settles a write. Anything else makes its outcome unknown, nothing
 * else is then written to that file, and QuickBooks is asked — first by the message set's id, then by looking the
 * record up — before the write may be sent again.
 */

// ---------------------------------------------------------------- what to do next

export interface ReadyWrite {
  readonly requestId: string;
  readonly effect: 'add' | 'mod';
  /** Two writes for one record never share a set. */
  readonly recordId: string;
  readonly splitGroup: string | null;
  readonly bytes: number;
  /** A change whose record has to be read before it may leave. */
  readonly isUnprepared?: boolean;
}

export interface UnknownSet {
  readonly setId: string;
  readonly setKey: string | null;
  readonly isAsked: boolean;
  /** QuickBooks keeps something under its id, or will not: see `fence.ts`. */
  readonly isFenced: boolean;
  readonly requestIds: readonly string[];
}

/** What is known of a company file when the Web Connector asks for work. Lists are in the order of their turn. */
export interface FileView {
  readonly guard: GuardState;
  readonly isPaused: boolean;
  readonly unknownSets: readonly UnknownSet[];
  readonly recoveryFailures: number;
  readonly readBack: ReadBack;
  /** Reads that writes wait for, and reads a person waits for. */
  readonly urgentReads: readonly string[];
  readonly writes: readonly ReadyWrite[];
  readonly reads: readonly string[];
  /** The oldest settled set whose answer QuickBooks still keeps; null when this session has cleared enough. */
  readonly clearable: ClearableSet | null;
  /** Without work: `on` while some is about to come, `over` once a run was held open for it. Absent: neither. */
  readonly hold?: 'on' | 'over' | 'none';
}

export type Step =
  | { readonly do: 'verify' }
  | { readonly do: 'refuse' }
  | { readonly do: 'read_back' }
  | { readonly do: 'ask'; readonly setId: string; readonly setKey: string }
  | {
      readonly do: 'lookup';
      readonly setId: string;
      /** Sent under the lost set's own id, so that the original cannot run any more; null without an id. */
      readonly fenceKey: string | null;
      readonly requestIds: readonly string[];
    }
  | { readonly do: 'read'; readonly requestIds: readonly string[] }
  /** Reads the record that a change is about to be made to. */
  | { readonly do: 'prepare'; readonly requestId: string }
  | { readonly do: 'write'; readonly requestIds: readonly string[] }
  | ({ readonly do: 'clear' } & ClearableSet)
  | { readonly do: 'wait' }
  | { readonly do: 'finish' };

/** Questions that went unanswered this often in one session are left to the next. */
export const MAX_RECOVERY_FAILURES = 2;

export function nextStep(view: FileView): Step {
  if (view.guard === 'unverified') return { do: 'verify' };
  if (view.guard !== 'verified') return { do: 'refuse' };
  const [unknown] = view.unknownSets;
  const mayWrite = !view.isPaused && view.writes.length > 0;
  const mayRecover = unknown !== undefined && view.recoveryFailures < MAX_RECOVERY_FAILURES;
  if (view.readBack === 'due' && (mayRecover || (!unknown && mayWrite))) return { do: 'read_back' };
  const isSafe = isGuarded(view.readBack);
  if (isSafe && mayRecover) return recoveryStep(unknown);
  if (view.urgentReads.length > 0)
    return { do: 'read', requestIds: view.urgentReads.slice(0, SYNC.maxReadsPerSet) };
  if (isSafe && !unknown && mayWrite) {
    const batch = batchOf(view.writes);
    const unprepared = batch.find(write => write.isUnprepared);
    if (unprepared) return { do: 'prepare', requestId: unprepared.requestId };
    return { do: 'write', requestIds: batch.map(write => write.requestId) };
  }
  if (view.reads.length > 0) return { do: 'read', requestIds: view.reads.slice(0, SYNC.maxReadsPerSet) };
  if (view.clearable !== null) return { do: 'clear', ...view.clearable };
  if (view.hold === 'on') return { do: 'wait' };
  // An answer lets the run end well; told of nothing, the Web Connector would show an error.
  return { do: view.hold === 'over' ? 'verify' : 'finish' };
}

function recoveryStep(unknown: UnknownSet): Step {
  if (!unknown.isAsked && unknown.setKey !== null)
    return { do: 'ask', setId: unknown.setId, setKey: unknown.setKey };
  return {
    do: 'lookup',
    setId: unknown.setId,
    fenceKey: unknown.isFenced ? null : unknown.setKey,
    requestIds: unknown.requestIds.slice(0, SYNC.maxLookupsPerSet),
  };
}

/** The writes that may share the next set: a Mod alone, Adds of one split group, one per record, within the bounds. */
export function batchOf(writes: readonly ReadyWrite[]): readonly ReadyWrite[] {
  const [first] = writes;
  if (!first) return [];
  if (first.effect === 'mod') return [first];
  const batch: ReadyWrite[] = [];
  const records = new Set<string>();
  let bytes = 0;
  for (const write of writes) {
    if (write.effect !== 'add' || write.splitGroup !== first.splitGroup || records.has(write.recordId))
      continue;
    if (batch.length > 0 && bytes + write.bytes > SYNC.maxSetBytes) break;
    batch.push(write);
    records.add(write.recordId);
    bytes += write.bytes;
    if (batch.length === SYNC.maxWritesPerSet) break;
  }
  return batch;
}

// ---------------------------------------------------------------- what became of it

/** One response, as far as the protocol cares. */
export interface ReplyPart {
  readonly requestID: string | null;
  readonly statusCode: number;
  readonly statusMessage: string;
  /** Whether it holds a record that can be kept: ids and edit sequence. */
  readonly hasRecord: boolean;
}

export type Reply =
  | { readonly kind: 'answer'; readonly setStatusCode: number | null; readonly parts: readonly ReplyPart[] }
  | {
      readonly kind: 'hresult';
      readonly hresult: string;
      readonly message: string;
      /** The very same came before in this session; it names no request, so it may be that one, delivered twice. */
      readonly isRepeat?: boolean;
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface SentRequest {
  readonly requestId: string;
  /** Times it was sent, this one included. */
  readonly attempts: number;
  /** Of a change: times it was refused before because its record had been changed. */
  readonly conflicts?: number;
}

export type Outcome =
  | { readonly to: 'done'; readonly part: ReplyPart; readonly warning: Failure | null }
  | { readonly to: 'failed'; readonly failure: Failure }
  /** To be sent again, not before `delayMs` have passed. */
  | {
      readonly to: 'ready';
      readonly delayMs: number;
      readonly splitGroup: string | null;
      readonly failure: Failure | null;
      /** A change: others had changed its record before it arrived, or while its answer was lost. */
      readonly because?: 'stale' | 'lost';
    }
  | { readonly to: 'unknown' }
  | { readonly to: 'needs_attention'; readonly failure: Failure };

export interface Settled {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Whether the Web Connector can go on; if not, what it is told. */
  readonly sessionEnds: string | null;
}

/** The answer carries requestIDs that were not in the set: it belongs to somebody else and settles nothing. */
export function isForeign(reply: Reply, requestIDs: readonly string[]): boolean {
  if (reply.kind !== 'answer') return false;
  const known = new Set(requestIDs);
  return reply.parts.some(part => part.requestID === null || !known.has(part.requestID));
}

/** What became of the writes of a set. Every write of the set gets an outcome. */
export function settleWrites(sent: readonly SentRequest[], reply: Reply): Settled {
  if (reply.kind === 'hresult') return settleHresult(sent, reply, 'unknown');
  if (reply.kind === 'unreadable') return all(sent, () => ({ to: 'unknown' }));
  if (reply.setStatusCode === 9001)
    return all(sent, () => ({ to: 'needs_attention', failure: changedBytes() }));
  return {
    outcomes: new Map(sent.map(request => [request.requestId, writeOutcome(request, reply.parts)])),
    sessionEnds: null,
  };
}

function writeOutcome(request: SentRequest, parts: readonly ReplyPart[]): Outcome {
  const part = parts.find(one => one.requestID === request.requestId);
  if (!part) return { to: 'unknown' };
  const meaning = statusMeaning(part.statusCode);
  const failure = statusFailure(part);
  if (request.conflicts !== undefined && (meaning.class === 'stale' || part.statusCode === NOT_FOUND_BY_ID))
    return staleChange(request.conflicts, meaning, failure);
  switch (meaning.class) {
    case 'ok':
    case 'warn':
      if (!part.hasRecord) return { to: 'unknown' };
      return { to: 'done', part, warning: meaning.class === 'warn' ? failure : null };
    case 'recheck':
    case 'empty':
      return part.hasRecord && meaning.class === 'recheck'
        ? { to: 'done', part, warning: failure }
        : { to: 'unknown' };
    case 'busy':
    case 'stale':
    case 'skipped':
    case 'iterator':
      return again(request, meaning, failure);
    default:
      return { to: 'failed', failure };
  }
}

/** A write that certainly did not happen is sent again a bounded number of times, with growing gaps. */
function again(
  request: SentRequest,
  meaning: Pick<StatusMeaning, 'class' | 'maxAttempts'>,
  failure: Failure,
): Outcome {
  const usual = meaning.class === 'stale' ? SYNC.maxStaleAttempts : SYNC.maxTransientAttempts;
  if (request.attempts >= (meaning.maxAttempts ?? usual)) return { to: 'failed', failure };
  const delayMs = meaning.class === 'busy' ? retryDelayMs(request.attempts) : 0;
  return { to: 'ready', delayMs, splitGroup: null, failure };
}

const NOT_FOUND_BY_ID = 3120;

/** A change goes back to have its record read again; what is read tells whether it is tried once more. */
function staleChange(
  conflicts: number,
  meaning: Pick<StatusMeaning, 'maxAttempts'>,
  failure: Failure,
): Outcome {
  return conflicts + 1 >= (meaning.maxAttempts ?? Number.POSITIVE_INFINITY)
    ? { to: 'failed', failure }
    : { to: 'ready', delayMs: 0, splitGroup: null, failure, because: 'stale' };
}

export function retryDelayMs(attempts: number): number {
  return Math.min(SYNC.retryBaseMs * 2 ** Math.max(0, attempts - 1), SYNC.retryMaxMs);
}

/**
 * QuickBooks threw instead of answering. 0x80040400 means nothing ran: a set of several is cut in two, one alone is the
 * culprit. Any other error leaves writes unknown and reads to be sent again, and so does one that may be an older one
 * delivered twice.
 */
function settleHresult(
  sent: readonly SentRequest[],
  reply: Extract<Reply, { kind: 'hresult' }>,
  otherwise: 'unknown' | 'ready',
): Settled {
  const meaning = hresultMeaning(reply.hresult);
  const failure = hresultFailure(reply);
  if (meaning.class === 'refused') {
    const isDoubtful = reply.isRepeat === true && otherwise === 'unknown';
    return isDoubtful ? all(sent, () => ({ to: 'unknown' })) : settleRefusal(sent, failure);
  }
  const ends = `${meaning.cause} ${meaning.remedy}`;
  const settled = all(sent, () =>
    otherwise === 'unknown' ? { to: 'unknown' } : { to: 'ready', delayMs: 0, splitGroup: null, failure },
  );
  return { ...settled, sessionEnds: ends };
}

/** Nothing of a set ran, because QuickBooks could not read one of its requests. */
export function settleRefusal(sent: readonly Pick<SentRequest, 'requestId'>[], failure: Failure): Settled {
  if (sent.length === 1) return all(sent, () => ({ to: 'failed', failure }));
  const half = Math.ceil(sent.length / 2);
  const groups = [groupName(sent.slice(0, half)), groupName(sent.slice(half))] as const;
  const outcomes = sent.map((request, index): [string, Outcome] => [
    request.requestId,
    { to: 'ready', delayMs: 0, splitGroup: groups[index < half ? 0 : 1], failure: null },
  ]);
  return { outcomes: new Map(outcomes), sessionEnds: null };
}

/** Halves of a refused set get names that no other half can have. */
function groupName(half: readonly Pick<SentRequest, 'requestId'>[]): string {
  return `${half[0]?.requestId}..${half.at(-1)?.requestId}`;
}

function all(sent: readonly Pick<SentRequest, 'requestId'>[], outcome: () => Outcome): Settled {
  return { outcomes: new Map(sent.map(request => [request.requestId, outcome()])), sessionEnds: null };
}

/** What became of the reads of a set: done, sent again, or given up. A read is never unknown: it may be repeated. */
export function settleReads(sent: readonly SentRequest[], reply: Reply): Settled {
  if (reply.kind === 'hresult') {
    const settled = settleHresult(sent, reply, 'ready');
    return settled.sessionEnds === null
      ? settled
      : { ...settled, outcomes: bounded(sent, hresultFailure(reply)) };
  }
  if (reply.kind === 'unreadable') {
    return { outcomes: bounded(sent, unreadableAnswer(reply.reason)), sessionEnds: null };
  }
  return {
    outcomes: new Map(sent.map(request => [request.requestId, readOutcome(request, reply.parts)])),
    sessionEnds: null,
  };
}

const SKIPPED = { class: 'skipped' } as const;

function bounded(sent: readonly SentRequest[], failure: Failure): Map<string, Outcome> {
  return new Map(sent.map(request => [request.requestId, again(request, SKIPPED, failure)]));
}

function readOutcome(request: SentRequest, parts: readonly ReplyPart[]): Outcome {
  const part = parts.find(one => one.requestID === request.requestId);
  if (!part) return again(request, SKIPPED, unansweredRead());
  const meaning = statusMeaning(part.statusCode);
  switch (meaning.class) {
    case 'ok':
    case 'empty':
    case 'warn':
    case 'recheck':
      return { to: 'done', part, warning: null };
    case 'busy':
    case 'stale':
    case 'skipped':
    case 'iterator':
      return again(request, meaning, statusFailure(part));
    default:
      return { to: 'failed', failure: statusFailure(part) };
  }
}
