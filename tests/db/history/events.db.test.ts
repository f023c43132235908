import { beforeAll, describe, expect, test } from 'vitest';
import { Forbidden } from '@/lib/core/errors';
import { type EventsInput, listEvents } from '@/lib/history';
import { rejected, rowOf, synced } from '@/tests/support/paths';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const others = sharedDeskBeside(ours);

const ALL: EventsInput = { search: '', isPeopleOnly: false, days: 30, cursor: null };

let number = '';
beforeAll(async () => {
  const { desk } = ours;
  await synced(desk);
  const id = await rejected(desk);
  number = (await rowOf(desk, id)).number;
});

const events = async (patch: Partial<EventsInput>) =>
  (await listEvents(ours.desk.approver, { ...ALL, ...patch })).items;

describe('the list of what happened', () => {
  test('begins with the newest and names who, what and on which record', async () => {
    const [newest] = await events({});
    expect(newest).toMatchObject({
      who: 'approver',
      action: 'rejected',
      reason: 'Wrong vendor',
      objectName: number,
    });
    const numbers = (await events({})).map(event => event.seq);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  });

  test('narrows to what people did', async () => {
    const who = new Set((await events({ isPeopleOnly: true })).map(event => event.who));
    expect([...who].toSorted()).toEqual(['admin', 'approver', 'sender']);
    expect((await events({})).map(event => event.who)).toContain('Web Connector');
  });

  test('finds by record, person, reason and request, and takes wildcards as they stand', async () => {
    for (const search of [number.toLowerCase(), 'wrong VENDOR'])
      expect((await events({ search })).map(event => event.action)).toContain('rejected');
    expect(new Set((await events({ search: 'sender' })).map(event => event.who))).toEqual(
      new Set(['sender']),
    );
    expect((await events({ search: 'request-1' })).length).toBeGreaterThan(0);
    expect(await events({ search: '%' })).toEqual([]);
  });

  test('is given page by page without gap or overlap', async () => {
    const { desk } = ours;
    await desk.test.owner`
      insert into history (company_id, at, actor_kind, action, object_kind)
      select ${desk.admin.company.id}, ${desk.env.now()}, 'system', 'noted', 'company' from generate_series(1, 120)`;
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await listEvents(desk.approver, { ...ALL, cursor });
      seen.push(...page.items.map(event => event.seq));
      cursor = page.next;
    } while (cursor !== null);
    const [last] = await desk.test.owner`
      select max(seq)::int as seq from history where company_id = ${desk.admin.company.id}`;
    expect(seen).toEqual(Array.from({ length: last?.['seq'] }, (_, place) => last?.['seq'] - place));
  });

  test('holds nothing of another company, and is for approvers and administrators alone', async () => {
    const { items } = await listEvents(others.desk.approver, ALL);
    expect(items.map(event => event.objectName)).not.toContain(number);
    await expect(listEvents(ours.desk.sender, ALL)).rejects.toThrow(Forbidden);
  });
});
