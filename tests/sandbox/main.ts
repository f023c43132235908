import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { systemRandomBytes, systemSleep } from '@/lib/core/system';
import { type EmbeddedDatabase, startEmbedded } from '@/lib/db/embedded';
import { type Polling, startPolling } from '@/tests/simulators/web-connector';
import { inRoot, requireFreePort } from './app';
import { ensureBuilt } from './build';
import { newSecrets, type Secrets } from './environment';
import { type MailRoom, startMailRoom } from './mail';
import type { Login } from './office';
import { type Stack, startStack } from './stack';

const HELP = `npm run sandbox -- [options]

Starts the app with a simulated Procore that frames it, a simulated QuickBooks and a simulated Web Connector.
What happens in it is kept in .data/sandbox until --reset.

  --reset              begin anew
  --seed N             the made-up world; the same number gives the same world (1)
  --no-web-connector   nobody polls; a real Web Connector or a test does
  --every S            seconds between two polls (5)

PORT (3000), PROCORE_PORT (3001) and MAIL_PORT (3002), where mails are read, move it; it listens on this machine alone.`;

const FOLDER = inRoot('.data', 'sandbox');
const inFolder = (name: string): string => `${FOLDER}/${name}`;
const FACTS = inRoot('.data', 'sandbox.json');

/** What one run leaves for the next. Written last: a half-made sandbox is made anew. */
interface Kept {
  readonly seed: number;
  readonly procorePort: number;
  readonly appPort: number;
  readonly secrets: Secrets;
  readonly login: Login;
}

interface Wanted {
  readonly seed: number | null;
  readonly isReset: boolean;
  readonly polls: boolean;
  readonly everyMs: number;
  readonly appPort: number;
  readonly procorePort: number;
  readonly mailPort: number;
}

function wholeNumber(text: string, name: string, least: number): number {
  const value = Number.parseInt(text, 10);
  if (String(value) !== text.trim() || value < least)
    throw new Error(`${name} must be a whole number from ${least}.`);
  return value;
}

