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

function response(name: string, attributes: Attributes, records: AnswerNode[]): QbResponse {
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
    records,
  };
}

/** Builds the answer from SAX events; depths: 1 QBXML, 2 QBXMLMsgsRs, 3 one response, 4 its records. */
class AnswerBuilder {
  private readonly stack: AnswerNode[] = [];
  private readonly responses: QbResponse[] = [];
  private setAttributes: Attributes | null = null;
  private responseAttributes: Attributes = {};
  private elements = 0;

  open(tag: SaxesTagPlain): void {
    this.elements += 1;
    if (this.elements > QBXML.maxElements) throw new UnreadableAnswer('it has too many elements');
    if (this.stack.length >= QBXML.maxDepth) throw new UnreadableAnswer('it is nested too deeply');
    this.checkPlace(tag.name);
    if (this.stack.length === 1) this.setAttributes = tag.attributes;
    if (this.stack.length === 2) this.responseAttributes = tag.attributes;
    this.stack.push({ name: tag.name, attributes: tag.attributes, children: [], text: '' });
  }

  private checkPlace(name: string): void {
    if (this.stack.length === 0 && name !== 'QBXML')
      throw new UnreadableAnswer(`it is <${name.slice(0, 40)}>, not <QBXML>`);
    if (this.stack.length !== 1) return;
    if (name !== 'QBXMLMsgsRs')
      throw new UnreadableAnswer(`<${name.slice(0, 40)}> stands where <QBXMLMsgsRs> was expected`);
    if (this.setAttributes !== null) throw new UnreadableAnswer('it holds two message sets');
  }

  text(text: string): void {
    const node = this.stack.at(-1);
    if (node) node.text += text;
  }

  close(): void {
    const node = this.stack.pop();
    if (!node) return;
    if (this.stack.length >= 3) this.stack.at(-1)?.children.push(node);
    else if (this.stack.length === 2)
      this.responses.push(response(node.name, this.responseAttributes, node.children));
  }

  finish(): QbAnswer {
    if (this.setAttributes === null) throw new UnreadableAnswer('it holds no message set');
    return {
      messageSetStatusCode: whole(this.setAttributes, 'messageSetStatusCode'),
      newMessageSetID: this.setAttributes['newMessageSetID'] ?? null,
      responses: this.responses,
    };
  }
}

/**
 * Reads one qbXML answer, given whole or in pieces. All of it is well formed, or none of it is given.
 * @throws UnreadableAnswer for anything that is not one complete QBXML answer: cut short, HTML, a DTD, POS data.
 */
export function readAnswer(pieces: string | Iterable<string>): QbAnswer {
  const builder = new AnswerBuilder();
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', error => {
    throw new UnreadableAnswer(error.message);
  });
  parser.on('doctype', () => {
    throw new UnreadableAnswer('it has a DTD');
  });
  parser.on('opentag', tag => builder.open(tag));
  parser.on('text', text => builder.text(text));
  parser.on('cdata', text => builder.text(text));
  parser.on('closetag', () => builder.close());
  let isAtStart = true;
  for (const piece of typeof pieces === 'string' ? [pieces] : pieces) {
    const text = isAtStart ? piece.replace(/^[\uFEFF\s]+/, '') : piece;
    if (text === '') continue;
    isAtStart = false;
    parser.write(text);
  }
  if (isAtStart) throw new UnreadableAnswer('it is empty');
  parser.close();
  return builder.finish();
}
