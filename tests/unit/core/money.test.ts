import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Invalid } from '@/lib/core/errors';
import {
  fittingQuantity,
  formatMoney,
  isWholeCents,
  isZero,
  MAX_CENTS,
  multiply,
  parseMoney,
  sumMoney,
} from '@/lib/core/money';

const sign = fc.constantFrom('', '-', '+');
const digits = (max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: max });

/** An integer of 10^-scale units as a decimal string, exactly. */
function decimalText(units: bigint, scale: number): string {
  const size = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = size.slice(0, size.length - scale);
  return `${units < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${size.slice(-scale)}`}`;
}

/** Rounds half away from zero, in integers alone. */
function rounded(units: bigint, divisor: bigint): bigint {
  const size = units < 0n ? -units : units;
  const result = (2n * size + divisor) / (2n * divisor);
  return units < 0n ? -result : result;
}

const CENTS = fc.bigInt({ min: -MAX_CENTS, max: MAX_CENTS });
/** Over 2^53 cents: a float anywhere on the way would lose the last digits. */
const HUGE = fc.bigInt({ min: 9_007_199_254_740_993n, max: 99_999_999_999_999_999n });

it('an amount with two decimals goes in and comes out digit for digit', () => {
  fc.assert(
    fc.property(fc.oneof(CENTS, HUGE), cents => {
      const text = decimalText(cents, 2);
      expect(parseMoney(text)).toBe(cents);
      expect(formatMoney(cents)).toBe(text);
      expect(formatMoney(parseMoney(text))).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

it('decimals that are missing are noughts, and a comma is a point', () => {
  fc.assert(
    fc.property(sign, digits(12), digits(2), (mark, whole, fraction) => {
      const expected = parseMoney(`${mark}${whole}.${fraction.padEnd(2, '0')}`);
      expect(parseMoney(`${mark}${whole}.${fraction}`)).toBe(expected);
      expect(parseMoney(`${mark}${whole},${fraction}`)).toBe(expected);
      expect(parseMoney(`  ${mark}${whole}.${fraction}0000 `)).toBe(expected);
    }),
  );
});

it('more decimals round half away from zero, in integers', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), units => {
      expect(parseMoney(decimalText(units, 5))).toBe(truncatedThenRounded(units));
    }),
    { numRuns: 500 },
  );
});

/** The third decimal alone decides, as the contract says. */
function truncatedThenRounded(hundredThousandths: bigint): bigint {
  return rounded(hundredThousandths / 100n, 10n);
}

it.each([
  ['178000.0', 17_800_000n],
  ['-.5', -50n],
  ['.5', 50n],
  ['5.', 500n],
  ['+7', 700n],
  ['10.005', 1001n],
  ['-10.005', -1001n],
  ['10.0049999', 1000n],
  ['0.995', 100n],
  ['-0.00', 0n],
  ['0,00', 0n],
  ['000012.30', 1230n],
])('“%s” is %s cents', (text, cents) => {
  expect(parseMoney(text)).toBe(cents);
});

it.each([
  '',
  ' ',
  '.',
  ',',
  '-',
  '+.',
  'abc',
  '1,234.50',
  '1.234,50',
  '1 234',
  "1'234",
  '1e5',
  '0x10',
  '--1',
  '1-',
  '€5',
  'NaN',
  'Infinity',
  '١٢٣',
  '1234567890123456',
  '1.12345678901',
  '1.2.3',
])('“%s” is refused as an amount of money', text => {
  expect(() => parseMoney(text)).toThrow(Invalid);
  expect(isWholeCents(text)).toBe(['.', ',', '', ' ', '-', '+.'].includes(text));
});

it('whether an amount has whole cents is told without rounding it first', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), units => {
      expect(isWholeCents(decimalText(units, 5))).toBe(units % 1000n === 0n);
    }),
  );
});

it('a sum is the same in any order and grouping, and loses no cent', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(CENTS, HUGE), { maxLength: 60 }), fc.nat(59), (amounts, cut) => {
      const exact = amounts.reduce((total, one) => total + one, 0n);
      expect(sumMoney(amounts)).toBe(exact);
      expect(sumMoney(amounts.toReversed())).toBe(exact);
      expect(sumMoney(amounts.slice(0, cut)) + sumMoney(amounts.slice(cut))).toBe(exact);
    }),
  );
  expect(sumMoney([])).toBe(0n);
});

it('quantity times rate is exact, whatever the decimals', () => {
  const factor = fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.constantFrom(0, 1, 2, 3, 5));
  fc.assert(
    fc.property(factor, factor, ([q, qScale], [r, rScale]) => {
      const cents = rounded(q * r * 100n, 10n ** BigInt(qScale + rScale));
      expect(multiply(decimalText(q, qScale), decimalText(r, rScale))).toBe(cents);
      expect(multiply(decimalText(r, rScale), decimalText(q, qScale))).toBe(cents);
    }),
    { numRuns: 1000 },
  );
});

it.each([
  ['3', '0.335', 101n],
  ['-3', '0.335', -101n],
  ['0.00001', '0.00001', 0n],
  ['150', '2.75', 41_250n],
  ['.5', '3', 150n],
  ['+2', '-4.5', -900n],
])('%s × %s is %s cents', (quantity, rate, cents) => {
  expect(multiply(quantity, rate)).toBe(cents);
});

it('a fitting quantity is the same number in the form QuickBooks takes, or none', () => {
  fc.assert(
    fc.property(sign, digits(12), fc.option(digits(8), { nil: null }), (mark, whole, fraction) => {
      const text = fraction === null ? `${mark}${whole}` : `${mark}${whole}.${fraction}`;
      const short = (fraction ?? '').replace(/0+$/, '');
      const fits = whole.length <= 10 && short.length <= 5;
      const fitting = fittingQuantity(text);
      expect(fitting === null).toBe(!fits);
      if (fitting === null) return;
      expect(fitting).toMatch(/^[+-]?\d{1,10}(\.\d{1,5})?$/);
      expect(fitting).toBe(`${mark}${whole}${short === '' ? '' : `.${short}`}`);
    }),
  );
});

it.each(['', '.5', '5.', '1e5', '1,5', 'one', '12345678901', '0.123456'])(
  '“%s” is no quantity QuickBooks takes',
  text => {
    expect(fittingQuantity(text)).toBe(text === '5.' ? '5' : null);
  },
);

it('nought is nought, however it is written, and nothing else is', () => {
  for (const text of ['0', '0.0', '-0', '+0.000', '000', ' 0.0 ']) expect(isZero(text)).toBe(true);
  for (const text of ['0.01', '-0.00001', '10', 'x']) expect(isZero(text)).toBe(false);
});
