import { beforeEach, describe, expect, it } from 'vitest';
import { at, Desk, line, order } from './desk';

describe('what people do in QuickBooks by hand', () => {
  let desk: Desk;
  let printed: string[];
  const find = (refNumber: string) =>
    desk.quickBooks.books.purchaseOrders({ includeDeleted: true }).find(one => one.refNumber === refNumber);
  const vendor = (name: string) => desk.quickBooks.books.vendors().find(one => one.name === name);

  beforeEach(async () => {
    printed = [];
    desk = await Desk.open({ print: text => printed.push(text) });
  });

  it('each change prints one plain line', async () => {
    await desk.text(order('PO-017-010', line('a', '412.50') + line('b', '1980')));
    desk.quickBooks.bookkeeper.addLine('PO-017-010', {
      item: '05:05-500',
      description: 'c',
      rate: '2.75',
      quantity: '2',
      job: null,
    });
    desk.quickBooks.bookkeeper.addJob('Riverside Health', 'Annex');
    desk.quickBooks.bookkeeper.deactivateVendor('Keel Concrete LLC');
    expect(printed).toEqual([
      'Purchase order PO-017-010 added for North Shore Supply, 2 lines, 2,392.50',
      'Purchase order PO-017-010 modified for North Shore Supply, 3 lines, 2,398.00',
      'Job Riverside Health:Annex added',
      'Vendor Keel Concrete LLC modified',
    ]);
  });

  it('every act on an order moves its edit sequence and time', () => {
    const { bookkeeper } = desk.quickBooks;
    const acts = [
      () => bookkeeper.addLine('PO-1042', { item: '03:03-350', description: 'x', amount: '1.00', job: null }),
      () => bookkeeper.editLine('PO-1042', 0, { amount: '700.00' }),
      () => bookkeeper.removeLine('PO-1042', 1),
      () => bookkeeper.editMemo('PO-1042', 'changed'),
      () => bookkeeper.closePurchaseOrder('PO-1042'),
    ];
    const seen = [find('PO-1042')?.editSequence];
    for (const act of acts) {
      act();
      seen.push(find('PO-1042')?.editSequence);
    }
    expect(new Set(seen).size).toBe(acts.length + 1);
    expect(find('PO-1042')).toMatchObject({
      isManuallyClosed: true,
      memo: 'changed',
      total: '700.00',
      timeModified: '2026-03-02T09:00:00-06:00',
    });
  });

  it('a renamed vendor shows its new name on old orders under the same id', async () => {
    const before = vendor('North Shore Supply');
    desk.quickBooks.bookkeeper.renameVendor('North Shore Supply', 'North Shore & Co');
    expect(find('PO-1042')?.vendor).toBe('North Shore & Co');
    expect(vendor('North Shore & Co')?.listId).toBe(before?.listId);
    expect(vendor('North Shore & Co')?.editSequence).not.toBe(before?.editSequence);
  });

  it('a merge moves the orders, ends the old id and leaves a deletion record', async () => {
    const gone = vendor('North Shore Supply');
    desk.quickBooks.bookkeeper.mergeVendors('North Shore Supply', 'Zenith City Rentals');
    expect(find('PO-1042')?.vendor).toBe('Zenith City Rentals');
    expect(printed).toEqual(['Vendor North Shore Supply merged into Zenith City Rentals']);
    expect(desk.quickBooks.books.deleted()).toMatchObject([
      { type: 'Vendor', id: gone?.listId, label: 'North Shore Supply' },
    ]);
    expect(await desk.status(`<VendorQueryRq><ListID>${gone?.listId}</ListID></VendorQueryRq>`)).toBe('500');
  });

  it('a deleted order is gone from queries, in the deletion records, and still known to the test', async () => {
    const txnId = find('PO-1042')?.txnId;
    desk.quickBooks.bookkeeper.deletePurchaseOrder('PO-1042');
    expect(await desk.status(`<PurchaseOrderQueryRq><TxnID>${txnId}</TxnID></PurchaseOrderQueryRq>`)).toBe(
      '500',
    );
    const answer = await desk.answer(
      '<TxnDeletedQueryRq><TxnDelType>PurchaseOrder</TxnDelType></TxnDeletedQueryRq>',
    );
    expect(at(answer, 'TxnDeletedRet', 'TxnID')).toEqual([txnId]);
    expect(find('PO-1042')?.isDeleted).toBe(true);
  });

  it('names people type share the same space', () => {
    expect(() => desk.quickBooks.bookkeeper.addVendor('dana ruiz')).toThrow('already in use');
    expect(() => desk.quickBooks.bookkeeper.renameVendor('Nobody', 'x')).toThrow(RangeError);
  });

  it('the journal tells who did what', async () => {
    desk.quickBooks.bookkeeper.addVendor('By hand');
    await desk.text('<VendorAddRq requestID="r"><VendorAdd><Name>By us</Name></VendorAdd></VendorAddRq>');
    expect(desk.quickBooks.books.journal).toMatchObject([
      { sequence: 1, by: 'bookkeeper', object: 'Vendor', action: 'added', label: 'By hand', requestId: null },
      {
        sequence: 2,
        by: 'application',
        application: 'Desk',
        request: 'VendorAddRq',
        requestId: 'r',
        label: 'By us',
      },
    ]);
  });
});
