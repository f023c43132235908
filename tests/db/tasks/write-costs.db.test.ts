import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ProcoreWish, type WantedCost, type WantedPayment, wishInProcore } from '@/lib/imports';
import { writeBack } from '@/lib/tasks/write-back';
import { inCompany } from '@/lib/tenancy';
import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { Cut, PlannedFaults } from '@/tests/support/planned-faults';
import { openTaskOffice, type TaskOffice } from '@/tests/support/task-office';

const MINUTE = 60_000;
const PROJECT = String(RIVERSIDE_ID);
const VENDOR = '598134326300902';
const PAYMENTS = '/rest/v1.0/contract_payments';
const COSTS = '/rest/v1.0/projects/{project_id}/direct_costs';

let ours: TaskOffice;
let commitmentId: number;
let budgetCodeId: string;
let turn = 0;
beforeAll(async () => {
  ours = await openTaskOffice();
  commitmentId = ours.newSubcontract('PAID-1');
  budgetCodeId = String(ours.office.procore.records.commitment(commitmentId)?.lines[0]?.wbsCodeId);
});
beforeEach(() => {
  turn += 1;
});
afterEach(() => ours.office.procore.faults.clear());
afterAll(() => ours.close());

const records = () => ours.office.procore.records;
const run = (): Promise<void> => writeBack(ours.deps, ours.desk.admin.company);
const again = async (): Promise<void> => {
  ours.desk.env.advance(61 * MINUTE);
  await run();
};
const wish = (one: ProcoreWish): Promise<void> =>
  inCompany(ours.desk.admin, tx => wishInProcore(ours.desk.admin, tx, one));
const writeOf = async (originId: string) =>
  (await ours.desk.test.owner`select * from procore_writes where origin_id = ${originId}`)[0];
const pictureOf = async (originId: string) =>
  (await ours.desk.test.owner`select * from pictures where origin_id = ${originId}`)[0];

const mark = (): string => `TXN-${turn}`;
const payment = (patch: Partial<WantedPayment> = {}): WantedPayment => ({
  commitmentId: String(commitmentId),
  amount: '75.00',
  date: '2026-04-18',
  method: 'check',
  invoiceId: null,
  invoiceNumber: null,
  checkNumber: '10587',
  notes: 'Bill payment check 10587',
  originData: '{"v":1}',
  ...patch,
});
const pay = (aim: ProcoreWish['aim'] = 'write', patch: Partial<WantedPayment> = {}): Promise<void> =>
  wish({ kind: 'payment', originId: mark(), projectId: PROJECT, aim, wanted: payment(patch) });
const paid = (originId = mark()) =>
  records()
    .payments()
    .filter(one => one.originId === originId);

const line = (name: string, amount: string) => ({
  originId: `${mark()}|${name}`,
  originData: null,
  budgetCodeId,
  description: `Part ${name}`,
  amount,
});
const cost = (patch: Partial<WantedCost> = {}): WantedCost => ({
  originData: '{"txn":"Check"}',
  type: 'expense',
  status: 'approved',
  vendorId: VENDOR,
  invoiceNumber: `C-${turn}`,
  date: '2026-03-11',
  paidOn: '2026-03-11',
  description: 'Anchor bolts',
  lines: [line('1', '400.10'), line('2', '12.08')],
  ...patch,
});
const spend = (aim: ProcoreWish['aim'] = 'write', patch: Partial<WantedCost> = {}, originId = mark()) =>
  wish({ kind: 'cost', originId, projectId: PROJECT, aim, wanted: cost(patch) });
const spent = (originId = mark()) =>
  records()
    .directCosts()
    .filter(one => one.originId === originId);

/** The process dies before it could note what Procore did. */
async function dieBeforeNoting(): Promise<void> {
  const faults = new PlannedFaults();
  faults.kill('write-back.sent');
  const dying = { ...ours.deps, env: { ...ours.desk.env, faults } };
  await expect(writeBack(dying, ours.desk.admin.company)).rejects.toThrow(Cut);
}

