import { RateLimiterMemory } from 'rate-limiter-flexible';
import { TooMany } from '@/lib/core/errors';
import { RATE } from '@/lib/core/limits';

export type Limited = 'soap' | 'json' | 'mutation' | 'sign-in' | 'webhook';

const MINUTE_S = 60;

const POINTS: Readonly<Record<Limited, number>> = {
  soap: RATE.soapPerAddress + RATE.soapBurst,
  json: RATE.jsonPerSession,
  mutation: RATE.mutationsPerSession,
  'sign-in': RATE.signInStartsPerAddress,
  webhook: RATE.webhooksPerHook,
};

/**
 * Floods are counted in each process: a limit is for the whole only as exact as load is spread evenly, and a call costs
 * no trip to the database. What must be exact over all processes, wrong passwords and lock-outs, is kept in Postgres.
 */
export class RateLimits {
  private readonly limiters: Readonly<Record<Limited, RateLimiterMemory>>;

  constructor(scale: number) {
    const make = (what: Limited) =>
      new RateLimiterMemory({ points: Math.ceil(POINTS[what] * scale), duration: MINUTE_S });
    this.limiters = {
      soap: make('soap'),
      json: make('json'),
      mutation: make('mutation'),
      'sign-in': make('sign-in'),
      webhook: make('webhook'),
    };
  }

  /** @throws TooMany with the seconds to wait. */
  async take(what: Limited, key: string): Promise<void> {
    try {
      await this.limiters[what].consume(key);
    } catch (refused) {
      const waitMs = (refused as { msBeforeNext?: number }).msBeforeNext ?? 1000;
      throw new TooMany(Math.max(1, Math.ceil(waitMs / 1000)));
    }
  }
}
