import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import postgres from 'postgres';
import { systemRandomBytes, systemSleep } from '@/lib/core/system';
import { startEmbedded } from '@/lib/db/embedded';
import { type Runtime, startRuntime } from '@/lib/runtime';
import { freePort, inRoot, type RunningApp, startApp } from '@/tests/sandbox/app';
import type { Site } from '@/tests/sandbox/build';
import { appEnvironment, newSecrets } from '@/tests/sandbox/environment';
import { type BenchLogin, openCompany } from './company';
import { CompanyFile } from './company-file';
import type { Ending } from './ending';

const FOLDER = inRoot('.data', 'bench');

/** A PostgreSQL for a run, with its durability as it comes. */
export interface Server {
  readonly url: string;
  /** What is said of it above the figures. */
  readonly said: string;
  readonly ending: Ending;
}

/** DATABASE_URL's server, or npm's own in a folder that is removed again. */
export async function startServer(given: string | undefined, ending: Ending): Promise<Server> {
  const folder = `${FOLDER}/run-${process.pid}`;
  await mkdir(FOLDER, { recursive: true });
  const embedded = given
    ? null
    : await startEmbedded({ folder, env: { randomBytes: systemRandomBytes, sleep: systemSleep } });
  ending.once(async () => {
    await embedded?.stop();
    for (const path of [folder, `${folder}.password`]) await rm(path, { recursive: true, force: true });
  });
  const url = embedded?.url ?? given ?? '';
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const [row] = await sql`select split_part(version(), ' ', 2) as version, current_setting('fsync') as fsync,
    current_setting('synchronous_commit') as commit`;
  await sql.end();
  const durability = `fsync ${row?.['fsync']}, synchronous_commit ${row?.['commit']}`;
  return { url, said: `PostgreSQL ${row?.['version']}, ${durability}`, ending };
}

/** A company that takes part: its number, its login and its company file. */
export interface Seat {
  readonly number: number;
  readonly login: BenchLogin;
  readonly file: CompanyFile;
}

/** A database of its own with companies in it, and the verbs that fill it. */
export interface Stage {
  readonly databaseUrl: string;
  readonly owner: postgres.Sql;
  readonly running: Runtime;
  readonly ending: Ending;
  readonly seats: readonly Seat[];
  /** Starts a copy of the app on it, or on another address of the same database. */
  startApp(databaseUrl?: string): Promise<RunningApp>;
  close(): Promise<void>;
}

export async function openStage(server: Server, companies: number): Promise<Stage> {
  const { ending } = server;
  const name = `bench_${process.pid}_${randomBytes(4).toString('hex')}`;
  const admin = postgres(server.url, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name}`);
  const databaseUrl = Object.assign(new URL(server.url), { pathname: `/${name}` }).toString();
  const secrets = newSecrets();
  const environment = (url: string, port: number) => ({
    ...appEnvironment(
      { appUrl: `http://localhost:${port}`, procoreUrl: 'http://localhost:9', databaseUrl: url },
      secrets,
    ),
    RUN_TASKS: '0',
    LOG_LEVEL: 'warn',
  });
  const running = await startRuntime(environment(databaseUrl, 9));
  const owner = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  const close = ending.once(async () => {
    await running.close();
    await owner.end({ timeout: 5 });
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  });
  const seats: Seat[] = [];
  for (let number = 1; number <= companies; number += 1) {
    const login = await openCompany(running, number);
    seats.push({ number, login, file: new CompanyFile(login) });
  }
  return {
    databaseUrl,
    owner,
    running,
    ending,
    seats,
    startApp: async (url = databaseUrl) => {
      const port = await freePort();
      const logFile = `${FOLDER}/app.log`;
      const app = await startApp({ port, environment: environment(url, port), logFile });
      return { ...app, url: `http://127.0.0.1:${port}`, stop: ending.once(app.stop) };
    },
    close,
  };
}

/** The app of the bare route; Turbopack would find the product's own files in the folders above it. */
export const BARE: Site = {
  folder: 'tests/bench/bare',
  folders: ['tests/bench/bare/app'],
  files: ['tests/bench/bare/next.config.js', 'package-lock.json'],
  flags: ['--webpack'],
};

/** The bare route on the same database, with a row for each machine. */
export async function startBare(stage: Stage, machines: number): Promise<RunningApp> {
  await stage.owner`create table bare_machines
    (id int primary key, calls int not null, note text not null, seen_at timestamptz not null)`;
  await stage.owner`insert into bare_machines select n, 0, '', now() from generate_series(0, ${machines}::int) n`;
  const port = await freePort();
  const app = await startApp({
    port,
    folder: inRoot(BARE.folder),
    environment: { DATABASE_URL: stage.databaseUrl },
    logFile: `${FOLDER}/bare.log`,
  });
  return { ...app, url: `http://127.0.0.1:${port}/api/work`, stop: stage.ending.once(app.stop) };
}
