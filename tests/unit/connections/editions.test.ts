import { describe, expect, it } from 'vitest';
import { editionVerdict, PRODUCT_LINES, productLine, yearOf } from '@/lib/connections/editions';

const MAJOR = (year: number) => year - 1990;
const NAMES = {
  Pro: 'QuickBooks Desktop Pro',
  Premier: 'QuickBooks Desktop Premier Contractor Edition',
  Enterprise: 'QuickBooks Enterprise Solutions: Contractor',
} as const;

/** Typed from the seed page, row by row, and from the current manual for the years after it. */
const SUPPORTED: readonly [
  country: string,
  year: number,
  pro: boolean,
  premier: boolean,
  enterprise: boolean,
][] = [
  ['US', 2019, true, true, true],
  ['US', 2018, true, true, true],
  ['US', 2017, true, true, true],
  ['US', 2016, false, true, true],
  ['US', 2015, false, true, true],
  ['CA', 2019, false, true, false],
  ['CA', 2018, false, true, false],
  ['US', 2022, true, true, true],
  ['US', 2023, true, true, true],
  ['US', 2024, true, true, true],
  ['CA', 2022, false, true, false],
  ['CA', 2023, false, true, false],
  ['CA', 2024, false, true, false],
];

const CASES = SUPPORTED.flatMap(([country, year, ...cells]) =>
  PRODUCT_LINES.map((line, index) => [country, year, line, cells[index]] as const),
);

describe('editions', () => {
  it.each(CASES)('%s %i %s: %s', (country, year, line, isSupported) => {
    expect(
      editionVerdict({ productName: `${NAMES[line]} ${year}`, majorVersion: MAJOR(year), country })
        .isSupported,
    ).toBe(isSupported);
  });

  it.each([
    ['US', 2014],
    ['US', 2012],
    ['US', 2020],
    ['US', 2021],
    ['US', 2025],
    ['CA', 2017],
    ['CA', 2015],
    ['CA', 2020],
    ['UK', 2019],
    ['AU', 2019],
    ['us', 2019],
    ['', 2019],
  ])('%s %i is on no list, whatever the product', (country, year) => {
    for (const line of PRODUCT_LINES)
      expect(
        editionVerdict({ productName: NAMES[line], majorVersion: MAJOR(year), country }).isSupported,
      ).toBe(false);
  });

  it('one that is not listed is told by its name, country and year', () => {
    expect(editionVerdict({ productName: 'QuickBooks Pro 2014', majorVersion: 24, country: 'US' })).toEqual({
      isSupported: false,
      reason: 'QuickBooks Pro 2014 (US 2014) is not on the list of supported editions.',
    });
    expect(editionVerdict({ productName: '', majorVersion: 29, country: 'US' })).toMatchObject({
      reason: expect.stringMatching(/^This QuickBooks \(US 2019\)/),
    });
  });
});

it.each([
  // Seen in captures.
  ['QuickBooks Pro 2014', 'Pro'],
  ['QuickBooks Accountant 2013', 'Premier'],
  ['QuickBooks Desktop Pro 2019', 'Pro'],
  ['QuickBooks: Premier Manufacturing and Wholesale Edition 2012', 'Premier'],
  // Of the same family.
  ['QuickBooks Desktop Premier Contractor Edition 2019', 'Premier'],
  ['QuickBooks Premier: Professional Services Edition 2018', 'Premier'],
  ['QuickBooks Enterprise Solutions: Contractor 19.0', 'Enterprise'],
  ['QuickBooks Enterprise Solutions: Accountant 18.0', 'Enterprise'],
  ['QUICKBOOKS DESKTOP PRO PLUS 2022', 'Pro'],
  ['QuickBooks Simple Start 2010', null],
  ['QuickBooks Online Plus', null],
  ['QuickBooks Point of Sale', null],
  ['Procore', null],
  ['', null],
])('“%s” is of the line %s', (name, line) => {
  expect(productLine(name)).toBe(line);
});

it.each([
  [22, 2012],
  [23, 2013],
  [24, 2014],
  [29, 2019],
])('major version %i is the year %i', (major, year) => {
  expect(yearOf(major)).toBe(year);
});
