import sax from 'sax';
import { SOAP } from '@/lib/core/limits';
import { BIG_PARAMS, INTUIT_NAMESPACE } from './contract';

export type SoapVersion = '1.1' | '1.2';

export const ENVELOPE_NAMESPACES: Readonly<Record<string, SoapVersion>> = {
  'http://schemas.xmlsoap.org/soap/envelope/': '1.1',
  'http://www.w3.org/2003/05/soap-envelope': '1.2',
};

/** A message that was understood as a call. */
export interface Call {
  readonly version: SoapVersion;
  readonly operation: string;
  /** Byte for byte as sent; absent ones are missing. */
  readonly params: ReadonlyMap<string, string>;
}

export type RefusalReason =
  | 'size'
  | 'utf8'
  | 'dtd'
  | 'malformed'
  | 'shape'
  | 'depth'
  | 'tags'
  | 'character'
  | 'version'
  | 'must_understand'
  | 'broken_off';

/** A message that cannot be read as a call; nothing of it was processed. */
export class RefusedMessage extends Error {
  constructor(
    readonly reason: RefusalReason,
    message: string,
    readonly version: SoapVersion = '1.1',
  ) {
    super(message);
  }
}

/** Characters XML 1.0 does not allow, written out or as references: controls, lone surrogates, non-characters. */
const FORBIDDEN =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Depths of a call: envelope, header or body, operation, parameter. */
const BODY_DEPTH = 2;
const OPERATION_DEPTH = 3;
const PARAM_DEPTH = 4;

const PIECE_CHARS = 32 * 1024;

/** The parameter that holds QuickBooks' answer. */
const LARGE_PARAM = 'response';

/** `strictEntities` knows the five entities of XML and no HTML ones; the published types lack it. */
const OPTIONS: sax.SAXOptions & { strictEntities: boolean } = {
  xmlns: true,
  strictEntities: true,
  position: true,
};

/** Where to cut a text so that no surrogate pair is parted. */
function cutAt(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return end < text.length && code >= 0xd800 && code <= 0xdbff ? end + 1 : end;
}

/**
 * Reads one SOAP message from pieces of text in a single linear pass, keeping nothing but the parameters. Limits are
 * checked as the text comes, so that no message costs more than its own length.
 */
export class EnvelopeReader {
  private readonly parser = sax.parser(true, OPTIONS);
  private readonly stack: string[] = [];
  private readonly params = new Map<string, string[]>();
  private version: SoapVersion | null = null;
  private operation: string | null = null;
  private hasDeclaration = false;
  private hasBody = false;
  private isBody = false;
  private param: string | null = null;
  /** Of the parameter that is being read, or was read last. */
  private paramChars = 0;
  private tags = 0;
  /** Of the tag that is being read, doubled ones counted twice: the parser keeps the last of them without a word. */
  private attributes = 0;
  private bigChars = 0;
  private bigStart: number | null = null;

  constructor() {
    const { parser } = this;
    parser.onerror = error => {
      // Behind the colon the parser repeats names that were sent.
      const [why = ''] = error.message.split(/\n|: /);
      throw this.refusal('malformed', `The message is not well-formed XML: ${why}`);
    };
    parser.ondoctype = () => {
      throw this.refusal('dtd', 'A SOAP message must not have a DTD.');
    };
    parser.onprocessinginstruction = instruction => this.declaration(instruction.name, instruction.body);
    parser.onattribute = () => {
      this.attributes += 1;
    };
    parser.onopentag = tag => this.open(tag as sax.QualifiedTag);
    parser.onclosetag = () => this.close();
    parser.ontext = text => this.text(text);
    parser.oncdata = text => this.text(text);
  }

  private refusal(reason: RefusalReason, message: string): RefusedMessage {
    return new RefusedMessage(reason, message, this.version ?? '1.1');
  }

  write(text: string): void {
    for (let start = 0; start < text.length; ) {
      const end = cutAt(text, Math.min(start + PIECE_CHARS, text.length));
      this.parser.write(text.slice(start, end));
      this.checkFrame();
      start = end;
    }
  }

  /** @throws RefusedMessage unless exactly one call was read. */
  finish(): Call {
    this.parser.close();
    if (this.version === null || !this.hasBody) throw this.refusal('shape', 'This is not a SOAP envelope.');
    if (this.operation === null) throw this.refusal('shape', 'The body names no operation.');
    return {
      version: this.version,
      operation: this.operation,
      params: new Map(Array.from(this.params, ([name, pieces]) => [name, pieces.join('')])),
    };
  }

  /** Whether QuickBooks' answer is being read, is large already, and the ticket it comes with is known. */
  get isInLargeAnswer(): boolean {
    const isAnswer = this.operation === 'receiveResponseXML' && this.param === LARGE_PARAM;
    return isAnswer && this.paramChars > SOAP.largeBytes && this.params.has('ticket');
  }

  /** The call as far as it was read, without the answer's text. */
  begun(): Call {
    const { version, operation } = this;
    if (version === null || operation === null) throw this.refusal('shape', 'The body names no operation.');
    const params = Array.from(this.params, ([name, pieces]) => [name, pieces.join('')] as const);
    return { version, operation, params: new Map(params.filter(([name]) => name !== LARGE_PARAM)) };
  }

  /** The answer's text since it was drawn last; what was drawn is not kept. */
  draw(): string {
    return this.params.get(LARGE_PARAM)?.splice(0).join('') ?? '';
  }

