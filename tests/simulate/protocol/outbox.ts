import { judgeFile } from '@/lib/connections/guard';
import { SYNC } from '@/lib/core/limits';
import { hresultMeaning } from '@/lib/qbxml';
import { progressOf } from '@/lib/sync/progress';
import {
  isForeign,
  nextStep,
  type Reply,
  type Settled,
  type Step,
  settleReads,
  settleRefusal,
  settleWrites,
} from '@/lib/sync/protocol';
import { samplePlaces, sightingsOf } from '@/lib/sync/read-back';
import { settleAsk, settleLookup } from '@/lib/sync/recovery';
import type { RequestState } from '@/lib/sync/states';
import type { Asked, Carried, Document, Told } from './books';
import type { ModelRequest, ModelSession, ModelSet } from './rows';
import { ModelTables } from './tables';

const IDLE_LEASE_MS = 10 * 60_000;
const FLIGHT_LEASE_MS = 60 * 60_000;
const CAME_TO_NOTHING: readonly RequestState[] = ['failed', 'needs_attention', 'cancelled'];
const OPEN: readonly RequestState[] = ['ready', 'sent', 'unknown'];
const FILE_ID = '{OURS}';

/** What CompanyQuery tells of the open file. */
export type OpenFile = 'right' | 'wrong' | 'silent';

interface Settling {
  readonly carried: Carried;
  readonly nowMs: number;
}

interface Became {
  readonly isRecoveryFailure?: boolean;
  readonly sessionEnds?: boolean;
}

