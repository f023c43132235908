import { SYNC } from '@/lib/core/limits';
import { backupSigns } from '@/lib/sync/backup-signs';
import { clearsLeft } from '@/lib/sync/clear';
import { holdOf, isWorkExpected } from '@/lib/sync/expected-work';
import { remainingWork } from '@/lib/sync/progress';
import { type FileView, type Outcome, retryDelayMs, type SentRequest } from '@/lib/sync/protocol';
import { type ReadBack, readBackOf } from '@/lib/sync/read-back';
import type { RequestState, SetState } from '@/lib/sync/states';
import type { Asked, Target, Told } from './books';
import type { ShownBy } from './coverage';
import type { ModelLink, ModelRequest, ModelSession, ModelSet } from './rows';

const SET_OPEN: readonly SetState[] = ['unknown', 'asked'];
const OPEN: readonly RequestState[] = ['ready', 'sent', 'unknown'];

/**
 * What our tables would hold of one company file, changed as `lib/sync` changes them and by its very decisions. The
 * database keeps this honest: the lives of tests/simulate/product run the real tables through the same troubles.
 */
export class ModelTables {
  requests = new Map<string, ModelRequest>();
  sets = new Map<string, ModelSet>();
  links = new Map<string, ModelLink>();
  /** A person has stopped the file, or it was found to be a backup of itself. */
  pause: 'person' | 'restored' | null = null;
  missing: readonly string[] = [];
  /** Called where the file was found to be a backup of itself. */
  onBackup: (by: ShownBy) => void = () => undefined;
  /** Marks in our copy of the file after our own tables were restored; they may have been written and forgotten. */
  protected isBehind = false;
  protected session: ModelSession | null = null;
  protected count = 0;
  protected readBackAtMs: number | null = null;
  private expectUntilMs = 0;
  /** Sends a write of every set once more: the fault that every check has to notice. */
  isDoubling = false;

  /** Marks that people accepted anew after our tables had forgotten them. */
  readonly forgotten = new Set<string>();
  get unknownSets(): ModelSet[] {
    return [...this.sets.values()].filter(set => SET_OPEN.includes(set.state));
  }

