import { describe, expect, test } from 'vitest';
import { findBrowser, type Machine, waysToInstall } from '../run/browser';
import { choosePhases, readArguments } from '../run/plan';
import { newestServer } from '../run/postgres';
import {
  closingLines,
  oneCheck,
  readPlaywrightReport,
  readVitestReport,
  skippedLine,
  skipReason,
  sum,
  withEnding,
} from '../run/results';

const WELL = { exitCode: 0, isOutOfTime: false };
const BADLY = { exitCode: 1, isOutOfTime: false };

describe('summing up', () => {
  test('adds what passed and keeps every name and reason', () => {
    const one = { passed: 2, failed: ['a'], skipped: ['no browser'] };
    const other = { passed: 3, failed: ['b'], skipped: [] };
    expect(sum([one, other])).toEqual({ passed: 5, failed: ['a', 'b'], skipped: ['no browser'] });
    expect(sum([])).toEqual({ passed: 0, failed: [], skipped: [] });
  });

  test('the last line, and no other, is exactly `N passed, N failed`', () => {
    const lines = closingLines([
      { phase: 'types', tookMs: 1234, ...oneCheck('types', true) },
      { phase: 'unit', tookMs: 60_000, passed: 7, failed: ['a > b'], skipped: ['no browser', 'no browser'] },
    ]);
    expect(lines.at(-1)).toBe('8 passed, 1 failed');
    expect(lines.filter(line => /\d+ passed, \d+ failed/.test(line))).toHaveLength(1);
    expect(lines).toContain('  a > b');
    expect(lines).toContain('2 skipped: 2 × no browser');
    expect(lines[0]).toMatch(/^types +1\.2 s {2}1 ok$/);
  });

  test('reasons for skipping are counted, the most frequent first', () => {
    expect(skippedLine(['x', 'y', 'y'])).toBe('3 skipped: 2 × y; 1 × x');
  });

  test('a run of nothing says so and has no failure', () => {
    expect(closingLines([])).toEqual(['0 passed, 0 failed']);
  });
});

describe('a program that ends', () => {
  const good = { passed: 2, failed: [], skipped: [] };

  test('well and with a report is taken at its word', () => {
    expect(withEnding('unit', good, WELL)).toEqual(good);
  });

  test.each([
    ['badly without a failed test', good, BADLY, 'unit: ended with exit code 1 without a failed test'],
    ['without a report', null, WELL, 'unit: wrote no report (exit code 0)'],
    ['by a signal', null, { exitCode: null, isOutOfTime: false }, 'unit: wrote no report (exit code null)'],
    ['past its time', good, { exitCode: null, isOutOfTime: true }, 'unit: ran past its time and was stopped'],
    ['having run nothing', { passed: 0, failed: [], skipped: [] }, WELL, 'unit: ran no test'],
  ])('%s counts as one failure with its name', (_how, reported, ending, name) => {
    expect(withEnding('unit', reported, ending).failed).toEqual([name]);
  });

  test('badly because tests failed is not counted twice', () => {
    expect(withEnding('unit', { ...good, failed: ['a'] }, BADLY).failed).toEqual(['a']);
  });
});

describe('reading reports', () => {
  test('of vitest', () => {
    const tally = { passed: 1, failed: ['a > b'], skipped: ['no reason given'] };
    expect(readVitestReport(JSON.stringify(tally))).toEqual(tally);
  });

  test.each(['', '{', 'null', '[]', '{"passed":"1"}', '{"passed":1,"failed":[1],"skipped":[]}'])(
    'what is none is none: %s',
    text => {
      expect(readVitestReport(text)).toBeNull();
      expect(readPlaywrightReport(text)).toBeNull();
    },
  );

  test('of Playwright: nested suites, skips with their reason, and a pass on a second try is a failure', () => {
    const spec = (title: string, status: string, annotations: unknown[] = []) => ({
      title,
      tests: [{ status, annotations }],
    });
    const report = {
      suites: [
        {
          title: 'send.spec.ts',
          specs: [spec('opens', 'expected')],
          suites: [
            {
              title: 'inbox',
              specs: [
                spec('accepts', 'unexpected'),
                spec('sorts', 'flaky'),
                spec('prints', 'skipped', [{ type: 'skip', description: 'no printer' }]),
                spec('waits', 'skipped'),
              ],
            },
          ],
        },
      ],
      errors: [],
    };
    expect(readPlaywrightReport(JSON.stringify(report))).toEqual({
      passed: 1,
      failed: ['send.spec.ts > inbox > accepts', 'send.spec.ts > inbox > sorts (passed only when run again)'],
      skipped: ['no printer', 'no reason given in send.spec.ts'],
    });
  });

  test('a reason for skipping is the note, else what the title says, else the place', () => {
    const name = 'parity > held against the schema (skipped: set QBXML_SCHEMA_DIR) > every field';
    expect(skipReason({ note: 'no printer', name, file: 'a.test.ts' })).toBe('no printer');
    expect(skipReason({ note: undefined, name, file: 'a.test.ts' })).toBe('set QBXML_SCHEMA_DIR');
    expect(skipReason({ note: undefined, name: 'b (skipped where absent)', file: 'a.test.ts' })).toBe(
      'where absent',
    );
    expect(skipReason({ note: undefined, name: 'b', file: 'a.test.ts' })).toBe(
      'no reason given in a.test.ts',
    );
  });

  test('of Playwright: an error outside of every test is a failure', () => {
    const report = { suites: [], errors: [{ message: 'No tests found\nat …' }, {}] };
    expect(readPlaywrightReport(JSON.stringify(report))?.failed).toEqual([
      'No tests found',
      'an error outside of every test',
    ]);
  });
});

