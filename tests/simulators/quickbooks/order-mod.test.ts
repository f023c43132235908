import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeWorld } from '@/tests/simulators/world';
import type { PurchaseOrderView } from './books-view';
import { at, Desk, line, order } from './desk';

const GROUP_BY_HAND = 'Concrete package';

describe('what PurchaseOrderMod does to an order', () => {
  let desk: Desk;
  const stored = (refNumber = 'M-1'): PurchaseOrderView => {
    const found = desk.quickBooks.books.purchaseOrders().find(one => one.refNumber === refNumber);
    if (!found) throw new RangeError(`no order ${refNumber}`);
    return found;
  };
  const mod = (inside: string, editSequence = stored().editSequence): string =>
    `<PurchaseOrderModRq requestID="m"><PurchaseOrderMod><TxnID>${stored().txnId}</TxnID><EditSequence>${editSequence}</EditSequence>${inside}</PurchaseOrderMod></PurchaseOrderModRq>`;
  const kept = (index: number): string =>
    `<PurchaseOrderLineMod><TxnLineID>${stored().lines[index]?.lineId}</TxnLineID></PurchaseOrderLineMod>`;
  const changed = (index: number, inside: string): string =>
    kept(index).replace('</PurchaseOrderLineMod>', `${inside}</PurchaseOrderLineMod>`);
  const added = (description: string, amount: string): string =>
    `<PurchaseOrderLineMod><TxnLineID>-1</TxnLineID><ItemRef><FullName>03:03-300</FullName></ItemRef><Desc>${description}</Desc><Amount>${amount}</Amount></PurchaseOrderLineMod>`;
  const descriptions = () => stored().lines.map(one => one.description);

  beforeEach(async () => {
    desk = await Desk.open();
    await desk.text(order('M-1', line('a', '10') + line('b', '20') + line('c', '30'), '<Memo>first</Memo>'));
    desk.pass(60);
  });

  it('a line not mentioned is deleted, the others stay in the order sent', async () => {
    expect(await desk.status(mod(kept(2) + kept(0)))).toBe('0');
    expect(descriptions()).toEqual(['c', 'a']);
    expect(stored().total).toBe('40.00');
  });

  it('TxnLineID -1 is a new line with an id of its own, where it stands', async () => {
    const before = stored().lines.map(one => one.lineId);
    await desk.text(mod(kept(0) + added('new', '5') + kept(1) + kept(2)));
    expect(descriptions()).toEqual(['a', 'new', 'b', 'c']);
    const after = stored().lines.map(one => one.lineId);
    expect([after[0], after[2], after[3]]).toEqual(before);
    expect(new Set(after).size).toBe(4);
  });

  it('a line sent alone stays as it is', async () => {
    const before = stored().lines;
    await desk.text(mod(kept(0) + kept(1) + kept(2) + added('d', '1')));
    expect(stored().lines.slice(0, 3)).toEqual(before);
  });

  it('with no line element the lines are untouched', async () => {
    const before = stored().lines;
    await desk.text(mod('<Memo>second</Memo>'));
    expect([stored().memo, stored().lines]).toEqual(['second', before]);
  });

  it('an empty element clears, an absent one keeps', async () => {
    await desk.text(mod(changed(0, '<Desc/>') + kept(1) + kept(2)));
    expect([descriptions(), stored().memo]).toEqual([[null, 'b', 'c'], 'first']);
    await desk.text(mod('<Memo></Memo>'));
    expect(stored().memo).toBeNull();
  });

  it('every save changes EditSequence, also two in one second', async () => {
    const seen = [stored().editSequence];
    for (const memo of ['x', 'y', 'z']) {
      await desk.text(mod(`<Memo>${memo}</Memo>`));
      seen.push(stored().editSequence);
    }
    expect(new Set(seen).size).toBe(4);
  });

  it('an edit sequence of before somebody’s save answers 3200 and changes nothing', async () => {
    const { editSequence } = stored();
    desk.quickBooks.bookkeeper.addLine('M-1', {
      item: '03:03-350',
      description: 'by hand',
      amount: '7.00',
      job: null,
    });
    const before = stored();
    expect(await desk.status(mod(kept(0), editSequence))).toBe('3200');
    expect(stored()).toEqual(before);
  });

  it('a line of another order, or one long gone, answers 3120', async () => {
    await desk.text(order('M-2', line('other', '1')));
    const foreign = stored('M-2').lines[0]?.lineId;
    const request = mod(`<PurchaseOrderLineMod><TxnLineID>${foreign}</TxnLineID></PurchaseOrderLineMod>`);
    expect(await desk.status(request)).toBe('3120');
    expect(descriptions()).toEqual(['a', 'b', 'c']);
  });

  it('a line mentioned twice is refused', async () => {
    expect(await desk.status(mod(kept(0) + kept(0)))).toBe('3180');
  });

  it('an order open in a window answers 3175 until it is closed', async () => {
    desk.quickBooks.bookkeeper.openWindow('M-1');
    expect(await desk.status(mod('<Memo>x</Memo>'))).toBe('3175');
    desk.quickBooks.bookkeeper.closeWindow('M-1');
    expect(await desk.status(mod('<Memo>x</Memo>'))).toBe('0');
  });

  it('an order of a closed period cannot be changed, nor moved into one', async () => {
    expect(await desk.status(mod('<TxnDate>2025-12-01</TxnDate>'))).toBe('3171');
    desk.quickBooks.bookkeeper.closeBooks('2026-03-31');
    expect(await desk.status(mod('<Memo>x</Memo>'))).toBe('3171');
  });

  it('the vendor may be inactive by now as long as it is not sent again', async () => {
    desk.quickBooks.bookkeeper.deactivateVendor('North Shore Supply');
    expect(await desk.status(mod(kept(0) + added('n', '1')))).toBe('0');
    expect(await desk.status(mod('<VendorRef><FullName>North Shore Supply</FullName></VendorRef>'))).toBe(
      '3140',
    );
  });

  it('IsManuallyClosed closes and opens the order', async () => {
    await desk.text(mod('<IsManuallyClosed>true</IsManuallyClosed>'));
    expect(stored().isManuallyClosed).toBe(true);
    await desk.text(mod('<IsManuallyClosed>false</IsManuallyClosed>'));
    expect(stored().isManuallyClosed).toBe(false);
  });

  it('any selection of lines in any order is what is stored', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 1 }), async wanted => {
        const fresh = await Desk.open();
        await fresh.text(order('M-1', line('a', '10') + line('b', '20') + line('c', '30')));
        const [before] = fresh.quickBooks.books.purchaseOrders().slice(-1);
        const ids = wanted.map(name => before?.lines.find(one => one.description === name)?.lineId);
        const lines = ids.map(
          id => `<PurchaseOrderLineMod><TxnLineID>${id}</TxnLineID></PurchaseOrderLineMod>`,
        );
        const head = `<TxnID>${before?.txnId}</TxnID><EditSequence>${before?.editSequence}</EditSequence>`;
        await fresh.text(
          `<PurchaseOrderModRq><PurchaseOrderMod>${head}${lines.join('')}</PurchaseOrderMod></PurchaseOrderModRq>`,
        );
        const [after] = fresh.quickBooks.books.purchaseOrders().slice(-1);
        expect(after?.lines.map(one => one.description)).toEqual(wanted);
      }),
      { numRuns: 15 },
    );
  });
});

