import { describe, expect, it } from 'vitest';
import { changeOrderFlow } from '@/lib/flows/change-order';
import type { OrderTarget } from '@/lib/flows/shared/order-target';
import type { QbRequest } from '@/lib/qbxml';
import { LINKS } from '@/tests/factories/books';
import { changeOrder, changeOrderLine } from '@/tests/factories/change-order';
import { changeBooks } from './change-order-rule-cases';
import {
  answerWith,
  type GivenLine,
  type GivenOrder,
  noneFound,
  nothingDeleted,
  orderChanged,
  orderDeleted,
  orderFound,
  TXN_ID,
} from './order-answers';

const { change } = changeOrderFlow;
const record = changeOrder({
  grandTotal: '7200.0',
  lines: [
    changeOrderLine({ id: '81', description: 'Deeper footings' }),
    changeOrderLine({ id: '82', description: 'Less rebar', amount: '-1200.0' }),
  ],
});
const request = changeOrderFlow.build(record, changeBooks());
const accepted = { request, snapshot: record };
const item = LINKS.costCode.qbId;

const FOOTINGS: GivenLine = { id: 'L-1', item, text: 'Footings', amount: '96000.00' };
const GROUP: GivenLine = {
  id: 'G-1',
  amount: '4.00',
  nested: [{ id: 'N-1', item, text: 'In it', amount: '4.00' }],
};
const BY_HAND: GivenLine = { id: 'H-1', text: 'A note without an item' };
const OURS: readonly GivenLine[] = [
  { id: 'C-1', item, text: 'CCO 001: Deeper footings', amount: '8400.00' },
  { id: 'C-2', item, text: 'CCO 001: Less rebar', amount: '-1200.00' },
];
const STANDING = [FOOTINGS, GROUP, BY_HAND];

function read(order: GivenOrder): OrderTarget {
  const verdict = change.judge(accepted, [orderFound(order)]);
  if (verdict.found !== 'open') throw new TypeError(`the order was ${verdict.found}`);
  return verdict.target;
}

const before = read({ lines: STANDING });

describe('an order that is about to take lines', () => {
  it('is asked for by its id, with its lines', () => {
    expect(change.read(request)).toEqual({
      message: 'PurchaseOrderQuery',
      body: { TxnID: [TXN_ID], IncludeLineItems: true },
    });
  });

  it('is completed with the id of every line on it, groups too, before the accepted lines, and with nothing else', () => {
    const { body } = change.complete(request, before) as QbRequest<'PurchaseOrderMod'>;
    const approved = (request as QbRequest<'PurchaseOrderMod'>).body.PurchaseOrderMod.Lines ?? [];
    expect(body.PurchaseOrderMod).toEqual({
      TxnID: TXN_ID,
      EditSequence: '1554200000',
      Lines: [
        { PurchaseOrderLineMod: { TxnLineID: 'L-1' } },
        { PurchaseOrderLineGroupMod: { TxnLineID: 'G-1' } },
        { PurchaseOrderLineMod: { TxnLineID: 'H-1' } },
        ...approved,
      ],
    });
    expect(approved).toHaveLength(2);
  });

  it.each([
    ['closed', { head: '<IsManuallyClosed>true</IsManuallyClosed>' }, 'ORDER-closed'],
    ['fully received', { head: '<IsFullyReceived>true</IsFullyReceived>' }, 'ORDER-received'],
  ])('takes none when it is %s', (_, order, code) => {
    expect(change.judge(accepted, [orderFound({ lines: STANDING, ...order })])).toMatchObject({
      found: 'refused',
      refusal: { code, isDoubtful: false, remedy: expect.stringContaining('retry') },
    });
  });

  it.each([500, 1])('that is gone (status %i) takes none, and no new one is made', statusCode => {
    expect(change.judge(accepted, [noneFound(statusCode)])).toMatchObject({
      found: 'refused',
      refusal: { code: 'ORDER-gone', isDoubtful: false },
    });
  });

  it.each([
    ['no answer', []],
    ['an error', [noneFound(3260)]],
    ['another order', [orderFound({ txnId: '9-9', lines: STANDING })]],
    ['an order without an edit sequence', [orderFound({ editSequence: '', lines: STANDING })]],
    ['a line without an id', [orderFound({ lines: [{ ...FOOTINGS, id: '' }] })]],
    ['a line without an id inside a group', [orderFound({ lines: [{ ...GROUP, nested: [{ id: '' }] }] })]],
    ['a total without any line', [orderFound({ lines: [] })]],
  ])('that was not read whole is not touched: %s', (_, responses) => {
    expect(change.judge(accepted, responses)).toMatchObject({ found: 'unclear' });
  });

  it('without lines and without a total takes the accepted ones alone', () => {
    const target = read({ lines: [], total: '0.00' });
    const { body } = change.complete(request, target) as QbRequest<'PurchaseOrderMod'>;
    expect(body.PurchaseOrderMod.Lines).toHaveLength(2);
  });

  it('that has the accepted lines already needs no change, in whatever order and with whatever blanks', () => {
    const [first, second] = OURS as [GivenLine, GivenLine];
    const lines = [FOOTINGS, second, { ...first, text: 'CCO 001:  Deeper\nfootings ' }];
    expect(change.judge(accepted, [orderFound({ lines })])).toMatchObject({
      found: 'done',
      settlement: { txnId: TXN_ID, editSequence: '1554200000', refNumber: 'SC-017-001' },
    });
  });

  it.each([
    ['one of them', [OURS[0] as GivenLine]],
    ['them at another amount', [OURS[0] as GivenLine, { ...OURS[1], amount: '-1300.00' } as GivenLine]],
    ['them twice', [...OURS, ...OURS]],
    ['something else under the mark', [{ id: 'X', text: 'CCO 001: see file' }]],
  ])('that has %s goes to a person', (_, marked) => {
    expect(change.judge(accepted, [orderFound({ lines: [FOOTINGS, ...marked] })])).toMatchObject({
      found: 'refused',
      refusal: { code: 'ORDER-marked', isDoubtful: true },
    });
  });

  it.each(['CCO 0011: x', 'CCO 001 R1: x', 'See CCO 001: x', 'CCO 001 x'])(
    'is not taken to have them by a line that says “%s”',
    text => {
      expect(change.judge(accepted, [orderFound({ lines: [{ id: 'X', text }] })])).toMatchObject({
        found: 'open',
      });
    },
  );
});

