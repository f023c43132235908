import { describe, expect, it } from 'vitest';
import { EXPORT_KINDS } from '@/lib/core/kinds';
import { commitmentFlow } from '@/lib/flows/commitment';
import type { LookupVerdict, Settlement } from '@/lib/flows/flow';
import { CARRIED_KINDS, flowOf } from '@/lib/flows/registry';
import { encodeMessageSet, type QbResponse, readAnswer, writeXml, type XmlElement } from '@/lib/qbxml';
import { books, EXTERNAL_GUID } from '@/tests/factories/books';
import { commitment, commitmentLine } from '@/tests/factories/commitment';

type Values = Readonly<Record<string, string>>;

const leaf = (name: string, content: string): XmlElement => ({ name, content });
const leaves = (values: Values): XmlElement[] =>
  Object.entries(values).map(([name, text]) => leaf(name, text));

interface OrderGiven {
  readonly values?: Values;
  readonly lines?: readonly XmlElement[];
  readonly vendor?: string;
}

const orderLine = (id: string): XmlElement => ({
  name: 'PurchaseOrderLineRet',
  content: [leaf('TxnLineID', id)],
});

/** The order as QuickBooks gives it back; the values of a given one replace these. */
function orderRet({
  values = {},
  lines = [orderLine('L-1')],
  vendor = 'Keel Concrete LLC',
}: OrderGiven = {}): XmlElement {
  const all = {
    TxnID: '1A2-1554200000',
    EditSequence: '1554200000',
    RefNumber: 'SC-017-001',
    TotalAmount: '96000.00',
    ExternalGUID: EXTERNAL_GUID,
    TxnDate: '2026-03-02',
    ...values,
  };
  const kept = Object.entries(all).filter(([, text]) => text !== '');
  const vendorRef: XmlElement = { name: 'VendorRef', content: [leaf('FullName', vendor)] };
  return { name: 'PurchaseOrderRet', content: [...leaves(Object.fromEntries(kept)), vendorRef, ...lines] };
}

const deletedRet = (values: Values): XmlElement => ({
  name: 'TxnDeletedRet',
  content: leaves({
    TxnDelType: 'PurchaseOrder',
    TxnID: '1A2-1',
    TimeDeleted: '2026-03-02T11:00:00-06:00',
    ...values,
  }),
});

function response(
  message: string,
  records: readonly XmlElement[],
  statusCode = records.length > 0 ? 0 : 1,
): QbResponse {
  const rs = {
    name: `${message}Rs`,
    attributes: { statusCode: String(statusCode), statusMessage: 'as told' },
    content: records,
  };
  const xml = writeXml({ name: 'QBXML', content: [{ name: 'QBXMLMsgsRs', content: [rs] }] });
  const [read] = readAnswer(xml).responses;
  if (read === undefined) throw new TypeError('a test wanted a response');
  return read;
}

const record = commitment({
  lines: [commitmentLine({ id: '71' }), commitmentLine({ id: '72', amount: '0.0' })],
});
const request = commitmentFlow.build(record, books());
const settle = (order: OrderGiven): Settlement | null =>
  commitmentFlow.settle(response('PurchaseOrderAdd', [orderRet(order)]), record);

describe('what is kept when QuickBooks took an order', () => {
  it('its ids, its edit sequence and the id of each line in the order they were sent', () => {
    expect(settle({ lines: [orderLine('L-1'), orderLine('L-2')] })).toEqual({
      qbType: 'PurchaseOrder',
      txnId: '1A2-1554200000',
      editSequence: '1554200000',
      refNumber: 'SC-017-001',
      lines: [
        { procoreLineId: '71', txnLineId: 'L-1' },
        { procoreLineId: '72', txnLineId: 'L-2' },
      ],
      warning: null,
    });
  });

  it.each([['TxnID'], ['EditSequence']])(
    'an answer without %s settles nothing: the order is looked up',
    name => {
      expect(settle({ values: { [name]: '' } })).toBeNull();
    },
  );

  it('an answer without any order settles nothing', () => {
    expect(commitmentFlow.settle(response('PurchaseOrderAdd', [], 0), record)).toBeNull();
  });

  it('lines that QuickBooks added to the end are not taken for ours', () => {
    const lines = ['L-1', 'L-2', 'L-3'].map(orderLine);
    expect(settle({ lines })?.lines.map(line => line.txnLineId)).toEqual(['L-1', 'L-2']);
  });

  it('another total than the approved one is a warning with both figures', () => {
    expect(settle({ values: { TotalAmount: '95999.99' } })?.warning).toBe(
      'QuickBooks shows a total of 95,999.99; 96,000.00 was approved. Compare the two.',
    );
    for (const same of ['96000', '96000.0', '96000,00', ''])
      expect(settle({ values: { TotalAmount: same } })?.warning).toBeNull();
  });
});

const PO = (...records: XmlElement[]) => response('PurchaseOrderQuery', records);
/** What changed since the order was sent. */
const SINCE = PO;
const GONE = (...records: XmlElement[]) => response('TxnDeletedQuery', records);
const judgeAll = (...responses: QbResponse[]): LookupVerdict =>
  commitmentFlow.judge(request, responses, record);
/** With nothing changed since but what stands under the number. */
const judge = (byNumber: QbResponse, gone: QbResponse): LookupVerdict => judgeAll(byNumber, SINCE(), gone);
const other = { ExternalGUID: '{00000000-0000-8000-8000-000000000000}', TxnID: '9Z-1' };

