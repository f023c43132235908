import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { toolPath } from '@/tests/run/command';
import { inRoot } from './app';

/** An app that is built: where it stands in the project, and what of the project its build is made of. */
export interface Site {
  readonly folder: string;
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** For `next build`. */
  readonly flags: readonly string[];
}

const PRODUCT: Site = {
  folder: '',
  folders: ['app', 'components', 'lib', 'drizzle/schema', 'public'],
  files: ['next.config.js', 'proxy.ts', 'instrumentation.ts', 'package-lock.json', 'tsconfig.json'],
  flags: [],
};

const BOUND_MS = 10 * 60_000;

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(inRoot(folder), { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
}

/** What the build was made of; another digest means it is out of date. */
async function sourcesDigest(site: Site): Promise<string> {
  const found = (await Promise.all(site.folders.map(filesUnder))).flat();
  const files = found.concat(site.files.map(file => inRoot(file)));
  const hash = createHash('sha256').update(process.version);
  for (const file of files.sort()) hash.update(file).update(await readFile(file));
  return hash.digest('hex');
}

const markOf = (site: Site): string => inRoot(site.folder, '.next', 'sources.sha256');

export async function isBuilt(site = PRODUCT): Promise<boolean> {
  if (!existsSync(inRoot(site.folder, '.next', 'BUILD_ID'))) return false;
  const mark = await readFile(markOf(site), 'utf8').catch(() => '');
  return mark === (await sourcesDigest(site));
}

/** Builds an app unless the build that is there was made of these very sources. @throws Error when building fails */
export async function ensureBuilt(print: (line: string) => void, site = PRODUCT): Promise<void> {
  if (await isBuilt(site)) return;
  print(
    `Building ${site.folder === '' ? 'the app' : site.folder}; the next start with the same sources skips this.`,
  );
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const;
  try {
    await promisify(execFile)(toolPath('next'), ['build', inRoot(site.folder), ...site.flags], {
      cwd: inRoot(),
      env,
      timeout: BOUND_MS,
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
    });
  } catch (thrown) {
    const said = thrown as { stdout?: string; stderr?: string };
    throw new Error(`The app could not be built.\n${said.stdout ?? ''}${said.stderr ?? ''}`, {
      cause: thrown,
    });
  }
  await writeFile(markOf(site), await sourcesDigest(site));
}
