import { afterEach, beforeEach, expect, test } from 'vitest';
import { Unavailable } from '@/lib/core/errors';
import { type Database, openDatabase } from '@/lib/db/client';
import { Limiter, ProcoreSession, serviceAccountTokens, sharedWindows, showMe } from '@/lib/procore';
import { HARBOR_PINE_ID } from '@/tests/simulators/world';
import { freshDatabase, type TestDatabase } from '@/tests/support/database';
import { type TestEnv, testEnv } from '@/tests/support/env';
import { outcomeOf } from '@/tests/support/outcome';
import { openProcoreOffice, type ProcoreOffice } from '@/tests/support/procore-office';

const SPIKE = 30;
const RESERVE = 6;

let db: TestDatabase;
let env: TestEnv;
let office: ProcoreOffice;
let elsewhere: Database;

beforeEach(async () => {
  db = await freshDatabase();
  env = testEnv();
  // The first second of one of Procore's windows.
  office = await openProcoreOffice({ test: db, env }, { rateLimit: { spike: SPIKE, hourly: 1_000_000 } });
  elsewhere = openDatabase(db.url, { maxConnections: 5 });
});
afterEach(async () => {
  await elsewhere.close();
  await office.close();
  await db.drop();
});

/** A process of its own: its own limiter and its own connections, the database in common. */
function processOn(database: Database, urgency: 'person' | 'background'): ProcoreSession {
  const patient = { ...env, sleep: () => Promise.reject(new Unavailable('would wait')) };
  const limiter = new Limiter(patient, sharedWindows(database, 'test'));
  const wire = { ...office.wire, env: patient, limiter };
  const tokens = serviceAccountTokens({ ...office.store, database });
  return new ProcoreSession(wire, { tokens, companyId: String(HARBOR_PINE_ID), urgency });
}

const calls = () => office.procore.records.requests().filter(one => one.template.startsWith('/rest/'));
const refused = () => calls().filter(one => one.status === 429);

/** Calls in turn by all processes until none of them gets another turn; gives how many went out. */
async function untilNoneMayCall(sessions: readonly ProcoreSession[]): Promise<number> {
  const before = calls().length;
  const waiting = new Set<ProcoreSession>();
  while (waiting.size < sessions.length) {
    const outcomes = await Promise.all(
      sessions.map(async session => [session, await outcomeOf(showMe(session))] as const),
    );
    for (const [session, outcome] of outcomes) if (outcome !== 'done') waiting.add(session);
  }
  return calls().length - before;
}

test('two processes together stay within one window: Procore never has to refuse', async () => {
  const first = processOn(db.database, 'person');
  await showMe(first);
  const sent = await untilNoneMayCall([first, processOn(elsewhere, 'person')]);
  expect(refused()).toEqual([]);
  expect(sent + 1).toBeLessThanOrEqual(SPIKE);
  // What one of them still held when the other had none is little.
  expect(sent + 1).toBeGreaterThanOrEqual(SPIKE - 3);
});

test('no turn is handed out twice, however many ask at once', async () => {
  const stores = [sharedWindows(db.database, 'test'), sharedWindows(elsewhere, 'test')];
  const nowMs = env.now().getTime();
  const nothing = { nowMs, turns: 0, givenBack: 0, told: [], blockedUntilMs: 0 } as const;
  const told = [{ limit: 30, remaining: 30, resetsAtMs: nowMs + 9000 }];
  await stores[0]?.ask('42', { ...nothing, urgency: 'person', told });
  const grants = await Promise.all(
    Array.from({ length: 40 }, (_, place) =>
      stores[place % 2]?.ask('42', { ...nothing, urgency: 'person', turns: 1 }),
    ),
  );
  expect(grants.reduce((sum, grant) => sum + (grant?.turns ?? 0), 0)).toBe(30);
});

test('background work of all processes together leaves a fifth to people, who then use it', async () => {
  const first = processOn(db.database, 'background');
  await showMe(first);
  const sent = await untilNoneMayCall([first, processOn(elsewhere, 'background')]);
  expect(sent + 1).toBeLessThanOrEqual(SPIKE - RESERVE);
  const people = await untilNoneMayCall([processOn(elsewhere, 'person')]);
  expect(people).toBeGreaterThanOrEqual(RESERVE);
  expect(refused()).toEqual([]);
});

test('a 429 that one process meets is sat out by the others', async () => {
  const [first, second] = [processOn(db.database, 'person'), processOn(elsewhere, 'person')];
  office.procore.faults.add({ kind: 'rate-limited', route: '/rest/*', retryAfterS: 900 });
  expect(await outcomeOf(showMe(first))).toBe('unavailable');
  const before = calls().length;
  expect(await outcomeOf(showMe(second))).toBe('unavailable');
  expect(calls()).toHaveLength(before);
  env.advance(901_000);
  expect(await outcomeOf(showMe(second))).toBe('done');
});

test('a process that starts anew finds what was used before it', async () => {
  const first = processOn(db.database, 'person');
  await showMe(first);
  await untilNoneMayCall([first]);
  const before = calls().length;
  expect(await outcomeOf(showMe(processOn(elsewhere, 'person')))).toBe('unavailable');
  expect(calls()).toHaveLength(before);
  env.advance(11_000);
  expect(await outcomeOf(showMe(processOn(elsewhere, 'person')))).toBe('done');
});
