import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  acceptExport,
  compareWhole,
  INVOICES,
  recheckExports,
  refreshProject,
  sendExport,
  showExport,
} from '@/lib/exports';
import { readChangeOrders } from '@/lib/tasks/sources';
import { writeBack } from '@/lib/tasks/write-back';
import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { setUpBills } from '@/tests/support/bills';
import { passMoment, rowOf } from '@/tests/support/paths';
import { openTaskOffice, type TaskOffice } from '@/tests/support/task-office';

const HOUR = 3_600_000;
const PATCH = '/rest/v1.1/requisitions/{id}';

let ours: TaskOffice;
beforeAll(async () => {
  ours = await openTaskOffice();
  await setUpBills(ours.desk);
});
afterEach(() => ours.office.procore.faults.clear());
afterAll(() => ours.close());

const projectId = String(RIVERSIDE_ID);
const hand = () => ours.office.procore.office;
const records = () => ours.office.procore.records;

async function read(): Promise<void> {
  const service = ours.office.asService();
  await refreshProject(ours.desk.admin, service, projectId);
  await readChangeOrders(ours.desk.admin, service, projectId);
  await compareWhole(ours.desk.admin, service, { reader: INVOICES, projectId });
}

async function carried(procoreId: number): Promise<string> {
  const { desk } = ours;
  const [row] = await desk.test.owner<{ id: string }[]>`
    select id from exports where procore_id = ${procoreId} order by kind = 'invoice' desc limit 1`;
  const id = row?.id ?? '';
  await sendExport(desk.sender, { id, consents: [] });
  await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
  await passMoment(desk);
  await desk.runUpdate();
  await desk.runUpdate();
  expect(await desk.stateOf(id)).toBe('synced');
  await recheckExports(desk.admin);
  return id;
}

const billOf = (number: string) => {
  const bill = ours.desk.quickBooks.books.bills().find(one => one.refNumber === number);
  return {
    total: bill?.total,
    lines: bill?.lines.map(line => [line.amount, line.bills]) ?? [],
  };
};

/** A subcontract with retainage and a change order to it, all of it in QuickBooks. */
async function contractInBoth(number: string) {
  const commitmentId = hand().createCommitment({
    projectId: RIVERSIDE_ID,
    kind: 'subcontract',
    number,
    title: `Package ${number}`,
    vendorId: 598134326300871,
    contractDate: '2026-03-02',
    retainagePercent: '10.0',
    lines: [
      { costCode: '03-300', description: 'Footings', amount: '50000.0' },
      { costCode: '03-300', description: 'Slab', amount: '30000.0' },
    ],
  });
  await read();
  await carried(commitmentId);
  const changeId = hand().createChangeOrder({
    commitmentId,
    title: 'Deeper footings',
    status: 'approved',
    lines: [{ costCode: '03-300', amount: '4500.0', description: 'Grid C' }],
  });
  return { commitmentId, changeId };
}

describe('invoices made in Procore', () => {
  test('become bills against the order’s lines, month by month, with retainage held and then released', async () => {
    const { commitmentId, changeId } = await contractInBoth('BILLED-1');
    const [first = 0, second = 0] =
      records()
        .commitment(commitmentId)
        ?.lines.map(line => line.id) ?? [];
    const one = hand().createInvoice({
      commitmentId,
      invoiceNumber: 'B1-1',
      status: 'approved',
      claims: [{ lineId: first, completed: '20000.35', stored: '5000.0' }],
    });
    await read();
    await carried(one);
    expect(billOf('B1-1')).toEqual({
      total: '22500.31',
      lines: [
        ['25000.35', 'Footings'],
        ['-2500.04', null],
      ],
    });
    const changed = hand().createInvoice({
      commitmentId,
      invoiceNumber: 'B1-2',
      status: 'approved',
      claims: [{ lineId: second, completed: '30000.0' }],
    });
    const line = records()
      .invoice(changed)
      ?.items.find(item => item.itemType === 'change_order_item');
    hand().updateInvoice(changed, {
      claims: [
        { lineId: first, moved: '5000.0', stored: '0.0' },
        { lineId: line?.lineId ?? 0, completed: '4500.0' },
      ],
    });
    await read();
    const { desk } = ours;
    const [waiting] = await desk.test.owner<{ id: string }[]>`
      select id from exports where kind = 'invoice' and procore_id = ${changed}`;
    expect((await rowOf(desk, waiting?.id ?? '')).blockers.map(one => one.ruleId)).toContain('INV-02');
    await carried(changeId);
    await carried(changed);
    expect(billOf('B1-2')).toEqual({
      total: '31050.00',
      lines: [
        ['30000.00', 'Slab'],
        ['4500.00', 'CCO 001: Grid C'],
        ['-3450.00', null],
      ],
    });
    const last = hand().createInvoice({
      commitmentId,
      invoiceNumber: 'B1-3',
      status: 'approved_as_noted',
      claims: [{ lineId: second, released: '3000.0' }],
    });
    await read();
    await carried(last);
    expect(billOf('B1-3')).toEqual({ total: '3000.00', lines: [['3000.00', null]] });
  });

  test('carry the bill’s id in Procore, once, and carry it no more when somebody deletes the bill', async () => {
    const { commitmentId } = await contractInBoth('BILLED-2');
    const [first = 0] =
      records()
        .commitment(commitmentId)
        ?.lines.map(line => line.id) ?? [];
    const invoiceId = hand().createInvoice({
      commitmentId,
      invoiceNumber: 'B2-1',
      status: 'approved',
      claims: [{ lineId: first, completed: '100.0' }],
    });
    await read();
    await writeBack(ours.deps, ours.desk.admin.company);
    const id = await carried(invoiceId);
    const patches = (): number => records().requestCount('PATCH', PATCH);
    const before = patches();
    const { desk } = ours;
    await writeBack(ours.deps, desk.admin.company);
    await writeBack(ours.deps, desk.admin.company);
    expect(records().invoice(invoiceId)?.originId).toBe((await rowOf(desk, id)).txn_id);
    expect(patches() - before).toBe(1);
    await read();
    const shown = await showExport(desk.admin, id);
    expect([shown.changedAfterSync, shown.differences, shown.writeBack]).toEqual([null, [], 'done']);
    desk.quickBooks.bookkeeper.bills.delete('B2-1');
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('unlinked');
    await writeBack(ours.deps, desk.admin.company);
    expect(records().invoice(invoiceId)?.originId).toBeNull();
    expect(records().violations()).toEqual([]);
    await recheckExports(desk.admin);
    expect((await rowOf(desk, id)).blockers).toEqual([]);
  });
});
