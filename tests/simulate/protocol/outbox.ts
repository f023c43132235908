import { judgeFile } from '@/lib/connections/guard';
import { SYNC } from '@/lib/core/limits';
import { hresultMeaning } from '@/lib/qbxml';
import { backupSigns } from '@/lib/sync/backup-signs';
import { clearsLeft } from '@/lib/sync/clear';
import {
  type FileView,
  isForeign,
  nextStep,
  type Outcome,
  progressOf,
  type Reply,
  remainingWork,
  retryDelayMs,
  type SentRequest,
  type Settled,
  type Step,
  settleAsk,
  settleLookup,
  settleReads,
  settleRefusal,
  settleWrites,
} from '@/lib/sync/protocol';
import { type ReadBack, readBackOf, samplePlaces, sightingsOf } from '@/lib/sync/read-back';
import type { RequestState, SetState } from '@/lib/sync/states';
import type { Asked, Carried, Document, Target, Told } from './books';
import type { ModelLink, ModelRequest, ModelSession, ModelSet } from './rows';

const IDLE_LEASE_MS = 10 * 60_000;
const FLIGHT_LEASE_MS = 60 * 60_000;
const SET_OPEN: readonly SetState[] = ['unknown', 'asked'];
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

/**
 * What our tables would hold of one company file, changed as `lib/sync` changes them and by its very decisions. The
 * database keeps this honest: the lives of tests/simulate/product run the real tables through the same troubles.
 */
export class ModelOutbox {
  requests = new Map<string, ModelRequest>();
  sets = new Map<string, ModelSet>();
  links = new Map<string, ModelLink>();
  /** A person has stopped the file, or it was found to be a backup of itself. */
  pause: 'person' | 'restored' | null = null;
  missing: readonly string[] = [];
  /** Marks in our copy of the file after our own tables were restored; they may have been written and forgotten. */
  private isBehind = false;
  private session: ModelSession | null = null;
  private count = 0;
  private readBackAtMs: number | null = null;
  /** Sends a write of every set once more: the fault that every check has to notice. */
  isDoubling = false;

