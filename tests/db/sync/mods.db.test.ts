import { afterEach, describe, expect, test } from 'vitest';
import { showExport } from '@/lib/exports';
import { nextChangeOrder } from '@/tests/factories/change-order';
import {
  acceptedChange,
  addByHand,
  CHANGE,
  type Contract,
  contractOf,
  nextAccepted,
  orderOf,
  textsOf,
} from '@/tests/support/changes';
import type { Desk } from '@/tests/support/desk';
import { keyIn, nextWith, setWith, withoutClearing, writeOf } from '@/tests/support/outbox';
import { actionsOf, rowOf, storyOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';
import { exchange } from '@/tests/support/web-connector';

const ours = sharedDesk();
const BEFORE = ['Footings', 'Slab on grade'];
const ONE = { number: '001', amounts: ['8400'] };

afterEach(() => ours.desk.quickBooks.moods.clear());

const ordersIn = (desk: Desk): number => desk.quickBooks.books.purchaseOrders().length;
const changesIn = (sent: readonly string[]): string[] => sent.filter(xml => xml.includes(CHANGE));

/** What our links and our copy hold of an order's state. */
async function keptSequences(desk: Desk, contract: Contract): Promise<Set<string | null>> {
  const { txnId } = orderOf(desk, contract);
  const rows = await desk.test.owner<{ edit_sequence: string | null }[]>`
    select edit_sequence from links where qb_id = ${txnId}
    union all select edit_sequence from qb_lists where kind = 'purchase_order' and qb_id = ${txnId}`;
  return new Set(rows.map(row => row.edit_sequence));
}

async function linkOf(desk: Desk, exportId: string) {
  const [row] = await desk.test.owner<{ qb_id: string; lines: { txnLineId: string }[] }[]>`
    select l.qb_id, l.lines from links l join exports e on e.company_id = l.company_id and e.procore_id = l.procore_id
    where e.id = ${exportId} and l.kind = 'change_order'`;
  return row;
}

describe('an accepted change order', () => {
  test('becomes lines at the end of its commitment’s order: the order is read, and every line on it kept', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    addByHand(desk, contract, 'by hand');
    const [before, orders] = [orderOf(desk, contract), ordersIn(desk)];
    const id = await nextAccepted(desk, contract, { number: '001', amounts: ['8400', '-1200'] });
    const { sent } = await desk.runUpdate();
    const after = orderOf(desk, contract);
    expect(await desk.stateOf(id)).toBe('synced');
    expect(after.lines.slice(0, 3)).toEqual(before.lines);
    expect(after.lines.slice(3).map(line => [line.description, line.amount, line.item])).toEqual([
      ['CCO 001: Part 1 of 001', '8400.00', '03:03-300'],
      ['CCO 001: Part 2 of 001', '-1200.00', '03:03-300'],
    ]);
    expect([after.memo, after.date, after.vendor]).toEqual([before.memo, before.date, before.vendor]);
    expect(withoutClearing(sent).map(xml => xml.includes(CHANGE))).toEqual([false, true]);
    expect(ordersIn(desk)).toBe(orders);
    expect(await rowOf(desk, id)).toMatchObject({ txn_id: after.txnId, ref_number: contract.refNumber });
    expect(await linkOf(desk, id)).toEqual({
      qb_id: after.txnId,
      lines: after.lines.slice(3).map(line => expect.objectContaining({ txnLineId: line.lineId })),
    });
    expect(await keptSequences(desk, contract)).toEqual(new Set([after.editSequence]));
  });

  test('waits for the one accepted before it, and they stand on the order in that order', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const ids: string[] = [];
    for (const number of ['001', '002', '003'])
      ids.push(await nextAccepted(desk, contract, { number, amounts: ['100', '200'] }));
    desk.quickBooks.moods.answerStatus({ code: 3175, element: 'PurchaseOrderMod' });
    await desk.runUpdate();
    expect(await Promise.all(ids.map(id => desk.stateOf(id)))).toEqual(['queued', 'queued', 'queued']);
    expect(textsOf(desk, contract)).toEqual(BEFORE);
    desk.env.advance(2 * 60_000);
    await desk.runUpdate();
    expect(await Promise.all(ids.map(id => desk.stateOf(id)))).toEqual(['synced', 'synced', 'synced']);
    expect(textsOf(desk, contract)).toEqual([
      ...BEFORE,
      ...['001', '002', '003'].flatMap(number =>
        [1, 2].map(part => `CCO ${number}: Part ${part} of ${number}`),
      ),
    ]);
    // No conflict among them: each was sent as often as QuickBooks was busy, and once more.
    const attempts = await Promise.all(ids.map(async id => (await writeOf(desk, id)).attempts));
    expect(attempts).toEqual([2, 1, 1]);
    expect(await keptSequences(desk, contract)).toEqual(new Set([orderOf(desk, contract).editSequence]));
  });

  test('shows what it adds, and what the order comes to before and after', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    desk.env.advance(2 * 3_600_000);
    await desk.runUpdate();
    const id = await nextAccepted(desk, contract, ONE);
    const { accepted } = await showExport(desk.approver, id);
    expect(accepted).toMatchObject({ form: 'Purchase Order, lines added', total: '8400.00' });
    expect(accepted?.header).toContainEqual({ label: 'P.O. No.', value: contract.refNumber });
    expect(accepted?.header).toContainEqual({ label: 'Order total now', value: '157500.00' });
    expect(accepted?.header).toContainEqual({ label: 'Order total with these lines', value: '165900.00' });
    await desk.runUpdate();
    expect(orderOf(desk, contract).total).toBe('165900.00');
  });

  test('that changes in Procore while its order is read is not written', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const change = nextChangeOrder(contract.commitmentId, '001', ['8400']);
    const id = await acceptedChange(desk, change);
    const visit = await desk.visit();
    const reading = await visit.next();
    const answer = await visit.ask(reading);
    await desk.stageChanges({ ...change, title: 'Other', updatedAt: '2026-04-01T10:00:00.000Z' });
    await visit.bring(answer);
    expect(await visit.next()).toBe('');
    await visit.close();
    expect([await desk.stateOf(id), textsOf(desk, contract)]).toEqual(['awaiting_approval', BEFORE]);
  });

  test('whose lines stand on the order already is not written again', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, ONE);
    const line = { item: '03:03-300', description: 'CCO 001:  Part 1 of 001', amount: '8400.00', job: null };
    desk.quickBooks.bookkeeper.addLine(contract.refNumber, line);
    const { sent } = await desk.runUpdate();
    expect([await desk.stateOf(id), changesIn(sent), textsOf(desk, contract).length]).toEqual([
      'synced',
      [],
      3,
    ]);
    expect((await actionsOf(desk, id)).at(-1)).toBe('found in QuickBooks');
    expect((await linkOf(desk, id))?.lines).toHaveLength(1);
  });

  test('whose mark stands on the order on something else goes to a person', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, ONE);
    addByHand(desk, contract, 'CCO 001: something else');
    const { sent } = await desk.runUpdate();
    expect([await desk.stateOf(id), changesIn(sent)]).toEqual(['needs_attention', []]);
    expect((await rowOf(desk, id)).error).toMatchObject({ code: 'ORDER-marked' });
  });
});

