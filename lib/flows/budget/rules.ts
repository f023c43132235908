import { formatMoney } from '@/lib/core/money';
import type { Books } from '@/lib/mappings/books';
import type { Blocker } from '../flow';
import { moneyAddsUp, projectIsLinked, rightsSuffice, textFits } from '../shared/general-rules';
import { linesAreCoded } from '../shared/line-rules';
import { linkOf } from '../shared/links';
import { codedLine, keyOf, lineName, revisedLines, revisedTotal, writtenTexts } from './reading';
import type { Budget } from './record';

/** Every rule the budget fails, all at once. */
export function checkBudget(budget: Budget, books: Books): Blocker[] {
  const project = projectIsLinked(budget.projectId, books);
  if (!budget.isLocked) return [...project, ...budgetIsLocked(budget), ...estimatesAreOn(books)];
  return [
    ...project,
    ...hasLines(budget),
    ...codesAreMapped(budget, books),
    ...estimatesAreOn(books),
    ...isOnlyEstimate(books),
    ...estimateTakesChanges(budget, books),
    ...subJobsAreFlattened(budget),
    ...textFits(writtenTexts(budget)),
    ...moneyAddsUp(formatMoney(revisedTotal(budget)), amountsOf(budget)),
    ...rightsSuffice(books),
  ];
}

/** Every amount as Procore has it, so that fractions of a cent are seen. */
function amountsOf(budget: Budget): string[] {
  const approved = budget.changes.filter(one => one.status.toLowerCase() === 'approved');
  const codes = new Set(budget.rows.map(row => row.budgetCodeId));
  return [
    ...budget.rows.flatMap(row => [row.originalAmount, row.modifications]),
    ...approved.flatMap(one =>
      one.lines
        .filter(line => line.budgetCodeId !== null && codes.has(line.budgetCodeId))
        .map(line => line.amount),
    ),
  ];
}

/** BUD-01: only a locked budget is carried; an open one is still being made. */
function budgetIsLocked({ isLocked }: Budget): Blocker[] {
  if (isLocked) return [];
  const message = 'The budget is not locked, so its amounts may still change.';
  const fix = { where: 'procore', label: 'Lock the budget in Procore' } as const;
  return [{ ruleId: 'BUD-01', severity: 'blocks', field: 'Status', message, fix }];
}

/** BUD-02: each line's cost code has a usable item. */
function codesAreMapped(budget: Budget, books: Books): Blocker[] {
  const lines = revisedLines(budget).map(({ row }) => ({ ...codedLine(row), field: lineName(row) }));
  return lines.length === 0 ? [] : linesAreCoded({ ruleId: 'BUD-02', lines }, books);
}

/** BUD-02: QuickBooks has estimates switched on. */
function estimatesAreOn(books: Books): Blocker[] {
  if (books.connection?.areEstimatesOn !== false) return [];
  const message = 'Estimates are switched off in QuickBooks.';
  const label = 'Switch on estimates under Preferences › Jobs & Estimates';
  const fix = { where: 'quickbooks', label } as const;
  return [{ ruleId: 'BUD-02', severity: 'blocks', field: 'QuickBooks', message, fix }];
}

/** BUD-03: there is something to estimate, and no budget code stands twice: a line is known by it. */
function hasLines({ rows }: Budget): Blocker[] {
  const base = { ruleId: 'BUD-03', severity: 'blocks', field: 'Budget' } as const;
  const label = 'Unlock the budget, correct its lines and lock it again';
  const fix = { where: 'procore', label } as const;
  if (rows.length === 0) return [{ ...base, message: 'The budget has no lines.', fix }];
  const twice = rows.find((row, index) => rows.findIndex(one => keyOf(one) === keyOf(row)) < index);
  if (!twice) return [];
  return [{ ...base, message: `“${lineName(twice)}” stands on two lines of the budget.`, fix }];
}

/** BUD-04: active estimates of a job add up in its reports, so that a second one would count the budget twice. */
function isOnlyEstimate({ estimates }: Books): Blocker[] {
  return estimates.others.map(other => ({
    ruleId: 'BUD-04',
    severity: 'blocks',
    field: 'Estimate',
    message: `The job has ${other} in QuickBooks, and a second one would be added to it in the job reports.`,
    fix: { where: 'quickbooks', label: 'Clear “Estimate Active” on the other one, or delete it' },
  }));
}

/** BUD-05: the estimate that changes are brought to is there, stands on the project's job, and counts. */
function estimateTakesChanges({ projectId }: Budget, books: Books): Blocker[] {
  const link = linkOf(books, 'budget', projectId);
  if (link === null) return [];
  const base = { ruleId: 'BUD-05', severity: 'blocks', field: 'Estimate' } as const;
  const job = linkOf(books, 'project', projectId);
  const jobId = books.estimates.copy?.jobId ?? null;
  if (jobId !== null && job !== null && jobId !== job.qbId) {
    const fix = { where: 'quickbooks', label: `Move the estimate to ${job.name}, or delete it` } as const;
    const message = `Estimate ${link.name} stands on another job than the project is linked to.`;
    return [{ ...base, message, fix }];
  }
  if (link.isActive && !link.isGone) return [];
  if (link.isGone) {
    const label = 'Find out who deleted it; the next run of the Web Connector gives the budget back';
    return [
      {
        ...base,
        message: `Estimate ${link.name} was deleted in QuickBooks.`,
        fix: { where: 'quickbooks', label },
      },
    ];
  }
  const fix = { where: 'quickbooks', label: 'Set “Estimate Active” on it again' } as const;
  return [{ ...base, message: `Estimate ${link.name} is inactive in QuickBooks.`, fix }];
}

/** BUD-06: lines of sub jobs stand on the project's own job. */
function subJobsAreFlattened({ rows }: Budget): Blocker[] {
  const count = rows.filter(row => row.subJobId !== null).length;
  if (count === 0) return [];
  const lines = count === 1 ? '1 line belongs' : `${count} lines belong`;
  const message = `${lines} to a sub job; in QuickBooks they stand on the project's job.`;
  const fix = { where: 'procore', label: 'Nothing is to be done, if that is meant' } as const;
  return [{ ruleId: 'BUD-06', severity: 'warns', field: 'Sub jobs', message, fix }];
}
