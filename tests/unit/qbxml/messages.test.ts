import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAnswer } from '@/lib/qbxml/answer';
import { recordsOf } from '@/lib/qbxml/decode';
import { encodeContent } from '@/lib/qbxml/encode';
import type { AnyField, Country } from '@/lib/qbxml/fields';
import { encodeMessageSet } from '@/lib/qbxml/message-set';
import { MESSAGES, type MessageName } from '@/lib/qbxml/messages';
import { writeXml } from '@/lib/qbxml/xml';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';
import { COUNTRIES, type Content, contentOf } from './bodies';
import { complaints, drawSets, encoded, expectReadBack, NAMES, target, withoutBlanks } from './drawn-sets';

const schema = SchemaCheck.in(schemaDirectory);
/** Of each message; the tests of the codec in tests/codec draw a thousand. */
const BODIES = 50;
const SEED = Date.now();
const SETS = NAMES.flatMap(name => drawSets(name, BODIES, SEED));

const RETS = NAMES.flatMap(name => Object.keys(MESSAGES[name].rets).map(ret => [name, ret] as const));

function tableOf(name: MessageName, ret: string): readonly AnyField[] {
  return (MESSAGES[name].rets as Readonly<Record<string, readonly AnyField[]>>)[ret] ?? [];
}

it.each(NAMES)('whatever the table of %s allows is encoded, and reads back the same', name => {
  for (const set of SETS.filter(one => one.name === name)) expectReadBack(set, encoded(set));
});

/** Sets as the engine makes them, beside single requests. */
function setsOfTheEngine(): string[] {
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

describe.skipIf(schema === null)('held against Intuit’s schema (skipped: set QBXML_SCHEMA_DIR)', () => {
  let found: ReadonlyMap<MessageName, string> = new Map();
  beforeAll(async () => {
    if (schema) found = await complaints(schema, SETS);
  });

  it.each(NAMES)('whatever the table of %s allows is valid', name => {
    expect(found.get(name), `seed ${SEED}`).toBeUndefined();
  });

  it('every record that a table can describe would be a valid answer', async () => {
    const faults = (await schema?.faults(RETS.map(([name, ret]) => answersWith(name, ret)))) ?? [];
    const faulty = RETS.map((names, at) => [...names, ...(faults[at] ?? [])]).filter(one => one.length > 2);
    expect(faulty, `seed ${SEED}`).toEqual([]);
  });

  it('sets, questions about a set and clearings of one are valid', async () => {
    expect(await schema?.faults(setsOfTheEngine())).toEqual(setsOfTheEngine().map(() => []));
  });
});

function given(fields: readonly AnyField[]): fc.Arbitrary<readonly [Country, Content]> {
  return fc
    .constantFrom(...COUNTRIES)
    .chain(country => contentOf(fields, country).map(body => [country, body] as const));
}

/** A record as QuickBooks would send it, written by its own table. */
function recordWith(ret: string, fields: readonly AnyField[], written: readonly [Country, Content]): string {
  const [country, content] = written;
  return writeXml({ name: ret, content: encodeContent({ name: ret, fields }, content, target(country)) });
}

function answersWith(name: MessageName, ret: string): string {
  const responses = COUNTRIES.flatMap(country =>
    fc.sample(contentOf(tableOf(name, ret), country), { numRuns: 10, seed: SEED }).map(content => {
      const record = recordWith(ret, tableOf(name, ret), [country, content]);
      return `<${name}Rs statusCode="0" statusSeverity="Info">${record}</${name}Rs>`;
    }),
  );
  return `<QBXML><QBXMLMsgsRs>${responses.join('')}</QBXMLMsgsRs></QBXML>`;
}

describe('what QuickBooks answers', () => {
  it.each(RETS)('%s: every %s that its table can describe is read back whole, each of two', (name, ret) => {
    const fields = tableOf(name, ret);
    fc.assert(
      fc.property(given(fields), record => {
        const one = recordWith(ret, fields, record);
        const xml = `<QBXML><QBXMLMsgsRs><XRs statusCode="0">${one}${one}</XRs></QBXMLMsgsRs></QBXML>`;
        const [response] = readAnswer(xml).responses;
        expect(response?.records.map(one => one.name)).toEqual([ret, ret]);
        const expected = withoutBlanks(fields, record[1]);
        const read = response ? recordsOf(response, name, ret as never) : [];
        expect(read).toEqual([expected, expected]);
      }),
      { numRuns: 25 },
    );
  });
});
