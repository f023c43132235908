import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { Ending } from './results';

export const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly boundMs: number;
}

/** What runs now, to be stopped when the runner is. */
const running = new Set<ChildProcess>();

/** Runs a program in the project's folder with its output on ours; with all it started, it is gone when this returns. */
export async function runCommand(command: Command): Promise<Ending> {
  const isWindows = process.platform === 'win32';
  const child = spawn(command.program, [...command.args], {
    cwd: ROOT,
    env: { ...command.env },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own, so that nothing it started outlives it.
    detached: !isWindows,
    shell: isWindows,
  });
  running.add(child);
  let isOutOfTime = false;
  const timer = setTimeout(() => {
    isOutOfTime = true;
    stopGroup(child, 'SIGKILL');
  }, command.boundMs);
  const exitCode = await new Promise<number | null>(resolve => {
    child.once('error', error => {
      console.error(`${command.program} could not be started: ${error.message}`);
      resolve(127);
    });
    child.once('exit', resolve);
  });
  clearTimeout(timer);
  stopGroup(child, 'SIGKILL');
  running.delete(child);
  return { exitCode, isOutOfTime };
}

/** Stops what runs. */
export function stopAll(): void {
  for (const child of running) stopGroup(child, 'SIGTERM');
}

function stopGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch (thrown) {
    // Nothing of it is left.
    if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown;
  }
}

/** A program that a package of the project brings. */
export function toolPath(name: string): string {
  return path.join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}