  /** Marks that our copy of the file's orders shows. */
  private copy: ReadonlyMap<string, 'ours' | 'deleted'> = new Map();
  private copiedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly readMarks: () => ReadonlyMap<string, 'ours' | 'deleted'>) {}

  get unknownSets(): ModelSet[] {
    return [...this.sets.values()].filter(set => SET_OPEN.includes(set.state));
  }

  /** Whether the live session could do more now. */
  hasWork(nowMs: number): boolean {
    const { session } = this;
    return session !== null && this.remaining(session, nowMs) > 0;
  }

  add(request: Partial<ModelRequest> & Pick<ModelRequest, 'role'>): ModelRequest {
    const id = this.newId(request.role);
    const made: ModelRequest = {
      id,
      changes: null,
      mark: `mark of ${id}`,
      isPoisoned: false,
      dependsOn: [],
      state: 'ready',
      attempts: 0,
      splitGroup: null,
      availableAtMs: 0,
      setId: null,
      target: null,
      iterator: null,
      taken: [],
      ...request,
    };
    this.requests.set(id, made);
    return made;
  }

  /** The newest change of an order that is not settled: a new one follows it. */
  lastOpenChange(addId: string): string[] {
    const open = [...this.requests.values()].filter(one => one.changes === addId && OPEN.includes(one.state));
    return open.slice(-1).map(one => one.id);
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

  /** What sendRequestXML hands out; null for nothing. The first call tells which file is open. */
  next(ticket: number, nowMs: number, told?: OpenFile): Document | null {
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
    const became = this.settle(session, set, given, told);
    session.inFlight = null;
    session.recoveryFailures += became.isRecoveryFailure ? 1 : 0;
    session.done += 1;
    const progress = progressOf(session.done, this.remaining(session, nowMs));
    session.settled.set(key, progress);
    return became.sessionEnds ? -1 : progress;
  }

  /** People have looked at what a restored file lacks: it is exported again under another mark, or let go. */
  decide(isAgain: boolean): void {
    for (const txnId of this.missing) {
      const link = [...this.links.values()].find(one => one.txnId === txnId && !one.isEnded);
      if (!link) continue;
      const order = this.requests.get(link.requestId);
      link.isEnded = true;
      if (isAgain && order && order.changes === null) this.add({ role: 'write' });
    }
    for (const link of this.links.values()) if (!link.isEnded) link.editSequence = null;
    this.missing = [];
    this.pause = null;
    // All of it is looked through before anything is written again.
    this.readBackAtMs = null;
  }

  /** Our own tables as they are; the returned function puts them back, as a restore of our database does. */
  backup(): () => void {
    const [requests, sets, links] = [copied(this.requests), copied(this.sets), copied(this.links)];
    const { readBackAtMs } = this;
    return () => {
      this.session = null;
      this.requests = copied(requests);
      this.sets = copied(sets);
      this.links = copied(links);
      for (const set of this.sets.values()) if (set.state === 'in_flight') set.state = 'unknown';
      this.readBackAtMs = readBackAtMs;
      this.isBehind = true;
    };
  }

  private settle(session: ModelSession, set: ModelSet, given: Settling, told: OpenFile): Became {
    const { reply } = given.carried;
    switch (set.purpose) {
      case 'verify':
        session.guard = judged(told, true);
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
      if (!isRefused(reply)) set.state = 'abandoned';
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

  /** A change whose answer was lost, told by its order as it is now. */
  private proveChange(request: ModelRequest, order: Target | undefined, nowMs: number): void {
    const { target } = request;
    if (order?.lines.includes(request.mark)) return this.finish(request, order, nowMs);
    if (!order || target === null) {
      request.state = 'needs_attention';
      return;
    }
    const isUntouched = order.editSequence === target.editSequence;
    if (!isUntouched && target.losses > 0) request.state = 'needs_attention';
    else
      this.become(
        request,
        {
          to: 'ready',
          delayMs: 0,
          splitGroup: null,
          failure: null,
          ...(isUntouched ? {} : { because: 'lost' }),
        },
        nowMs,
      );
  }

  private settlePrepare(session: ModelSession, set: ModelSet, { carried, nowMs }: Settling): Became {
    const { reply, told } = carried;
    const [member] = set.members;
    const request = this.requestBy(member?.requestId ?? '');
    if (isOver(reply)) return { sessionEnds: true };
    if (request.state !== 'ready') return {};
    if (reply.kind === 'hresult') request.state = 'failed';
    else if (reply.kind === 'unreadable') this.unprepared(request, nowMs);
    else this.prepared(request, { order: told.orders.get(member?.requestID ?? ''), session });
    return {};
  }

  private unprepared(request: ModelRequest, nowMs: number): void {
    request.attempts += 1;
    if (request.attempts >= SYNC.maxTransientAttempts) request.state = 'failed';
    else request.availableAtMs = nowMs + retryDelayMs(request.attempts);
  }

  private prepared(
    request: ModelRequest,
    { order, session }: { order: Target | undefined; session: ModelSession },
  ): void {
    const conflicts = request.target?.conflicts ?? 0;
    if (order?.lines.includes(request.mark)) this.finish(request, order, session.lastSeenMs);
    else if (!order || conflicts >= SYNC.maxStaleAttempts) request.state = 'needs_attention';
    else request.target = { ...order, sessionId: session.id, conflicts, losses: request.target?.losses ?? 0 };
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
    const kind = 'purchase_order' as const;
    const known = [...this.links.values()].filter(link => txnIds.includes(link.txnId) && !link.isEnded);
    const signs = backupSigns(
      known.map(link => ({
        kind,
        qbId: link.txnId,
        name: '',
        editSequence: link.editSequence?.toString() ?? null,
      })),
      {
        records: sightings.there.map(one => ({ ...one, kind })),
        deleted: [...told.deleted].map(qbId => ({ kind, qbId })),
      },
    );
    if (signs.length > 0) {
      this.pause = 'restored';
      this.missing = signs.filter(sign => sign.sign === 'missing').map(sign => sign.qbId);
      return {};
    }
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
      else if (request.role === 'read') this.takePage(request, carried.told.pages.get(wireId));
      else this.finish(request, carried.told.orders.get(wireId), nowMs);
    }
    return unknown;
  }

  private become(request: ModelRequest, outcome: Outcome, nowMs: number): void {
    request.state = outcome.to;
    if (outcome.to !== 'ready') return;
    request.splitGroup = outcome.splitGroup;
    request.availableAtMs = nowMs + outcome.delayMs;
    // A page that was lost cannot be asked for again: the list starts from its beginning.
    request.iterator = null;
    const { target } = request;
    if (target === null) return;
    const [conflict, loss] = [outcome.because === 'stale' ? 1 : 0, outcome.because === 'lost' ? 1 : 0];
    request.target = {
      ...target,
      sessionId: null,
      conflicts: target.conflicts + conflict,
      losses: target.losses + loss,
    };
  }

  private finish(request: ModelRequest, order: Target | undefined, nowMs: number): void {
    request.state = 'done';
    if (!order) return;
    const { txnId, editSequence } = order;
    for (const link of this.links.values())
      if (link.txnId === txnId && !link.isEnded) link.editSequence = editSequence;
    this.links.set(request.id, {
      requestId: request.id,
      txnId,
      editSequence,
      madeAtMs: nowMs,
      isEnded: false,
    });
  }

  private takePage(
    request: ModelRequest,
    page: { items: readonly number[]; next: number | null } | undefined,
  ) {
    if (!page) return;
    request.taken = request.iterator === null ? page.items : [...request.taken, ...page.items];
    request.iterator = page.next;
    request.state = page.next === null ? 'done' : 'ready';
    if (page.next !== null) request.attempts = 0;
  }

  private handOut(session: ModelSession, step: Step): Document | null {
    switch (step.do) {
      case 'verify':
        return this.leave(session, { purpose: 'verify' }, []);
      case 'read_back':
        return this.leave(session, { purpose: 'read_back', txnIds: this.toReadBack(session) }, []);
      case 'ask':
        return this.leave(session, { purpose: 'ask', setKey: step.setKey }, [], step.setId);
      case 'clear': {
        this.setBy(step.setId).isCleared = true;
        session.clears += 1;
        return this.leave(session, { purpose: 'clear', setKey: step.setKey }, [], step.setId);
      }
      case 'lookup': {
        const asked = step.requestIds.map(id => this.askedOf(this.requestBy(id)));
        return this.leave(session, { purpose: 'lookup', setKey: step.fenceKey, asked }, asked, step.setId);
      }
      case 'prepare': {
        const asked = [this.askedOf(this.requestBy(step.requestId))];
        return this.leave(session, { purpose: 'prepare', asked }, asked);
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
    this.leave(session, document, asked);
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
    if (session.isWholeDue) return [...new Set(links.map(link => link.txnId))];
    const chance = Uint8Array.from({ length: 10 }, (_, place) => (this.count * 31 + place * 17) % 256);
    const places = samplePlaces(links.length, chance);
    return [...new Set(places.flatMap(place => links[place - 1]?.txnId ?? []))];
  }

  private exportedBefore(session: ModelSession): ModelLink[] {
    return [...this.links.values()]
      .reverse()
      .filter(link => !link.isEnded && link.madeAtMs < session.startedAtMs);
  }

  private leave(
    session: ModelSession,
    document: Document,
    members: readonly Asked[],
    aboutId?: string,
  ): Document {
    const set: ModelSet = {
      id: this.newId('m'),
      purpose: document.purpose,
      setKey: 'setKey' in document && document.purpose !== 'ask' ? document.setKey : null,
      aboutId: aboutId ?? null,
      sessionId: session.id,
      members,
      document,
      state: 'in_flight',
      isCleared: false,
      hresult: null,
    };
    this.sets.set(set.id, set);
    session.inFlight = set;
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

  /** Marks that people accepted anew after our tables had forgotten them. */
  readonly forgotten = new Set<string>();

  private hold(session: ModelSession, requests: readonly ModelRequest[]): void {
    if (requests.length === 0) return;
    const set: ModelSet = {
      id: this.newId('m'),
      purpose: 'write',
      setKey: null,
      aboutId: null,
      sessionId: session.id,
      members: requests.map(request => this.askedOf(request)),
      document: null,
      state: 'asked',
      isCleared: false,
      hresult: null,
    };
    this.sets.set(set.id, set);
    for (const request of requests) {
      request.state = 'unknown';
      request.setId = set.id;
    }
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

  private view(session: ModelSession, nowMs: number): FileView {
    const ready = this.ready(nowMs);
    const reads = ready.filter(request => request.role === 'read').map(request => request.id);
    return {
      guard: session.guard,
      isPaused: this.pause !== null,
      unknownSets: this.unknownSets.map(set => ({
        setId: set.id,
        setKey: set.setKey,
        isAsked: set.state === 'asked',
        isFenced: this.wasLookedUp(set, 'fenced'),
        requestIds: this.sentOf(set, 'unknown').map(request => request.requestId),
      })),
      recoveryFailures: session.recoveryFailures,
      readBack: this.readBack(session),
      urgentReads: reads,
      reads,
      writes: ready
        .filter(request => request.role === 'write')
        .map(({ id, splitGroup, changes, target }) => ({
          requestId: id,
          effect: changes === null ? 'add' : 'mod',
          recordId: id,
          splitGroup,
          bytes: 1000,
          isUnprepared: changes !== null && target?.sessionId !== session.id,
        })),
      clearable: session.clears < SYNC.maxClearsPerSession ? (this.clearable()[0] ?? null) : null,
    };
  }

  private readBack(session: ModelSession): ReadBack {
    return readBackOf({
      isSuspect: this.pause === 'restored',
      isCopyMissing: false,
      hasExports: this.exportedBefore(session).length > 0,
      isWholeDue: session.isWholeDue && session.readBacks.answered === 0,
      ...session.readBacks,
    });
  }

  private clearable() {
    if (this.pause !== null) return [];
    return [...this.sets.values()].flatMap(set =>
      set.purpose === 'write' &&
      set.setKey !== null &&
      !set.isCleared &&
      (set.state === 'answered' || (set.state === 'recovered' && !this.wasLookedUp(set, 'at all')))
        ? [{ setId: set.id, setKey: set.setKey }]
        : [],
    );
  }

  private wasLookedUp(about: ModelSet, how: 'fenced' | 'at all'): boolean {
    for (const set of this.sets.values())
      if (set.purpose === 'lookup' && set.aboutId === about.id)
        if (how === 'at all' || (set.setKey !== null && set.state === 'answered')) return true;
    return false;
  }

  private ready(nowMs: number): ModelRequest[] {
    return [...this.requests.values()].filter(
      request =>
        request.state === 'ready' &&
        request.availableAtMs <= nowMs &&
        request.dependsOn.every(id => !OPEN.includes(this.stateOf(id))),
    );
  }

  private remaining(session: ModelSession, nowMs: number): number {
    const ready = this.ready(nowMs);
    return remainingWork({
      unknownSets: this.unknownSets.length,
      recoveryFailures: session.recoveryFailures,
      isPaused: this.pause !== null,
      readBack: this.readBack(session),
      readyWrites: ready.filter(request => request.role === 'write').length,
      readyReads: ready.filter(request => request.role === 'read').length,
      clears: clearsLeft({ settled: this.clearable().length, done: session.clears }),
    });
  }

  private sentOf(set: ModelSet, state: RequestState): SentRequest[] {
    return [...this.requests.values()]
      .filter(request => request.setId === set.id && request.state === state)
      .map(({ id, attempts, changes, target }) => ({
        requestId: id,
        attempts,
        ...(changes === null ? {} : { conflicts: target?.conflicts ?? 0 }),
      }));
  }

  private askedOf(request: ModelRequest): Asked {
    const { id, mark, isPoisoned, iterator, changes } = request;
    const base = {
      requestID: `${id}/${request.attempts + 1}/${this.sets.size}`,
      requestId: id,
      mark,
      isPoisoned,
      iterator,
    };
    if (changes === null) return base;
    const link = this.links.get(changes);
    return { ...base, target: request.target ?? { txnId: link?.txnId ?? '', editSequence: 0, lines: [] } };
  }

  private live(ticket: number): ModelSession | null {
    return this.session?.isOpen && this.session.id === ticket ? this.session : null;
  }

  private aboutOf(set: ModelSet): ModelSet | null {
    return set.purpose === 'ask' ? this.setBy(set.aboutId) : null;
  }

  private stateOf(id: string): RequestState {
    return this.requests.get(id)?.state ?? 'cancelled';
  }

  private requestBy(id: string): ModelRequest {
    const found = this.requests.get(id);
    if (!found) throw new RangeError(`no request ${id}`);
    return found;
  }

  private setBy(id: string | null): ModelSet {
    const found = this.sets.get(id ?? '');
    if (!found) throw new RangeError(`no set ${id}`);
    return found;
  }

  private newId(kind: string): string {
    this.count += 1;
    return `${kind}${this.count}`;
  }
}

function copied<T extends object>(from: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...from].map(([key, one]) => [key, { ...one }]));
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