/** The operations of the Web Connector on the tables, decided as `lib/sync` decides them. */
export class ModelOutbox extends ModelTables {
  /** Marks that our copy of the file's orders shows. */
  private copy: ReadonlyMap<string, 'ours' | 'deleted'> = new Map();
  private copiedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly readMarks: () => ReadonlyMap<string, 'ours' | 'deleted'>) {
    super();
  }
  /** Whether the live session could do more now. */
  hasWork(nowMs: number): boolean {
    const { session } = this;
    return session !== null && this.remaining(session, nowMs) > 0;
  }

  /** Gives the ticket of a new session, or null for `busy`. */
  open(nowMs: number): number | null {
    const live = this.session;
    if (live?.isOpen && nowMs - live.lastSeenMs < (live.inFlight ? FLIGHT_LEASE_MS : IDLE_LEASE_MS))
      return null;
    if (live?.isOpen) this.end(live);
    this.count += 1;
    const isWholeDue = this.readBackAtMs === null || nowMs - this.readBackAtMs > SYNC.readBackEveryMs;
    this.session = {
      id: this.count,
      isOpen: true,
      guard: 'unverified',
      inFlight: null,
      recoveryFailures: 0,
      noOpRounds: 0,
      done: 0,
      clears: 0,
      readBacks: { answered: 0, inVain: 0 },
      isWholeDue,
      startedAtMs: nowMs,
      lastSeenMs: nowMs,
      settled: new Map(),
    };
    if (this.isBehind || nowMs - this.copiedAtMs > SYNC.listMaxAgeBeforeWriteMs) {
      this.copy = this.readMarks();
      this.copiedAtMs = nowMs;
    }
    if (this.isBehind) this.reprove(this.session);
    return this.session.id;
  }

  close(ticket: number): void {
    const session = this.live(ticket);
    if (session) this.end(session);
  }

  /**
   * What sendRequestXML hands out; null for nothing, `wait` where the run is held open. The first call tells which file
   * is open.
   */
  next(ticket: number, nowMs: number, told?: OpenFile): Document | 'wait' | null {
    const session = this.live(ticket);
    if (session === null) return null;
    if (session.inFlight !== null) this.lose(session);
    session.lastSeenMs = nowMs;
    if (told !== undefined) session.guard = judged(told, false);
    this.failOrphans();
    let step = nextStep(this.view(session, nowMs));
    // Only the first call of a session looks: what it wrote itself is not in the copy yet.
    if (
      told !== undefined &&
      (step.do === 'write' || step.do === 'prepare') &&
      this.holdMarked(session, nowMs)
    )
      step = nextStep(this.view(session, nowMs));
    return this.handOut(session, step);
  }

  /** What receiveResponseXML answers: percent, or −1. */
  receive(ticket: number, carried: Carried, told: OpenFile = 'right'): number {
    const session = this.live(ticket);
    if (session === null) return -1;
    const { reply } = carried;
    const set = session.inFlight;
    const key = reply.kind === 'answer' ? reply : JSON.stringify(reply);
    const repeated = session.settled.get(key);
    if (set === null) return repeated ?? -1;
    if (isForeign(reply, wireIdsOf(set, this.aboutOf(set)))) return repeated ?? -1;
    const nowMs = session.lastSeenMs;
    const given = { carried: { ...carried, reply: marked(reply, repeated !== undefined) }, nowMs };
    set.state = 'answered';
    set.hresult = reply.kind === 'hresult' ? reply : null;
    const became = this.settle(session, set, { ...given, told });
    session.inFlight = null;
    session.recoveryFailures += became.isRecoveryFailure ? 1 : 0;
    session.done += 1;
    const remaining = this.remaining(session, nowMs);
    const left = remaining === 0 && this.isHeld(set, nowMs) ? 1 : remaining;
    const progress = progressOf(session.done, left);
    session.settled.set(key, progress);
    return became.sessionEnds ? -1 : progress;
  }

  private settle(session: ModelSession, set: ModelSet, given: Settling & { told: OpenFile }): Became {
    const { reply } = given.carried;
    switch (set.purpose) {
      case 'verify':
        session.guard = judged(given.told, true);
        return { sessionEnds: session.guard !== 'verified' };
      case 'read_back':
        return this.settleReadBack(session, set, given);
      case 'clear':
        return { sessionEnds: isOver(reply) };
      case 'prepare':
        return this.settlePrepare(session, set, given);
      case 'ask':
        return this.settleAsk(set, given);
      case 'lookup':
        return this.settleLookup(set, given);
      default:
        return this.settleSet(set, given);
    }
  }

  private settleSet(set: ModelSet, given: Settling): Became {
    const sent = this.sentOf(set, 'sent');
    const own = turned(given.carried.reply, set.members);
    const settled = set.purpose === 'write' ? settleWrites(sent, own) : settleReads(sent, own);
    const unknown = this.apply(settled, set.members, given);
    if (unknown > 0) set.state = 'unknown';
    return { sessionEnds: settled.sessionEnds !== null };
  }

  private settleAsk(set: ModelSet, given: Settling): Became {
    const about = this.setBy(set.aboutId);
    const outcome = settleAsk(this.sentOf(about, 'unknown'), turned(given.carried.reply, about.members));
    if (outcome.became === 'still unknown')
      return { isRecoveryFailure: true, sessionEnds: outcome.sessionEnds !== null };
    about.state = 'asked';
    if (outcome.became === 'answered' && this.apply(outcome.settled, about.members, given) === 0)
      about.state = 'recovered';
    return {};
  }

  private settleLookup(set: ModelSet, { carried: { reply, told }, nowMs }: Settling): Became {
    const about = this.setBy(set.aboutId);
    if (reply.kind !== 'answer') {
      if (!isRefused(reply) || isRepeat(reply)) set.state = 'abandoned';
      return { isRecoveryFailure: true, sessionEnds: isOver(reply) };
    }
    if (set.setKey !== null && (reply.setStatusCode ?? 0) !== 0) return {};
    const answered = new Set(reply.parts.map(part => part.requestID));
    let unknown = 0;
    for (const member of set.members) {
      const request = this.requestBy(member.requestId);
      if (!answered.has(member.requestID)) unknown += 1;
      else if (this.prove(request, { member, about, told, nowMs }) === 'unknown') unknown += 1;
    }
    if (this.sentOf(about, 'unknown').length === 0) about.state = 'recovered';
    return { isRecoveryFailure: unknown > 0 };
  }

  private prove(
    request: ModelRequest,
    { member, about, told, nowMs }: { member: Asked; about: ModelSet; told: Told; nowMs: number },
  ): RequestState {
    const order = told.orders.get(member.requestID);
    const refusal = isRefused(about.hresult) ? refusalOf(about).outcomes.get(request.id) : undefined;
    if (request.changes !== null) {
      this.proveChange(request, order, nowMs);
      if (request.state === 'ready' && refusal) this.become(request, refusal, nowMs);
      return request.state;
    }
    const proof = told.proofs.get(member.requestID) ?? 'unclear';
    const outcome = settleLookup(proof, 'an order');
    if (outcome.to === 'ready') {
      this.become(request, refusal ?? { to: 'ready', delayMs: 0, splitGroup: null, failure: null }, nowMs);
    } else if (outcome.to === 'done') this.finish(request, order, nowMs);
    else request.state = outcome.to;
    return request.state;
  }

  private settlePrepare(session: ModelSession, set: ModelSet, { carried, nowMs }: Settling): Became {
    const { reply, told } = carried;
    const [member] = set.members;
    const request = this.requestBy(member?.requestId ?? '');
    if (isOver(reply)) return { sessionEnds: true };
    if (request.state !== 'ready') return {};
    if (reply.kind === 'hresult' && !isRepeat(reply)) request.state = 'failed';
    else if (reply.kind !== 'answer') this.unprepared(request, nowMs);
    else this.prepared(request, { order: told.orders.get(member?.requestID ?? ''), session });
    return {};
  }

  private settleReadBack(session: ModelSession, set: ModelSet, { carried, nowMs }: Settling): Became {
    const { reply, told } = carried;
    const inVain = (sessionEnds: boolean): Became => {
      set.state = 'abandoned';
      session.readBacks.inVain += 1;
      return { sessionEnds };
    };
    if (reply.kind !== 'answer') return inVain(isOver(reply));
    const txnIds = set.document?.purpose === 'read_back' ? set.document.txnIds : [];
    const seen = txnIds.map(qbId => {
      const order = told.orders.get(qbId);
      const record = order ? { editSequence: String(order.editSequence) } : null;
      return { qbId, statusCode: order ? 0 : 500, record };
    });
    const sightings = sightingsOf(seen, txnIds);
    if (sightings.are === 'unclear') return inVain(false);
    const known = [...this.links.values()].filter(link => txnIds.includes(link.txnId) && !link.isEnded);
    if (this.noteSigns('look back', known, told)) return {};
    for (const link of known) if (sightings.gone.includes(link.txnId)) link.isEnded = true;
    session.readBacks.answered += 1;
    if (session.isWholeDue) this.readBackAtMs = nowMs;
    return {};
  }

  private apply(settled: Settled, members: readonly Asked[], { carried, nowMs }: Settling): number {
    let unknown = 0;
    const wire = new Map(members.map(member => [member.requestId, member.requestID]));
    for (const [id, outcome] of settled.outcomes) {
      const request = this.requestBy(id);
      const wireId = wire.get(id) ?? '';
      if (outcome.to === 'unknown') unknown += 1;
      if (outcome.to !== 'done') this.become(request, outcome, nowMs);
      else if (request.role === 'read') this.takePage(request, wireId, carried.told);
      else this.finish(request, carried.told.orders.get(wireId), nowMs);
    }
    return unknown;
  }

  private handOut(session: ModelSession, step: Step): Document | 'wait' | null {
    switch (step.do) {
      case 'wait':
        session.noOpRounds += 1;
        return 'wait';
      case 'verify':
        return this.leave(session, { purpose: 'verify' });
      case 'read_back':
        return this.leave(session, { purpose: 'read_back', txnIds: this.toReadBack(session) });
      case 'ask':
        return this.leave(session, { purpose: 'ask', setKey: step.setKey }, step.setId);
      case 'clear': {
        this.setBy(step.setId).isCleared = true;
        session.clears += 1;
        return this.leave(session, { purpose: 'clear', setKey: step.setKey }, step.setId);
      }
      case 'lookup': {
        const asked = step.requestIds.map(id => this.askedOf(this.requestBy(id)));
        return this.leave(session, { purpose: 'lookup', setKey: step.fenceKey, asked }, step.setId);
      }
      case 'prepare': {
        const asked = [this.askedOf(this.requestBy(step.requestId))];
        return this.leave(session, { purpose: 'prepare', asked });
      }
      case 'read':
      case 'write':
        return this.handOutRequests(session, step);
      default:
        return null;
    }
  }

  private handOutRequests(
    session: ModelSession,
    step: { do: 'read' | 'write'; requestIds: readonly string[] },
  ): Document {
    const chosen = step.requestIds.map(id => this.requestBy(id));
    const asked = chosen.map(request => this.askedOf(request));
    const document: Document =
      step.do === 'read'
        ? { purpose: 'read', asked }
        : { purpose: 'write', setKey: this.newId('set'), asked };
    this.leave(session, document);
    for (const request of chosen) {
      request.state = 'sent';
      request.attempts += 1;
      request.setId = session.inFlight?.id ?? null;
    }
    const first = chosen.find(one => one.changes === null);
    if (this.isDoubling && step.do === 'write' && first) this.add({ role: 'write', mark: first.mark });
    return document;
  }

  private toReadBack(session: ModelSession): string[] {
    const links = this.exportedBefore(session).toSorted((left, right) => right.madeAtMs - left.madeAtMs);
    const changed = [...new Set(links.map(link => link.txnId))];
    if (session.isWholeDue) return changed;
    const made = [...new Set(links.toReversed().map(link => link.txnId))].reverse();
    const chance = Uint8Array.from({ length: 10 }, (_, place) => (this.count * 31 + place * 17) % 256);
    const chosen = samplePlaces(made.length, chance).flatMap(place => made[place - 1] ?? []);
    return [...new Set([...chosen, ...changed.slice(0, 1)])];
  }

  private leave(session: ModelSession, document: Document, aboutId: string | null = null): Document {
    const set: ModelSet = {
      id: this.newId('m'),
      purpose: document.purpose,
      setKey: 'setKey' in document && document.purpose !== 'ask' ? document.setKey : null,
      aboutId,
      sessionId: session.id,
      members: 'asked' in document ? document.asked : [],
      document,
      state: 'in_flight',
      isCleared: false,
      hresult: null,
    };
    this.sets.set(set.id, set);
    session.inFlight = set;
    session.noOpRounds = 0;
    return document;
  }

  private lose(session: ModelSession): void {
    const set = session.inFlight;
    session.inFlight = null;
    if (set === null) return;
    const isWrite = set.purpose === 'write';
    set.state = isWrite ? 'unknown' : 'abandoned';
    for (const { requestId } of this.sentOf(set, 'sent')) {
      const request = this.requestBy(requestId);
      request.state = isWrite ? 'unknown' : 'ready';
      request.iterator = null;
    }
    if (set.purpose === 'read_back') session.readBacks.inVain += 1;
  }

  private end(session: ModelSession): void {
    this.lose(session);
    session.isOpen = false;
  }

  /** After our own tables were restored, nothing that waits may be sent before QuickBooks was asked for it. */
  private reprove(session: ModelSession): void {
    this.isBehind = false;
    for (const set of this.unknownSets) set.state = 'abandoned';
    const open = [...this.requests.values()].filter(one => one.role === 'write' && OPEN.includes(one.state));
    for (const one of this.requests.values())
      if (one.role === 'read' && one.state === 'sent') one.state = 'ready';
    this.hold(session, open);
  }

  /** Adds whose mark the file shows already were written, and we have forgotten it. */
  private holdMarked(session: ModelSession, nowMs: number): boolean {
    const marked = this.ready(nowMs).filter(
      one => one.role === 'write' && one.changes === null && this.copy.has(one.mark),
    );
    for (const one of marked) if (this.copy.get(one.mark) === 'deleted') one.state = 'needs_attention';
    this.hold(
      session,
      marked.filter(one => this.copy.get(one.mark) === 'ours'),
    );
    return marked.length > 0;
  }

  /** Those that wait for something that came to nothing. */
  private failOrphans(): void {
    for (const request of this.requests.values())
      if (
        request.state === 'ready' &&
        request.dependsOn.some(id => CAME_TO_NOTHING.includes(this.stateOf(id)))
      )
        request.state = 'cancelled';
  }

  private live(ticket: number): ModelSession | null {
    return this.session?.isOpen && this.session.id === ticket ? this.session : null;
  }

  private aboutOf(set: ModelSet): ModelSet | null {
    return set.purpose === 'ask' ? this.setBy(set.aboutId) : null;
  }
}

