import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '@/lib/db/client';
import { acceptExport } from '@/lib/exports';
import { noteRestore } from '@/lib/runtime/restored';
import { type Desk, openDesk } from '@/tests/support/desk';
import { isReadBack, LOOKUP, numberOf, ordersOf, timesInBooks, WRITE } from '@/tests/support/outbox';
import { actionsOf, queued, rowOf, sent, storyOf } from '@/tests/support/paths';
import { findBrokenPromises } from '@/tests/support/promises';
import { backupDatabase } from '@/tests/support/restore-database';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  // R3 is told by acceptances; those made since the backup are forgotten with it.
  const broken = (await findBrokenPromises(desk)).filter(line => !line.startsWith('R3'));
  await desk.test.drop();
  expect(broken).toEqual([]);
});

/** What the command does, over the database of the test. */
async function restored(backup: { restore(): Promise<void> }): Promise<void> {
  await backup.restore();
  const database = openDatabase(desk.test.url, { maxConnections: 1, role: null });
  await noteRestore(database, desk.env.now());
  await database.close();
  desk.env.advance(MINUTE);
}

async function runs(count: number) {
  const all = [];
  for (let run = 0; run < count; run += 1) {
    all.push(await desk.runUpdate());
    desk.env.advance(MINUTE);
  }
  return all.flatMap(run => run.sent);
}

async function accept(id: string): Promise<void> {
  await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
}

