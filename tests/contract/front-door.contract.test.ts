import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, ask } from './kit/ask';
import { OWN_PAGE, Person } from './kit/person';
import { RECORDS } from './kit/records';
import { sharedStand } from './kit/shared-stand';
import { envelope, post } from './kit/soap';
import { COMPANY, OTHER_COMPANY } from './kit/stand';
import { until } from './kit/until';

const TOKEN = 'metrics-token-of-this-test';

const shared = sharedStand({ METRICS_TOKEN: TOKEN });

const at = (path: string): string => `${shared.stand.url}${path}`;

describe('headers', () => {
  const PATHS = [
    '/',
    '/embed?companyId=1',
    '/auth/start',
    '/auth/done',
    '/support/qbwc',
    '/nothing',
    '/api/health/live',
    '/api/session',
    '/api/qbwc',
    '/api/qbwc?wsdl',
    '/api/nothing',
    '/api/metrics',
  ];

  test.each(PATHS)('%s says nothing of what serves it, and how a browser shall treat it', async path => {
    const { headers } = await ask(at(path));
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('strict-origin-when-cross-origin');
    expect(headers['strict-transport-security']).toMatch(/^max-age=63072000/);
    expect(headers['permissions-policy']).toMatch(/camera=\(\)/);
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers.server).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['cache-control']).toMatch(/no-store/);
  });

  const policyOf = async (path: string): Promise<string> =>
    String((await ask(at(path))).headers['content-security-policy']);

  test('only the frame’s pages may be framed, and only by Procore', async () => {
    const { port } = new URL(shared.stand.stack.procore.publicUrl);
    const framed = await policyOf('/embed?companyId=1');
    expect(framed).toContain(`frame-ancestors http://localhost:${port} http://127.0.0.1:${port}`);
    for (const path of ['/', '/auth/start', '/auth/done', '/support/qbwc', '/api/session', '/api/qbwc'])
      expect([path, await policyOf(path)]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
  });

  test('a frame’s page can be framed at all', async () => {
    const { headers } = await ask(at('/embed?companyId=1'));
    expect(headers['x-frame-options']).toBeUndefined();
    expect(headers['cross-origin-opener-policy']).not.toBe('same-origin');
  });

  test('a page runs only scripts of its own nonce, which is never the same', async () => {
    const nonces = await Promise.all(['/', '/', '/embed?companyId=1'].map(nonceOf));
    expect(new Set(nonces).size).toBe(3);
  });

  async function nonceOf(path: string): Promise<string | undefined> {
    const { headers, text } = await ask(at(path));
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    const scripts = text.match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    return nonce;
  }

  test('the answers of SOAP and JSON set no cookie', async () => {
    for (const path of ['/api/qbwc', '/api/session', '/api/nothing'])
      expect((await ask(at(path))).headers['set-cookie']).toBeUndefined();
  });
});

