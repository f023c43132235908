import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from '@/tests/run/command';

export interface RunningApp {
  readonly url: string;
  readonly pid: number;
  /** Resolves with the exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  /** As an operator stops it. */
  stop(): Promise<void>;
  /** As a power cut stops it. */
  kill(): Promise<void>;
}

interface AppOptions {
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Where another built app stands that is to be started; it answers /api/health/ready too. */
  readonly folder?: string;
}

const READY_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** Starts the built app as `npm start` would, and returns when it is ready. @throws Error with the end of its log */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  await once(log, 'open');
  const next = path.join(ROOT, 'node_modules/next/dist/bin/next');
  const address = ['--port', String(options.port), '--hostname', '127.0.0.1'];
  const child = spawn(process.execPath, [next, 'start', ...address], {
    cwd: options.folder ?? ROOT,
    env: { ...inherited(), ...options.environment },
    stdio: ['ignore', log, log],
  });
  const exited = new Promise<number | null>(resolve => child.once('exit', resolve));
  const url = `http://localhost:${options.port}`;
  if (!(await becomesReady(url, child))) {
    child.kill('SIGKILL');
    const lines = (await readFile(options.logFile, 'utf8')).trimEnd().split('\n').slice(-15);
    throw new Error(`The app did not start:\n${lines.join('\n')}`);
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  return { url, pid: child.pid ?? 0, exited, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** What a program needs of the machine; nothing that could configure the app by accident. */
function inherited(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'TZ'];
  return {
    ...Object.fromEntries(kept.map(name => [name, process.env[name]])),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  };
}

async function becomesReady(url: string, child: ChildProcess): Promise<boolean> {
  const tries = READY_MS / LOOK_EVERY_MS;
  for (let attempt = 0; attempt < tries && child.exitCode === null; attempt += 1) {
    const answer = await fetch(`${url}/api/health/ready`).catch(() => null);
    if (answer?.ok === true) return true;
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('This machine gives no port.');
  return address.port;
}

/** @throws Error naming the variable that moves the port, when somebody listens on it. */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  const failed = await Promise.race([
    once(server, 'listening').then(() => null),
    once(server, 'error').then(([error]) => error as Error),
  ]);
  if (failed)
    throw new Error(`Port ${port} is in use. Stop what listens there, or set ${variable} to another.`);
  server.close();
  await once(server, 'close');
}

export const inRoot = (...parts: string[]): string => path.join(ROOT, ...parts);
