import { beforeAll, describe, expect, test } from 'vitest';
import { changedTables, dumpOf } from '@/tests/support/dump';
import { type Answer, ask } from './kit/ask';
import { OWN_PAGE, type Person } from './kit/person';
import { accept, listed, RECORDS, type RecordItem, type Result, shown } from './kit/records';
import { apiPaths } from './kit/routes';
import { sharedStand } from './kit/shared-stand';
import { COMPANY, OTHER_COMPANY } from './kit/stand';

// Without background work, so that what a call changed is all that has changed.
const shared = sharedStand({ RUN_TASKS: '0' });

const JSON_TYPE = { 'content-type': 'application/json' } as const;
const ACCEPT = `${RECORDS}/accept`;
const ANY_ID = '00000000-0000-4000-8000-000000000000';
const HASH = 'a'.repeat(64);
const ACCEPTED = { items: [{ id: ANY_ID, hash: HASH }] };

let approver: Person;
let stranger: Person;
let synced: RecordItem;

beforeAll(async () => {
  await shared.stand.settle();
  approver = await shared.stand.person('approver');
  stranger = await shared.stand.person('stranger');
  await stranger.post(`/api/companies/${OTHER_COMPANY}`, {});
  const [first] = await listed(approver, 'synced');
  if (first === undefined) throw new RangeError('nothing was synced');
  synced = first;
});

interface Problem {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly code: string;
  readonly requestId: string;
}

const INSIDES = /node_modules|\.next|at async|postgres|drizzle|select |insert |ZodError|next-auth|stack/i;

/** A problem as RFC 9457 has it, that tells nothing of what is inside. */
function expectProblem(answer: Answer, status: number): Problem {
  expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.text).not.toMatch(INSIDES);
  const problem = answer.json<Problem>();
  expect(problem).toMatchObject({ type: 'about:blank', status, title: expect.stringMatching(/\S/) });
  expect(problem.requestId).toBe(answer.headers['x-request-id']);
  return problem;
}

/** The problem without what differs from call to call. */
const masked = (answer: Answer): string => answer.text.replace(/"requestId":"[^"]*"/, '');

const OPEN = /^\/api\/(health|auth|qbwc|metrics|procore\/webhooks|session$|session\/redeem)/;

describe('nobody gets in without a session', () => {
  test('every address under /api asks for one before it reads anything', async () => {
    const paths = apiPaths(COMPANY).filter(path => !OPEN.test(path));
    expect(paths.length).toBeGreaterThan(20);
    for (const path of [...paths, '/api/nothing', '/api/nothing/at/all']) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const body = method === 'GET' ? {} : { body: '{' };
        const answer = await ask(`${shared.stand.url}${path}`, { method, headers: JSON_TYPE, ...body });
        expect([path, method, answer.status]).toEqual([path, method, answer.status === 405 ? 405 : 401]);
        expectProblem(answer, answer.status);
      }
    }
  });

  test.each([
    ['made up', `Bearer ${'x'.repeat(43)}`],
    ['of another scheme', 'Basic YTpi'],
    ['that is SQL', "Bearer ' or 1=1 --"],
  ])('a bearer %s is nobody', async (_name, authorization) => {
    const answer = await ask(`${shared.stand.url}${RECORDS}?filter=synced`, { headers: { authorization } });
    expect(expectProblem(answer, 401).remedy).toBe('Sign in with Procore.');
  });
});