describe('files that are nobody’s business', () => {
  test.each([
    '/.env',
    '/.git/config',
    '/package.json',
    '/tsconfig.json',
    '/lib/runtime/index.ts',
    '/.next/BUILD_ID',
    '/_next/static/../../package.json',
    '/_next/static/%2e%2e/%2e%2e/package.json',
    '/drizzle/migrations/meta/_journal.json',
    '/.data/sandbox.json',
  ])('%s is not there', async path => {
    expect((await ask(at(path))).status).toBeOneOf([400, 404]);
  });

  test('scripts come without a map of their sources', async () => {
    const [script = ''] = /\/_next\/static\/[^"]+\.js/.exec((await ask(at('/'))).text) ?? [];
    expect((await ask(at(script))).status).toBe(200);
    expect((await ask(at(`${script}.map`))).status).toBe(404);
  });

  test('an address that no browser writes is an error of the caller', async () => {
    for (const path of ['/%', '/api/%', '/embed/%/inbox', '/%c0%ae'])
      expect((await ask(at(path))).status).toBeLessThan(500);
    expect((await ask(at('/'), { method: 'TRACE' })).status).toBeLessThan(500);
  });
});

describe('health', () => {
  test('is told without a sign-in, and tells no more', async () => {
    const live = await ask(at('/api/health/live'));
    expect([live.status, live.json()]).toEqual([200, { status: 'ok' }]);
    const ready = await ask(at('/api/health/ready'));
    expect([ready.status, ready.json()]).toEqual([200, { status: 'ready' }]);
  });
});

describe('metrics', () => {
  const metrics = (authorization?: string): Promise<Answer> =>
    ask(at('/api/metrics'), authorization === undefined ? {} : { headers: { authorization } });

  test.each([undefined, '', 'Bearer', 'Bearer wrong', `Basic ${TOKEN}`, TOKEN])(
    'are not for %s',
    async given => {
      const answer = await metrics(given);
      expect([answer.status, answer.text]).toEqual([401, '']);
    },
  );

  test('count what happens and name no company, user or ticket', async () => {
    await post(shared.stand.soapUrl, envelope('serverVersion'));
    await post(shared.stand.soapUrl, '<!DOCTYPE x><x/>');
    const answer = await metrics(`Bearer ${TOKEN}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.text).toMatch(/^connector_soap_refused_total\{reason="dtd"\} [1-9]/m);
    expect(answer.text).toMatch(/^connector_soap_calls_total\{/m);
    const { userName } = shared.stand.stack.login;
    for (const name of [COMPANY, userName, 'harborpine', 'priya']) expect(answer.text).not.toContain(name);
  });
});

describe('a webhook', () => {
  let bearer = '';
  let count = 0;

  beforeAll(() => {
    const [hook] = shared.stand.stack.procore.records.hooks();
    bearer = hook?.authorization ?? '';
    expect(bearer).toMatch(/^Bearer /);
  });

  const delivery = (over: Readonly<Record<string, unknown>> = {}): string => {
    count += 1;
    const ids = {
      id: 900_000 + count,
      ulid: `01TEST${count}`,
      company_id: COMPANY,
      project_id: '598134326120044',
    };
    const what = { resource_name: 'Work Order Contracts', resource_id: '1', event_type: 'update' };
    return JSON.stringify({ ...ids, ...what, ...over });
  };

  const deliver = (body: string | Uint8Array, authorization: string = bearer): Promise<Answer> =>
    ask(at('/api/procore/webhooks'), {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    });

  const stored = async (): Promise<number> =>
    (await shared.stand.database.owner`select 1 from deliveries`).length;

  test('with our own bearer is taken, without a word', async () => {
    const before = await stored();
    const answer = await deliver(delivery());
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await stored()).toBe(before + 1);
  });

  test.each([
    ['nothing', ''],
    ['a made-up bearer', `Bearer ${'a'.repeat(43)}`],
    ['another scheme', 'Basic YTpi'],
    ['SQL', "Bearer ' or 1=1 --"],
  ])('with %s is refused without a word, and not kept', async (_name, authorization) => {
    const before = await stored();
    const answer = await deliver(delivery(), authorization);
    expect([answer.status, answer.text]).toEqual([401, '']);
    expect(await stored()).toBe(before);
  });

  test('that comes twice, at once or later, is kept once', async () => {
    const before = await stored();
    const body = delivery();
    const answers = await Promise.all([deliver(body), deliver(body), deliver(body)]);
    expect([...answers, await deliver(body)].map(answer => answer.status)).toEqual([204, 204, 204, 204]);
    expect(await stored()).toBe(before + 1);
  });

  test('of another company is not taken, whoever signs it', async () => {
    const before = await stored();
    expect((await deliver(delivery({ company_id: OTHER_COMPANY }))).status).toBe(404);
    expect(await stored()).toBe(before);
  });

  test.each([
    ['half of JSON', '{'],
    ['no object', '[]'],
    ['no event', '{"company_id":1}'],
    ['U+0000', '{"ulid":"\\u0000","company_id":1,"resource_id":1,"resource_name":"x"}'],
    [
      'an id that is SQL',
      JSON.stringify({ ulid: "' or 1=1", company_id: COMPANY, resource_id: 1, resource_name: 'x' }),
    ],
    [
      'a long name',
      JSON.stringify({ ulid: '1', company_id: COMPANY, resource_id: 1, resource_name: 'x'.repeat(5000) }),
    ],
    ['bad UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['depth', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['too much', JSON.stringify({ ulid: '1', x: 'x'.repeat(300 * 1024) })],
  ])('of %s is refused, and not kept', async (_name, body) => {
    const before = await stored();
    expect((await deliver(body)).status).toBe(422);
    expect(await stored()).toBe(before);
  });

  test('brings what was changed in Procore to the screen', async () => {
    const approver = await shared.stand.person('approver');
    const { procore } = shared.stand.stack;
    const changed = procore.records.commitments().find(one => one.number === 'PO-017-010');
    procore.office.updateCommitment(changed?.id ?? 0, { title: 'Told by a webhook' });
    await procore.settleWebhooks();
    await until(
      () => approver.ask(`${RECORDS}?filter=ready_to_send&search=Told%20by%20a%20webhook`),
      answer => answer.text.includes('PO-017-010'),
    );
  });
});

describe('a flood is turned away with the time to wait, and nobody else feels it', () => {
  /** A copy with limits that a test can reach. */
  let url = '';
  let person: Person;

  beforeAll(async () => {
    const approver = await shared.stand.person('approver');
    ({ url } = await shared.stand.secondCopy({ RATE_LIMIT_SCALE: '0.05', TRUSTED_PROXIES: 'loopback' }));
    person = new Person(url, approver.bearer);
  });

  /** More than any limit of the copy. */
  const MOST = 200;

  /** One call, made until it is turned away. */
  async function flood(call: () => Promise<Answer>): Promise<Answer> {
    for (let made = 0; made < MOST; made += 1) {
      const answer = await call();
      if (answer.status === 429) return answer;
    }
    throw new Error(`${MOST} calls were let through.`);
  }

  const from = (address: string) => ({ 'x-forwarded-for': address });

  test('of SOAP, with a fault', async () => {
    const call = (address: string) => post(`${url}/api/qbwc`, envelope('serverVersion'), from(address));
    const answer = await flood(() => call('192.0.2.1'));
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.headers['content-type']).toBe('text/xml; charset=utf-8');
    expect(answer.text).toContain('<faultstring>');
    expect((await call('192.0.2.2')).status).toBe(200);
  });

  test('of looks, with a problem', async () => {
    const answer = await flood(() => person.ask(`${RECORDS}?filter=synced`));
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.json()).toMatchObject({
      status: 429,
      code: 'too_many',
      remedy: expect.stringMatching(/\d+ s/),
    });
    const other = await shared.stand.person('secondApprover');
    expect((await other.at(url).ask(`${RECORDS}?filter=synced`)).status).toBe(200);
  });

  test('of commands, with a problem', async () => {
    const answer = await flood(() => person.command(`${RECORDS}/accept`, { items: [] }));
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('of sign-ins', async () => {
    const body = JSON.stringify({ ticket: 'x'.repeat(43), verifier: 'y'.repeat(43) });
    const call = (address: string) =>
      ask(`${url}/api/session/redeem`, {
        method: 'POST',
        headers: { ...OWN_PAGE, ...from(address), 'content-type': 'application/json' },
        body,
      });
    expect((await flood(() => call('192.0.2.3'))).headers['retry-after']).toMatch(/^\d+$/);
    expect((await call('192.0.2.4')).status).toBe(401);
  });

  test('of webhooks', async () => {
    const headers = { authorization: `Bearer ${'z'.repeat(43)}` };
    const answer = await flood(() =>
      ask(`${url}/api/procore/webhooks`, { method: 'POST', headers, body: '{}' }),
    );
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  });

  test('and an address that no trusted proxy vouches for is not believed', async () => {
    const { url: plain } = await shared.stand.secondCopy({ RATE_LIMIT_SCALE: '0.02' });
    let call = 0;
    const answer = await flood(() => {
      call += 1;
      return post(`${plain}/api/qbwc`, envelope('serverVersion'), from(`192.0.2.${call}`));
    });
    expect(answer.status).toBe(429);
  });
});
