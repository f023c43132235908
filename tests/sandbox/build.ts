import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { toolPath } from '@/tests/run/command';
import { inRoot } from './app';

const FOLDERS = ['app', 'components', 'lib', 'drizzle/schema', 'public'];
const FILES = ['next.config.js', 'proxy.ts', 'instrumentation.ts', 'package-lock.json', 'tsconfig.json'];

const MARK = inRoot('.next', 'sources.sha256');
const BOUND_MS = 10 * 60_000;

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(inRoot(folder), { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
}

/** What the build was made of; another digest means it is out of date. */
async function sourcesDigest(): Promise<string> {
  const files = (await Promise.all(FOLDERS.map(filesUnder))).flat().concat(FILES.map(file => inRoot(file)));
  const hash = createHash('sha256').update(process.version);
  for (const file of files.sort()) hash.update(file).update(await readFile(file));
  return hash.digest('hex');
}

export async function isBuilt(): Promise<boolean> {
  if (!existsSync(inRoot('.next', 'BUILD_ID'))) return false;
  const mark = await readFile(MARK, 'utf8').catch(() => '');
  return mark === (await sourcesDigest());
}

/** Builds the app unless the build that is there was made of these very sources. @throws Error when building fails */
export async function ensureBuilt(print: (line: string) => void): Promise<void> {
  if (await isBuilt()) return;
  print('Building the app; the next start with the same sources skips this.');
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const;
  try {
    await promisify(execFile)(toolPath('next'), ['build'], {
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
  await writeFile(MARK, await sourcesDigest());
}
