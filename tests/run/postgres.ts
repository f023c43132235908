import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Account, databaseAccount } from '@/lib/db/embedded/account';

const run = promisify(execFile);

const DEBIAN = '/usr/lib/postgresql';
/** The oldest version the product supports. */
const OLDEST = 15;

/** The folder of programs of the newest system PostgreSQL, or null. */
export function newestServer(
  versions: readonly string[],
  isWhole: (folder: string) => boolean,
): string | null {
  const folders = versions
    .filter(version => /^\d+$/.test(version) && Number(version) >= OLDEST)
    .sort((left, right) => Number(right) - Number(left))
    .map(version => path.posix.join(DEBIAN, version, 'bin'));
  return folders.find(isWhole) ?? null;
}

export function systemPrograms(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  return newestServer(versions, folder => existsSync(path.join(folder, 'initdb')));
}

/** Nothing a test writes must survive a power cut. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a system PostgreSQL on data of its own inside `folder`, under another account when we are root. */
export async function startSystemServer(programs: string, folder: string): Promise<Server> {
  const account = await databaseAccount();
  const data = path.join(folder, 'system-pg');
  const password = randomBytes(18).toString('base64url');
  const passwordFile = path.join(folder, 'system-pg.password');
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) for (const owned of [data, passwordFile]) await chown(owned, account.uid, account.gid);
  const call = (name: string, args: readonly string[]) =>
    run(path.join(programs, name), args, callOptions(account));
  const auth = ['--username', 'connector', '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
  await call('initdb', ['--pgdata', data, ...auth, '--encoding', 'UTF8', '--locale', 'C', '--no-sync']);
  const port = await freePort();
  const flags = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`, ...FAST];
  const options = flags.map(flag => `-c ${flag}`).join(' ');
  const log = path.join(data, 'server.log');
  await call('pg_ctl', ['start', '-D', data, '-l', log, '-o', options, '-w', '-t', '60', '-s']);
  return {
    url: `postgres://connector:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await call('pg_ctl', ['stop', '-D', data, '-m', 'immediate', '-w', '-t', '30', '-s']);
    },
  };
}

function callOptions(account: Account | null) {
  return { ...account, cwd: '/', env: { ...process.env, LC_ALL: 'C' } };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>(resolve => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('No free port was found.');
  return address.port;
}

const SETTLE_MS = 100;
const MOST_SETTLES = 50;

/** Ends servers that a broken-off phase left running on data inside `folder`. */
export async function stopLeftServers(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  for (const entry of entries.filter(name => path.basename(name) === 'postmaster.pid')) {
    const text = await readFile(path.join(folder, entry), 'utf8').catch(() => '');
    const pid = Number.parseInt(text, 10);
    if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) continue;
    process.kill(pid, 'SIGQUIT');
    for (let waits = 0; isAlive(pid) && waits < MOST_SETTLES; waits += 1) {
      await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
