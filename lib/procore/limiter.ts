import type { Env } from '@/lib/core/env';
import { Unavailable } from '@/lib/core/errors';
import { PROCORE } from '@/lib/core/limits';
import {
  type Ask,
  decide,
  type Grant,
  NO_WINDOWS,
  reserveOf,
  type Told,
  type Urgency,
  type Windows,
} from './windows';

export type { Urgency } from './windows';

/** Where the windows are kept. Whoever shares it shares the limits; `ask` lets one in at a time. */
export interface WindowStore {
  ask(key: string, ask: Ask): Promise<Grant>;
}

/** Windows of one process alone. */
export function ownWindows(): WindowStore {
  const known = new Map<string, Windows>();
  return {
    ask: async (key, ask) => {
      const { windows, grant } = decide(known.get(key) ?? NO_WINDOWS, ask);
      known.set(key, windows);
      return grant;
    },
  };
}

interface Lease {
  left: number;
  readonly untilMs: number;
  /** What is asked for next: twice as much each time, while there is use for it. */
  readonly next: number;
}

/** What one process knows of a company's limits between two visits to the store. */
interface Desk {
  readonly leases: Map<Urgency, Lease>;
  /** By limit, which tells the windows apart. */
  readonly told: Map<number, Told>;
  readonly asking: Map<Urgency, Promise<number>>;
  blockedUntilMs: number;
}

const MAX_TOLD = 4;
const MAX_DESKS = 1000;

/**
 * Keeps all processes that share a store within both of Procore's windows, by Procore's own headers, for each company. A
 * call waits its turn, or is refused when the wait would be longer than its caller can sit out. Turns are fetched several
 * at a time, so that most calls ask nobody; what runs out unused is given back.
 */
export class Limiter {
  private readonly desks = new Map<string, Desk>();
  /** How far Procore's clock is ahead of ours: windows end by Procore's, and copies of the app may differ. */
  private aheadMs = 0;

  constructor(
    private readonly env: Pick<Env, 'now' | 'sleep' | 'randomBytes'>,
    private readonly store: WindowStore = ownWindows(),
  ) {}

  /** @throws Unavailable, saying for how long, when the wait is too long. */
  async takeTurn(key: string, urgency: Urgency): Promise<void> {
    const most = urgency === 'person' ? PROCORE.maxPersonWaitMs : PROCORE.totalTimeoutMs;
    for (let waitedMs = 0; ; ) {
      const waitMs = await this.waitFor(this.desk(key), key, urgency);
      if (waitMs <= 0) return;
      if (waitedMs + waitMs > most) throw usedUp(waitMs);
      const pauseMs = waitMs + this.jitterMs();
      waitedMs += waitMs;
      await this.env.sleep(pauseMs);
    }
  }

  /** 0 when a turn was taken; otherwise how long there is none. */
  private async waitFor(desk: Desk, key: string, urgency: Urgency): Promise<number> {
    for (;;) {
      const nowMs = this.nowMs();
      if (desk.blockedUntilMs > nowMs) return desk.blockedUntilMs - nowMs;
      const lease = desk.leases.get(urgency);
      if (lease && lease.left > 0 && lease.untilMs > nowMs) {
        lease.left -= 1;
        return 0;
      }
      // Whoever comes while somebody is on the way to the store waits for what he brings.
      const waitMs = await (desk.asking.get(urgency) ?? this.sendForTurns(desk, key, urgency));
      if (waitMs > 0) return waitMs;
    }
  }

  private sendForTurns(desk: Desk, key: string, urgency: Urgency): Promise<number> {
    const asking = this.fetchTurns(desk, key, urgency).finally(() => desk.asking.delete(urgency));
    desk.asking.set(urgency, asking);
    return asking;
  }

  private async fetchTurns(desk: Desk, key: string, urgency: Urgency): Promise<number> {
    const before = desk.leases.get(urgency);
    // One that ran out with turns left was too large.
    const turns = before && before.left === 0 ? before.next : 1;
    const told = [...desk.told.values()];
    desk.leases.delete(urgency);
    desk.told.clear();
    const grant = await this.store.ask(key, {
      nowMs: this.nowMs(),
      urgency,
      turns,
      givenBack: before?.left ?? 0,
      told,
      blockedUntilMs: desk.blockedUntilMs,
    });
    const next = Math.min(turns * 2, grant.mostTurns);
    if (grant.turns > 0) desk.leases.set(urgency, { left: grant.turns, untilMs: grant.untilMs, next });
    return grant.turns > 0 ? 0 : Math.max(1, grant.waitMs);
  }

