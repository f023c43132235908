import { afterEach, describe, expect, test } from 'vitest';
import { linkRecord } from '@/lib/imports';
import { VENDOR_ID } from '@/tests/factories/commitment';
import { qbIdOf, VENDOR_NAME } from '@/tests/support/desk';
import { copyOf, cursorOf, fateOf } from '@/tests/support/list-copies';
import { nextWith, timesInBooks } from '@/tests/support/outbox';
import { queued, rowOf, sent, synced } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BILL = {
  vendor: 'North Shore Supply',
  lines: [{ item: '03:03-300', description: 'Footings', amount: '500.00', job: null }],
};

afterEach(async () => {
  ours.desk.quickBooks.moods.clear();
  ours.desk.env.advance(HOUR + 1);
  await ours.desk.runUpdate();
});

async function readAnHourLater(): Promise<void> {
  ours.desk.env.advance(HOUR + 1);
  await ours.desk.runUpdate();
}

describe('what was deleted in QuickBooks', () => {
  test('is marked in our copy, whichever list it was in, and is not there to be chosen any more', async () => {
    const { desk } = ours;
    const { bookkeeper } = desk.quickBooks;
    bookkeeper.trackClasses(true);
    bookkeeper.addVendor('Gone Vendor');
    bookkeeper.addJob('Riverside Health', 'Gone Job');
    bookkeeper.addClass('Gone Class');
    bookkeeper.addDateDrivenTerms('Gone Terms', 10);
    bookkeeper.bills.add({ ...BILL, refNumber: 'GONE-1' });
    bookkeeper.addPurchaseOrder({ ...BILL, refNumber: 'GONE-2' });
    const all = [
      ['vendor', 'Gone Vendor'],
      ['customer', 'Riverside Health:Gone Job'],
      ['class', 'Gone Class'],
      ['terms', 'Gone Terms'],
      ['bill', 'GONE-1'],
      ['purchase_order', 'GONE-2'],
    ] as const;
    const fates = () => Promise.all(all.map(([kind, name]) => fateOf(desk, kind, name)));
    // The first run hears that classes are tracked now, the next one reads them.
    await readAnHourLater();
    await readAnHourLater();
    expect(await fates()).toEqual(all.map(() => 'live'));
    for (const [kind, name] of all.slice(0, 4)) bookkeeper.deleteRecord(kind as 'vendor', name);
    bookkeeper.bills.delete('GONE-1');
    bookkeeper.deletePurchaseOrder('GONE-2');
    await readAnHourLater();
    expect(await fates()).toEqual(all.map(() => 'deleted'));
  });

  test('is asked for from the last deletion on, that one included', async () => {
    const { desk } = ours;
    desk.quickBooks.bookkeeper.addVendor('Last Gone');
    desk.quickBooks.bookkeeper.deleteVendor('Last Gone');
    await readAnHourLater();
    const known = await cursorOf(desk, 'list_deletion');
    expect(known?.cursor).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    desk.env.advance(HOUR + 1);
    const { sent: asked } = await desk.runUpdate();
    expect(asked.join('')).toContain(`<FromDeletedDate>${known?.cursor}</FromDeletedDate>`);
    expect((await cursorOf(desk, 'list_deletion'))?.cursor).toBe(known?.cursor);
  });

  test('is not brought back by a page of a read that began before', async () => {
    const { desk } = ours;
    const { bookkeeper } = desk.quickBooks;
    for (let place = 0; place < 250; place += 1) bookkeeper.addVendor(`Early ${place}`);
    bookkeeper.addVendor('Zz Late');
    await readAnHourLater();
    bookkeeper.renameVendor('Zz Late', 'Zz Later');
    for (let place = 0; place < 250; place += 1)
      bookkeeper.renameVendor(`Early ${place}`, `Earlier ${place}`);
    desk.env.advance(HOUR + 1);
    const visit = await desk.visit();
    await visit.bring(await visit.ask(await nextWith(visit, 'VendorQueryRq')));
    const stale = await visit.ask(await nextWith(visit, 'VendorQueryRq'));
    expect(stale.response).toContain('Zz Later');
    const { qb_id: id } = (await copyOf(desk, 'vendor', 'Zz Late')) ?? { qb_id: '' };
    desk.env.advance(1000);
    await desk.test
      .owner`update qb_lists set deleted_at = ${desk.env.now()} where qb_id = ${id} and kind = 'vendor'`;
    await visit.bring(stale);
    expect(await fateOf(desk, 'vendor', 'Zz Later')).toBe('deleted');
    await visit.close();
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    expect(await fateOf(desk, 'vendor', 'Zz Later')).toBe('live');
  });

  test('and was linked without ever having been read shows as gone', async () => {
    const { desk } = ours;
    const id = await synced(desk);
    const [{ number } = { number: '' }] = await desk.test.owner<{ number: string }[]>`
      select ref_number as number from exports where id = ${id}`;
    expect(await fateOf(desk, 'purchase_order', number)).toBe('unknown');
    desk.quickBooks.bookkeeper.deletePurchaseOrder(number);
    await readAnHourLater();
    expect(await fateOf(desk, 'purchase_order', number)).toBe('deleted');
  });
});

describe('a vendor that was merged away', () => {
  test('stops an accepted order before it leaves, with the reason; linked anew, it goes to the survivor', async () => {
    const { desk } = ours;
    const { bookkeeper } = desk.quickBooks;
    const waiting = await queued(desk);
    const shown = await sent(desk);
    bookkeeper.addVendor('Keel Survivor');
    bookkeeper.mergeVendors(VENDOR_NAME, 'Keel Survivor');
    desk.env.advance(6 * MINUTE);
    const { sent: documents } = await desk.runUpdate();
    expect(documents.join('')).not.toContain('PurchaseOrderAddRq');
    expect(await rowOf(desk, waiting)).toMatchObject({
      state: 'failed',
      error: { code: expect.stringMatching(/^(GEN|COM)-/) },
    });
    expect(await timesInBooks(desk, waiting)).toBe(0);
    expect(await desk.hashOf(desk.approver, shown)).toBe('');
    expect(await fateOf(desk, 'vendor', VENDOR_NAME)).toBe('deleted');
    const survivor = await qbIdOf(desk, 'vendor', 'Keel Survivor');
    const vendor = { connectionId: desk.connectionId, kind: 'vendor', procoreId: VENDOR_ID } as const;
    await linkRecord(desk.admin, { ...vendor, qbId: survivor });
    const after = await synced(desk);
    expect([await desk.stateOf(after), await timesInBooks(desk, after)]).toEqual(['synced', 1]);
  });
});
