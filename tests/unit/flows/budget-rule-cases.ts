import type { Budget } from '@/lib/flows/budget';
import type { Blocker, RuleId } from '@/lib/flows/flow';
import { type Books, linkKey } from '@/lib/mappings/books';
import { NO_ESTIMATES } from '@/lib/mappings/estimate-books';
import { bookLink, books, booksConnection } from '@/tests/factories/books';
import { budgetChange, budgetLine, ESTIMATE_LINK, estimateBooks } from '@/tests/factories/budget';
import { COST_CODE_ID, PROJECT_ID } from '@/tests/factories/commitment';

export interface BudgetFixture {
  readonly record?: Partial<Budget>;
  readonly books?: Partial<Books>;
}

interface BudgetCase {
  readonly rule: RuleId;
  readonly what: string;
  readonly severity: Blocker['severity'];
  readonly field: string;
  /** What the person reads. */
  readonly says: RegExp;
  readonly where: Blocker['fix']['where'];
  readonly fails: BudgetFixture;
  readonly passes: BudgetFixture;
}

const PROJECT = linkKey('project', PROJECT_ID);
const CODE = linkKey('cost_code', COST_CODE_ID);
const ESTIMATE = linkKey('budget', PROJECT_ID);

const linked = (key: string, patch: Parameters<typeof bookLink>[0]): BudgetFixture => ({
  books: { links: { ...books().links, [key]: bookLink(patch) } },
});
const without = (key: string): BudgetFixture => ({
  books: { links: Object.fromEntries(Object.entries(books().links).filter(([one]) => one !== key)) },
});
const line = (patch: Parameters<typeof budgetLine>[0]): BudgetFixture => ({
  record: { rows: [budgetLine(patch)] },
});
const { code: CODED } = budgetLine();
const GOOD: BudgetFixture = {};

const GENERAL: readonly BudgetCase[] = [
  {
    rule: 'GEN-01',
    what: 'a project without a job',
    severity: 'blocks',
    field: 'Project',
    where: 'mappings',
    says: /not linked to a QuickBooks job/,
    fails: without(PROJECT),
    passes: GOOD,
  },
  {
    rule: 'GEN-01',
    what: 'an inactive job',
    severity: 'blocks',
    field: 'Project',
    where: 'mappings',
    says: /“Job 7”.*inactive/,
    fails: linked(PROJECT, { name: 'Job 7', isActive: false }),
    passes: linked(PROJECT, { name: 'Job 7' }),
  },
  {
    rule: 'GEN-02',
    what: 'letters QuickBooks cannot hold in a cost code',
    severity: 'asks',
    field: '03-300, Labor',
    where: 'procore',
    says: /ő becomes o/,
    fails: line({ code: CODED && { ...CODED, name: 'Tető' } }),
    passes: line({ code: CODED && { ...CODED, name: 'Café' } }),
  },
  {
    rule: 'GEN-03',
    what: 'a fraction of a cent in a line',
    severity: 'blocks',
    field: 'Amount',
    where: 'procore',
    says: /more than two decimals: 0\.005/,
    fails: line({ originalAmount: '0.005' }),
    passes: line({ originalAmount: '0.0500' }),
  },
  {
    rule: 'GEN-03',
    what: 'a fraction of a cent in an approved change',
    severity: 'blocks',
    field: 'Amount',
    where: 'procore',
    says: /more than two decimals: 1\.234/,
    fails: {
      record: {
        changes: [budgetChange({ lines: budgetChange().lines.map(one => ({ ...one, amount: '1.234' })) })],
      },
    },
    passes: {
      record: {
        changes: [
          budgetChange({
            status: 'draft',
            lines: budgetChange().lines.map(one => ({ ...one, amount: '1.234' })),
          }),
        ],
      },
    },
  },
  {
    rule: 'GEN-03',
    what: 'more than QuickBooks can hold',
    severity: 'blocks',
    field: 'Amount',
    where: 'procore',
    says: /larger than QuickBooks can hold/,
    fails: line({ originalAmount: '999999999999.99', modifications: '0.01' }),
    passes: line({ originalAmount: '999999999999.99' }),
  },
  {
    rule: 'GEN-07',
    what: 'QuickBooks gives read-only access',
    severity: 'blocks',
    field: 'QuickBooks',
    where: 'quickbooks',
    says: /read-only access/,
    fails: { books: { connection: booksConnection({ missingRight: 3263 }) } },
    passes: { books: { connection: booksConnection({ missingRight: null }) } },
  },
];

