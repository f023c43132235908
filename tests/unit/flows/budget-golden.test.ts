import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Budget, budgetFlow } from '@/lib/flows/budget';
import type { Books } from '@/lib/mappings/books';
import { encodeMessageSet, type QbRequest } from '@/lib/qbxml';
import { DEFAULT_SETTINGS } from '@/lib/tenancy/settings';
import { books, booksConnection } from '@/tests/factories/books';
import {
  budget,
  budgetChange,
  budgetLine,
  estimateBooks,
  LEFT,
  leftLine,
  otherLine,
} from '@/tests/factories/budget';
import { PROJECT_ID } from '@/tests/factories/commitment';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';
import { estimateFound } from './estimate-answers';

const FOLDER = new URL('../../fixtures/golden/', import.meta.url);
const schema = SchemaCheck.in(schemaDirectory);
const revised = { settings: { ...DEFAULT_SETTINGS, budgetChanges: 'revised_amounts' as const } };
const canada = { connection: booksConnection({ target: { country: 'CA', version: [13, 0] } }) };

const MOVED: Partial<Budget> = {
  rows: [budgetLine({ modifications: '-2500.0' }), otherLine({ modifications: '2500.0' })],
  changes: [budgetChange(), budgetChange({ id: '3002', status: 'under_review' })],
};

/** The estimate with our two lines, one that somebody added, and a group. */
const ESTIMATE = estimateFound({
  editSequence: '1554300077',
  lines: [
    { id: 'L-1', item: '80000030-1', text: 'Cast-in-Place Concrete, Labor', amount: '182000.00' },
    { id: 'H-1', text: 'See the drawings' },
    { id: 'L-2', item: '80000030-1', text: 'Cast-in-Place Concrete, Materials', amount: '4200.50' },
    { id: 'G-1', amount: '4.00', nested: [{ id: 'N-1', text: 'In it', amount: '4.00' }] },
  ],
});

const CASES: readonly [file: string, record: Partial<Budget>, given: Books][] = [
  ['estimate.xml', {}, books()],
  ['estimate-changes-apart.xml', MOVED, books()],
  ['estimate-revised-amounts.xml', MOVED, books(revised)],
  [
    'estimate-negative-zero-and-marks.xml',
    {
      rows: [
        budgetLine({ originalAmount: '-0.01', costType: '“Other” & <more>' }),
        otherLine({ originalAmount: '0.0' }),
      ],
    },
    books(canada),
  ],
  ['estimate-changed-by-lines.xml', MOVED, estimateBooks()],
  ['estimate-changed-amounts.xml', MOVED, { ...estimateBooks(), ...revised }],
  [
    'estimate-changed-line-put-back.xml',
    { rows: [budgetLine({ modifications: '100.0' }), otherLine()] },
    {
      ...estimateBooks({ copy: { total: '4200.50', lines: [{ id: 'L-2', text: '', amount: '4200.50' }] } }),
      ...revised,
    },
  ],
];

function requestFor(record: Partial<Budget>, given: Books): QbRequest {
  const snapshot = budget(record);
  const request = budgetFlow.build(snapshot, given);
  if (request.message === 'EstimateAdd') return request;
  const verdict = budgetFlow.change.judge({ request, snapshot }, [ESTIMATE]);
  if (verdict.found !== 'open') throw new TypeError(`the estimate was ${verdict.found}`);
  return budgetFlow.change.complete(request, verdict.target);
}

function documentOf(record: Partial<Budget>, given: Books): string {
  return encodeMessageSet({
    target: given.connection?.target ?? { country: 'US', version: [13, 0] },
    onError: 'continueOnError',
    newMessageSetID: '0193f0c2a7b34d5e9f10aa2',
    requests: [{ requestID: 'request/1', request: requestFor(record, given) }],
  });
}

describe('the bytes that make and change an estimate in QuickBooks', () => {
  it.each(CASES)('%s', (file, record, given) => {
    const blockers = budgetFlow.check(budget(record), given);
    expect(blockers.filter(one => one.severity === 'blocks')).toEqual([]);
    expect(documentOf(record, given)).toBe(readFileSync(new URL(file, FOLDER), 'utf8'));
  });

  it.skipIf(schema === null)('are valid by Intuit’s schema (skipped: set QBXML_SCHEMA_DIR)', async () => {
    const documents = CASES.map(([file]) => readFileSync(new URL(file, FOLDER), 'utf8'));
    expect(await schema?.faults(documents)).toEqual(documents.map(() => []));
  });
});

