import { beforeEach, describe, expect, it } from 'vitest';
import { at, Desk } from './desk';

const JOB = 'Riverside Health:24-017 Riverside Clinic Addition';
const BY_ITEM = { item: '03:03-300', description: 'Footings', amount: '500.00', job: JOB };
const BY_ACCOUNT = { account: 'Accounts Payable', description: 'Permit', amount: '25.50', job: null };
const BILL = {
  vendor: 'Keel Concrete LLC',
  refNumber: 'INV-1',
  date: '2026-03-01',
  lines: [BY_ITEM, BY_ACCOUNT],
};
const WHOLE = '<IncludeLineItems>true</IncludeLineItems><IncludeLinkedTxns>true</IncludeLinkedTxns>';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});

const asked = (filters: string, include = WHOLE) =>
  desk.answer(`<BillQueryRq requestID="1">${filters}${include}</BillQueryRq>`);

describe('bills entered by hand', () => {
  it('are answered with expenses before items, and without lines unless asked for', async () => {
    const id = desk.quickBooks.bookkeeper.bills.add(BILL);
    const whole = await asked(`<TxnID>${id}</TxnID>`);
    expect(at(whole, 'BillRet', 'AmountDue')).toEqual(['525.50']);
    expect(at(whole, 'BillRet', 'OpenAmount')).toEqual(['525.50']);
    expect(at(whole, 'BillRet', 'IsPaid')).toEqual(['false']);
    expect(at(whole, 'BillRet', 'ExpenseLineRet', 'Memo')).toEqual(['Permit']);
    expect(at(whole, 'BillRet', 'ItemLineRet', 'CustomerRef', 'FullName')).toEqual([JOB]);
    const order = whole.children[0]?.children.map(({ name }) => name) ?? [];
    expect(order.indexOf('ExpenseLineRet')).toBeLessThan(order.indexOf('ItemLineRet'));
    expect(order.at(-1)).toBe('OpenAmount');
    expect(at(await asked(`<TxnID>${id}</TxnID>`, ''), 'BillRet', 'ItemLineRet')).toEqual([]);
  });

  it('a payment settles a bill without changing it, and stands beside it as a linked transaction', async () => {
    const id = desk.quickBooks.bookkeeper.bills.add(BILL);
    const before = await asked(`<TxnID>${id}</TxnID>`);
    desk.pass(60);
    desk.quickBooks.bookkeeper.bills.pay('INV-1');
    const after = await asked(`<TxnID>${id}</TxnID>`);
    expect(at(after, 'BillRet', 'IsPaid')).toEqual(['true']);
    expect(at(after, 'BillRet', 'OpenAmount')).toEqual(['0.00']);
    expect(at(after, 'BillRet', 'EditSequence')).toEqual(at(before, 'BillRet', 'EditSequence'));
    expect(at(after, 'BillRet', 'LinkedTxn', 'TxnType')).toEqual(['BillPaymentCheck']);
    expect(at(await asked('<PaidStatus>NotPaidOnly</PaidStatus>'), 'BillRet')).toEqual([]);
  });

  it('an edit moves its edit sequence and its time; voiding keeps it with nothing due', async () => {
    const { bills } = desk.quickBooks.bookkeeper;
    const id = bills.add(BILL);
    desk.pass(60);
    bills.editLine('INV-1', 0, { amount: '600.00' });
    const edited = await asked(
      '<ModifiedDateRangeFilter><FromModifiedDate>2026-03-02T09:01:00</FromModifiedDate></ModifiedDateRangeFilter>',
    );
    expect(at(edited, 'BillRet', 'AmountDue')).toEqual(['625.50']);
    bills.void('INV-1');
    const voided = await asked(`<TxnID>${id}</TxnID>`);
    expect(at(voided, 'BillRet', 'AmountDue')).toEqual(['0.00']);
    expect(at(voided, 'BillRet', 'Memo')[0]).toMatch(/^VOID:/);
  });

  it('a deleted one is told of as a deletion alone', async () => {
    const { bills } = desk.quickBooks.bookkeeper;
    const id = bills.add(BILL);
    bills.delete('INV-1');
    expect((await asked(`<TxnID>${id}</TxnID>`)).attributes['statusCode']).toBe('500');
    const gone = await desk.answer(
      '<TxnDeletedQueryRq requestID="1"><TxnDelType>Bill</TxnDelType></TxnDeletedQueryRq>',
    );
    expect(at(gone, 'TxnDeletedRet', 'TxnID')).toEqual([id]);
  });

  it('come in pages', async () => {
    for (const number of ['A', 'B', 'C'])
      desk.quickBooks.bookkeeper.bills.add({ ...BILL, refNumber: number });
    const first = await desk.answer(
      '<BillQueryRq requestID="1" iterator="Start"><MaxReturned>2</MaxReturned></BillQueryRq>',
    );
    expect(at(first, 'BillRet', 'RefNumber')).toEqual(['A', 'B']);
    expect(first.attributes['iteratorRemainingCount']).toBe('1');
  });
});

