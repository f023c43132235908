import { Invalid } from './errors';

/**
 * Money is integer cents, a bigint. At rest it is numeric(14,2), in qbXML and JSON a decimal string; no float ever.
 *
 *   parseMoney("178000.0")  → 17800000n       parseMoney("-.5") → -50n
 *   formatMoney(-50n)       → "-0.50"         parseMoney("10.005") → 1001n (half away from zero)
 */
export type Cents = bigint;

const DECIMAL = /^([+-]?)(\d{0,15})(?:[.,](\d{0,10}))?$/;

/**
 * Cents from a decimal string. A third decimal rounds half away from zero; a decimal comma is read as a point.
 * @throws Invalid for anything else, an empty string and thousands separators included.
 */
export function parseMoney(text: string): Cents {
  const match = DECIMAL.exec(text.trim());
  const [, sign, whole, fraction = ''] = match ?? [];
  if (!match || (whole === '' && fraction === '')) throw new Invalid(`“${text}” is not an amount of money.`);
  const digits = fraction.padEnd(3, '0');
  const cents =
    BigInt((whole === '' ? '0' : whole) + digits.slice(0, 2)) + (digits.charAt(2) >= '5' ? 1n : 0n);
  return sign === '-' ? -cents : cents;
}

/** Whether the string is an amount with at most two decimals, trailing zeros aside. */
export function isWholeCents(text: string): boolean {
  const match = DECIMAL.exec(text.trim());
  return match !== null && (match[3] ?? '').replace(/0+$/, '').length <= 2;
}

/** Whether two decimal strings are the same to the cent, however they are written. */
export function isSameMoney(one: string, other: string): boolean {
  return parseMoney(one) === parseMoney(other);
}

/** The largest size of an amount that numeric(14,2) and QuickBooks both hold. */
export const MAX_CENTS: Cents = 99_999_999_999_999n;

/** `[-]units.cc`, always with two decimals: what qbXML's AMTTYPE and our JSON take. */
export function formatMoney(cents: Cents): string {
  const size = cents < 0n ? -cents : cents;
  const digits = size.toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** For people: `formatMoney` with thousands separators, `-1,234.50`. */
export function readableMoney(cents: Cents): string {
  return formatMoney(cents).replace(/\B(?=(\d{3})+(?=\.))/g, ',');
}

export function sumMoney(amounts: Iterable<Cents>): Cents {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

const PLAIN_DECIMAL = /^[+-]?\d{1,10}(?:\.\d{1,5})?$/;

/**
 * A quantity or unit price as qbXML's QUANTYPE and PRICETYPE take it: up to ten digits and five decimals, zeros at the
 * end dropped ("2.7500" → "2.75", "150.0" → "150"). Null when it does not fit. A decimal string, never mixed with money.
 */
export function fittingQuantity(text: string): string | null {
  const trimmed = text.trim();
  const short = trimmed.includes('.') ? trimmed.replace(/0+$/, '').replace(/\.$/, '') : trimmed;
  return PLAIN_DECIMAL.test(short) ? short : null;
}

/** Whether a decimal string is nought, however many zeros it is written with. */
export function isZero(text: string): boolean {
  return /^[+-]?0*(?:\.0*)?$/.test(text.trim());
}

/** quantity × rate in cents, rounded half away from zero; both are decimal strings of at most five decimals. */
export function multiply(quantity: string, rate: string): Cents {
  const scaled = scale(quantity) * scale(rate);
  const isNegative = scaled < 0n;
  const size = isNegative ? -scaled : scaled;
  const cents = (size + 5n * 10n ** 7n) / 10n ** 8n;
  return isNegative ? -cents : cents;
}

/** A decimal string as an integer of hundred-thousandths. */
function scale(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const size = BigInt(whole + fraction.padEnd(5, '0').slice(0, 5));
  return text.startsWith('-') ? -size : size;
}
