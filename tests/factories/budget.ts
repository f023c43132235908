import type { Budget, BudgetLine } from '@/lib/flows/budget';
import type { EstimateBooks, LinkedLine } from '@/lib/mappings/estimate-books';
import type { BudgetChange } from '@/lib/procore';
import { bookLink, books } from './books';
import { COST_CODE_ID, PROJECT_ID } from './commitment';

export const BUDGET_CODE_ID = '77120031';
export const ESTIMATE_ID = '2B4-1554300000';

export function budgetLine(patch: Partial<BudgetLine> = {}): BudgetLine {
  return {
    id: '5519001',
    budgetCodeId: BUDGET_CODE_ID,
    costCodeId: '9101010',
    costCode: '300 - Cast-in-Place Concrete',
    costTypeId: '47011',
    costType: 'Labor',
    subJobId: null,
    originalAmount: '182000.0',
    modifications: '0.0',
    currency: 'USD',
    code: {
      standardId: COST_CODE_ID,
      fullCode: '03-300',
      name: 'Cast-in-Place Concrete',
      division: { fullCode: '03', name: 'Concrete' },
    },
    ...patch,
  };
}

/** A line of another budget code on the same cost code. */
export function otherLine(patch: Partial<BudgetLine> = {}): BudgetLine {
  return budgetLine({
    id: '5519002',
    budgetCodeId: '77120032',
    costTypeId: '47012',
    costType: 'Materials',
    originalAmount: '4200.5',
    ...patch,
  });
}

export function budgetChange(patch: Partial<BudgetChange> = {}): BudgetChange {
  return {
    id: '3001',
    number: '1',
    title: 'Dock slab',
    status: 'approved',
    erpStatus: null,
    total: '4500.0',
    lines: [
      {
        id: '4001',
        budgetCodeId: BUDGET_CODE_ID,
        description: '',
        quantity: '0.0',
        unitCost: '0.0',
        uom: null,
        amount: '4500.0',
      },
    ],
    createdAt: '2026-03-04T10:00:00.000Z',
    updatedAt: '2026-03-04T10:00:00.000Z',
    ...patch,
  };
}

/** A locked budget that passes every rule in the company of `tests/support/desk.ts`. */
export function budget(patch: Partial<Budget> = {}): Budget {
  return {
    projectId: PROJECT_ID,
    isLocked: true,
    viewId: '310041',
    rows: [budgetLine(), otherLine()],
    modifications: [],
    changes: [],
    ...patch,
  };
}

export function leftLine(patch: Partial<LinkedLine> = {}): LinkedLine {
  return {
    procoreLineId: BUDGET_CODE_ID,
    txnLineId: 'L-1',
    part: 0,
    item: '80000030-1',
    amount: '182000.00',
    ...patch,
  };
}

/** What the first export of `budget()` left on its estimate. */
export const LEFT: readonly LinkedLine[] = [
  leftLine(),
  leftLine({ procoreLineId: '77120032', txnLineId: 'L-2', amount: '4200.50' }),
];

export const ESTIMATE_LINK = bookLink({ qbId: ESTIMATE_ID, qbType: 'Estimate', name: 'B-326120044' });

/** Books in which the budget of `budget()` has its estimate. */
export function estimateBooks(estimates: Partial<EstimateBooks> = {}) {
  const given = books();
  return {
    ...given,
    links: { ...given.links, [`budget:${PROJECT_ID}`]: ESTIMATE_LINK },
    estimates: { left: LEFT, copy: null, others: [], ...estimates },
  };
}
