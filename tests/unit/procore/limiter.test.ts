import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Unavailable } from '@/lib/core/errors';
import { PROCORE } from '@/lib/core/limits';
import { Limiter, ownWindows, retryAfterMs, type Urgency, type WindowStore } from '@/lib/procore/limiter';
import { type TestEnv, testEnv } from '@/tests/support/env';

/** Up to a quarter of a second of chance on every wait. */
const JITTER_MS = 256;

interface Told {
  readonly limit: number;
  readonly remaining: number;
  readonly resetInS: number;
}

function windowHeaders(env: TestEnv, { limit, remaining, resetInS }: Told): Headers {
  const resetS = Math.floor(env.now().getTime() / 1000) + resetInS;
  return new Headers({
    'x-rate-limit-limit': String(limit),
    'x-rate-limit-remaining': String(remaining),
    'x-rate-limit-reset': String(resetS),
  });
}

interface Turn {
  readonly limiter: Limiter;
  readonly env: TestEnv;
}

function fresh(): Turn {
  const env = testEnv('limiter');
  return { env, limiter: new Limiter(env) };
}

async function waitedMs({ limiter, env }: Turn, urgency: Urgency, key = 'c'): Promise<number> {
  const before = env.now().getTime();
  await limiter.takeTurn(key, urgency);
  return env.now().getTime() - before;
}

