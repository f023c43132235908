import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeness, matchName } from '@/lib/mappings/names';
import { fitness } from '@/lib/mappings/pairs';
import { makeWorld } from '@/tests/simulators/world';

const WORDS = [
  'Keel',
  'Concrete',
  'LLC',
  'Inc.',
  'St',
  'Street',
  'Stone',
  '&',
  'and',
  "O'Malley",
  'O’Malley',
  'Co',
  'Café',
  'Cafe',
  '03-300',
  '東',
  '',
];
const name = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map(words => words.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

describe('how alike two names are', () => {
  it('does not depend on which of them comes first', () => {
    fc.assert(
      fc.property(name, name, (left, right) => {
        expect(likeness(left, right)).toBe(likeness(right, left));
      }),
      { numRuns: 2000 },
    );
  });

  it('is 100 for the same name, and from 0 to 95 for any other', () => {
    fc.assert(
      fc.property(name, name, (left, right) => {
        expect(likeness(left, left)).toBe(100);
        const score = likeness(left, right);
        expect(Number.isInteger(score)).toBe(true);
        if (matchName(left) === matchName(right)) expect(score).toBe(100);
        else expect(score).toBeLessThanOrEqual(95);
        expect(score).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('never minds case, blanks, quotes and trailing dots', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(' ', '  ', '.', ' . ', '\t'), (one, tail) => {
        expect(likeness(one, `${one}${tail}`)).toBe(100);
        expect(likeness(one, one.toUpperCase().toLowerCase())).toBe(
          likeness(one.toUpperCase().toLowerCase(), one),
        );
      }),
    );
    expect(likeness('O’Malley Electric', "o'malley  ELECTRIC.")).toBe(100);
  });

  /** Pairs of the made-up company: what a bookkeeper would call the same, likely, or something else. */
  it.each([
    ['Keel Concrete LLC', 'Keel Concrete LLC', 100],
    ['KEEL CONCRETE, LLC', 'Keel Concrete LLC', 95],
    ['O’Malley Electric', "O'Malley Electric, Inc.", 95],
    ['Acme "Quality" Roofing', 'Acme Quality Roofing', 95],
    ['Birchwood Mechanical', 'Birchwood Mechanical', 100],
    ['Great Lakes Steel & Erection', 'Great Lakes Steel and Erection Co.', 95],
    ['Café Terrazzo & Tile', 'Cafe Terrazzo and Tile', 95],
    ['Mill Street School Gymnasium', 'Mill St. School Gym', 90],
    ['Miscellaneous Metals', 'Misc. Metals', 90],
    ['Superior Door, Frame & Hardware Company of Minnesota', 'Superior Door Frame & Hdwe Co of MN', 60],
    ['North Shore Supply', 'North Shore Rentals', 60],
    ['Precast Concrete', 'Precast', 60],
    ['Duluth Public Schools', 'City of Duluth', 30],
    ['Keel Concrete LLC', 'Birchwood Mechanical LLC', 0],
    ['LLC', 'Inc.', 0],
    ['Keel', '', 0],
  ])('“%s” and “%s”: %i', (left, right, score) => {
    expect(likeness(left, right)).toBe(score);
  });
});

interface More {
  readonly description?: string;
  readonly company_name?: string;
  readonly phone?: string;
  readonly email?: string;
}

const free = (full_name: string, more: More = {}) => ({
  qb_id: full_name,
  full_name,
  qb_type: 'x',
  description: more.description ?? null,
  company_name: more.company_name ?? null,
  phone: more.phone ?? null,
  email: more.email ?? null,
});

/** The record of a list that fits best, as the page of mappings would suggest it; under 60 it suggests nothing. */
function suggested(
  kind: 'project' | 'vendor' | 'cost_code',
  record: { name: string; code: string },
  list: ReturnType<typeof free>[],
) {
  const scores = list.map(one => ({ name: one.full_name, score: fitness(kind, record, one) }));
  const best = scores.toSorted((left, right) => right.score - left.score)[0];
  return best && best.score >= 60 ? best.name : null;
}

describe('what a bookkeeper is offered for the made-up company', () => {
  const { books } = makeWorld(1);
  const vendors = books.vendors.map(one =>
    free(one.name, one.companyName === null ? {} : { company_name: one.companyName }),
  );
  const jobs = books.customers.flatMap(customer =>
    customer.jobs.map(job => free(`${customer.name}:${job.name}`)),
  );
  const items = books.items.map(one =>
    free(one.parent === null ? one.name : `${one.parent}:${one.name}`, { description: one.description }),
  );

  it.each([
    ['Keel Concrete LLC', 'Keel Concrete LLC'],
    ['KEEL CONCRETE, LLC', 'Keel Concrete LLC'],
    ['O’Malley Electric', "O'Malley Electric, Inc."],
    ['Superior Door, Frame & Hardware Company of Minnesota', 'Superior Door Frame & Hdwe Co of MN'],
    ['Acme "Quality" Roofing', 'Acme Quality Roofing'],
    ['Café Terrazzo & Tile', null],
  ])('the company “%s”: the vendor %s', (company, vendor) => {
    expect(suggested('vendor', { name: company, code: '' }, vendors)).toBe(vendor);
  });

  it.each([
    ['Riverside Clinic Addition', '24-017', 'Riverside Health:24-017 Riverside Clinic Addition'],
    ['Harbor View Apartments', '24-022', 'Harbor View Partners LP:24-022 Harbor View Apartments'],
    ['Mill Street School Gymnasium', '25-003', 'Duluth Public Schools:Mill St. School Gym'],
    ["O'Neil & Sons Cold Storage Warehouse, Phase 2", '25-010', null],
  ])('the project “%s” (%s): the job %s', (project, code, job) => {
    expect(suggested('project', { name: project, code }, jobs)).toBe(job);
  });

  it.each([
    ['03-300', 'Cast-in-Place Concrete', '03:03-300'],
    ['01-700', 'Final Cleaning', '01:01-700 '],
    ['16-100', 'Wiring & Devices', '16-100'],
    ['05-500', 'Miscellaneous Metals', '05:05-500'],
    ['09-400', 'Terrazzo', null],
  ])('the cost code %s “%s”: the item %s', (code, codeName, item) => {
    expect(suggested('cost_code', { name: codeName, code }, items)).toBe(item);
  });

  it('the same code outweighs any likeness of words', () => {
    const record = { code: '03-300', name: 'Precast' };
    expect(fitness('cost_code', record, free('03:03-300', { description: 'Cast-in-Place' }))).toBe(100);
    expect(fitness('cost_code', record, free('03:03-400', { description: 'Precast' }))).toBe(90);
  });

  it.each([
    ['its legal name', { legalName: 'Tidewater Architectural Glass LLC' }, 95],
    ['its telephone, however it is written', { phone: '+1 (715) 555.0142' }, 80],
    ['its e-mail address', { email: 'AP@Tidewater.example ' }, 80],
    ['a telephone of another', { phone: '715-555-0143' }, 0],
    ['an extension alone', { phone: '0142' }, 0],
    ['nothing', {}, 0],
  ])('a company goes by %s too', (_what, known, score) => {
    const vendor = free('Tidewater Architectural Glass', {
      phone: '715-555-0142',
      email: 'ap@tidewater.example',
    });
    expect(fitness('vendor', { name: 'Shoreline', code: '', ...known }, vendor)).toBe(score);
  });
});