describe('a payment of QuickBooks', () => {
  test('is issued once, with its mark, and its picture shows what was written', async () => {
    await pay();
    await run();
    await run();
    expect(paid()).toMatchObject([{ amount: '75.0', checkNumber: '10587' }]);
    const picture = await pictureOf(mark());
    expect([(await writeOf(mark()))?.['state'], picture?.['written_hash']]).toEqual([
      'done',
      picture?.['snapshot_hash'],
    ]);
  });

  test.each(['drop-after', 'drop-before', 'server-error', 'half-body'] as const)(
    'is issued once where the answer is lost or spoilt (%s)',
    async kind => {
      await pay();
      ours.office.procore.faults.add({ kind, method: 'POST', route: PAYMENTS, times: 2 });
      await run();
      ours.office.procore.faults.clear();
      await again();
      expect([paid().length, (await writeOf(mark()))?.['state']]).toEqual([1, 'done']);
    },
  );

  test('is issued once though the process died before it could note it', async () => {
    await pay();
    await dieBeforeNoting();
    await run();
    expect([paid().length, (await writeOf(mark()))?.['state']]).toEqual([1, 'done']);
  });

  test('that changed is changed through its lock, whichever of the three steps is lost', async () => {
    for (const skip of [0, 1, 2]) {
      turn += 1;
      await pay();
      await run();
      await pay('write', { amount: '80.00' });
      ours.office.procore.faults.add({
        kind: 'drop-after',
        method: 'PATCH',
        route: `${PAYMENTS}/{id}`,
        skip,
        times: 9,
      });
      await run();
      ours.office.procore.faults.clear();
      await again();
      expect([paid().map(one => one.amount), (await writeOf(mark()))?.['state']]).toEqual([['80.0'], 'done']);
    }
    expect(
      records()
        .payments()
        .filter(one => one.originId === null && one.amount === '75.0'),
    ).toEqual([]);
  });

  test('of which nothing could be noted is changed, not issued again, though its mark was off when all stopped', async () => {
    await pay();
    await dieBeforeNoting();
    await pay('write', { amount: '80.00' });
    ours.office.procore.faults.add({
      kind: 'drop-after',
      method: 'PATCH',
      route: `${PAYMENTS}/{id}`,
      times: 9,
    });
    await run();
    ours.office.procore.faults.clear();
    const count = records().payments().length;
    await again();
    expect([paid().map(one => one.amount), records().payments().length]).toEqual([['80.0'], count]);
  });

  test('that somebody deleted in Procore is not issued again by itself', async () => {
    await pay();
    await run();
    const [one] = paid();
    ours.office.procore.office.deletePayment(one?.id ?? 0);
    await pay('write', { amount: '80.00' });
    await run();
    expect([paid(), await writeOf(mark())]).toMatchObject([
      [],
      { state: 'failed', error: expect.stringContaining('deleted') },
    ]);
  });

  test('that another integration took over is left alone, and the reason is kept', async () => {
    await pay();
    await run();
    const [one] = paid();
    ours.office.procore.office.updatePayment(one?.id ?? 0, { originId: 'SAGE-7' });
    await pay('write', { amount: '80.00' });
    await run();
    expect(records().payment(one?.id ?? 0)).toMatchObject({ originId: 'SAGE-7', amount: '75.0' });
    expect(await writeOf(mark())).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('SAGE-7'),
    });
    expect(records().violations()).toEqual([]);
  });

  test('is let go of, or taken away, once', async () => {
    await pay();
    await run();
    const [kept] = paid();
    await pay('release');
    await run();
    await run();
    expect([paid(), records().payment(kept?.id ?? 0)?.originData]).toEqual([[], null]);
    await pay('remove');
    await dieBeforeNoting();
    await run();
    expect([records().payment(kept?.id ?? 0), (await writeOf(mark()))?.['state']]).toEqual([
      undefined,
      'done',
    ]);
  });
});

