import { afterEach, beforeEach, expect, test } from 'vitest';
import { decideMissing } from '@/lib/exports';
import type { Desk } from '@/tests/support/desk';
import { openDesk } from '@/tests/support/desk';
import { acceptedRecord, chooseAccounts, nextListed } from '@/tests/support/directories';
import { queued } from '@/tests/support/paths';

const MINUTE = 60_000;
let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
  await chooseAccounts(desk);
});
afterEach(async () => {
  desk.quickBooks.moods.clear();
  await desk.close();
});

async function connection() {
  const [row] = await desk.test.owner`select * from connections where id = ${desk.connectionId}`;
  return row ?? {};
}

test('a company file that lacks an exported vendor looks like a backup: no job, item or order is written to it', async () => {
  const backup = desk.quickBooks.moods.backup();
  const record = nextListed('vendor');
  const vendor = await acceptedRecord(desk, 'vendor', record);
  await desk.runUpdate();
  desk.env.advance(10 * MINUTE);
  desk.quickBooks.moods.restore(backup);
  const waiting = [
    await acceptedRecord(desk, 'cost_code', nextListed('cost_code')),
    await acceptedRecord(desk, 'project', nextListed('project')),
    await queued(desk),
  ];
  const run = await desk.runUpdate();
  expect(run.sent.filter(xml => /AddRq/.test(xml))).toEqual([]);
  for (const id of waiting) expect(await desk.stateOf(id)).toBe('queued');
  expect(await connection()).toMatchObject({
    pause_kind: 'restored',
    pause_detail: { missing: [{ kind: 'vendor', name: record.name, sign: 'missing' }] },
  });
  const [link] = await desk.test.owner<{ qb_id: string }[]>`
    select qb_id from links where kind = 'vendor' and made_by = 'export'`;
  await decideMissing(desk.admin, {
    connectionId: desk.connectionId,
    qbIds: [link?.qb_id ?? ''],
    decision: 'export_again',
  });
  expect(await desk.stateOf(vendor)).toBe('unlinked');
});

test('a vendor and an item of one ListID are two records: the deletion of one unlinks one', async () => {
  const record = nextListed('vendor');
  const vendor = await acceptedRecord(desk, 'vendor', record);
  const code = nextListed('cost_code');
  const item = await acceptedRecord(desk, 'cost_code', code);
  await desk.runUpdate();
  // Ids are counted in each list by itself, and the moment in them may be the same.
  const [made] = await desk.test.owner<{ qb_id: string }[]>`
    select qb_id from links where kind = 'vendor' and procore_id = ${record.procoreId}`;
  await desk.test
    .owner`update links set qb_id = ${made?.qb_id ?? ''} where kind = 'cost_code' and made_by = 'export'`;
  await desk.test.owner`update exports set txn_id = ${made?.qb_id ?? ''} where id = ${item}`;
  desk.quickBooks.bookkeeper.deleteRecord('vendor', record.name);
  desk.env.advance(3 * 60 * MINUTE);
  await desk.runUpdate();
  expect([await desk.stateOf(vendor), await desk.stateOf(item)]).toEqual(['unlinked', 'synced']);
});

test('nothing is written before the lists are read in which a forgotten export would be seen', async () => {
  await desk.test.owner`update qb_cursors set as_of = null where kind = 'vendor'`;
  desk.env.advance(MINUTE);
  const id = await acceptedRecord(desk, 'vendor', nextListed('vendor'));
  desk.quickBooks.moods.answerStatus({ code: 3180, message: 'not now', element: 'VendorQuery', times: 9 });
  const run = await desk.runUpdate();
  expect(run.sent.some(xml => xml.includes('VendorQueryRq'))).toBe(true);
  expect(run.sent.some(xml => xml.includes('VendorAddRq'))).toBe(false);
  desk.quickBooks.moods.clear();
  desk.env.advance(2 * 60 * MINUTE);
  await desk.runUpdate();
  expect(await desk.stateOf(id)).toBe('synced');
});
