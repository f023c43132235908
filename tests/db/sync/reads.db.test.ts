import { afterEach, describe, expect, test } from 'vitest';
import type { Desk } from '@/tests/support/desk';
import { changedTables, dumpOf } from '@/tests/support/dump';
import { nextWith } from '@/tests/support/outbox';
import { sharedDesk } from '@/tests/support/shared-desk';
import type { Answer, Visit } from '@/tests/support/web-connector';

const ours = sharedDesk();
const HOUR = 3_600_000;
const VENDORS = 'VendorQueryRq';

afterEach(async () => {
  ours.desk.quickBooks.moods.clear();
  ours.desk.env.advance(HOUR + 1);
  await ours.desk.runUpdate();
});

/** More vendors than two pages hold. */
function addVendors(desk: Desk, name: string, count = 450): string[] {
  const names = Array.from({ length: count }, (_, place) => `${name} ${String(place).padStart(3, '0')}`);
  for (const one of names) desk.quickBooks.bookkeeper.addVendor(one);
  return names;
}

async function known(desk: Desk, prefix: string): Promise<string[]> {
  const rows = await desk.test.owner<{ name: string }[]>`
    select full_name as name from qb_lists where kind = 'vendor' and full_name like ${`${prefix} %`} order by 1`;
  return rows.map(row => row.name);
}

async function cursorOf(desk: Desk): Promise<Record<string, unknown> | undefined> {
  return (await desk.test.owner`select * from qb_cursors where kind = 'vendor'`)[0];
}

const remaining = ({ response }: Answer): number =>
  Number(/<VendorQueryRs[^>]*iteratorRemainingCount="(\d+)"/.exec(response)?.[1] ?? '0');

/** A visit whose first page of a long vendor list was taken; the answer is given too. */
async function firstPage(desk: Desk): Promise<{ visit: Visit; first: Answer }> {
  desk.env.advance(2 * HOUR);
  const visit = await desk.visit();
  const first = await visit.ask(await nextWith(visit, VENDORS));
  expect(remaining(first)).toBeGreaterThan(200);
  await visit.bring(first);
  return { visit, first };
}

async function restOf(visit: Visit): Promise<void> {
  for (let xml = await visit.next(); xml !== ''; xml = await visit.next())
    await visit.bring(await visit.ask(xml));
  await visit.close();
}

describe('a list of several pages', () => {
  test('is stored page by page, and its mark moves with the last one only', async () => {
    const { desk } = ours;
    const names = addVendors(desk, 'Paged');
    const before = await cursorOf(desk);
    const { visit } = await firstPage(desk);
    expect(await cursorOf(desk)).toEqual(before);
    await restOf(visit);
    expect(await known(desk, 'Paged')).toEqual(names);
    expect((await cursorOf(desk))?.['as_of']).toEqual(desk.env.now());
  });

  test('one of whose answers comes twice, the second time while the next page is awaited, has no gap', async () => {
    const { desk } = ours;
    const names = addVendors(desk, 'Twice');
    const { visit, first } = await firstPage(desk);
    const second = await visit.ask(await nextWith(visit, VENDORS));
    await visit.bring(second);
    const xml = await nextWith(visit, VENDORS);
    const before = await dumpOf(desk.test);
    for (const old of [first, second]) await visit.bring(old);
    expect(changedTables(before, await dumpOf(desk.test))).toEqual([]);
    expect(await visit.bring(await visit.ask(xml))).toBeGreaterThan(0);
    await restOf(visit);
    expect(await known(desk, 'Twice')).toEqual(names);
  });

  test('lost in its middle starts again, and has no gap', async () => {
    const { desk } = ours;
    const names = addVendors(desk, 'Lost');
    const { visit } = await firstPage(desk);
    await visit.next();
    await visit.close();
    desk.env.advance(HOUR);
    await desk.runUpdate();
    expect(await known(desk, 'Lost')).toEqual(names);
  });

  test('whose iterator QuickBooks forgot (3391) starts again in the same run, and has no gap', async () => {
    const { desk } = ours;
    const names = addVendors(desk, 'Stale');
    const { visit } = await firstPage(desk);
    desk.quickBooks.moods.loseIterators();
    await restOf(visit);
    expect(await known(desk, 'Stale')).toEqual(names);
  });
});

describe('a list that cannot be read', () => {
  test.each(['cut-short', 'not-xml', 'empty', 'dtd'] as const)(
    '(%s) is asked for again, half of it is never kept',
    async spoiler => {
      const { desk } = ours;
      const [name = ''] = addVendors(desk, `Spoilt ${spoiler}`, 1);
      desk.env.advance(2 * HOUR);
      desk.quickBooks.moods.spoilAnswers(spoiler, { element: 'VendorQuery' });
      await desk.runUpdate();
      expect(await known(desk, `Spoilt ${spoiler}`)).toEqual([name]);
    },
  );

  test('after five tries is left for an hour, with the reason, and holds up no other list', async () => {
    const { desk } = ours;
    desk.env.advance(2 * HOUR);
    desk.quickBooks.moods.answerStatus({ code: 3260, element: 'VendorQuery' });
    const first = await desk.runUpdate();
    expect(first.progress.at(-1)).toBe(100);
    expect(await cursorOf(desk)).toMatchObject({
      failed_at: desk.env.now(),
      error: expect.stringMatching(/permission/),
    });
    const [items] = await desk.test.owner`select as_of from qb_cursors where kind = 'item'`;
    expect(items?.['as_of']).toEqual(desk.env.now());
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    expect((await cursorOf(desk))?.['as_of']).toEqual(desk.env.now());
  });

  test('QuickBooks unreachable in its middle ends the run with the reason; the next one reads it whole', async () => {
    const { desk } = ours;
    const names = addVendors(desk, 'Away');
    const { visit } = await firstPage(desk);
    await nextWith(visit, VENDORS);
    expect(await visit.bring({ response: '', hresult: '0x80040402', message: 'x' })).toBe(-1);
    await visit.close();
    desk.env.advance(HOUR);
    await desk.runUpdate();
    expect(await known(desk, 'Away')).toEqual(names);
  });
});

describe('with nothing to do', () => {
  test('the answer is none, and lists are not read again before an hour has passed', async () => {
    const { desk } = ours;
    await desk.runUpdate();
    for (const ms of [0, 4999, 5000, HOUR - 10_000]) {
      desk.env.advance(ms);
      expect((await desk.authenticate()).status).toBe('none');
    }
    desk.env.advance(HOUR);
    expect((await desk.runUpdate()).sent.length).toBeGreaterThan(0);
  });

  test('polling every second reads no list more often', async () => {
    const { desk } = ours;
    await desk.runUpdate();
    const statuses = new Set<string>();
    for (let second = 0; second < 60; second += 1) {
      desk.env.advance(1000);
      statuses.add((await desk.authenticate()).status);
    }
    expect([...statuses]).toEqual(['none']);
  });
});
