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
