import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findSession, keepUser, signOut, startSession } from '@/lib/auth';
import { openDatabase } from '@/lib/db/client';
import {
  type CredentialStore,
  countSealed,
  endIdleTokens,
  endTokens,
  keepTokens,
  personTokens,
  resealTokens,
  serviceAccountTokens,
  showMe,
} from '@/lib/procore';
import { freshDatabase, type TestDatabase } from '@/tests/support/database';
import { dumpOf } from '@/tests/support/dump';
import { type TestEnv, testEnv } from '@/tests/support/env';
import { outcomeOf } from '@/tests/support/outcome';
import { KEY_ONE, KEY_TWO, openProcoreOffice, type ProcoreOffice } from '@/tests/support/procore-office';

const DANA = 'dana.ruiz@harborpine.example';
/** Tokens live for 90 minutes and are renewed at 80 % of that. */
const RENEWAL_MS = 72 * 60_000;

let db: TestDatabase;
let env: TestEnv;
let office: ProcoreOffice;
let userId = '';

beforeEach(async () => {
  db = await freshDatabase();
  env = testEnv();
  office = await openProcoreOffice({ test: db, env });
  const seen = { environment: 'test', procoreUserId: '91744', login: DANA, name: 'Dana' };
  userId = (await keepUser({ env, database: db.database }, seen)).id;
  await office.signIn(userId, DANA);
});
afterEach(async () => {
  await office.close();
  await db.drop();
});

const refreshes = (): number =>
  office.procore.records.requests().filter(one => one.template === '/oauth/token').length;
const tokenOf = (store: CredentialStore = office.store): Promise<string> =>
  personTokens(store, userId).token(null);
const statusOf = async (): Promise<string> =>
  (await db.owner`select status from credentials where user_id = ${userId}`)[0]?.['status'];

describe('a person’s token', () => {
  test('is used as it is until 80 % of its life, then renewed', async () => {
    const first = await tokenOf();
    env.advance(RENEWAL_MS - 1000);
    expect([await tokenOf(), refreshes()]).toEqual([first, 0]);
    env.advance(1000);
    expect([(await tokenOf()) === first, refreshes()]).toEqual([false, 1]);
    expect(await showMe(office.asPerson(userId))).toMatchObject({ login: DANA });
  });

  test('is renewed once, however many processes ask at once, and all get the new one', async () => {
    const second = openDatabase(db.url, { maxConnections: 5 });
    const stores = [office.store, { ...office.store, database: second }];
    for (let round = 1; round <= 4; round += 1) {
      env.advance(RENEWAL_MS);
      const asked = await Promise.all([0, 1, 0, 1, 0, 1].map(place => tokenOf(stores[place])));
      expect([new Set(asked).size, refreshes()]).toEqual([1, round]);
    }
    await second.close();
  });

  test('that Procore turns down is renewed once for all who were turned down, and the call goes through', async () => {
    for (let round = 1; round <= 3; round += 1) {
      env.advance(91 * 60_000);
      const now = env.now();
      await db.owner`update credentials set issued_at = ${now}, expires_at = ${new Date(now.getTime() + 5_400_000)}`;
      const calls = await Promise.all([1, 2, 3, 4].map(() => showMe(office.asPerson(userId))));
      expect([calls.map(one => one.login), refreshes()]).toEqual([[DANA, DANA, DANA, DANA], round]);
    }
  });

  test('is saved before it is used: whoever asks next finds the one that is good', async () => {
    env.advance(RENEWAL_MS);
    const fresh = await tokenOf();
    const elsewhere = openDatabase(db.url, { maxConnections: 1 });
    expect(await tokenOf({ ...office.store, database: elsewhere })).toBe(fresh);
    expect(refreshes()).toBe(1);
    await elsewhere.close();
  });

  test('whose answer was lost ends in “reconnect”, and nobody hammers at Procore', async () => {
    env.advance(RENEWAL_MS);
    office.procore.faults.loseRefreshAnswers(1);
    expect(await outcomeOf(tokenOf())).toBe('procore');
    expect(await outcomeOf(tokenOf())).toBe('unauthenticated');
    expect([await statusOf(), refreshes()]).toEqual(['reconnect', 2]);
    for (let again = 0; again < 5; again += 1) expect(await outcomeOf(tokenOf())).toBe('unauthenticated');
    expect(refreshes()).toBe(2);
  });

  test('of a process that died between answer and save ends in “reconnect” at the next try', async () => {
    env.advance(RENEWAL_MS);
    const faults = { at: () => Promise.reject(new RangeError('killed')) };
    const dying = { ...office.store, env: { ...env, faults } };
    expect(await outcomeOf(tokenOf(dying))).toBe('unavailable');
    expect(await outcomeOf(tokenOf())).toBe('unauthenticated');
    expect(await statusOf()).toBe('reconnect');
  });

  test('survives a Procore that is away: nothing is lost, the next try renews it', async () => {
    env.advance(RENEWAL_MS);
    for (const kind of ['unavailable', 'server-error', 'drop-before'] as const) {
      office.procore.faults.add({ kind, route: '/oauth/token', times: 1 });
      expect(await outcomeOf(tokenOf())).toBe('procore');
      expect(await statusOf()).toBe('usable');
    }
    expect(await outcomeOf(tokenOf())).toBe('done');
  });

  test('comes back with a new sign-in', async () => {
    await db.owner`update credentials set status = 'reconnect'`;
    await office.signIn(userId, DANA);
    expect(await showMe(office.asPerson(userId))).toMatchObject({ login: DANA });
  });

  test('outlives a client secret that Procore does not accept: the secret is mended, nobody signs in anew', async () => {
    env.advance(RENEWAL_MS);
    const wrong = { ...office.store, hosts: { ...office.hosts, clientSecret: 'wrong' } };
    await expect(tokenOf(wrong)).rejects.toMatchObject({
      code: 'unavailable',
      remedy: expect.stringContaining('PROCORE_CLIENT_SECRET'),
    });
    expect(await statusOf()).toBe('usable');
    expect(await outcomeOf(tokenOf())).toBe('done');
  });
});

