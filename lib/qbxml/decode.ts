import type { AnswerNode, QbResponse } from './answer';
import { UnreadableAnswer } from './answer';
import type { AnyField, Shape, ValueField } from './fields';
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

function decodeNode(fields: readonly AnyField[], node: AnswerNode, path: string): Decoded {
  return Object.fromEntries(fields.flatMap(field => decodeField(field, node, path)));
}

/** The field's name and value, or nothing when the record lacks it. */
function decodeField(field: AnyField, node: AnswerNode, path: string): [string, unknown][] {
  if (field.kind === 'choice') return field.branches.flat().flatMap(one => decodeField(one, node, path));
  if (field.kind === 'sequence') {
    const lines = node.children.flatMap(child => {
      const member = field.members.find(one => one.name === child.name);
      return member ? [{ [child.name]: decodeNode(member.fields, child, `${path}.${child.name}`) }] : [];
    });
    return lines.length > 0 ? [[field.name, lines]] : [];
  }
  const place = `${path}.${field.name}`;
  const found = node.children.filter(child => child.name === field.name);
  const values =
    field.kind === 'aggregate'
      ? found.map(child => decodeNode(field.fields, child, place))
      : textsOf(field, node, found).flatMap(text => decodeValue(field, text, place));
  return values.length > 0 ? [[field.name, field.many ? values : values[0]]] : [];
}

function textsOf(field: ValueField, node: AnswerNode, found: readonly AnswerNode[]): string[] {
  if (!field.isAttribute) return found.map(child => child.text);
  return Object.hasOwn(node.attributes, field.name) ? [node.attributes[field.name] ?? ''] : [];
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
