import { afterEach, describe, expect, test } from 'vitest';
import { SYNC } from '@/lib/core/limits';
import { ASK, CLEAR, keyIn, WRITE } from '@/tests/support/outbox';
import { queued } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();

afterEach(() => ours.desk.quickBooks.moods.clear());

const clearsIn = (sent: readonly string[]): string[] =>
  sent.flatMap(xml => (xml.includes(CLEAR) ? [/oldMessageSetID="([^"]*)"/.exec(xml)?.[1] ?? ''] : []));

/** As many sets of writes as are wanted, each with one order. */
async function inSets(count: number): Promise<void> {
  const { desk } = ours;
  for (let place = 0; place < 20 * count; place += 1) await queued(desk);
}

const uncleared = async (): Promise<number> => {
  const [row] = await ours.desk.test.owner<{ count: number }[]>`
    select count(*)::int as count from message_sets where purpose = 'write' and cleared_at is null and set_key is not null`;
  return row?.count ?? 0;
};

describe('a set that is settled', () => {
  test('is cleared at the end of the run, once, and QuickBooks keeps its answer no longer', async () => {
    const { desk } = ours;
    await queued(desk);
    const run = await desk.runUpdate();
    const key = keyIn(run.sent.find(xml => xml.includes(WRITE)) ?? '');
    expect([clearsIn(run.sent), run.progress.at(-1)]).toEqual([[key], 100]);
    expect(run.sent.at(-1)).toContain(CLEAR);
    expect([await uncleared(), (await desk.runUpdate()).status]).toEqual([0, 'none']);
  });

  test('is one of five at most in a run, the oldest first; the rest follow with later runs', async () => {
    const { desk } = ours;
    await inSets(7);
    const run = await desk.runUpdate();
    const keys = run.sent.filter(xml => xml.includes(WRITE)).map(keyIn);
    expect([keys.length, clearsIn(run.sent).length, run.progress.at(-1)]).toEqual([
      7,
      SYNC.maxClearsPerSession,
      100,
    ]);
    expect(keys).toEqual(expect.arrayContaining(clearsIn(run.sent)));
    // Nothing but clearing is no reason for a run.
    expect((await desk.runUpdate()).status).toBe('none');
    await queued(desk);
    expect(clearsIn((await desk.runUpdate()).sent)).toHaveLength(3);
    expect(await uncleared()).toBe(0);
  });

  test.each([
    ['600, as for one it does not know', () => ours.desk.quickBooks.moods.forgetAnswers()],
    ['an error', () => ours.desk.quickBooks.moods.spoilAnswers('cut-short', { times: 1 })],
  ] as const)('and answered with %s is over all the same', async (what, spoil) => {
    const { desk } = ours;
    await queued(desk);
    if (what.startsWith('600')) spoil();
    const visit = await desk.visit();
    for (let xml = await visit.next(); xml !== ''; xml = await visit.next()) {
      if (xml.includes(CLEAR) && !what.startsWith('600')) spoil();
      await visit.bring(await visit.ask(xml));
    }
    await visit.close();
    expect([await uncleared(), (await desk.runUpdate()).status]).toEqual([0, 'none']);
  });

  test('is not told of again where the run ended before the answer', async () => {
    const { desk } = ours;
    await queued(desk);
    const visit = await desk.visit();
    for (let xml = await visit.next(); !xml.includes(CLEAR); xml = await visit.next())
      await visit.bring(await visit.ask(xml));
    await visit.close();
    await queued(desk);
    expect(clearsIn((await desk.runUpdate()).sent)).toHaveLength(1);
  });
});

describe('a set that is not settled for good', () => {
  test('is never cleared: not while it is unknown, nor once it had to be looked up', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    desk.quickBooks.moods.failProcessing({
      hresult: '0x8004040D',
      when: 'before',
      element: 'PurchaseOrderAdd',
    });
    const lost = await desk.runUpdate();
    const key = keyIn(lost.sent.at(-1) ?? '');
    const runs = [lost, await desk.runUpdate()];
    for (let more = 0; more < 2; more += 1) {
      await queued(desk);
      runs.push(await desk.runUpdate());
    }
    const cleared = runs.flatMap(run => clearsIn(run.sent));
    expect(cleared).not.toContain(key);
    expect(cleared.length).toBeGreaterThan(1);
    expect(await desk.stateOf(id)).toBe('synced');
  });

  test('is cleared where QuickBooks gave the stored answer when it was asked', async () => {
    const { desk } = ours;
    await queued(desk);
    desk.quickBooks.moods.failProcessing({
      hresult: '0x80040402',
      when: 'after',
      element: 'PurchaseOrderAdd',
    });
    const lost = await desk.runUpdate();
    const key = keyIn(lost.sent.at(-1) ?? '');
    expect(clearsIn(lost.sent)).toEqual([]);
    const run = await desk.runUpdate();
    expect(run.sent.findIndex(xml => xml.includes(ASK))).toBeLessThan(
      run.sent.findIndex(xml => xml.includes(CLEAR)),
    );
    expect(clearsIn(run.sent)).toContain(key);
  });
});