function readCommandLine(): Wanted | null {
  const { values } = parseArgs({
    options: {
      reset: { type: 'boolean', default: false },
      seed: { type: 'string' },
      'no-web-connector': { type: 'boolean', default: false },
      every: { type: 'string', default: '5' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  return {
    seed: values.seed === undefined ? null : wholeNumber(values.seed, '--seed', 0),
    isReset: values.reset,
    polls: !values['no-web-connector'],
    everyMs: wholeNumber(values.every, '--every', 1) * 1000,
    appPort: wholeNumber(process.env['PORT'] ?? '3000', 'PORT', 1),
    procorePort: wholeNumber(process.env['PROCORE_PORT'] ?? '3001', 'PROCORE_PORT', 1),
    mailPort: wholeNumber(process.env['MAIL_PORT'] ?? '3002', 'MAIL_PORT', 1),
  };
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function readKept(): Promise<Kept | null> {
  const text = await readFile(inFolder('kept.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Kept);
}

/** What the last run left, or null after clearing the way for a new one. */
async function keptFor(wanted: Wanted, database: string): Promise<Kept | null> {
  const kept = wanted.isReset ? null : await readKept();
  if (kept !== null) {
    if (wanted.seed !== null && wanted.seed !== kept.seed) {
      throw new Error(
        `The sandbox that is here was made with --seed ${kept.seed}. Add --reset to begin anew.`,
      );
    }
    const hasMoved = kept.appPort !== wanted.appPort || kept.procorePort !== wanted.procorePort;
    if (hasMoved) {
      throw new Error(
        `The sandbox that is here lives on PORT=${kept.appPort} PROCORE_PORT=${kept.procorePort}. Use these, or add --reset.`,
      );
    }
    return kept;
  }
  if (wanted.isReset) print('Clearing the sandbox that was here.');
  // A first start that was broken off left half of one.
  await clear(database);
  return null;
}

async function clear(database: string): Promise<void> {
  for (const name of ['kept.json', 'procore.json', 'quickbooks.json'])
    await rm(inFolder(name), { force: true });
  const { default: postgres } = await import('postgres');
  const admin = new URL(database);
  const name = admin.pathname.slice(1);
  admin.pathname = '/postgres';
  const sql = postgres(admin.toString(), { max: 1, onnotice: () => undefined });
  await sql.unsafe(`drop database if exists ${name} with (force)`);
  await sql.unsafe(`create database ${name}`);
  await sql.end();
}

async function writeFacts(stack: Stack): Promise<void> {
  const { login, app, procore, world } = stack;
  const facts = {
    app: app.url,
    procore: procore.publicUrl,
    qbwc: {
      url: stack.webConnector.url,
      user: login.userName,
      password: login.password,
      ownerId: login.ownerId,
      fileId: login.fileId,
      companyId: String(world.companies[0]?.id),
      connectionId: login.connectionId,
    },
    people: world.people.map(({ name, login: mail, role, companyId }) => ({
      name,
      login: mail,
      role,
      company: world.companies.find(one => one.id === companyId)?.name,
    })),
  };
  await writeFile(FACTS, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
}

async function start(wanted: Wanted, database: EmbeddedDatabase, mail: MailRoom): Promise<Stack> {
  const kept = await keptFor(wanted, database.url);
  await rm(inFolder('app.log'), { force: true });
  const secrets = kept?.secrets ?? newSecrets();
  const seed = kept?.seed ?? wanted.seed ?? 1;
  const stack = await startStack({
    databaseUrl: database.url,
    secrets,
    appPort: wanted.appPort,
    procorePort: wanted.procorePort,
    seed,
    logFile: inFolder('app.log'),
    saves: { procore: inFolder('procore.json'), quickBooks: inFolder('quickbooks.json') },
    login: kept?.login ?? null,
    environment: mail.environment,
    print,
    build: () => ensureBuilt(print),
  });
  const { appPort, procorePort } = wanted;
  const next: Kept = { seed, appPort, procorePort, secrets, login: stack.login };
  await writeFile(inFolder('kept.json'), `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
  await writeFacts(stack);
  return stack;
}

function tellTheWay(stack: Stack, wanted: Wanted, mail: MailRoom): void {
  print('');
  print(`  Open ${stack.procore.publicUrl}`);
  print('');
  print('  It looks like Procore and frames the app. Sign in there as one of:');
  for (const person of stack.world.people) print(`    ${person.name.padEnd(12)} ${person.role}`);
  print('');
  print(
    wanted.polls
      ? `  The Web Connector polls every ${wanted.everyMs / 1000} s.`
      : '  Nobody polls: the login for a Web Connector is in .data/sandbox.json.',
  );
  print(`  Mails to them are read at ${mail.pageUrl}.`);
  print(`  The app: ${stack.app.url}, its log: .data/sandbox/app.log. Ctrl-C stops everything and keeps it.`);
  print('');
}

async function main(): Promise<void> {
  const wanted = readCommandLine();
  if (wanted === null) return print(HELP);
  await requireFreePort(wanted.appPort, 'PORT');
  await requireFreePort(wanted.procorePort, 'PROCORE_PORT');
  await requireFreePort(wanted.mailPort, 'MAIL_PORT');
  await mkdir(FOLDER, { recursive: true });
  print('Starting PostgreSQL, in .data/sandbox/pg.');
  const database = await startEmbedded({
    folder: inFolder('pg'),
    env: { randomBytes: systemRandomBytes, sleep: systemSleep },
  });
  const mail = await startMailRoom(wanted.mailPort);
  const running: { stack?: Stack; polling?: Polling } = {};
  const stop = once(async () => {
    await running.polling?.stop();
    await running.stack?.close();
    await mail.close();
    await database.stop();
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().then(() => process.exit(0)));
  try {
    running.stack = await start(wanted, database, mail);
    if (wanted.polls) {
      running.polling = startPolling({ ...running.stack.webConnector, everyMs: wanted.everyMs });
      await running.polling.pollNow();
    }
    tellTheWay(running.stack, wanted, mail);
    const code = await running.stack.app.exited;
    throw new Error(`The app ended with code ${code}; its log is .data/sandbox/app.log.`);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exit(1);
});