  /** Everything outside the three big parameters stays small. */
  private checkFrame(): void {
    const inside = this.bigStart === null ? 0 : this.parser.position - this.bigStart;
    if (this.parser.position - this.bigChars - inside > SOAP.maxFrameBytes)
      throw this.refusal('size', 'The message is too large.');
  }

  private declaration(name: string, body: string): void {
    if (name !== 'xml' || this.tags > 0 || this.hasDeclaration)
      throw this.refusal('malformed', 'Processing instructions are not allowed.');
    this.hasDeclaration = true;
    const encoding = /encoding\s*=\s*["']([^"']*)["']/.exec(body)?.[1];
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding))
      throw this.refusal('utf8', 'Only UTF-8 is understood.');
  }

  private open(tag: sax.QualifiedTag): void {
    this.checkTag(tag);
    const depth = this.stack.length + 1;
    if (depth === 1) this.openRoot(tag);
    else if (depth === BODY_DEPTH) this.openPart(tag);
    else if (this.isBody && depth === OPERATION_DEPTH) this.openOperation(tag);
    else if (this.isBody && depth === PARAM_DEPTH) this.openParam(tag);
    else if (this.isBody) throw this.refusal('shape', 'A parameter holds text only.');
    else if (depth === OPERATION_DEPTH) this.checkHeader(tag);
    this.stack.push(tag.local);
  }

  private checkTag(tag: sax.QualifiedTag): void {
    this.tags += 1;
    if (this.tags > SOAP.maxTags) throw this.refusal('tags', 'The message has too many elements.');
    if (this.stack.length >= SOAP.maxDepth) throw this.refusal('depth', 'The message is nested too deeply.');
    if (this.parser.position - this.parser.startTagPosition > SOAP.maxTagBytes)
      throw this.refusal('size', 'A tag is too long.');
    const attributes = Object.values(tag.attributes);
    if (attributes.length < this.attributes) throw this.refusal('malformed', 'An attribute was given twice.');
    this.attributes = 0;
    if (attributes.length > SOAP.maxAttributes)
      throw this.refusal('tags', 'An element has too many attributes.');
    if (attributes.some(attribute => FORBIDDEN.test(attribute.value)))
      throw this.refusal('character', 'A forbidden character was sent.');
  }

  private openRoot(tag: sax.QualifiedTag): void {
    if (this.version !== null) throw this.refusal('malformed', 'A message has one root.');
    const version = Object.hasOwn(ENVELOPE_NAMESPACES, tag.uri) ? ENVELOPE_NAMESPACES[tag.uri] : undefined;
    if (tag.local !== 'Envelope') throw this.refusal('shape', 'This is not a SOAP envelope.');
    if (version === undefined) throw this.refusal('version', 'This version of SOAP is not understood.');
    this.version = version;
  }

  private openPart(tag: sax.QualifiedTag): void {
    const isSoap = ENVELOPE_NAMESPACES[tag.uri] === this.version;
    if (isSoap && tag.local === 'Body' && !this.hasBody) {
      this.hasBody = true;
      this.isBody = true;
    } else if (!(isSoap && tag.local === 'Header' && !this.hasBody)) {
      throw this.refusal('shape', 'An envelope holds a header and one body.');
    }
  }

  /** Blocks that must be understood are not: there are none we know. */
  private checkHeader(tag: sax.QualifiedTag): void {
    const must = Object.values(tag.attributes).find(
      attribute => attribute.local === 'mustUnderstand' && ENVELOPE_NAMESPACES[attribute.uri] !== undefined,
    );
    if (must && /^(1|true)$/.test(must.value.trim()))
      throw this.refusal('must_understand', 'A header block is not understood.');
  }

  private openOperation(tag: sax.QualifiedTag): void {
    if (this.operation !== null) throw this.refusal('shape', 'A body holds one operation.');
    if (tag.uri !== INTUIT_NAMESPACE)
      throw this.refusal('shape', 'The operation is not of the Web Connector’s namespace.');
    this.operation = tag.local;
  }

  private openParam(tag: sax.QualifiedTag): void {
    if (tag.uri !== INTUIT_NAMESPACE && tag.uri !== '')
      throw this.refusal('shape', 'A parameter is of a foreign namespace.');
    if (this.params.has(tag.local)) throw this.refusal('shape', 'A parameter was given twice.');
    this.param = tag.local;
    this.paramChars = 0;
    this.params.set(tag.local, []);
    if (BIG_PARAMS.has(tag.local)) this.bigStart = this.parser.position;
  }

  private text(text: string): void {
    if (FORBIDDEN.test(text)) throw this.refusal('character', 'A forbidden character was sent.');
    if (this.param !== null) {
      this.paramChars += text.length;
      this.params.get(this.param)?.push(text);
    } else if (text.trim() !== '' && (this.isBody || this.stack.length < OPERATION_DEPTH)) {
      throw this.refusal('shape', 'Text stands where it does not belong.');
    }
  }

  private close(): void {
    if (this.stack.length === PARAM_DEPTH && this.param !== null) {
      if (this.bigStart !== null) this.bigChars += this.parser.position - this.bigStart;
      this.bigStart = null;
      this.param = null;
    }
    if (this.stack.length === BODY_DEPTH) this.isBody = false;
    this.stack.pop();
  }
}
