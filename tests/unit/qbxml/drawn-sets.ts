import fc from 'fast-check';
import { expect } from 'vitest';
import { readAnswer } from '@/lib/qbxml/answer';
import { decodeRecord } from '@/lib/qbxml/decode';
import type { Target } from '@/lib/qbxml/encode';
import type { AnyField, Country } from '@/lib/qbxml/fields';
import { encodeMessageSet, type QbRequest } from '@/lib/qbxml/message-set';
import { MESSAGES, type MessageName } from '@/lib/qbxml/messages';
import type { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';
import { COUNTRIES, type Content, contentOf } from './bodies';

/** Message sets of requests drawn from the field tables, to be held against the schema and read back. */

export const NAMES = Object.keys(MESSAGES) as MessageName[];

export const target = (country: Country): Target => ({ country, version: [13, 0] });

/** One reading of the schema takes longer than many requests; a set of many takes little more than one of few. */
const REQUESTS_PER_SET = 50;
/** More than twice as much passes the memory of the checker. */
const CHARS_PER_CHECK = 3_000_000;

export interface DrawnSet {
  readonly name: MessageName;
  readonly country: Country;
  readonly bodies: readonly Content[];
}

/** As many requests of a message as asked for, in sets of one country each. */
export function drawSets(name: MessageName, count: number, seed: number): DrawnSet[] {
  const perCountry = Math.ceil(count / COUNTRIES.length);
  return COUNTRIES.flatMap(country => {
    const bodies = fc.sample(contentOf(MESSAGES[name].request, country), { numRuns: perCountry, seed });
    const starts = Array.from(
      { length: Math.ceil(bodies.length / REQUESTS_PER_SET) },
      (_, at) => at * REQUESTS_PER_SET,
    );
    return starts.map(start => ({ name, country, bodies: bodies.slice(start, start + REQUESTS_PER_SET) }));
  });
}

export function encoded({ name, country, bodies }: DrawnSet): string {
  return encodeMessageSet({
    target: target(country),
    onError: 'continueOnError',
    requests: bodies.map((body, at) => ({ requestID: `${at}`, request: requestOf(name, body) })),
  });
}

/** The compiler cannot know that a drawn body is one of the message. */
function requestOf(name: MessageName, body: Content): QbRequest {
  return { message: name, body } as QbRequest;
}

/** What comes back when a set is read by the tables it was written by is what was put in. */
export function expectReadBack(set: DrawnSet, xml: string): void {
  const fields: readonly AnyField[] = MESSAGES[set.name].request;
  const answer = xml
    .replace(/<QBXMLMsgsRq [^>]*>/, '<QBXMLMsgsRs>')
    .replace('</QBXMLMsgsRq>', '</QBXMLMsgsRs>')
    .replaceAll(`<${set.name}Rq `, `<${set.name}Rs statusCode="0" `)
    .replaceAll(`</${set.name}Rq>`, `</${set.name}Rs>`);
  const read = readAnswer(answer).responses.map(({ records }) =>
    decodeRecord(fields, { name: set.name, attributes: {}, children: [...records], text: '' }),
  );
  expect(read).toEqual(set.bodies.map(body => withoutBlanks(fields, body)));
}

/** The first complaint about each message, with the request it is about. */
export async function complaints(
  schema: SchemaCheck,
  sets: readonly DrawnSet[],
): Promise<ReadonlyMap<MessageName, string>> {
  const faulty: DrawnSet[] = [];
  for (const part of inParts(sets.map(set => ({ set, xml: encoded(set) })))) {
    const faults = await schema.faults(part.map(one => one.xml));
    faulty.push(...part.filter((_, at) => faults[at]?.length !== 0).map(one => one.set));
  }
  const firsts = new Map(faulty.toReversed().map(set => [set.name, set]));
  const found = new Map<MessageName, string>();
  for (const [name, set] of firsts) found.set(name, await culpritOf(schema, set));
  return found;
}

function inParts<T extends { readonly xml: string }>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  let room = 0;
  for (const one of all) {
    if (room < one.xml.length || parts.length === 0) {
      parts.push([]);
      room = CHARS_PER_CHECK;
    }
    parts.at(-1)?.push(one);
    room -= one.xml.length;
  }
  return parts;
}

async function culpritOf(schema: SchemaCheck, set: DrawnSet): Promise<string> {
  const singles = set.bodies.map(body => encoded({ ...set, bodies: [body] }));
  const faults = await schema.faults(singles);
  const at = faults.findIndex(one => one.length > 0);
  return `${faults[at]?.join(' ')} ${singles[at]}`;
}

/** What a decoded record lacks of a written one: typed values that were blank, and lists left with nothing. */
export function withoutBlanks(fields: readonly AnyField[], content: Content): Content {
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