describe('group lines in a Mod', () => {
  it('a group sent by its id alone keeps its own lines; one not mentioned is gone', async () => {
    const { books } = makeWorld(1);
    const group = {
      name: GROUP_BY_HAND,
      type: 'Group',
      parent: null,
      description: '',
      isActive: true,
      isTwoSided: false,
    } as const;
    const desk = await Desk.open({ books: { ...books, items: [...books.items, group] } });
    await desk.text(order('G-1', line('a', '10')));
    const byHand = { item: '03:03-300', description: 'in the group', amount: '4.00', job: null };
    desk.quickBooks.bookkeeper.addGroup('G-1', GROUP_BY_HAND, [byHand]);
    const stored = () => desk.quickBooks.books.purchaseOrders().find(one => one.refNumber === 'G-1');
    const send = (...lines: readonly string[]) =>
      desk.answer(
        `<PurchaseOrderModRq><PurchaseOrderMod><TxnID>${stored()?.txnId}</TxnID><EditSequence>${stored()?.editSequence}</EditSequence>${lines.join('')}</PurchaseOrderMod></PurchaseOrderModRq>`,
      );
    const [first, second] = stored()?.lines ?? [];
    const keepFirst = `<PurchaseOrderLineMod><TxnLineID>${first?.lineId}</TxnLineID></PurchaseOrderLineMod>`;
    const keepGroup = `<PurchaseOrderLineGroupMod><TxnLineID>${second?.lineId}</TxnLineID></PurchaseOrderLineGroupMod>`;
    const answer = await send(keepGroup, keepFirst);
    expect(at(answer, 'PurchaseOrderRet', 'TotalAmount')).toEqual(['14.00']);
    expect(stored()?.lines.map(one => [one.kind, one.lines.length])).toEqual([
      ['group', 1],
      ['line', 0],
    ]);
    await send(keepFirst);
    expect(stored()?.lines.map(one => one.kind)).toEqual(['line']);
  });
});

describe('amounts of a line', () => {
  const amounts = async (inside: string) => {
    const desk = await Desk.open();
    const item = '<ItemRef><FullName>03:03-300</FullName></ItemRef>';
    const request = order('A-1', `<PurchaseOrderLineAdd>${item}${inside}</PurchaseOrderLineAdd>`);
    const answer = await desk.answer(request);
    const value = (name: string) => at(answer, 'PurchaseOrderRet', 'PurchaseOrderLineRet', name)[0];
    return [value('Quantity'), value('Rate'), value('Amount')];
  };

  it.each([
    [
      'Amount alone stands, without a quantity',
      '<Amount>125000.00</Amount>',
      [undefined, '125000.00', '125000.00'],
    ],
    [
      'rate times quantity makes the amount',
      '<Quantity>150.0</Quantity><Rate>2.75</Rate>',
      ['150', '2.75', '412.50'],
    ],
    [
      'a rate beside an amount is ignored',
      '<Rate>9.99</Rate><Amount>12</Amount>',
      [undefined, '12.00', '12.00'],
    ],
    [
      'quantity with amount computes the rate',
      '<Quantity>3</Quantity><Amount>10.00</Amount>',
      ['3', '3.33333', '10.00'],
    ],
    ['with none of them the item’s own cost decides', '', [undefined, '0.00', '0.00']],
    [
      'half a cent is rounded away from zero',
      '<Quantity>-1</Quantity><Rate>0.125</Rate>',
      ['-1', '0.125', '-0.13'],
    ],
  ])('%s', async (_what, inside, expected) => {
    expect(await amounts(inside)).toEqual(expected);
  });
});
