import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extended, fromCents, price, quantity, readable, toCents, unitRate } from './money';

describe('amounts', () => {
  it('cents and text are one and the same', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -999999999999999n, max: 999999999999999n }), cents => {
        expect(toCents(fromCents(cents))).toBe(cents);
      }),
    );
  });

  it('rate times quantity equals the same product in integers, rounded once', () => {
    const digits = fc.integer({ min: 0, max: 99_999_999 });
    fc.assert(
      fc.property(digits, digits, (rate, count) => {
        const text = (value: number) =>
          `${Math.floor(value / 100_000)}.${String(value % 100_000).padStart(5, '0')}`;
        const exact = BigInt(rate) * BigInt(count);
        expect(extended(text(rate), text(count))).toBe((exact + 50_000_000n) / 100_000_000n);
      }),
    );
  });

  it.each([
    [price('2'), '2.00'],
    [price('-0.12500'), '-0.125'],
    [quantity('150.0'), '150'],
    [quantity('0.50'), '0.5'],
    [unitRate(1000n, '3'), '3.33333'],
    [unitRate(1000n, '0'), '0.00'],
    [readable(239250n), '2,392.50'],
    [readable(-123456789n), '-1,234,567.89'],
    [fromCents(toCents('+5')), '5.00'],
  ])('%s is %s', (made, expected) => {
    expect(made).toBe(expected);
  });
});