describe('choosing phases', () => {
  const phase = (name: string, more: { needsBuild?: boolean; isEmpty?: boolean } = {}) => ({
    name,
    needsBuild: more.needsBuild === true,
    isPresent: () => more.isEmpty !== true,
  });
  const phases = [
    phase('types'),
    phase('unit'),
    phase('build'),
    phase('contract', { needsBuild: true }),
    phase('e2e', { isEmpty: true, needsBuild: true }),
  ];
  const names = (only: readonly string[] | null, isBuilt = true) =>
    choosePhases(phases, only, isBuilt).map(one => one.name);

  test('all that are there, in their order, when none is named', () => {
    expect(names(null)).toEqual(['types', 'unit', 'build', 'contract']);
  });

  test('only the named, in their order', () => {
    expect(names(['unit', 'types'])).toEqual(['types', 'unit']);
  });

  test('the build comes along when nothing is built yet', () => {
    expect(names(['contract'], false)).toEqual(['build', 'contract']);
    expect(names(['contract'], true)).toEqual(['contract']);
    expect(names(['e2e'], false)).toEqual([]);
  });

  test('an unknown name is refused with the known ones', () => {
    expect(() => names(['unti'])).toThrow(/unti.*types, unit, build/);
  });

  test('reads --only with commas, spaces or an equals sign', () => {
    expect(readArguments([])).toBeNull();
    expect(readArguments(['--only', 'unit,db'])).toEqual(['unit', 'db']);
    expect(readArguments(['--only=unit', 'db'])).toEqual(['unit', 'db']);
    expect(() => readArguments(['unit'])).toThrow('--only');
    expect(() => readArguments(['--only'])).toThrow('--only');
  });
});

describe('finding a browser', () => {
  const machine = (works: readonly string[], more: Partial<Machine> = {}): Machine => ({
    platform: 'linux',
    env: {},
    isRoot: true,
    playwrightPath: '/cache/chromium-1/chrome',
    works: program => works.includes(program),
    has: file => file === '/usr/bin/apt-get',
    ...more,
  });

  test('takes the one that CHROMIUM_PATH names before all others', () => {
    const env = { CHROMIUM_PATH: '/opt/mine' };
    expect(findBrowser(machine(['/opt/mine', '/usr/bin/chromium'], { env }))).toBe('/opt/mine');
    expect(() => findBrowser(machine(['/usr/bin/chromium'], { env }))).toThrow('/opt/mine');
  });

  test('then one of the machine, then Playwright’s own, then none', () => {
    expect(findBrowser(machine(['/usr/bin/google-chrome', '/cache/chromium-1/chrome']))).toBe(
      '/usr/bin/google-chrome',
    );
    expect(findBrowser(machine(['/cache/chromium-1/chrome']))).toBe('/cache/chromium-1/chrome');
    expect(findBrowser(machine([]))).toBeNull();
  });

  test('knows the places of other systems', () => {
    const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findBrowser(machine([mac], { platform: 'darwin' }))).toBe(mac);
    const windows = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
    const env = { PROGRAMFILES: 'C:\\Program Files' };
    expect(findBrowser(machine([windows], { platform: 'win32', env }))).toBe(windows);
  });

  test('installs Debian’s as root, and Playwright’s wherever that is not possible', () => {
    const tools = (one: Machine) => waysToInstall(one).map(way => way.map(step => step[0].split('/').at(-1)));
    expect(tools(machine([]))).toEqual([['apt-get', 'apt-get'], ['playwright']]);
    expect(tools(machine([], { isRoot: false }))).toEqual([['playwright']]);
    expect(tools(machine([], { has: () => false }))).toEqual([['playwright']]);
  });
});

describe('finding a system PostgreSQL', () => {
  test('takes the newest that is whole and supported', () => {
    expect(newestServer(['9.6', '15', '17', '16'], () => true)).toBe('/usr/lib/postgresql/17/bin');
    expect(newestServer(['15', '17'], folder => !folder.includes('17'))).toBe('/usr/lib/postgresql/15/bin');
    expect(newestServer(['14'], () => true)).toBeNull();
    expect(newestServer([], () => true)).toBeNull();
  });
});