  private nowMs(): number {
    return this.env.now().getTime() + this.aheadMs;
  }

  private desk(key: string): Desk {
    const known = this.desks.get(key);
    if (known) return known;
    // What is forgotten is asked of the store again.
    if (this.desks.size >= MAX_DESKS) this.desks.clear();
    const desk: Desk = { leases: new Map(), told: new Map(), asking: new Map(), blockedUntilMs: 0 };
    this.desks.set(key, desk);
    return desk;
  }

  /** Up to a quarter of a second, so that waiting calls do not all come back at once. */
  private jitterMs(): number {
    return this.env.randomBytes(1)[0] ?? 0;
  }

  /**
   * Takes in what an answer tells. Counts travel with the next visit to the store; a 429's or 503's Retry-After goes there
   * at once, for everybody.
   */
  async learn(key: string, status: number, headers: Headers): Promise<void> {
    this.setClock(headers);
    const nowMs = this.nowMs();
    const desk = this.desk(key);
    const told = toldBy(headers);
    if (told) note(desk, told);
    if (status !== 429 && status !== 503) return;
    // A 503 has nothing to do with the window: its end may be most of an hour away.
    const untilResetMs = status === 429 && told ? told.resetsAtMs - nowMs : 0;
    desk.blockedUntilMs = Math.max(desk.blockedUntilMs, nowMs + retryAfterMs(headers, untilResetMs));
    const news = { turns: 0, givenBack: 0, told: [], blockedUntilMs: desk.blockedUntilMs };
    await this.store.ask(key, { nowMs, urgency: 'background', ...news });
  }

  /** Whole seconds and the way here make small differences; one beyond ten minutes is no clock's. */
  private setClock(headers: Headers): void {
    const theirsMs = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(theirsMs)) return;
    const aheadMs = theirsMs - this.env.now().getTime();
    const isReal = Math.abs(aheadMs) > MIN_SKEW_MS && Math.abs(aheadMs) < MAX_SKEW_MS;
    this.aheadMs = isReal ? aheadMs : 0;
  }
}

const MIN_SKEW_MS = 2000;
const MAX_SKEW_MS = 600_000;

function usedUp(waitMs: number): Unavailable {
  const seconds = Math.ceil(waitMs / 1000);
  return new Unavailable(`Procore's rate limit is used up for the next ${seconds} s.`, {
    remedy: 'Nothing was lost. Try again then.',
  });
}

/** Turns that Procore says are not there any more are not used, whoever used them. */
function note(desk: Desk, told: Told): void {
  if (desk.told.size >= MAX_TOLD) desk.told.clear();
  const known = desk.told.get(told.limit);
  const isNews =
    !known ||
    told.resetsAtMs > known.resetsAtMs ||
    (told.resetsAtMs === known.resetsAtMs && told.remaining < known.remaining);
  if (isNews) desk.told.set(told.limit, told);
  for (const [urgency, lease] of desk.leases) {
    const usable = Math.max(0, told.remaining - reserveOf(told.limit, urgency));
    lease.left = Math.min(lease.left, usable);
  }
}

function toldBy(headers: Headers): Told | null {
  const limit = wholeHeader(headers, 'x-rate-limit-limit');
  const remaining = wholeHeader(headers, 'x-rate-limit-remaining');
  const resetS = wholeHeader(headers, 'x-rate-limit-reset');
  if (limit === null || remaining === null || resetS === null) return null;
  return { limit, remaining, resetsAtMs: resetS * 1000 };
}

function wholeHeader(headers: Headers, name: string): number | null {
  const text = headers.get(name);
  return text !== null && /^\d{1,12}$/.test(text.trim()) ? Number.parseInt(text, 10) : null;
}

const ONE_SECOND_MS = 1000;
const ONE_HOUR_MS = 3_600_000;

/** The longer of Retry-After and the window's reset; a reset in the past counts as one second. */
export function retryAfterMs(headers: Headers, untilResetMs: number): number {
  const seconds = wholeHeader(headers, 'retry-after') ?? 0;
  return Math.min(Math.max(seconds * ONE_SECOND_MS, untilResetMs, ONE_SECOND_MS), ONE_HOUR_MS);
}