const OWN: readonly BudgetCase[] = [
  {
    rule: 'BUD-01',
    what: 'a budget that is not locked',
    severity: 'blocks',
    field: 'Status',
    where: 'procore',
    says: /not locked/,
    fails: { record: { isLocked: false, rows: [] } },
    passes: GOOD,
  },
  {
    rule: 'BUD-02',
    what: 'a code without an item',
    severity: 'blocks',
    field: '03-300, Labor',
    where: 'mappings',
    says: /03-300 is not linked/,
    fails: { ...without(CODE), ...line({}) },
    passes: line({}),
  },
  {
    rule: 'BUD-02',
    what: 'a code of the project’s own, which the standard list does not have',
    severity: 'blocks',
    field: '99-001, Labor',
    where: 'mappings',
    says: /99-001 is not on the company's standard list/,
    fails: line({ code: CODED && { ...CODED, standardId: null, fullCode: '99-001' } }),
    passes: line({ code: CODED && { ...CODED, standardId: null } }),
  },
  {
    rule: 'BUD-02',
    what: 'a line whose cost code the project no longer has',
    severity: 'blocks',
    field: '300 - Cast-in-Place Concrete, Labor',
    where: 'procore',
    says: /has no cost code/,
    fails: line({ code: null }),
    passes: line({}),
  },
  {
    rule: 'BUD-02',
    what: 'an inactive item',
    severity: 'blocks',
    field: '03-300, Labor',
    where: 'mappings',
    says: /“Old”.*inactive/,
    fails: { ...linked(CODE, { name: 'Old', isActive: false }), ...line({}) },
    passes: { ...linked(CODE, { name: 'Old', isTwoSided: true }), ...line({}) },
  },
  {
    rule: 'BUD-02',
    what: 'estimates switched off',
    severity: 'blocks',
    field: 'QuickBooks',
    where: 'quickbooks',
    says: /Estimates are switched off/,
    fails: { books: { connection: booksConnection({ areEstimatesOn: false }) } },
    passes: { books: { connection: booksConnection({ areEstimatesOn: null }) } },
  },
  {
    rule: 'BUD-03',
    what: 'a budget without lines',
    severity: 'blocks',
    field: 'Budget',
    where: 'procore',
    says: /no lines/,
    fails: { record: { rows: [] } },
    passes: line({ originalAmount: '0.0' }),
  },
  {
    rule: 'BUD-03',
    what: 'two lines of one budget code',
    severity: 'blocks',
    field: 'Budget',
    where: 'procore',
    says: /“03-300, Labor” stands on two lines/,
    fails: { record: { rows: [budgetLine(), budgetLine({ id: '7' })] } },
    passes: { record: { rows: [budgetLine(), budgetLine({ id: '7', budgetCodeId: '7' })] } },
  },
  {
    rule: 'BUD-04',
    what: 'another active estimate of the job',
    severity: 'blocks',
    field: 'Estimate',
    where: 'quickbooks',
    says: /has estimate 1042 of 2026-01-12 in QuickBooks/,
    fails: { books: { estimates: { ...NO_ESTIMATES, others: ['estimate 1042 of 2026-01-12'] } } },
    passes: { books: estimateBooks() },
  },
  {
    rule: 'BUD-05',
    what: 'an estimate that is gone',
    severity: 'blocks',
    field: 'Estimate',
    where: 'quickbooks',
    says: /B-326120044 was deleted/,
    fails: linked(ESTIMATE, { ...ESTIMATE_LINK, isGone: true }),
    passes: linked(ESTIMATE, ESTIMATE_LINK),
  },
  {
    rule: 'BUD-05',
    what: 'an estimate that is inactive',
    severity: 'blocks',
    field: 'Estimate',
    where: 'quickbooks',
    says: /B-326120044 is inactive/,
    fails: linked(ESTIMATE, { ...ESTIMATE_LINK, isActive: false }),
    passes: linked(ESTIMATE, ESTIMATE_LINK),
  },
  {
    rule: 'BUD-05',
    what: 'an estimate of another job than the project’s',
    severity: 'blocks',
    field: 'Estimate',
    where: 'quickbooks',
    says: /B-326120044 stands on another job/,
    fails: { books: estimateBooks({ copy: { jobId: '8-8', total: null, lines: [] } }) },
    passes: { books: estimateBooks({ copy: { jobId: '80000004-1', total: null, lines: [] } }) },
  },
  {
    rule: 'BUD-06',
    what: 'a line of a sub job',
    severity: 'warns',
    field: 'Sub jobs',
    where: 'procore',
    says: /1 line belongs to a sub job/,
    fails: line({ subJobId: '31' }),
    passes: line({ subJobId: null }),
  },
];

export const BUDGET_CASES: readonly BudgetCase[] = [...GENERAL, ...OWN];
