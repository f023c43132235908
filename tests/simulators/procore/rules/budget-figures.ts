import { negate, sum } from '../decimal';
import type { BudgetLineRow } from '../store/budget-rows';
import type { State } from '../store/state';
import { committedLines, pendingChangeLines } from './committed';

/** What a budget view adds up for one budget code. */
export interface Figures {
  readonly wbsCodeId: number;
  /** Null for cost on a code the budget does not hold. */
  readonly line: BudgetLineRow | null;
  readonly original: string;
  readonly modifications: string;
  readonly approvedChanges: string;
  readonly pendingChanges: string;
  readonly committed: string;
  readonly pendingCosts: string;
  readonly directCosts: string;
  readonly invoiced: string;
}

interface Amount {
  readonly wbsCodeId: number | null;
  readonly amount: string;
}

class Sums {
  private readonly amounts = new Map<number, string[]>();

  constructor(rows: readonly Amount[]) {
    for (const { wbsCodeId, amount } of rows) {
      if (wbsCodeId === null) continue;
      const found = this.amounts.get(wbsCodeId);
      if (found) found.push(amount);
      else this.amounts.set(wbsCodeId, [amount]);
    }
  }

  of(wbsCodeId: number): string {
    return sum(this.amounts.get(wbsCodeId) ?? []);
  }

  codes(): number[] {
    return [...this.amounts.keys()];
  }
}

export const budgetLinesOf = (state: State, projectId: number): BudgetLineRow[] =>
  state.budgetLines.filter(row => row.projectId === projectId);

function modified(state: State, projectId: number): Amount[] {
  const codeOf = new Map(budgetLinesOf(state, projectId).map(line => [line.id, line.wbsCodeId]));
  return state.budgetModifications
    .filter(row => row.projectId === projectId)
    .flatMap(row => [
      { wbsCodeId: codeOf.get(row.toLineId) ?? null, amount: row.amount },
      {
        wbsCodeId: row.fromLineId === null ? null : (codeOf.get(row.fromLineId) ?? null),
        amount: negate(row.amount),
      },
    ]);
}

function changed(state: State, projectId: number, statuses: readonly string[]): Amount[] {
  return state.budgetChanges
    .filter(row => row.projectId === projectId && statuses.includes(row.status))
    .flatMap(row => row.lines);
}

function spent(state: State, projectId: number): Amount[] {
  return state.directCosts
    .filter(row => row.projectId === projectId && row.status === 'approved')
    .flatMap(row => row.lines);
}

/** Gross amounts of approved invoices, by the code of the line each claims on. */
function invoiced(state: State, projectId: number): Amount[] {
  const codes = new Map<number, number | null>();
  for (const line of [...committedLines(state, projectId), ...pendingChangeLines(state, projectId)]) {
    codes.set(line.id, line.wbsCodeId);
  }
  return state.requisitions
    .filter(row => row.projectId === projectId && row.status.startsWith('approved'))
    .flatMap(row => row.items)
    .map(item => ({
      wbsCodeId: codes.get(item.lineId) ?? null,
      amount: sum([item.completed, item.moved]),
    }));
}

/** One entry for each line of the budget, then one for each code that has cost and no line. */
export function budgetFigures(state: State, projectId: number): Figures[] {
  const lines = budgetLinesOf(state, projectId);
  const modifications = new Sums(modified(state, projectId));
  const approved = new Sums(changed(state, projectId, ['approved']));
  const pending = new Sums(changed(state, projectId, ['draft', 'under_review']));
  const committed = new Sums(committedLines(state, projectId));
  const pendingCosts = new Sums(pendingChangeLines(state, projectId));
  const direct = new Sums(spent(state, projectId));
  const billed = new Sums(invoiced(state, projectId));
  const figures = (wbsCodeId: number, line: BudgetLineRow | null): Figures => ({
    wbsCodeId,
    line,
    original: line?.amount ?? '0.0',
    modifications: modifications.of(wbsCodeId),
    approvedChanges: approved.of(wbsCodeId),
    pendingChanges: pending.of(wbsCodeId),
    committed: committed.of(wbsCodeId),
    pendingCosts: pendingCosts.of(wbsCodeId),
    directCosts: direct.of(wbsCodeId),
    invoiced: billed.of(wbsCodeId),
  });
  const held = new Set(lines.map(line => line.wbsCodeId));
  const loose = [...new Set([...committed.codes(), ...direct.codes(), ...approved.codes()])];
  return [
    ...lines.map(line => figures(line.wbsCodeId, line)),
    ...loose.filter(code => !held.has(code)).map(code => figures(code, null)),
  ];
}
