import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeOrderFlow } from '@/lib/flows/change-order';
import { linkKey } from '@/lib/mappings/books';
import { encodeMessageSet, type QbRequest, type QbResponse, readAnswer } from '@/lib/qbxml';
import { bookLink } from '@/tests/factories/books';
import { COMMITMENT_ID, changeOrder, changeOrderLine } from '@/tests/factories/change-order';
import { COST_CODE_ID, PROJECT_ID } from '@/tests/factories/commitment';
import type { PurchaseOrderView } from '@/tests/simulators/quickbooks';
import { Desk } from '@/tests/simulators/quickbooks/desk';
import { makeWorld } from '@/tests/simulators/world';
import { changeBooks, ORDER_LINK } from './change-order-rule-cases';
import { type GivenLine, orderFound } from './order-answers';

const { change } = changeOrderFlow;

const words = fc.string({ unit: fc.constantFrom(...'aB3 -.,&<:"\'é“—'), minLength: 1, maxLength: 30 });
const cents = fc.integer({ min: -999_999, max: 9_999_999 }).map(one => (one / 100).toFixed(2));

/** Change orders of one to six lines. */
const drawn = fc
  .array(fc.record({ description: words, amount: cents }), { minLength: 1, maxLength: 6 })
  .map(lines =>
    changeOrder({ lines: lines.map((line, index) => changeOrderLine({ ...line, position: index + 1 })) }),
  );

const plainLine = fc.record({ text: words, amount: cents });
const givenLines = fc
  .array(fc.tuple(plainLine, fc.option(fc.array(plainLine, { maxLength: 3 }), { nil: null })), {
    maxLength: 12,
  })
  .map(lines =>
    lines.map(([line, nested], index): GivenLine => {
      const id = `L-${index}`;
      const inside = nested?.map((one, place) => ({ ...one, id: `${id}-${place}` }));
      return inside === undefined ? { ...line, id } : { ...line, id, nested: inside };
    }),
  );

const idOf = (line: object): string => (Object.values(line)[0] as { TxnLineID: string }).TxnLineID;
const linesIn = (request: QbRequest) =>
  (request as QbRequest<'PurchaseOrderMod'>).body.PurchaseOrderMod.Lines ?? [];

describe('whatever stands on the order', () => {
  it('each line of it is sent once, by its id alone and in its order, and the approved ones follow', () => {
    const property = fc.property(drawn, givenLines, (snapshot, lines) => {
      const request = changeOrderFlow.build(snapshot, changeBooks());
      const answer = orderFound({ lines, total: lines.length === 0 ? '0.00' : '1.00' });
      const verdict = change.judge({ request, snapshot }, [answer]);
      if (verdict.found !== 'open') throw new TypeError(verdict.found);
      const sent = linesIn(change.complete(request, verdict.target));
      const kept = sent.slice(0, lines.length);
      expect(kept.map(idOf)).toEqual(lines.map(line => line.id));
      for (const one of kept) expect(Object.keys(Object.values(one)[0] ?? {})).toEqual(['TxnLineID']);
      expect(kept.map(one => 'PurchaseOrderLineGroupMod' in one)).toEqual(
        lines.map(line => line.nested !== undefined),
      );
      expect(sent.slice(lines.length)).toEqual(linesIn(request));
      expect(linesIn(request)).toHaveLength(snapshot.lines.length);
    });
    fc.assert(property, { numRuns: 1000 });
  });
});

const PACKAGE = 'Concrete package';
const REF_NUMBER = 'SC-017-001';
const ITEM = '03:03-300';

/** What somebody does to the order by hand. */
type Act = (desk: Desk, refNumber: string) => void;

const byHand = plainLine.map(({ text, amount }) => ({ item: ITEM, description: text, amount, job: null }));
const lineCount = (desk: Desk, refNumber: string): number => orderIn(desk, refNumber).lines.length;
const acts: fc.Arbitrary<Act> = fc.oneof(
  byHand.map(
    (line): Act =>
      (desk, refNumber) =>
        desk.quickBooks.bookkeeper.addLine(refNumber, line),
  ),
  fc.array(byHand, { minLength: 1, maxLength: 3 }).map(
    (lines): Act =>
      (desk, refNumber) =>
        desk.quickBooks.bookkeeper.addGroup(refNumber, PACKAGE, lines),
  ),
  fc.tuple(fc.nat(), byHand).map(
    ([place, { description, amount }]): Act =>
      (desk, refNumber) => {
        const at = place % Math.max(1, lineCount(desk, refNumber));
        desk.quickBooks.bookkeeper.editLine(refNumber, at, { description, amount });
      },
  ),
  fc.nat().map(
    (place): Act =>
      (desk, refNumber) => {
        const count = lineCount(desk, refNumber);
        if (count > 1) desk.quickBooks.bookkeeper.removeLine(refNumber, place % count);
      },
  ),
  words.map(
    (memo): Act =>
      (desk, refNumber) =>
        desk.quickBooks.bookkeeper.editMemo(refNumber, memo),
  ),
);

