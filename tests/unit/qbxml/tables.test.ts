import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnyField, MaxLength, ValueType } from '@/lib/qbxml/fields';
import type { Message } from '@/lib/qbxml/message';
import { MESSAGES, type MessageName } from '@/lib/qbxml/messages';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { type Fact, readOperations } from './operations-file';

const TYPES: Readonly<Record<string, ValueType>> = {
  STRTYPE: 'str',
  IDTYPE: 'id',
  GUIDTYPE: 'guid',
  BOOLTYPE: 'bool',
  DATETYPE: 'date',
  DATETIMETYPE: 'datetime',
  AMTTYPE: 'amt',
  PRICETYPE: 'price',
  QUANTYPE: 'qty',
  PERCENTTYPE: 'pct',
  INTTYPE: 'int',
  FLOATTYPE: 'float',
  ENUMTYPE: 'enum',
  TIMEINTERVALTYPE: 'interval',
};

/** The schema bounds an id, the operations file leaves that out. */
const ID_CHARS = 36;

/** Lengths on which the two disagree: the schema’s are the shorter ones, and hold. */
const SHORTER_IN_SCHEMA: Readonly<Record<string, number>> = { ResaleNumber: 15 };

function fromFact(fact: Fact): unknown {
  const counted = { isRequired: fact.isRequired, isMany: fact.isMany, since: fact.since };
  if (fact.name === '') return { ...counted, branches: fact.branches.map(branch => branch.map(fromFact)) };
  const marks = { ...counted, name: fact.name, notIn: fact.notIn };
  // Attributes that stand for a value; a macro, which we never send, stands for an id.
  const attributes = fact.attributes.filter(name => name !== 'defMacro' && name !== 'useMacro');
  if (fact.children.length > 0 || attributes.length > 0)
    return { ...marks, attributes, fields: fact.children.map(fromFact) };
  const type = TYPES[fact.type];
  // Of what neither country has, the values do not matter.
  const values = fact.notIn.length === 2 ? [] : fact.values.toSorted();
  return { ...marks, type, max: maxOf(fact), range: fact.range, values };
}

function maxOf(fact: Fact): MaxLength | null {
  return fact.type === 'IDTYPE' ? ID_CHARS : (SHORTER_IN_SCHEMA[fact.name] ?? fact.max);
}

function fromField(field: AnyField): unknown {
  const counted = {
    isRequired: field.required,
    isMany: field.many,
    since: field.since?.join('.') ?? null,
  };
  if (field.kind === 'choice')
    return { ...counted, branches: field.branches.map(branch => branch.map(fromField)) };
  // Lines and line groups in any order: a choice that may be made again and again.
  if (field.kind === 'sequence') {
    const branches = field.members.map(member => [fromField({ ...member, required: true })]);
    return { ...counted, isMany: true, branches };
  }
  const marks = { ...counted, name: field.name, notIn: field.notIn };
  if (field.kind === 'value')
    return {
      ...marks,
      type: field.type,
      max: field.max,
      range: field.range,
      values: field.notIn.length === 2 ? [] : field.values.toSorted(),
    };
  const attributes = field.fields.flatMap(one => (isAttribute(one) ? [one.name] : []));
  return { ...marks, attributes, fields: field.fields.filter(one => !isAttribute(one)).map(fromField) };
}

function isAttribute(field: AnyField): field is AnyField & { readonly kind: 'value' } {
  return field.kind === 'value' && field.isAttribute;
}

const facts = readOperations(schemaDirectory);
const NAMES = Object.keys(MESSAGES) as MessageName[];
const messageOf = (name: MessageName): Message => MESSAGES[name];
const RETS = NAMES.flatMap(name =>
  Object.entries(messageOf(name).rets).map(([ret, fields]) => [name, ret, fields] as const),
);

/** What stands in a response, the choices between kinds of records laid open. */
function recordsIn(name: MessageName): Fact[] {
  const children = facts?.get(`${name}Rs`)?.children ?? [];
  return children.flatMap(child => (child.name === '' ? child.branches.flat() : [child]));
}

describe.skipIf(facts === null)(
  'held against Intuit’s operations file (skipped: set QBXML_SCHEMA_DIR)',
  () => {
    it.each(NAMES)(
      '%s has Intuit’s elements: their order, number, type, length, country, version and values',
      name => {
        const { request, since, isIterable } = messageOf(name);
        const fact = facts?.get(`${name}Rq`);
        expect(request.map(fromField)).toEqual(fact?.children.map(fromFact));
        expect(since.join('.')).toBe(fact?.since ?? '1.0');
        expect(isIterable).toBe(fact?.attributes.includes('iterator'));
      },
    );

    it.each(RETS)('an answer to %s: %s has Intuit’s elements', (name, ret, fields) => {
      const fact = recordsIn(name).find(one => one.name === ret);
      expect(fields.map(fromField)).toEqual(fact?.children.map(fromFact));
    });

    it.each(NAMES)('an answer to %s says besides what Intuit’s does', name => {
      const values = recordsIn(name).filter(one => one.children.length === 0);
      expect(messageOf(name).answer.map(fromField)).toEqual(values.map(fromFact));
    });

    it.each(NAMES)('an answer to %s holds no record but those its table knows', name => {
      const records = recordsIn(name).filter(one => one.children.length > 0);
      expect(Object.keys(messageOf(name).rets).toSorted()).toEqual(records.map(one => one.name).toSorted());
    });
  },
);

/** Where the schema says how often an element may be repeated, which the operations file does not. */
function boundsOfSchema(directory: string): string[] {
  const schema = readFileSync(join(directory, 'qbxml130.xsd'), 'utf8');
  const bounded = schema.matchAll(/<xsd:element (?:ref|name)="(\w+)"[^>]*maxOccurs="(\d+)"/g);
  return [...new Set([...bounded].map(([, name, most]) => `${name} ${most}`))];
}

function boundsOf(fields: readonly AnyField[]): string[] {
  return fields.flatMap(field => {
    if (field.kind === 'choice') return boundsOf(field.branches.flat());
    if (field.kind === 'sequence') return boundsOf(field.members);
    const own = field.most === null ? [] : [`${field.name} ${field.most}`];
    return field.kind === 'aggregate' ? [...own, ...boundsOf(field.fields)] : own;
  });
}

it.skipIf(schemaDirectory === null)('what Intuit’s schema lets be repeated only so often is bounded', () => {
  const bounds = new Set(NAMES.flatMap(name => boundsOf(messageOf(name).request)));
  const allowed = boundsOfSchema(schemaDirectory ?? '');
  expect([...bounds].filter(bound => !allowed.includes(bound))).toEqual([]);
  expect([...bounds].toSorted()).toEqual([
    'AdditionalContactRef 5',
    'AdditionalContactRef 8',
    'PrefillAccountRef 3',
    'ShipToAddress 50',
  ]);
});

const EFFECTS = { Query: 'read', Add: 'add', Mod: 'mod', Del: 'delete', Void: 'void' };

it('only messages that change nothing may be repeated without asking', () => {
  for (const name of NAMES) {
    const [verb] = Object.entries(EFFECTS).filter(([ending]) => name.endsWith(ending));
    expect(MESSAGES[name].effect, name).toBe(verb?.[1]);
  }
});

it('every message is registered under its own name', () => {
  for (const name of NAMES) expect(MESSAGES[name].name).toBe(name);
});