const MOST_EXCHANGES = 20;

/** Runs a visit in which something happens to the order each time just before a change reaches QuickBooks. */
async function visitWith(desk: Desk, act: (time: number) => void): Promise<{ sent: string[] }> {
  const visit = await desk.visit();
  const sent: string[] = [];
  for (let xml = await visit.next(); xml !== ''; xml = await visit.next()) {
    if (sent.length > MOST_EXCHANGES) throw new RangeError('the run goes in circles');
    if (xml.includes(CHANGE)) act(changesIn(sent).length + 1);
    sent.push(xml);
    await visit.bring(await visit.ask(xml));
  }
  await visit.close();
  return { sent };
}

describe('change orders of one commitment', () => {
  const rulesOf = async (id: string): Promise<string[]> => {
    const { blockers } = await showExport(ours.desk.approver, id);
    return blockers.filter(one => one.ruleId.startsWith('CCO')).map(one => `${one.ruleId} ${one.severity}`);
  };

  test('know of each other: on its way, needing attention, made, and under one number', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const first = await nextAccepted(desk, contract, ONE);
    const [second = '', same = ''] = await desk.stageChanges(
      nextChangeOrder(contract.commitmentId, '002', ['5']),
      nextChangeOrder(contract.commitmentId, '001', ['5']),
    );
    expect(await rulesOf(second)).toEqual(['CCO-03 warns']);
    expect(await rulesOf(same)).toEqual(['CCO-02 blocks', 'CCO-03 warns']);
    expect(await rulesOf(first)).toEqual([]);
    addByHand(desk, contract, 'CCO 001: something else');
    await desk.runUpdate();
    expect([await desk.stateOf(first), await rulesOf(second)]).toEqual([
      'needs_attention',
      ['CCO-03 blocks'],
    ]);
    const other = await contractOf(desk);
    await nextAccepted(desk, other, ONE);
    const [third = ''] = await desk.stageChanges(nextChangeOrder(other.commitmentId, '002', ['5']));
    await desk.runUpdate();
    expect(await rulesOf(third)).toEqual([]);
  });

  test('whose forerunner came to nothing is not made either, and says so', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const first = await nextAccepted(desk, contract, ONE);
    const second = await nextAccepted(desk, contract, { number: '002', amounts: ['5'] });
    desk.quickBooks.moods.answerStatus({ code: 3140, element: 'PurchaseOrderMod' });
    await desk.runUpdate();
    await desk.runUpdate();
    expect(await rowOf(desk, first)).toMatchObject({ state: 'failed', error: { code: 'QB-3140' } });
    expect(await rowOf(desk, second)).toMatchObject({ state: 'failed', error: { code: 'WAITED-FOR' } });
    expect(textsOf(desk, contract)).toEqual(BEFORE);
  });
});

