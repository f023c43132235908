import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeContent, Unencodable } from '@/lib/qbxml/encode';
import {
  type AnyField,
  type ChoiceField,
  type Country,
  compareVersions,
  type ValueField,
  type ValueType,
  type Version,
} from '@/lib/qbxml/fields';
import { MESSAGES, type MessageName } from '@/lib/qbxml/messages';
import { maxLengthIn, problemOf } from '@/lib/qbxml/values';
import { CLEARABLE, COUNTRIES, type Content, contentOf } from './bodies';

const NAMES = Object.keys(MESSAGES) as MessageName[];

/** Values that QuickBooks would refuse, by type. Nothing of them may leave. */
const BAD: Readonly<Record<ValueType, readonly unknown[]>> = {
  str: [5, true, {}, null, 'a\u0000', 'bell \u0007', '東', 'ő', '\uD800', 'tick ✔', 'emoji 🏗'],
  id: ['', 5, 'a'.repeat(37), '東', null],
  guid: [
    '',
    'x',
    '{1}',
    '7a1d3e52-0c1b-4b37-9c1e-0e2f6d0b9a12',
    '{7a1d3e52-0c1b-4b37-9c1e-0e2f6d0b9a12} ',
    0,
  ],
  bool: ['true', 'yes', 1, 0, '', null],
  int: ['5', 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, null, ''],
  amt: ['1250.5', '1,250.50', '1250,50', '1e5', '12345678901234', '1.123', '.50', '5.', ' 5', '$5', 5, '١'],
  price: ['1.123456', '12345678901', '1,5', '1e5', '.5', '5.', 5],
  qty: ['1.123456', '12345678901', '1,5', 'one', '5.', 5],
  pct: ['5%', '1.123456', '1,5', 5],
  float: ['1e5', '1,5', '.', '.5', 5],
  date: [
    '2026-02-30',
    '2026-13-01',
    '2026-2-3',
    '02/03/2026',
    '2026-02-03T00:00:00',
    '20260203',
    ' 2026-02-03',
    5,
  ],
  datetime: [
    '2026-02-03T10:00:00Z',
    '2026-02-03T10:00:00.5',
    '2026-02-03 10:00',
    '2026-02-03T10:00:00+0600',
    'now',
    5,
  ],
  interval: ['8:30', 'PT', 'PT8.5H', 'PT8H3', 'P1D', '+PT8H', 5],
  enum: ['', 'Nonsense', ' All', 'all', 5],
};

function badOf(field: ValueField, country: Country): readonly unknown[] {
  const max = maxLengthIn(field.max, country);
  const listed = BAD[field.type].filter(value => !field.values.includes(String(value)));
  return field.type === 'str' && max !== null ? [...listed, 'x'.repeat(max + 1)] : listed;
}

/** Where a message is spoilt, and how each complaint names the place. */
interface Run {
  readonly path: string;
  readonly country: Country;
  readonly expected: string[];
  /** Counts up, so that every kind of bad value has its turn. */
  readonly turn: { count: number };
}

type Spoil = (fields: readonly AnyField[], content: Content, run: Run) => Content;

const below = (run: Run, name: string): Run => ({ ...run, path: `${run.path}.${name}` });

/** Goes on into what has fields of its own. */
function deeper(spoil: Spoil, field: AnyField, run: Run): (value: unknown) => unknown {
  if (field.kind === 'aggregate') return value => spoil(field.fields, value as Content, run);
  if (field.kind !== 'sequence') return value => value;
  return value => {
    const [[name = '', inner] = []] = Object.entries(value as Content);
    const member = field.members.find(one => one.name === name);
    return { [name]: spoil(member?.fields ?? [], inner as Content, below(run, name)) };
  };
}

/** Every field that content gives, in the table's order, the branches of choices taken in. */
function givenFields(fields: readonly AnyField[], content: Content): Exclude<AnyField, ChoiceField>[] {
  return fields.flatMap(field => {
    if (field.kind === 'choice') return givenFields(field.branches.flat(), content);
    return content[field.name] === undefined ? [] : [field];
  });
}

