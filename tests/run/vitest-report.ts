import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { skipReason, type Tally } from './results';

/** Where the runner wants the report; without it there is none. */
export const REPORT_FILE = 'RUN_REPORT_FILE';

/** Writes the tally of a run. vitest's own JSON keeps neither the reasons of skipped tests nor errors outside of tests. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly { message?: string }[]): void {
    const file = process.env[REPORT_FILE];
    if (file === undefined) return;
    const tests = modules.flatMap(module => [...module.children.allTests()]);
    const skipped = tests.filter(test => test.result().state === 'skipped');
    const tally: Tally = {
      passed: tests.filter(test => test.result().state === 'passed').length,
      failed: [
        ...modules.flatMap(brokenOutsideTests),
        ...tests.filter(isFailed).map(test => `${test.module.relativeModuleId} > ${test.fullName}`),
        ...errors.map(error => `outside of every test: ${error.message ?? 'unknown error'}`),
      ],
      skipped: skipped.map(reasonOf),
    };
    writeFileSync(file, JSON.stringify(tally));
  }
}

/** A test that never came to an end has not passed. */
function isFailed(test: TestCase): boolean {
  const { state } = test.result();
  return state === 'failed' || state === 'pending';
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  if (note === undefined && test.options.mode === 'todo') return 'still to be written';
  return skipReason({ note, name: test.fullName, file: test.module.relativeModuleId });
}

/** Files that could not be loaded, and hooks that failed around whole chapters. */
function brokenOutsideTests(module: TestModule): string[] {
  const chapters = [...module.children.allSuites()].filter(suite => suite.errors().length > 0);
  const name = module.relativeModuleId;
  return [
    ...(module.errors().length > 0 ? [`${name}: ${module.errors()[0]?.message.split('\n')[0] ?? ''}`] : []),
    ...chapters.map(
      suite => `${name} > ${suite.fullName}: ${suite.errors()[0]?.message.split('\n')[0] ?? ''}`,
    ),
  ];
}
