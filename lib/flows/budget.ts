import { daysBefore } from '@/lib/core/days';
import { Blocked } from '@/lib/core/errors';
import type { BookLink, Books, BooksNeed } from '@/lib/mappings/books';
import { type QbRequest, qbRequest, recordsOf } from '@/lib/qbxml';
import { estimateReadBack, judgeEstimate, settlementOfEstimate } from './budget/answers';
import { changeEstimate } from './budget/change';
import { type EstimateTarget, readEstimateById } from './budget/estimate-target';
import { changedEstimate, newEstimate, type Plan } from './budget/plan';
import { previewOfChange, previewOfNew } from './budget/preview';
import { budgetContent, codedLine, estimateNumber, revisedTotal } from './budget/reading';
import type { Budget } from './budget/record';
import { addRequest, type EstimateBody, estimateIn, estimateModIn, modRequest } from './budget/request';
import { checkBudget } from './budget/rules';
import type { RenewingFlow, Summary } from './flow';
import type { Preview } from './preview';
import { linkOf, usable } from './shared/links';
import { codesNeeded } from './shared/order-lines';

export { type Revised, revisedLines } from './budget/reading';
export type { Budget, BudgetCostCode, BudgetLine } from './budget/record';

/** A project's locked budget becomes the estimate of its job; what is changed later is brought to that same estimate. */
export const budgetFlow: RenewingFlow<Budget, EstimateTarget> = {
  kind: 'budget',
  summary,
  content: budgetContent,
  needs,
  check: checkBudget,
  build,
  preview,
  settle: (response, _budget, request) => {
    const [estimate] = recordsOf(response, 'EstimateAdd', 'EstimateRet');
    return estimate ? settlementOfEstimate(estimate, request) : null;
  },
  originData: () => null,
  lookup,
  judge: judgeEstimate,
  readBack: estimateReadBack,
  change: changeEstimate,
};

function summary(budget: Budget): Summary {
  return {
    procoreId: budget.projectId,
    projectId: budget.projectId,
    number: estimateNumber(budget),
    title: 'Budget',
    vendorName: '',
    amount: revisedTotal(budget),
    status: budget.isLocked ? 'locked' : 'unlocked',
  };
}

function needs(budget: Budget): BooksNeed {
  const { projectId, rows } = budget;
  const codes = codesNeeded(rows.map(codedLine));
  return {
    projectId,
    links: [
      { kind: 'project', procoreId: projectId },
      { kind: 'budget', procoreId: projectId },
      ...codes.links,
    ],
    costCodeFullCodes: codes.costCodeFullCodes,
    orderNumbers: [],
    changesOf: null,
    estimatesOf: projectId,
  };
}

/** The estimate the budget is in, and the job of its project. */
function placeOf(budget: Budget, books: Books): { estimate: BookLink | null; job: BookLink } {
  const job = usable(linkOf(books, 'project', budget.projectId));
  if (job === null) throw new Blocked('The project of this budget has no usable QuickBooks job.');
  const link = linkOf(books, 'budget', budget.projectId);
  if (link !== null && usable(link) === null)
    throw new Blocked(`Estimate ${link.name} of this budget cannot be changed.`);
  return { estimate: link, job };
}

const MEMO = 'Procore budget. Changes of the budget are brought here from Procore; lines added by hand stay.';

function headFor(budget: Budget, books: Books, job: BookLink): Omit<EstimateBody, 'Lines'> {
  return {
    CustomerRef: { ListID: job.qbId },
    RefNumber: estimateNumber(budget),
    Memo: MEMO,
    ExternalGUID: books.externalGuid,
  };
}

/** @throws Blocked when the estimate has what the budget has */
function changesFor(budget: Budget, books: Books): Plan {
  const plan = changedEstimate(budget, books);
  if (plan.lines.length === 0)
    throw new Blocked('The estimate in QuickBooks has what the budget has; there is nothing to bring to it.');
  return plan;
}

function build(budget: Budget, books: Books): QbRequest {
  const { estimate, job } = placeOf(budget, books);
  return estimate === null
    ? addRequest(headFor(budget, books, job), newEstimate(budget, books))
    : modRequest(estimate.qbId, changesFor(budget, books));
}

function preview(budget: Budget, books: Books): Preview {
  const { estimate, job } = placeOf(budget, books);
  return estimate === null
    ? previewOfNew(budget, { plan: newEstimate(budget, books), head: headFor(budget, books, job), job })
    : previewOfChange(budget, books, { plan: changesFor(budget, books), link: estimate, job });
}

/** Procore and QuickBooks clocks are not compared: a whole day of slack on the day of sending. */
const LOOK_BACK_DAYS = 2;

/**
 * A new one by its number, among all that changed since, in case somebody gave it another, and among the deleted ones; a
 * change by its estimate, and by the deleted ones.
 */
function lookup(request: QbRequest, sentAt: Date): QbRequest[] {
  const from = daysBefore(sentAt, LOOK_BACK_DAYS).toISOString().slice(0, 10);
  const deleted = qbRequest('TxnDeletedQuery', {
    TxnDelType: ['Estimate'],
    DeletedDateRangeFilter: { FromDeletedDate: from },
  });
  if (request.message === 'EstimateMod') return [readEstimateById(estimateModIn(request).TxnID), deleted];
  return [
    qbRequest('EstimateQuery', {
      RefNumber: [estimateIn(request).RefNumber ?? ''],
      IncludeLineItems: true,
    }),
    qbRequest('EstimateQuery', {
      ModifiedDateRangeFilter: { FromModifiedDate: from },
      IncludeLineItems: true,
    }),
    deleted,
  ];
}