describe('another company’s records are not there', () => {
  test('its people get the same as for a company that does not exist, at every address', async () => {
    const pathsOf = (company: string): string[] =>
      apiPaths(company).filter(path => path.startsWith(`/api/companies/${company}/`));
    const [theirs, none] = [pathsOf(COMPANY), pathsOf('777777')];
    for (const [at, path] of theirs.entries()) {
      const query = path.endsWith('/exports') ? '?filter=synced' : '';
      const answer = await stranger.ask(`${path}${query}`);
      const absent = await stranger.ask(`${none[at]}${query}`);
      expect([path, answer.status, masked(answer)]).toEqual([path, absent.status, masked(absent)]);
      expect([path, answer.status]).toEqual([
        path,
        answer.status === 404 ? 404 : expect.toBeOneOf([405, 422]),
      ]);
    }
  });

  test('the overview of a company one does not belong to is not there', async () => {
    expectProblem(await stranger.ask(`/api/companies/${COMPANY}`), 404);
  });

  test('a record is not there under one’s own company, and nothing happens to it', async () => {
    const own = `/api/companies/${OTHER_COMPANY}`;
    const foreign = await stranger.ask(`${own}/exports/${synced.id}`);
    const missing = await stranger.ask(`${own}/exports/${ANY_ID}`);
    expectProblem(foreign, 404);
    expect(masked(foreign)).toBe(masked(missing));
    const before = await shown(approver, synced.id);
    for (const verb of ['accept', 'reject', 'archive', 'retry']) {
      const items = [{ id: synced.id, hash: HASH }];
      await stranger.command(`${own}/exports/${verb}`, { items, comment: 'no', reason: 'no' });
    }
    expect(await shown(approver, synced.id)).toEqual(before);
  });

  test('a connection and its .qwc are not there', async () => {
    const { connectionId } = shared.stand.stack.login;
    const path = `/api/companies/${OTHER_COMPANY}/connections/${connectionId}`;
    expectProblem(await stranger.command(`${path}/pause`, { reason: 'x' }), 404);
    expectProblem(await stranger.ask(`/api/connections/${connectionId}/qwc`), 404);
  });

  test.each(['x', '%00', '..%2f..', "'", '%', '%F0%9F%98%80', `${ANY_ID}x`, '9'.repeat(400)])(
    'an id that cannot be one, %s, is not there',
    async id => {
      expectProblem(await approver.ask(`${RECORDS}/${id}`), 404);
      expectProblem(await approver.ask(`/api/companies/${id}/exports?filter=synced`), 404);
    },
  );
});

