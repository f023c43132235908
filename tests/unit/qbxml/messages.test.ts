import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAnswer } from '@/lib/qbxml/answer';
import { recordsOf } from '@/lib/qbxml/decode';
import { encodeContent, type Target } from '@/lib/qbxml/encode';
import type { AnyField, Country } from '@/lib/qbxml/fields';
import { encodeMessageSet, type QbRequest } from '@/lib/qbxml/message-set';
import { MESSAGES, type MessageName } from '@/lib/qbxml/messages';
import { writeXml } from '@/lib/qbxml/xml';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';
import { COUNTRIES, type Content, contentOf } from './bodies';

const NAMES = Object.keys(MESSAGES) as MessageName[];
const RETS = NAMES.flatMap(name => Object.keys(MESSAGES[name].rets).map(ret => [name, ret] as const));
const schema = SchemaCheck.in(schemaDirectory);

const target = (country: Country): Target => ({ country, version: [13, 0] });

function document(name: MessageName, country: Country, body: Content): string {
  return encodeMessageSet({
    target: target(country),
    onError: 'stopOnError',
    requests: [{ requestID: '1', request: { message: name, body } as unknown as QbRequest }],
  });
}

const BODIES = 220;
/** More than twice as many pass the memory of the checker. */
const DOCUMENTS = 800;

function given(fields: readonly AnyField[]): fc.Arbitrary<readonly [Country, Content]> {
  return fc
    .constantFrom(...COUNTRIES)
    .chain(country => contentOf(fields, country).map(body => [country, body] as const));
}

/** Sets as the engine makes them, beside single requests. */
function sets(): string[] {
  const base = { target: target('US'), onError: 'continueOnError' } as const;
  const host = { requestID: 'r'.repeat(50), request: { message: 'HostQuery', body: {} } } as const;
  const vendors = { message: 'VendorQuery', body: { MaxReturned: 5 } } as const;
  const continued = { ...vendors, iterator: { state: 'Continue', iteratorID: '{x}' } } as const;
  const ids = { newMessageSetID: 'a'.repeat(23), oldMessageSetID: 'a'.repeat(23) };
  return [
    encodeMessageSet({ ...base, newMessageSetID: ids.newMessageSetID, requests: [host] }),
    encodeMessageSet({ ...base, ...ids, requests: [] }),
    encodeMessageSet({ ...base, oldMessageSetID: ids.oldMessageSetID, requests: [] }),
    encodeMessageSet({ ...base, requests: [{ requestID: '1', request: continued }, host] }),
  ];
}

const SEED = Date.now();
const SETS = 'sets, questions about a set and clearings of one';
const documentsOf = (name: MessageName): string[] =>
  fc
    .sample(given(MESSAGES[name].request), { numRuns: BODIES, seed: SEED })
    .map(([country, body]) => document(name, country, body));

/** Few checks of many documents: each has to read the schema first, which takes longer than the documents. */
async function complaints(): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const all = [...NAMES.map(name => [name, documentsOf(name)] as const), [SETS, sets()] as const];
  const found = new Map<string, unknown[]>(all.map(([name]) => [name, []]));
  const labelled = all.flatMap(([name, documents]) => documents.map(xml => ({ name, xml })));
  for (let start = 0; start < labelled.length; start += DOCUMENTS) {
    const part = labelled.slice(start, start + DOCUMENTS);
    const faults = (await schema?.faults(part.map(one => one.xml))) ?? [];
    for (const [at, { name, xml }] of part.entries())
      if (faults[at]?.length !== 0) found.get(name)?.push([faults[at], xml]);
  }
  return found;
}

describe.skipIf(schema === null)('held against Intuit’s schema (skipped: set QBXML_SCHEMA_DIR)', () => {
  let found: ReadonlyMap<string, readonly unknown[]> = new Map();
  beforeAll(async () => {
    found = await complaints();
  });

  it.each(NAMES)('whatever the table of %s allows is encoded and valid', name => {
    expect(found.get(name)?.slice(0, 1), `seed ${SEED}`).toEqual([]);
  });

  it(`${SETS} are valid`, () => {
    expect(found.get(SETS)).toEqual([]);
  });
});

/** A record as QuickBooks would send it, written by its own table. */
function answerWith(ret: string, fields: readonly AnyField[], written: readonly [Country, Content]): string {
  const [country, content] = written;
  const record = writeXml({
    name: ret,
    content: encodeContent({ name: ret, fields }, content, target(country)),
  });
  return `<QBXML><QBXMLMsgsRs><XRs statusCode="0">${record}${record}</XRs></QBXMLMsgsRs></QBXML>`;
}

/** What a decoded record lacks of a written one: typed values that were blank, and containers left with nothing. */
function withoutBlanks(fields: readonly AnyField[], content: Content): Content {
  const kept = Object.entries(content).flatMap(([name, value]) => {
    const field = namedField(fields, name);
    const values = (Array.isArray(value) ? value : [value]).flatMap(one => keptValue(field, one));
    if (values.length === 0) return [];
    return [[name, Array.isArray(value) ? values : values[0]]];
  });
  return Object.fromEntries(kept) as Content;
}

function keptValue(field: AnyField | undefined, value: unknown): unknown[] {
  if (field?.kind === 'value') {
    const isText = field.type === 'str' || field.type === 'id' || field.type === 'enum';
    return value === '' && !isText ? [] : [value];
  }
  if (field?.kind === 'aggregate') return [withoutBlanks(field.fields, value as Content)];
  if (field?.kind !== 'sequence') return [];
  return Object.entries(value as Content).map(([name, inner]) => {
    const member = field.members.find(one => one.name === name);
    return { [name]: withoutBlanks(member?.fields ?? [], inner as Content) };
  });
}

function namedField(fields: readonly AnyField[], name: string): AnyField | undefined {
  const all = fields.flatMap((field): AnyField[] =>
    field.kind === 'choice' ? field.branches.flat(2) : [field],
  );
  return all.some(field => field.kind === 'choice')
    ? namedField(all, name)
    : all.find(field => field.kind !== 'choice' && field.name === name);
}

describe('what QuickBooks answers', () => {
  it.each(RETS)('%s: every %s that its table can describe is read back whole, each of two', (name, ret) => {
    const fields = (MESSAGES[name].rets as Readonly<Record<string, readonly AnyField[]>>)[ret] ?? [];
    fc.assert(
      fc.property(given(fields), record => {
        const [response] = readAnswer(answerWith(ret, fields, record)).responses;
        expect(response?.records.map(one => one.name)).toEqual([ret, ret]);
        const expected = withoutBlanks(fields, record[1]);
        const read = response ? recordsOf(response, name, ret as never) : [];
        expect(read).toEqual([expected, expected]);
      }),
      { numRuns: 40 },
    );
  });
});