function eachGiven(
  fields: readonly AnyField[],
  content: Content,
  at: (field: Exclude<AnyField, ChoiceField>, value: unknown, place: string) => unknown,
): Content {
  return Object.fromEntries(
    givenFields(fields, content).map(field => {
      const value = content[field.name];
      if (!Array.isArray(value)) return [field.name, at(field, value, field.name)];
      return [field.name, value.map((one: unknown, index) => at(field, one, `${field.name}[${index}]`))];
    }),
  );
}

const spoilValues: Spoil = (fields, content, run) =>
  eachGiven(fields, content, (field, value, place) => {
    const here = below(run, place);
    if (field.kind !== 'value') return deeper(spoilValues, field, here)(value);
    run.expected.push(here.path);
    const bad = badOf(field, run.country);
    run.turn.count += 1;
    return bad[run.turn.count % bad.length];
  });

const addUnknown: Spoil = (fields, content, run) => {
  run.expected.push(`${run.path}.Nonsense`);
  const inner = eachGiven(fields, content, (field, value, place) =>
    deeper(addUnknown, field, below(run, place))(value),
  );
  return { ...inner, Nonsense: 'x' };
};

const addForeign: Spoil = (fields, content, run) => {
  const foreign = fields.filter(
    (field): field is ValueField => field.kind === 'value' && field.notIn.includes(run.country),
  );
  run.expected.push(...foreign.map(field => `${run.path}.${field.name}`));
  const inner = eachGiven(fields, content, (field, value, place) =>
    deeper(addForeign, field, below(run, place))(value),
  );
  return {
    ...inner,
    ...Object.fromEntries(foreign.map(field => [field.name, field.type === 'bool' ? true : 'x'])),
  };
};

const dropRequired: Spoil = (fields, content, run) => {
  const required = fields.filter(field => field.kind !== 'choice' && field.required);
  const names = required.flatMap(field => (field.kind === 'choice' ? [] : [field.name]));
  run.expected.push(...names.map(name => `${run.path}.${name}`));
  return Object.fromEntries(Object.entries(content).filter(([name]) => !names.includes(name)));
};

function problemsOf(name: MessageName, body: Content, target: { country: Country; version?: Version }) {
  try {
    encodeContent({ name, fields: MESSAGES[name].request }, body, { version: [13, 0], ...target });
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Unencodable);
    return (thrown as Unencodable).problems;
  }
  return [];
}

/** Spoils bodies everywhere at once; all the places are named, and no other. */
function expectAllNamed(name: MessageName, spoil: Spoil): void {
  const body = fc
    .constantFrom(...COUNTRIES)
    .chain(country => contentOf(MESSAGES[name].request, country).map(content => [country, content] as const));
  fc.assert(
    fc.property(body, fc.nat(100), ([country, content], turn) => {
      const run: Run = { path: name, country, expected: [], turn: { count: turn } };
      const spoilt = spoil(MESSAGES[name].request, content, run);
      const paths = problemsOf(name, spoilt, { country }).map(problem => problem.path);
      expect(paths.toSorted()).toEqual(run.expected.toSorted());
    }),
    { numRuns: 40 },
  );
}

describe('what QuickBooks would refuse never leaves, and every fault is named at once', () => {
  it.each(NAMES)('%s: values that are too long, of another type, form or alphabet', name => {
    expectAllNamed(name, spoilValues);
  });
  it.each(NAMES)('%s: elements the message does not have, at every level', name => {
    expectAllNamed(name, addUnknown);
  });
  it.each(NAMES)('%s: fields of another country', name => {
    expectAllNamed(name, addForeign);
  });
  it.each(NAMES)('%s: required fields that are missing', name => {
    expectAllNamed(name, dropRequired);
  });
});

