import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { provideBrowser } from './browser';
import { ROOT, runCommand, toolPath } from './command';
import { startSystemServer, systemPrograms } from './postgres';
import {
  NOTHING,
  oneCheck,
  readPlaywrightReport,
  readVitestReport,
  sum,
  type Tally,
  withEnding,
} from './results';
import { REPORT_FILE } from './vitest-report';

const MINUTE_MS = 60_000;

export interface Run {
  /** A folder for whatever the phases write; it goes with the run. */
  readonly folder: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

export interface Phase {
  readonly name: string;
  /** Whether there is anything to run; a phase without is left out. */
  isPresent(): boolean;
  /** Whether it drives the built app. */
  readonly needsBuild?: boolean;
  run(run: Run): Promise<Tally>;
}

export const PHASES: readonly Phase[] = [
  { name: 'types', isPresent: () => true, run: checkTypes },
  { name: 'lint', isPresent: () => true, run: run => checkWith(run, 'lint', ['biome', 'check']) },
  vitestPhase('unit', { folders: ['tests/unit', 'tests/tidy'], files: /\.test\.ts$/ }),
  vitestPhase('codec', { folders: ['tests/codec'], files: /\.test\.ts$/ }),
  vitestPhase('simulators', { folders: ['tests/simulators'], files: /\.test\.ts$/ }),
  vitestPhase('components', { folders: ['tests/unit'], files: /\.test\.tsx$/ }),
  vitestPhase('db', { folders: ['tests/db'], files: /\.db\.test\.ts$/ }),
  {
    name: 'db-system',
    isPresent: () => holds(['tests/db'], /\.db\.test\.ts$/),
    run: runOnSystemDatabase,
  },
  {
    name: 'build',
    isPresent: () => holds(['app'], /\.tsx?$/),
    run: run => checkWith(run, 'build', ['next', 'build']),
  },
  {
    ...vitestPhase('contract', { folders: ['tests/contract'], files: /\.contract\.test\.ts$/ }),
    needsBuild: true,
  },
  {
    name: 'e2e',
    isPresent: () => holds(['tests/e2e'], /\.(spec|test|e2e)\.ts$/),
    needsBuild: true,
    run: runInBrowser,
  },
];

function holds(folders: readonly string[], files: RegExp): boolean {
  return folders
    .map(folder => path.join(ROOT, folder))
    .filter(folder => existsSync(folder))
    .some(folder => readdirSync(folder, { recursive: true }).some(file => files.test(String(file))));
}

/** Whether `next build` has left something to start. */
export function isBuilt(): boolean {
  return existsSync(path.join(ROOT, '.next/BUILD_ID'));
}

async function checkWith(
  run: Run,
  name: string,
  [tool, ...args]: readonly [string, ...string[]],
): Promise<Tally> {
  const ending = await runCommand({ program: toolPath(tool), args, env: run.env, boundMs: 15 * MINUTE_MS });
  return oneCheck(
    ending.isOutOfTime ? `${name}: ran past its time and was stopped` : name,
    ending.exitCode === 0,
  );
}

/** Next's own types are not committed: a fresh clone has them made first. */
async function checkTypes(run: Run): Promise<Tally> {
  const made = holds(['app'], /\.tsx?$/) ? [await generateRouteTypes(run)] : [];
  return sum([...made, await checkWith(run, 'types', ['tsc', '--noEmit'])]);
}

/** Next changes tsconfig.json when it lacks something Next wants; a test does not change committed files, it fails. */
async function generateRouteTypes(run: Run): Promise<Tally> {
  const file = path.join(ROOT, 'tsconfig.json');
  const before = readFileSync(file, 'utf8');
  const made = await checkWith(run, 'types: next typegen', ['next', 'typegen']);
  if (readFileSync(file, 'utf8') === before) return made.failed.length > 0 ? made : NOTHING;
  writeFileSync(file, before);
  return oneCheck(
    'types: tsconfig.json is not as Next wants it; run `npx next typegen` and commit it',
    false,
  );
}

interface Where {
  readonly folders: readonly string[];
  readonly files: RegExp;
}

/** A project of tests/vitest.config.ts. */
function vitestPhase(name: string, { folders, files }: Where): Phase {
  return {
    name,
    isPresent: () => holds(folders, files),
    run: run => runVitest(run, { phase: name, project: name }),
  };
}

async function runVitest(run: Run, { phase, project }: { phase: string; project: string }): Promise<Tally> {
  const report = path.join(run.folder, `${phase}.json`);
  const reporters = ['--reporter=default', '--reporter=./tests/run/vitest-report.ts'];
  const ending = await runCommand({
    program: toolPath('vitest'),
    args: ['run', '--config', 'tests/vitest.config.ts', '--project', project, ...reporters],
    env: { ...run.env, [REPORT_FILE]: report },
    boundMs: 20 * MINUTE_MS,
  });
  return withEnding(phase, readVitestReport(await readFile(report, 'utf8').catch(() => '')), ending);
}

/** The database tests once more, on a PostgreSQL the machine has: TEST_DATABASE_URL, or one started from its packages. */
async function runOnSystemDatabase(run: Run): Promise<Tally> {
  const given = process.env['TEST_DATABASE_URL'];
  const on = (url: string) =>
    runVitest({ ...run, env: { ...run.env, TEST_DATABASE_URL: url } }, { phase: 'db-system', project: 'db' });
  if (given) return await on(given);
  const programs = systemPrograms();
  if (programs === null) return { ...NOTHING, skipped: ['no system PostgreSQL, and no TEST_DATABASE_URL'] };
  console.log(`On ${programs}`);
  const server = await startSystemServer(programs, run.folder);
  try {
    return await on(server.url);
  } finally {
    await server.stop();
  }
}

async function runInBrowser(run: Run): Promise<Tally> {
  const report = path.join(run.folder, 'e2e.json');
  const browser = await provideBrowser();
  console.log(`In ${browser}`);
  const ending = await runCommand({
    program: toolPath('playwright'),
    args: ['test', '--config', 'tests/e2e/playwright.config.ts', '--reporter=list,json'],
    env: { ...run.env, CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    boundMs: 30 * MINUTE_MS,
  });
  return withEnding('e2e', readPlaywrightReport(await readFile(report, 'utf8').catch(() => '')), ending);
}
