import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptedInvoice, billsOf, invoiceOf, setUpBills } from '@/tests/support/bills';
import { contractOf } from '@/tests/support/changes';
import { type Desk, openDesk } from '@/tests/support/desk';
import { synced } from '@/tests/support/paths';

const HOUR = 3_600_000;

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await setUpBills(desk);
  await desk.test.owner`delete from qb_cursors where kind = 'bill'`;
  desk.quickBooks.moods.answerStatus({ code: 3260, element: 'BillQuery', times: 99 });
});
afterEach(async () => {
  desk.quickBooks.moods.clear();
  await desk.close();
});

test('who may not see bills is not kept from exporting orders', async () => {
  expect(await desk.stateOf(await synced(desk))).toBe('synced');
});

test('no invoice becomes a bill before bills were seen, in which its mark may stand already', async () => {
  const contract = await contractOf(desk);
  const invoice = await invoiceOf(desk, contract, { work: '100.00' });
  const id = await acceptedInvoice(desk, invoice);
  await desk.runUpdate();
  expect([await desk.stateOf(id), billsOf(desk, invoice)]).toEqual(['queued', []]);
  desk.quickBooks.moods.clear();
  desk.env.advance(HOUR + 1);
  await desk.runUpdate();
  expect([await desk.stateOf(id), billsOf(desk, invoice).length]).toEqual(['synced', 1]);
});
