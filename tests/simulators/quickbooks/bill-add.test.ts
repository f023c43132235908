import { beforeEach, describe, expect, it } from 'vitest';
import type { BillView, PurchaseOrderView } from './books-view';
import { at, Desk, line, order } from './desk';

const VENDOR = 'North Shore Supply';
const JOB = 'Riverside Health:24-017 Riverside Clinic Addition';
const RETAINAGE = '<ItemRef><FullName>Retainage</FullName></ItemRef>';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  const byUnit =
    '<PurchaseOrderLineAdd><ItemRef><FullName>03:03-300</FullName></ItemRef><Desc>bolts</Desc><Quantity>10</Quantity><Rate>2.50</Rate></PurchaseOrderLineAdd>';
  await desk.text(order('P-1', line('walls', '1000.00') + line('slab', '500.00') + byUnit));
});

function purchaseOrder(refNumber = 'P-1'): PurchaseOrderView {
  const found = desk.quickBooks.books.purchaseOrders().find(one => one.refNumber === refNumber);
  if (!found) throw new RangeError(`no order ${refNumber}`);
  return found;
}

const linkTo = (lineAt: number, { txnId, lines } = purchaseOrder()): string =>
  `<LinkToTxn><TxnID>${txnId}</TxnID><TxnLineID>${lines[lineAt]?.lineId}</TxnLineID></LinkToTxn>`;
const of = (inside: string): string => `<ItemLineAdd>${inside}</ItemLineAdd>`;
const bill = (lines: string, { vendor = VENDOR, head = '', ref = 'B-1' } = {}): string =>
  `<BillAddRq requestID="b"><BillAdd><VendorRef><FullName>${vendor}</FullName></VendorRef><TxnDate>2026-03-31</TxnDate><RefNumber>${ref}</RefNumber>${head}${lines}</BillAdd></BillAddRq>`;
const amount = (text: string): string => `<Amount>${text}</Amount>`;
const bills = (): readonly BillView[] => desk.quickBooks.books.bills();