it.each([
  ['VendorQuery', { ListID: ['1'], FullName: ['x'] }],
  ['VendorQuery', { FullName: ['x'], MaxReturned: 5 }],
  [
    'ItemQuery',
    { NameFilter: { MatchCriterion: 'Contains', Name: 'x' }, NameRangeFilter: { FromName: 'a' } },
  ],
  ['PurchaseOrderQuery', { TxnID: ['1'], RefNumber: ['2'], RefNumberCaseSensitive: ['3'] }],
  ['PurchaseOrderQuery', { TxnDateRangeFilter: { FromTxnDate: '2026-01-01', DateMacro: 'All' } }],
] as const)('%s: only one of several choices may be made', (name, body) => {
  const problems = problemsOf(name, body, { country: 'US' });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.problem).toContain('more than one of');
});

it('a choice that must be made and is not is named with what there is to choose from', () => {
  const problems = problemsOf('PurchaseOrderQuery', { EntityFilter: {} }, { country: 'US' });
  expect(problems).toEqual([
    {
      path: 'PurchaseOrderQuery.EntityFilter',
      problem: 'needs one of ListID, FullName, ListIDWithChildren, FullNameWithChildren',
    },
  ]);
});

it.each([
  ['a list where one is expected', { PurchaseOrderAdd: [{}] }],
  ['text where an aggregate is expected', { PurchaseOrderAdd: 'x' }],
  [
    'one where a list is expected',
    { PurchaseOrderAdd: { Lines: [{ PurchaseOrderLineAdd: {} }] }, IncludeRetElement: 'x' },
  ],
  ['a line of another message', { PurchaseOrderAdd: { Lines: [{ PurchaseOrderLineMod: {} }] } }],
  [
    'two lines in one',
    { PurchaseOrderAdd: { Lines: [{ PurchaseOrderLineAdd: {}, PurchaseOrderLineGroupAdd: {} }] } },
  ],
  ['lines that are no list', { PurchaseOrderAdd: { Lines: { PurchaseOrderLineAdd: {} } } }],
  ['an order without lines', { PurchaseOrderAdd: { Lines: [] } }],
])('%s is refused', (_case, body) => {
  expect(problemsOf('PurchaseOrderAdd', body, { country: 'US' })).not.toEqual([]);
});

it('a field of a later qbXML version than the one spoken is refused, component by component', () => {
  const body = { PurchaseOrderAdd: { ExternalGUID: '0', Lines: [{ PurchaseOrderLineAdd: {} }] } };
  const paths = (version: Version) =>
    problemsOf('PurchaseOrderAdd', body, { country: 'US', version }).map(one => one.path);
  expect(paths([9, 0])).toEqual([]);
  expect(paths([10, 0])).toEqual([]);
  expect(paths([8, 9])).toEqual(['PurchaseOrderAdd.PurchaseOrderAdd.ExternalGUID']);
});

/** What a body gives of fields that came later than a version; below such a field nothing more is said. */
function laterThan(
  version: Version,
  fields: readonly AnyField[],
  [path, content]: [string, Content],
): string[] {
  return fields.flatMap(field => {
    if (field.kind === 'choice') {
      const given = field.branches.flat();
      if (!isLater(field, version)) return laterThan(version, given, [path, content]);
      return givenFields(given, content).map(one => `${path}.${one.name}`);
    }
    const value = content[field.name];
    if (value === undefined) return [];
    const place = `${path}.${field.name}`;
    if (isLater(field, version)) return [place];
    return entriesOf(value, place).flatMap(([here, one]) => laterWithin(version, field, [here, one]));
  });
}

function isLater(field: AnyField, version: Version): boolean {
  return field.since !== null && compareVersions(field.since, version) > 0;
}

function entriesOf(value: unknown, place: string): [string, unknown][] {
  if (!Array.isArray(value)) return [[place, value]];
  return value.map((one: unknown, at) => [`${place}[${at}]`, one]);
}

