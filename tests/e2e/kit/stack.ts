import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { freePort, inRoot, type RunningApp, startApp } from '@/tests/sandbox/app';
import { newSecrets } from '@/tests/sandbox/environment';
import { type Stack, startStack } from '@/tests/sandbox/stack';
import { databaseUrl, startTestServer } from '@/tests/support/database-server';
import { startWire, type Wire } from './wire';

/** The whole of it for one worker: app, simulated Procore and QuickBooks, and a database of its own. */
export interface WholeStack extends Omit<Stack, 'close' | 'app'> {
  /** Where the shell is opened: another site than the app's, as Procore is. */
  readonly shellUrl: string;
  readonly appUrl: string;
  readonly wire: Wire;
  /** Every sign-in there is grows too old, as overnight. */
  expireSessions(): Promise<void>;
  /** As a power cut: a server that is asked to end waits up to a minute for sockets a browser opened ahead. */
  killApp(): Promise<void>;
  startApp(): Promise<void>;
  /** The end of what app and simulators said, for a test that failed. */
  said(): Promise<string>;
  close(): Promise<void>;
}

const SAID_LINES = 200;

async function newDatabase(serverUrl: string, name: string): Promise<string> {
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  return databaseUrl(serverUrl, name);
}

function through(url: string, port: number): string {
  const wired = new URL(url);
  wired.hostname = '127.0.0.1';
  wired.port = String(port);
  return wired.toString();
}

async function expireSessions(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql`update browser_sessions set created_at = created_at - interval '1 day'`;
  await sql.end();
}

async function requireBuild(): Promise<void> {
  if (!existsSync(inRoot('.next', 'BUILD_ID')))
    throw new Error('The app is not built: run `npx next build` first.');
}

/** Starts a stack on free ports, its office opened and settled in. @throws Error without a build */
export async function startWholeStack(name: string): Promise<WholeStack> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'connector-e2e-'));
  const server = await startTestServer();
  const url = await newDatabase(server.url, name);
  const { hostname, port } = new URL(url);
  const wire = await startWire({ host: hostname, port: Number(port || 5432) });
  const appPort = await freePort();
  const logFile = path.join(folder, 'app.log');
  const lines: string[] = [];
  const stack = await startStack({
    databaseUrl: through(url, wire.port),
    secrets: newSecrets(),
    appPort,
    procorePort: 0,
    seed: 1,
    logFile,
    saves: null,
    login: null,
    print: line => void lines.push(line),
    build: requireBuild,
  });
  let app: RunningApp = stack.app;
  return {
    ...stack,
    wire,
    appUrl: stack.app.url,
    shellUrl: stack.procore.publicUrl.replace('localhost', '127.0.0.1'),
    expireSessions: () => expireSessions(url),
    killApp: () => app.kill(),
    startApp: async () => {
      app = await startApp({ port: appPort, environment: stack.appEnvironment, logFile });
    },
    said: async () => {
      const log = await readFile(logFile, 'utf8').catch(() => '');
      return [...lines.slice(-SAID_LINES), ...log.trimEnd().split('\n').slice(-SAID_LINES)].join('\n');
    },
    close: async () => {
      await app.kill();
      await stack.close();
      await wire.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
