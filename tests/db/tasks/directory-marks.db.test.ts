import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DirectoryKind } from '@/lib/core/kinds';
import { proposeRecords } from '@/lib/exports';
import { linkRecord, refreshDirectory, unlinkRecord } from '@/lib/imports';
import { createCostCodeList, markVendor, syncCostCodes } from '@/lib/procore';
import { writeBack } from '@/lib/tasks/write-back';
import { HARBOR_PINE_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { qbIdOf } from '@/tests/support/desk';
import { sendAndAccept } from '@/tests/support/directories';
import { actionsOf, rowOf } from '@/tests/support/paths';
import { openTaskOffice, type TaskOffice } from '@/tests/support/task-office';

const SIX_HOURS = 6 * 3_600_000;
const GREAT_LAKES = 'Great Lakes Steel & Erection';
const VENDORS = '/rest/v1.0/vendors/sync';
const CODES = '/rest/v1.0/standard_cost_codes/sync';

let ours: TaskOffice;
beforeAll(async () => {
  ours = await openTaskOffice();
  await run();
});
afterEach(() => ours.office.procore.faults.clear());
afterAll(() => ours.close());

const run = (): Promise<void> => writeBack(ours.deps, ours.desk.admin.company);
const calls = (method = 'PATCH', route = VENDORS): number =>
  ours.office.procore.records.requestCount(method, route);
const vendorMark = (id: number): string | null => ours.office.procore.records.vendor(id)?.originId ?? null;

async function procoreIdOf(kind: DirectoryKind, name: string): Promise<string> {
  const [row] = await ours.desk.test.owner<{ id: string }[]>`
    select procore_id::text as id from procore_records where kind = ${kind} and (name = ${name} or code = ${name}) and is_active`;
  return row?.id ?? '';
}

async function link(
  kind: DirectoryKind,
  name: string,
  qbName: string,
): Promise<{ id: number; qbId: string }> {
  const { admin, connectionId } = ours.desk;
  const list = { project: 'customer', vendor: 'vendor', cost_code: 'item' } as const;
  const procoreId = await procoreIdOf(kind, name);
  const qbId = await qbIdOf(ours.desk, list[kind], qbName);
  await linkRecord(admin, { connectionId, kind, procoreId, qbId });
  return { id: Number.parseInt(procoreId, 10), qbId };
}

async function unlink(kind: DirectoryKind, id: number): Promise<void> {
  const { admin, connectionId } = ours.desk;
  await unlinkRecord(admin, { connectionId, kind, procoreId: String(id) });
}

async function errorOf(id: number): Promise<string | null> {
  const [row] = await ours.desk.test.owner<{ error: string | null }[]>`
    select mark_error as error from procore_records where procore_id = ${id}`;
  return row?.error ?? null;
}

test('every linked project, company and cost code carries the id of its twin, and nothing more is asked then', async () => {
  const { records } = ours.office.procore;
  const linked = await ours.desk.test.owner<{ kind: DirectoryKind; id: number; qbId: string }[]>`
    select kind, procore_id::float8 as id, qb_id as "qbId" from links where ended_at is null`;
  expect(linked.map(one => one.kind).sort()).toEqual(['cost_code', 'project', 'vendor']);
  const carried = { project: records.project, vendor: records.vendor, cost_code: records.standardCostCode };
  for (const { kind, id, qbId } of linked) expect(carried[kind](id)?.originId).toBe(qbId);
  expect(records.project(RIVERSIDE_ID)?.originCode).toBe('Riverside Health:24-017 Riverside Clinic Addition');
  const before = records.requestTotals();
  await run();
  expect(records.requestTotals()).toEqual(before);
});

test('a link that ends takes its mark along, and the record that has the twin next gets it', async () => {
  const first = await link('vendor', GREAT_LAKES, GREAT_LAKES);
  await run();
  expect(vendorMark(first.id)).toBe(first.qbId);
  await unlink('vendor', first.id);
  const second = await link('vendor', 'North Shore Supply', GREAT_LAKES);
  await run();
  expect([vendorMark(first.id), vendorMark(second.id)]).toEqual([null, first.qbId]);
  await unlink('vendor', second.id);
  await run();
});

test('another integration’s mark is left as it is and said, and ours is written once it is gone', async () => {
  const procore = ours.office.asService();
  const { id, qbId } = await link('vendor', 'Pine County Excavating', 'Pine County Excavating');
  const key = { companyId: String(HARBOR_PINE_ID), vendorId: String(id) };
  await markVendor(procore, key, { originId: 'SAGE-7', originCode: null, originData: null });
  await run();
  expect(vendorMark(id)).toBe('SAGE-7');
  expect(await errorOf(id)).toContain('SAGE-7');
  expect(ours.office.procore.records.violations()).toEqual([]);
  const before = calls();
  await run();
  expect(calls()).toBe(before);
  await markVendor(procore, key, { originId: null, originCode: null, originData: null });
  ours.desk.env.advance(SIX_HOURS);
  await run();
  expect([vendorMark(id), await errorOf(id)]).toEqual([qbId, null]);
});

test('one mark that Procore refuses does not keep the others from being written', async () => {
  const procore = ours.office.asService();
  const companyId = String(HARBOR_PINE_ID);
  const { id: listId } = await createCostCodeList(procore, companyId, 'Old list');
  const taken = await qbIdOf(ours.desk, 'item', '02:02-200');
  await syncCostCodes(procore, { companyId, listId }, [
    { origin_id: taken, code: '99', name: 'Taken elsewhere' },
  ]);
  const refused = await link('cost_code', '02-200', '02:02-200');
  const saved = await link('cost_code', '02-300', '02:02-300');
  await run();
  const { records } = ours.office.procore;
  expect(records.standardCostCode(saved.id)?.originId).toBe(saved.qbId);
  expect(records.standardCostCode(refused.id)?.originId).toBeNull();
  expect(await errorOf(refused.id)).not.toBeNull();
  expect(await errorOf(saved.id)).toBeNull();
});

test('marks whose answer was lost are found again by reading, and not written twice', async () => {
  const { id, qbId } = await link('vendor', 'Birchwood Mechanical', 'Birchwood Mechanical');
  ours.office.procore.faults.add({ kind: 'drop-after', method: 'PATCH', route: VENDORS, times: 'always' });
  await run();
  ours.office.procore.faults.clear();
  const before = calls();
  ours.desk.env.advance(SIX_HOURS);
  await run();
  expect([vendorMark(id), calls()]).toEqual([qbId, before]);
});

test('a company that was made in QuickBooks by us is marked, and its record says so once', async () => {
  const { desk } = ours;
  const procoreId = await procoreIdOf('vendor', 'Café Terrazzo & Tile');
  const [id = ''] = await proposeRecords(desk.approver, { kind: 'vendor', procoreIds: [procoreId] });
  await sendAndAccept(desk, id);
  await desk.runUpdate();
  await refreshDirectory(desk.admin, ours.office.asService(), 'vendor');
  await run();
  await run();
  const row = await rowOf(desk, id);
  expect([row.state, row.write_back]).toEqual(['synced', 'done']);
  expect(vendorMark(Number.parseInt(procoreId, 10))).toBe(row.txn_id);
  expect((await actionsOf(desk, id)).filter(action => action.includes('marked in Procore'))).toEqual([
    'marked in Procore',
  ]);
  expect(calls('PATCH', CODES)).toBeGreaterThan(0);
});
