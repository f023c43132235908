import { execFile } from 'node:child_process';
import { chown, cp, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where root keeps what the database's own account must be able to reach. */
const ROOT_HOME = '/var/lib/procore-quickbooks-connector';
const ACCOUNT = 'postgres';

/** The account the server runs under: PostgreSQL refuses to run as root. Null: as whoever we are. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

async function idOf(flag: '-u' | '-g'): Promise<number> {
  const { stdout } = await run('id', [flag, ACCOUNT]);
  return Number.parseInt(stdout.trim(), 10);
}

/** The unprivileged account to use when we are root, made if the machine has none. */
export async function databaseAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  try {
    return { uid: await idOf('-u'), gid: await idOf('-g') };
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', ACCOUNT]);
    return { uid: await idOf('-u'), gid: await idOf('-g') };
  }
}

/** Whether everybody may walk down to this folder; root's home usually stops others. */
async function isReachable(folder: string): Promise<boolean> {
  const parts = path.resolve(folder).split(path.sep);
  for (let length = 1; length <= parts.length; length += 1) {
    const ancestor = parts.slice(0, length).join(path.sep) || path.sep;
    const found = await stat(ancestor).catch(() => null);
    if (found && (found.mode & 0o001) === 0) return false;
  }
  return true;
}

/** The server's programs, copied where the account can reach them if it cannot reach them where npm put them. */
export async function reachablePrograms(native: string, account: Account | null): Promise<string> {
  if (account === null || (await isReachable(native))) return native;
  const copy = path.join(ROOT_HOME, 'postgres-18.4');
  await cp(native, copy, { recursive: true, force: false, verbatimSymlinks: true });
  return copy;
}

/** The data folder, owned by the account; elsewhere than asked only when the account could not reach it there. */
export async function reachableData(asked: string, account: Account | null): Promise<string> {
  const wanted = path.resolve(asked);
  await mkdir(path.dirname(wanted), { recursive: true });
  if (account === null) return wanted;
  const folder = (await isReachable(path.dirname(wanted)))
    ? wanted
    : path.join(ROOT_HOME, 'data', wanted.replaceAll(/[^A-Za-z0-9]+/g, '-'));
  await mkdir(path.dirname(folder), { recursive: true, mode: 0o755 });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, account.uid, account.gid);
  return folder;
}
