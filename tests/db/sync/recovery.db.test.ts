import { afterEach, describe, expect, test } from 'vitest';
import type { Desk } from '@/tests/support/desk';
import { ASK, keyIn, LOOKUP, numberOf, timesInBooks, WRITE, workOf, writeOf } from '@/tests/support/outbox';
import { actionsOf, queued, rowOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';
import type { Run } from '@/tests/support/web-connector';

const ours = sharedDesk();
const ADD = 'PurchaseOrderAdd';

afterEach(() => ours.desk.quickBooks.moods.clear());

/** Orders whose set reached QuickBooks, and whose answer never came. */
async function lost(desk: Desk, count = 1): Promise<{ ids: string[]; run: Run }> {
  const ids: string[] = [];
  for (let place = 0; place < count; place += 1) ids.push(await queued(desk));
  desk.quickBooks.moods.failProcessing({ hresult: '0x80040402', when: 'after', element: ADD });
  const run = await desk.runUpdate();
  for (const id of ids) expect(await desk.stateOf(id)).toBe('outcome_unknown');
  return { ids, run };
}

async function lostOne(desk: Desk): Promise<string> {
  const { ids } = await lost(desk);
  return ids[0] ?? '';
}

/** Orders whose set QuickBooks never saw. */
async function neverRun(desk: Desk): Promise<string> {
  const id = await queued(desk);
  desk.quickBooks.moods.failProcessing({ hresult: '0x8004040D', when: 'before', element: ADD });
  await desk.runUpdate();
  expect(await desk.stateOf(id)).toBe('outcome_unknown');
  return id;
}

const kindsOf = ({ sent }: Pick<Run, 'sent'>): string[] =>
  workOf(sent).map(xml => [ASK, LOOKUP, WRITE].find(text => xml.includes(text)) ?? 'read');

/** As a Web Connector would get it that asks on and on, whatever percent it is told. */
async function everythingHandedOut(desk: Desk): Promise<string[]> {
  const visit = await desk.visit();
  const sent: string[] = [];
  for (let xml = await visit.next(); xml !== ''; xml = await visit.next()) {
    sent.push(xml);
    await visit.bring(await visit.ask(xml));
  }
  await visit.close();
  return sent;
}

describe('a write whose answer was lost', () => {
  test('is asked about by its set’s id, and the stored answer settles it as the lost one would have', async () => {
    const { desk } = ours;
    const { ids, run } = await lost(desk, 2);
    const key = keyIn(run.sent.at(-1) ?? '');
    const next = await desk.runUpdate();
    expect(kindsOf(next)).toEqual([ASK]);
    expect(next.sent[0]).toContain(`newMessageSetID="${key}" oldMessageSetID="${key}"`);
    for (const id of ids) {
      expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
      expect((await actionsOf(desk, id)).slice(-3)).toEqual([
        'handed to QuickBooks',
        'answer lost',
        'synced',
      ]);
    }
    expect([next.progress.at(-1), (await desk.runUpdate()).status]).toEqual([100, 'none']);
  });

  test.each(['loses', 'never stored'])(
    'is looked up where QuickBooks %s the answer, and found by its mark',
    async how => {
      const { desk } = ours;
      if (how === 'never stored') desk.quickBooks.moods.forgetAnswers();
      const id = await lostOne(desk);
      desk.quickBooks.moods.loseStoredAnswers();
      const run = await desk.runUpdate();
      expect(kindsOf(run)).toEqual([ASK, LOOKUP]);
      expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
      expect((await actionsOf(desk, id)).at(-1)).toBe('found in QuickBooks');
      const order = desk.quickBooks.books
        .purchaseOrders()
        .find(one => one.refNumber === run.sent[1]?.match(/<RefNumber>([^<]*)/)?.[1]);
      expect(await rowOf(desk, id)).toMatchObject({ txn_id: order?.txnId, write_back: 'pending' });
    },
  );

  test('is found by its mark also where the answer is gone and somebody gave the order another number', async () => {
    const { desk } = ours;
    const { ids } = await lost(desk, 3);
    const before = desk.quickBooks.books.purchaseOrders().length;
    desk.quickBooks.moods.loseStoredAnswers();
    const [renumbered = ''] = ids;
    desk.quickBooks.bookkeeper.renumber(await numberOf(desk, renumbered), 'OTHER-1');
    const run = await desk.runUpdate();
    expect(kindsOf(run)).toEqual([ASK, LOOKUP]);
    for (const id of ids) expect(await desk.stateOf(id)).toBe('synced');
    expect(await rowOf(desk, renumbered)).toMatchObject({ ref_number: 'OTHER-1' });
    expect(desk.quickBooks.books.purchaseOrders()).toHaveLength(before);
    // What the three have in common is asked once.
    expect(run.sent[1]?.match(/TxnDeletedQueryRq requestID/g)).toHaveLength(1);
    expect(run.sent[1]?.match(/PurchaseOrderQueryRq requestID/g)).toHaveLength(4);
  });

  test('is looked up where QuickBooks could not store the answer (9005), and found once', async () => {
    const { desk } = ours;
    desk.quickBooks.moods.cannotStoreAnswers();
    const id = await lostOne(desk);
    await desk.runUpdate();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('is sent again, under another id, only after it was asked about and looked for in vain', async () => {
    const { desk } = ours;
    const id = await neverRun(desk);
    const run = await desk.runUpdate();
    expect(kindsOf(run)).toEqual([ASK, LOOKUP, WRITE]);
    expect(keyIn(run.sent[2] ?? '')).not.toBe(keyIn(run.sent[0] ?? ''));
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    expect(await writeOf(desk, id)).toMatchObject({ state: 'done', attempts: 2 });
  });

  test('goes to a person when somebody else made an order with its number meanwhile', async () => {
    const { desk } = ours;
    const id = await neverRun(desk);
    const line = { item: '03:03-300', description: 'By hand', amount: '5.00', job: null };
    const refNumber = await numberOf(desk, id);
    desk.quickBooks.bookkeeper.addPurchaseOrder({ vendor: 'Keel Concrete LLC', refNumber, lines: [line] });
    await desk.runUpdate();
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'needs_attention',
      error: { code: 'RECOVERY-foreign' },
    });
    await desk.runUpdate();
    expect(await timesInBooks(desk, id)).toBe(1);
  });

  test('goes to a person when somebody deleted the order meanwhile; it does not come back', async () => {
    const { desk } = ours;
    const id = await lostOne(desk);
    desk.quickBooks.bookkeeper.deletePurchaseOrder(await numberOf(desk, id));
    desk.quickBooks.moods.loseStoredAnswers();
    await desk.runUpdate();
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'needs_attention',
      error: { code: 'RECOVERY-deleted' },
    });
    await desk.runUpdate();
    expect(await timesInBooks(desk, id)).toBe(1);
    expect(desk.quickBooks.books.purchaseOrders().map(one => one.refNumber)).not.toContain(
      await numberOf(desk, id),
    );
  });

  test('goes to a person when QuickBooks holds other bytes under its id (9001)', async () => {
    const { desk } = ours;
    const id = await lostOne(desk);
    desk.quickBooks.moods.spoilAnswers(() => '<QBXML><QBXMLMsgsRs messageSetStatusCode="9001"/></QBXML>');
    await desk.runUpdate();
    expect(await rowOf(desk, id)).toMatchObject({ state: 'needs_attention', error: { code: 'QB-9001' } });
  });

  test('is judged by itself, whatever became of the others of its set', async () => {
    const { desk } = ours;
    const ids = [await queued(desk), await queued(desk), await queued(desk)];
    const [there = '', deleted = '', refused = ''] = ids;
    desk.quickBooks.moods.answerStatus({ code: 3175, element: ADD, label: await numberOf(desk, refused) });
    desk.quickBooks.moods.failProcessing({ hresult: '0x80040402', when: 'after', element: ADD });
    desk.quickBooks.moods.forgetAnswers();
    await desk.runUpdate();
    desk.quickBooks.bookkeeper.deletePurchaseOrder(await numberOf(desk, deleted));
    await desk.runUpdate();
    expect(await Promise.all(ids.map(id => desk.stateOf(id)))).toEqual([
      'synced',
      'needs_attention',
      'synced',
    ]);
    for (const id of [there, deleted, refused]) expect(await timesInBooks(desk, id)).toBe(1);
  });
});

