/**
 * Which QuickBooks may be connected: the one table. Rows up to 2019 are those the product was founded on, later ones
 * those Procore's current manual names. What is not listed needs an administrator's word.
 */
export const PRODUCT_LINES = ['Pro', 'Premier', 'Enterprise'] as const;
export type ProductLine = (typeof PRODUCT_LINES)[number];

interface EditionRow {
  readonly country: string;
  readonly years: readonly number[];
  readonly lines: readonly ProductLine[];
}

const SUPPORTED: readonly EditionRow[] = [
  { country: 'US', years: [2015, 2016], lines: ['Premier', 'Enterprise'] },
  { country: 'US', years: [2017, 2018, 2019], lines: ['Pro', 'Premier', 'Enterprise'] },
  { country: 'US', years: [2022, 2023, 2024], lines: ['Pro', 'Premier', 'Enterprise'] },
  { country: 'CA', years: [2018, 2019], lines: ['Premier'] },
  { country: 'CA', years: [2022, 2023, 2024], lines: ['Premier'] },
];

/** QuickBooks counts its major versions from 1990: 29 is 2019. */
const FIRST_YEAR = 1990;

export interface Edition {
  readonly productName: string;
  readonly majorVersion: number;
  readonly country: string;
}

export function yearOf(majorVersion: number): number {
  return majorVersion + FIRST_YEAR;
}

/** The product line a name tells of; QuickBooks Accountant is a Premier. Null when no line is recognised. */
export function productLine(productName: string): ProductLine | null {
  if (/enterprise/i.test(productName)) return 'Enterprise';
  if (/premier|accountant/i.test(productName)) return 'Premier';
  return /\bpro\b/i.test(productName) ? 'Pro' : null;
}

export type EditionVerdict =
  | { readonly isSupported: true }
  | { readonly isSupported: false; readonly reason: string };

/** Whether this QuickBooks is on the list, and if not, why in words. */
export function editionVerdict(edition: Edition): EditionVerdict {
  const line = productLine(edition.productName);
  const year = yearOf(edition.majorVersion);
  const isListed = SUPPORTED.some(
    row =>
      row.country === edition.country &&
      row.years.includes(year) &&
      line !== null &&
      row.lines.includes(line),
  );
  if (isListed) return { isSupported: true };
  const name = edition.productName || 'This QuickBooks';
  return {
    isSupported: false,
    reason: `${name} (${edition.country} ${year}) is not on the list of supported editions.`,
  };
}
