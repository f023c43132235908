import { NextRequest } from 'next/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { companyOverview } from '@/app/_server/overview';
import { keepUser } from '@/lib/auth';
import { ClientRefused, listProjects, ProcoreSession, showProject } from '@/lib/procore';
import type { Runtime } from '@/lib/runtime';
import {
  activeCompanies,
  afterRefusal,
  type CompanyRef,
  type Ctx,
  connectCompany,
  Disconnected,
  disconnectCompany,
  findCompany,
  lossFor,
  mayConnectAgain,
  NO_RIGHTS,
  type ReachDeps,
  type Rights,
  setUpCompany,
} from '@/lib/tenancy';
import { HARBOR_PINE_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { freshDatabase, type TestDatabase } from '@/tests/support/database';
import { type TestEnv, testEnv } from '@/tests/support/env';
import { outcomeOf } from '@/tests/support/outcome';
import { openProcoreOffice, type ProcoreOffice } from '@/tests/support/procore-office';

const PROCORE_ID = String(HARBOR_PINE_ID);
const AVERY = { procoreUserId: '91740', login: 'avery.stone@harborpine.example', name: 'Avery Stone' };
const TOM = { procoreUserId: '91760', login: 'tom.becker@harborpine.example', name: 'Tom Becker' };
const MINUTE = 60_000;

let db: TestDatabase;
let env: TestEnv;
let office: ProcoreOffice;
let company: CompanyRef;
let reach: ReachDeps;
let nudged: string[];

beforeEach(async () => {
  db = await freshDatabase();
  env = testEnv();
  office = await openProcoreOffice({ test: db, env });
  company = await setUpCompany(
    { env, database: db.database },
    {
      environment: 'test',
      procoreCompanyId: PROCORE_ID,
      name: 'Harbor & Pine Builders',
      actor: { kind: 'procore' },
      requestId: null,
    },
  );
  reach = { env, database: db.database, service: office.asService(), requestId: 'r1' };
  nudged = [];
});
afterEach(async () => {
  await office.close();
  await db.drop();
});

const serviceIn = (): ProcoreSession =>
  new ProcoreSession(office.wire, {
    tokens: office.serviceTokens,
    companyId: PROCORE_ID,
    urgency: 'background',
    onRefusal: () => afterRefusal(reach, company),
  });
const calls = (): number =>
  office.procore.records.requests().filter(one => one.template.startsWith('/rest/')).length;
const statusOf = async (): Promise<string | undefined> =>
  (await findCompany(db.database, 'test', PROCORE_ID))?.status;
const told = () =>
  db.owner`select action, reason, actor_kind, actor_id from history where object_kind = 'company' order by seq`;

async function signedIn(who: typeof AVERY) {
  const user = await keepUser({ env, database: db.database }, { environment: 'test', ...who });
  await office.signIn(user.id, who.login);
  return { sessionId: '', userId: user.id, environment: 'test', ...who };
}

/** What the frame is told when somebody opens the company. */
async function opened(who: typeof AVERY): Promise<Record<string, unknown>> {
  const person = await signedIn(who);
  const running = {
    env,
    database: db.database,
    store: office.store,
    personIn: (userId: string) => office.asPerson(userId),
    reachOf: () => reach,
    tasks: { nudge: async (_company: string, task: string) => void nudged.push(task) },
  } as unknown as Runtime;
  const request = new NextRequest(`https://connector.example/api/companies/${PROCORE_ID}`);
  const passage = { running, request, params: { company: PROCORE_ID }, requestId: 'r2', address: '' };
  return (await companyOverview(person, passage)) as Record<string, unknown>;
}

describe('after the app was uninstalled in a company', () => {
  test('the first refusal disconnects it, with its reason in the history, and nothing more is asked', async () => {
    office.procore.office.uninstall(HARBOR_PINE_ID);
    const service = serviceIn();
    await expect(listProjects(service, PROCORE_ID)).rejects.toThrow(Disconnected);
    const asked = calls();
    for (let again = 0; again < 3; again += 1)
      await expect(listProjects(service, PROCORE_ID)).rejects.toThrow(/no longer installed/);
    expect([calls(), await statusOf()]).toEqual([asked, 'disconnected']);
    expect(await activeCompanies(db.database)).toEqual([]);
    expect((await told()).at(-1)).toMatchObject({
      action: 'disconnected from Procore',
      reason: expect.stringContaining('no longer installed'),
      actor_kind: 'procore',
    });
  });

  test('several jobs that find out at once write it down once', async () => {
    office.procore.office.uninstall(HARBOR_PINE_ID);
    await Promise.all([1, 2, 3].map(() => outcomeOf(listProjects(serviceIn(), PROCORE_ID))));
    expect((await told()).filter(row => row['action'] === 'disconnected from Procore')).toHaveLength(1);
  });
});

describe('a refusal that is about less than the company', () => {
  test.each([
    ['a project that was taken away', () => office.procore.office.withdrawProject(RIVERSIDE_ID)],
    ['a project that is not there', () => undefined],
  ])('%s stands for itself, and work goes on', async (what, happens) => {
    happens();
    const id = what.includes('not there') ? '598134326999999' : String(RIVERSIDE_ID);
    const service = serviceIn();
    expect(await outcomeOf(showProject(service, PROCORE_ID, id))).toBe('procore');
    expect(await outcomeOf(listProjects(service, PROCORE_ID))).toBe('done');
    expect(await statusOf()).toBe('active');
  });

  test('costs one question a turn of work, however many records are gone', async () => {
    const service = serviceIn();
    await outcomeOf(showProject(service, PROCORE_ID, '598134326999999'));
    const asked = calls();
    for (let gone = 0; gone < 4; gone += 1)
      await outcomeOf(showProject(service, PROCORE_ID, '598134326999999'));
    expect(calls()).toBe(asked + 4);
  });

  test.each(['unavailable', 'server-error', 'drop-before', 'redirect', 'half-body'] as const)(
    'a Procore that cannot say (%s) disconnects nobody',
    async kind => {
      office.procore.office.withdrawProject(RIVERSIDE_ID);
      office.procore.faults.add({ kind, route: '/rest/v1.0/companies', times: 'always' });
      expect(await outcomeOf(showProject(serviceIn(), PROCORE_ID, String(RIVERSIDE_ID)))).toBe('procore');
      expect(await statusOf()).toBe('active');
    },
  );

  test('a client secret that Procore refuses disconnects nobody either', async () => {
    const refused = {
      token: async () => {
        throw new ClientRefused();
      },
    };
    expect(await afterRefusal({ ...reach, service: office.with(refused) }, company)).toBeNull();
    expect(await statusOf()).toBe('active');
  });
});

describe('a disconnected company', () => {
  beforeEach(async () => {
    await opened(AVERY);
    office.procore.office.uninstall(HARBOR_PINE_ID);
    await outcomeOf(listProjects(serviceIn(), PROCORE_ID));
    env.advance(MINUTE + 1);
  });

  test('says so to whoever was let in before, and what the reason is', async () => {
    expect(await opened(AVERY)).toEqual({
      isSetUp: true,
      isDisconnected: true,
      company: { id: PROCORE_ID, name: 'Harbor & Pine Builders' },
      person: { name: 'Avery Stone' },
      reason: 'The app is no longer installed in this company in Procore.',
      isDisconnectedHere: false,
      canConnect: false,
    });
  });

  test('is nothing that a stranger is told of', async () => {
    await expect(opened(TOM)).rejects.toMatchObject({ code: 'not_found' });
    const { userId } = await signedIn(TOM);
    expect(await lossFor(reach, company, userId)).toBeNull();
  });

  test('goes on by itself when it is installed again and somebody of it opens it', async () => {
    office.procore.office.install(HARBOR_PINE_ID);
    expect(await opened(AVERY)).toMatchObject({ isSetUp: true, rights: { isCompanyAdmin: true } });
    expect(await statusOf()).toBe('active');
    expect(nudged).toEqual(expect.arrayContaining(['ensure-hooks', 'poll-directories', 'write-back']));
    expect((await told()).at(-1)).toMatchObject({
      action: 'connected to Procore again',
      actor_kind: 'person',
    });
    expect(await outcomeOf(listProjects(serviceIn(), PROCORE_ID))).toBe('done');
  });

  test('is looked at once a minute, whoever asks and however often', async () => {
    const actor = { kind: 'procore' } as const;
    expect(await mayConnectAgain(reach, company, actor)).toBe(false);
    const asked = calls();
    office.procore.office.install(HARBOR_PINE_ID);
    expect(await mayConnectAgain(reach, company, actor)).toBe(false);
    expect(calls()).toBe(asked);
    env.advance(MINUTE + 1);
    const both = await Promise.all([1, 2].map(() => mayConnectAgain(reach, company, actor)));
    expect(both.toSorted()).toEqual([false, true]);
    expect(calls()).toBe(asked + 1);
  });

  test('stays so while the person is answered but the app’s service account is not', async () => {
    office.procore.office.install(HARBOR_PINE_ID);
    const refusing = { kind: 'redirect', route: '/rest/v1.0/companies', times: 'always' } as const;
    office.procore.faults.add(refusing);
    expect(await opened(AVERY)).toMatchObject({ isDisconnected: true });
    expect([await statusOf(), nudged]).toEqual(['disconnected', []]);
  });
});

test('an uninstall that nobody’s job has met is found when somebody opens the company', async () => {
  await opened(AVERY);
  office.procore.office.uninstall(HARBOR_PINE_ID);
  env.advance(2 * MINUTE);
  expect(await opened(AVERY)).toMatchObject({ isDisconnected: true });
  expect(await statusOf()).toBe('disconnected');
});

describe('a company that an administrator disconnects', () => {
  const adminCtx = async (rights: Rights = { ...NO_RIGHTS, isCompanyAdmin: true }): Promise<Ctx> => {
    const { userId, name } = await signedIn(AVERY);
    const actor = { kind: 'person', userId, name } as const;
    return { env, database: db.database, company, actor, rights, requestId: 'r3', address: null };
  };

  test('stays so, whatever Procore says, until one connects it again', async () => {
    await opened(AVERY);
    await disconnectCompany(await adminCtx());
    env.advance(2 * MINUTE);
    const asked = calls();
    expect(await mayConnectAgain(reach, company, { kind: 'procore' })).toBe(false);
    expect(calls()).toBe(asked);
    expect(await opened(AVERY)).toMatchObject({
      isDisconnected: true,
      reason: 'Avery Stone disconnected the company.',
      isDisconnectedHere: true,
      canConnect: true,
    });
    expect(await activeCompanies(db.database)).toEqual([]);
    await connectCompany(await adminCtx());
    expect(await opened(AVERY)).toMatchObject({ rights: { isCompanyAdmin: true } });
    expect((await told()).slice(-2)).toMatchObject([
      { action: 'disconnected from Procore', actor_kind: 'person' },
      { action: 'connected to Procore again', actor_kind: 'person' },
    ]);
  });

  test('is disconnected once, and by an administrator only', async () => {
    await opened(AVERY);
    expect(await outcomeOf(disconnectCompany(await adminCtx(NO_RIGHTS)))).toBe('forbidden');
    expect(await outcomeOf(connectCompany(await adminCtx()))).toBe('conflict');
    await disconnectCompany(await adminCtx());
    expect(await outcomeOf(disconnectCompany(await adminCtx()))).toBe('conflict');
    expect(await statusOf()).toBe('disconnected');
    expect(await outcomeOf(connectCompany(await adminCtx(NO_RIGHTS)))).toBe('forbidden');
  });
});