describe('a cost of QuickBooks', () => {
  test('is written with its lines, marked, and read back', async () => {
    await spend();
    await run();
    expect(spent()).toMatchObject([{ lines: [{ amount: '400.1' }, { amount: '12.08' }] }]);
    const picture = await pictureOf(mark());
    expect([picture?.['amount'], picture?.['written_hash']]).toEqual(['412.18', picture?.['snapshot_hash']]);
    expect((await writeOf(mark()))?.['state']).toBe('done');
  });

  test('many go in two calls, and one that is refused stops no other', async () => {
    const marks = Array.from({ length: 30 }, (_, index) => `MANY-${turn}-${index}`);
    for (const [index, originId] of marks.entries())
      await spend(
        'write',
        {
          ...(index === 7 ? { vendorId: '999999' } : {}),
          lines: [
            {
              ...line('1', '5.00'),
              originId: `${originId}|1`,
              ...(index === 9 ? { budgetCodeId: '999999' } : {}),
            },
          ],
        },
        originId,
      );
    const before = records().requestCount('PATCH', `${COSTS}/sync`);
    await run();
    expect(records().requestCount('PATCH', `${COSTS}/sync`) - before).toBe(1);
    const states = await Promise.all(marks.map(async one => (await writeOf(one))?.['state']));
    expect(states.flatMap((state, index) => (state === 'done' ? [] : [index]))).toEqual([7, 9]);
    expect(await writeOf(marks[7] ?? '')).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('vendor'),
    });
    expect(await writeOf(marks[9] ?? '')).toMatchObject({ error: expect.stringContaining('refused a line') });
    expect(spent(marks[8])).toHaveLength(1);
  });

  test.each([
    ['its header', `${COSTS}/sync`],
    ['its lines', `${COSTS}/line_items/sync`],
  ])('is written once where the answer about %s is lost', async (_what, route) => {
    await spend();
    ours.office.procore.faults.add({ kind: 'drop-after', method: 'PATCH', route, times: 9 });
    await run();
    ours.office.procore.faults.clear();
    await again();
    expect(spent().map(one => one.lines.length)).toEqual([2]);
    expect((await writeOf(mark()))?.['state']).toBe('done');
  });

  test('that lost a line loses it in Procore, and keeps its mark and its id, wherever the work stops', async () => {
    for (const skip of [0, 1, 2]) {
      turn += 1;
      await spend();
      await run();
      const [before] = spent();
      await spend('write', { lines: [line('1', '400.10'), line('3', '1.00')] });
      const route =
        [`${COSTS}/{id}`, `${COSTS}/{direct_cost_id}/line_items/{id}`, `${COSTS}/sync`][skip] ?? '';
      ours.office.procore.faults.add({ kind: 'drop-after', route, times: 9 });
      await run();
      ours.office.procore.faults.clear();
      await again();
      const [after] = spent();
      expect([after?.id, after?.lines.map(one => one.amount)]).toEqual([before?.id, ['400.1', '1.0']]);
      expect((await writeOf(mark()))?.['state']).toBe('done');
    }
  });

  test('is let go of with its lines, or taken away, once', async () => {
    await spend();
    await run();
    const [kept] = spent();
    await spend('release');
    await dieBeforeNoting();
    await run();
    const there = records().directCost(kept?.id ?? 0);
    expect([there?.originId, there?.lines.map(one => one.originId)]).toEqual([null, [null, null]]);
    await spend('remove');
    await dieBeforeNoting();
    await run();
    expect([records().directCost(kept?.id ?? 0), (await writeOf(mark()))?.['state']]).toEqual([
      undefined,
      'done',
    ]);
  });

  test('that somebody deleted in Procore is not made again by itself', async () => {
    await spend();
    await run();
    const [one] = spent();
    ours.office.procore.office.deleteDirectCost(one?.id ?? 0);
    await spend('write', { description: 'Again' });
    await run();
    expect([spent(), (await writeOf(mark()))?.['state']]).toEqual([[], 'failed']);
  });
});

test('a wish that comes while an earlier one is written is not ended by that one', async () => {
  await spend();
  const faults = { at: () => spend('write', { description: 'Newer' }) };
  await writeBack({ ...ours.deps, env: { ...ours.desk.env, faults } }, ours.desk.admin.company);
  await run();
  expect(spent()[0]?.description).toBe('Newer');
});
