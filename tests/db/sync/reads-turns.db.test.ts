import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReadKind } from '@/lib/core/kinds';
import { enqueueDueReads } from '@/lib/sync';
import { inCompany } from '@/lib/tenancy';
import { type Desk, openDesk } from '@/tests/support/desk';
import { copyOf, cursorOf, fateOf, questionsIn } from '@/tests/support/list-copies';
import { nextWith, WRITE } from '@/tests/support/outbox';
import { queued } from '@/tests/support/paths';

const HOUR = 3_600_000;

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

function ask(asked: 'everything' | ReadKind): Promise<void> {
  const due = { companyId: desk.admin.company.id, connectionId: desk.connectionId, now: desk.env.now() };
  return inCompany(desk.admin, tx => enqueueDueReads(tx, { ...due, newId: () => desk.env.newId(), asked }));
}

const questionsOf = (documents: readonly string[]): string[] => documents.flatMap(questionsIn);

describe('every list', () => {
  test('is read, those without pages in one piece, and its age is known', async () => {
    desk.env.advance(HOUR + 1);
    const { sent } = await desk.runUpdate();
    const asked = sent.join('');
    for (const name of ['AccountQuery', 'TermsQuery']) {
      expect(asked).toContain(`<${name}Rq requestID`);
      expect(asked).not.toMatch(new RegExp(`<${name}Rq[^>]*iterator`));
    }
    for (const kind of ['account', 'terms', 'item', 'bill', 'list_deletion', 'txn_deletion'] as const)
      expect([kind, (await cursorOf(desk, kind))?.as_of]).toEqual([kind, desk.env.now()]);
  });

  test('keeps a bill with its lines as it was last changed', async () => {
    const { bills } = desk.quickBooks.bookkeeper;
    const line = { item: '03:03-300', description: 'Footings', amount: '500.00', job: null };
    bills.add({ vendor: 'North Shore Supply', refNumber: 'INV-1', lines: [line] });
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    expect((await copyOf(desk, 'bill', 'INV-1'))?.fields).toMatchObject({ amountDue: '500.00' });
    bills.editLine('INV-1', 0, { amount: '600.00' });
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    expect((await copyOf(desk, 'bill', 'INV-1'))?.fields).toMatchObject({
      amountDue: '600.00',
      lines: [{ kind: 'item', amount: '600.00', ref: { name: '03:03-300' } }],
    });
  });

  test('many records of one second are all kept, on whichever page they come', async () => {
    const { bookkeeper } = desk.quickBooks;
    desk.env.advance(HOUR + 1);
    for (let place = 0; place < 401; place += 1) bookkeeper.addVendor(`Same ${place}`);
    await desk.runUpdate();
    const cursor = (await cursorOf(desk, 'vendor'))?.cursor;
    bookkeeper.addVendor('Same too');
    desk.env.advance(HOUR + 1);
    const { sent } = await desk.runUpdate();
    expect(sent.join('')).toContain(`<FromModifiedDate>${cursor}</FromModifiedDate>`);
    expect(await fateOf(desk, 'vendor', 'Same too')).toBe('live');
    const [row] = await desk.test
      .owner`select count(*)::int as count from qb_lists where full_name like 'Same %'`;
    expect(row?.['count']).toBe(402);
  });
});