describe('Procore’s rate limits', () => {
  it('nobody waits before Procore has said anything, nor while there is room', async () => {
    const turn = fresh();
    for (const urgency of ['person', 'background'] as const) expect(await waitedMs(turn, urgency)).toBe(0);
    turn.limiter.learn('c', 200, windowHeaders(turn.env, { limit: 600, remaining: 589, resetInS: 10 }));
    for (const urgency of ['person', 'background'] as const) expect(await waitedMs(turn, urgency)).toBe(0);
  });

  it('when the window is used up, a call waits until it opens again, and no longer than a little more', async () => {
    const turn = fresh();
    turn.limiter.learn('c', 200, windowHeaders(turn.env, { limit: 25, remaining: 0, resetInS: 4 }));
    const waited = await waitedMs(turn, 'person');
    expect(waited).toBeGreaterThanOrEqual(4000);
    expect(waited).toBeLessThan(4000 + JITTER_MS);
    expect(await waitedMs(turn, 'person')).toBe(0);
  });

  it('background work leaves a fifth of every window to people', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3600 }), fc.nat(3600), async (limit, remaining) => {
        const [background, person] = [fresh(), fresh()];
        for (const turn of [background, person])
          turn.limiter.learn(
            'c',
            200,
            windowHeaders(turn.env, { limit, remaining: Math.min(remaining, limit), resetInS: 3 }),
          );
        const left = Math.min(remaining, limit);
        expect((await waitedMs(background, 'background')) > 0).toBe(
          left <= Math.floor(limit * PROCORE.reserveForPeople),
        );
        expect((await waitedMs(person, 'person')) > 0).toBe(left === 0);
      }),
    );
  });

  it('calls that are made count before Procore’s next answer tells so', async () => {
    const turn = fresh();
    turn.limiter.learn('c', 200, windowHeaders(turn.env, { limit: 10, remaining: 3, resetInS: 5 }));
    const waits = [];
    for (let call = 0; call < 4; call += 1) waits.push((await waitedMs(turn, 'person')) > 0);
    expect(waits).toEqual([false, false, false, true]);
  });

  it.each([429, 503])('after %i everybody waits as told, people too', async status => {
    for (const urgency of ['person', 'background'] as const) {
      const turn = fresh();
      turn.limiter.learn('c', status, new Headers({ 'retry-after': '3' }));
      const waited = await waitedMs(turn, urgency);
      expect(waited).toBeGreaterThanOrEqual(3000);
      expect(waited).toBeLessThan(3000 + JITTER_MS);
    }
  });

  it.each([
    ['person', PROCORE.maxPersonWaitMs],
    ['background', PROCORE.totalTimeoutMs],
  ] as const)('a %s is refused at once when the wait would be longer than %i ms', async (urgency, mostMs) => {
    const turn = fresh();
    turn.limiter.learn('c', 429, new Headers({ 'retry-after': String(mostMs / 1000) }));
    expect(await waitedMs(turn, urgency)).toBeGreaterThanOrEqual(mostMs);
    turn.limiter.learn('c', 429, new Headers({ 'retry-after': String(mostMs / 1000 + 1) }));
    const before = turn.env.now();
    const refused = turn.limiter.takeTurn('c', urgency);
    await expect(refused).rejects.toThrow(Unavailable);
    await expect(refused).rejects.toThrow(`next ${mostMs / 1000 + 1} s`);
    expect(turn.env.now()).toEqual(before);
  });

  it('a 503 is waited out as told, however long the window still runs', async () => {
    const turn = fresh();
    const headers = windowHeaders(turn.env, { limit: 3600, remaining: 3000, resetInS: 3000 });
    turn.limiter.learn('c', 200, headers);
    turn.limiter.learn('c', 503, new Headers({ 'retry-after': '3' }));
    expect(await waitedMs(turn, 'person')).toBeLessThan(3000 + JITTER_MS);
  });

  it('a spike does not hide the hour: what is left of the longer window is kept to as well', async () => {
    const turn = fresh();
    turn.limiter.learn('c', 200, windowHeaders(turn.env, { limit: 3600, remaining: 2, resetInS: 1200 }));
    for (let call = 0; call < 2; call += 1) {
      turn.limiter.learn('c', 200, windowHeaders(turn.env, { limit: 25, remaining: 20, resetInS: 9 }));
      expect(await waitedMs(turn, 'person')).toBe(0);
    }
    const refused = turn.limiter.takeTurn('c', 'person');
    await expect(refused).rejects.toThrow(/next 1200 s/);
  });

  it('answers that come late or in disorder give no turns back', async () => {
    const turn = fresh();
    const told = (remaining: number) => windowHeaders(turn.env, { limit: 25, remaining, resetInS: 4 });
    for (const remaining of [3, 1, 2]) turn.limiter.learn('c', 200, told(remaining));
    expect(await waitedMs(turn, 'person')).toBe(0);
    turn.limiter.learn('c', 200, told(5));
    expect(await waitedMs(turn, 'person')).toBeGreaterThan(0);
  });

  it('windows end by Procore’s clock, which its answers tell', async () => {
    const turn = fresh();
    const ahead = new Date(turn.env.now().getTime() + 60_000);
    const headers = windowHeaders(turn.env, { limit: 25, remaining: 0, resetInS: 64 });
    headers.set('date', ahead.toUTCString());
    turn.limiter.learn('c', 200, headers);
    const waited = await waitedMs(turn, 'person');
    expect(waited).toBeGreaterThanOrEqual(4000);
    expect(waited).toBeLessThan(4000 + JITTER_MS);
  });

  it('turns that ran out unused are given back: a quiet process does not eat the hour', async () => {
    const turn = fresh();
    const told = windowHeaders(turn.env, { limit: 100, remaining: 100, resetInS: 3600 });
    turn.limiter.learn('c', 200, told);
    // Bursts of calls, each in a spike window of its own, each leaving some of what was fetched for it.
    for (let burst = 0; burst < 20; burst += 1) {
      for (let call = 0; call < 4; call += 1) expect(await waitedMs(turn, 'person')).toBe(0);
      turn.env.advance(11_000);
    }
  });

  it('most turns cost no visit to the store', async () => {
    const env = testEnv('visits');
    const own = ownWindows();
    let visits = 0;
    const counting: WindowStore = {
      ask: (key, ask) => {
        visits += 1;
        return own.ask(key, ask);
      },
    };
    const limiter = new Limiter(env, counting);
    const headers = windowHeaders(env, { limit: 1000, remaining: 1000, resetInS: 9 });
    await limiter.learn('c', 200, headers);
    for (let call = 0; call < 400; call += 1) await limiter.takeTurn('c', 'background');
    expect(visits).toBeLessThan(30);
  });

  it('one company’s limit is no other’s', async () => {
    const turn = fresh();
    turn.limiter.learn('a', 429, new Headers({ 'retry-after': '5' }));
    expect(await waitedMs(turn, 'person', 'b')).toBe(0);
  });

  it('a reset that has passed holds nobody up', async () => {
    const turn = fresh();
    turn.limiter.learn('c', 200, windowHeaders(turn.env, { limit: 25, remaining: 0, resetInS: -30 }));
    expect(await waitedMs(turn, 'person')).toBe(0);
  });

  it.each([
    {},
    { 'x-rate-limit-limit': '25' },
    { 'x-rate-limit-limit': 'x', 'x-rate-limit-remaining': '-1', 'x-rate-limit-reset': '1e9' },
  ])('headers that are missing or malformed change nothing: %o', async headers => {
    const turn = fresh();
    turn.limiter.learn('c', 200, new Headers(headers));
    for (let call = 0; call < 5; call += 1) expect(await waitedMs(turn, 'background')).toBe(0);
  });
});

describe('how long to stay away', () => {
  it.each([
    [{ 'retry-after': '7' }, 0, 7000],
    [{ 'retry-after': '2' }, 9000, 9000],
    [{}, 4000, 4000],
    [{}, -5000, 1000],
    [{}, 0, 1000],
    [{ 'retry-after': '0' }, -1, 1000],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 0, 1000],
    [{ 'retry-after': '86400' }, 0, 3_600_000],
  ])('%o with %i ms to the reset: %i ms', (headers, untilResetMs, waitMs) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>), untilResetMs)).toBe(waitMs);
  });
});
