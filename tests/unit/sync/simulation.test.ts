import { expect, test } from 'vitest';
import { KEPT_SEEDS } from '@/tests/simulate/kept-seeds';
import { type Coverage, emptyCells } from '@/tests/simulate/protocol/coverage';
import { tellStory } from '@/tests/simulate/protocol/story';

const SEEDS = 2000;

test('whatever befalls the Web Connector, QuickBooks and us, no order is written twice, lost or forgotten: 2,000 bad fortnights', () => {
  const coverage: Coverage = new Map();
  const seeds = [
    ...KEPT_SEEDS.map(([seed]) => seed),
    ...Array.from({ length: SEEDS }, (_, place) => place + 1),
  ];
  for (const seed of seeds) {
    const { broken, trace } = tellStory({ seed, coverage });
    expect(broken, `seed ${seed}\n${trace.join('\n')}`).toEqual([]);
  }
  expect(emptyCells(coverage)).toEqual([]);
}, 120_000);

test('an order that is sent twice does not go unnoticed', () => {
  const noticed = Array.from({ length: 20 }, (_, place) => tellStory({ seed: place + 1, isDoubling: true }));
  expect(noticed.filter(story => story.broken.some(line => line.startsWith('R2'))).length).toBeGreaterThan(
    15,
  );
});

test('a seed tells the same story every time', () => {
  for (const seed of [1, 7, 2026]) expect(tellStory({ seed })).toEqual(tellStory({ seed }));
});