describe('what a person asked for', () => {
  test('goes before what a waiting write is judged by, and before what the clock asks for', async () => {
    await queued(desk);
    desk.env.advance(2 * HOUR);
    expect((await desk.authenticate()).status).toBe('');
    await ask('item');
    desk.env.advance(HOUR);
    const visit = await desk.visit();
    expect(questionsIn(await nextWith(visit, 'QueryRq'))[0]).toBe('ItemQuery');
    await visit.close();
  });

  test('raises a list that is queued already, and asks for nothing else', async () => {
    desk.env.advance(2 * HOUR);
    await desk.authenticate();
    await ask('bill');
    const rows = await desk.test
      .owner`select reader, priority from qb_requests where state = 'ready' and priority = 0`;
    expect(rows).toEqual([{ reader: 'bill', priority: 0 }]);
  });

  test('for one list reads that list alone, from its cursor; for everything reads all of them whole', async () => {
    await ask('vendor');
    const one = await desk.runUpdate();
    expect(questionsOf(one.sent)).toEqual(['VendorQuery']);
    expect(one.sent.join('')).toContain('FromModifiedDate');
    await ask('everything');
    const all = await desk.runUpdate();
    expect(new Set(questionsOf(all.sent)).size).toBe(10);
    expect(all.sent.join('')).not.toContain('FromModifiedDate');
    expect(await cursorOf(desk, 'vendor')).toMatchObject({ whole_at: desk.env.now() });
  });

  test('is not held up by a write, and lists that no rule looks into are read after the write', async () => {
    await queued(desk);
    desk.env.advance(2 * HOUR);
    const { sent } = await desk.runUpdate();
    const write = sent.findIndex(xml => xml.includes(WRITE));
    expect(questionsOf(sent.slice(0, write))).toEqual([
      'VendorQuery',
      'CustomerQuery',
      'ItemQuery',
      'PurchaseOrderQuery',
      'BillQuery',
      'ListDeletedQuery',
      'TxnDeletedQuery',
    ]);
    expect(questionsOf(sent.slice(write))).toEqual(['AccountQuery', 'TermsQuery', 'EstimateQuery']);
  });
});

describe('a list that QuickBooks does not give', () => {
  test('because its feature is off is noted calmly, fails nothing, and is not asked for at every poll', async () => {
    expect(await cursorOf(desk, 'class')).toMatchObject({
      as_of: null,
      error: 'Not switched on in this company file.',
    });
    const [session] = await desk.test
      .owner`select failed_count, outcome from qb_sessions order by started_at limit 1`;
    expect(session).toMatchObject({ failed_count: 0, outcome: expect.stringMatching(/^OK: \d+ done$/) });
    desk.env.advance(2 * HOUR);
    expect(questionsOf((await desk.runUpdate()).sent)).not.toContain('ClassQuery');
  });

  test('in pages, as an old Canadian file, is asked for in one piece, for that read only', async () => {
    desk.env.advance(2 * HOUR);
    desk.quickBooks.bookkeeper.addVendor('Maple');
    desk.quickBooks.moods.answerStatus({ code: 3210, element: 'VendorQuery' });
    const visit = await desk.visit();
    const first = await nextWith(visit, 'VendorQueryRq');
    await desk.test.owner`update connections set country = 'CA' where id = ${desk.connectionId}`;
    await visit.bring(await visit.ask(first));
    const second = await nextWith(visit, 'VendorQueryRq');
    expect(first).toMatch(/<VendorQueryRq[^>]*iterator="Start"/);
    expect(second).toMatch(/<VendorQueryRq requestID="[^"]*"><ActiveStatus>/);
    await visit.bring(await visit.ask(second));
    await visit.close();
    expect(await fateOf(desk, 'vendor', 'Maple')).toBe('live');
    expect(await cursorOf(desk, 'vendor')).toMatchObject({ error: null });
    desk.env.advance(2 * HOUR);
    expect((await desk.runUpdate()).sent.join('')).toMatch(/<VendorQueryRq[^>]*iterator="Start"/);
  });

  test('and whose set it refuses as a whole costs the other lists of the set nothing', async () => {
    desk.env.advance(2 * HOUR);
    desk.quickBooks.moods.failProcessing({
      hresult: '0x80040400',
      when: 'before',
      element: 'CustomerQuery',
      times: 9,
    });
    const { sent } = await desk.runUpdate();
    expect(sent.length).toBeLessThan(12);
    expect((await cursorOf(desk, 'customer'))?.failed_at).toEqual(desk.env.now());
    for (const kind of ['vendor', 'item', 'purchase_order', 'bill', 'txn_deletion'] as const)
      expect([kind, (await cursorOf(desk, kind))?.as_of]).toEqual([kind, desk.env.now()]);
  });
});