describe('while an outcome is unknown', () => {
  test('nothing else is written to that file; it goes on when it is known', async () => {
    const { desk } = ours;
    const id = await lostOne(desk);
    const next = await queued(desk);
    const run = await desk.runUpdate();
    expect(kindsOf(run)).toEqual([ASK, WRITE]);
    for (const one of [id, next])
      expect([await desk.stateOf(one), await timesInBooks(desk, one)]).toEqual(['synced', 1]);
  });

  test.each([
    ['cannot be read', (desk: Desk) => desk.quickBooks.moods.spoilAnswers('cut-short', { times: 2 })],
    [
      'are refused',
      (desk: Desk, label: string) =>
        desk.quickBooks.moods.answerStatus({ code: 3260, element: 'PurchaseOrderQuery', label, times: 2 }),
    ],
  ])(
    'and questions about it %s twice, lists are read, nothing is written, and the next run asks again',
    async (_, spoil) => {
      const { desk } = ours;
      const id = await lostOne(desk);
      desk.quickBooks.moods.loseStoredAnswers();
      const next = await queued(desk);
      desk.env.advance(6 * 60_000);
      spoil(desk, await numberOf(desk, id));
      const kinds = kindsOf({ sent: await everythingHandedOut(desk) });
      expect(kinds).toContain('read');
      expect(kinds).not.toContain(WRITE);
      expect([await desk.stateOf(id), await desk.stateOf(next)]).toEqual(['outcome_unknown', 'queued']);
      await desk.runUpdate();
      for (const one of [id, next])
        expect([await desk.stateOf(one), await timesInBooks(desk, one)]).toEqual(['synced', 1]);
    },
  );

  test('and QuickBooks cannot be reached, it stays so, and the next run asks again', async () => {
    const { desk } = ours;
    const id = await lostOne(desk);
    for (const hresult of ['0x80040402', '0x80040414']) {
      desk.quickBooks.moods.failProcessing({ hresult, when: 'before' });
      const run = await desk.runUpdate();
      expect([kindsOf(run).includes(WRITE), run.progress]).toEqual([false, [-1]]);
      expect(run.lastError).toMatch(/QuickBooks/);
      expect(await desk.stateOf(id)).toBe('outcome_unknown');
    }
    await desk.runUpdate();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('the run never says that there is nothing to do', async () => {
    const { desk } = ours;
    await lost(desk);
    expect((await desk.authenticate()).status).toBe('');
    desk.env.advance(600_000);
    await desk.runUpdate();
  });
});
