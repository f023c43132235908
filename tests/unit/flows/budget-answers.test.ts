import { describe, expect, it } from 'vitest';
import { budgetFlow } from '@/lib/flows/budget';
import type { EstimateTarget } from '@/lib/flows/budget/estimate-target';
import type { QbRequest, QbResponse } from '@/lib/qbxml';
import { DEFAULT_SETTINGS } from '@/lib/tenancy/settings';
import { books, EXTERNAL_GUID, LINKS } from '@/tests/factories/books';
import { budget, budgetLine, ESTIMATE_ID, estimateBooks, otherLine } from '@/tests/factories/budget';
import {
  deletedTxn,
  estimateAdded,
  estimateChanged,
  estimateFound,
  type GivenEstimate,
  noEstimate,
} from './estimate-answers';
import { answerWith, type GivenLine, nothingDeleted } from './order-answers';

const { change } = budgetFlow;
const item = LINKS.costCode.qbId;
const LABOR: GivenLine = { id: 'L-1', item, text: 'Cast-in-Place Concrete, Labor', amount: '182000.00' };
const MATERIALS: GivenLine = {
  id: 'L-2',
  item,
  text: 'Cast-in-Place Concrete, Materials',
  amount: '4200.50',
};
const BY_HAND: GivenLine = { id: 'H-1', text: 'A note without an item' };
const STANDING = [LABOR, MATERIALS, BY_HAND];

describe('a new estimate', () => {
  const request = budgetFlow.build(budget(), books());
  const judge = (...responses: QbResponse[]) => budgetFlow.judge(request, responses, budget());
  const settle = (estimate: GivenEstimate) => budgetFlow.settle(estimateAdded(estimate), budget(), request);

  it('is kept with what each line stands for, and compared before tax', () => {
    expect(settle({ lines: [LABOR, MATERIALS] })).toEqual({
      qbType: 'Estimate',
      txnId: ESTIMATE_ID,
      editSequence: '1554300000',
      refNumber: 'B-326120044',
      total: '186200.50',
      warning: null,
      lines: [
        { procoreLineId: '77120031', txnLineId: 'L-1', part: 0, item, amount: '182000.00' },
        { procoreLineId: '77120032', txnLineId: 'L-2', part: 0, item, amount: '4200.50' },
      ],
    });
  });

  it('that comes to something else says so, and one without ids is looked up', () => {
    expect(settle({ total: '186200.49' })?.warning).toMatch(/186,200\.49; 186,200\.50 was approved/);
    expect(settle({ editSequence: '' })).toBeNull();
  });

  it('is looked for by its number, among what changed since, and among what was deleted', () => {
    const asked = budgetFlow.lookup(request, new Date('2026-03-02T10:00:00Z'));
    expect(asked.map(one => one.body)).toEqual([
      { RefNumber: ['B-326120044'], IncludeLineItems: true },
      { ModifiedDateRangeFilter: { FromModifiedDate: '2026-02-28' }, IncludeLineItems: true },
      { TxnDelType: ['Estimate'], DeletedDateRangeFilter: { FromDeletedDate: '2026-02-28' } },
    ]);
  });

  it.each<[found: string, responses: QbResponse[]]>([
    [
      'ours',
      [
        noEstimate(1),
        estimateFound({ refNumber: '1042', guid: EXTERNAL_GUID.toLowerCase() }),
        nothingDeleted(),
      ],
    ],
    ['foreign', [estimateFound({ refNumber: 'b-326120044' }), noEstimate(1), nothingDeleted()]],
    ['deleted', [noEstimate(1), noEstimate(1), deletedTxn('Estimate', { refNumber: 'B-326120044' })]],
    ['nothing', [noEstimate(1), noEstimate(1), deletedTxn('PurchaseOrder', { refNumber: 'B-326120044' })]],
    ['nothing', [noEstimate(1), noEstimate(1), nothingDeleted()]],
    ['unclear', [noEstimate(1), nothingDeleted()]],
    ['unclear', [noEstimate(1), noEstimate(1)]],
    ['unclear', [noEstimate(3250), noEstimate(1), nothingDeleted()]],
    ['unclear', [noEstimate(1), noEstimate(1), answerWith('TxnDeletedQuery', '', 3260)]],
    ['unclear', [estimateFound({ guid: EXTERNAL_GUID, editSequence: '' }), noEstimate(1), nothingDeleted()]],
  ])('whose answer was lost is %s', (found, responses) => {
    expect(judge(...responses)).toMatchObject({ found });
  });

  it('is read back by its id, and its deletions are told apart from others', () => {
    const { query, decode, deleted, list } = budgetFlow.readBack;
    expect([list, query('7-1').body]).toEqual([
      'estimate',
      { TxnID: ['7-1'], IncludeRetElement: ['TxnID', 'EditSequence', 'TimeModified'] },
    ]);
    expect(decode(estimateFound({}))).toEqual({ qbId: ESTIMATE_ID, editSequence: '1554300000' });
    expect(decode(noEstimate())).toBeNull();
    expect(deleted(deletedTxn('Estimate', { txnId: '7-1' }))).toEqual(['7-1']);
    expect(deleted(deletedTxn('PurchaseOrder', { txnId: '7-1' }))).toEqual([]);
  });
});

