import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, openDesk } from '@/tests/support/desk';
import { connectionOf, cursorOf, fateOf } from '@/tests/support/list-copies';
import { nextWith } from '@/tests/support/outbox';
import { queued, synced } from '@/tests/support/paths';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR + 1;
const VENDORS = 'VendorQueryRq';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

/** A vendor that we know, and that was deleted so long ago that QuickBooks does not tell. */
async function forgotten(name: string): Promise<void> {
  desk.quickBooks.bookkeeper.addVendor(name);
  desk.env.advance(HOUR + 1);
  await desk.runUpdate();
  desk.quickBooks.bookkeeper.deleteVendor(name);
  desk.quickBooks.moods.forgetDeletions();
}

describe('a list that is read whole', () => {
  test('once a week, marks what it did not meet, when it has ended', async () => {
    await forgotten('Long Gone');
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    expect(await fateOf(desk, 'vendor', 'Long Gone')).toBe('live');
    desk.env.advance(WEEK);
    const began = desk.env.now();
    await desk.runUpdate();
    expect(await fateOf(desk, 'vendor', 'Long Gone')).toBe('deleted');
    expect(await cursorOf(desk, 'vendor')).toMatchObject({ whole_at: began, as_of: began });
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    expect((await cursorOf(desk, 'vendor'))?.whole_at).toEqual(began);
  });

  test('marks nothing while it is under way, nor when it was cut; the next one is whole again', async () => {
    await forgotten('Cut Off');
    for (let place = 0; place < 450; place += 1) desk.quickBooks.bookkeeper.addVendor(`Many ${place}`);
    const before = await cursorOf(desk, 'vendor');
    desk.env.advance(WEEK);
    const visit = await desk.visit();
    await visit.bring(await visit.ask(await nextWith(visit, VENDORS)));
    expect(await fateOf(desk, 'vendor', 'Cut Off')).toBe('live');
    await visit.next();
    await visit.close();
    expect(await fateOf(desk, 'vendor', 'Cut Off')).toBe('live');
    expect(await cursorOf(desk, 'vendor')).toEqual(before);
    desk.env.advance(HOUR);
    const began = desk.env.now();
    await desk.runUpdate();
    expect(await fateOf(desk, 'vendor', 'Cut Off')).toBe('deleted');
    expect((await cursorOf(desk, 'vendor'))?.whole_at).toEqual(began);
  });

  test('whose iterator was lost (3391) starts again from everything, and takes nothing as deleted that it met', async () => {
    for (let place = 0; place < 450; place += 1) desk.quickBooks.bookkeeper.addVendor(`Many ${place}`);
    await forgotten('Stale Gone');
    desk.env.advance(WEEK);
    const visit = await desk.visit();
    await visit.bring(await visit.ask(await nextWith(visit, VENDORS)));
    desk.quickBooks.moods.loseIterators();
    desk.env.advance(1000);
    await visit.bring(await visit.ask(await nextWith(visit, VENDORS)));
    const again = await nextWith(visit, VENDORS);
    expect(again).toContain('iterator="Start"');
    expect(again).not.toMatch(/<VendorQueryRq[^>]*>(?:(?!<\/VendorQueryRq>).)*FromModifiedDate/);
    await visit.bring(await visit.ask(again));
    for (let xml = await visit.next(); xml !== ''; xml = await visit.next())
      await visit.bring(await visit.ask(xml));
    await visit.close();
    const [row] = await desk.test.owner`select count(*)::int as live from qb_lists
      where kind = 'vendor' and deleted_at is null and full_name like 'Many %'`;
    expect(row?.['live']).toBe(450);
    expect(await fateOf(desk, 'vendor', 'Stale Gone')).toBe('deleted');
  });

  test('that comes back empty, as for a user without permission, takes nothing as deleted and says so', async () => {
    const before = await cursorOf(desk, 'vendor');
    desk.quickBooks.moods.limitRights();
    desk.env.advance(WEEK);
    await desk.runUpdate();
    const [row] = await desk.test
      .owner`select count(*)::int as gone from qb_lists where deleted_at is not null`;
    expect(row?.['gone']).toBe(0);
    const now = await cursorOf(desk, 'vendor');
    expect(now).toMatchObject({ whole_at: before?.whole_at, as_of: before?.as_of });
    expect(now?.error).toMatch(/nothing was taken as deleted/);
    desk.quickBooks.moods.limitRights(false);
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    expect(await cursorOf(desk, 'vendor')).toMatchObject({ error: null, whole_at: desk.env.now() });
  });
});

describe('a company file restored from a backup', () => {
  async function orderAndBackup(): Promise<void> {
    const backup = desk.quickBooks.moods.backup();
    await synced(desk);
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    desk.quickBooks.moods.restore(backup);
  }

  test('is noticed by an export that vanished without having been deleted: nothing more is written', async () => {
    await orderAndBackup();
    desk.env.advance(WEEK);
    await desk.runUpdate();
    const connection = await connectionOf(desk);
    expect(connection).toMatchObject({ status: 'paused', pause_kind: 'restored' });
    expect(connection['pause_reason']).toMatch(/^This company file looks like a backup from before \d{4}-/);
    expect(connection['pause_detail']).toMatchObject({
      missing: [{ kind: 'purchase_order', sign: 'missing' }],
    });
    const history = await desk.test.owner`select actor_kind, reason from history where action = 'paused'`;
    expect(history).toMatchObject([{ actor_kind: 'connector', reason: connection['pause_reason'] }]);
    const id = await queued(desk);
    desk.env.advance(HOUR);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('queued');
  });

  test('is not suspected when somebody deleted the export, even at the moment the list is read', async () => {
    const id = await synced(desk);
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    const [{ number } = { number: '' }] = await desk.test.owner<{ number: string }[]>`
      select ref_number as number from exports where id = ${id}`;
    desk.env.advance(WEEK);
    desk.quickBooks.bookkeeper.deletePurchaseOrder(number);
    await desk.runUpdate();
    expect(await fateOf(desk, 'purchase_order', number)).toBe('deleted');
    expect(await connectionOf(desk)).toMatchObject({ status: 'active', pause_kind: null });
  });

  test('is noticed by an export that is older than we left it', async () => {
    await synced(desk);
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    await desk.test.owner`update links set edit_sequence = '99999999999' where kind = 'commitment'`;
    desk.env.advance(WEEK);
    await desk.runUpdate();
    expect(await connectionOf(desk)).toMatchObject({
      pause_kind: 'restored',
      pause_detail: { missing: [{ sign: 'older' }] },
    });
  });

  test('is not suspected for what people made and linked themselves', async () => {
    await desk.test.owner`update links set edit_sequence = '99999999999' where made_by = 'person'`;
    desk.env.advance(WEEK);
    await desk.runUpdate();
    expect(await connectionOf(desk)).toMatchObject({ status: 'active' });
  });
});