describe('an order that people work on meanwhile', () => {
  test('is read again, and what they did to it stays', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, ONE);
    const { bookkeeper } = desk.quickBooks;
    const { sent } = await visitWith(desk, time => {
      if (time > 1) return;
      addByHand(desk, contract, 'by hand');
      bookkeeper.editLine(contract.refNumber, 0, { description: 'Footings, wider', amount: '97000.00' });
      bookkeeper.editMemo(contract.refNumber, 'See the file');
    });
    expect(await desk.stateOf(id)).toBe('synced');
    expect(changesIn(sent)).toHaveLength(2);
    expect(textsOf(desk, contract)).toEqual([
      'Footings, wider',
      'Slab on grade',
      'by hand',
      'CCO 001: Part 1 of 001',
    ]);
    expect(orderOf(desk, contract)).toMatchObject({ memo: 'See the file', total: '166907.00' });
    const told = (await storyOf(desk, id)).find(entry => entry.action === 'queued again');
    expect(told?.reason).toMatch(/changed in QuickBooks since it was read/);
  });

  test('three times in a row is left alone, and a person is told what was changed', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, ONE);
    const { sent } = await visitWith(desk, time => addByHand(desk, contract, `by hand ${time}`));
    expect(changesIn(sent)).toHaveLength(3);
    const { state, error } = await rowOf(desk, id);
    expect([state, error?.code]).toEqual(['needs_attention', 'CHANGE-contested']);
    for (const time of [1, 2, 3]) expect(error?.cause).toContain(`line “by hand ${time}” (7.00) was added`);
    expect(textsOf(desk, contract)).toEqual([...BEFORE, 'by hand 1', 'by hand 2', 'by hand 3']);
    expect((await desk.runUpdate()).status).toBe('none');
  });

  test.each([
    ['closed', 'ORDER-closed', /is closed/],
    ['deleted', 'ORDER-gone', /no longer in QuickBooks/],
  ])(
    'and is %s before it is read: nothing is written, with the cause and a remedy',
    async (how, code, cause) => {
      const { desk } = ours;
      const contract = await contractOf(desk);
      const id = await nextAccepted(desk, contract, ONE);
      const orders = ordersIn(desk);
      const { bookkeeper } = desk.quickBooks;
      if (how === 'closed') bookkeeper.closePurchaseOrder(contract.refNumber);
      else bookkeeper.deletePurchaseOrder(contract.refNumber);
      const { sent } = await desk.runUpdate();
      expect(changesIn(sent)).toEqual([]);
      expect(await rowOf(desk, id)).toMatchObject({
        state: 'failed',
        error: { code, cause: expect.stringMatching(cause), remedy: expect.stringMatching(/retry/) },
      });
      expect(ordersIn(desk)).toBe(how === 'closed' ? orders : orders - 1);
      expect((await desk.runUpdate()).status).toBe('none');
    },
  );

  test.each([
    ['closed', 'ORDER-closed'],
    ['deleted', 'ORDER-gone'],
  ])('and is %s after it was read: nothing is written', async (how, code) => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, ONE);
    const { bookkeeper } = desk.quickBooks;
    await visitWith(desk, () => {
      if (how === 'closed') bookkeeper.closePurchaseOrder(contract.refNumber);
      else bookkeeper.deletePurchaseOrder(contract.refNumber);
    });
    expect(await rowOf(desk, id)).toMatchObject({ state: 'failed', error: { code } });
    if (how === 'closed') expect(textsOf(desk, contract)).toEqual(BEFORE);
  });

  test('and was seen closed by a list read: the rule says so before anything is asked', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, ONE);
    desk.quickBooks.bookkeeper.closePurchaseOrder(contract.refNumber);
    desk.env.advance(6 * 60_000);
    await desk.runUpdate();
    expect(await rowOf(desk, id)).toMatchObject({ state: 'failed', error: { code: 'CCO-01' } });
  });

  test('and has it open in a window: tried again later by itself', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, ONE);
    desk.quickBooks.bookkeeper.openWindow(contract.refNumber);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('queued');
    addByHand(desk, contract, 'by hand');
    desk.quickBooks.bookkeeper.closeWindow(contract.refNumber);
    desk.env.advance(2 * 60_000);
    await desk.runUpdate();
    expect(textsOf(desk, contract)).toEqual([...BEFORE, 'by hand', 'CCO 001: Part 1 of 001']);
  });

  test('and QuickBooks refuses as changed though nobody did (3170): once more, then a person reads why', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, ONE);
    desk.quickBooks.moods.answerStatus({ code: 3170, element: 'PurchaseOrderMod', times: 9 });
    const { sent } = await desk.runUpdate();
    expect(changesIn(sent)).toHaveLength(2);
    expect(await rowOf(desk, id)).toMatchObject({ state: 'failed', error: { code: 'QB-3170' } });
  });
});