  add(request: Partial<ModelRequest> & Pick<ModelRequest, 'role'>): ModelRequest {
    const id = this.newId(request.role);
    const made: ModelRequest = {
      id,
      changes: null,
      mark: `mark of ${id}`,
      isPoisoned: false,
      isWhole: false,
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

  /** Somebody is about to have work done: a run is held open for it. */
  expectWork(nowMs: number): void {
    this.expectUntilMs = nowMs + SYNC.expectWorkMs;
  }

  /** The newest change of an order that is not settled: a new one follows it. */
  lastOpenChange(addId: string): string[] {
    const open = [...this.requests.values()].filter(one => one.changes === addId && OPEN.includes(one.state));
    return open.slice(-1).map(one => one.id);
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

  /** A change whose answer was lost, told by its order as it is now. */
  protected proveChange(request: ModelRequest, order: Target | undefined, nowMs: number): void {
    const { target } = request;
    if (order?.lines.includes(request.mark)) {
      this.finish(request, order, nowMs);
      return;
    }
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

  protected unprepared(request: ModelRequest, nowMs: number): void {
    request.attempts += 1;
    if (request.attempts >= SYNC.maxTransientAttempts) request.state = 'failed';
    else request.availableAtMs = nowMs + retryDelayMs(request.attempts);
  }

  protected prepared(
    request: ModelRequest,
    { order, session }: { order: Target | undefined; session: ModelSession },
  ): void {
    const conflicts = request.target?.conflicts ?? 0;
    if (order?.lines.includes(request.mark)) this.finish(request, order, session.lastSeenMs);
    else if (!order || conflicts >= SYNC.maxStaleAttempts) request.state = 'needs_attention';
    else request.target = { ...order, sessionId: session.id, conflicts, losses: request.target?.losses ?? 0 };
  }

  protected become(request: ModelRequest, outcome: Outcome, nowMs: number): void {
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

  protected finish(request: ModelRequest, order: Target | undefined, nowMs: number): void {
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

  /** What a read brought; one of everything tells at its end whether the file was restored. */
  protected takePage(request: ModelRequest, wireId: string, told: Told): void {
    const page = told.pages.get(wireId);
    if (!page) return;
    if (request.isWhole && page.next === null)
      this.noteSigns('read of everything', [...this.links.values()], told);
    request.taken = request.iterator === null ? page.items : [...request.taken, ...page.items];
    request.iterator = page.next;
    request.state = page.next === null ? 'done' : 'ready';
    if (page.next !== null) request.attempts = 0;
  }

  /** Whether a file that holds this was restored from a backup. */
  protected noteSigns(by: ShownBy, links: readonly ModelLink[], told: Told): boolean {
    const kind = 'purchase_order' as const;
    const known = links
      .filter(link => !link.isEnded)
      .map(({ txnId, editSequence }) => ({
        kind,
        qbId: txnId,
        name: '',
        editSequence: editSequence?.toString() ?? null,
      }));
    const records = [...told.orders.values()].map(({ txnId, editSequence }) => ({
      kind,
      qbId: txnId,
      editSequence: String(editSequence),
    }));
    const signs = backupSigns(known, {
      records,
      deleted: [...told.deleted].map(qbId => ({ kind, qbId })),
    });
    if (signs.length === 0) return false;
    this.pause = 'restored';
    this.missing = signs.filter(sign => sign.sign === 'missing').map(sign => sign.qbId);
    this.onBackup(by);
    return true;
  }

  protected exportedBefore(session: ModelSession): ModelLink[] {
    return [...this.links.values()]
      .reverse()
      .filter(link => !link.isEnded && link.madeAtMs < session.startedAtMs);
  }

  protected hold(session: ModelSession, requests: readonly ModelRequest[]): void {
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

  protected view(session: ModelSession, nowMs: number): FileView {
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
      hold: holdOf({ session, ...this.expected(nowMs) }, new Date(nowMs)),
      clearable: session.clears < SYNC.maxClearsPerSession ? (this.clearable()[0] ?? null) : null,
    };
  }

  protected isHeld(set: ModelSet, nowMs: number): boolean {
    return set.purpose !== 'verify' && isWorkExpected(this.expected(nowMs), new Date(nowMs));
  }

  private expected(nowMs: number) {
    const isSoonDue = [...this.requests.values()].some(
      ({ state, availableAtMs }) =>
        state === 'ready' && availableAtMs > nowMs && availableAtMs <= nowMs + SYNC.soonDueMs,
    );
    return { connection: { expectWorkUntil: new Date(this.expectUntilMs).toISOString() }, isSoonDue };
  }

  protected readBack(session: ModelSession): ReadBack {
    return readBackOf({
      isSuspect: this.pause === 'restored',
      isCopyMissing: false,
      hasExports: this.exportedBefore(session).length > 0,
      isWholeDue: session.isWholeDue && session.readBacks.answered === 0,
      ...session.readBacks,
    });
  }

  protected clearable() {
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

  protected wasLookedUp(about: ModelSet, how: 'fenced' | 'at all'): boolean {
    for (const set of this.sets.values())
      if (set.purpose === 'lookup' && set.aboutId === about.id)
        if (how === 'at all' || (set.setKey !== null && set.state === 'answered')) return true;
    return false;
  }

  protected ready(nowMs: number): ModelRequest[] {
    return [...this.requests.values()].filter(
      request =>
        request.state === 'ready' &&
        request.availableAtMs <= nowMs &&
        request.dependsOn.every(id => !OPEN.includes(this.stateOf(id))),
    );
  }

  protected remaining(session: ModelSession, nowMs: number): number {
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

  protected sentOf(set: ModelSet, state: RequestState): SentRequest[] {
    return [...this.requests.values()]
      .filter(request => request.setId === set.id && request.state === state)
      .map(({ id, attempts, changes, target }) => ({
        requestId: id,
        attempts,
        ...(changes === null ? {} : { conflicts: target?.conflicts ?? 0 }),
      }));
  }

  protected askedOf(request: ModelRequest): Asked {
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

  protected stateOf(id: string): RequestState {
    return this.requests.get(id)?.state ?? 'cancelled';
  }

  protected requestBy(id: string): ModelRequest {
    const found = this.requests.get(id);
    if (!found) throw new RangeError(`no request ${id}`);
    return found;
  }

  protected setBy(id: string | null): ModelSet {
    const found = this.sets.get(id ?? '');
    if (!found) throw new RangeError(`no set ${id}`);
    return found;
  }

  protected newId(kind: string): string {
    this.count += 1;
    return `${kind}${this.count}`;
  }
}

function copied<T extends object>(from: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...from].map(([key, one]) => [key, { ...one }]));
}
