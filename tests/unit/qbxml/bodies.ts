import fc from 'fast-check';
import type { AnyField, ChoiceField, Country, ValueField, ValueType } from '@/lib/qbxml/fields';
import { isWindows1252 } from '@/lib/qbxml/text';
import { maxLengthIn } from '@/lib/qbxml/values';

/** Contents of messages drawn from the field tables, honouring lengths, choices, cardinality and country. */
export type Content = Record<string, unknown>;

export const COUNTRIES: readonly Country[] = ['US', 'CA'];

/** Every character QuickBooks holds; those that XML must escape come up often. */
const CHARACTERS = Array.from({ length: 0x2200 }, (_, code) => String.fromCodePoint(code)).filter(
  isWindows1252,
);
const character = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...'abc ABC 019 .-') },
  { weight: 1, arbitrary: fc.constantFrom(...'&<>"\'\r\n\t;') },
  { weight: 1, arbitrary: fc.constantFrom(...CHARACTERS) },
);

export function textUpTo(max: number, min = 0): fc.Arbitrary<string> {
  const short = fc.string({ unit: character, minLength: min, maxLength: Math.min(max, 40) });
  return fc.oneof(
    { weight: 9, arbitrary: short },
    { weight: 1, arbitrary: fc.constantFrom(...CHARACTERS).map(one => one.repeat(max)) },
  );
}

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });
const sign = fc.constantFrom('', '-', '+');
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10));
const five = fc
  .tuple(sign, digits(1, 10), fc.option(digits(1, 5), { nil: null }))
  .map(([mark, whole, fraction]) => `${mark}${whole}${fraction === null ? '' : `.${fraction}`}`);

/** Types that an empty element clears; the others have no empty form. */
export const CLEARABLE: ReadonlySet<ValueType> = new Set([
  'str',
  'amt',
  'price',
  'qty',
  'pct',
  'float',
  'date',
  'datetime',
  'interval',
]);

const FORMS: Readonly<Record<Exclude<ValueType, 'str' | 'enum'>, fc.Arbitrary<unknown>>> = {
  id: textUpTo(36, 1),
  guid: fc.oneof(
    fc.constant('0'),
    fc.uuid().map(uuid => `{${uuid}}`),
    fc.uuid().map(uuid => `{${uuid.toUpperCase()}}`),
  ),
  bool: fc.boolean(),
  int: fc.integer(),
  amt: fc
    .tuple(sign, digits(1, 13), fc.option(digits(2, 2), { nil: null }))
    .map(([mark, whole, cents]) => `${mark}${whole}${cents === null ? '' : `.${cents}`}`),
  price: five,
  qty: five,
  pct: five,
  float: five,
  date: day,
  datetime: fc
    .tuple(day, fc.constantFrom('', 'T07', 'T07:05', 'T23:59:58', 'T07:05:09-06:00', 'T00:00:00+14:00'))
    .map(([date, time]) => `${date}${time}`),
  interval: fc.constantFrom('PT8H30M0S', 'PT0H15M', 'PT15M', 'PT7H', 'PT90S', 'PT120H0M'),
};

function drawnValue(field: ValueField, country: Country): fc.Arbitrary<unknown> {
  if (field.type === 'enum') return fc.constantFrom(...field.values);
  if (field.range !== null) return fc.integer(field.range);
  if (field.type === 'str') return textUpTo(maxLengthIn(field.max, country) ?? 300);
  const form = FORMS[field.type];
  if (!CLEARABLE.has(field.type)) return form;
  return fc.oneof({ weight: 12, arbitrary: form }, { weight: 1, arbitrary: fc.constant('') });
}

function choiceOf(field: ChoiceField, country: Country): fc.Arbitrary<Content> {
  const branch = fc.oneof(...field.branches.map(fields => contentOf(fields, country)));
  return field.required ? branch.filter(content => Object.keys(content).length > 0) : branch;
}

function givenOf(field: AnyField, country: Country): fc.Arbitrary<Content> {
  if (field.kind === 'choice') return choiceOf(field, country);
  if (field.kind === 'sequence') {
    const line = fc.oneof(
      ...field.members.map(member => contentOf(member.fields, country).map(one => ({ [member.name]: one }))),
    );
    return fc.array(line, { minLength: 1, maxLength: 4 }).map(lines => ({ [field.name]: lines }));
  }
  const one: fc.Arbitrary<unknown> =
    field.kind === 'value' ? drawnValue(field, country) : contentOf(field.fields, country);
  const given = field.many ? fc.array(one, { minLength: 1, maxLength: Math.min(3, field.most ?? 3) }) : one;
  return given.map(value => ({ [field.name]: value }));
}

/** Contents that a table allows for a country. */
export function contentOf(fields: readonly AnyField[], country: Country): fc.Arbitrary<Content> {
  const parts = fields
    .filter(field => !field.notIn.includes(country))
    .map(field =>
      field.required
        ? givenOf(field, country)
        : fc.oneof(
            { weight: 2, arbitrary: fc.constant({}) },
            { weight: 1, arbitrary: givenOf(field, country) },
          ),
    );
  return fc.tuple(...parts).map(all => Object.assign({}, ...all) as Content);
}
