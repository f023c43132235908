import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepUser } from '@/lib/auth';
import { openDatabase } from '@/lib/db/client';
import {
  type CredentialStore,
  forgetTokens,
  keepTokens,
  personTokens,
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

  test('that was forgotten is gone', async () => {
    const token = await tokenOf();
    expect(await forgetTokens(office.store, userId)).toBe(token);
    expect(await outcomeOf(tokenOf())).toBe('unauthenticated');
    expect(await forgetTokens(office.store, userId)).toBeNull();
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
