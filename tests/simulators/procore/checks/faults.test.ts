import { expect, test } from 'vitest';
import { type Bench, bench, CLIENT, COMPANY, CONCRETE, contractPath, MANAGER, PROJECT, replyOf } from './kit';

const PATH = '/rest/v1.0/company_base_url';
const ROUTE = '/rest/v1.0/work_order_contracts/{id}';
const write = (at: Bench) =>
  at.service.send('PATCH', contractPath(CONCRETE), { work_order_contract: { origin_id: '1A2-1' } });
const originOf = (at: Bench) => at.procore.records.commitment(CONCRETE)?.originId;

test('bad answers: 429 tells when to come back', async () => {
  const at = await bench();
  at.procore.faults.add({ kind: 'rate-limited', retryAfterS: 3600 });
  const reply = await at.service.get(PATH);
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '3600']);
  expect(reply.headers.get('x-rate-limit-reset')).toBe('1776679200');
  expect((await at.service.get(PATH)).status).toBe(200);
});

test('bad answers: 503 tells when to come back, 500 does not', async () => {
  const at = await bench();
  at.procore.faults.add({ kind: 'unavailable', retryAfterS: 7 });
  at.procore.faults.add({ kind: 'server-error' });
  const first = await at.service.get(PATH);
  expect([first.status, first.headers.get('retry-after')]).toEqual([503, '7']);
  const second = await at.service.get(PATH);
  expect([second.status, second.headers.get('retry-after')]).toEqual([500, null]);
});