describe('after a restore of our own database', () => {
  test('an order that was written since the backup is found by its mark, and not written again', async () => {
    const id = await queued(desk);
    const backup = await backupDatabase(desk.test);
    await desk.runUpdate();
    desk.env.advance(HOUR);
    await restored(backup);
    expect(await desk.stateOf(id)).toBe('queued');
    const all = await runs(3);
    expect(all.some(xml => xml.includes(WRITE))).toBe(false);
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    expect((await actionsOf(desk, id)).slice(-2)).toEqual(['held to be looked up', 'found in QuickBooks']);
  });

  test('one that was not is proved absent before it is written', async () => {
    const id = await queued(desk);
    const backup = await backupDatabase(desk.test);
    desk.env.advance(HOUR);
    await restored(backup);
    const all = await runs(3);
    const looked = all.findIndex(xml => xml.includes(LOOKUP) && !isReadBack(xml));
    expect([looked >= 0, looked < all.findIndex(xml => xml.includes(WRITE))]).toEqual([true, true]);
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('one that was in flight, and sent again since, is not believed by an answer stored before', async () => {
    const id = await queued(desk);
    desk.quickBooks.moods.answerStatus({ code: 3175, element: 'PurchaseOrderAdd' });
    desk.quickBooks.moods.failProcessing({
      hresult: '0x80040402',
      when: 'after',
      element: 'PurchaseOrderAdd',
    });
    await desk.runUpdate();
    const backup = await backupDatabase(desk.test);
    await desk.runUpdate();
    desk.env.advance(HOUR);
    await desk.runUpdate();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    await restored(backup);
    await runs(3);
    desk.env.advance(HOUR);
    await runs(2);
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('one that was accepted and written since, and is accepted once more, is linked to what is there', async () => {
    const id = await sent(desk);
    const backup = await backupDatabase(desk.test);
    await accept(id);
    await desk.runUpdate();
    desk.env.advance(HOUR);
    await restored(backup);
    expect(await desk.stateOf(id)).toBe('awaiting_approval');
    await runs(1);
    await accept(id);
    const all = await runs(2);
    expect(all.some(xml => xml.includes(WRITE))).toBe(false);
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    expect((await actionsOf(desk, id)).slice(-2)).toEqual([
      'found in QuickBooks before it was sent',
      'found in QuickBooks',
    ]);
  });

  test('the same in the middle of a session that began before it was accepted', async () => {
    const id = await sent(desk);
    const backup = await backupDatabase(desk.test);
    await accept(id);
    await desk.runUpdate();
    desk.env.advance(HOUR);
    await restored(backup);
    const visit = await desk.visit();
    await visit.bring(await visit.ask(await visit.next()));
    await accept(id);
    for (let xml = await visit.next(); xml !== ''; xml = await visit.next()) {
      expect(xml).not.toContain(WRITE);
      await visit.bring(await visit.ask(xml));
    }
    await visit.close();
    await runs(1);
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('one that somebody deleted since goes to a person, and does not come back', async () => {
    const id = await queued(desk);
    const backup = await backupDatabase(desk.test);
    await desk.runUpdate();
    desk.quickBooks.bookkeeper.deletePurchaseOrder(await numberOf(desk, id));
    desk.env.advance(HOUR);
    await restored(backup);
    await runs(3);
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'needs_attention',
      error: { code: 'RECOVERY-deleted' },
    });
    expect(ordersOf(desk, await numberOf(desk, id))).toBe(0);
  });

  test('one that was written and deleted since, and is accepted once more, goes to a person', async () => {
    const id = await sent(desk);
    const backup = await backupDatabase(desk.test);
    await accept(id);
    await desk.runUpdate();
    desk.quickBooks.bookkeeper.deletePurchaseOrder(await numberOf(desk, id));
    // Long ago: the look reaches back as far as the record.
    desk.env.advance(30 * 24 * HOUR);
    await restored(backup);
    await runs(1);
    await accept(id);
    await runs(2);
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'needs_attention',
      error: { code: 'RECOVERY-deleted' },
    });
    expect(ordersOf(desk, await numberOf(desk, id))).toBe(0);
  });

  test('one that was never written is looked up once, and then goes over', async () => {
    const id = await sent(desk);
    desk.env.advance(HOUR);
    await restored(await backupDatabase(desk.test));
    await runs(1);
    await accept(id);
    const all = await runs(2);
    expect(all.filter(xml => xml.includes(LOOKUP) && !isReadBack(xml))).toHaveLength(1);
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('nothing is written before the orders of QuickBooks were read again', async () => {
    const backup = await backupDatabase(desk.test);
    desk.env.advance(HOUR);
    await restored(backup);
    desk.quickBooks.moods.answerStatus({ code: 3260, element: 'PurchaseOrderQuery', times: 99 });
    await runs(1);
    const id = await queued(desk);
    expect((await runs(2)).some(xml => xml.includes(WRITE))).toBe(false);
    expect(await desk.stateOf(id)).toBe('queued');
    desk.quickBooks.moods.clear();
    desk.env.advance(2 * HOUR);
    await runs(3);
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('each connection is looked through once, and its history says so', async () => {
    const backup = await backupDatabase(desk.test);
    await queued(desk);
    await restored(backup);
    await runs(3);
    const entries = (await storyOf(desk, desk.connectionId)).filter(
      entry => entry.action === 'looked through after a restore',
    );
    expect(entries).toMatchObject([{ before: { restoreEpoch: 0 }, after: { restoreEpoch: 1 } }]);
  });

  test('tickets, sign-ins, downloads and used-up tokens open nothing any more', async () => {
    const id = await queued(desk);
    const visit = await desk.visit();
    const { owner } = desk.test;
    const [person] = await owner<{ id: string }[]>`select id from users limit 1`;
    const at = desk.env.now();
    await owner`insert into browser_sessions (id, user_id, created_at, used_at)
      values (gen_random_uuid(), ${person?.id ?? ''}, ${at}, ${at})`;
    await owner`insert into sign_in_tickets (ticket_hash, user_id, challenge, expires_at)
      values ('t', ${person?.id ?? ''}, 'c', ${at})`;
    await owner`insert into credentials (id, environment, user_id, sealed_access, sealed_refresh, issued_at, expires_at, status)
      values (gen_random_uuid(), 'test', ${person?.id ?? ''}, 'a', 'r', ${at}, ${at}, 'usable'),
        (gen_random_uuid(), 'test', null, 'a', null, ${at}, ${at}, 'usable')`;
    await restored(await backupDatabase(desk.test));
    expect(await visit.next()).toBe('');
    const [left] = await owner`select
      (select count(*)::int from browser_sessions where ended_at is null) as signed_in,
      (select count(*)::int from sign_in_tickets) as tickets,
      (select count(*)::int from credentials where status = 'usable' and sealed_refresh is not null) as tokens,
      (select count(*)::int from credentials where status = 'usable') as services`;
    expect(left).toEqual({ signed_in: 0, tickets: 0, tokens: 0, services: 1 });
    await runs(3);
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    expect(await rowOf(desk, id)).toMatchObject({ write_back: 'pending' });
  });
});

test('an order whose mark our copy shows is never written, restored or not', async () => {
  const id = await sent(desk);
  await accept(id);
  const { owner } = desk.test;
  await owner`insert into qb_lists (company_id, connection_id, kind, qb_id, qb_type, full_name, match_name, sublevel, is_active,
      edit_sequence, time_modified, fields, external_guid, deleted_at, read_at)
    select company_id, connection_id, 'purchase_order', 'FF-1', 'PurchaseOrder', 'X', 'x', 0, true, '1', '', '{}',
      upper(external_guid), ${desk.env.now()}, ${desk.env.now()} from qb_requests where export_id = ${id}`;
  const run = await desk.runUpdate();
  expect(run.sent.some(xml => xml.includes(WRITE))).toBe(false);
  expect(await rowOf(desk, id)).toMatchObject({
    state: 'needs_attention',
    error: { code: 'RECOVERY-deleted' },
  });
  expect(await timesInBooks(desk, id)).toBe(0);
});
