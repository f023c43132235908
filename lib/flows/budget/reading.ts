import { type Cents, formatMoney, parseMoney, sumMoney } from '@/lib/core/money';
import type { CodedLine } from '../shared/order-lines';
import type { Budget, BudgetLine } from './record';

/** QuickBooks' limit for the text of a line. */
export const TEXT_CHARS = 4095;

/** What a line of a budget comes to, and of what. */
export interface Revised {
  readonly key: string;
  readonly row: BudgetLine;
  readonly original: Cents;
  readonly modifications: Cents;
  /** Of approved changes of the budget. */
  readonly changes: Cents;
  readonly revised: Cents;
}

/** A line is known by its budget code, so that one that is taken out and put in again is the same. */
export function keyOf(row: BudgetLine): string {
  return row.budgetCodeId ?? `line ${row.id ?? `${row.costCodeId} ${row.costTypeId}`}`;
}

/** What approved changes of the budget come to, by budget code. */
function approvedByCode(budget: Budget): ReadonlyMap<string | null, Cents> {
  const sums = new Map<string | null, Cents>();
  for (const { status, lines } of budget.changes) {
    if (status.toLowerCase() !== 'approved') continue;
    for (const { budgetCodeId, amount } of lines)
      sums.set(budgetCodeId, (sums.get(budgetCodeId) ?? 0n) + parseMoney(amount));
  }
  return sums;
}

/** Every line with its revised amount, in the order of its cost codes. */
export function revisedLines(budget: Budget): Revised[] {
  const approved = approvedByCode(budget);
  const lines = budget.rows.map((row): Revised => {
    const [original, modifications] = [parseMoney(row.originalAmount), parseMoney(row.modifications)];
    const changes = (row.budgetCodeId === null ? null : approved.get(row.budgetCodeId)) ?? 0n;
    return {
      key: keyOf(row),
      row,
      original,
      modifications,
      changes,
      revised: original + modifications + changes,
    };
  });
  return lines.toSorted((one, other) => compare(orderOf(one.row), orderOf(other.row)));
}

const orderOf = (row: BudgetLine): string =>
  [row.code?.fullCode ?? row.costCode, row.costType, keyOf(row)].join('\n');

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Original amounts, transfers and approved changes: what the estimate comes to. */
export function revisedTotal(budget: Budget): Cents {
  return sumMoney(revisedLines(budget).map(line => line.revised));
}

/** The line as other kinds of lines carry their cost code. */
export function codedLine({ code, costCode, costCodeId }: BudgetLine): CodedLine {
  return {
    description: costCode,
    costCode: code && {
      id: costCodeId ?? '',
      standardId: code.standardId,
      fullCode: code.fullCode,
      name: code.name,
    },
    wbsCode: null,
  };
}

const joined = (...words: readonly string[]): string => words.filter(word => word !== '').join(', ');

/** What a line says in QuickBooks: its cost code's name and its cost type. */
export function lineText({ code, costCode, costType }: BudgetLine): string {
  return joined(code?.name || costCode, costType);
}

/** What a line is called on screens and in comparisons. */
export function lineName({ code, costCode, costType }: BudgetLine): string {
  return joined(code?.fullCode || costCode, costType);
}

/**
 * The number of the job's budget among estimates. A project has one budget, so its id tells it: `B-326120044`, as much of
 * its end as an estimate's number has room for.
 */
export function estimateNumber({ projectId }: Pick<Budget, 'projectId'>): string {
  return `B-${projectId.slice(-9)}`;
}

/** What matters of a budget to QuickBooks: what each line comes to, and of what. */
export function budgetContent(budget: Budget): unknown {
  const lines: Record<string, unknown> = {};
  for (const { row, key, original, modifications, changes } of revisedLines(budget)) {
    const name = lineName(row);
    lines[Object.hasOwn(lines, name) ? `${name} (${key})` : name] = {
      original: formatMoney(original),
      modifications: formatMoney(modifications),
      changes: formatMoney(changes),
    };
  }
  return { projectId: budget.projectId, isLocked: budget.isLocked, lines };
}

/** The texts that are written to QuickBooks, by the names people know them. */
export function writtenTexts(budget: Budget): Record<string, string> {
  return Object.fromEntries(revisedLines(budget).map(({ row }) => [lineName(row), lineText(row)]));
}