describe('tokens that end', () => {
  const stateAtProcore = (access: string) =>
    office.procore.records.tokens().find(one => one.access === access)?.state;
  const kept = () => db.owner`select status from credentials where user_id = ${userId}`;

  test('are revoked at Procore and gone from here', async () => {
    const token = await tokenOf();
    await endTokens(office.store, userId);
    expect([stateAtProcore(token), await kept()]).toEqual(['revoked', []]);
    expect(await outcomeOf(tokenOf())).toBe('unauthenticated');
  });

  test('are used by nobody while Procore cannot be told, and are revoked once it can', async () => {
    const token = await tokenOf();
    office.procore.faults.add({ kind: 'unavailable', route: '/oauth/revoke' });
    await endTokens(office.store, userId);
    expect([stateAtProcore(token), await outcomeOf(tokenOf())]).toEqual(['live', 'unauthenticated']);
    await endIdleTokens(office.store);
    expect([stateAtProcore(token), await kept()]).toEqual(['revoked', []]);
  });

  test('leave a sign-in that came meanwhile alone', async () => {
    office.procore.faults.add({ kind: 'unavailable', route: '/oauth/revoke' });
    await endTokens(office.store, userId);
    await office.signIn(userId, DANA);
    await endIdleTokens(office.store);
    expect(await outcomeOf(tokenOf())).toBe('done');
  });

  test('end with the last session of a person, and not before', async () => {
    const deps = { env, database: db.database };
    const [first, second] = [await startSession(deps, userId), await startSession(deps, userId)];
    const token = await tokenOf();
    await signOut(office.store, { sessionId: first, userId });
    expect(stateAtProcore(token)).toBe('live');
    await signOut(office.store, { sessionId: second, userId });
    expect([stateAtProcore(token), await kept()]).toEqual(['revoked', []]);
  });

  test('end when every session of theirs was left to run out, never while one is in use', async () => {
    const deps = { env, database: db.database };
    const sessionId = await startSession(deps, userId);
    const token = await tokenOf();
    env.advance(50 * 60_000);
    await findSession(deps, { sessionId });
    env.advance(50 * 60_000);
    await endIdleTokens(office.store);
    expect(stateAtProcore(token)).toBe('live');
    env.advance(61 * 60_000);
    await endIdleTokens(office.store);
    expect(await kept()).toEqual([]);
  });

  test('of a sign-in whose session has not begun yet stay', async () => {
    await endIdleTokens(office.store);
    expect(await outcomeOf(tokenOf())).toBe('done');
  });
});

describe('the service account’s token', () => {
  const serviceToken = (store = office.store) => serviceAccountTokens(store).token(null);

  test('is asked for once and kept until it is due', async () => {
    const first = await serviceToken();
    expect([await serviceToken(), refreshes()]).toEqual([first, 1]);
    env.advance(RENEWAL_MS);
    expect([(await serviceToken()) === first, refreshes()]).toEqual([false, 2]);
  });

  test('is not asked for by every job while Procore refuses the connector', async () => {
    const wrong = { ...office.store, hosts: { ...office.hosts, clientSecret: 'wrong' } };
    const tokens = serviceAccountTokens(wrong);
    for (let job = 0; job < 5; job += 1) expect(await outcomeOf(tokens.token(null))).toBe('unavailable');
    expect(refreshes()).toBe(1);
    env.advance(5 * 60_000);
    expect(await outcomeOf(tokens.token(null))).toBe('unavailable');
    expect(refreshes()).toBe(2);
  });

  test('asked for by several at once is good for each of them', async () => {
    const second = openDatabase(db.url, { maxConnections: 5 });
    const stores = [office.store, { ...office.store, database: second }];
    for (let round = 0; round < 4; round += 1) {
      await db.owner`delete from credentials where user_id is null`;
      const asked = await Promise.all([0, 1, 0, 1].map(place => serviceToken(stores[place])));
      for (const token of asked) {
        const session = office.with({ token: async () => token });
        expect((await showMe(session)).id).not.toBe('');
      }
    }
    await second.close();
  });
});

