/** What came of a phase, or of all of them. A crash is a failure with its own name. */
export interface Tally {
  readonly passed: number;
  /** Names of what failed. */
  readonly failed: readonly string[];
  /** Why each skipped test was skipped. */
  readonly skipped: readonly string[];
}

export interface PhaseResult extends Tally {
  readonly phase: string;
  readonly tookMs: number;
}

export const NOTHING: Tally = { passed: 0, failed: [], skipped: [] };

/** Why a test was skipped: the note given to `skip`, or what its title says in `(skipped …)`, or at least where it stands. */
export function skipReason(test: { note: string | undefined; name: string; file: string }): string {
  const [, said] = /\(skipped[:,]? ([^)]+)\)/.exec(test.name) ?? [];
  return test.note ?? said ?? `no reason given in ${test.file}`;
}

/** One check that either holds or not, such as the compiler's. */
export function oneCheck(name: string, isGood: boolean): Tally {
  return isGood ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: [name] };
}

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, one) => total + one.passed, 0),
    failed: tallies.flatMap(one => one.failed),
    skipped: tallies.flatMap(one => one.skipped),
  };
}

/** How a test program ended. */
export interface Ending {
  readonly exitCode: number | null;
  readonly isOutOfTime: boolean;
}

/**
 * What a test program reported, checked against how it ended: a program that broke off, wrote no report, ran nothing or
 * ended badly without naming a failed test counts as one failure more.
 */
export function withEnding(phase: string, reported: Tally | null, ending: Ending): Tally {
  const crash = crashOf(reported, ending);
  const tally = reported ?? NOTHING;
  return crash === null ? tally : { ...tally, failed: [...tally.failed, `${phase}: ${crash}`] };
}

function crashOf(reported: Tally | null, { exitCode, isOutOfTime }: Ending): string | null {
  if (isOutOfTime) return 'ran past its time and was stopped';
  if (reported === null) return `wrote no report (exit code ${exitCode})`;
  if (reported.failed.length > 0) return null;
  if (exitCode !== 0) return `ended with exit code ${exitCode} without a failed test`;
  return reported.passed + reported.skipped.length === 0 ? 'ran no test' : null;
}

/** Reads what `vitest-report.ts` wrote. */
export function readVitestReport(text: string): Tally | null {
  const report = asRecord(parse(text));
  const { passed, failed, skipped } = report;
  if (typeof passed !== 'number' || !isTexts(failed) || !isTexts(skipped)) return null;
  return { passed, failed, skipped };
}

/** Reads the report of Playwright's own `json` reporter. A test that passed only when run again has failed. */
export function readPlaywrightReport(text: string): Tally | null {
  const report = asRecord(parse(text));
  if (!Array.isArray(report['suites']) || !Array.isArray(report['errors'])) return null;
  const errors = report['errors'].map(error => firstLine(asRecord(error)['message']));
  return sum([...report['suites'].map(suite => suiteTally(suite, [])), { ...NOTHING, failed: errors }]);
}

function suiteTally(value: unknown, above: readonly string[]): Tally {
  const suite = asRecord(value);
  const path = [...above, String(suite['title'] ?? '')].filter(title => title !== '');
  return sum([
    ...list(suite['suites']).map(inner => suiteTally(inner, path)),
    ...list(suite['specs']).flatMap(spec => specTallies(asRecord(spec), path)),
  ]);
}

function specTallies(spec: Readonly<Record<string, unknown>>, path: readonly string[]): Tally[] {
  const name = [...path, String(spec['title'] ?? '')].join(' > ');
  return list(spec['tests']).map(value => {
    const test = asRecord(value);
    if (test['status'] === 'expected') return { ...NOTHING, passed: 1 };
    if (test['status'] === 'skipped') {
      const file = String(spec['file'] ?? path[0] ?? '');
      return { ...NOTHING, skipped: [skipReason({ note: noteOf(test), name, file })] };
    }
    return {
      ...NOTHING,
      failed: [test['status'] === 'flaky' ? `${name} (passed only when run again)` : name],
    };
  });
}

function noteOf(test: Readonly<Record<string, unknown>>): string | undefined {
  const notes = list(test['annotations']).map(asRecord);
  const note = notes.find(one => one['type'] === 'skip' || one['type'] === 'fixme');
  return typeof note?.['description'] === 'string' ? note['description'] : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(one => typeof one === 'string');
}

function firstLine(value: unknown): string {
  return typeof value === 'string' ? (value.split('\n')[0] ?? '') : 'an error outside of every test';
}

/** What is printed at the end. The last line, and only it, reads `N passed, N failed`. */
export function closingLines(results: readonly PhaseResult[]): string[] {
  const all = sum(results);
  const width = Math.max(0, ...results.map(one => one.phase.length));
  return [
    ...results.map(one => timingLine(one, width)),
    ...(all.failed.length > 0 ? ['', 'Failed:', ...all.failed.map(name => `  ${name}`)] : []),
    ...(all.skipped.length > 0 ? ['', skippedLine(all.skipped)] : []),
    `${all.passed} passed, ${all.failed.length} failed`,
  ];
}

function timingLine(one: PhaseResult, width: number): string {
  const seconds = (one.tookMs / 1000).toFixed(1).padStart(7);
  const failed = one.failed.length > 0 ? `, ${one.failed.length} failed` : '';
  const skipped = one.skipped.length > 0 ? `, ${one.skipped.length} skipped` : '';
  return `${one.phase.padEnd(width)} ${seconds} s  ${one.passed} ok${failed}${skipped}`;
}

/** `3 skipped: 2 × no browser; 1 × no reason given` */
export function skippedLine(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const summed = [...counts].sort(([, left], [, right]) => right - left);
  return `${reasons.length} skipped: ${summed.map(([reason, count]) => `${count} × ${reason}`).join('; ')}`;
}
