/** A line of the result. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  /** What it is held against, measured in the same run; empty where the budget alone is. */
  readonly against?: string;
  readonly ratio?: number;
  readonly budget: string;
  /** Null for a figure without a budget. */
  readonly isKept: boolean | null;
  /** Something was lost or done twice: the one thing a bench fails for. */
  readonly isBroken?: boolean;
}

const HEAD = ['what', 'measured', 'compared with', 'ratio', 'budget', ''] as const;

function cells(row: Row): string[] {
  const verdict = row.isKept === null ? '' : row.isKept ? 'kept' : 'MISSED';
  return [row.what, row.measured, row.against ?? '', row.ratio?.toFixed(2) ?? '', row.budget, verdict];
}

/** The rows as one table of aligned columns. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [[...HEAD], ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)));
  return lines
    .map(line =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
