import { describe, expect, it } from 'vitest';
import { commitmentFlow } from '@/lib/flows/commitment';
import { invoiceFlow } from '@/lib/flows/invoice';
import type { QbResponse } from '@/lib/qbxml';
import { EXTERNAL_GUID, LINKS } from '@/tests/factories/books';
import { invoice } from '@/tests/factories/invoice';
import { billBooks } from './invoice-books';
import { answerWith } from './order-answers';

const record = invoice();
const request = invoiceFlow.build(record, billBooks());

interface Given {
  readonly guid?: string;
  readonly refNumber?: string;
  readonly vendorId?: string;
  readonly due?: string;
  readonly editSequence?: string;
}

function billXml(given: Given = {}): string {
  const { refNumber = 'KC-1042', vendorId = LINKS.vendor.qbId, due = '19206.50' } = given;
  const guid = given.guid === undefined ? '' : `<ExternalGUID>${given.guid}</ExternalGUID>`;
  const sequence = given.editSequence ?? '1772460000';
  const lines = ['2F2-1', '2F3-1']
    .map(id => `<ItemLineRet><TxnLineID>${id}</TxnLineID></ItemLineRet>`)
    .join('');
  return `<BillRet><TxnID>2F1-1772460000</TxnID><TimeModified>2026-03-31T10:00:00-06:00</TimeModified>${sequence === '' ? '' : `<EditSequence>${sequence}</EditSequence>`}<VendorRef><ListID>${vendorId}</ListID><FullName>Keel Concrete LLC</FullName></VendorRef><TxnDate>2026-03-31</TxnDate><AmountDue>${due}</AmountDue><RefNumber>${refNumber}</RefNumber>${guid}${lines}</BillRet>`;
}

const bills = (...found: readonly string[]): QbResponse => answerWith('BillQuery', found.join(''));
const deleted = (...found: readonly string[]): QbResponse =>
  answerWith(
    'TxnDeletedQuery',
    found
      .map(
        inside =>
          `<TxnDeletedRet><TxnDelType>Bill</TxnDelType><TxnID>2F1-1</TxnID><TimeCreated>2026-03-31T10:00:00-06:00</TimeCreated><TimeDeleted>2026-03-31T11:00:00-06:00</TimeDeleted>${inside}</TxnDeletedRet>`,
      )
      .join(''),
  );
const judge = (...responses: readonly QbResponse[]) => invoiceFlow.judge(request, responses, record);

describe('the answer to a bill', () => {
  it('is kept with the line that each item became; retainage has no item of its own', () => {
    expect(invoiceFlow.settle(answerWith('BillAdd', billXml()), record)).toEqual({
      qbType: 'Bill',
      txnId: '2F1-1772460000',
      editSequence: '1772460000',
      refNumber: 'KC-1042',
      lines: [{ procoreLineId: record.items[0]?.id, txnLineId: '2F2-1' }],
      warning: null,
    });
  });

  it('tells of a total that is not the approved one, and is looked up where it lacks what must be kept', () => {
    const other = invoiceFlow.settle(answerWith('BillAdd', billXml({ due: '19206.49' })), record);
    expect(other?.warning).toMatch(/19,206\.49 due; 19,206\.50 was approved/);
    expect(invoiceFlow.settle(answerWith('BillAdd', billXml({ editSequence: '' })), record)).toBeNull();
    expect(invoiceFlow.settle(answerWith('BillAdd', ''), record)).toBeNull();
  });
});

describe('a look for a bill whose answer was lost', () => {
  const ours = billXml({ guid: EXTERNAL_GUID.toLowerCase(), refNumber: 'RENUMBERED' });
  const theirs = billXml();

  it('asks by its number, for what changed since, and for what was deleted', () => {
    expect(invoiceFlow.lookup(request, new Date('2026-04-01T00:30:00Z'))).toMatchObject([
      { message: 'BillQuery', body: { RefNumber: ['KC-1042'] } },
      { message: 'BillQuery', body: { ModifiedDateRangeFilter: { FromModifiedDate: '2026-03-30' } } },
      { message: 'TxnDeletedQuery', body: { TxnDelType: ['Bill'] } },
    ]);
  });

  it.each([
    ['its mark, under another number', [bills(), bills(ours), deleted()], 'ours'],
    ['its mark beside somebody else’s', [bills(theirs), bills(ours), deleted()], 'ours'],
    ['another bill of the vendor’s with its number', [bills(theirs), bills(), deleted()], 'foreign'],
    [
      'another vendor’s bill with its number',
      [bills(billXml({ vendorId: '8000-2' })), bills(), deleted()],
      'nothing',
    ],
    [
      'its number among the deleted',
      [bills(), bills(), deleted('<RefNumber>kc-1042</RefNumber>')],
      'deleted',
    ],
    [
      'another number among the deleted',
      [bills(), bills(), deleted('<RefNumber>KC-1</RefNumber>')],
      'nothing',
    ],
    ['nothing anywhere', [bills(), bills(), deleted()], 'nothing'],
    ['one answer too few', [bills(), deleted()], 'unclear'],
    ['no word of what was deleted', [bills(), bills()], 'unclear'],
    ['an error', [bills(), answerWith('BillQuery', '', 3260), deleted()], 'unclear'],
    [
      'ours without what must be kept',
      [bills(), bills(billXml({ guid: EXTERNAL_GUID, editSequence: '' })), deleted()],
      'unclear',
    ],
  ] as const)('%s proves %s', (_what, responses, found) => {
    expect(judge(...responses).found).toBe(found);
  });
});

describe('reading bills back', () => {
  const { readBack } = invoiceFlow;

  it('asks for one by its id, and what was deleted by the very question that orders are asked by', () => {
    expect(readBack.query('2F1-1')).toMatchObject({ message: 'BillQuery', body: { TxnID: ['2F1-1'] } });
    expect(readBack.deletions).toBe(commitmentFlow.readBack.deletions);
    expect(readBack.decode(bills(billXml()))).toEqual({
      qbId: '2F1-1772460000',
      editSequence: '1772460000',
    });
    expect(readBack.decode(bills())).toBeNull();
  });

  it('takes no deleted order for a bill, nor a bill for an order', () => {
    const gone = deleted('<RefNumber>KC-1042</RefNumber>');
    expect([readBack.deleted(gone), commitmentFlow.readBack.deleted(gone)]).toEqual([['2F1-1'], []]);
  });
});
