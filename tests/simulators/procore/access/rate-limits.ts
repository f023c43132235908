/** Requests allowed per hour and per spike window of ten seconds. */
export interface RateLimit {
  readonly hourly: number;
  readonly spike: number;
}

/** An app of the developer sandbox, generous enough that nobody meets it by accident. */
const USUAL: RateLimit = { hourly: 3600, spike: 100 };

const HOUR_S = 3600;
const SPIKE_S = 10;

interface Window {
  readonly lengthS: number;
  readonly limit: number;
  readonly used: number;
  readonly resetAt: number;
}

export interface Allowance {
  readonly isOver: boolean;
  readonly retryAfterS: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Both windows, each counted per application and company. */
export class RateLimits {
  private current: RateLimit;
  private readonly used = new Map<string, number>();

  constructor(limit: Partial<RateLimit> | undefined) {
    this.current = { ...USUAL, ...limit };
  }

  get limit(): RateLimit {
    return this.current;
  }

  change(limit: Partial<RateLimit>): void {
    this.current = { ...this.current, ...limit };
    this.used.clear();
  }

  /** Counts one request of `who`; the headers tell of whichever window is nearer to its end. */
  take(who: string, nowS: number): Allowance {
    const windows = [
      this.window(who, { lengthS: HOUR_S, limit: this.current.hourly }, nowS),
      this.window(who, { lengthS: SPIKE_S, limit: this.current.spike }, nowS),
    ];
    const over = windows.filter(window => window.used >= window.limit);
    if (over.length === 0) for (const window of windows) this.spend(who, window);
    const left = (window: Window): number => Math.max(0, window.limit - window.used - (over.length ? 0 : 1));
    const shown = [...(over.length ? over : windows)].sort(
      (a, b) => left(a) - left(b) || b.resetAt - a.resetAt,
    )[0];
    if (!shown) throw new RangeError('there are always two windows');
    return {
      isOver: over.length > 0,
      retryAfterS: Math.max(1, Math.max(...over.map(window => window.resetAt), nowS) - nowS),
      headers: {
        'X-Rate-Limit-Limit': String(shown.limit),
        'X-Rate-Limit-Remaining': String(left(shown)),
        'X-Rate-Limit-Reset': String(shown.resetAt),
      },
    };
  }

  private window(who: string, size: { lengthS: number; limit: number }, nowS: number): Window {
    const resetAt = (Math.floor(nowS / size.lengthS) + 1) * size.lengthS;
    return { ...size, resetAt, used: this.used.get(`${who}|${size.lengthS}|${resetAt}`) ?? 0 };
  }

  private spend(who: string, window: Window): void {
    // Old windows are never asked for again.
    if (this.used.size > 2000) this.used.clear();
    this.used.set(`${who}|${window.lengthS}|${window.resetAt}`, window.used + 1);
  }
}
