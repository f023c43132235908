import fc from 'fast-check';
import { formatMoney, multiply } from '@/lib/core/money';
import type { Books } from '@/lib/mappings/books';
import type { Commitment, CommitmentLine } from '@/lib/procore';
import { DEFAULT_SETTINGS } from '@/lib/tenancy/settings';
import { books, booksConnection } from '@/tests/factories/books';
import { COST_CODE_ID, commitment, commitmentLine } from '@/tests/factories/commitment';

/** Commitments as Procore might hold them: text of all kinds, lump sums and units, decimals with and without noughts. */
const letters = fc.constantFrom(...'aB3 -.,&<>"\'\n\té½“”—…✔ő\u200B\uD800]');
const text = (max: number) => fc.string({ unit: letters, maxLength: max });
const long = fc.oneof(
  { weight: 5, arbitrary: text(60) },
  { weight: 1, arbitrary: text(120).map(one => one.repeat(60)) },
);

const cents = fc.bigInt({ min: -5_000_000_000n, max: 5_000_000_000n });

/** Procore drops noughts at the end and always writes one decimal. */
const asProcore = (amount: bigint): string => formatMoney(amount).replace(/0$/, '');

const decimal = fc
  .tuple(fc.integer({ min: -99_999, max: 999_999 }), fc.stringMatching(/^\d{1,5}$/))
  .map(([whole, fraction]) => `${whole}.${fraction}`);

interface Amounts {
  readonly quantity: string;
  readonly unitCost: string;
  readonly amount: string;
}

const lumpSum: fc.Arbitrary<Amounts> = cents.map(one => ({
  quantity: '0.0',
  unitCost: '0.0',
  amount: asProcore(one),
}));
const byUnit: fc.Arbitrary<Amounts> = fc
  .tuple(decimal, decimal)
  .map(([quantity, unitCost]) => ({ quantity, unitCost, amount: asProcore(multiply(quantity, unitCost)) }));
/** Somebody rounded, or gave a rebate: quantity times rate is not the amount. */
const uneven: fc.Arbitrary<Amounts> = fc
  .tuple(fc.oneof(decimal, fc.constant('1.1234567'), fc.constant('12345678901.5')), decimal, cents)
  .map(([quantity, unitCost, amount]) => ({ quantity, unitCost, amount: asProcore(amount) }));

const costCode = { id: '1', standardId: COST_CODE_ID, fullCode: '03-300' };
const line: fc.Arbitrary<CommitmentLine> = fc
  .record({
    description: fc.oneof(fc.constant(''), long),
    amounts: fc.oneof(lumpSum, byUnit, uneven),
    uom: fc.option(fc.constantFrom('ea', 'm²', 'gallons', 'constructor'), { nil: null }),
    isWbs: fc.boolean(),
    codeName: text(40),
  })
  .map(({ description, amounts, uom, isWbs, codeName }) =>
    commitmentLine({
      description,
      uom,
      ...amounts,
      ...(isWbs
        ? { costCode: null, wbsCode: { flatCode: '03-300.C', description: '' } }
        : { costCode: { ...costCode, name: codeName } }),
    }),
  );

const day = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10));

const drawnCommitment: fc.Arbitrary<Commitment> = fc
  .record({
    kind: fc.constantFrom('subcontract' as const, 'purchase_order' as const),
    number: fc.stringMatching(/^[A-Za-z0-9…“-]{1,24}$/),
    title: fc.oneof(text(90), text(255)),
    description: long,
    contractDate: fc.option(day, { nil: null }),
    lines: fc.array(line, { minLength: 1, maxLength: 12 }),
  })
  .map(drawn => {
    const total = drawn.lines.reduce(
      (sum, one) => sum + BigInt(formatMoney(toCents(one.amount)).replace('.', '')),
      0n,
    );
    return commitment({ ...drawn, grandTotal: asProcore(total) });
  });

/** Not the product's own reading: digits and a shift. */
export function toCents(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(2, '0'));
  return amount.startsWith('-') ? -size : size;
}

const drawnBooks: fc.Arbitrary<Books> = fc
  .record({
    country: fc.constantFrom('US' as const, 'CA' as const),
    sendUnits: fc.boolean(),
    longNumbers: fc.constantFrom('refuse' as const, 'keep_end' as const),
  })
  .map(({ country, sendUnits, longNumbers }) =>
    books({
      settings: {
        ...DEFAULT_SETTINGS,
        sendUnits,
        longNumbers,
        units: { gallons: 'gal', constructor: 'each' },
      },
      connection: booksConnection({ target: { country, version: [13, 0] } }),
    }),
  );

export const drawn: fc.Arbitrary<readonly [Commitment, Books]> = fc.tuple(drawnCommitment, drawnBooks);