describe('what is kept when QuickBooks took the lines', () => {
  const settled = (order: GivenOrder) => change.settle(accepted, before, orderChanged(order));

  it('the order’s id, edit sequence and total, and the ids of the added lines', () => {
    const lines = [...STANDING, ...OURS];
    expect(settled({ editSequence: '1554200099', total: '103200.00', lines })).toEqual({
      qbType: 'PurchaseOrder',
      txnId: TXN_ID,
      editSequence: '1554200099',
      refNumber: 'SC-017-001',
      lines: [
        { procoreLineId: '81', txnLineId: 'C-1' },
        { procoreLineId: '82', txnLineId: 'C-2' },
      ],
      total: '103200.00',
      warning: null,
    });
  });

  it('the last lines are taken for them where QuickBooks wrote their text otherwise', () => {
    const lines = [...STANDING, { ...OURS[0], text: '' }, { ...OURS[1], text: '' }] as GivenLine[];
    expect(settled({ lines, total: '103200.00' })?.lines.map(line => line.txnLineId)).toEqual(['C-1', 'C-2']);
  });

  it.each([
    ['a line that stood there is missing', [FOOTINGS, GROUP, ...OURS], /no longer shows a line/],
    [
      'a line of a group is missing',
      [FOOTINGS, { ...GROUP, nested: [] }, BY_HAND, ...OURS],
      /no longer shows a line/,
    ],
    ['several are', [...OURS], /no longer shows 4 lines/],
  ])('and it is said when %s', (_, lines, says) => {
    expect(settled({ lines, total: '103200.00' })?.warning).toMatch(says);
  });

  it('and it is said when the total is another', () => {
    expect(settled({ lines: [...STANDING, ...OURS], total: '1.00' })?.warning).toMatch(
      /1\.00; .*103,200\.00/,
    );
  });

  it.each([
    ['no order', answerWith('PurchaseOrderMod', '')],
    ['an order without ids', orderChanged({ editSequence: '', lines: STANDING })],
  ])('an answer with %s settles nothing: the order is looked up', (_, response) => {
    expect(change.settle(accepted, before, response)).toBeNull();
  });
});

