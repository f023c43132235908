import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { KEPT_LIVES } from '@/tests/simulate/kept-seeds';
import { ProductCoverage } from '@/tests/simulate/product/coverage';
import { live } from '@/tests/simulate/product/run';
import { Surveyor } from '@/tests/simulate/product/town';

const SEEDS = 50;

let surveyor: Surveyor;
beforeAll(async () => {
  const { serverUrl, name } = inject('template');
  surveyor = await Surveyor.begin(serverUrl, name);
});
afterAll(() => surveyor.end());

test('whoever dies at whatever statement, nothing accepted is lost, written twice, or unexplained, and no company feels another: 50 bad fortnights', async () => {
  const coverage = new ProductCoverage();
  const seeds = new Set([
    ...KEPT_LIVES.map(([seed]) => seed),
    ...Array.from({ length: SEEDS }, (_, place) => place + 1),
  ]);
  for (const seed of seeds) {
    const { broken, trace } = await live(surveyor, { seed, coverage });
    expect(broken, `seed ${seed}\n${trace.join('\n')}`).toEqual([]);
  }
  expect(coverage.absent()).toEqual([]);
}, 600_000);

test('an order that a Web Connector hands to QuickBooks twice does not go unnoticed', async () => {
  const { broken } = await live(surveyor, { seed: 2, isDoubling: true });
  expect(broken.some(line => line.startsWith('R2'))).toBe(true);
}, 60_000);
