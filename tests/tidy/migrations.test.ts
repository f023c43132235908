import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

test('the migrations make the schema: drizzle-kit finds nothing to add', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'connector-migrations-'));
  try {
    await cp(path.join(ROOT, 'drizzle/migrations'), folder, { recursive: true });
    const before = (await readdir(folder)).sort();
    await generate(folder);
    const added = (await readdir(folder)).filter(name => !before.includes(name));
    const texts = await Promise.all(added.map(name => readFile(path.join(folder, name), 'utf8')));
    expect(texts, 'run `npm run generate` and commit what it writes').toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Takes the settings of drizzle/config.ts, but writes elsewhere; drizzle-kit wants that folder relative to the project. */
async function generate(folder: string): Promise<void> {
  const config = await import('@/drizzle/config');
  const { dialect, schema, casing } = config.default;
  const args = ['--dialect', dialect, '--schema', String(schema), '--casing', String(casing)];
  const program = path.join(ROOT, 'node_modules/.bin/drizzle-kit');
  const { stdout } = await run(program, ['generate', ...args, '--out', path.relative(ROOT, folder)], {
    cwd: ROOT,
  });
  expect(stdout).toMatch(/No schema changes|Your SQL migration file/);
}
