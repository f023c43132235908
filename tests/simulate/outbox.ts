import {
  type FileView,
  isForeign,
  nextStep,
  type Outcome,
  type Proof,
  progressOf,
  type Reply,
  remainingWork,
  type SentRequest,
  type Settled,
  settleAsk,
  settleLookup,
  settleReads,
  settleWrites,
} from '@/lib/sync/protocol';
import type { RequestState, SetPurpose, SetState } from '@/lib/sync/states';
import type { Asked, Document } from './books';

export interface ModelRequest {
  readonly id: string;
  readonly role: 'write' | 'read';
  readonly mark: string;
  readonly dependsOn: string | null;
  state: RequestState;
  attempts: number;
  splitGroup: string | null;
  availableAtMs: number;
  setId: string | null;
}

interface ModelSet {
  readonly id: string;
  readonly purpose: SetPurpose;
  readonly setKey: string | null;
  readonly aboutId: string | null;
  readonly members: readonly Asked[];
  state: SetState;
}

interface ModelSession {
  readonly id: number;
  isOpen: boolean;
  inFlight: ModelSet | null;
  recoveryFailures: number;
  done: number;
  lastSeenMs: number;
  /** Answers already settled, by which a repeat is known. */
  readonly settled: Map<Reply, number>;
}

const LEASE_MS = 60 * 60_000;
const SET_OPEN: readonly SetState[] = ['unknown', 'asked'];

/**
 * What our tables would hold of one company file, changed as `lib/sync` changes them and by its very decisions. The
 * database keeps this honest: the plans of tests/db/sync run the real tables through the same troubles.
 */
export class ModelOutbox {
  readonly requests: ModelRequest[] = [];
  readonly sets: ModelSet[] = [];
  private session: ModelSession | null = null;
  private count = 0;
  /** Sends a write of every set once more: the fault that every check has to notice. */
  isDoubling = false;

  get unknownSets(): ModelSet[] {
    return this.sets.filter(set => SET_OPEN.includes(set.state));
  }

  get openTicket(): number | null {
    return this.session?.isOpen ? this.session.id : null;
  }

  /** Whether the live session could do more now. */
  hasWork(nowMs: number): boolean {
    const isStuck = (this.session?.recoveryFailures ?? 0) >= 2;
    if (this.unknownSets.length > 0) return !isStuck;
    return this.ready(nowMs).length > 0;
  }

  add(request: Pick<ModelRequest, 'role' | 'dependsOn'> & { readonly mark?: string }): ModelRequest {
    const id = this.newId(request.role);
    const made: ModelRequest = {
      mark: `mark of ${id}`,
      ...request,
      id,
      state: 'ready',
      attempts: 0,
      splitGroup: null,
      availableAtMs: 0,
      setId: null,
    };
    this.requests.push(made);
    return made;
  }

  /** Gives the ticket of a new session, or null for `busy`. */
  open(nowMs: number): number | null {
    const live = this.session;
    if (live?.isOpen && nowMs - live.lastSeenMs < LEASE_MS) return null;
    if (live?.isOpen) this.end(live);
    this.count += 1;
    this.session = {
      id: this.count,
      isOpen: true,
      inFlight: null,
      recoveryFailures: 0,
      done: 0,
      lastSeenMs: nowMs,
      settled: new Map(),
    };
    return this.session.id;
  }

  close(ticket: number): void {
    const session = this.live(ticket);
    if (session) this.end(session);
  }

  /** What sendRequestXML hands out; null for nothing. */
  next(ticket: number, nowMs: number): Document | null {
    const session = this.live(ticket);
    if (session === null) return null;
    if (session.inFlight !== null) this.lose(session);
    session.lastSeenMs = nowMs;
    this.failOrphans();
    const step = nextStep(this.view(session, nowMs));
    switch (step.do) {
      case 'ask': {
        const about = this.setBy(step.setId);
        this.leave(session, { purpose: 'ask', setKey: null, aboutId: about.id, members: about.members });
        return { purpose: 'ask', setKey: step.setKey };
      }
      case 'lookup': {
        const asked = step.requestIds.map(id => this.lookedFor(this.requestBy(id)));
        this.leave(session, { purpose: 'lookup', setKey: null, aboutId: step.setId, members: asked });
        return { purpose: 'lookup', asked };
      }
      case 'read':
      case 'write':
        return this.handOut(session, step);
      default:
        return null;
    }
  }