describe('tokens at rest', () => {
  test('are nowhere in the database as they are, sealed for their row and column', async () => {
    await tokenOf();
    await serviceAccountTokens(office.store).token(null);
    const secrets = office.procore.records.tokens().flatMap(one => [one.access, one.refresh ?? one.access]);
    const dump = JSON.stringify(await dumpOf(db));
    for (const secret of secrets) expect(dump).not.toContain(secret);
    const rows =
      await db.owner`select sealed_access, sealed_refresh from credentials where user_id is not null`;
    expect(rows[0]?.['sealed_access']).toMatch(/^v1\.k1\./);
    await db.owner`update credentials set sealed_access = sealed_refresh where user_id is not null`;
    await expect(tokenOf()).rejects.toMatchObject({ code: 'broken', message: expect.stringContaining('k1') });
  });

  test('open under the old key after a rotation, and are sealed with the new one when renewed', async () => {
    const rotated = { ...office.store, keys: { current: KEY_TWO, all: [KEY_TWO, KEY_ONE] } };
    const before = await tokenOf();
    expect(await tokenOf(rotated)).toBe(before);
    env.advance(RENEWAL_MS);
    await tokenOf(rotated);
    const [row] = await db.owner`select sealed_access, sealed_refresh from credentials`;
    expect([row?.['sealed_access'].slice(0, 6), row?.['sealed_refresh'].slice(0, 6)]).toEqual([
      'v1.k2.',
      'v1.k2.',
    ]);
    const onlyNew = { ...office.store, keys: { current: KEY_TWO, all: [KEY_TWO] } };
    expect(await outcomeOf(tokenOf(onlyNew))).toBe('done');
  });

  test('are sealed anew with the current key without a sign-in, and counted by their key', async () => {
    await serviceAccountTokens(office.store).token(null);
    const rotated = { ...office.store, keys: { current: KEY_TWO, all: [KEY_TWO, KEY_ONE] } };
    const onlyNew = { ...office.store, keys: { current: KEY_TWO, all: [KEY_TWO] } };
    const before = await tokenOf();
    expect(await countSealed(office.store)).toEqual({ current: 3, old: 0, missing: 0 });
    expect(await countSealed(rotated)).toEqual({ current: 0, old: 3, missing: 0 });
    await resealTokens(rotated);
    expect(await countSealed(rotated)).toEqual({ current: 3, old: 0, missing: 0 });
    expect(await tokenOf(onlyNew)).toBe(before);
    env.advance(RENEWAL_MS);
    expect(await outcomeOf(tokenOf(onlyNew))).toBe('done');
  });

  test('whose key is gone are counted and said, and left as they are', async () => {
    const onlyNew = { ...office.store, keys: { current: KEY_TWO, all: [KEY_TWO] } };
    await resealTokens(onlyNew);
    expect(await countSealed(onlyNew)).toEqual({ current: 0, old: 0, missing: 2 });
    expect(env.logged.map(one => one.fields?.['reason'])).toEqual([
      'The encryption key “k1” is needed to open a sealed value.',
    ]);
    expect(await outcomeOf(tokenOf())).toBe('done');
  });

  test('without their key are an error that names the key and nothing else', async () => {
    const without = { ...office.store, keys: { current: KEY_TWO, all: [KEY_TWO] } };
    await expect(tokenOf(without)).rejects.toMatchObject({
      code: 'broken',
      message: 'The encryption key “k1” is needed to open a sealed value.',
    });
  });

  test('of one person kept by two sign-ins at once stay one pair that opens', async () => {
    await db.owner`delete from credentials`;
    const pair = (place: number) => ({
      accessToken: `a${place}`,
      refreshToken: `r${place}`,
      expiresInS: 5400,
    });
    await Promise.all([1, 2, 3].map(place => keepTokens(office.store, userId, pair(place))));
    expect(await db.owner`select 1 from credentials`).toHaveLength(1);
    expect(await tokenOf()).toMatch(/^a[123]$/);
  });
});
