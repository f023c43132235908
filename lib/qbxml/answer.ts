import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { AppError } from '@/lib/core/errors';
import { QBXML } from '@/lib/core/limits';

/** An element of an answer. Text is kept as it came, blanks included. */
export interface AnswerNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: AnswerNode[];
  text: string;
}

export interface QbResponse {
  /** Without the Rs: `PurchaseOrderAdd`. */
  readonly message: string;
  readonly requestID: string | null;
  readonly statusCode: number;
  readonly statusSeverity: string;
  readonly statusMessage: string;
  readonly retCount: number | null;
  readonly iteratorRemainingCount: number | null;
  readonly iteratorID: string | null;
  readonly records: readonly AnswerNode[];
}

/** A response without what it holds. */
export type ResponseHead = Omit<QbResponse, 'records'>;

export interface QbAnswer {
  /** Null when QuickBooks gave none, which means normal. */
  readonly messageSetStatusCode: number | null;
  readonly newMessageSetID: string | null;
  readonly responses: readonly QbResponse[];
}

/** An answer that cannot be read. Nothing of it may be used. */
export class UnreadableAnswer extends AppError {
  static override readonly kind = 'UnreadableAnswer';

  constructor(reason: string, cause?: unknown) {
    super(
      'quickbooks',
      `The answer of QuickBooks could not be read: ${reason}.`,
      cause === undefined ? {} : { cause },
    );
  }
}

type Attributes = Readonly<Record<string, string>>;

function whole(attributes: Attributes, name: string): number | null {
  const text = attributes[name]?.trim();
  if (text === undefined || text === '') return null;
  if (!/^-?\d{1,9}$/.test(text)) throw new UnreadableAnswer(`${name} is “${text}”`);
  return Number.parseInt(text, 10);
}

function headOf(name: string, attributes: Attributes): ResponseHead {
  if (!name.endsWith('Rs')) throw new UnreadableAnswer(`<${name}> is not a response`);
  const statusCode = whole(attributes, 'statusCode');
  if (statusCode === null) throw new UnreadableAnswer(`<${name}> has no statusCode`);
  return {
    message: name.slice(0, -2),
    requestID: attributes['requestID'] ?? null,
    statusCode,
    statusSeverity: attributes['statusSeverity'] ?? '',
    statusMessage: attributes['statusMessage'] ?? '',
    retCount: whole(attributes, 'retCount'),
    iteratorRemainingCount: whole(attributes, 'iteratorRemainingCount'),
    iteratorID: attributes['iteratorID'] ?? null,
  };
}

/** Told what an answer holds as it is read. None of it is certain before the answer has ended well. */
export interface AnswerListener {
  response(head: ResponseHead): void;
  /** Of the response told last; nobody else holds on to it. */
  record(record: AnswerNode): void;
}

/** Depths of an answer: QBXML, its message set, one response, a record of it. */
const SET_DEPTH = 2;
const RESPONSE_DEPTH = 3;
const RECORD_DEPTH = 4;

/**
 * Reads one qbXML answer from pieces of its text, however they are cut, and keeps no more than the record it is in.
 * @throws UnreadableAnswer for anything that is not one complete QBXML answer: cut short, HTML, a DTD, POS data.
 */
export class AnswerReader {
  private readonly parser = new SaxesParser({ xmlns: false });
  private readonly record: AnswerNode[] = [];
  private depth = 0;
  private elements = 0;
  private isAtStart = true;
  private setAttributes: Attributes | null = null;

  constructor(private readonly listener: AnswerListener) {
    const { parser } = this;
    parser.on('error', error => {
      throw new UnreadableAnswer(error.message);
    });
    parser.on('doctype', () => {
      throw new UnreadableAnswer('it has a DTD');
    });
    parser.on('opentag', tag => this.open(tag));
    parser.on('text', text => this.text(text));
    parser.on('cdata', text => this.text(text));
    parser.on('closetag', () => this.close());
  }

  write(piece: string): void {
    const text = this.isAtStart ? piece.replace(/^[\uFEFF\s]+/, '') : piece;
    if (text === '') return;
    this.isAtStart = false;
    this.parser.write(text);
  }

  /** What the message set says of itself, once all of the answer was given. */
  finish(): Omit<QbAnswer, 'responses'> {
    if (this.isAtStart) throw new UnreadableAnswer('it is empty');
    this.parser.close();
    if (this.setAttributes === null) throw new UnreadableAnswer('it holds no message set');
    return {
      messageSetStatusCode: whole(this.setAttributes, 'messageSetStatusCode'),
      newMessageSetID: this.setAttributes['newMessageSetID'] ?? null,
    };
  }

  private open({ name, attributes }: SaxesTagPlain): void {
    this.elements += 1;
    if (this.elements > QBXML.maxElements) throw new UnreadableAnswer('it has too many elements');
    if (this.depth >= QBXML.maxDepth) throw new UnreadableAnswer('it is nested too deeply');
    this.depth += 1;
    if (this.depth >= RECORD_DEPTH) this.record.push({ name, attributes, children: [], text: '' });
    else if (this.depth === RESPONSE_DEPTH) this.listener.response(headOf(name, attributes));
    else if (this.depth === SET_DEPTH) this.openSet(name, attributes);
    else if (name !== 'QBXML') throw new UnreadableAnswer(`it is <${name.slice(0, 40)}>, not <QBXML>`);
  }

  private openSet(name: string, attributes: Attributes): void {
    if (name !== 'QBXMLMsgsRs')
      throw new UnreadableAnswer(`<${name.slice(0, 40)}> stands where <QBXMLMsgsRs> was expected`);
    if (this.setAttributes !== null) throw new UnreadableAnswer('it holds two message sets');
    this.setAttributes = attributes;
  }

  private text(text: string): void {
    const node = this.record.at(-1);
    if (node) node.text += text;
  }

  private close(): void {
    this.depth -= 1;
    const node = this.record.pop();
    if (!node) return;
    const outer = this.record.at(-1);
    if (outer) outer.children.push(node);
    else this.listener.record(node);
  }
}

/**
 * Reads one qbXML answer, given whole or in pieces. All of it is well formed, or none of it is given.
 * @throws UnreadableAnswer for anything that is not one complete QBXML answer.
 */
export function readAnswer(pieces: string | Iterable<string>): QbAnswer {
  const responses: (ResponseHead & { records: AnswerNode[] })[] = [];
  const reader = new AnswerReader({
    response: head => void responses.push({ ...head, records: [] }),
    record: record => void responses.at(-1)?.records.push(record),
  });
  for (const piece of typeof pieces === 'string' ? [pieces] : pieces) reader.write(piece);
  return { ...reader.finish(), responses };
}