describe('what a look into QuickBooks proves about a lost write', () => {
  it('the question covers the number with its lines, and what changed or was deleted in the days before', () => {
    const sentAt = new Date('2026-03-02T00:30:00Z');
    expect(commitmentFlow.lookup(request, sentAt).map(one => [one.message, one.body])).toEqual([
      ['PurchaseOrderQuery', { RefNumber: ['SC-017-001'], IncludeLineItems: true }],
      [
        'PurchaseOrderQuery',
        { ModifiedDateRangeFilter: { FromModifiedDate: '2026-02-28' }, IncludeLineItems: true },
      ],
      [
        'TxnDeletedQuery',
        { TxnDelType: ['PurchaseOrder'], DeletedDateRangeFilter: { FromDeletedDate: '2026-02-28' } },
      ],
    ]);
    const asked = commitmentFlow
      .lookup(request, sentAt)
      .map((one, at) => ({ requestID: String(at), request: one }));
    expect(() =>
      encodeMessageSet({
        target: { country: 'US', version: [13, 0] },
        onError: 'continueOnError',
        requests: asked,
      }),
    ).not.toThrow();
  });

  it.each([EXTERNAL_GUID, EXTERNAL_GUID.toLowerCase(), ` ${EXTERNAL_GUID} `])(
    'an order with our mark %s is ours',
    mark => {
      expect(judge(PO(orderRet({ values: { ExternalGUID: mark } })), GONE())).toMatchObject({
        found: 'ours',
        settlement: { txnId: '1A2-1554200000' },
      });
    },
  );

  it('ours is found among others of the same number, in any order', () => {
    for (const orders of [
      [orderRet({ values: other }), orderRet()],
      [orderRet(), orderRet({ values: other })],
    ])
      expect(judge(PO(...orders), GONE(deletedRet({ RefNumber: 'SC-017-001' })))).toMatchObject({
        found: 'ours',
      });
  });

  it.each([
    ['another mark', other],
    ['no mark', { ExternalGUID: '' }],
    ['the number in another case', { ExternalGUID: '', RefNumber: 'sc-017-001 ' }],
  ])('an order of that number with %s is somebody’s', (_what, values) => {
    expect(judge(PO(orderRet({ values, vendor: 'North Shore Supply' })), GONE())).toEqual({
      found: 'foreign',
      description: 'purchase order SC-017-001 for North Shore Supply of 2026-03-02',
    });
  });

  it('an order that somebody gave another number since is ours all the same', () => {
    const renumbered = orderRet({ values: { RefNumber: 'PO-7' } });
    expect(judgeAll(PO(), SINCE(orderRet({ values: other }), renumbered), GONE())).toMatchObject({
      found: 'ours',
      settlement: { refNumber: 'PO-7' },
    });
  });

  it('an order of another number proves nothing either way', () => {
    expect(judge(PO(orderRet({ values: { ...other, RefNumber: 'SC-017-0011' } })), GONE())).toEqual({
      found: 'nothing',
    });
  });

  it('a deleted order of that number stops everything, also when its mark is not told', () => {
    expect(
      judge(PO(), GONE(deletedRet({ RefNumber: 'X' }), deletedRet({ RefNumber: 'sc-017-001' }))),
    ).toEqual({
      found: 'deleted',
      description: 'purchase order SC-017-001, deleted 2026-03-02T11:00:00-06:00',
    });
  });

  it('a living stranger is told before a deleted one', () => {
    const verdict = judge(PO(orderRet({ values: other })), GONE(deletedRet({ RefNumber: 'SC-017-001' })));
    expect(verdict.found).toBe('foreign');
  });

  it('nothing anywhere means it never happened', () => {
    expect(judge(PO(), GONE())).toEqual({ found: 'nothing' });
    expect(judge(PO(), GONE(deletedRet({ RefNumber: 'SC-017-002' }), deletedRet({})))).toEqual({
      found: 'nothing',
    });
  });

  it.each([3250, 3260, 1000, 3180, 500, 3391])('status %i of either question proves nothing', code => {
    const reason = { found: 'unclear', reason: 'as told' };
    expect(judge(response('PurchaseOrderQuery', [], code), GONE())).toEqual(reason);
    expect(judge(PO(), response('TxnDeletedQuery', [], code))).toEqual(reason);
    expect(judgeAll(PO(), response('PurchaseOrderQuery', [], code), GONE())).toEqual(reason);
  });

  it('a question that was not answered proves nothing', () => {
    for (const responses of [[PO(), GONE()], [PO(), SINCE()], [GONE()], []])
      expect(judgeAll(...responses)).toEqual({
        found: 'unclear',
        reason: 'QuickBooks did not answer the look-up.',
      });
  });

  it('ours without its ids cannot be kept, so it is looked at again', () => {
    expect(judge(PO(orderRet({ values: { EditSequence: '' } })), GONE()).found).toBe('unclear');
  });
});

it('kinds that are carried have a flow under their own name, the others none', () => {
  expect([...CARRIED_KINDS].sort()).toEqual([...EXPORT_KINDS].sort());
  for (const kind of EXPORT_KINDS)
    expect(flowOf(kind)?.kind ?? null).toBe(CARRIED_KINDS.includes(kind) ? kind : null);
});