describe('classes and terms', () => {
  const CLASSES = '<ClassQueryRq requestID="1"/>';

  it('a company file without class tracking refuses to list classes', async () => {
    expect(await desk.status(CLASSES)).toBe('3250');
    desk.quickBooks.bookkeeper.trackClasses(true);
    desk.quickBooks.bookkeeper.addClass('North');
    desk.quickBooks.bookkeeper.addClass('Roads', 'North');
    expect(at(await desk.answer(CLASSES), 'ClassRet', 'FullName')).toEqual(['North', 'North:Roads']);
  });

  it.each(['ClassQuery', 'TermsQuery', 'AccountQuery'])(
    '%s with an iterator refuses the whole set',
    async name => {
      await expect(
        desk.text(`<${name}Rq requestID="1" iterator="Start"><MaxReturned>9</MaxReturned></${name}Rq>`),
      ).rejects.toMatchObject({ hresult: '0x80040400' });
    },
  );

  it('terms of both kinds stand side by side', async () => {
    desk.quickBooks.bookkeeper.addDateDrivenTerms('10th of the month', 10);
    const terms = await desk.answer('<TermsQueryRq requestID="1"/>');
    expect(at(terms, 'DateDrivenTermsRet', 'DayOfMonthDue')).toEqual(['10']);
    expect(at(terms, 'StandardTermsRet', 'Name')).toContain('Net 30');
  });
});

describe('records that are merged or deleted', () => {
  it('a merged job is told of as deleted, and its transactions stand under the survivor', async () => {
    const { bookkeeper } = desk.quickBooks;
    bookkeeper.addJob('Riverside Health', 'Twice');
    bookkeeper.bills.add({ ...BILL, lines: [{ ...BY_ITEM, job: 'Riverside Health:Twice' }] });
    bookkeeper.mergeJobs('Riverside Health:Twice', JOB);
    const gone = await desk.answer(
      '<ListDeletedQueryRq requestID="1"><ListDelType>Customer</ListDelType></ListDeletedQueryRq>',
    );
    expect(at(gone, 'ListDeletedRet', 'FullName')).toEqual(['Riverside Health:Twice']);
    const bill = await asked('<RefNumber>INV-1</RefNumber>');
    expect(at(bill, 'BillRet', 'ItemLineRet', 'CustomerRef', 'FullName')).toEqual([JOB]);
  });

  it('unlike records do not merge, and what is used is not deleted', () => {
    const { bookkeeper } = desk.quickBooks;
    bookkeeper.bills.add(BILL);
    expect(() => bookkeeper.mergeItems('03', '03:03-300')).toThrow(RangeError);
    expect(() => bookkeeper.deleteRecord('item', '03:03-300')).toThrow(RangeError);
    bookkeeper.trackClasses(true);
    bookkeeper.addClass('North');
    bookkeeper.deleteRecord('class', 'North');
    expect(desk.quickBooks.books.deleted().map(({ type }) => type)).toEqual(['Class']);
  });
});
