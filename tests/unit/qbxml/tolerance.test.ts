import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer, UnreadableAnswer } from '@/lib/qbxml/answer';
import { recordsOf } from '@/lib/qbxml/decode';
import { encodeContent } from '@/lib/qbxml/encode';
import type { AnyField, ValueField, ValueType } from '@/lib/qbxml/fields';
import { MESSAGES, type MessageName } from '@/lib/qbxml/messages';
import { writeXml, type XmlElement } from '@/lib/qbxml/xml';
import { type Content, contentOf } from './bodies';
import { NAMES, target, withoutBlanks } from './drawn-sets';

/** Records as no schema has them, but as QuickBooks of another year, country or machine might send them. */

type Fields = readonly AnyField[];

const RETS = NAMES.flatMap(name =>
  Object.entries(MESSAGES[name].rets as Readonly<Record<string, Fields>>).map(
    ([ret, fields]) => [name, ret, fields] as const,
  ),
);

const NEWER = 'SomethingNewer';
const STRANGE: XmlElement = { name: 'Unheard', content: [{ name: 'Name', content: 'of it' }] };
const DECIMALS: readonly ValueType[] = ['amt', 'price', 'qty', 'pct', 'float'];

function flat(fields: Fields): Exclude<AnyField, { kind: 'choice' }>[] {
  return fields.flatMap(field => (field.kind === 'choice' ? flat(field.branches.flat()) : [field]));
}

function fieldOf(fields: Fields, name: string): AnyField | undefined {
  const found = flat(fields).find(
    field =>
      field.name === name || (field.kind === 'sequence' && field.members.some(one => one.name === name)),
  );
  return found?.kind === 'sequence' ? found.members.find(one => one.name === name) : found;
}

/** Where the elements of a table stand once their order is lost: lists and lines stay together. */
function placeOf(fields: Fields, name: string): string {
  const lines = flat(fields).find(
    field => field.kind === 'sequence' && field.members.some(one => one.name === name),
  );
  return lines?.name ?? name;
}

/** In another order, with unknown elements about, decimal commas, blanks around values and values unheard of. */
function distorted(fields: Fields, element: XmlElement): XmlElement {
  if (typeof element.content === 'string') return element;
  const children = element.content
    .toSorted((one, two) => placeOf(fields, two.name).localeCompare(placeOf(fields, one.name)))
    .map(child => {
      const field = fieldOf(fields, child.name);
      if (field?.kind === 'aggregate') return distorted(field.fields, child);
      return field?.kind === 'value' ? { ...child, content: oddly(field, String(child.content)) } : child;
    });
  const attributes = Object.entries(element.attributes ?? {}).map(([name, text]) => {
    const field = fieldOf(fields, name);
    return [name, field?.kind === 'value' ? oddly(field, text) : text];
  });
  return {
    ...element,
    attributes: { ...Object.fromEntries(attributes), unheard: 'of' },
    content: [STRANGE, ...children, STRANGE],
  };
}

function oddly(field: ValueField, text: string): string {
  if (field.type === 'enum') return NEWER;
  if (field.type === 'str' || field.type === 'id' || text === '') return text;
  return ` ${DECIMALS.includes(field.type) ? text.replace('.', ',') : text}\n`;
}

/** The values unheard of are read as they stand. */
function withNewer(fields: Fields, content: Content): Content {
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => {
      const field = flat(fields).find(one => one.name === name);
      const one = (inner: unknown) => newer(field, inner);
      return [name, Array.isArray(value) ? value.map(one) : one(value)];
    }),
  );
}

function newer(field: AnyField | undefined, value: unknown): unknown {
  if (field?.kind === 'value') return field.type === 'enum' ? NEWER : value;
  if (field?.kind === 'aggregate') return withNewer(field.fields, value as Content);
  if (field?.kind !== 'sequence') return value;
  const [[name = '', inner] = []] = Object.entries(value as Content);
  const member = field.members.find(one => one.name === name);
  return { [name]: withNewer(member?.fields ?? [], inner as Content) };
}

function read(name: MessageName, record: XmlElement): unknown[] {
  const xml = `<QBXML><QBXMLMsgsRs><XRs statusCode="0">${writeXml(record)}</XRs></QBXMLMsgsRs></QBXML>`;
  const [response] = readAnswer(xml).responses;
  return response ? recordsOf(response, name, record.name as never) : [];
}

const written = (ret: string, fields: Fields, content: Content): XmlElement => {
  const [record] = encodeContent(
    { name: ret, fields: [wrapped(ret, fields)] },
    { [ret]: content },
    target('CA'),
  );
  return record ?? { name: ret, content: [] };
};

function wrapped(name: string, fields: Fields): AnyField {
  return {
    kind: 'aggregate',
    name,
    fields,
    required: false,
    many: false,
    most: null,
    notIn: [],
    since: null,
  };
}

describe('what is not quite as the schema has it', () => {
  it.each(RETS)(
    '%s, %s: strange elements, another order, decimal commas, blanks and unheard-of values are read',
    (name, ret, fields) => {
      fc.assert(
        fc.property(contentOf(fields, 'CA'), content => {
          const record = distorted(fields, written(ret, fields, content));
          expect(read(name, record)).toEqual([withNewer(fields, withoutBlanks(fields, content))]);
        }),
        { numRuns: 15 },
      );
    },
  );

  it.each(RETS)('%s, %s: a record without anything is a record without anything', (name, ret) => {
    expect(read(name, { name: ret, content: [] })).toEqual([{}]);
  });
});

/** Every value with a form, by the way to it. */
function formedIn(fields: Fields, path: readonly string[] = []): { path: string[]; field: ValueField }[] {
  return flat(fields).flatMap(field => {
    const here = [...path, field.name];
    if (field.kind === 'aggregate') return formedIn(field.fields, here);
    if (field.kind === 'sequence')
      return field.members.flatMap(one => formedIn(one.fields, [...path, one.name]));
    return field.kind === 'value' && !FORMLESS.has(field.type) ? [{ path: here, field }] : [];
  });
}

const FORMLESS: ReadonlySet<ValueType> = new Set(['str', 'id', 'enum', 'guid']);
const BAD: Readonly<Partial<Record<ValueType, string>>> = {
  bool: 'yes',
  int: '1.5',
  date: '02/03/2026',
  datetime: '2026-02-03 10:00',
  interval: '8:30',
};

function holding(path: readonly string[], field: ValueField): XmlElement {
  const [name = '', ...rest] = path;
  const bad = BAD[field.type] ?? '1.234,50';
  const [next] = rest;
  if (next === undefined) return { name, content: bad };
  if (rest.length === 1 && field.isAttribute) return { name, attributes: { [next]: bad }, content: [] };
  return { name, content: [holding(rest, field)] };
}

describe('a value that is not of its type', () => {
  it.each(RETS)('%s, %s: has the answer refused, and the place is named', (name, ret, fields) => {
    for (const { path, field } of formedIn(fields, [ret])) {
      expect(() => read(name, holding(path, field))).toThrow(UnreadableAnswer);
      expect(() => read(name, holding(path, field))).toThrow(`${path.join('.')}: “`);
    }
  });
});