function judged(told: OpenFile, isSecondLook: boolean): ModelSession['guard'] {
  const facts = {
    productName: null,
    majorVersion: null,
    country: null,
    qbxmlVersion: null,
    companyFileName: null,
    fileId: told === 'right' ? FILE_ID : told === 'wrong' ? '{OTHER}' : null,
    closingDate: null,
    preferences: null,
    missingRight: null,
  };
  const connection = { fileId: FILE_ID, isEditionAllowed: true, companyFileName: null };
  const { guard } = judgeFile(facts, connection, isSecondLook);
  return guard === 'verified' || guard === 'unverified' ? guard : 'wrong_file';
}

function marked(reply: Reply, isRepeat: boolean): Reply {
  return reply.kind === 'hresult' ? { ...reply, isRepeat } : reply;
}

function isRefused(reply: Reply | null): boolean {
  return reply?.kind === 'hresult' && hresultMeaning(reply.hresult).class === 'refused';
}

function isRepeat(reply: Reply): boolean {
  return reply.kind === 'hresult' && reply.isRepeat === true;
}

function isOver(reply: Reply): boolean {
  return reply.kind === 'hresult' && !isRefused(reply);
}

function refusalOf(about: ModelSet): Settled {
  const failure = { code: 'HR-0x80040400', cause: '', remedy: '', raw: '' };
  return settleRefusal(about.members, failure);
}

function wireIdsOf(set: ModelSet, about: ModelSet | null): string[] {
  return (about ?? set).members.map(member => member.requestID);
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
