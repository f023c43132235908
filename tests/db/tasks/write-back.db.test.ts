import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { writeBack } from '@/lib/tasks/write-back';
import { actionsOf, rowOf } from '@/tests/support/paths';
import { Cut, PlannedFaults } from '@/tests/support/planned-faults';
import { openTaskOffice, type TaskOffice } from '@/tests/support/task-office';

const MINUTE = 60_000;
const CONTRACT = '/rest/v1.0/work_order_contracts/{id}';

let ours: TaskOffice;
beforeAll(async () => {
  ours = await openTaskOffice();
});
afterEach(() => ours.office.procore.faults.clear());
afterAll(() => ours.close());

const run = (): Promise<void> => writeBack(ours.deps, ours.desk.admin.company);
const patches = (): number => ours.office.procore.records.requestCount('PATCH', CONTRACT);
const marks = async (id: string): Promise<string[]> =>
  (await actionsOf(ours.desk, id)).filter(action => action.includes('marked in Procore'));

/** Procore's record carries the QuickBooks id and number, and our row and its history say so once. */
async function expectMarked({ id, procoreId }: { id: string; procoreId: number }): Promise<void> {
  const row = await rowOf(ours.desk, id);
  expect(ours.office.procore.records.commitment(procoreId)).toMatchObject({
    originId: row.txn_id,
    originCode: row.ref_number,
  });
  expect([row.state, row.write_back, await marks(id)]).toEqual(['synced', 'done', ['marked in Procore']]);
}

describe('a record that went into QuickBooks', () => {
  test('is marked in Procore with QuickBooks’ id and number, once', async () => {
    const one = await ours.synced('MARK-1');
    const before = patches();
    await run();
    await expectMarked(one);
    await run();
    expect(patches() - before).toBe(1);
  });

  test('is marked in Procore where only the answer was lost, and not written again', async () => {
    const one = await ours.synced('MARK-2');
    ours.office.procore.faults.add({ kind: 'drop-after', method: 'PATCH', route: CONTRACT, times: 'always' });
    await run();
    expect(await rowOf(ours.desk, one.id)).toMatchObject({ write_back: 'pending' });
    ours.office.procore.faults.clear();
    const before = patches();
    ours.desk.env.advance(MINUTE);
    await run();
    await expectMarked(one);
    expect(patches()).toBe(before);
  });

  test('is marked once though the process died before it could note it', async () => {
    const one = await ours.synced('MARK-3');
    const faults = new PlannedFaults();
    faults.kill('write-back.sent');
    const dying = { ...ours.deps, env: { ...ours.desk.env, faults } };
    await expect(writeBack(dying, ours.desk.admin.company)).rejects.toThrow(Cut);
    const before = patches();
    await run();
    await expectMarked(one);
    expect(patches()).toBe(before);
  });

  test('is marked once by two workers at once', async () => {
    const all = [await ours.synced('MARK-4'), await ours.synced('MARK-5'), await ours.synced('MARK-6')];
    await Promise.all([run(), run(), run()]);
    for (const one of all) await expectMarked(one);
  });
});

describe('another integration’s mark', () => {
  test('is left as it is, and the reason is shown', async () => {
    const one = await ours.synced('OTHER-1');
    ours.office.procore.office.updateCommitment(one.procoreId, { originId: 'SAGE-1' });
    const before = patches();
    await run();
    expect(await rowOf(ours.desk, one.id)).toMatchObject({
      state: 'synced',
      write_back: 'failed',
      write_back_error: expect.stringContaining('SAGE-1'),
    });
    expect(ours.office.procore.records.commitment(one.procoreId)?.originId).toBe('SAGE-1');
    expect([patches() - before, await marks(one.id)]).toEqual([0, ['not marked in Procore']]);
    expect(ours.office.procore.records.violations()).toEqual([]);
  });
});

describe('a Procore that refuses', () => {
  test('for now (500, 429, away) is asked again later, with growing gaps, and holds up no other', async () => {
    const one = await ours.synced('LATER-1');
    for (const [kind, minutes] of [
      ['server-error', 1],
      ['unavailable', 2],
      ['drop-before', 4],
    ] as const) {
      ours.office.procore.faults.add({ kind, route: CONTRACT, times: 'always', retryAfterS: 1 });
      await run();
      ours.office.procore.faults.clear();
      expect(await rowOf(ours.desk, one.id)).toMatchObject({ state: 'synced', write_back: 'pending' });
      ours.desk.env.advance(minutes * MINUTE - 1);
      const before = patches();
      await run();
      expect(patches()).toBe(before);
      ours.desk.env.advance(1);
    }
    const other = await ours.synced('LATER-2');
    await run();
    await expectMarked(one);
    await expectMarked(other);
  });

  test('ten times is given up with the reason', async () => {
    const one = await ours.synced('NEVER-1');
    ours.office.procore.faults.add({ kind: 'server-error', route: CONTRACT, times: 'always' });
    for (let time = 0; time < 10; time += 1) {
      expect(await rowOf(ours.desk, one.id)).toMatchObject({ write_back: 'pending' });
      await run();
      ours.desk.env.advance(61 * MINUTE);
    }
    expect(await rowOf(ours.desk, one.id)).toMatchObject({ state: 'synced', write_back: 'failed' });
    expect(await marks(one.id)).toEqual(['not marked in Procore']);
  });

  test('for good, since the record is gone, is given up at once with the reason', async () => {
    const one = await ours.synced('GONE-1');
    ours.office.procore.office.deleteCommitment(one.procoreId);
    await run();
    expect(await rowOf(ours.desk, one.id)).toMatchObject({ state: 'synced', write_back: 'failed' });
  });
});
