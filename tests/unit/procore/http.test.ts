import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Unavailable } from '@/lib/core/errors';
import { PROCORE } from '@/lib/core/limits';
import { ProcoreError, type ProcoreSession } from '@/lib/procore';
import { idText, knownWord } from '@/lib/procore/read';
import { capturesDirectory } from '@/tests/simulators/quickbooks/evidence';
import { type Answer, procoreThatAnswers } from './stand-in';

const anything = z.looseObject({ id: idText });
const GOOD: Answer = { body: { id: 7 } };
const get = (session: ProcoreSession) => session.get(anything, '/rest/v1.0/x');
const post = (session: ProcoreSession) =>
  session.call({ method: 'POST', path: '/rest/v1.0/x', body: { a: 1 } });

async function errorOf(work: Promise<unknown>): Promise<ProcoreError> {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ProcoreError);
  return thrown as ProcoreError;
}

describe('a call to Procore', () => {
  it('carries the token and the company, and never follows a redirect with them', async () => {
    const { session, asked } = procoreThatAnswers([GOOD]);
    await session.get(anything, '/rest/v1.0/x', {
      project_id: '9',
      'filters[id]': ['1', '2'],
      none: undefined,
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'GET', body: null, redirect: 'manual' });
    expect(Object.fromEntries(asked[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      authorization: 'Bearer token',
      'procore-company-id': '42',
      'user-agent': 'procore-quickbooks-connector',
    });
    expect([...(asked[0]?.url.searchParams ?? [])]).toEqual([
      ['project_id', '9'],
      ['filters[id][]', '1'],
      ['filters[id][]', '2'],
    ]);
  });

  it('keeps every digit of ids and money, in numbers and in strings alike', async () => {
    const { session } = procoreThatAnswers([
      { text: '{"id":598134325990001234,"amount":1234567890123.10,"tiny":1E-7}' },
    ]);
    const read = await session.get(
      z.looseObject({ id: z.string(), amount: z.string(), tiny: z.string() }),
      '/x',
    );
    expect(read).toEqual({ id: '598134325990001234', amount: '1234567890123.10', tiny: '1E-7' });
  });

  it('is refused by name when its answer lacks what must be there', async () => {
    const { session } = procoreThatAnswers([{ body: { id: null } }]);
    const error = await errorOf(get(session));
    expect(error.message).toContain('/rest/v1.0/x cannot be read: id');
    expect(error.isRetryable).toBe(false);
  });

  it.each([
    ['a redirect to another host', { status: 302, headers: { location: 'https://evil.example/' } }, 302],
    [
      'a page of HTML with a good status',
      { text: '<html>sign in</html>', headers: { 'content-type': 'text/html' } },
      200,
    ],
    ['half of a JSON text', { text: '{"id": 7, "na' }, 200],
    ['a good status whose body is an error', { body: { errors: 'no access' } }, 200],
    ['the same in the newer form', { body: { error: { code: 'x', message: 'no' } } }, 200],
  ] as const)('%s is a failure, never a record', async (_what, answer, status) => {
    const { session } = procoreThatAnswers([answer]);
    expect((await errorOf(get(session))).status).toBe(status);
  });

  it('a body that carries errors beside records is no refusal', async () => {
    const { session } = procoreThatAnswers([{ body: { id: 7, errors: [{ id: 0 }] } }]);
    await expect(get(session)).resolves.toMatchObject({ id: '7' });
  });

  it('a redirect says whose mistake it is', async () => {
    const { session } = procoreThatAnswers([{ status: 302, headers: { location: 'https://evil.example/' } }]);
    expect(await errorOf(get(session))).toMatchObject({
      message: expect.stringContaining('sent the call elsewhere'),
      remedy: expect.stringContaining('PROCORE_API_URL'),
    });
  });

  it('goes to the version that the configuration names for exactly this resource', async () => {
    const answers = [{ body: [] }];
    const { session, asked } = procoreThatAnswers(answers, {
      versions: { 'projects/direct_costs': 'v1.2', requisitions: 'v2.0' },
    });
    for (const path of ['projects/9/direct_costs', 'projects/9/direct_costs/sync', 'requisitions/7'])
      await session.list(anything, `/rest/v1.1/${path}`);
    expect(asked.map(one => one.url.pathname)).toEqual([
      '/rest/v1.2/projects/9/direct_costs',
      '/rest/v1.1/projects/9/direct_costs/sync',
      '/rest/v2.0/requisitions/7',
    ]);
  });

  it('keeps a word that Procore added, and says so once', async () => {
    const { session, env } = procoreThatAnswers([{ body: { id: 7, status: 'Frozen' } }]);
    const schema = z.looseObject({ status: knownWord('status', ['Draft', 'Approved']) });
    for (let time = 0; time < 3; time += 1)
      expect(await session.get(schema, '/rest/v1.0/words/7')).toMatchObject({ status: 'Frozen' });
    expect(env.logged.map(one => one.fields)).toEqual([
      { path: '/rest/v1.0/words/{id}', field: 'status', word: 'Frozen' },
    ]);
  });

  it('says nothing of words that are known, whatever their case', async () => {
    const { session, env } = procoreThatAnswers([{ body: { status: 'APPROVED' } }, { body: {} }]);
    const schema = z.looseObject({ status: knownWord('status', ['Draft', 'Approved']) });
    expect(await session.get(schema, '/x')).toMatchObject({ status: 'APPROVED' });
    expect(await session.get(schema, '/x')).toMatchObject({ status: '' });
    expect(env.logged).toEqual([]);
  });

  it('an answer that is too large is dropped before it fills the memory', async () => {
    const { session } = procoreThatAnswers([{ text: `"${'x'.repeat(PROCORE.maxAnswerBytes)}"` }]);
    expect((await errorOf(get(session))).message).toContain('too large');
  });

  it('an error says what Procore said and under which number, and never our secrets', async () => {
    const { session } = procoreThatAnswers([
      { status: 422, body: { errors: { number: ['is taken'] } }, headers: { 'x-request-id': 'req-9' } },
    ]);
    const error = await errorOf(get(session));
    expect(error).toMatchObject({
      status: 422,
      procoreRequestId: 'req-9',
      message: 'Procore answered 422: number is taken',
    });
    expect(JSON.stringify([error.message, error.remedy])).not.toMatch(/token|canary/);
  });
});

describe('what is safe to repeat is repeated, a bounded number of times', () => {
  const NETWORK: Answer = { fails: new TypeError('fetch failed') };

  it.each([
    ['500', { status: 500 }],
    ['502 with HTML', { status: 502, text: '<html>', headers: { 'content-type': 'text/html' } }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['429', { status: 429 }],
    ['no answer', NETWORK],
  ] as const)('a question after %s', async (_what, answer) => {
    const once = procoreThatAnswers([answer, GOOD]);
    await expect(get(once.session)).resolves.toEqual({ id: '7' });
    const always = procoreThatAnswers([answer]);
    await errorOf(get(always.session));
    expect(always.asked).toHaveLength(PROCORE.maxRetries);
  });

  it.each([400, 403, 404, 406, 409, 413, 422])(
    'nothing after %i, which does not pass by itself',
    async status => {
      const { session, asked } = procoreThatAnswers([{ status }, GOOD]);
      expect((await errorOf(get(session))).isRetryable).toBe(false);
      expect(asked).toHaveLength(1);
    },
  );

  it.each([
    ['500', { status: 500 }, 1],
    ['no answer', NETWORK, 1],
    ['429, which did nothing', { status: 429 }, 2],
    ['503 that names a time, which did nothing', { status: 503, headers: { 'retry-after': '1' } }, 2],
    ['503 of a proxy, which may have passed it on', { status: 503 }, 1],
    ['502', { status: 502 }, 1],
    ['half an answer', { status: 201, text: '{"id": 7, "na' }, 1],
  ] as const)('a write after %s', async (_what, answer, times) => {
    const { session, asked } = procoreThatAnswers([answer, { status: 201, body: { id: 7 } }]);
    await post(session).catch(() => undefined);
    expect(asked).toHaveLength(times);
  });

  it('all tries of one write carry one token, and the next write another', async () => {
    const busy: Answer = { status: 429, headers: { 'retry-after': '1' } };
    const { session, asked } = procoreThatAnswers([busy, { body: { id: 7 } }]);
    await post(session);
    await post(session);
    const tokens = asked.map(one => one.headers.get('idempotency-token'));
    expect(tokens).toEqual([tokens[0], tokens[0], expect.not.stringMatching(tokens[0] ?? 'none')]);
    expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['no answer', NETWORK, true],
    ['500', { status: 500 }, true],
    ['half an answer', { status: 201, text: '{"id": 7, "na' }, true],
    ['an answer without what must be there', { status: 201, body: {} }, true],
    ['422', { status: 422 }, false],
    ['429', { status: 429 }, false],
    ['an error with a good status', { body: { errors: 'no' } }, false],
  ] as const)(
    'after %s a write tells whether it may have been carried out',
    async (_what, answer, isUnsure) => {
      const { session } = procoreThatAnswers([answer]);
      const wrote = session.write(anything, { method: 'POST', path: '/rest/v1.0/x', body: {} });
      expect((await errorOf(wrote)).isUnsure).toBe(isUnsure);
    },
  );

  it('a write that leaves the same record twice is repeated like a question', async () => {
    const { session, asked } = procoreThatAnswers([NETWORK, { body: { id: 7 } }]);
    await session.call({ method: 'PATCH', path: '/x', body: {}, isRepeatable: true });
    expect(asked).toHaveLength(2);
  });

  it('the gaps grow: half a second, then a second, with a little chance', async () => {
    const { session, env } = procoreThatAnswers([NETWORK]);
    const before = env.now().getTime();
    await errorOf(get(session));
    const waitedMs = env.now().getTime() - before;
    expect(waitedMs).toBeGreaterThanOrEqual(1500);
    expect(waitedMs).toBeLessThan(1500 + 2 * 256);
  });

  it('what Retry-After says is waited out before the next try', async () => {
    const { session, env } = procoreThatAnswers([{ status: 429, headers: { 'retry-after': '7' } }, GOOD]);
    const before = env.now().getTime();
    await get(session);
    expect(env.now().getTime() - before).toBeGreaterThanOrEqual(7000);
  });

  it('a wait that is too long for anybody is refused at once, with its length', async () => {
    const { session, asked } = procoreThatAnswers([
      { status: 429, headers: { 'retry-after': '3600' } },
      GOOD,
    ]);
    await expect(get(session)).rejects.toThrow(Unavailable);
    expect(asked).toHaveLength(1);
  });

  it('a refused token is changed for a fresh one, once', async () => {
    const once = procoreThatAnswers([{ status: 401 }, GOOD]);
    await get(once.session);
    expect(once.asked.map(one => one.headers.get('authorization'))).toEqual([
      'Bearer token',
      'Bearer fresh-token',
    ]);
    const always = procoreThatAnswers([{ status: 401, body: { message: 'The access token is invalid' } }]);
    expect((await errorOf(get(always.session))).remedy).toBe('Sign in with Procore again.');
    expect(always.refusedTokens).toEqual([null, 'token']);
  });
});

describe('a listing', () => {
  const page = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: from + index }));
  const link = (rel: string) => ({
    link: `<https://api.procore.test/x?page=2&per_page=100>; rel="${rel}", <https://api.procore.test/x?page=9>; rel="last"`,
  });

  it('is followed from page to page until there is no next one', async () => {
    const { session, asked } = procoreThatAnswers([
      { body: page(1, 2), headers: link('next') },
      { body: page(3, 2), headers: link('next') },
      { body: page(5, 1), headers: link('prev') },
    ]);
    expect(await session.list(anything, '/x', { company_id: '42' })).toHaveLength(5);
    expect(asked.map(one => one.url.searchParams.get('page'))).toEqual(['1', '2', '3']);
    expect(asked[0]?.url.searchParams.get('per_page')).toBe(String(PROCORE.perPage));
  });

  it('is counted where it has no links, and taken as whole where it has neither', async () => {
    const counted = procoreThatAnswers([
      { body: page(1, 2), headers: { total: '3', 'per-page': '2' } },
      { body: page(3, 1), headers: { total: '3', 'per-page': '2' } },
    ]);
    expect(await counted.session.list(anything, '/x')).toHaveLength(3);
    const bare = procoreThatAnswers([{ body: page(1, 2) }]);
    expect(await bare.session.list(anything, '/x')).toHaveLength(2);
    expect(bare.asked).toHaveLength(1);
  });

  it('that never ends is ended by an empty page, and refused at the bound: half a listing is none', async () => {
    const empty = procoreThatAnswers([
      { body: page(1, 1), headers: link('next') },
      { body: [], headers: link('next') },
    ]);
    expect(await empty.session.list(anything, '/x')).toHaveLength(1);
    const endless = procoreThatAnswers([{ body: page(1, 1), headers: link('next') }]);
    expect((await errorOf(endless.session.list(anything, '/x'))).message).toContain('does not end');
    expect(endless.asked).toHaveLength(PROCORE.maxPages);
  });

  it('holds a row once that moved to the next page while it was read', async () => {
    const { session } = procoreThatAnswers([
      { body: page(1, 3), headers: link('next') },
      { body: page(3, 2) },
    ]);
    expect((await session.list(anything, '/x')).map(one => one.id)).toEqual(['1', '2', '3', '4']);
  });

  it('is asked for in smaller pages where Procore finds them too large, down to a bound', async () => {
    const once = procoreThatAnswers([{ status: 408 }, { body: page(1, 2) }]);
    expect(await once.session.list(anything, '/x')).toHaveLength(2);
    expect(once.asked.map(one => one.url.searchParams.get('per_page'))).toEqual(['1000', '250']);
    const always = procoreThatAnswers([{ status: 408 }]);
    expect((await errorOf(always.session.list(anything, '/x'))).status).toBe(408);
    expect(always.asked.at(-1)?.url.searchParams.get('per_page')).toBe(String(PROCORE.minPerPage));
  });

  it('of version 2.0 is read out of its wrapping', async () => {
    const { session } = procoreThatAnswers([{ body: { data: page(1, 2) } }]);
    expect(await session.list(anything, '/x')).toHaveLength(2);
  });

  it('that is no list is refused', async () => {
    const { session } = procoreThatAnswers([{ body: { id: 7 } }]);
    expect((await errorOf(session.list(anything, '/x'))).message).toContain('/x is not a list');
  });

  it.skipIf(capturesDirectory === null)(
    'is followed by a recorded Link header, folded over lines (skipped: set CAPTURES_DIR)',
    async () => {
      const recorded = readFileSync(join(capturesDirectory ?? '', 'procore/headers-pagination.http'), 'utf8');
      const text = /Link: ([\s\S]*?)\r?\nPer-Page/.exec(recorded)?.[1]?.replace(/\s+/g, ' ') ?? '';
      const { session, asked } = procoreThatAnswers([
        { body: page(1, 5), headers: { link: text } },
        { body: [] },
      ]);
      await session.list(anything, '/x');
      expect(asked).toHaveLength(2);
    },
  );
});

it('whatever Procore answers, it is a record or a ProcoreError, and nothing else is thrown', async () => {
  const answer: fc.Arbitrary<Answer> = fc.record({
    status: fc.integer({ min: 200, max: 599 }).filter(status => ![204, 205, 304].includes(status)),
    text: fc.oneof(
      fc.json(),
      fc.string(),
      fc.constant('{"errors":{"a":[{"b":1}]}}'),
      fc.constant('{"error":{"details":[null,{}]}}'),
    ),
    headers: fc.constantFrom({}, { 'content-type': 'text/html' }, { 'retry-after': 'soon' }, { link: 'x' }),
  });
  await fc.assert(
    fc.asyncProperty(answer, async given => {
      const { session } = procoreThatAnswers([given]);
      const outcome = await get(session).catch((thrown: unknown) => thrown);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ProcoreError);
      if (outcome instanceof Error) expect(outcome.message).not.toContain('[object');
    }),
    { numRuns: 300 },
  );
});
