import { formatMoney, sumMoney } from '@/lib/core/money';
import { type Budget, type Revised, revisedLines } from '@/lib/flows/budget';

/** Amounts as `formatMoney` writes them. */
export interface BudgetAmounts {
  readonly original: string;
  readonly modifications: string;
  readonly changes: string;
  readonly revised: string;
}

export interface ShownBudgetLine extends BudgetAmounts {
  readonly key: string;
  readonly code: string;
  readonly costType: string;
}

export interface ShownDivision extends BudgetAmounts {
  readonly name: string;
  readonly lines: readonly ShownBudgetLine[];
}

/** A budget as its page shows it: its lines by the division their cost code stands in. */
export interface ShownBudget extends BudgetAmounts {
  readonly isLocked: boolean;
  readonly divisions: readonly ShownDivision[];
  /** Transfers and changes, in words. */
  readonly history: readonly { readonly key: string; readonly amount: string; readonly text: string }[];
}

function amountsOf(lines: readonly Revised[]): BudgetAmounts {
  const sum = (name: 'original' | 'modifications' | 'changes' | 'revised'): string =>
    formatMoney(sumMoney(lines.map(line => line[name])));
  return {
    original: sum('original'),
    modifications: sum('modifications'),
    changes: sum('changes'),
    revised: sum('revised'),
  };
}

function lineShown(line: Revised): ShownBudgetLine {
  const { code, costCode, costType } = line.row;
  const name = code ? `${code.fullCode} ${code.name}`.trim() : costCode;
  return { key: line.key, code: name, costType, ...amountsOf([line]) };
}

/** Codes of the top level are divisions of their own. */
function divisionOf({ row: { code, costCode } }: Revised): string {
  const top = code?.division ?? code;
  return top ? `${top.fullCode} ${top.name}`.trim() : costCode;
}

export function shownBudget(budget: Budget): ShownBudget {
  const lines = revisedLines(budget);
  const names = [...new Set(lines.map(divisionOf))];
  return {
    isLocked: budget.isLocked,
    ...amountsOf(lines),
    divisions: names.map(name => {
      const own = lines.filter(line => divisionOf(line) === name);
      return { name, ...amountsOf(own), lines: own.map(lineShown) };
    }),
    history: [
      ...budget.modifications.map(one => ({
        key: `modification ${one.id}`,
        amount: one.amount,
        text: `Modification: ${one.notes || 'without notes'}`,
      })),
      ...budget.changes.map(one => ({
        key: `change ${one.id}`,
        amount: one.total,
        text: `Budget change ${one.number}, ${one.status.replaceAll('_', ' ')}: ${one.title}`,
      })),
    ],
  };
}