function laterWithin(version: Version, field: AnyField, [place, value]: [string, unknown]): string[] {
  if (field.kind === 'aggregate') return laterThan(version, field.fields, [place, value as Content]);
  if (field.kind !== 'sequence') return [];
  const [[name = '', inner] = []] = Object.entries(value as Content);
  const member = field.members.find(one => one.name === name);
  return laterThan(version, member?.fields ?? [], [`${place}.${name}`, inner as Content]);
}

const VERSIONS: readonly Version[] = [
  [1, 0],
  [2, 0],
  [3, 0],
  [6, 0],
  [6, 1],
  [8, 0],
  [10, 0],
  [12, 0],
];

describe('an older qbXML is spoken without the fields that came later', () => {
  it.each(NAMES)('%s: each of them is named', name => {
    const fields: readonly AnyField[] = MESSAGES[name].request;
    fc.assert(
      fc.property(contentOf(fields, 'CA'), fc.constantFrom(...VERSIONS), (content, version) => {
        const paths = problemsOf(name, content, { country: 'CA', version }).map(problem => problem.path);
        expect(paths.toSorted()).toEqual(laterThan(version, fields, [name, content]).toSorted());
      }),
      { numRuns: 30 },
    );
  });
});

it('what may be given only so often is refused once more', () => {
  const prefilled = (count: number) => ({
    VendorAdd: {
      Name: 'Keel',
      PrefillAccountRef: Array.from({ length: count }, () => ({ ListID: '1' })),
    },
  });
  expect(problemsOf('VendorAdd', prefilled(3), { country: 'US' })).toEqual([]);
  expect(problemsOf('VendorAdd', prefilled(4), { country: 'US' })).toEqual([
    { path: 'VendorAdd.VendorAdd.PrefillAccountRef', problem: 'has 4 entries, QuickBooks takes 3' },
  ]);
});

it.each([
  [0, 'is 0, not 1 to 12'],
  [1, null],
  [12, null],
  [13, 'is 13, not 1 to 12'],
])('month %i of a card: %s', (month, problem) => {
  const body = { CustomerAdd: { Name: 'Keel', CreditCardInfo: { ExpirationMonth: month } } };
  const problems = problemsOf('CustomerAdd', body, { country: 'US' }).map(one => one.problem);
  expect(problems).toEqual(problem === null ? [] : [problem]);
});

it('a page of nothing is not asked for', () => {
  expect(problemsOf('BillQuery', { MaxReturned: 0 }, { country: 'US' })[0]?.problem).toBe(
    'is 0, not 1 or more',
  );
});

it('a text of exactly the length allowed goes over, one character more does not', () => {
  const fields = NAMES.flatMap(name => valueFields(MESSAGES[name].request));
  const bounded = fields.filter(field => field.type === 'str' && field.max !== null);
  expect(bounded.length).toBeGreaterThan(50);
  for (const field of bounded) {
    for (const country of COUNTRIES) {
      const max = maxLengthIn(field.max, country);
      if (max === null) continue;
      expect(problemOf('é'.repeat(max), field, country)).toBeNull();
      expect(problemOf('é'.repeat(max + 1), field, country)).toContain(`QuickBooks takes ${max}`);
    }
  }
});

it('an empty element is sent only where Intuit’s schema takes one: to clear a field', () => {
  for (const name of NAMES) {
    for (const field of valueFields(MESSAGES[name].request))
      expect(problemOf('', field, 'US') === null, `${name} ${field.name}`).toBe(CLEARABLE.has(field.type));
  }
});

function valueFields(fields: readonly AnyField[]): ValueField[] {
  return fields.flatMap(field => {
    if (field.kind === 'value') return [field];
    if (field.kind === 'aggregate') return valueFields(field.fields);
    return field.kind === 'choice' ? valueFields(field.branches.flat()) : valueFields(field.members);
  });
}
