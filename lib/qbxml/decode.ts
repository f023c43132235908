import type { AnswerNode, QbResponse } from './answer';
import { UnreadableAnswer } from './answer';
import type { AggregateField, AnyField, SequenceField, Shape, ValueField } from './fields';
import type { AnswerOf, Message, RetOf } from './message';
import { MESSAGES, type MessageName, type Messages } from './messages';
import { readValue } from './values';

/** What an answer may hold: everything can be missing, since a query may ask for a part and files have gaps. */
export type Answered<T> = T extends (infer E)[]
  ? Answered<E>[]
  : T extends object
    ? { [K in keyof T]?: Answered<T[K]> | undefined }
    : T;

type Decoded = Record<string, unknown>;

/** A node while it is read. Its children are found by name: tables are long, and most records have few of their fields. */
interface Place {
  readonly node: AnswerNode;
  readonly children: ReadonlyMap<string, readonly AnswerNode[]>;
  readonly path: string;
}

function decodeNode(fields: readonly AnyField[], node: AnswerNode, path: string): Decoded {
  const decoded: Decoded = {};
  const place = { node, children: byName(node.children), path };
  for (const field of fields) decodeField(field, place, decoded);
  return decoded;
}

function byName(nodes: readonly AnswerNode[]): Map<string, AnswerNode[]> {
  const found = new Map<string, AnswerNode[]>();
  for (const node of nodes) {
    const same = found.get(node.name);
    if (same) same.push(node);
    else found.set(node.name, [node]);
  }
  return found;
}

/** Adds the field's value, or nothing when the record lacks it. */
function decodeField(field: AnyField, place: Place, decoded: Decoded): void {
  if (field.kind === 'choice') {
    for (const branch of field.branches) for (const one of branch) decodeField(one, place, decoded);
    return;
  }
  const values = field.kind === 'sequence' ? linesOf(field, place) : valuesOf(field, place);
  if (values.length > 0) decoded[field.name] = field.kind === 'sequence' || field.many ? values : values[0];
}

function linesOf(field: SequenceField, { node, path }: Place): Decoded[] {
  return node.children.flatMap(child => {
    const member = field.members.find(one => one.name === child.name);
    return member ? [{ [child.name]: decodeNode(member.fields, child, `${path}.${child.name}`) }] : [];
  });
}

const NONE: readonly unknown[] = [];

function valuesOf(field: ValueField | AggregateField, { node, children, path }: Place): readonly unknown[] {
  const { name } = field;
  if (field.kind === 'value' && field.isAttribute) {
    const text = Object.hasOwn(node.attributes, name) ? node.attributes[name] : undefined;
    return text === undefined ? NONE : decodeValue(field, text, `${path}.${name}`);
  }
  const found = children.get(name);
  if (found === undefined) return NONE;
  const place = `${path}.${name}`;
  return field.kind === 'aggregate'
    ? found.map(child => decodeNode(field.fields, child, place))
    : found.flatMap(child => decodeValue(field, child.text, place));
}

function decodeValue(field: ValueField, text: string, place: string): (string | number | boolean)[] {
  const read = readValue(text, field);
  if (read === null) return [];
  if ('problem' in read) throw new UnreadableAnswer(`${place}: ${read.problem}`);
  return [read.value];
}

/** A record by its table: unknown elements are passed over, one-element lists are lists. @throws UnreadableAnswer */
export function decodeRecord<const Fields extends readonly AnyField[]>(
  fields: Fields,
  node: AnswerNode,
): Answered<Shape<Fields>> {
  return decodeNode(fields, node, node.name) as Answered<Shape<Fields>>;
}

/**
 * The records of one kind in a response, in order. Records of other kinds are left out.
 * @throws UnreadableAnswer when one holds a value that is not of its type.
 */
export function recordsOf<N extends MessageName, K extends keyof Messages[N]['rets'] & string>(
  response: QbResponse,
  message: N,
  ret: K,
): Answered<RetOf<Messages[N], K>>[] {
  const fields = (MESSAGES[message] as Message).rets[ret];
  if (fields === undefined) return [];
  return response.records
    .filter(record => record.name === ret)
    .map(record => decodeRecord(fields, record) as Answered<RetOf<Messages[N], K>>);
}

/**
 * What a response says outside of any record: a deletion's type, id and time.
 * @throws UnreadableAnswer when a value is not of its type.
 */
export function answerOf<N extends MessageName>(
  response: QbResponse,
  message: N,
): Answered<AnswerOf<Messages[N]>> {
  const node: AnswerNode = { name: message, attributes: {}, children: [...response.records], text: '' };
  return decodeRecord((MESSAGES[message] as Message).answer, node) as Answered<AnswerOf<Messages[N]>>;
}