/** Adds a line for what was moved onto the first one. */
const ADDED = budget({ rows: [budgetLine({ modifications: '2500.0' }), otherLine()] });
const MARKED: GivenLine = {
  id: 'C-1',
  item,
  text: 'Budget change 1: Cast-in-Place Concrete, Labor',
  amount: '2500.00',
};
/** Gives the first line another amount. */
const revised = { settings: { ...DEFAULT_SETTINGS, budgetChanges: 'revised_amounts' as const } };
const LABOR_REVISED = { ...LABOR, amount: '184500.00' };

const adding = { request: budgetFlow.build(ADDED, estimateBooks()), snapshot: ADDED };
const revising = {
  request: budgetFlow.build(ADDED, { ...estimateBooks(), ...revised }),
  snapshot: ADDED,
};

function read(accepted: typeof adding, estimate: GivenEstimate): EstimateTarget {
  const verdict = change.judge(accepted, [estimateFound(estimate)]);
  if (verdict.found !== 'open') throw new TypeError(`the estimate was ${verdict.found}`);
  return verdict.target;
}

describe('an estimate that is about to take a change', () => {
  it('is asked for by its id, with its lines', () => {
    expect(change.read(adding.request).body).toEqual({ TxnID: [ESTIMATE_ID], IncludeLineItems: true });
  });

  it.each([
    ['inactive', { isActive: false, lines: STANDING }, 'ESTIMATE-inactive', false],
    [
      'marked with something else',
      { lines: [...STANDING, { ...MARKED, amount: '1.00' }] },
      'ESTIMATE-marked',
      true,
    ],
  ] as const)('takes none when it is %s', (_, estimate, code, isDoubtful) => {
    expect(change.judge(adding, [estimateFound(estimate)])).toMatchObject({
      found: 'refused',
      refusal: { code, isDoubtful },
    });
  });

  it.each([500, 1])('that is gone (status %i) takes none, and no new one is made', statusCode => {
    expect(change.judge(adding, [noEstimate(statusCode)])).toMatchObject({
      found: 'refused',
      refusal: { code: 'ESTIMATE-gone', isDoubtful: false },
    });
  });

  it('that lacks a line which is to be changed takes none', () => {
    expect(change.judge(revising, [estimateFound({ lines: [MATERIALS] })])).toMatchObject({
      found: 'refused',
      refusal: { code: 'ESTIMATE-line', isDoubtful: false },
    });
  });

  it.each([
    ['no answer', []],
    ['an error', [noEstimate(3250)]],
    ['another estimate', [estimateFound({ txnId: '9-9', lines: STANDING })]],
    ['one without an edit sequence', [estimateFound({ editSequence: '', lines: STANDING })]],
    ['a line without an id', [estimateFound({ lines: [{ ...LABOR, id: '' }] })]],
    ['a total without any line', [estimateFound({ lines: [] })]],
  ])('that was not read whole is not touched: %s', (_, responses) => {
    expect(change.judge(adding, responses)).toMatchObject({ found: 'unclear' });
  });

  it('that has the change already needs none', () => {
    expect(change.judge(adding, [estimateFound({ lines: [...STANDING, MARKED] })])).toMatchObject({
      found: 'done',
      settlement: { lines: [{}, {}, { txnLineId: 'C-1', part: 1, amount: '2500.00' }] },
    });
    expect(change.judge(revising, [estimateFound({ lines: [LABOR_REVISED, MATERIALS] })])).toMatchObject({
      found: 'done',
    });
  });

  it('is completed with every line on it, the changed one in its place', () => {
    const { body } = change.complete(
      revising.request,
      read(revising, { lines: STANDING }),
    ) as QbRequest<'EstimateMod'>;
    expect(body.EstimateMod.Lines).toEqual([
      { EstimateLineMod: { TxnLineID: 'L-1', Quantity: '1', Rate: '184500.00' } },
      { EstimateLineMod: { TxnLineID: 'L-2' } },
      { EstimateLineMod: { TxnLineID: 'H-1' } },
    ]);
  });
});

