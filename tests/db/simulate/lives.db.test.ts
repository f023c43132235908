import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { KEPT_LIVES } from '@/tests/simulate/kept-seeds';
import { ProductCoverage } from '@/tests/simulate/product/coverage';
import { live } from '@/tests/simulate/product/run';
import { Surveyor } from '@/tests/simulate/product/town';

const SEEDS = 50;

/** A life mostly waits for PostgreSQL, so two are lived at a time. */
let surveyors: Surveyor[];
beforeAll(async () => {
  const { serverUrl, name } = inject('template');
  surveyors = [];
  for (const place of [0, 1]) surveyors.push(await Surveyor.begin(serverUrl, name, place));
});
afterAll(async () => {
  for (const surveyor of surveyors) await surveyor.end();
});

test('whoever dies at whatever statement, nothing accepted is lost, written twice, or unexplained, and no company feels another: 50 bad fortnights', async () => {
  const coverage = new ProductCoverage();
  const kept = KEPT_LIVES.map(([seed]) => seed).filter(seed => seed > SEEDS);
  const seeds = [...kept, ...Array.from({ length: SEEDS }, (_, place) => place + 1)].values();
  const living = surveyors.map(async surveyor => {
    for (const seed of seeds) {
      const { broken, plan, trace } = await live(surveyor, { seed, coverage });
      expect(broken, `seed ${seed}: ${plan}\n${trace.join('\n')}`).toEqual([]);
    }
  });
  await Promise.all(living);
  expect(coverage.absent()).toEqual([]);
}, 600_000);

test('an order that a Web Connector hands to QuickBooks twice does not go unnoticed', async () => {
  const [surveyor] = surveyors;
  if (surveyor === undefined) throw new RangeError('the surveyors begin before the first test');
  const { broken } = await live(surveyor, { seed: 2, isDoubling: true });
  expect(broken.some(line => line.startsWith('R2'))).toBe(true);
}, 60_000);