  /** What receiveResponseXML answers: percent, or −1. */
  receive(ticket: number, reply: Reply, look: (mark: string) => Proof): number {
    const session = this.live(ticket);
    if (session === null) return -1;
    const set = session.inFlight;
    const repeated = session.settled.get(reply);
    if (
      set === null ||
      isForeign(
        reply,
        set.members.map(member => member.requestID),
      )
    )
      return repeated ?? -1;
    const settled = this.settle(session, set, { reply, look });
    session.inFlight = null;
    session.recoveryFailures += settled.isRecoveryFailure ? 1 : 0;
    session.done += 1;
    const progress = progressOf(session.done, this.remaining(session, settled.nowMs));
    session.settled.set(reply, progress);
    return settled.sessionEnds ? -1 : progress;
  }

  private settle(
    session: ModelSession,
    set: ModelSet,
    { reply, look }: { reply: Reply; look: (mark: string) => Proof },
  ) {
    const nowMs = session.lastSeenMs;
    const quiet = { nowMs, isRecoveryFailure: false, sessionEnds: false };
    set.state = 'answered';
    switch (set.purpose) {
      case 'write':
      case 'read': {
        const sent = this.sentOf(set, ['sent']);
        const own = turned(reply, set.members);
        const settled = set.purpose === 'write' ? settleWrites(sent, own) : settleReads(sent, own);
        const unknown = this.apply(settled, nowMs);
        if (unknown > 0) set.state = 'unknown';
        return { ...quiet, sessionEnds: settled.sessionEnds !== null };
      }
      case 'ask':
        return {
          ...quiet,
          ...this.settleAsk(set, turned(reply, this.setBy(set.aboutId ?? '').members), nowMs),
        };
      default:
        return { ...quiet, ...this.settleLookup(set, { reply, look, nowMs }) };
    }
  }

  private settleAsk(set: ModelSet, reply: Reply, nowMs: number) {
    const about = this.setBy(set.aboutId ?? '');
    const outcome = settleAsk(this.sentOf(about, ['unknown']), reply);
    switch (outcome.became) {
      case 'asked':
        about.state = 'asked';
        return {};
      case 'still unknown':
        return { isRecoveryFailure: true, sessionEnds: outcome.sessionEnds !== null };
      case 'answered': {
        const unknown = this.apply(outcome.settled, nowMs);
        about.state = unknown > 0 ? 'asked' : 'recovered';
        return {};
      }
    }
  }

  private settleLookup(
    set: ModelSet,
    { reply, look, nowMs }: { reply: Reply; look: (mark: string) => Proof; nowMs: number },
  ) {
    const about = this.setBy(set.aboutId ?? '');
    const answered = new Set(reply.kind === 'answer' ? reply.parts.map(part => part.requestID) : []);
    let unknown = 0;
    for (const member of set.members) {
      const request = this.requestBy(member.requestId);
      const proof = answered.has(member.requestID) ? look(request.mark) : 'unclear';
      const outcome = settleLookup(proof, 'an order');
      if (outcome.to === 'unknown') unknown += 1;
      else if (outcome.to === 'ready') this.makeReady(request, { delayMs: 0, splitGroup: null, nowMs });
      else request.state = outcome.to;
    }
    if (this.sentOf(about, ['unknown']).length === 0) about.state = 'recovered';
    const ends = reply.kind === 'hresult';
    return { isRecoveryFailure: unknown > 0, sessionEnds: ends };
  }

  private apply(settled: Settled, nowMs: number): number {
    let unknown = 0;
    for (const [id, outcome] of settled.outcomes) {
      const request = this.requestBy(id);
      if (outcome.to === 'ready') this.makeReady(request, { ...outcome, nowMs });
      else request.state = stateAfter(outcome);
      if (outcome.to === 'unknown') unknown += 1;
    }
    return unknown;
  }

  private makeReady(
    request: ModelRequest,
    how: { delayMs: number; splitGroup: string | null; nowMs: number },
  ): void {
    request.state = 'ready';
    request.splitGroup = how.splitGroup;
    request.availableAtMs = how.nowMs + how.delayMs;
  }

  private handOut(
    session: ModelSession,
    step: { do: 'read' | 'write'; requestIds: readonly string[] },
  ): Document {
    const chosen = step.requestIds.map(id => this.requestBy(id));
    const asked = chosen.map(request => ({
      requestID: `${request.id}/${request.attempts + 1}/${this.sets.length}`,
      requestId: request.id,
      mark: request.mark,
    }));
    const setKey = step.do === 'write' ? this.newId('set') : null;
    const set = this.leave(session, { purpose: step.do, setKey, aboutId: null, members: asked });
    for (const request of chosen) {
      request.state = 'sent';
      request.attempts += 1;
      request.setId = set.id;
    }
    if (this.isDoubling && step.do === 'write' && chosen[0])
      this.add({ role: 'write', dependsOn: null, mark: chosen[0].mark });
    return setKey === null ? { purpose: 'read', asked } : { purpose: 'write', setKey, asked };
  }

