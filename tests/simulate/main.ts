import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { print } from './print';
import { ProductCoverage } from './product/coverage';
import { printStories, tellStories } from './protocol/run';
import { addCounts, partsOf, type Range } from './range';

const HELP = `npm run simulate -- [--seeds N] [--from K] [--workers W] [--db] [--canary double-add]

Runs the write protocol through N bad fortnights (2,000), each drawn from its seed, against a company file that writes
whatever it is told. With --db the whole product lives them (50): two companies, the real tables in PostgreSQL (npm's, or
TEST_DATABASE_URL), a simulated QuickBooks and Procore, and an app that is killed at any statement. Prints the first seed
that breaks a promise, with its shortest beginning that does, and a table of what met what, in which no cell may be empty;
with --db, from 1,000 seeds on, and further lives are drawn for what those leave empty. --canary sends one Add twice, which
must be noticed. --workers shares the seeds out.`;

type Counts = Map<string, number>;

/** What a worker found: tables of counts, or null where a promise broke. */
type Found = { readonly counts: readonly (readonly [string, number])[][] } | null;

interface Wish extends Range {
  readonly isWhole: boolean;
  readonly workers: number;
}

function wishFrom(args: readonly string[]): Wish | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      from: { type: 'string', default: '1' },
      workers: { type: 'string', default: '1' },
      db: { type: 'boolean', default: false },
      canary: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const isWhole = values.db;
  const count = Number.parseInt(values.seeds ?? (isWhole ? '50' : '2000'), 10);
  const from = Number.parseInt(values.from, 10);
  const workers = Number.parseInt(values.workers, 10);
  const isKnown = values.canary === undefined || values.canary === 'double-add';
  if (values.help || !isKnown || !(count > 0) || !(from >= 0) || !(workers > 0)) return null;
  return { isWhole, count, from, workers, isDoubling: values.canary === 'double-add' };
}

async function find(wish: Wish): Promise<Found> {
  if (!wish.isWhole) {
    const coverage = tellStories(wish);
    return coverage && { counts: [[...coverage]] };
  }
  const { tellLives } = await import('./product/run');
  const coverage = await tellLives(wish);
  return coverage && { counts: [coverage.met, coverage.statements, coverage.events].map(one => [...one]) };
}

async function findWithHelp(wish: Wish): Promise<Found[]> {
  if (wish.workers === 1) return [await find(wish)];
  const helpers = partsOf(wish, wish.workers).map(async part => {
    const helper = fork(fileURLToPath(import.meta.url), ['--as-helper'], { execArgv: process.execArgv });
    helper.send({ ...part, isWhole: wish.isWhole, workers: 1 });
    // One that is gone without a word found something too: it has said what.
    const word = once(helper, 'message').then(([found]) => found as Found);
    const found = await Promise.race([word, once(helper, 'exit').then(() => null)]);
    helper.kill();
    return found;
  });
  return await Promise.all(helpers);
}

/** What stayed empty; null where a promise broke in the lives that were to fill it. */
async function report(wish: Wish, found: readonly NonNullable<Found>[]): Promise<readonly string[] | null> {
  const tables: [Counts, Counts, Counts] = [new Map(), new Map(), new Map()];
  for (const { counts } of found)
    for (const [place, one] of counts.entries()) addCounts(tables[place] ?? new Map(), one);
  if (!wish.isWhole) return printStories(tables[0]);
  const { fillTable, isTableDue, printLives } = await import('./product/run');
  const coverage = new ProductCoverage(...tables);
  if (isTableDue(wish.count) && !wish.isDoubling && !(await fillTable(coverage, wish.from + wish.count)))
    return null;
  return printLives(coverage, wish.count);
}

async function main(): Promise<number> {
  const wish = wishFrom(process.argv.slice(2));
  if (wish === null) {
    print(HELP);
    return 2;
  }
  const startedMs = performance.now();
  const found = await findWithHelp(wish);
  const whole = found.filter(one => one !== null);
  if (whole.length < found.length) return 1;
  const tookS = (performance.now() - startedMs) / 1000;
  const empty = await report(wish, whole);
  if (empty === null) return 1;
  print(`\n${wish.count} seeds from ${wish.from} in ${tookS.toFixed(1)} s, no promise broken.`);
  return empty.length > 0 ? 1 : 0;
}

if (process.argv.includes('--as-helper')) {
  process.once('message', (wish: Wish) => {
    void find(wish).then(found => process.send?.(found));
  });
} else process.exit(await main());
