import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runCommand, toolPath } from './command';

const CALM = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How the tests start Chromium. It refuses to run sandboxed as root. */
export const BROWSER_ARGS: readonly string[] =
  process.getuid?.() === 0 ? ['--no-sandbox', ...CALM] : [...CALM];

/** What finding a browser depends on. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  /** Where Playwright would keep its own. */
  readonly playwrightPath: string;
  /** Whether this is a program that starts. */
  works(program: string): boolean;
  has(file: string): boolean;
}

const LINUX = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
  name => `/usr/bin/${name}`,
);

const MAC = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'].map(
  name => `/Applications/${name}`,
);

function knownPlaces({ platform, env }: Machine): string[] {
  if (platform === 'darwin') return MAC;
  if (platform !== 'win32') return LINUX;
  return [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']]
    .filter(folder => folder !== undefined)
    .flatMap(folder => [
      path.win32.join(folder, 'Google/Chrome/Application/chrome.exe'),
      path.win32.join(folder, 'Chromium/Application/chrome.exe'),
    ]);
}

/**
 * The browser to use: the one that CHROMIUM_PATH names, one of the machine's, Playwright's own, or none.
 * @throws Error when CHROMIUM_PATH names something that does not start: somebody meant that one and no other.
 */
export function findBrowser(machine: Machine): string | null {
  const asked = machine.env['CHROMIUM_PATH'];
  if (asked) {
    if (machine.works(asked)) return asked;
    throw new Error(`CHROMIUM_PATH names ${asked}, which is not a browser that starts.`);
  }
  const places = [...knownPlaces(machine), machine.playwrightPath];
  return places.find(place => machine.works(place)) ?? null;
}

export type Step = readonly [program: string, ...args: string[]];

const APT = '/usr/bin/apt-get';

/** Ways to get a browser, to be tried in turn; each is a row of commands. */
export function waysToInstall(machine: Machine): readonly (readonly Step[])[] {
  const ofPlaywright: Step[] = [[toolPath('playwright'), 'install', 'chromium']];
  if (machine.platform !== 'linux' || !machine.isRoot || !machine.has(APT)) return [ofPlaywright];
  return [
    [
      [APT, 'update'],
      [APT, 'install', '-y', '--no-install-recommends', 'chromium'],
    ],
    ofPlaywright,
  ];
}

const STEP_MS = 8 * 60_000;

/** The path of a Chromium that starts, installed if the machine has none. @throws Error saying what to do */
export async function provideBrowser(): Promise<string> {
  const { chromium } = await import('@playwright/test');
  const machine = thisMachine(chromium.executablePath());
  const found = findBrowser(machine);
  if (found !== null) return found;
  for (const way of waysToInstall(machine)) {
    const isDone = await follow(way);
    const installed = isDone ? findBrowser(machine) : null;
    if (installed !== null) return installed;
  }
  throw new Error(
    'No Chromium was found and none could be installed. Install one (Debian: apt-get install chromium; ' +
      'elsewhere: npx playwright install --with-deps chromium), or set CHROMIUM_PATH to one.',
  );
}

async function follow(way: readonly Step[]): Promise<boolean> {
  for (const [program, ...args] of way) {
    console.log(`No browser here: ${path.basename(program)} ${args.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { exitCode } = await runCommand({ program, args, env, boundMs: STEP_MS });
    if (exitCode !== 0) return false;
  }
  return true;
}

function thisMachine(playwrightPath: string): Machine {
  return {
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    playwrightPath,
    has: existsSync,
    works: program => existsSync(program) && (process.platform === 'win32' || tellsVersion(program)),
  };
}

/** Some distributions put a script in Chromium's place that only says how to install it. */
function tellsVersion(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}
