import type { BudgetChange, BudgetModification, BudgetRow } from '@/lib/procore';

/** The cost code of a budget line, as the project has it. */
export interface BudgetCostCode {
  /** Of the company's standard list; null for a code of the project's own. */
  readonly standardId: string | null;
  readonly fullCode: string;
  readonly name: string;
  readonly division: { readonly fullCode: string; readonly name: string } | null;
}

/** A line of a budget. One without an id is no line: a change of the budget put an amount on its budget code. */
export type BudgetLine = Omit<BudgetRow, 'columns' | 'isBudgeted'> & { readonly code: BudgetCostCode | null };

/** A project's budget: its lines as they were set, transfers between them, and changes of it. */
export interface Budget {
  readonly projectId: string;
  readonly isLocked: boolean;
  /** Which of the project's views the rows were read in; what they hold here is the same in each. */
  readonly viewId: string | null;
  readonly rows: readonly BudgetLine[];
  readonly modifications: readonly BudgetModification[];
  readonly changes: readonly BudgetChange[];
}
