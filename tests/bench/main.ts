import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { systemRandomBytes, systemSleep } from '@/lib/core/system';
import { startEmbedded } from '@/lib/db/embedded';
import { startRuntime } from '@/lib/runtime';
import { freePort, inRoot, startApp } from '@/tests/sandbox/app';
import { ensureBuilt } from '@/tests/sandbox/build';
import { appEnvironment, newSecrets } from '@/tests/sandbox/environment';
import { countCompanies, fillQueue, openCompany } from './company';
import { benchDecide } from './decide';
import { benchProcore } from './procore';
import { benchSoap } from './soap';

const HELP = `npm run bench -- soap [--quick]          measures what a Web Connector sees: round trips a second beside a bare Next route,
                                         statements a call, a thousand exports, long queues, hand-outs, start
npm run bench -- procore [--quick]       counts the calls of Procore that a company of 200 projects, 5,000 commitments and
                                         20,000 invoices costs: its first load, and an idle hour
npm run bench -- decide [--quick]        sends, lists, accepts and rejects 200 records at once, in a company that has thousands
npm run bench -- serve [--companies N]   starts the built app with PostgreSQL and N companies (16)
npm run bench -- fill [--orders N]       queues N accepted purchase orders (100) in each of them

soap, procore and decide work in databases of their own, which they remove; what is slow is printed, and only what was lost or written twice
is a failure. --quick takes a minute and says little.
serve writes .data/bench/logins.json, for a client that plays the Web Connector, and stays until Ctrl-C.
DATABASE_URL names a PostgreSQL to use; otherwise one is started in .data/bench/pg.`;

const FOLDER = inRoot('.data', 'bench');
const ENVIRONMENT = `${FOLDER}/environment.json`;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function serve(companyCount: number): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await ensureBuilt(print);
  const given = process.env['DATABASE_URL'];
  const database = given
    ? { url: given, stop: async () => undefined }
    : await startEmbedded({
        folder: `${FOLDER}/pg`,
        env: { randomBytes: systemRandomBytes, sleep: systemSleep },
      });
  const port = await freePort();
  const addresses = {
    appUrl: `http://localhost:${port}`,
    procoreUrl: 'http://localhost:9',
    databaseUrl: database.url,
  };
  const environment = { ...appEnvironment(addresses, newSecrets()), RUN_TASKS: '0', LOG_LEVEL: 'warn' };
  await writeFile(ENVIRONMENT, JSON.stringify(environment), { mode: 0o600 });
  const running = await startRuntime(environment);
  const before = await countCompanies(running);
  const logins = [];
  for (let number = 1; number <= companyCount; number += 1) {
    logins.push(await openCompany(running, before + number));
  }
  await writeFile(`${FOLDER}/range.json`, JSON.stringify({ first: before + 1, last: before + companyCount }));
  await writeFile(`${FOLDER}/logins.json`, JSON.stringify(logins, null, 2), { mode: 0o600 });
  await running.close();
  await rm(`${FOLDER}/app.log`, { force: true });
  const app = await startApp({ port, environment, logFile: `${FOLDER}/app.log` });
  print(`${companyCount} companies; logins in .data/bench/logins.json`);
  print(`url ${app.url}/api/qbwc  pid ${app.pid}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.stop());
  await app.exited;
  await database.stop();
}

async function fill(orders: number): Promise<void> {
  const environment = JSON.parse(await readFile(ENVIRONMENT, 'utf8')) as Record<string, string>;
  const range = JSON.parse(await readFile(`${FOLDER}/range.json`, 'utf8')) as { first: number; last: number };
  const running = await startRuntime(environment);
  for (let number = range.first; number <= range.last; number += 1) await fillQueue(running, number, orders);
  await running.close();
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      companies: { type: 'string', default: '16' },
      orders: { type: 'string', default: '100' },
      quick: { type: 'boolean', default: false },
    },
  });
  const [what] = positionals;
  if (what === 'soap')
    return await benchSoap({ isQuick: values.quick, databaseUrl: process.env['DATABASE_URL'], print });
  if (what === 'procore')
    return await benchProcore({ isQuick: values.quick, databaseUrl: process.env['DATABASE_URL'], print });
  if (what === 'decide')
    return await benchDecide({ isQuick: values.quick, databaseUrl: process.env['DATABASE_URL'], print });
  if (what === 'serve') await serve(Number.parseInt(values.companies, 10));
  else if (what === 'fill') await fill(Number.parseInt(values.orders, 10));
  else print(HELP);
  return true;
}

main().then(
  isSound => process.exit(isSound ? 0 : 1),
  (thrown: unknown) => {
    process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
    process.exit(1);
  },
);
