/** Exact decimals in strings; no amount ever becomes a floating-point number. */
interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const PATTERN = /^(-?)(\d{1,18})(?:\.(\d{1,10}))?$/;

export const isDecimal = (text: string): boolean => PATTERN.test(text);

function parse(text: string): Decimal {
  const match = PATTERN.exec(text);
  if (!match) throw new RangeError(`not a decimal: ${text}`);
  const [, sign = '', whole = '0', fraction = ''] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

const raise = (value: Decimal, scale: number): bigint => value.units * 10n ** BigInt(scale - value.scale);

function format({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const sign = units < 0n ? '-' : '';
  return `${sign}${whole}.${fraction === '' ? '0' : fraction}`;
}

/** As Procore writes amounts: `"178000"` → `"178000.0"`, `"-3750.250"` → `"-3750.25"`. */
export const plain = (text: string): string => format(parse(text));

export function sum(amounts: readonly string[]): string {
  const values = amounts.map(parse);
  const scale = Math.max(0, ...values.map(value => value.scale));
  return format({ units: values.reduce((total, value) => total + raise(value, scale), 0n), scale });
}

/** Quantity times unit cost, rounded half away from zero to the cent. */
export function extend(quantity: string, unitCost: string): string {
  const left = parse(quantity);
  const right = parse(unitCost);
  const scale = left.scale + right.scale;
  const units = left.units * right.units;
  if (scale <= 2) return format({ units, scale });
  const step = 10n ** BigInt(scale - 2);
  const size = units < 0n ? -units : units;
  const cents = (size + step / 2n) / step;
  return format({ units: units < 0n ? -cents : cents, scale: 2 });
}

export const isZero = (text: string): boolean => parse(text).units === 0n;
export const isNegative = (text: string): boolean => parse(text).units < 0n;

export function negate(text: string): string {
  const { units, scale } = parse(text);
  return format({ units: -units, scale });
}

export const minus = (from: string, ...amounts: readonly string[]): string =>
  sum([from, ...amounts.map(negate)]);

/** `percent` of the amount, `"10.0"` for a tenth, rounded half away from zero to the cent. */
export function share(amount: string, percent: string): string {
  const { units, scale } = parse(percent);
  return extend(amount, format({ units, scale: scale + 2 }));
}

/** `part` of `whole` in percent with two places; `"0.00"` of nothing. */
export function ratio(part: string, whole: string): string {
  const left = parse(part);
  const right = parse(whole);
  if (right.units === 0n) return '0.00';
  const scale = Math.max(left.scale, right.scale);
  const hundredths = (raise(left, scale) * 100_000n) / raise(right, scale);
  const rounded = (hundredths + (hundredths < 0n ? -5n : 5n)) / 10n;
  return places(format({ units: rounded, scale: 2 }), 2);
}

/** With exactly so many places, as invoices are written: `"19206.5"` → `"19206.50"`. Never cuts digits off. */
export function places(text: string, least: number): string {
  const [whole = '0', fraction = ''] = plain(text).split('.');
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(least, '0')}`;
}
