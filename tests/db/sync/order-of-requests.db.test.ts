import { afterEach, describe, expect, test } from 'vitest';
import type { Desk } from '@/tests/support/desk';
import { numberOf, timesInBooks, WRITE, writeOf } from '@/tests/support/outbox';
import { actionsOf, queued, rowOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const ADD = 'PurchaseOrderAdd';

afterEach(() => ours.desk.quickBooks.moods.clear());

/** Accepted orders each of which needs the ids of the one before. */
async function chain(desk: Desk, length: number): Promise<string[]> {
  const ids: string[] = [];
  for (let place = 0; place < length; place += 1) {
    const id = await queued(desk);
    const parent = ids.at(-1);
    if (parent !== undefined) {
      const { id: needed } = await writeOf(desk, parent);
      await desk.test
        .owner`update qb_requests set depends_on = array[${needed}]::uuid[] where export_id = ${id}`;
    }
    ids.push(id);
  }
  return ids;
}

const states = (desk: Desk, ids: readonly string[]): Promise<string[]> =>
  Promise.all(ids.map(id => desk.stateOf(id)));

/** For each set of writes, the numbers in it. */
const numbersIn = (sent: readonly string[]): string[][] =>
  sent
    .filter(xml => xml.includes(WRITE))
    .map(xml => [...xml.matchAll(/<RefNumber>([^<]*)</g)].map(match => match[1] ?? ''));

describe('a request that needs another one’s ids', () => {
  test('waits for it, and follows in the same run', async () => {
    const { desk } = ours;
    const ids = await chain(desk, 3);
    const run = await desk.runUpdate();
    expect(numbersIn(run.sent)).toEqual(await Promise.all(ids.map(async id => [await numberOf(desk, id)])));
    expect(run.progress.slice(0, -1).every(percent => percent < 100)).toBe(true);
    expect(await states(desk, ids)).toEqual(['synced', 'synced', 'synced']);
  });

  test('holds up nobody else', async () => {
    const { desk } = ours;
    const [parent = '', child = ''] = await chain(desk, 2);
    const other = await queued(desk);
    desk.quickBooks.moods.answerStatus({ code: 3175, element: ADD, label: await numberOf(desk, parent) });
    await desk.runUpdate();
    expect(await states(desk, [parent, child, other])).toEqual(['queued', 'queued', 'synced']);
    desk.env.advance(60_000);
    await desk.runUpdate();
    expect(await states(desk, [parent, child])).toEqual(['synced', 'synced']);
  });

  test('waits while the other one’s outcome is unknown', async () => {
    const { desk } = ours;
    const ids = await chain(desk, 2);
    desk.quickBooks.moods.failProcessing({ hresult: '0x80040402', when: 'after', element: ADD });
    await desk.runUpdate();
    expect(await states(desk, ids)).toEqual(['outcome_unknown', 'queued']);
    await desk.runUpdate();
    expect(await states(desk, ids)).toEqual(['synced', 'synced']);
    for (const id of ids) expect(await timesInBooks(desk, id)).toBe(1);
  });

  test('fails with its reason when the other one failed, and so do those that need it in turn', async () => {
    const { desk } = ours;
    const ids = await chain(desk, 3);
    const [parent = '', child = '', grandchild = ''] = ids;
    desk.quickBooks.moods.answerStatus({ code: 3140, element: ADD, label: await numberOf(desk, parent) });
    await desk.runUpdate();
    await desk.runUpdate();
    expect(await states(desk, ids)).toEqual(['failed', 'failed', 'failed']);
    for (const id of [child, grandchild]) {
      expect((await rowOf(desk, id)).error).toMatchObject({ code: 'WAITED-FOR' });
      expect([(await actionsOf(desk, id)).at(-1), await timesInBooks(desk, id)]).toEqual([
        'stopped before sending',
        0,
      ]);
    }
    expect((await desk.runUpdate()).status).toBe('none');
  });

  test.each(['needs_attention', 'cancelled'])(
    'fails with its reason when the other one became %s',
    async state => {
      const { desk } = ours;
      const [parent = '', child = ''] = await chain(desk, 2);
      const { id } = await writeOf(desk, parent);
      await desk.test.owner`update qb_requests set state = ${state} where id = ${id}`;
      expect(numbersIn((await desk.runUpdate()).sent)).toEqual([]);
      expect(await desk.stateOf(child)).toBe('failed');
    },
  );
});