function orderIn(desk: Desk, refNumber: string): PurchaseOrderView {
  const found = desk.quickBooks.books.purchaseOrders().find(order => order.refNumber === refNumber);
  if (!found) throw new RangeError(`no order ${refNumber}`);
  return found;
}

describe('whatever people do to the order meanwhile', () => {
  let desk: Desk;
  let count = 0;

  beforeAll(async () => {
    const { books } = makeWorld(1);
    const group = {
      name: PACKAGE,
      type: 'Group',
      parent: null,
      description: '',
      isActive: true,
      isTwoSided: false,
    };
    desk = await Desk.open({
      books: { ...books, items: [...books.items, { ...group, type: 'Group' as const }] },
    });
  });

  async function ask(request: QbRequest): Promise<QbResponse> {
    const target = { country: 'US', version: [13, 0] } as const;
    const requests = [{ requestID: '1', request }];
    const [response] = readAnswer(
      await desk.raw(encodeMessageSet({ target, onError: 'stopOnError', requests })),
    ).responses;
    if (!response) throw new TypeError('no response');
    return response;
  }

  /** An order of two lines, and books that know its id. */
  function newOrder() {
    count += 1;
    const refNumber = `${REF_NUMBER.slice(0, 3)}${count}`;
    const lines = ['a', 'b'].map(description => ({ item: ITEM, description, amount: '10.00', job: null }));
    const [vendor] = desk.quickBooks.books.vendors().filter(one => one.isActive);
    const txnId = desk.quickBooks.bookkeeper.addPurchaseOrder({
      vendor: vendor?.name ?? '',
      refNumber,
      lines,
    });
    const [item] = desk.quickBooks.books.items().filter(one => one.fullName === ITEM);
    const [job] = desk.quickBooks.books.customers().filter(one => one.parentId !== null && one.isActive);
    const known = changeBooks();
    const links = {
      ...known.links,
      [linkKey('commitment', COMMITMENT_ID)]: { ...ORDER_LINK, qbId: txnId },
      [linkKey('cost_code', COST_CODE_ID)]: bookLink({ qbId: item?.listId ?? '' }),
      [linkKey('project', PROJECT_ID)]: bookLink({ qbId: job?.listId ?? '' }),
    };
    return { refNumber, books: { ...known, links } };
  }

  /** Reads, lets people act, sends; again until QuickBooks takes it. Gives the order as it was just before that. */
  async function append(snapshot: ReturnType<typeof changeOrder>, meddling: readonly (readonly Act[])[]) {
    const { refNumber, books } = newOrder();
    const request = changeOrderFlow.build(snapshot, books);
    for (let round = 0; ; round += 1) {
      const verdict = change.judge({ request, snapshot }, [await ask(change.read(request))]);
      if (verdict.found !== 'open') throw new TypeError(`the order was ${verdict.found}`);
      for (const act of meddling[round] ?? []) act(desk, refNumber);
      const before = orderIn(desk, refNumber);
      const answer = await ask(change.complete(request, verdict.target));
      if (answer.statusCode === 3200) continue;
      const settlement = change.settle({ request, snapshot }, verdict.target, answer);
      return { before, after: orderIn(desk, refNumber), answer, settlement, rounds: round + 1 };
    }
  }

  it('no line or field of theirs is lost or altered, and the approved lines stand at the end, once', async () => {
    const meddling = fc.array(fc.array(acts, { maxLength: 3 }), { maxLength: 3 });
    const property = fc.asyncProperty(drawn, meddling, async (snapshot, rounds) => {
      const { before, after, answer, settlement } = await append(snapshot, rounds);
      expect(answer.statusCode).toBe(0);
      const theirs = after.lines.slice(0, before.lines.length);
      expect(theirs).toEqual(before.lines);
      expect({ ...after, lines: [], total: '', editSequence: '', timeModified: '' }).toEqual({
        ...before,
        lines: [],
        total: '',
        editSequence: '',
        timeModified: '',
      });
      const ours = after.lines.slice(before.lines.length);
      expect(ours.map(line => line.amount)).toEqual(snapshot.lines.map(line => line.amount));
      expect(settlement).toMatchObject({
        editSequence: after.editSequence,
        lines: ours.map(line => expect.objectContaining({ txnLineId: line.lineId })),
        warning: null,
      });
    });
    await fc.assert(property, { numRuns: 80 });
  });
});
