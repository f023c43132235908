import { makeTemplate, startTestServer } from '@/tests/support/database-server';
import { print, printFailure, printTable } from '../print';
import type { Range } from '../range';
import { EVENTS, FAULTS, KILLS, ProductCoverage, seedsToward } from './coverage';
import { type Life, tellLife } from './life';
import { Surveyor } from './town';

/** Every so many seeds, one is lived twice, and once by the first company alone. */
const TWICE_EVERY = 25;
/** From so many seeds on, every fault has to have met every kill. */
const FULL_TABLE_FROM = 1000;

/**
 * Lives one seed, and where it is its turn again: R20, the same seed gives the same history, and R7, the first company's
 * is the same whether or not there is a second.
 */
export async function live(
  surveyor: Surveyor,
  options: { readonly seed: number; readonly coverage?: ProductCoverage; readonly isDoubling?: boolean },
): Promise<Life> {
  const life = await tellLife(surveyor, options);
  if (life.broken.length > 0 || options.seed % TWICE_EVERY !== 0) return life;
  const again = await tellLife(surveyor, { seed: options.seed });
  const alone = await tellLife(surveyor, { seed: options.seed, isAlone: true });
  const broken = [
    ...(again.hashes.join() === life.hashes.join()
      ? []
      : ['R20: lived again, the seed gave another history']),
    ...(alone.hashes[0] === life.hashes[0] ? [] : ['R7: alone, the first company has another history']),
  ];
  return { ...life, broken };
}

/** The fewest troubled rounds with which a seed still breaks a promise. */
async function shortest(surveyor: Surveyor, life: Life, isDoubling: boolean): Promise<Life> {
  for (let rounds = 0; rounds < life.rounds; rounds += 1) {
    const told = await tellLife(surveyor, { seed: life.seed, rounds, isDoubling });
    if (told.broken.length > 0) return told;
  }
  return life;
}

/** Lives the seeds of a range on a database server of its own; null where one broke a promise, which is printed. */
export function tellLives({ from, count, isDoubling }: Range): Promise<ProductCoverage | null> {
  const seeds = Array.from({ length: count }, (_, place) => from + place);
  return liveAll(seeds, { coverage: new ProductCoverage(), isDoubling });
}

/** How many more lives are tried for a cell of the table that none filled. */
const TRIES = 20;

/** Lives on for what was never met, beyond the seeds that were lived; false where a promise broke. */
export async function fillTable(coverage: ProductCoverage, from: number): Promise<boolean> {
  return (await liveAll(seedsForEmpty(coverage, from), { coverage, isDoubling: false })) !== null;
}

function* seedsForEmpty(coverage: ProductCoverage, from: number): Generator<number> {
  for (const cell of coverage.empty())
    for (const seed of seedsToward(cell, from, TRIES)) {
      if (coverage.met.has(cell)) break;
      yield seed;
    }
}

async function liveAll(
  seeds: Iterable<number>,
  { coverage, isDoubling }: { readonly coverage: ProductCoverage; readonly isDoubling: boolean },
): Promise<ProductCoverage | null> {
  const server = await startTestServer();
  const surveyor = await Surveyor.begin(server.url, await makeTemplate(server.url));
  try {
    for (const seed of seeds) {
      const life = await live(surveyor, { seed, coverage, isDoubling });
      if (life.broken.length === 0) continue;
      printFailure(await shortest(surveyor, life, isDoubling));
      return null;
    }
    return coverage;
  } finally {
    await surveyor.end();
    await server.stop();
  }
}

/** Whether so many lives are enough for every fault to have met every kill. */
export const isTableDue = (seeds: number): boolean => seeds >= FULL_TABLE_FROM;

/** Prints what met what, and which statements were struck; gives what stayed empty. */
export function printLives(coverage: ProductCoverage, seeds: number): readonly string[] {
  printTable(
    'What was wrong with QuickBooks, by where something died:',
    { rows: FAULTS, columns: KILLS },
    (row, column) => coverage.met.get(`${row} | ${column}`) ?? 0,
  );
  const struck = [...coverage.statements.keys()].map(cell => cell.split(' | '));
  const rows = [...new Set(struck.map(([what = '']) => what))].sort();
  const columns = [...new Set(struck.map(([, statement = '']) => statement))].sort(
    (left, right) => Number.parseInt(left, 10) - Number.parseInt(right, 10),
  );
  if (rows.length > 0)
    printTable(
      'Statements at which the app died:',
      { rows, columns },
      (row, column) => coverage.statements.get(`${row} | ${column}`) ?? 0,
    );
  printTable(
    'Lives in whose histories it is told:',
    { rows: EVENTS, columns: ['lives'] },
    event => coverage.events.get(event) ?? 0,
  );
  const empty = isTableDue(seeds) ? coverage.empty() : coverage.absent();
  for (const cell of empty) print(`Never met: ${cell}`);
  return empty;
}