/** How often an order is read in vain before a person is asked. */
const READS_TRIED = 5;

/** A run in which the order is asked for with its lines, and QuickBooks is spoilt just then. */
async function runWithOrderUnread(desk: Desk, spoil: (desk: Desk) => void): Promise<{ sent: string[] }> {
  const visit = await desk.visit();
  const read = await nextWith(visit, 'IncludeLineItems');
  spoil(desk);
  await visit.bring(await visit.ask(read));
  const { sent } = await exchange(visit);
  return { sent: [read, ...sent] };
}

describe('the order cannot be read', () => {
  test.each([
    [
      'is refused',
      (desk: Desk) => desk.quickBooks.moods.answerStatus({ code: 3260, element: 'PurchaseOrderQuery' }),
    ],
    [
      'cannot be read',
      (desk: Desk) => desk.quickBooks.moods.spoilAnswers('cut-short', { element: 'PurchaseOrderQuery' }),
    ],
  ])('where the answer %s: tried again later, nothing is written meanwhile', async (_, spoil) => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, ONE);
    const { sent } = await runWithOrderUnread(desk, spoil);
    expect([changesIn(sent), await desk.stateOf(id)]).toEqual([[], 'queued']);
    desk.env.advance(2 * 60_000);
    await desk.runUpdate();
    expect([await desk.stateOf(id), textsOf(desk, contract).length]).toEqual(['synced', 3]);
  });

  test('again and again: it fails with what QuickBooks said', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, ONE);
    const spoil = ({ quickBooks }: Desk): void =>
      quickBooks.moods.answerStatus({ code: 1000, element: 'PurchaseOrderQuery', message: 'No luck.' });
    for (let run = 0; run < READS_TRIED; run += 1) {
      expect(await desk.stateOf(id)).toBe('queued');
      await runWithOrderUnread(desk, spoil);
      desk.env.advance(10 * 60_000);
    }
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'failed',
      error: { code: 'CHANGE-unread', raw: 'No luck.' },
    });
  });
});

describe('a document about a change that is delivered twice', () => {
  test('settles once, whether it is the order as read or the change', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, ONE);
    const visit = await desk.visit();
    for (let xml = await visit.next(); xml !== ''; xml = await visit.next()) {
      const answer = await visit.ask(xml);
      const progress = await visit.bring(answer);
      expect(await visit.bring(answer)).toBe(progress);
    }
    await visit.close();
    expect([await desk.stateOf(id), textsOf(desk, contract).length]).toEqual(['synced', 3]);
    expect((await actionsOf(desk, id)).filter(action => action === 'synced')).toHaveLength(1);
  });

  test('is stored as it leaves, under an id of its own each time', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    await nextAccepted(desk, contract, ONE);
    const { sent } = await visitWith(desk, time => {
      if (time === 1) addByHand(desk, contract, 'by hand');
    });
    const documents = changesIn(sent);
    expect(new Set(documents.map(keyIn)).size).toBe(2);
    for (const xml of documents) expect((await setWith(desk, xml)).purpose).toBe('write');
  });
});
