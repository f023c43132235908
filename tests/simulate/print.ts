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

/** A story in which a promise broke. */
export interface Failure {
  readonly seed: number;
  /** What its seed drew for it. */
  readonly plan: string;
  readonly broken: readonly string[];
  readonly trace: readonly string[];
}

const MOST_EVENTS = 60;

/** What broke, and how it came about. */
export function printFailure({ seed, plan, broken, trace }: Failure): void {
  print(`Seed ${seed} broke a promise:`);
  for (const line of broken) print(`  ${line}`);
  print(`Its plan: ${plan}`);
  print('The shortest beginning that does, the last events last:');
  if (trace.length > MOST_EVENTS) print(`  (${trace.length - MOST_EVENTS} events before)`);
  for (const line of trace.slice(-MOST_EVENTS)) print(`  ${line}`);
}

/** What was thrown where nothing may be thrown. */
export function wordsForThrown(thrown: unknown): string {
  return `threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`;
}
