import type { Random } from '../world';
import type { RateLimit, RateLimits } from './access/rate-limits';

export const FAULT_KINDS = [
  'rate-limited',
  'unavailable',
  'server-error',
  'bad-gateway',
  'latency',
  'drop-before',
  'drop-after',
  'half-body',
  'redirect',
  'error-in-200',
  'conflict',
  'forbidden',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** What goes wrong, where, and how often. Routes are the API's and OAuth's; the shell never fails. */
export interface FaultRule {
  readonly kind: FaultKind;
  /** Any method when absent. */
  readonly method?: string;
  /** A path template such as `/rest/v1.0/vendors/{id}`, or its beginning followed by `*`; any when absent. */
  readonly route?: string;
  /** Only token requests of this grant. */
  readonly grant?: string;
  /** How many requests it meets; once when absent. */
  readonly times?: number | 'always';
  /** Matching requests that pass unharmed first. */
  readonly skip?: number;
  /** Meets one request in so many, by the seed. */
  readonly oneIn?: number;
  /** `Retry-After` of 429 and 503, in seconds. */
  readonly retryAfterS?: number;
  /** Latency, in milliseconds. */
  readonly ms?: number;
  /** Where a redirect leads. */
  readonly location?: string;
}

export interface ActiveFault extends FaultRule {
  readonly id: number;
  /** Requests met so far. */
  readonly met: number;
}

/** How webhooks misbehave; every field may be set at any time. */
export interface WebhookFaults {
  /** Each event is delivered twice. */
  duplicates: boolean;
  /** Waiting events leave in an order of the seed's choice. */
  disorder: boolean;
  delayMs: number;
  /** One event in so many is never delivered; 0 for none, 1 for all. */
  lossOneIn: number;
  /** Events wait until `settleWebhooks`. */
  hold: boolean;
}

/** The switches of a bad day. */
export interface Faults {
  /** Returns the id to take the fault away by. */
  add(rule: FaultRule): number;
  remove(id: number): void;
  rules(): readonly ActiveFault[];
  /** Takes all faults away and puts webhooks and the sign-in page right; the rate limit stays. */
  clear(): void;
  /** The next refreshes happen, and nobody hears of the new pair. */
  loseRefreshAnswers(times: number | 'always'): number;
  readonly rateLimit: RateLimit;
  setRateLimit(limit: Partial<RateLimit>): void;
  readonly webhooks: WebhookFaults;
  /** The sign-in page cuts the tie to the window that opened it, as a strict opener policy does. */
  signInSeversOpener: boolean;
}

const noWebhookFaults: WebhookFaults = {
  duplicates: false,
  disorder: false,
  delayMs: 0,
  lossOneIn: 0,
  hold: false,
};

interface Passing {
  readonly method: string;
  readonly template: string;
  readonly grant: string | null;
}

interface Kept {
  readonly id: number;
  readonly rule: FaultRule;
  seen: number;
  met: number;
}

function isMeant(rule: FaultRule, passing: Passing): boolean {
  if (rule.method !== undefined && rule.method.toUpperCase() !== passing.method) return false;
  if (rule.grant !== undefined && rule.grant !== passing.grant) return false;
  if (rule.route === undefined) return true;
  if (rule.route.endsWith('*')) return passing.template.startsWith(rule.route.slice(0, -1));
  return rule.route === passing.template;
}

export class FaultBox implements Faults {
  private kept: Kept[] = [];
  private lastId = 0;
  readonly webhooks: WebhookFaults = { ...noWebhookFaults };
  signInSeversOpener = false;

  constructor(
    private readonly limits: RateLimits,
    private readonly random: Random,
  ) {}

  add(rule: FaultRule): number {
    if (!FAULT_KINDS.includes(rule.kind)) throw new RangeError(`no fault is called ${String(rule.kind)}`);
    this.lastId += 1;
    this.kept.push({ id: this.lastId, rule, seen: 0, met: 0 });
    return this.lastId;
  }

  remove(id: number): void {
    this.kept = this.kept.filter(one => one.id !== id);
  }

  rules(): readonly ActiveFault[] {
    return this.kept.map(({ id, rule, met }) => ({ ...rule, id, met }));
  }

  clear(): void {
    this.kept = [];
    Object.assign(this.webhooks, noWebhookFaults);
    this.signInSeversOpener = false;
  }

  loseRefreshAnswers(times: number | 'always'): number {
    return this.add({
      kind: 'drop-after',
      method: 'POST',
      route: '/oauth/token',
      grant: 'refresh_token',
      times,
    });
  }

  get rateLimit(): RateLimit {
    return this.limits.limit;
  }

  setRateLimit(limit: Partial<RateLimit>): void {
    this.limits.change(limit);
  }

  /** Rules that meet this request: latency beside at most one other. */
  take(passing: Passing): FaultRule[] {
    const taken: FaultRule[] = [];
    for (const one of this.kept.filter(kept => isMeant(kept.rule, passing))) {
      const isSecond = one.rule.kind !== 'latency' && taken.some(rule => rule.kind !== 'latency');
      if (!isSecond && this.strikes(one)) taken.push(one.rule);
    }
    this.kept = this.kept.filter(({ rule, met }) => rule.times === 'always' || met < (rule.times ?? 1));
    return taken;
  }

  private strikes(one: Kept): boolean {
    one.seen += 1;
    if (one.seen <= (one.rule.skip ?? 0)) return false;
    if (one.rule.oneIn !== undefined && !this.random.oneIn(one.rule.oneIn)) return false;
    one.met += 1;
    return true;
  }
}