describe('what an approver sees', () => {
  const preview = (record: Partial<Budget>, given: Books) => budgetFlow.preview(budget(record), given);

  it('of a new estimate: the job, a line for each line of the budget, and what it comes to', () => {
    const { form, header, lines, total } = preview({}, books());
    expect(form).toBe('Estimate');
    expect(header.map(({ label, value }) => [label, value])).toEqual([
      ['Customer:Job', 'Riverside Health:24-017 Riverside Clinic Addition'],
      ['Estimate No.', `B-${PROJECT_ID.slice(-9)}`],
      ['Memo', expect.stringContaining('Procore budget')],
    ]);
    expect(lines.map(line => [line.item, line.description, line.amount])).toEqual([
      ['03:03-300', 'Cast-in-Place Concrete, Labor', '182000.00'],
      ['03:03-300', 'Cast-in-Place Concrete, Materials', '4200.50'],
    ]);
    expect(total).toBe('186200.50');
  });

  it('of a change: what stands there now, what is changed, and what the estimate comes to then', () => {
    const copy = {
      total: '186210.50',
      lines: [
        { id: 'L-1', text: 'Concrete, by hand', amount: '182005.00' },
        { id: 'L-2', text: 'Materials', amount: '4205.50' },
        { id: 'H-1', text: 'Note', amount: null },
      ],
    };
    const { form, header, lines, total, notes } = preview(
      { rows: [budgetLine({ modifications: '1000.0' }), otherLine()] },
      { ...estimateBooks({ copy }), ...revised },
    );
    expect(form).toBe('Estimate, brought up to date');
    expect(header.slice(2).map(one => one.value)).toEqual(['186210.50', '995.00', '187205.50']);
    expect(lines).toEqual([
      expect.objectContaining({
        description: 'Concrete, by hand',
        before: '182005.00',
        amount: '183000.00',
      }),
    ]);
    expect(total).toBe('187205.50');
    expect(notes).toEqual([
      'Lines that are not shown stay on the estimate as they are.',
      '“Concrete, by hand” was changed in QuickBooks from 182,000.00 to 182,005.00, and now becomes 183,000.00.',
      '“Materials” was changed in QuickBooks from 4,200.50 to 4,205.50, and stays so.',
      '1 line was made in QuickBooks by hand; it stays.',
    ]);
  });

  it('of a change of an estimate that was not read yet: no total is made up', () => {
    const { header } = preview(MOVED, estimateBooks());
    expect(header.slice(2).map(one => one.value)).toEqual(['not read yet', '4500.00', 'not known yet']);
  });
});

describe('what a budget is called and needs', () => {
  it('its line in a list has the number it gets in QuickBooks and the revised amount', () => {
    expect(budgetFlow.summary(budget(MOVED))).toEqual({
      procoreId: PROJECT_ID,
      projectId: PROJECT_ID,
      number: `B-${PROJECT_ID.slice(-9)}`,
      title: 'Budget',
      vendorName: '',
      amount: 19_070_050n,
      status: 'locked',
    });
  });

  it('it asks for its project, itself, its codes, and the estimates of the job', () => {
    const own = budgetLine({ code: { standardId: null, fullCode: '99', name: '', division: null } });
    const needs = budgetFlow.needs(budget({ rows: [budgetLine(), own] }));
    expect(needs.links.map(link => link.kind)).toEqual(['project', 'budget', 'cost_code']);
    expect(needs).toMatchObject({ costCodeFullCodes: ['99'], estimatesOf: PROJECT_ID });
  });

  it('only amounts are a change of it: neither the view, nor notes, nor what other systems say', () => {
    const change = budgetChange({ title: 'Other', erpStatus: 'synced', updatedAt: null });
    const told = budgetFlow.content(budget({ viewId: '1', changes: [change] }));
    expect(told).toEqual(budgetFlow.content(budget({ changes: [budgetChange()] })));
    expect(told).not.toEqual(budgetFlow.content(budget()));
  });

  it('where the estimate has what the budget has nothing is built', () => {
    expect(() => budgetFlow.build(budget(), estimateBooks())).toThrow(/nothing to bring/);
  });

  it('what is accepted as a change would be refused as it stands, and so can never take lines off', () => {
    expect(budgetFlow.build(budget(MOVED), estimateBooks())).toMatchObject({
      body: { EstimateMod: { EditSequence: '0' } },
    });
  });

  it('a line that is no longer in the budget is set to nothing, never taken off', () => {
    const given = { ...estimateBooks(), ...revised };
    const { lines } = budgetFlow.preview(budget({ rows: [budgetLine()] }), given);
    expect(lines).toEqual([expect.objectContaining({ before: '4200.50', amount: '0.00' })]);
  });

  it('changes are counted on: the third one is marked as the third', () => {
    const left = [...LEFT, leftLine({ txnLineId: 'L-9', part: 2, amount: '1.00' })];
    const { lines } = budgetFlow.preview(budget(), estimateBooks({ left }));
    expect(lines.map(line => [line.description, line.amount])).toEqual([
      ['Budget change 3: Cast-in-Place Concrete, Labor', '-1.00'],
    ]);
  });
});
