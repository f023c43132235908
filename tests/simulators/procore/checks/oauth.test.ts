import { expect, test } from 'vitest';
import { ADMIN, apiOf, type Bench, bench, CLIENT, MANAGER, REDIRECT_URI, type Reply, replyOf } from './kit';

const FORM = 'application/x-www-form-urlencoded';

function tokenRequest(at: Bench, fields: Record<string, string>): Promise<Reply> {
  return replyOf(
    fetch(`${at.procore.url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body: new URLSearchParams({ ...CLIENT, ...fields }).toString(),
    }),
  );
}

const ASK = {
  response_type: 'code',
  client_id: CLIENT.client_id,
  redirect_uri: REDIRECT_URI,
  state: 'a&b=c',
};

const personId = (at: Bench, login: string): number => at.procore.signIn(login).userId;

function decide(at: Bench, fields: Record<string, string>): Promise<Response> {
  return fetch(`${at.procore.url}/oauth/authorize`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': FORM },
    body: new URLSearchParams({ ...ASK, ...fields }).toString(),
  });
}

async function codeFor(at: Bench, login: string): Promise<string> {
  const response = await decide(at, { person: String(personId(at, login)) });
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

const exchange = (at: Bench, code: string): Promise<Reply> =>
  tokenRequest(at, { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI });

test('authorization code: the sign-in page lists everybody of the world and refuses to be framed', async () => {
  const at = await bench();
  const page = await replyOf(fetch(`${at.procore.url}/oauth/authorize?${new URLSearchParams(ASK)}`));
  expect(page.status).toBe(200);
  for (const name of ['Avery Stone', 'Priya Shah', 'Lena Ortiz', 'Otter Creek Contracting']) {
    expect(page.text).toContain(name);
  }
  expect(page.headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
});

test('authorization code: choosing a person leads back with a code and the state untouched', async () => {
  const at = await bench();
  const response = await decide(at, { person: String(personId(at, MANAGER)) });
  const back = new URL(response.headers.get('location') ?? '');
  expect(response.status).toBe(302);
  expect(back.origin + back.pathname).toBe(REDIRECT_URI);
  expect(back.searchParams.get('state')).toBe('a&b=c');
  const token = await exchange(at, back.searchParams.get('code') ?? '');
  expect(token.status).toBe(200);
  expect(token.body).toMatchObject({ token_type: 'Bearer', expires_in: 5400, created_at: 1776675600 });
  const me = await replyOf(
    fetch(`${at.procore.url}/rest/v1.0/me`, {
      headers: { authorization: `Bearer ${token.at('access_token')}` },
    }),
  );
  expect(me.body).toMatchObject({ login: MANAGER, name: '' });
});

test('authorization code: refusing leads back with access_denied', async () => {
  const at = await bench();
  const response = await decide(at, { refuse: 'yes' });
  const back = new URL(response.headers.get('location') ?? '');
  expect(back.searchParams.get('error')).toBe('access_denied');
  expect(back.searchParams.get('state')).toBe('a&b=c');
  expect(at.procore.records.authorizations().at(-1)?.outcome).toBe('refused');
});

test('authorization code: a code counts once', async () => {
  const at = await bench();
  const code = await codeFor(at, MANAGER);
  expect((await exchange(at, code)).status).toBe(200);
  const again = await exchange(at, code);
  expect([again.status, again.at('error')]).toEqual([400, 'invalid_grant']);
});

test('authorization code: a code lives ten minutes', async () => {
  const at = await bench();
  const [early, late] = [await codeFor(at, MANAGER), await codeFor(at, MANAGER)];
  at.clock.advance(600_000);
  expect((await exchange(at, early)).status).toBe(200);
  at.clock.advance(1000);
  expect((await exchange(at, late)).at('error')).toBe('invalid_grant');
});

test('authorization code: a code counts only with the redirect_uri it was given for', async () => {
  const at = await bench();
  const code = await codeFor(at, MANAGER);
  const wrong = await tokenRequest(at, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: `${REDIRECT_URI}/`,
  });
  expect(wrong.at('error')).toBe('invalid_grant');
});

test.each([
  ['another client', { client_id: 'somebody' }],
  ['an unregistered address', { redirect_uri: 'https://evil.example/callback' }],
  ['a registered address with a query', { redirect_uri: `${REDIRECT_URI}?x=1` }],
])('authorization code: %s gets an error page and never a redirect', async (_, change) => {
  const at = await bench();
  const query = new URLSearchParams({ ...ASK, ...change });
  const response = await fetch(`${at.procore.url}/oauth/authorize?${query}`, { redirect: 'manual' });
  expect(response.status).toBe(400);
  expect(response.headers.get('location')).toBeNull();
  expect(response.headers.get('content-type')).toContain('text/html');
});

test('authorization code: a response type other than code is refused by redirect', async () => {
  const at = await bench();
  const query = new URLSearchParams({ ...ASK, response_type: 'token' });
  const response = await fetch(`${at.procore.url}/oauth/authorize?${query}`, { redirect: 'manual' });
  const back = new URL(response.headers.get('location') ?? '');
  expect(back.searchParams.get('error')).toBe('unsupported_response_type');
});

test('authorization code: the next popup passes by itself, unless somebody else wants in', async () => {
  const at = await bench();
  const first = await decide(at, { person: String(personId(at, ADMIN)) });
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const path = `${at.procore.url}/oauth/authorize?${new URLSearchParams(ASK)}`;
  const page = await replyOf(fetch(path, { headers: { cookie } }));
  expect(page.text).toContain('Signing in as Avery Stone');
  const onward = /http-equiv="refresh" content="1; url=([^"]+)"/
    .exec(page.text)?.[1]
    ?.replaceAll('&amp;', '&');
  const passed = await fetch(at.procore.url + onward, { headers: { cookie }, redirect: 'manual' });
  expect(new URL(passed.headers.get('location') ?? '').searchParams.get('code')).toBeTruthy();
  const other = await replyOf(fetch(`${path}&someone_else=yes`, { headers: { cookie } }));
  expect(other.text).toContain('Dana Ruiz');
});

test('authorization code: scope and code_challenge change nothing and are written down', async () => {
  const at = await bench();
  const query = new URLSearchParams({ ...ASK, scope: 'all', code_challenge: 'xyz' });
  await fetch(`${at.procore.url}/oauth/authorize?${query}`);
  expect(at.procore.records.authorizations().at(-1)).toMatchObject({ scope: 'all', codeChallenge: 'xyz' });
});

test('authorization code: on demand the sign-in page loses the window that opened it', async () => {
  const at = await bench();
  at.procore.faults.signInSeversOpener = true;
  const page = await fetch(`${at.procore.url}/oauth/authorize?${new URLSearchParams(ASK)}`);
  expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
});

test('tokens: a refresh gives a new pair and kills the old one at once', async () => {
  const at = await bench();
  const first = await exchange(at, await codeFor(at, MANAGER));
  const use = (token: string) =>
    replyOf(fetch(`${at.procore.url}/rest/v1.0/me`, { headers: { authorization: `Bearer ${token}` } }));
  const second = await tokenRequest(at, {
    grant_type: 'refresh_token',
    refresh_token: String(first.at('refresh_token')),
  });
  expect(second.at('refresh_token')).not.toBe(first.at('refresh_token'));
  expect((await use(String(second.at('access_token')))).status).toBe(200);
  const dead = await use(String(first.at('access_token')));
  expect([dead.status, dead.body]).toEqual([401, { message: 'The access token is invalid' }]);
  const reused = await tokenRequest(at, {
    grant_type: 'refresh_token',
    refresh_token: String(first.at('refresh_token')),
  });
  expect([reused.status, reused.at('error')]).toEqual([400, 'invalid_grant']);
  expect(reused.at('error_description')).toBe('The refresh token is invalid');
});

test('tokens: of two refreshes at once, one wins', async () => {
  const at = await bench();
  const { refreshToken } = at.procore.signIn(MANAGER);
  const both = [0, 1].map(() =>
    tokenRequest(at, { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' }),
  );
  expect((await Promise.all(both)).map(one => one.status).sort()).toEqual([200, 400]);
});

test('tokens: an access token lives ninety minutes', async () => {
  const at = await bench();
  const api = at.as(MANAGER);
  at.clock.advance(5_399_000);
  expect((await api.get('/rest/v1.0/me')).status).toBe(200);
  at.clock.advance(1000);
  expect((await api.get('/rest/v1.0/me')).status).toBe(401);
});

test('tokens: client credentials get no refresh token and act as the app itself', async () => {
  const at = await bench();
  const token = await tokenRequest(at, { grant_type: 'client_credentials' });
  expect(token.body).not.toHaveProperty('refresh_token');
  const info = await replyOf(
    fetch(`${at.procore.url}/oauth/token/info`, {
      headers: { authorization: `Bearer ${token.at('access_token')}` },
    }),
  );
  expect(info.body).toEqual({
    resource_owner_id: at.procore.signInService().userId,
    scopes: [],
    expires_in_seconds: 5400,
    application: { uid: CLIENT.client_id },
    created_at: 1776675600,
  });
});

test('tokens: the body may be a form, multipart or JSON', async () => {
  const at = await bench();
  const fields = { ...CLIENT, grant_type: 'client_credentials' };
  const multipart = new FormData();
  for (const [name, value] of Object.entries(fields)) multipart.append(name, value);
  const url = `${at.procore.url}/oauth/token`;
  const asJson = { 'content-type': 'application/json' };
  const answers = await Promise.all([
    fetch(url, { method: 'POST', body: new URLSearchParams(fields) }),
    fetch(url, { method: 'POST', body: multipart }),
    fetch(url, { method: 'POST', headers: asJson, body: JSON.stringify(fields) }),
  ]);
  expect(answers.map(one => one.status)).toEqual([200, 200, 200]);
});

test.each([
  ['no grant', {}, 400, 'invalid_request'],
  ['an unknown grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ['a wrong secret', { grant_type: 'client_credentials', client_secret: 'no' }, 401, 'invalid_client'],
  [
    'a made-up code',
    { grant_type: 'authorization_code', code: 'x', redirect_uri: REDIRECT_URI },
    400,
    'invalid_grant',
  ],
])('tokens: %s is refused in the words of RFC 6749', async (_, fields, status, error) => {
  const at = await bench();
  const answer = await tokenRequest(at, fields);
  expect([answer.status, answer.at('error')]).toEqual([status, error]);
  expect(answer.at('error_description')).toEqual(expect.any(String));
});

test('tokens: credentials in an Authorization header do not count: Procore documents the body', async () => {
  const at = await bench();
  const basic = Buffer.from(`${CLIENT.client_id}:${CLIENT.client_secret}`).toString('base64');
  const answer = await replyOf(
    fetch(`${at.procore.url}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    }),
  );
  expect([answer.status, answer.at('error')]).toEqual([401, 'invalid_client']);
});

test('tokens: revoking kills the pair and is always answered 200', async () => {
  const at = await bench();
  const { accessToken, refreshToken } = at.procore.signIn(MANAGER);
  const revoke = (token: string) =>
    replyOf(
      fetch(`${at.procore.url}/oauth/revoke`, {
        method: 'POST',
        body: new URLSearchParams({ ...CLIENT, token }),
      }),
    );
  expect((await revoke(accessToken)).status).toBe(200);
  expect((await revoke('never seen')).status).toBe(200);
  const refreshed = await tokenRequest(at, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken ?? '',
  });
  expect(refreshed.at('error')).toBe('invalid_grant');
});

test('tokens: somebody who left can use no token', async () => {
  const at = await bench();
  const api = apiOf(at.procore, MANAGER);
  at.procore.office.setPermission(personId(at, MANAGER), { isActive: false });
  expect((await api.get('/rest/v1.0/me')).status).toBe(401);
});
