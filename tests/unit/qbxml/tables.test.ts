import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnyField, MaxLength, ValueType } from '@/lib/qbxml/fields';
import { MESSAGES, type MessageName } from '@/lib/qbxml/messages';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';

/** A node of the digest made by machine from Intuit's annotated operations file. */
interface Fact {
  readonly name?: string;
  readonly min: number;
  readonly max: number | null;
  readonly type?: string;
  readonly maxLength?: MaxLength;
  readonly notIn?: readonly string[];
  readonly since?: string;
  readonly enum?: readonly string[];
  readonly children?: readonly Fact[];
  readonly choice?: readonly (readonly Fact[])[];
}

interface Facts {
  readonly attributes: readonly string[];
  readonly since?: string;
  readonly children: readonly Fact[];
}

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
};

/** The schema itself bounds an id, the digest leaves that out. */
const ID_CHARS = 36;

function fromFact(fact: Fact): unknown {
  const counted = { isRequired: fact.min > 0, isMany: fact.max === null || fact.max > 1 };
  if (fact.choice) return { ...counted, branches: fact.choice.map(branch => branch.map(fromFact)) };
  const marks = { ...counted, name: fact.name, since: fact.since ?? null, notIn: fact.notIn ?? [] };
  if (fact.children) return { ...marks, fields: fact.children.map(fromFact) };
  const type = TYPES[fact.type ?? ''];
  return {
    ...marks,
    type,
    max: type === 'id' ? ID_CHARS : (fact.maxLength ?? null),
    values: fact.enum ?? [],
  };
}

function fromField(field: AnyField): unknown {
  const counted = { isRequired: field.required, isMany: field.many };
  if (field.kind === 'choice')
    return { ...counted, branches: field.branches.map(branch => branch.map(fromField)) };
  // Lines and line groups in any order: the digest has them as a choice that may be made again and again.
  if (field.kind === 'sequence')
    return {
      ...counted,
      isMany: true,
      branches: field.members.map(member => [{ ...shape(member), isRequired: true }]),
    };
  return { ...shape(field), ...counted };
}

function shape(field: Exclude<AnyField, { kind: 'choice' | 'sequence' }>) {
  const counted = { isRequired: field.required, isMany: field.many };
  const marks = { ...counted, name: field.name, since: field.since?.join('.') ?? null, notIn: field.notIn };
  if (field.kind === 'aggregate') return { ...marks, fields: field.fields.map(fromField) };
  return { ...marks, type: field.type, max: field.max, values: field.values };
}

const file = schemaDirectory === null ? null : join(schemaDirectory, 'messages-13.json');
const digest = file
  ? (JSON.parse(readFileSync(file, 'utf8')) as Record<
      'requests' | 'responses',
      Readonly<Record<string, Facts>>
    >)
  : null;

const NAMES = Object.keys(MESSAGES) as MessageName[];
const RETS = NAMES.flatMap(name =>
  Object.entries(MESSAGES[name].rets as Readonly<Record<string, readonly AnyField[]>>).map(
    ([ret, fields]) => [name, ret, fields] as const,
  ),
);

describe.skipIf(digest === null)(
  'held against Intuit’s operations file (skipped: set QBXML_SCHEMA_DIR)',
  () => {
    it.each(NAMES)(
      '%s has Intuit’s elements: their order, number, type, length, country, version and values',
      name => {
        const { request, since, isIterable } = MESSAGES[name];
        const facts = digest?.requests[`${name}Rq`];
        expect(request.map(fromField)).toEqual(facts?.children.map(fromFact));
        expect(since.join('.')).toBe(facts?.since ?? '1.0');
        expect(isIterable).toBe(facts?.attributes.includes('iterator'));
      },
    );

    it.each(RETS)('an answer to %s: %s has Intuit’s elements', (name, ret, fields) => {
      expect(MESSAGES[name].name).toBe(name);
      const facts = Object.values(digest?.responses ?? {}).flatMap(one => one.children);
      expect(fields.map(fromField)).toEqual(facts.find(one => one.name === ret)?.children?.map(fromFact));
    });
  },
);

it('only messages that change nothing may be repeated without asking', () => {
  const effects = Object.fromEntries(NAMES.map(name => [name, MESSAGES[name].effect]));
  for (const name of NAMES) {
    if (name.endsWith('Query')) expect(effects[name]).toBe('read');
    if (name.endsWith('Add')) expect(effects[name]).toBe('add');
    if (name.endsWith('Mod')) expect(effects[name]).toBe('mod');
  }
  expect(NAMES.filter(name => effects[name] !== 'read')).toEqual(['PurchaseOrderAdd', 'PurchaseOrderMod']);
});

it('every message is registered under its own name', () => {
  for (const name of NAMES) expect(MESSAGES[name].name).toBe(name);
});
