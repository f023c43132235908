import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commitmentFlow } from '@/lib/flows/commitment';
import { type Blocker, standing } from '@/lib/flows/flow';
import { books, booksConnection, LINKS } from '@/tests/factories/books';
import { COST_CODE_ID, commitment, commitmentLine } from '@/tests/factories/commitment';
import { COMMITMENT_CASES } from './commitment-rule-cases';
import { GENERAL_CASES } from './general-rule-cases';
import { CODE, type Fixture, GOOD, line, settings, without } from './rule-fixtures';

const CASES = [...GENERAL_CASES, ...COMMITMENT_CASES];

function check(fixture: Fixture): Blocker[] {
  return commitmentFlow.check(commitment(fixture.record), books(fixture.books));
}

describe('what stands in the way of sending', () => {
  it.each(CASES)('$rule: $what', ({ rule, severity, field, says, where, fails, passes }) => {
    const found = check(fails).filter(one => one.ruleId === rule && one.field === field);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity, message: expect.stringMatching(says), fix: { where } });
    expect(found[0]?.fix.label).not.toBe('');
    expect(check(passes)).toEqual([]);
  });

  it('every failing rule is told at once', () => {
    const broken = check({
      record: {
        number: '',
        status: 'Draft',
        vendor: null,
        lines: [],
        title: '✔',
        originId: 'SAGE-1',
        contractDate: '2020-01-01',
      },
      books: { links: {}, connection: booksConnection({ arePurchaseOrdersOn: false }) },
    });
    expect([...new Set(broken.map(one => one.ruleId))].toSorted()).toEqual([
      'COM-01',
      'COM-02',
      'COM-03',
      'COM-04',
      'GEN-01',
      'GEN-02',
      'GEN-03',
      'GEN-04',
      'GEN-05',
      'GEN-06',
    ]);
  });

  it('each line is judged by itself and named by its place', () => {
    const lines = [
      commitmentLine(),
      commitmentLine({ costCode: null, wbsCode: null }),
      commitmentLine({ uom: 'gallons' }),
    ];
    const found = check({ record: { lines, grandTotal: '288000' }, books: settings({ sendUnits: true }) });
    expect(found.map(one => [one.ruleId, one.field])).toEqual([
      ['COM-03', 'Line 2'],
      ['COM-06', 'Line 3'],
    ]);
  });

  it('a mapping that is missing is mended where that record is mapped', () => {
    const [found] = check({ books: without(CODE) });
    expect(found?.fix).toMatchObject({ where: 'mappings', kind: 'cost_code', procoreId: COST_CODE_ID });
    const unknown = line({ costCode: null, wbsCode: { flatCode: 'constructor.C', description: '' } });
    expect(check(unknown)[0]?.fix).toMatchObject({ procoreId: null });
  });
});

it('what is only said never stops anybody; what is asked stops until it is agreed to', () => {
  const severities = ['blocks', 'asks', 'warns'] as const;
  const blockers = severities.map(
    (severity): Blocker => ({
      ruleId: severity === 'asks' ? 'GEN-02' : 'COM-03',
      severity,
      field: 'x',
      message: 'x',
      fix: { where: 'procore', label: 'x' },
    }),
  );
  expect(standing(blockers, []).map(one => one.severity)).toEqual(['blocks', 'asks']);
  expect(standing(blockers, ['GEN-02']).map(one => one.severity)).toEqual(['blocks']);
  expect(standing(blockers, ['COM-03', 'GEN-02']).map(one => one.severity)).toEqual(['blocks']);
});

const spec = fileURLToPath(new URL('../../../../shared/spec/erp-workflow.md', import.meta.url));

it.skipIf(!existsSync(spec))(
  'every general and commitment rule of the workflow has its pair (skipped without ../shared/spec)',
  () => {
    const rules = readFileSync(spec, 'utf8').matchAll(/^\| ((?:GEN|COM)-\d\d) \|/gm);
    const covered = new Set<string>(CASES.map(one => one.rule));
    const named = Array.from(rules, match => match[1] ?? '');
    expect(named.length).toBeGreaterThanOrEqual(10);
    expect(named.filter(rule => !covered.has(rule))).toEqual([]);
  },
);

it('the rules that the product itself numbers have their pair too', () => {
  const covered = new Set<string>(CASES.map(one => one.rule));
  const own = [
    'GEN-01',
    'GEN-02',
    'GEN-03',
    'GEN-04',
    'GEN-05',
    'GEN-06',
    'GEN-07',
    'COM-01',
    'COM-02',
    'COM-03',
    'COM-04',
    'COM-05',
    'COM-06',
  ];
  expect([...covered].toSorted()).toEqual(own.toSorted());
});

it('the fixtures begin from books in which the usual commitment passes every rule', () => {
  expect(check(GOOD)).toEqual([]);
  expect(LINKS.vendor.isActive).toBe(true);
});
