import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TASKS } from '@/lib/core/limits';
import { acceptExport, freshenForDecision, refreshProject, sendExport } from '@/lib/exports';
import { linkRecord, unlinkRecord } from '@/lib/imports';
import { COST_CODE_ID } from '@/tests/factories/commitment';
import { HARBOR_PINE_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { type Desk, ITEM_NAME, openDesk, putDirectory, qbIdOf } from '@/tests/support/desk';
import { outcomeOf } from '@/tests/support/outcome';
import { actionsOf, rowOf } from '@/tests/support/paths';
import { openProcoreOffice, type ProcoreOffice } from '@/tests/support/procore-office';

const PROJECT = String(RIVERSIDE_ID);
const CONTRACT = '/rest/v1.0/work_order_contracts/{id}';
const LIST = '/rest/v1.0/work_order_contracts';
const MINUTE = 60_000;

let desk: Desk;
let office: ProcoreOffice;

beforeAll(async () => {
  desk = await openDesk({ companyNumber: HARBOR_PINE_ID });
  office = await openProcoreOffice(desk);
  for (const code of [1, 2, 3])
    office.procore.office.addVendor({ companyId: HARBOR_PINE_ID, name: `Late ${code}` });
});
afterAll(async () => {
  await office.close();
  await desk.close();
});

const refresh = () => refreshProject(desk.admin, office.asService(), PROJECT);
const shows = (): number =>
  office.procore.records.requestCount('GET', CONTRACT) +
  office.procore.records.requestCount('GET', '/rest/v1.0/purchase_order_contracts/{id}');
const lists = (): number => office.procore.records.requestCount('GET', LIST);

async function idOf(procoreId: number): Promise<string> {
  const [row] = await desk.test.owner<
    { id: string }[]
  >`select id from exports where procore_id = ${procoreId}`;
  return row?.id ?? '';
}

function newSubcontract(number: string): number {
  return office.procore.office.createCommitment({
    projectId: RIVERSIDE_ID,
    kind: 'subcontract',
    number,
    title: `Package ${number}`,
    vendorId: 598134326300871,
    contractDate: '2026-03-02',
    lines: [{ costCode: '03-300', description: 'Work', amount: '100.0' }],
  });
}

describe('refreshing a project', () => {
  test('reads every commitment of both kinds at first', async () => {
    for (let place = 0; place < 130; place += 1) newSubcontract(`B-${place}`);
    const { read } = await refresh();
    const [row] = await desk.test.owner`select count(*)::int as count from exports`;
    const inProcore = office.procore.records.commitments().filter(one => one.projectId === RIVERSIDE_ID);
    expect([read, row?.['count']]).toEqual([inProcore.length, inProcore.length]);
  });

  test('reads afterwards only what changed', async () => {
    desk.env.advance(10 * MINUTE);
    await refresh();
    desk.env.advance(10 * MINUTE);
    const changed = newSubcontract('NEW-1');
    desk.env.advance(MINUTE);
    const before = shows();
    expect(await refresh()).toEqual({ read: 1 });
    expect(shows() - before).toBe(1);
    expect((await rowOf(desk, await idOf(changed))).number).toBe('NEW-1');
    desk.env.advance(TASKS.settleMs);
    // Read in the very moment of its change, it is looked at once more; then it is settled.
    expect(await refresh()).toEqual({ read: 1 });
    expect(await refresh()).toEqual({ read: 0 });
  });

  test('finds a change in the same second as the one it read before', async () => {
    const procoreId = newSubcontract('SAME-1');
    await refresh();
    office.procore.office.updateCommitment(procoreId, { title: 'Changed in the same second' });
    await refresh();
    expect((await rowOf(desk, await idOf(procoreId))).title).toBe('Changed in the same second');
  });

  test('finds a change made while the last refresh ran: the question overlaps', async () => {
    await refresh();
    const late = newSubcontract('LATE-1');
    desk.env.advance(4 * MINUTE);
    await refresh();
    expect(await idOf(late)).not.toBe('');
  });

  test('archives what was deleted in Procore', async () => {
    const procoreId = newSubcontract('GONE-1');
    await refresh();
    const id = await idOf(procoreId);
    desk.env.advance(MINUTE);
    office.procore.office.deleteCommitment(procoreId);
    await refresh();
    await refresh();
    expect(await desk.stateOf(id)).toBe('archived');
    expect((await actionsOf(desk, id)).filter(action => action === 'deleted in Procore')).toHaveLength(1);
  });

  test('that fails half-way moves no mark: the next one finds everything', async () => {
    const procoreId = newSubcontract('HALF-1');
    desk.env.advance(10 * MINUTE);
    office.procore.faults.add({ kind: 'server-error', route: CONTRACT, times: 'always' });
    expect(await outcomeOf(refresh())).toBe('procore');
    office.procore.faults.clear();
    desk.env.advance(10 * MINUTE);
    await refresh();
    expect(await idOf(procoreId)).not.toBe('');
  });

  test('twice at once takes each record in once', async () => {
    desk.env.advance(10 * MINUTE);
    const made = ['TWIN-1', 'TWIN-2', 'TWIN-3'].map(newSubcontract);
    await Promise.all([refresh(), refresh(), refresh()]);
    for (const procoreId of made)
      expect(await actionsOf(desk, await idOf(procoreId))).toEqual(['read from Procore']);
  });
});

describe('freshening before a decision', () => {
  const freshen = (...ids: string[]) => freshenForDecision(desk.approver, office.asService(), ids);

  async function waiting(number: string): Promise<{ id: string; procoreId: number; hash: string }> {
    const procoreId = await read(number);
    const id = await idOf(procoreId);
    await sendExport(desk.sender, { id, consents: [] });
    return { id, procoreId, hash: await desk.hashOf(desk.approver, id) };
  }

  async function read(number: string): Promise<number> {
    const procoreId = newSubcontract(number);
    desk.env.advance(30 * MINUTE);
    await refresh();
    return procoreId;
  }

  /** The cost code of the simulated Procore takes the place of the usual one. */
  beforeAll(async () => {
    const { connectionId, admin } = desk;
    const blocked = await rowOf(desk, await idOf(await read('COST-1')));
    const procoreId = blocked.blockers[0]?.fix.procoreId ?? '';
    const kind = 'cost_code';
    await unlinkRecord(admin, { connectionId, kind, procoreId: COST_CODE_ID });
    await putDirectory(admin, kind, [{ procoreId, name: 'Concrete', code: '03-300' }]);
    await linkRecord(admin, { connectionId, kind, procoreId, qbId: await qbIdOf(desk, 'item', ITEM_NAME) });
  });

  test('asks one list for all of them, reads nothing that did not change, and the decision stands', async () => {
    const [one, two] = [await waiting('DEC-1'), await waiting('DEC-2')];
    desk.env.advance(TASKS.settleMs);
    await refresh();
    const [listed, shown] = [lists(), shows()];
    await freshen(one.id, two.id);
    expect([lists() - listed, shows() - shown]).toEqual([1, 0]);
    await acceptExport(desk.approver, one);
    expect(await desk.stateOf(one.id)).toBe('queued');
  });

  test('finds that the record changed since it was shown, so that nothing is accepted', async () => {
    const one = await waiting('DEC-3');
    desk.env.advance(1000);
    office.procore.office.updateCommitment(one.procoreId, { title: 'Quite another title' });
    const shown = shows();
    await freshen(one.id);
    expect(shows() - shown).toBe(1);
    expect(await outcomeOf(acceptExport(desk.approver, one))).toBe('conflict');
    expect(await desk.stateOf(one.id)).toBe('awaiting_approval');
  });

  test('finds that the record was deleted', async () => {
    const one = await waiting('DEC-4');
    desk.env.advance(1000);
    office.procore.office.deleteCommitment(one.procoreId);
    await freshen(one.id);
    expect(await desk.stateOf(one.id)).toBe('archived');
    expect(await outcomeOf(acceptExport(desk.approver, one))).toBe('conflict');
  });

  test('fails when Procore cannot be asked, and changes nothing', async () => {
    const one = await waiting('DEC-5');
    office.procore.faults.add({ kind: 'server-error', route: LIST, times: 'always' });
    expect(await outcomeOf(freshen(one.id))).toBe('procore');
    office.procore.faults.clear();
    expect(await desk.stateOf(one.id)).toBe('awaiting_approval');
  });

  test('of another company’s record asks nothing', async () => {
    const beside = await openDesk({ beside: desk });
    const one = await waiting('DEC-6');
    const before = lists();
    await freshenForDecision(beside.approver, office.asService(), [one.id]);
    expect(lists()).toBe(before);
  });
});
