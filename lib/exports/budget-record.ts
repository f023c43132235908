import type { BudgetChange, BudgetModification, BudgetRow } from '@/lib/procore';

/** A project's budget: its lines as they were set, transfers between them, and changes of it. */
export interface Budget {
  readonly projectId: string;
  readonly isLocked: boolean;
  /** Which of the project's views the rows were read in; what they hold here is the same in each. */
  readonly viewId: string | null;
  readonly rows: readonly Omit<BudgetRow, 'columns' | 'isBudgeted'>[];
  readonly modifications: readonly BudgetModification[];
  readonly changes: readonly BudgetChange[];
}