  private leave(session: ModelSession, parts: Omit<ModelSet, 'id' | 'state'>): ModelSet {
    const set: ModelSet = { ...parts, id: this.newId('m'), state: 'in_flight' };
    this.sets.push(set);
    session.inFlight = set;
    return set;
  }

  private lose(session: ModelSession): void {
    const set = session.inFlight;
    session.inFlight = null;
    if (set === null) return;
    const isWrite = set.purpose === 'write';
    set.state = isWrite ? 'unknown' : 'abandoned';
    if (set.purpose === 'ask' || set.purpose === 'lookup') return;
    for (const request of this.requests.filter(one => one.setId === set.id && one.state === 'sent'))
      request.state = isWrite ? 'unknown' : 'ready';
  }

  private end(session: ModelSession): void {
    this.lose(session);
    session.isOpen = false;
  }

  /** Those that wait for something that came to nothing. */
  private failOrphans(): void {
    for (const request of this.requests) {
      if (request.state !== 'ready' || request.dependsOn === null) continue;
      const parent = this.requestBy(request.dependsOn);
      if (['failed', 'needs_attention', 'cancelled'].includes(parent.state)) request.state = 'cancelled';
    }
  }

  private view(session: ModelSession, nowMs: number): FileView {
    const ready = this.ready(nowMs);
    const reads = ready.filter(request => request.role === 'read').map(request => request.id);
    return {
      guard: 'verified',
      isPaused: false,
      unknownSets: this.unknownSets.map(set => ({
        setId: set.id,
        setKey: set.setKey,
        isAsked: set.state === 'asked',
        isFenced: true,
        requestIds: this.sentOf(set, ['unknown']).map(request => request.requestId),
      })),
      recoveryFailures: session.recoveryFailures,
      readBack: 'needless',
      clearable: null,
      urgentReads: reads,
      reads,
      writes: ready
        .filter(request => request.role === 'write')
        .map(({ id, splitGroup }) => ({
          requestId: id,
          effect: 'add',
          recordId: id,
          splitGroup,
          bytes: 1000,
        })),
    };
  }

  private ready(nowMs: number): ModelRequest[] {
    return this.requests.filter(
      request =>
        request.state === 'ready' &&
        request.availableAtMs <= nowMs &&
        (request.dependsOn === null || this.requestBy(request.dependsOn).state === 'done'),
    );
  }

  private remaining(session: ModelSession, nowMs: number): number {
    const ready = this.ready(nowMs);
    return remainingWork({
      unknownSets: this.unknownSets.length,
      recoveryFailures: session.recoveryFailures,
      isPaused: false,
      readBack: 'needless',
      clears: 0,
      readyWrites: ready.filter(request => request.role === 'write').length,
      readyReads: ready.filter(request => request.role === 'read').length,
    });
  }

  private sentOf(set: ModelSet, states: readonly RequestState[]): SentRequest[] {
    return this.requests
      .filter(request => request.setId === set.id && states.includes(request.state))
      .map(({ id, attempts }) => ({ requestId: id, attempts }));
  }

  private lookedFor(request: ModelRequest): Asked {
    return { requestID: `${request.id}/${this.sets.length}`, requestId: request.id, mark: request.mark };
  }

  private live(ticket: number): ModelSession | null {
    return this.session?.isOpen && this.session.id === ticket ? this.session : null;
  }

  private requestBy(id: string): ModelRequest {
    const found = this.requests.find(request => request.id === id);
    if (!found) throw new RangeError(`no request ${id}`);
    return found;
  }

  private setBy(id: string): ModelSet {
    const found = this.sets.find(set => set.id === id);
    if (!found) throw new RangeError(`no set ${id}`);
    return found;
  }

  private newId(kind: string): string {
    this.count += 1;
    return `${kind}${this.count}`;
  }
}

function stateAfter(outcome: Outcome): RequestState {
  return outcome.to;
}

/** The reply with our requests' ids for the wire's. */
function turned(reply: Reply, members: readonly Asked[]): Reply {
  if (reply.kind !== 'answer') return reply;
  const byWire = new Map(members.map(member => [member.requestID, member.requestId]));
  return {
    ...reply,
    parts: reply.parts.map(part => ({
      ...part,
      requestID: byWire.get(part.requestID ?? '') ?? part.requestID,
    })),
  };
}