describe('what the order tells of lines whose answer was lost', () => {
  const later = (lines: readonly GivenLine[], order: GivenOrder = {}) =>
    change.recover(accepted, before, [
      orderFound({ editSequence: '1554200099', lines, ...order }),
      nothingDeleted(),
    ]);

  it('as it was: they were not added', () => {
    expect(later(STANDING, { editSequence: '1554200000' })).toEqual({ found: 'untouched' });
  });

  it.each([
    ['with them at its end', [...STANDING, ...OURS]],
    ['with them among what people added since', [...OURS, FOOTINGS, { id: 'H-2', text: 'new' }]],
  ])('%s: they were added', (_, lines) => {
    expect(later(lines)).toMatchObject({ found: 'done', settlement: { warning: null } });
  });

  it('with one of them edited since: they were added, and that is said', () => {
    const edited = { ...OURS[1], amount: '-1.00' } as GivenLine;
    expect(later([...STANDING, OURS[0] as GivenLine, edited])).toMatchObject({
      found: 'done',
      settlement: { warning: expect.stringContaining('“CCO 001”') },
    });
  });

  it('edited by others in a way that can be seen, with nothing of ours: tried again', () => {
    const lines = [{ ...FOOTINGS, amount: '1.00' }, GROUP, { id: 'H-2', text: 'More' }];
    expect(later(lines, { memo: 'See the file' })).toEqual({
      found: 'edited',
      differences: [
        'Memo was changed',
        'line “More” was added',
        'line “A note without an item” was removed',
        'line “Footings” (1.00) was changed',
      ],
    });
  });

  it.each([
    ['one of them is there', [...STANDING, OURS[0] as GivenLine], 'RECOVERY-part'],
    ['one is there twice', [...STANDING, ...OURS, OURS[0] as GivenLine], 'RECOVERY-part'],
    ['it was saved without a change that can be seen', STANDING, 'RECOVERY-doubt'],
    [
      'a line looks like one of them without its mark',
      [...STANDING, { ...OURS[0], text: 'Deeper' } as GivenLine],
      'RECOVERY-doubt',
    ],
  ])('%s: a person has to look', (_, lines, code) => {
    expect(later(lines)).toMatchObject({ found: 'refused', refusal: { code, isDoubtful: true } });
  });

  it.each([
    ['somebody deleted it', orderDeleted(), /somebody deleted purchase order SC-017-001 \(2026/],
    ['it is nowhere', orderDeleted('9-9'), /is no longer in QuickBooks/],
  ])('%s: a person has to look', (_, deleted, cause) => {
    expect(change.recover(accepted, before, [noneFound(), deleted])).toMatchObject({
      found: 'refused',
      refusal: { code: 'RECOVERY-deleted', cause: expect.stringMatching(cause), isDoubtful: true },
    });
  });

  it.each([
    ['the order was not answered', [nothingDeleted()]],
    ['the deletions were not answered', [orderFound({ lines: STANDING })]],
    [
      'the deletions were refused',
      [orderFound({ lines: STANDING }), answerWith('TxnDeletedQuery', '', 3260)],
    ],
    ['the order came cut', [orderFound({ lines: [] }), nothingDeleted()]],
  ])('nothing, where %s', (_, responses) => {
    expect(change.recover(accepted, before, responses)).toMatchObject({ found: 'unclear' });
  });
});

describe('what is no longer as it was', () => {
  const since = (order: GivenOrder) => change.differences(before, read(order));

  it('is nothing between two readings of the same order', () => {
    expect(since({ lines: STANDING, editSequence: '9' })).toEqual([]);
  });

  it.each([
    ['the order of lines', { lines: [GROUP, FOOTINGS, BY_HAND] }, ['the lines were put in another order']],
    [
      'inside a group',
      { lines: [FOOTINGS, { ...GROUP, nested: [] }, BY_HAND] },
      ['group “Package” (4.00) was changed'],
    ],
    [
      'what has no name here',
      { lines: STANDING, head: '<FOB>x</FOB>' },
      ['something else of it was changed'],
    ],
    [
      'a line of many words',
      { lines: [...STANDING, { id: 'W', text: 'word '.repeat(30) }] },
      [`line “${'word '.repeat(12).trim()}…” was added`],
    ],
    ['a line of none', { lines: [...STANDING, { id: 'W' }] }, ['a line without text was added']],
  ])('is told in words: %s', (_, order, words) => {
    expect(since(order)).toEqual(words);
  });
});