test('bad answers: 502 is a page, not JSON', async () => {
  const at = await bench();
  at.procore.faults.add({ kind: 'bad-gateway' });
  const reply = await at.service.get(PATH);
  expect([reply.status, reply.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
  expect(reply.headers.get('x-request-id')).toBeTruthy();
});

test('bad answers: half a body is no JSON', async () => {
  const at = await bench();
  at.procore.faults.add({ kind: 'half-body' });
  const reply = await at.service.get(contractPath(CONCRETE));
  expect([reply.status, reply.body]).toEqual([200, null]);
  expect(reply.text.startsWith('{"id":')).toBe(true);
});

test('bad answers: 200 may carry an error', async () => {
  const at = await bench();
  at.procore.faults.add({ kind: 'error-in-200' });
  const reply = await at.service.get(PATH);
  expect([reply.status, Object.keys(reply.body ?? {})]).toEqual([200, ['errors']]);
});

test('bad answers: a redirect leads to another host', async () => {
  const at = await bench();
  at.procore.faults.add({ kind: 'redirect', location: 'http://evil.example/' });
  const response = await fetch(at.procore.url + PATH, { redirect: 'manual' });
  expect([response.status, response.headers.get('location')]).toEqual([302, 'http://evil.example/']);
});

test('bad answers: a slow answer waits and then is right', async () => {
  const waits: number[] = [];
  const at = await bench({
    wait: async ms => {
      waits.push(ms);
    },
  });
  at.procore.faults.add({ kind: 'latency', ms: 61_000 });
  expect((await at.service.get(PATH)).status).toBe(200);
  expect(waits).toEqual([61_000]);
});

test('lost answers: a connection cut before the work leaves nothing done', async () => {
  const at = await bench();
  at.procore.faults.add({ kind: 'drop-before', method: 'PATCH', route: ROUTE });
  await expect(write(at)).rejects.toThrow();
  expect(originOf(at)).toBeNull();
  expect((await write(at)).status).toBe(200);
});

test('lost answers: a connection cut after the work leaves it done', async () => {
  const at = await bench();
  at.procore.faults.add({ kind: 'drop-after', method: 'PATCH', route: ROUTE });
  await expect(write(at)).rejects.toThrow();
  expect(originOf(at)).toBe('1A2-1');
  expect(at.procore.records.requests().at(-1)).toMatchObject({
    method: 'PATCH',
    template: ROUTE,
    status: 0,
  });
});

test('lost answers: a lost refresh leaves the old pair dead and the new one unknown', async () => {
  const at = await bench();
  const { refreshToken } = at.procore.signIn(MANAGER);
  const refresh = () =>
    replyOf(
      fetch(`${at.procore.url}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          ...CLIENT,
          grant_type: 'refresh_token',
          refresh_token: refreshToken ?? '',
        }),
      }),
    );
  at.procore.faults.loseRefreshAnswers(1);
  const credentials = new URLSearchParams({ ...CLIENT, grant_type: 'client_credentials' });
  expect((await fetch(`${at.procore.url}/oauth/token`, { method: 'POST', body: credentials })).status).toBe(
    200,
  );
  await expect(refresh()).rejects.toThrow();
  expect((await refresh()).at('error')).toBe('invalid_grant');
  expect(
    at.procore.records.tokens().filter(one => one.state === 'live' && one.personId !== null),
  ).toHaveLength(1);
});

test('rules: meet their route, method and number of requests, and nothing else', async () => {
  const at = await bench();
  at.procore.faults.add({ kind: 'server-error', route: '/rest/v1.0/work_order_contracts*', times: 2 });
  expect((await at.service.get(PATH)).status).toBe(200);
  expect((await write(at)).status).toBe(500);
  expect((await at.service.get(contractPath(CONCRETE))).status).toBe(500);
  expect((await write(at)).status).toBe(200);
  expect(at.procore.faults.rules()).toEqual([]);
});

test('rules: may let some pass first, last for ever, and be taken away', async () => {
  const at = await bench();
  const id = at.procore.faults.add({ kind: 'unavailable', times: 'always', skip: 1 });
  const statuses = [(await at.service.get(PATH)).status, (await at.service.get(PATH)).status];
  expect(statuses).toEqual([200, 503]);
  expect(at.procore.faults.rules()).toMatchObject([{ id, met: 1 }]);
  at.procore.faults.remove(id);
  expect((await at.service.get(PATH)).status).toBe(200);
});

test('rules: strike by the seed: the same run fails at the same requests', async () => {
  const run = async (): Promise<number[]> => {
    const at = await bench({ seed: 7 });
    at.procore.faults.add({ kind: 'unavailable', times: 'always', oneIn: 3 });
    const statuses: number[] = [];
    for (let turn = 0; turn < 20; turn += 1) statuses.push((await at.service.get(PATH)).status);
    return statuses;
  };
  const first = await run();
  expect(first).toEqual(await run());
  expect(new Set(first)).toEqual(new Set([200, 503]));
});

test('rules: never touch the shell', async () => {
  const at = await bench();
  at.procore.faults.add({ kind: 'server-error', times: 'always' });
  expect((await fetch(`${at.procore.url}/`)).status).toBe(200);
});

const post = (at: Bench, body: unknown) =>
  replyOf(
    fetch(`${at.procore.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

test('over HTTP: all switches can be set and read', async () => {
  const at = await bench();
  const reply = await post(at, {
    add: { kind: 'unavailable', times: 'always' },
    rateLimit: { spike: 3 },
    webhooks: { duplicates: true },
    signInSeversOpener: true,
    company: { id: COMPANY, isInstalled: false },
    project: { id: PROJECT, isPermitted: false },
  });
  expect(reply.body).toMatchObject({
    rules: [{ kind: 'unavailable', times: 'always' }],
    rateLimit: { hourly: 3600, spike: 3 },
    webhooks: { duplicates: true, disorder: false },
    signInSeversOpener: true,
  });
  expect(at.procore.records.project(PROJECT)?.isPermitted).toBe(false);
  await post(at, { clear: true });
  expect((await replyOf(fetch(`${at.procore.url}/sandbox/faults`))).body).toMatchObject({
    rules: [],
    webhooks: { duplicates: false },
  });
});

test('over HTTP: a person can be given and refused rights', async () => {
  const at = await bench();
  const { userId } = at.procore.signIn(MANAGER);
  await post(at, {
    person: { id: userId, projectTools: { commitments: 'None' }, canPushToAccounting: true },
  });
  expect(at.procore.records.person(userId)).toMatchObject({
    canPushToAccounting: true,
    projectTools: { commitments: 'None', budget: 'Admin' },
  });
});

test('over HTTP: what is no switch is refused with the reason', async () => {
  const at = await bench();
  expect((await post(at, { add: { kind: 'earthquake' } })).status).toBe(400);
  expect((await post(at, { ad: {} })).status).toBe(400);
  expect((await post(at, { project: { id: 5, isPermitted: true } })).at('error')).toContain('no project 5');
});
