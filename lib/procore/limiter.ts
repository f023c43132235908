import type { Env } from '@/lib/core/env';
import { Unavailable } from '@/lib/core/errors';
import { PROCORE } from '@/lib/core/limits';

/** Who waits for the answer: a person's request may use the reserve, background work leaves it. */
export type Urgency = 'person' | 'background';

interface Window {
  limit: number;
  remaining: number;
  resetAtMs: number;
  blockedUntilMs: number;
}

/**
 * Keeps within Procore's rate limits by its own headers, one window per company. A call waits its turn, or is refused
 * when the wait would be longer than its caller can sit out.
 */
export class Limiter {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly env: Pick<Env, 'now' | 'sleep' | 'randomBytes'>) {}

  /** @throws Unavailable, saying for how long, when the wait is too long. */
  async takeTurn(key: string, urgency: Urgency): Promise<void> {
    const waitMs = this.waitFor(key, urgency);
    if (waitMs <= 0) {
      const window = this.windows.get(key);
      if (window && window.remaining > 0) window.remaining -= 1;
      return;
    }
    const most = urgency === 'person' ? PROCORE.maxPersonWaitMs : PROCORE.totalTimeoutMs;
    if (waitMs > most) {
      const seconds = Math.ceil(waitMs / 1000);
      throw new Unavailable(`Procore's rate limit is used up for the next ${seconds} s.`, {
        remedy: 'Nothing was lost. Try again then.',
      });
    }
    await this.env.sleep(waitMs + this.jitterMs());
    await this.takeTurn(key, urgency);
  }

  private waitFor(key: string, urgency: Urgency): number {
    const window = this.windows.get(key);
    if (!window) return 0;
    const nowMs = this.env.now().getTime();
    if (window.blockedUntilMs > nowMs) return window.blockedUntilMs - nowMs;
    const reserve = urgency === 'person' ? 0 : Math.floor(window.limit * PROCORE.reserveForPeople);
    return window.remaining <= reserve && window.resetAtMs > nowMs ? window.resetAtMs - nowMs : 0;
  }

  /** Up to a quarter of a second, so that waiting calls do not all come back at once. */
  private jitterMs(): number {
    return this.env.randomBytes(1)[0] ?? 0;
  }

  /** Takes in what an answer tells of the window, and a 429's or 503's Retry-After. */
  learn(key: string, status: number, headers: Headers): void {
    const nowMs = this.env.now().getTime();
    const window = this.windows.get(key) ?? { limit: 0, remaining: 1, resetAtMs: 0, blockedUntilMs: 0 };
    const limit = wholeHeader(headers, 'x-rate-limit-limit');
    const remaining = wholeHeader(headers, 'x-rate-limit-remaining');
    const resetS = wholeHeader(headers, 'x-rate-limit-reset');
    if (limit !== null && remaining !== null && resetS !== null) {
      window.limit = limit;
      window.remaining = remaining;
      window.resetAtMs = resetS * 1000;
    }
    // A 503 has nothing to do with the window: its end may be most of an hour away.
    if (status === 429) window.blockedUntilMs = nowMs + retryAfterMs(headers, window.resetAtMs - nowMs);
    if (status === 503) window.blockedUntilMs = nowMs + retryAfterMs(headers, 0);
    this.windows.set(key, window);
  }
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
