import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EXPORT_KINDS } from '@/lib/core/kinds';
import {
  kindsInSight,
  LOOKING_MAX_AGE_MS,
  listPeople,
  loadRights,
  mayApprove,
  maySend,
  mayView,
  setApproval,
} from '@/lib/tenancy';
import { HARBOR_PINE_ID, MILL_STREET_ID, OTTER_CREEK_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { type Desk, openDesk } from '@/tests/support/desk';
import { outcomeOf } from '@/tests/support/outcome';
import { openProcoreOffice, type ProcoreOffice } from '@/tests/support/procore-office';

const RIVERSIDE = String(RIVERSIDE_ID);
const MILL_STREET = String(MILL_STREET_ID);
const PEOPLE = {
  admin: [91740, 'avery.stone@harborpine.example'],
  sender: [91744, 'dana.ruiz@harborpine.example'],
  approver: [91751, 'priya.shah@harborpine.example'],
  viewer: [91760, 'tom.becker@harborpine.example'],
} as const;
type Who = keyof typeof PEOPLE;

let desk: Desk;
let office: ProcoreOffice;

beforeAll(async () => {
  desk = await openDesk({ companyNumber: HARBOR_PINE_ID });
  office = await openProcoreOffice(desk);
  for (const who of Object.keys(PEOPLE) as Who[]) await office.signIn(userOf(who), PEOPLE[who][1]);
});
afterEach(async () => {
  desk.env.advance(LOOKING_MAX_AGE_MS);
  await desk.test.owner`delete from members`;
});
afterAll(async () => {
  await office.close();
  await desk.close();
});

function userOf(who: Who): string {
  const { actor } = desk[who];
  return actor.kind === 'person' ? actor.userId : '';
}

function rightsOf(who: Who, wanted: { projectIds?: string[]; maxAgeMs?: number; companyId?: string } = {}) {
  const { company, env, database } = desk[who];
  return loadRights(
    { env, database, procore: office.asPerson(userOf(who)) },
    {
      company: { ...company, procoreCompanyId: wanted.companyId ?? company.procoreCompanyId },
      userId: userOf(who),
      projectIds: wanted.projectIds ?? [RIVERSIDE],
      maxAgeMs: wanted.maxAgeMs ?? LOOKING_MAX_AGE_MS,
    },
  );
}

const asked = (): number => office.procore.records.requestCount('GET', '/rest/v1.0/settings/permissions');

describe('rights', () => {
  test('are what Procore says: who administers, sends, approves and looks', async () => {
    const told = async (who: Who) => {
      const rights = await rightsOf(who);
      const may = [
        rights.isCompanyAdmin,
        maySend(rights, 'commitment', RIVERSIDE),
        mayApprove(rights, 'commitment', 'export'),
        mayView(rights, RIVERSIDE, 'commitment'),
      ];
      return may;
    };
    expect({
      admin: await told('admin'),
      sender: await told('sender'),
      approver: await told('approver'),
      viewer: await told('viewer'),
    }).toEqual({
      admin: [true, true, false, true],
      sender: [false, true, false, true],
      approver: [false, false, true, true],
      viewer: [false, false, false, true],
    });
  });

  test('of each kind are those on the project’s own tool for it', async () => {
    const [id] = PEOPLE.sender;
    const { office: hand } = office.procore;
    hand.setPermission(id, {
      projectTools: { commitments: 'None', invoicing: 'Read Only', budget: 'Standard' },
    });
    const rights = await rightsOf('sender', { maxAgeMs: 0 });
    expect(kindsInSight(rights, RIVERSIDE)).toEqual(['budget', 'change_order', 'invoice']);
    const sends = EXPORT_KINDS.filter(kind => maySend(rights, kind, RIVERSIDE));
    expect(sends).toEqual(['budget', 'change_order']);
    hand.setPermission(id, { projectTools: { commitments: 'Admin', invoicing: 'Admin', budget: 'Admin' } });
  });

  test('that Procore gives are told apart under People from those given here', async () => {
    for (const who of ['admin', 'sender', 'approver', 'viewer'] as const) await rightsOf(who);
    const people = await listPeople(desk.admin);
    const told = (who: Who) => {
      const line = people.find(one => one.userId === userOf(who));
      return [line?.isAdmin, line?.mayApproveInProcore, line?.granted];
    };
    expect([told('admin'), told('sender'), told('approver'), told('viewer')]).toEqual([
      [true, false, []],
      [false, false, []],
      [false, true, []],
      [false, false, []],
    ]);
  });

  test('for looking are asked at most once a minute', async () => {
    const before = asked();
    await rightsOf('viewer');
    expect(asked() - before).toBe(2);
    desk.env.advance(LOOKING_MAX_AGE_MS - 1);
    await rightsOf('viewer');
    expect(asked() - before).toBe(2);
    desk.env.advance(1);
    await rightsOf('viewer');
    expect(asked() - before).toBe(4);
  });

  test('for deciding are asked every time', async () => {
    const before = asked();
    for (let time = 0; time < 3; time += 1) await rightsOf('approver', { maxAgeMs: 0 });
    expect(asked() - before).toBe(6);
  });

  test('that were withdrawn are gone for a decision at once, and for looking within a minute', async () => {
    const [id] = PEOPLE.approver;
    const may = async (maxAgeMs: number) =>
      mayApprove(await rightsOf('approver', { maxAgeMs }), 'commitment', 'export');
    expect(await may(LOOKING_MAX_AGE_MS)).toBe(true);
    office.procore.office.setPermission(id, { canPushToAccounting: false });
    expect([await may(LOOKING_MAX_AGE_MS), await may(0), await may(LOOKING_MAX_AGE_MS)]).toEqual([
      true,
      false,
      false,
    ]);
    office.procore.office.setPermission(id, {
      canPushToAccounting: true,
      companyTools: { erp_integrations: 'Read Only' },
    });
    expect(await may(0)).toBe(false);
    office.procore.office.setPermission(id, { companyTools: { erp_integrations: 'Standard' } });
    expect(await may(0)).toBe(true);
  });

  test('on a project the person was taken off are gone', async () => {
    const [id] = PEOPLE.viewer;
    expect(mayView(await rightsOf('viewer'), RIVERSIDE, 'commitment')).toBe(true);
    office.procore.office.setPermission(id, { projectIds: [] });
    expect(mayView(await rightsOf('viewer', { maxAgeMs: 0 }), RIVERSIDE, null)).toBe(false);
    office.procore.office.setPermission(id, { projectIds: [RIVERSIDE_ID] });
  });

  test('on one project, read long ago, do not come with those on another', async () => {
    const [id] = PEOPLE.sender;
    await rightsOf('sender', { projectIds: [MILL_STREET] });
    office.procore.office.setPermission(id, { projectIds: [RIVERSIDE_ID] });
    desk.env.advance(LOOKING_MAX_AGE_MS);
    for (const maxAgeMs of [0, LOOKING_MAX_AGE_MS]) {
      const rights = await rightsOf('sender', { projectIds: [RIVERSIDE], maxAgeMs });
      expect([maySend(rights, 'commitment', RIVERSIDE), maySend(rights, 'commitment', MILL_STREET)]).toEqual([
        true,
        false,
      ]);
    }
    office.procore.office.setPermission(id, { projectIds: 'all' });
  });

  test('in a company the person does not belong to are not there', async () => {
    const foreign = { companyId: String(OTTER_CREEK_ID), maxAgeMs: 0 };
    expect(await outcomeOf(rightsOf('admin', foreign))).toBe('not_found');
    office.procore.office.uninstall(HARBOR_PINE_ID);
    expect(await outcomeOf(rightsOf('admin', { maxAgeMs: 0 }))).toBe('not_found');
    office.procore.office.install(HARBOR_PINE_ID);
  });

  test('are not made up when Procore is away: the question fails', async () => {
    office.procore.faults.add({
      kind: 'server-error',
      route: '/rest/v1.0/settings/permissions',
      times: 'always',
    });
    expect(await outcomeOf(rightsOf('approver', { maxAgeMs: 0 }))).toBe('procore');
    office.procore.faults.clear();
  });

  test('given inside the app add to Procore’s, and go when they are taken', async () => {
    const userId = userOf('viewer');
    await rightsOf('viewer');
    const grant = { userId, kind: 'commitment', direction: 'export' } as const;
    await setApproval(desk.admin, { ...grant, isGranted: true });
    const granted = await rightsOf('viewer');
    expect([
      mayApprove(granted, 'commitment', 'export'),
      mayApprove(granted, 'commitment', 'import'),
    ]).toEqual([true, false]);
    const backwards = setApproval(desk.admin, { ...grant, direction: 'import', isGranted: true });
    expect(await outcomeOf(backwards)).toBe('invalid');
    await setApproval(desk.admin, { ...grant, isGranted: false });
    expect(mayApprove(await rightsOf('viewer'), 'commitment', 'export')).toBe(false);
  });
});
