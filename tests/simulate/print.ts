export const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** A table of counts: rows and columns by name. */
export function printTable(
  title: string,
  { rows, columns }: { rows: readonly string[]; columns: readonly string[] },
  count: (row: string, column: string) => number,
): void {
  const width = Math.max(...rows.map(row => row.length));
  print(`\n${title}\n${' '.repeat(width)}  ${columns.join('  ')}`);
  for (const row of rows) {
    const cells = columns.map(column => String(count(row, column)).padStart(column.length));
    print(`${row.padEnd(width)}  ${cells.join('  ')}`);
  }
}

/** What broke, and how it came about. */
export function printFailure(failure: {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly trace: readonly string[];
}): void {
  print(`Seed ${failure.seed} broke a promise:`);
  for (const line of failure.broken) print(`  ${line}`);
  print('The shortest beginning that does, the last events last:');
  for (const line of failure.trace) print(`  ${line}`);
}
