import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FAULT_POINTS, type FaultPoint } from '@/lib/core/env';
import {
  addByHand,
  CHANGE,
  type Contract,
  contractOf,
  nextAccepted,
  orderOf,
  textsOf,
} from '@/tests/support/changes';
import { type Desk, openDesk } from '@/tests/support/desk';
import { ASK, keyIn, LOOKUP, withoutClearing, writeOf } from '@/tests/support/outbox';
import { actionsOf, rowOf, storyOf } from '@/tests/support/paths';
import { cutAt, PlannedFaults, untilCut } from '@/tests/support/planned-faults';
import { type Run, runUpdate } from '@/tests/support/web-connector';

const faults = new PlannedFaults();
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk({ faults });
});
afterEach(() => {
  faults.clear();
  desk.quickBooks.moods.clear();
});
afterAll(() => desk.close());

const BEFORE = ['Footings', 'Slab on grade'];
const ADDED = ['CCO 001: Part 1 of 001', 'CCO 001: Part 2 of 001'];
const TWO_LINES = { number: '001', amounts: ['8400', '1600'] };
const LEASE_MS = 61 * 60_000;

interface Lost {
  readonly contract: Contract;
  readonly id: string;
  /** The id of the set whose answer never came. */
  readonly key: string;
}

/** A change whose answer never came: QuickBooks had made it, or never saw it. QuickBooks keeps no answer. */
async function lost(was: 'made' | 'not made'): Promise<Lost> {
  const contract = await contractOf(desk);
  const id = await nextAccepted(desk, contract, TWO_LINES);
  const when = was === 'made' ? 'after' : 'before';
  desk.quickBooks.moods.failProcessing({ hresult: '0x80040402', when, element: 'PurchaseOrderMod' });
  desk.quickBooks.moods.forgetAnswers();
  const { sent } = await desk.runUpdate();
  desk.quickBooks.moods.clear();
  expect(await desk.stateOf(id)).toBe('outcome_unknown');
  expect(textsOf(desk, contract)).toEqual(was === 'made' ? [...BEFORE, ...ADDED] : BEFORE);
  return { contract, id, key: keyIn(sent.at(-1) ?? '') };
}

const kindsOf = ({ sent }: Pick<Run, 'sent'>): string[] =>
  withoutClearing(sent).map(xml => [ASK, LOOKUP, CHANGE].find(text => xml.includes(text)) ?? 'read');

async function errorOf(id: string) {
  const { state, error } = await rowOf(desk, id);
  return { state, ...error };
}

