import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findSession, startSession } from '@/lib/auth';
import { letGo } from '@/lib/tasks';
import { deliverWebhooks } from '@/lib/tasks/deliver-webhooks';
import { ensureHooks } from '@/lib/tasks/ensure-hooks';
import { checkPeople } from '@/lib/tasks/people-left';
import { LOOKING_MAX_AGE_MS, loadRights, mayApprove, setApproval } from '@/lib/tenancy';
import { outcomeOf } from '@/tests/support/outcome';
import { openTaskOffice, type TaskOffice } from '@/tests/support/task-office';

const TOM = { id: 91760, login: 'tom.becker@harborpine.example' };
const PRIYA = { id: 91751, login: 'priya.shah@harborpine.example' };
const USERS = '/rest/v1.3/companies/{company_id}/users';
const GRANT = { kind: 'commitment', direction: 'export', isGranted: true } as const;

let ours: TaskOffice;
let tom: string;
let priya: string;
let session: { sessionId: string };

beforeAll(async () => {
  ours = await openTaskOffice();
  tom = await asInProcore('viewer', TOM);
  priya = await asInProcore('approver', PRIYA);
});
beforeEach(async () => {
  await ours.office.signIn(tom, TOM.login);
  await ours.office.signIn(priya, PRIYA.login);
  await rightsOf(tom);
  await rightsOf(priya);
  await setApproval(ours.desk.admin, { ...GRANT, userId: tom }).catch(() => undefined);
  session = { sessionId: await startSession(ours.desk.admin, tom) };
});
afterEach(() => {
  ours.office.procore.faults.clear();
  for (const { id } of [TOM, PRIYA]) ours.office.procore.office.setPermission(id, { isActive: true });
});
afterAll(() => ours.close());

/** The desk's person is somebody of the simulated Procore. */
async function asInProcore(who: 'viewer' | 'approver', { id, login }: typeof TOM): Promise<string> {
  const { actor } = ours.desk[who];
  const userId = actor.kind === 'person' ? actor.userId : '';
  await ours.desk.test.owner`update users set procore_user_id = ${id}, login = ${login} where id = ${userId}`;
  return userId;
}

const rightsOf = (userId: string) =>
  loadRights(
    { ...ours.desk.admin, procore: ours.office.asPerson(userId) },
    { company: ours.desk.admin.company, userId, projectIds: [], maxAgeMs: LOOKING_MAX_AGE_MS },
  );
const check = (): Promise<void> => checkPeople(ours.deps, ours.desk.admin.company);
const isSignedIn = async (): Promise<boolean> => (await findSession(ours.desk.admin, session)) !== null;
const left = () =>
  ours.desk.test.owner`select object_id, before from history where action = 'left the company in Procore'`;

describe('a person who left the company in Procore', () => {
  test('loses the session, the rights given here and the tokens, with a row in the history', async () => {
    expect([mayApprove(await rightsOf(tom), 'commitment', 'export'), await isSignedIn()]).toEqual([
      true,
      true,
    ]);
    ours.office.procore.office.setPermission(TOM.id, { isActive: false });
    await check();
    expect(await isSignedIn()).toBe(false);
    const { owner } = ours.desk.test;
    expect(await owner`select 1 from credentials where user_id = ${tom}`).toHaveLength(0);
    expect(await owner`select 1 from approver_rights where user_id = ${tom}`).toHaveLength(0);
    expect(await left()).toEqual([{ object_id: tom, before: { approvals: ['commitment:export'] } }]);
    const theirs = ours.office.procore.records.tokens().filter(one => one.personId === TOM.id);
    expect(theirs.every(one => one.state !== 'live')).toBe(true);
  });

  test('and comes back begins without the rights of before', async () => {
    ours.office.procore.office.setPermission(TOM.id, { isActive: false });
    await check();
    ours.office.procore.office.setPermission(TOM.id, { isActive: true });
    await ours.office.signIn(tom, TOM.login);
    expect(mayApprove(await rightsOf(tom), 'commitment', 'export')).toBe(false);
  });

  test('is noticed by the event that tells of it', async () => {
    const { deps, desk, office } = ours;
    await ensureHooks(deps, desk.admin.company);
    office.procore.office.setPermission(TOM.id, { isActive: false });
    await office.procore.settleWebhooks();
    await deliverWebhooks(deps, desk.admin.company);
    expect(await isSignedIn()).toBe(false);
  });

  test('but was never here costs no question', async () => {
    const { deps, desk, office } = ours;
    await ensureHooks(deps, desk.admin.company);
    const asked = (): number => office.procore.records.requestCount('GET', USERS);
    await office.procore.settleWebhooks();
    await deliverWebhooks(deps, desk.admin.company);
    const before = asked();
    office.procore.office.setPermission(91740, { isActive: false });
    await office.procore.settleWebhooks();
    await deliverWebhooks(deps, desk.admin.company);
    expect(asked()).toBe(before);
    office.procore.office.setPermission(91740, { isActive: true });
  });
});

describe('nobody is signed out', () => {
  test('who is still there', async () => {
    await check();
    expect(await isSignedIn()).toBe(true);
  });

  test('because Procore is away', async () => {
    ours.office.procore.faults.add({ kind: 'server-error', route: '/rest/*', times: 'always' });
    expect(await outcomeOf(check())).toBe('procore');
    expect(await isSignedIn()).toBe(true);
  });

  test('because the app may not see the directory', async () => {
    ours.office.procore.faults.add({ kind: 'forbidden', route: '/rest/*', times: 'always' });
    await check();
    expect(await isSignedIn()).toBe(true);
  });

  test('because the directory shows none of them', async () => {
    for (const { id } of [TOM, PRIYA]) ours.office.procore.office.setPermission(id, { isActive: false });
    await check();
    expect(await isSignedIn()).toBe(true);
  });
});

test('a company that is disconnected leaves nothing of ours in Procore but who did it', async () => {
  const { deps, desk, office } = ours;
  await ensureHooks(deps, desk.admin.company);
  const theirs = await startSession(desk.admin, priya);
  await letGo(deps, { ...desk.admin, actor: { kind: 'person', userId: priya, name: 'Priya' } });
  expect(office.procore.records.hooks()).toEqual([]);
  expect(await isSignedIn()).toBe(false);
  const kept = await desk.test.owner`select user_id from credentials where user_id is not null`;
  expect(kept).toEqual([{ user_id: priya }]);
  expect(await findSession(desk.admin, { sessionId: theirs })).not.toBeNull();
  const bearers = await desk.test.owner`select 1 from hooks where ended_at is null`;
  expect(bearers).toHaveLength(0);
});

test('and nobody is let in by a webhook’s bearer, also where Procore could not be told', async () => {
  const { deps, desk, office } = ours;
  await ensureHooks(deps, desk.admin.company);
  office.procore.faults.add({ kind: 'server-error', route: '/rest/*', times: 'always' });
  await letGo(deps, desk.admin);
  expect(office.procore.records.hooks()).toHaveLength(1);
  const bearers = await desk.test.owner`select 1 from hooks where ended_at is null`;
  expect(bearers).toHaveLength(0);
});