describe('a command counts only from our own page', () => {
  const json = JSON.stringify(ACCEPTED);
  const without = (headers: Readonly<Record<string, string>>): Promise<Answer> =>
    approver.ask(ACCEPT, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: json });

  test.each([
    ['without a word of where it comes from', {}],
    ['from another site', { ...OWN_PAGE, 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour', { ...OWN_PAGE, 'sec-fetch-site': 'same-site' }],
    ['typed by hand', { ...OWN_PAGE, 'sec-fetch-site': 'none' }],
    ['without the header no form can send', { 'sec-fetch-site': 'same-origin' }],
    ['from another origin', { 'x-requested-with': 'connector', origin: 'https://evil.example' }],
    ['from the origin null', { 'x-requested-with': 'connector', origin: 'null' }],
  ])('%s it is refused', async (_name, headers) => {
    expect(expectProblem(await without(headers), 403).code).toBe('forbidden');
  });

  test('with our origin, where the browser says no more, it is taken', async () => {
    const answer = await without({ 'x-requested-with': 'connector', origin: shared.stand.url });
    expect(answer.status).toBe(200);
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'GET'])('%s is not possible where POST is', async method => {
    expectProblem(await approver.command(ACCEPT, {}, { method }), 405);
    const headers = { ...OWN_PAGE, 'x-http-method-override': 'POST' };
    expectProblem(await approver.ask(ACCEPT, { method, headers }), 405);
  });

  test('looking changes nothing', async () => {
    const before = await dumpOf(shared.stand.database);
    for (const path of apiPaths(COMPANY).filter(one => one.startsWith('/api/companies/')))
      await approver.ask(`${path}${path.endsWith('/exports') ? '?filter=synced' : ''}`);
    const changed = changedTables(before, await dumpOf(shared.stand.database));
    // When people were last seen, what Procore lets them do, when it was last asked whether it lets the app in, and what
    // that took of its limits is written down as they look.
    const noted = ['members', 'browser_sessions', 'credentials', 'users', 'companies', 'procore_windows'];
    expect(changed.filter(table => !noted.includes(table))).toEqual([]);
  });
});

describe('input that cannot be taken is refused in words', () => {
  const raw = (body: string | Uint8Array, headers: Readonly<Record<string, string>> = JSON_TYPE) =>
    approver.ask(ACCEPT, { method: 'POST', headers: { ...OWN_PAGE, ...headers }, body });

  const BODIES: readonly (readonly [name: string, body: string | Uint8Array])[] = [
    ['half of it', '{'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number beyond all', '1e999'],
    ['U+0000', '{"items":"\\u0000"}'],
    ['half a character', '{"items":"\\ud800"}'],
    ['depth', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['two megabytes', JSON.stringify({ items: 'x'.repeat(2 * 1024 * 1024) })],
    ['bad UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['UTF-16', Buffer.from(JSON.stringify(ACCEPTED), 'utf16le')],
    ['a field nobody asked for', JSON.stringify({ ...ACCEPTED, state: 'synced' })],
    ['a state in an item', JSON.stringify({ items: [{ ...ACCEPTED.items[0], approver: 'me' }] })],
    ['a prototype', '{"__proto__":{"isAdmin":true},"items":[]}'],
    ['too many records', JSON.stringify({ items: Array.from({ length: 201 }, () => ACCEPTED.items[0]) })],
    ['an id that is none', JSON.stringify({ items: [{ id: 'x', hash: HASH }] })],
  ];

  test.each(BODIES)('a body with %s', async (_name, body) => {
    expect(expectProblem(await raw(body), 422)).toMatchObject({
      code: 'invalid',
      detail: expect.any(String),
    });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a body of the type %s',
    async type => {
      expectProblem(await raw(JSON.stringify(ACCEPTED), { 'content-type': type }), 422);
    },
  );

  test.each([
    'filter=synced&more=1',
    'filter=__proto__',
    'filter=',
    '',
    'filter=synced&cursor=-1',
    'filter=synced&cursor=99999999999',
    'filter=synced&search=%00',
    'filter=synced&projectId=x',
    `filter=synced&search=${'x'.repeat(200)}`,
  ])('the query ?%s', async query => {
    expectProblem(await approver.ask(`${RECORDS}?${query}`), 422);
  });

  test.each(["' or 1=1 --", '%25', '_', '\\', '<script>', '%ED%A0%80', '%'])(
    'a search for %s finds nothing that is not there',
    async search => {
      const { items } = await approver.get<{ items: unknown[] }>(`${RECORDS}?filter=synced&search=${search}`);
      expect(items).toEqual([]);
    },
  );
});

describe('rights are asked of Procore, whatever the page shows', () => {
  test('who may not decide is told so for each record, and nothing is decided', async () => {
    const [order] = await listed(approver, 'ready_to_export');
    for (const role of ['viewer', 'manager'] as const) {
      const [result] = (await accept(await shared.stand.person(role), order ? [order] : [])).json<Result[]>();
      expect(result).toMatchObject({ ok: false, code: 'forbidden', remedy: expect.stringMatching(/\S/) });
    }
    expect((await shown(approver, order?.id ?? '')).state).toBe('awaiting_approval');
  });

  test('who is no administrator may neither see people nor change settings', async () => {
    const viewer = await shared.stand.person('viewer');
    expectProblem(await viewer.ask(`/api/companies/${COMPANY}/people`), 403);
    const change = { values: {}, version: 1 };
    const answer = await viewer.command(`/api/companies/${COMPANY}/settings`, change, { method: 'PUT' });
    expect([403, 422]).toContain(answer.status);
  });
});

describe('a command with an Idempotency-Key', () => {
  const entriesOf = async (id: string): Promise<number> => {
    const rows = await shared.stand.database.owner`select 1 from history where object_id = ${id}`;
    return rows.length;
  };

  test('has one effect and one answer, however often and however fast it is sent', async () => {
    const [order] = await listed(approver, 'ready_to_export');
    const orders = order ? [order] : [];
    const before = await entriesOf(order?.id ?? '');
    const key = { 'idempotency-key': 'one-decision' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => accept(approver, orders, key)));
    for (const answer of answers) expect([200, 409]).toContain(answer.status);
    const later = await accept(approver, orders, key);
    const done = answers.filter(answer => answer.status === 200);
    expect(done.length).toBeGreaterThan(0);
    for (const answer of [...done, later]) expect(answer.json()).toEqual([{ id: order?.id, ok: true }]);
    expect(await entriesOf(order?.id ?? '')).toBe(before + 1);
    await shared.stand.settle();
    expect(await shared.stand.brokenPromises()).toEqual([]);
  });

  test('is refused for another body, and does nothing', async () => {
    const key = { 'idempotency-key': 'one-decision' };
    expectProblem(await approver.command(ACCEPT, ACCEPTED, { headers: key }), 422);
  });

  test('of somebody else is another command', async () => {
    const second = await shared.stand.person('secondApprover');
    const answer = await second.command(ACCEPT, ACCEPTED, { headers: { 'idempotency-key': 'one-decision' } });
    expect(answer.status).toBe(200);
  });

  test.each(['', 'two words', 'x'.repeat(300), 'ü'])(
    'that is “%s” is refused or taken, never a fault',
    async key => {
      const answer = await approver.command(ACCEPT, ACCEPTED, {
        headers: { 'idempotency-key': Buffer.from(key).toString('latin1') },
      });
      expectProblem(answer, 422);
    },
  );
});

describe('what an approver accepts', () => {
  test('is exactly what was shown: another hash is a conflict that says what to do', async () => {
    const [order] = await listed(approver, 'ready_to_export');
    const items = order ? [{ ...order, proposalHash: HASH }] : [];
    const [result] = (await accept(approver, items)).json<Result[]>();
    expect(result).toMatchObject({ ok: false, code: 'conflict', remedy: expect.stringMatching(/\S/) });
    expect((await shown(approver, order?.id ?? '')).state).toBe('awaiting_approval');
  });
});
