import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  dropBearer,
  endSessions,
  findSession,
  giveBearer,
  issueDownload,
  issueSignInTicket,
  keepUser,
  redeemDownload,
  redeemSignInTicket,
  renameUser,
  startSession,
} from '@/lib/auth';
import { setUpCompany } from '@/lib/tenancy';
import { freshDatabase, type TestDatabase } from '@/tests/support/database';
import { dumpOf } from '@/tests/support/dump';
import { type TestEnv, testEnv } from '@/tests/support/env';

const MINUTE = 60_000;
const VERIFIER = 'the frame made this up and told nobody';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

let db: TestDatabase;
let env: TestEnv;
let deps: { env: TestEnv; database: TestDatabase['database'] };
let userId = '';

beforeAll(async () => {
  db = await freshDatabase();
  env = testEnv();
  deps = { env, database: db.database };
  const seen = { environment: 'test', procoreUserId: '7', login: 'dana@x.example', name: 'Dana' };
  userId = (await keepUser(deps, seen)).id;
});
afterAll(() => db.drop());

describe('a sign-in ticket', () => {
  const issue = () => issueSignInTicket(deps, { userId, challenge: CHALLENGE });
  const redeem = (ticket: string, verifier = VERIFIER) => redeemSignInTicket(deps, { ticket, verifier });

  test('opens its person’s sign-in once', async () => {
    const ticket = await issue();
    expect([await redeem(ticket), await redeem(ticket)]).toEqual([userId, null]);
  });

  test('redeemed by several at once opens for exactly one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const ticket = await issue();
      const found = await Promise.all([1, 2, 3, 4].map(() => redeem(ticket)));
      expect(found.filter(one => one !== null)).toEqual([userId]);
    }
  });

  test('is good for less than a minute', async () => {
    const [late, inTime] = [await issue(), await issue()];
    env.advance(MINUTE - 1);
    expect(await redeem(inTime)).toBe(userId);
    env.advance(1);
    expect(await redeem(late)).toBeNull();
  });

  test('with a wrong verifier opens nothing and is used up', async () => {
    const ticket = await issue();
    expect([await redeem(ticket, 'guessed'), await redeem(ticket)]).toEqual([null, null]);
  });

  test('that was made up opens nothing', async () => {
    await issue();
    for (const ticket of ['', 'x', '%', "' or 1 = 1 --"]) expect(await redeem(ticket)).toBeNull();
  });

  test('is kept as a hash alone', async () => {
    const ticket = await issue();
    expect(JSON.stringify(await dumpOf(db))).not.toContain(ticket);
  });

  test('is not issued for something that is no challenge', async () => {
    for (const challenge of ['', 'short', `${CHALLENGE}=`, CHALLENGE.replace(/./, '+')])
      await expect(issueSignInTicket(deps, { userId, challenge })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('a browser session', () => {
  let sessionId = '';
  beforeEach(async () => {
    sessionId = await startSession(deps, userId);
  });
  const isAlive = async () => (await findSession(deps, { sessionId })) !== null;

  test('tells who is signed in', async () => {
    expect(await findSession(deps, { sessionId })).toEqual({
      sessionId,
      userId,
      procoreUserId: '7',
      environment: 'test',
      login: 'dana@x.example',
      name: 'Dana',
    });
  });

  test('ends after an hour without use, and not before', async () => {
    env.advance(60 * MINUTE - 1);
    expect(await isAlive()).toBe(true);
    env.advance(60 * MINUTE);
    expect(await isAlive()).toBe(false);
  });

  test('ends after eight hours, however busy it is', async () => {
    for (let passed = 0; passed < 480; passed += 40) {
      expect(await isAlive(), `after ${passed} minutes`).toBe(true);
      env.advance(40 * MINUTE);
    }
    expect(await isAlive()).toBe(false);
  });

  test('that was ended stays ended, and ends alone', async () => {
    const other = await startSession(deps, userId);
    await endSessions(deps, { sessionId });
    expect([await isAlive(), (await findSession(deps, { sessionId: other })) !== null]).toEqual([
      false,
      true,
    ]);
  });

  test('ends with all others of its person when the person is gone', async () => {
    const other = await startSession(deps, userId);
    const bearer = await giveBearer(deps, other);
    await endSessions(deps, { userId });
    expect([await isAlive(), await findSession(deps, { bearer })]).toEqual([false, null]);
  });

  test('is not found by what is no id', async () => {
    for (const made of ['', 'x', userId, `${sessionId} `])
      expect(await findSession(deps, { sessionId: made })).toBeNull();
  });
});

describe('a bearer', () => {
  let sessionId = '';
  let bearer = '';
  beforeEach(async () => {
    sessionId = await startSession(deps, userId);
    bearer = await giveBearer(deps, sessionId);
  });
  const isGood = async (one = bearer) => (await findSession(deps, { bearer: one })) !== null;

  test('stands for its session while it is used at least every ten minutes', async () => {
    for (let use = 0; use < 5; use += 1) {
      env.advance(10 * MINUTE - 1);
      expect(await isGood()).toBe(true);
    }
    env.advance(10 * MINUTE);
    expect(await isGood()).toBe(false);
  });

  test('is not kept alive, nor brought back, by the cookie’s use of the session', async () => {
    for (let use = 0; use < 4; use += 1) {
      env.advance(4 * MINUTE);
      expect(await findSession(deps, { sessionId })).not.toBeNull();
    }
    expect(await isGood()).toBe(false);
  });

  test('in use beside the cookie stays good', async () => {
    for (let use = 0; use < 30; use += 1) {
      env.advance(MINUTE + 1);
      await findSession(deps, { sessionId });
      expect(await isGood()).toBe(true);
    }
  });

  test('ends when another one is given, when it is dropped, and with its session', async () => {
    const second = await giveBearer(deps, sessionId);
    expect([await isGood(), await isGood(second)]).toEqual([false, true]);
    await dropBearer(deps, sessionId);
    expect(await isGood(second)).toBe(false);
    const third = await giveBearer(deps, sessionId);
    await endSessions(deps, { sessionId });
    expect(await isGood(third)).toBe(false);
  });

  test('is kept as a hash alone, and nothing else stands for it', async () => {
    expect(JSON.stringify(await dumpOf(db))).not.toContain(bearer);
    for (const made of ['', '%', sessionId]) expect(await isGood(made)).toBe(false);
  });
});

describe('a download link', () => {
  let companyId = '';
  beforeAll(async () => {
    const actor = { kind: 'system', task: 'test' } as const;
    const input = { environment: 'test', procoreCompanyId: '1', name: 'One', actor, requestId: null };
    companyId = (await setUpCompany(deps, input)).id;
  });
  const issue = () => issueDownload(deps, { companyId, userId, target: 'qwc:1' });

  test('opens what it was made for, once, and tells for whom', async () => {
    const token = await issue();
    expect(await redeemDownload(deps, token)).toEqual({ companyId, userId, target: 'qwc:1' });
    expect(await redeemDownload(deps, token)).toBeNull();
  });

  test('opened by several at once opens for exactly one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const token = await issue();
      const found = await Promise.all([1, 2, 3, 4].map(() => redeemDownload(deps, token)));
      expect(found.filter(one => one !== null)).toHaveLength(1);
    }
  });

  test('is good for less than a minute', async () => {
    const [late, inTime] = [await issue(), await issue()];
    env.advance(MINUTE - 1);
    expect(await redeemDownload(deps, inTime)).not.toBeNull();
    env.advance(1);
    expect(await redeemDownload(deps, late)).toBeNull();
  });

  test('that was made up opens nothing, and is kept as a hash alone', async () => {
    const token = await issue();
    for (const made of ['', '%', 'x']) expect(await redeemDownload(deps, made)).toBeNull();
    expect(JSON.stringify(await dumpOf(db))).not.toContain(token);
  });
});

describe('a person', () => {
  const seen = { environment: 'test', procoreUserId: '8', login: 'tom@x.example', name: 'Tom' };

  test('who signs in again, or twice at once, stays one person', async () => {
    const kept = await Promise.all([1, 2, 3].map(() => keepUser(deps, seen)));
    expect(new Set(kept.map(one => one.id)).size).toBe(1);
  });

  test('keeps a name once known, and takes a new login', async () => {
    const first = await keepUser(deps, seen);
    const again = await keepUser(deps, { ...seen, name: '', login: 'tom.b@x.example' });
    expect(again).toEqual({ ...first, login: 'tom.b@x.example' });
    await renameUser(deps, first.id, 'Thomas');
    expect((await keepUser(deps, { ...seen, name: '' })).name).toBe('Thomas');
  });

  test('of another Procore environment is another person', async () => {
    const [here, there] = [
      await keepUser(deps, seen),
      await keepUser(deps, { ...seen, environment: 'sandbox' }),
    ];
    expect(here.id).not.toBe(there.id);
  });
});
