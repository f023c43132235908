import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { acceptExport, refreshProject, sendExport, showExport } from '@/lib/exports';
import { readChangeOrders } from '@/lib/tasks/sources';
import { writeBack } from '@/lib/tasks/write-back';
import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { actionsOf, rowOf } from '@/tests/support/paths';
import { openTaskOffice, type TaskOffice } from '@/tests/support/task-office';

const PACKAGE = '/rest/v1.0/change_order_packages/{id}';

let ours: TaskOffice;
beforeAll(async () => {
  ours = await openTaskOffice();
});
afterEach(() => ours.office.procore.faults.clear());
afterAll(() => ours.close());

const run = (): Promise<void> => writeBack(ours.deps, ours.desk.admin.company);
const patches = (): number => ours.office.procore.records.requestCount('PATCH', PACKAGE);
const read = () => readChangeOrders(ours.desk.admin, ours.office.asService(), String(RIVERSIDE_ID));
const packageOf = (id: number) => ours.office.procore.records.changeOrder(id);

/** A change order that people made in Procore, on a commitment that is in QuickBooks. */
async function madeInProcore(commitmentId: number): Promise<{ id: string; procoreId: number }> {
  const procoreId = ours.office.procore.office.createChangeOrder({
    commitmentId,
    title: 'Deeper footings',
    status: 'approved',
    lines: [{ costCode: '03-300', amount: '50.0', description: 'Footings' }],
  });
  await read();
  return { id: await ours.exportOf(procoreId), procoreId };
}

async function syncedChange(number: string) {
  const contract = await ours.synced(number);
  const change = await madeInProcore(contract.procoreId);
  await sendExport(ours.desk.sender, { id: change.id, consents: [] });
  await acceptExport(ours.desk.approver, {
    id: change.id,
    hash: await ours.desk.hashOf(ours.desk.approver, change.id),
  });
  await ours.desk.runUpdate();
  await ours.desk.runUpdate();
  return { contract, change };
}

describe('a change order made in Procore', () => {
  test('goes into QuickBooks, and carries the order’s id with its own mark, which no other record has', async () => {
    const { contract, change } = await syncedChange('CHANGED-1');
    await run();
    const row = await rowOf(ours.desk, change.id);
    expect([row.state, row.write_back]).toEqual(['synced', 'done']);
    expect(packageOf(change.procoreId)).toMatchObject({
      originId: `${row.txn_id}|CCO 001`,
      originCode: row.ref_number,
    });
    expect(ours.office.procore.records.commitment(contract.procoreId)?.originId).toBe(row.txn_id);
    expect((await actionsOf(ours.desk, change.id)).filter(one => one === 'marked in Procore')).toHaveLength(
      1,
    );
  });

  test('is not taken for another integration’s by its own mark', async () => {
    const { change } = await syncedChange('CHANGED-2');
    await run();
    await read();
    const row = await rowOf(ours.desk, change.id);
    expect(row.blockers.filter(one => one.message.includes('Another integration'))).toEqual([]);
    expect(row.changed_after_sync).toBeNull();
  });

  test('whose mark’s answer was lost is marked once', async () => {
    const { change } = await syncedChange('CHANGED-3');
    ours.office.procore.faults.add({ kind: 'drop-after', method: 'PATCH', route: PACKAGE, times: 'always' });
    await run();
    ours.office.procore.faults.clear();
    const before = patches();
    ours.desk.env.advance(60_000);
    await run();
    expect([(await rowOf(ours.desk, change.id)).write_back, patches() - before]).toEqual(['done', 0]);
  });

  test('that carries another integration’s mark is left as it is, and the reason is shown', async () => {
    const { change } = await syncedChange('CHANGED-4');
    ours.office.procore.office.updateChangeOrder(change.procoreId, { originId: 'SAGE-4' });
    await run();
    expect(await rowOf(ours.desk, change.id)).toMatchObject({
      write_back: 'failed',
      write_back_error: expect.stringContaining('SAGE-4'),
    });
    expect([packageOf(change.procoreId)?.originId, ours.office.procore.records.violations()]).toEqual([
      'SAGE-4',
      [],
    ]);
  });
});

describe('what changed in Procore since it was sent', () => {
  test('is told field by field, and no more once it is as it was', async () => {
    const contract = await ours.synced('DIFF-1');
    const show = async () => {
      await refreshProject(ours.desk.admin, ours.office.asService(), String(RIVERSIDE_ID));
      const { changedAfterSync, differences } = await showExport(ours.desk.admin, contract.id);
      return [changedAfterSync !== null, differences];
    };
    const { office, records } = ours.office.procore;
    const lineId = records.commitment(contract.procoreId)?.lines[0]?.id ?? 0;
    office.updateLine(lineId, { amount: '130.0' });
    expect(await show()).toEqual([
      true,
      [
        { field: 'grandTotal', before: '100.0', after: '130.0' },
        { field: 'lines 1 › amount', before: '100.0', after: '130.0' },
      ],
    ]);
    ours.desk.env.advance(1000);
    office.updateLine(lineId, { amount: '100.0' });
    expect(await show()).toEqual([false, []]);
  });
});

describe('what was deleted in QuickBooks', () => {
  async function deletedOrder(number: string) {
    const { contract, change } = await syncedChange(number);
    await run();
    const { ref_number: refNumber } = await rowOf(ours.desk, contract.id);
    ours.desk.quickBooks.bookkeeper.deletePurchaseOrder(refNumber ?? '');
    ours.desk.env.advance(3_700_000);
    await ours.desk.runUpdate();
    expect(await ours.desk.stateOf(contract.id)).toBe('unlinked');
    return { contract, change };
  }

  test('loses our marks in Procore, its change orders too, once', async () => {
    const { contract, change } = await deletedOrder('UNLINK-1');
    await run();
    expect(ours.office.procore.records.commitment(contract.procoreId)).toMatchObject({
      originId: null,
      originCode: null,
      originData: null,
    });
    expect(packageOf(change.procoreId)?.originId).toBeNull();
    const row = await rowOf(ours.desk, contract.id);
    expect([row.state, row.write_back]).toEqual(['unlinked', 'done']);
    expect((await actionsOf(ours.desk, contract.id)).at(-1)).toBe('mark taken off in Procore');
  });

  test('keeps a mark that another integration has put on it since', async () => {
    const { contract } = await deletedOrder('UNLINK-2');
    ours.office.procore.office.updateCommitment(contract.procoreId, { originId: 'SAGE-5' });
    await run();
    expect(ours.office.procore.records.commitment(contract.procoreId)?.originId).toBe('SAGE-5');
    expect(ours.office.procore.records.violations()).toEqual([]);
  });

  test('and in Procore as well ends quietly', async () => {
    const { contract } = await deletedOrder('UNLINK-3');
    ours.office.procore.office.deleteCommitment(contract.procoreId);
    await run();
    expect((await rowOf(ours.desk, contract.id)).write_back).toBe('done');
  });
});