describe('a bill of an order’s lines', () => {
  it('takes item, text and job from the line it bills, and the amount that is sent', async () => {
    const answer = await desk.answer(bill(of(amount('400.00') + linkTo(0))));
    expect(answer.attributes['statusCode']).toBe('0');
    expect(at(answer, 'BillRet', 'AmountDue')).toEqual(['400.00']);
    expect(at(answer, 'BillRet', 'ItemLineRet', 'Desc')).toEqual(['walls']);
    expect(at(answer, 'BillRet', 'ItemLineRet', 'ItemRef', 'FullName')).toEqual(['03:03-300']);
    expect(at(answer, 'BillRet', 'LinkedTxn', 'RefNumber')).toEqual(['P-1']);
    expect(at(answer, 'BillRet', 'LinkedTxn', 'Amount')).toEqual(['-400.00']);
    expect(bills()[0]?.lines[0]?.bills).toBe('walls');
  });

  it('receives lump sums by amount and others by quantity, and closes what is received whole', async () => {
    const before = purchaseOrder().editSequence;
    await desk.text(bill(of(amount('1000.00') + linkTo(0)) + of(amount('500.00') + linkTo(1))));
    expect(purchaseOrder()).toMatchObject({ isFullyReceived: false, editSequence: before });
    const units = '<Quantity>4</Quantity><Cost>2.50</Cost>';
    await desk.text(bill(of(units + linkTo(2)), { ref: 'B-2' }));
    expect(purchaseOrder().isFullyReceived).toBe(false);
    const rest = '<Quantity>6</Quantity><Cost>2.50</Cost>';
    await desk.text(bill(of(rest + linkTo(2)), { ref: 'B-3' }));
    expect(purchaseOrder().isFullyReceived).toBe(true);
    expect(await desk.status(bill(of(amount('1.00') + linkTo(2)), { ref: 'B-4' }))).toBe('3180');
  });

  it('a line that is received whole takes no more bills, while others of the order do', async () => {
    await desk.text(bill(of(amount('1000.00') + linkTo(0))));
    expect(await desk.status(bill(of(amount('1.00') + linkTo(0))))).toBe('3180');
    expect(await desk.status(bill(of(amount('1.00') + linkTo(1))))).toBe('0');
  });

  it.each([
    ['an item beside the link', () => of(RETAINAGE + amount('1.00') + linkTo(0)), '3180'],
    [
      'an order that is not there',
      () => of(amount('1.00') + linkTo(0).replace(/TxnID>[^<]+/, 'TxnID>1A-1')),
      '3120',
    ],
    [
      'a line of no order',
      () => of(amount('1.00') + linkTo(0).replace(/LineID>[^<]+/, 'LineID>1A-1')),
      '3120',
    ],
    ['no line', () => '', '3180'],
    ['a total below zero', () => of(RETAINAGE + amount('-1.00')), '3180'],
    ['a line without an item', () => of(amount('1.00')), '3150'],
  ])('%s is refused, and nothing counts as billed', async (_what, lines, status) => {
    expect(await desk.status(bill(lines()))).toBe(status);
    expect(bills()).toEqual([]);
  });

  it('an order of another vendor, or a closed one, is not billed', async () => {
    const lines = of(amount('1.00') + linkTo(0));
    expect(await desk.status(bill(lines, { vendor: 'Keel Concrete LLC' }))).toBe('3180');
    desk.quickBooks.bookkeeper.closePurchaseOrder('P-1');
    expect(await desk.status(bill(lines))).toBe('3180');
  });

  it('a refused bill receives nothing, though its first line would do', async () => {
    const lines = of(amount('1000.00') + linkTo(0)) + of(amount('1.00'));
    expect(await desk.status(bill(lines))).toBe('3150');
    expect(await desk.status(bill(of(amount('1000.00') + linkTo(0))))).toBe('0');
  });

  it('a line that was billed stays on its order; once the bill is deleted it is open as before', async () => {
    await desk.text(bill(of(amount('1000.00') + linkTo(0))));
    const { txnId, editSequence, lines } = purchaseOrder();
    const without = `<PurchaseOrderLineMod><TxnLineID>${lines[1]?.lineId}</TxnLineID></PurchaseOrderLineMod>`;
    const mod = `<PurchaseOrderModRq><PurchaseOrderMod><TxnID>${txnId}</TxnID><EditSequence>${editSequence}</EditSequence>${without}</PurchaseOrderMod></PurchaseOrderModRq>`;
    expect(await desk.status(mod)).toBe('3180');
    desk.quickBooks.bookkeeper.bills.delete('B-1');
    expect(await desk.status(bill(of(amount('1000.00') + linkTo(0))))).toBe('0');
  });
});

describe('other lines of a bill', () => {
  it('retainage is a line below zero; the total may be nothing', async () => {
    const held = of(`${RETAINAGE}<Desc>Retainage</Desc>${amount('-400.00')}`);
    const answer = await desk.answer(bill(of(amount('400.00') + linkTo(0)) + held));
    expect(at(answer, 'BillRet', 'AmountDue')).toEqual(['0.00']);
    expect(at(answer, 'BillRet', 'IsPaid')).toEqual(['true']);
  });

  it('costs of a job are billable unless they are sent otherwise', async () => {
    const job = `<CustomerRef><FullName>${JOB}</FullName></CustomerRef>`;
    const no = '<BillableStatus>NotBillable</BillableStatus>';
    await desk.text(bill(of(RETAINAGE + amount('1.00') + job) + of(RETAINAGE + amount('1.00') + job + no)));
    expect(bills()[0]?.lines.map(one => one.billable)).toEqual(['Billable', 'NotBillable']);
  });

  it('is due by its terms, and takes a number that another bill of the vendor has', async () => {
    const lines = of(RETAINAGE + amount('1.00'));
    await desk.text(bill(lines, { head: '<TermsRef><FullName>Net 30</FullName></TermsRef>' }));
    await desk.text(bill(lines));
    expect(bills().map(one => [one.refNumber, one.dueDate])).toEqual([
      ['B-1', '2026-04-30'],
      ['B-1', '2026-04-10'],
    ]);
  });

  it('a closed period, and a user without the right, are refused', async () => {
    desk.quickBooks.bookkeeper.closeBooks('2026-03-31');
    expect(await desk.status(bill(of(RETAINAGE + amount('1.00'))))).toBe('3171');
  });
});