describe('a change whose answer was lost', () => {
  test('is settled by the answer QuickBooks kept, and not made again', async () => {
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, TWO_LINES);
    const after = { hresult: '0x80040402', when: 'after', element: 'PurchaseOrderMod' } as const;
    desk.quickBooks.moods.failProcessing(after);
    await desk.runUpdate();
    expect(kindsOf(await desk.runUpdate())).toEqual([ASK]);
    expect([await desk.stateOf(id), textsOf(desk, contract)]).toEqual(['synced', [...BEFORE, ...ADDED]]);
  });

  test('is found on the order by the mark of its lines, and not made again', async () => {
    const { contract, id } = await lost('made');
    addByHand(desk, contract, 'by hand');
    expect(kindsOf(await desk.runUpdate())).toEqual([ASK, LOOKUP]);
    expect([await desk.stateOf(id), textsOf(desk, contract)]).toEqual([
      'synced',
      [...BEFORE, ...ADDED, 'by hand'],
    ]);
    expect((await actionsOf(desk, id)).at(-1)).toBe('found in QuickBooks');
    const own = orderOf(desk, contract)
      .lines.slice(2, 4)
      .map(line => line.lineId);
    const [link] = await desk.test.owner<{ lines: { txnLineId: string }[] }[]>`
      select lines from links where kind = 'change_order' and qb_id = ${orderOf(desk, contract).txnId}`;
    expect(link?.lines.map(line => line.txnLineId)).toEqual(own);
  });

  test('was not made where the order is as it was: it is sent again under another id', async () => {
    const { contract, id, key } = await lost('not made');
    const run = await desk.runUpdate();
    expect(kindsOf(run)).toEqual([ASK, LOOKUP, 'read', CHANGE]);
    expect(keyIn(withoutClearing(run.sent).at(-1) ?? '')).not.toBe(key);
    expect([await desk.stateOf(id), textsOf(desk, contract)]).toEqual(['synced', [...BEFORE, ...ADDED]]);
  });

  test('and which somebody’s edit outran is tried once more on the order as it is now', async () => {
    const { contract, id } = await lost('not made');
    addByHand(desk, contract, 'by hand');
    expect(kindsOf(await desk.runUpdate())).toEqual([ASK, LOOKUP, 'read', CHANGE]);
    expect([await desk.stateOf(id), textsOf(desk, contract)]).toEqual([
      'synced',
      [...BEFORE, 'by hand', ...ADDED],
    ]);
    const again = (await storyOf(desk, id)).find(entry => entry.action === 'queued again');
    expect(again?.reason).toContain('line “by hand” (7.00) was added');
  });

  test('twice, with an edit each time, goes to a person', async () => {
    const { contract, id } = await lost('not made');
    addByHand(desk, contract, 'by hand');
    const before = { hresult: '0x80040402', when: 'before', element: 'PurchaseOrderMod' } as const;
    desk.quickBooks.moods.failProcessing(before);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('outcome_unknown');
    addByHand(desk, contract, 'by hand again');
    await desk.runUpdate();
    const found = await errorOf(id);
    expect(found).toMatchObject({ state: 'needs_attention', code: 'CHANGE-lost' });
    expect(found.cause).toContain('by hand again');
    expect(textsOf(desk, contract)).toEqual([...BEFORE, 'by hand', 'by hand again']);
  });

  test('and whose lines somebody edited since is synced, with a word about it', async () => {
    const { contract, id } = await lost('made');
    desk.quickBooks.bookkeeper.editLine(contract.refNumber, 3, { amount: '1500.00' });
    await desk.runUpdate();
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'synced',
      warning: expect.stringContaining('“CCO 001”'),
    });
    expect(orderOf(desk, contract).total).toBe('167400.00');
  });

  const doubts: readonly [what: string, act: (contract: Contract) => void, code: string][] = [
    [
      'of whose lines somebody took one off',
      ({ refNumber }) => desk.quickBooks.bookkeeper.removeLine(refNumber, 3),
      'RECOVERY-part',
    ],
    [
      'all of whose lines somebody took off',
      ({ refNumber }) => {
        desk.quickBooks.bookkeeper.removeLine(refNumber, 3);
        desk.quickBooks.bookkeeper.removeLine(refNumber, 2);
      },
      'RECOVERY-doubt',
    ],
    [
      'whose mark somebody took off',
      ({ refNumber }) => {
        desk.quickBooks.bookkeeper.editLine(refNumber, 2, { description: 'Deeper' });
        desk.quickBooks.bookkeeper.editLine(refNumber, 3, { description: 'Wider' });
      },
      'RECOVERY-doubt',
    ],
    [
      'whose order somebody deleted',
      ({ refNumber }) => desk.quickBooks.bookkeeper.deletePurchaseOrder(refNumber),
      'RECOVERY-deleted',
    ],
  ];

  test.each(doubts)('and %s goes to a person; nothing is written', async (_, act, code) => {
    const { contract, id } = await lost('made');
    act(contract);
    const orders = desk.quickBooks.books.purchaseOrders();
    expect(kindsOf(await desk.runUpdate())).toEqual([ASK, LOOKUP]);
    expect(await errorOf(id)).toMatchObject({
      state: 'needs_attention',
      code,
      remedy: expect.stringMatching(/\w/),
    });
    expect(desk.quickBooks.books.purchaseOrders()).toEqual(orders);
  });

  test('holds back the changes accepted after it, and they follow when it is known', async () => {
    const { contract, id } = await lost('made');
    const next = await nextAccepted(desk, contract, { number: '002', amounts: ['5'] });
    expect(kindsOf(await desk.runUpdate())).toEqual([ASK, LOOKUP, 'read', CHANGE]);
    expect([await desk.stateOf(id), await desk.stateOf(next)]).toEqual(['synced', 'synced']);
    expect(textsOf(desk, contract)).toEqual([...BEFORE, ...ADDED, 'CCO 002: Part 1 of 002']);
  });

  test('and cannot be looked up stays unknown, and is asked about again', async () => {
    const { contract, id } = await lost('made');
    desk.quickBooks.moods.answerStatus({ code: 3260, element: 'PurchaseOrderQuery', times: 2 });
    await desk.runUpdate();
    await desk.runUpdate();
    expect([await desk.stateOf(id), textsOf(desk, contract).length]).toEqual(['synced', 4]);
  });
});

const SOAP_POINTS = FAULT_POINTS.filter(point => /^(authenticate|send-request|receive-response)/.test(point));

/** After whatever session was left open. */
function freshContract(): Promise<Contract> {
  desk.env.advance(LEASE_MS);
  return contractOf(desk);
}

/** Polls as a schedule does; the lines are on the order once within five of them, below what stood there. */
async function expectMadeOnce(contract: Contract, id: string): Promise<void> {
  for (let poll = 0; poll < 5 && (await desk.stateOf(id)) !== 'synced'; poll += 1) {
    desk.env.advance(LEASE_MS);
    await desk.runUpdate();
  }
  expect([await desk.stateOf(id), textsOf(desk, contract)]).toEqual(['synced', [...BEFORE, ...ADDED]]);
  const settled = (await actionsOf(desk, id)).filter(one => one === 'synced' || one.startsWith('found'));
  expect(settled).toHaveLength(1);
}

describe('the process is killed', () => {
  const places = SOAP_POINTS.flatMap(point => [0, 1, 2].map((time): [FaultPoint, number] => [point, time]));

  test.each(places)('at %s, the time number %i: the change is made once', async (point, skipped) => {
    const contract = await freshContract();
    const id = await nextAccepted(desk, contract, TWO_LINES);
    desk.quickBooks.moods.forgetAnswers(2);
    faults.kill(point, skipped);
    await untilCut(() => runUpdate(faults.line(desk)));
    await expectMadeOnce(contract, id);
  });
});

/** authenticate, the order and its answer, the change and its answer, closeConnection. */
const CALLS = 6;

describe('the line is cut', () => {
  test.each(['before', 'after'] as const)(
    'at every call of a run in turn, %s the server has done its part: the change is made once',
    async when => {
      for (let place = 1; place <= CALLS; place += 1) {
        const contract = await freshContract();
        const id = await nextAccepted(desk, contract, TWO_LINES);
        if (place % 2 === 0) desk.quickBooks.moods.forgetAnswers();
        const line = cutAt(desk, place, when);
        await untilCut(() => runUpdate(line));
        await expectMadeOnce(contract, id);
        expect((await writeOf(desk, id)).attempts).toBeLessThanOrEqual(2);
      }
    },
  );
});
