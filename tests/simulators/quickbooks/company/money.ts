const PRICE_DECIMALS = 5;

function scaled(text: string, decimals: number): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const digits = BigInt(whole + fraction.padEnd(decimals, '0').slice(0, decimals));
  return sign === '-' ? -digits : digits;
}

function plain(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const at = digits.length - decimals;
  return `${value < 0n ? '-' : ''}${digits.slice(0, at)}.${digits.slice(at)}`;
}

/** Half away from zero, as QuickBooks rounds amounts. */
function divided(value: bigint, by: bigint): bigint {
  const isNegative = value < 0n !== by < 0n;
  const [top, bottom] = [value < 0n ? -value : value, by < 0n ? -by : by];
  const rounded = (top + bottom / 2n) / bottom;
  return isNegative ? -rounded : rounded;
}

export const toCents = (amount: string): bigint => scaled(amount, 2);
export const fromCents = (cents: bigint): string => plain(cents, 2);

/** As people read it: 239250 is `2,392.50`. */
export function readable(cents: bigint): string {
  const [whole = '', fraction = ''] = fromCents(cents).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
}

/** At least two decimals, at most five, no idle zeros beyond two. */
function priceText(value: bigint): string {
  return plain(value, PRICE_DECIMALS).replace(/0{1,3}$/, '');
}

export const price = (text: string): string => priceText(scaled(text, PRICE_DECIMALS));

export const quantity = (text: string): string =>
  plain(scaled(text, PRICE_DECIMALS), PRICE_DECIMALS).replace(/\.?0+$/, '');

export const quantitySum = (one: string, other: string): string =>
  quantity(plain(scaled(one, PRICE_DECIMALS) + scaled(other, PRICE_DECIMALS), PRICE_DECIMALS));

export const isQuantityReached = (reached: string, wanted: string): boolean =>
  scaled(reached, PRICE_DECIMALS) >= scaled(wanted, PRICE_DECIMALS);

/** Rate × quantity, in cents. */
export const extended = (rate: string, count: string): bigint =>
  divided(
    scaled(rate, PRICE_DECIMALS) * scaled(count, PRICE_DECIMALS),
    10n ** BigInt(2 * PRICE_DECIMALS - 2),
  );

/** Amount ÷ quantity as a price; 0.00 for a quantity of nothing. */
export function unitRate(cents: bigint, count: string): string {
  const units = scaled(count, PRICE_DECIMALS);
  if (units === 0n) return '0.00';
  return priceText(divided(cents * 10n ** BigInt(2 * PRICE_DECIMALS - 2), units));
}
