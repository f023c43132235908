import { beforeAll, describe, expect, test } from 'vitest';
import { Forbidden, NotFound } from '@/lib/core/errors';
import { showExport } from '@/lib/exports';
import { listRuns, type RunsInput, showExchange, showRun } from '@/lib/sync';
import { queued, rowOf } from '@/tests/support/paths';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const others = sharedDeskBeside(ours);

const ALL: RunsInput = { search: '', isTroubled: false, days: 30, cursor: null };
const ELEMENT = 'PurchaseOrderAdd';

let good = { id: '', number: '' };
let bad = { id: '', number: '' };

/** A run in which one order went through and one was refused, and one before it that only read. */
beforeAll(async () => {
  const { desk } = ours;
  const accepted = async () => {
    const id = await queued(desk);
    return { id, number: (await rowOf(desk, id)).number };
  };
  good = await accepted();
  bad = await accepted();
  desk.env.advance(1000);
  desk.quickBooks.moods.answerStatus({ code: 3140, element: ELEMENT, label: bad.number });
  await desk.runUpdate();
});

const newest = async () => {
  const [run] = (await listRuns(ours.desk.approver, ALL)).items;
  return await showRun(ours.desk.approver, run?.id ?? '');
};

describe('the list of runs', () => {
  test('begins with the newest and says of each what was done and whether something went wrong', async () => {
    const { items } = await listRuns(ours.desk.approver, ALL);
    const starts = items.map(run => run.startedAt);
    expect(starts).toEqual(starts.toSorted().reverse());
    expect(items[0]).toMatchObject({
      connectionName: 'Main file',
      state: 'closed',
      failed: 1,
      isTroubled: true,
      outcome: expect.stringContaining('1 needs attention'),
    });
    expect(items.at(-1)).toMatchObject({ failed: 0, isTroubled: false });
  });

  test('narrows to those with problems', async () => {
    const { items } = await listRuns(ours.desk.approver, { ...ALL, isTroubled: true });
    expect(items.map(run => run.isTroubled)).toEqual([true]);
  });

  test('finds a run by a record in it, by what QuickBooks said and by its texts, and by nothing else', async () => {
    const found = async (search: string): Promise<number> =>
      (await listRuns(ours.desk.approver, { ...ALL, search })).items.length;
    expect(await found(good.number.toLowerCase())).toBe(1);
    expect(await found('statusCode="3140"')).toBe(1);
    expect(await found('1 needs attention')).toBe(1);
    expect(await found('%')).toBe(0);
    expect(await found('no such words')).toBe(0);
  });

  test('leaves out what is older than was asked for', async () => {
    ours.desk.env.advance(3 * 86_400_000);
    expect((await listRuns(ours.desk.approver, { ...ALL, days: 2 })).items).toEqual([]);
  });

  test('shows another company’s runs to nobody, and none to people who neither approve nor administer', async () => {
    const theirs = (await listRuns(others.desk.approver, ALL)).items.map(run => run.id);
    const own = (await listRuns(ours.desk.approver, ALL)).items.map(run => run.id);
    expect(theirs.filter(id => own.includes(id))).toEqual([]);
    await expect(listRuns(ours.desk.sender, ALL)).rejects.toThrow(Forbidden);
    await expect(showRun(ours.desk.viewer, own[0] ?? '')).rejects.toThrow(Forbidden);
    await expect(showRun(others.desk.approver, own[0] ?? '')).rejects.toThrow(NotFound);
  });
});

describe('a run', () => {
  test('tells of each request what QuickBooks answered, in words with a remedy where it was refused', async () => {
    const run = await newest();
    const write = run.list.find(exchange => exchange.purpose === 'write');
    const of = (id: string) => write?.requests.find(request => request.exportId === id);
    expect(of(good.id)).toMatchObject({ record: good.number, message: ELEMENT, statusCode: 0, said: null });
    expect(of(bad.id)).toMatchObject({
      record: bad.number,
      statusCode: 3140,
      said: { code: 'QB-3140', cause: expect.stringMatching(/\w/), remedy: expect.stringMatching(/\w/) },
    });
  });

  test('gives the texts of an exchange as they were exchanged', async () => {
    const run = await newest();
    const write = run.list.find(exchange => exchange.purpose === 'write');
    const texts = await showExchange(ours.desk.approver, run.id, write?.id ?? '');
    expect(texts.xml).toContain(`<RefNumber>${good.number}</RefNumber>`);
    expect(texts.answer).toContain('statusCode="3140"');
    await expect(showExchange(others.desk.approver, run.id, write?.id ?? '')).rejects.toThrow(NotFound);
    await expect(showExchange(ours.desk.sender, run.id, write?.id ?? '')).rejects.toThrow(Forbidden);
  });
});

describe('a record', () => {
  test('shows what was exchanged about it and nothing of the records that shared its set', async () => {
    const { exchanged } = await showExport(ours.desk.viewer, bad.id);
    const text = exchanged.map(one => `${one.xml}${one.answer}`).join('');
    expect(text).toContain(bad.number);
    expect(text).toContain('statusCode="3140"');
    expect(text).not.toContain(good.number);
  });
});
