import { describe, expect, test } from 'vitest';
import { changeSettings, inCompany, listPeople, setApproval, settingsOf, setUpCompany } from '@/lib/tenancy';
import type { Desk } from '@/tests/support/desk';
import { expectRefused, race } from '@/tests/support/outcome';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const others = sharedDeskBeside(ours);

function userOf(desk: Desk, who: 'sender' | 'viewer'): string {
  const { actor } = desk[who];
  return actor.kind === 'person' ? actor.userId : '';
}

/** A person is known to a company once his rights were read. */
async function join(desk: Desk, userId: string): Promise<void> {
  await desk.test.owner`
    insert into members (company_id, user_id, tools, projects, read_at)
    values (${desk.admin.company.id}, ${userId}, '{"levels":{},"actions":[]}', '{}', ${desk.env.now()})
    on conflict do nothing`;
}

async function grantsOf(desk: Desk, userId: string): Promise<readonly string[]> {
  return (await listPeople(desk.admin)).find(one => one.userId === userId)?.granted ?? [];
}

async function lastEntry(desk: Desk) {
  const [row] = await desk.test.owner`
    select * from history where company_id = ${desk.admin.company.id} order by seq desc limit 1`;
  return row;
}

async function versionOf(desk: Desk): Promise<number> {
  return (await inCompany(desk.admin, tx => settingsOf(tx, desk.admin.company.id))).version;
}

const COMMITMENTS = { kind: 'commitment', direction: 'export' } as const;

describe('an approval right', () => {
  test('is given and taken, each with its history row', async () => {
    const { desk } = ours;
    const userId = userOf(desk, 'viewer');
    await join(desk, userId);
    await setApproval(desk.admin, { ...COMMITMENTS, userId, isGranted: true });
    expect(await grantsOf(desk, userId)).toEqual(['commitment:export']);
    expect(await lastEntry(desk)).toMatchObject({
      action: 'approval right given',
      object_id: userId,
      after: COMMITMENTS,
    });
    await setApproval(desk.admin, { ...COMMITMENTS, userId, isGranted: false });
    expect(await grantsOf(desk, userId)).toEqual([]);
    expect(await lastEntry(desk)).toMatchObject({ action: 'approval right taken', object_id: userId });
  });

  test('that is given already, or is not there to be taken, conflicts and nothing changes', async () => {
    const { desk } = ours;
    const userId = userOf(desk, 'viewer');
    await join(desk, userId);
    const grant = (isGranted: boolean) => () =>
      setApproval(desk.admin, { kind: 'vendor', direction: 'import', userId, isGranted });
    await expectRefused(desk.test, 'conflict', grant(false));
    await grant(true)();
    await expectRefused(desk.test, 'conflict', grant(true));
  });

  test("for somebody who never signed in to this company is not given: another company's person is not there", async () => {
    const { desk } = ours;
    const theirs = userOf(others.desk, 'viewer');
    await join(others.desk, theirs);
    for (const userId of [theirs, userOf(desk, 'sender'), 'no id at all'])
      await expectRefused(desk.test, 'not_found', () =>
        setApproval(desk.admin, { ...COMMITMENTS, userId, isGranted: true }),
      );
  });

  test('is given by company administrators alone; nobody else changes anything', async () => {
    const { desk } = ours;
    const userId = userOf(desk, 'viewer');
    await join(desk, userId);
    for (const ctx of [desk.approver, desk.sender, desk.viewer])
      await expectRefused(desk.test, 'forbidden', () =>
        setApproval(ctx, { ...COMMITMENTS, userId, isGranted: true }),
      );
  });

  test.each([true, false])(
    'of two at once (given: %s) exactly one wins, the other is told',
    async isGranted => {
      const { desk } = ours;
      const userId = userOf(desk, 'viewer');
      await join(desk, userId);
      for (let round = 0; round < 6; round += 1) {
        const input = { kind: 'invoice', direction: 'export', userId } as const;
        if (!isGranted) await setApproval(desk.admin, { ...input, isGranted: true });
        const set = () => setApproval(desk.admin, { ...input, isGranted });
        expect(await race(set, set)).toEqual(['conflict', 'done']);
        if (isGranted) await setApproval(desk.admin, { ...input, isGranted: false });
      }
    },
  );
});

describe('settings', () => {
  test('change with a history row that tells what they were and are', async () => {
    const { desk } = ours;
    const version = await versionOf(desk);
    await changeSettings(desk.admin, { values: { sendUnits: true }, version });
    expect(await versionOf(desk)).toBe(version + 1);
    expect(await lastEntry(desk)).toMatchObject({
      action: 'settings changed',
      before: { sendUnits: false },
      after: { sendUnits: true, separationOfDuties: true },
    });
  });

  test('read before somebody changed them conflict, and nothing changes', async () => {
    const { desk } = ours;
    const version = await versionOf(desk);
    for (const stale of [version - 1, version + 1, 0])
      await expectRefused(desk.test, 'conflict', () =>
        changeSettings(desk.admin, { values: {}, version: stale }),
      );
  });

  test('with unknown or malformed values are refused, and nothing changes', async () => {
    const { desk } = ours;
    const version = await versionOf(desk);
    for (const values of [{ unheardOf: 1 }, { longNumbers: 'cut' }, null, 'all on'])
      await expectRefused(desk.test, 'invalid', () => changeSettings(desk.admin, { values, version }));
  });

  test('are changed by company administrators alone; nobody else changes anything', async () => {
    const { desk } = ours;
    const version = await versionOf(desk);
    for (const ctx of [desk.approver, desk.sender, desk.viewer])
      await expectRefused(desk.test, 'forbidden', () => changeSettings(ctx, { values: {}, version }));
  });

  test('of another company stay as they are, whatever version is named', async () => {
    const { desk } = ours;
    const theirs = await versionOf(others.desk);
    await changeSettings(desk.admin, { values: { sendUnits: true }, version: await versionOf(desk) });
    expect(await versionOf(others.desk)).toBe(theirs);
  });

  test('of two changes at once exactly one wins, the other is told', async () => {
    const { desk } = ours;
    for (let round = 0; round < 8; round += 1) {
      const version = await versionOf(desk);
      const change = (sendUnits: boolean) => () =>
        changeSettings(desk.admin, { values: { sendUnits }, version });
      expect(await race(change(true), change(false))).toEqual(['conflict', 'done']);
      expect(await versionOf(desk)).toBe(version + 1);
    }
  });
});

describe('setting a company up', () => {
  test('twice, and twice at once, gives the same company, set up once', async () => {
    const {
      env,
      test: { database, owner },
      admin,
    } = ours.desk;
    for (let round = 0; round < 5; round += 1) {
      const procoreCompanyId = String(900 + round);
      const input = {
        environment: 'test',
        procoreCompanyId,
        name: 'New',
        actor: admin.actor,
        requestId: null,
      };
      const setUp = () => setUpCompany({ env, database }, input);
      const made = await Promise.all([setUp(), setUp()]);
      made.push(await setUp());
      expect(new Set(made.map(one => one.id)).size).toBe(1);
      const rows = await owner`select action from history where company_id = ${made[0]?.id ?? ''}`;
      expect(rows).toHaveLength(1);
    }
  });
});
