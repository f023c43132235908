import { expect, test } from 'vitest';
import {
  areApart,
  FAULTS,
  KILLS,
  LETS_LATE_ONES_RUN,
  pairFor,
  ROUNDS_A_SEED,
  seedsToward,
} from '@/tests/simulate/product/coverage';

const ROUNDS = Array.from({ length: ROUNDS_A_SEED }, (_, round) => round);
/** So many lives pass over the whole table as often as a life has rounds. */
const LIVES = Array.from({ length: FAULTS.length * KILLS.length }, (_, life) => life);

const cellOf = ({ fault, kill }: ReturnType<typeof pairFor>): string => `${fault} | ${kill}`;
const CELLS = FAULTS.flatMap(fault =>
  KILLS.filter(kill => !areApart(fault, kill)).map(kill => cellOf({ fault, kill })),
);

test.each(ROUNDS)('every fault meets every kill in round %d of some life', round => {
  const met = new Set(LIVES.map(life => cellOf(pairFor(life, round))));
  expect(CELLS.filter(cell => !met.has(cell))).toEqual([]);
});

test('no fault that lets late documents run stands only in lives that have one', () => {
  const met = new Set(
    LIVES.map(life => ROUNDS.map(round => pairFor(life, round)))
      .filter(pairs => pairs.every(pair => pair.kill !== 'handed over late'))
      .flatMap(pairs => pairs.map(cellOf)),
  );
  const lost = CELLS.filter(cell => LETS_LATE_ONES_RUN.some(fault => cell.startsWith(`${fault} |`)));
  expect(lost.filter(cell => !met.has(cell))).toEqual([]);
});

test('there are lives for every cell of the table', () => {
  const without = CELLS.filter(cell => [...seedsToward(cell, 1001, 3)].length < 3);
  expect(without).toEqual([]);
});