describe('what QuickBooks gave back of a change', () => {
  const before = read(adding, { lines: STANDING });
  const settled = (estimate: GivenEstimate) => change.settle(adding, before, estimateChanged(estimate));

  it('is kept with the new line beside the old ones', () => {
    const lines = [...STANDING, MARKED];
    expect(settled({ editSequence: '2', total: '188700.50', lines })).toMatchObject({
      editSequence: '2',
      warning: null,
      lines: [
        { txnLineId: 'L-1', amount: '182000.00' },
        { txnLineId: 'L-2', amount: '4200.50' },
        { txnLineId: 'C-1', amount: '2500.00', part: 1, item },
      ],
    });
  });

  it('is warned about when a line is missing or the total is another', () => {
    const lines = [LABOR, BY_HAND, MARKED];
    const warning = settled({ total: '1.00', lines })?.warning;
    expect(warning).toMatch(/no longer shows a line that stood/);
    expect(warning).toMatch(/total of 1\.00; with this change it should be 188,700\.50/);
  });

  it('is looked up when it came without ids', () => {
    expect(settled({ editSequence: '', lines: STANDING })).toBeNull();
  });
});

describe('a change whose answer was lost', () => {
  const recover = (
    accepted: typeof adding,
    estimate: GivenEstimate,
    deleted: QbResponse = nothingDeleted(),
  ) => change.recover(accepted, read(accepted, { lines: STANDING }), [estimateFound(estimate), deleted]);

  it.each<[what: string, accepted: typeof adding, estimate: GivenEstimate, found: string]>([
    ['untouched: nobody saved it', adding, { lines: STANDING }, 'untouched'],
    ['done: its line is there', adding, { editSequence: '2', lines: [...STANDING, MARKED] }, 'done'],
    ['done: its amount is there', revising, { editSequence: '2', lines: [LABOR_REVISED] }, 'done'],
    [
      'edited: others changed it, and nothing of ours is there',
      adding,
      { editSequence: '2', lines: [...STANDING, { id: 'H-2', text: 'Another' }] },
      'edited',
    ],
    ['edited, for amounts', revising, { editSequence: '2', lines: STANDING, memo: 'By hand' }, 'edited'],
    ['a person’s: saved without a trace', adding, { editSequence: '2', lines: STANDING }, 'refused'],
    [
      'a person’s: its line is there with another amount',
      adding,
      { editSequence: '2', lines: [...STANDING, { ...MARKED, amount: '9.00' }] },
      'refused',
    ],
  ])('is %s', (_what, accepted, estimate, found) => {
    expect(recover(accepted, estimate)).toMatchObject({ found });
  });

  it('is for a person when one of two changed amounts is there', () => {
    const snapshot = budget({
      rows: [budgetLine({ modifications: '2500.0' }), otherLine({ modifications: '1.0' })],
    });
    const both = { request: budgetFlow.build(snapshot, { ...estimateBooks(), ...revised }), snapshot };
    const lines = [LABOR_REVISED, { ...MATERIALS, amount: '7.00' }];
    expect(recover(both, { editSequence: '2', lines })).toMatchObject({
      found: 'refused',
      refusal: { code: 'RECOVERY-doubt', isDoubtful: true },
    });
  });

  it('is for a person when the estimate is gone', () => {
    const target = read(adding, { lines: STANDING });
    const verdict = change.recover(adding, target, [noEstimate(), deletedTxn('Estimate', {})]);
    expect(verdict).toMatchObject({
      found: 'refused',
      refusal: { code: 'RECOVERY-deleted', cause: expect.stringContaining('somebody deleted estimate B-') },
    });
  });

  it('is not judged by half an answer', () => {
    const target = read(adding, { lines: STANDING });
    expect(change.recover(adding, target, [estimateFound({ lines: STANDING })]).found).toBe('unclear');
    expect(change.recover(adding, target, [nothingDeleted()]).found).toBe('unclear');
  });

  it('is looked for on its estimate, and among what was deleted', () => {
    const asked = budgetFlow.lookup(adding.request, new Date('2026-03-02T10:00:00Z'));
    expect(asked.map(one => one.message)).toEqual(['EstimateQuery', 'TxnDeletedQuery']);
  });
});
