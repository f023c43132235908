import { errorText } from '@/lib/core/errors';
import { SOAP } from '@/lib/core/limits';
import type { AnswerSource } from '@/lib/sync';
import { type Call, EnvelopeReader, RefusedMessage } from './envelope';

/** Lets few large uploads through at a time; small ones never wait. */
class Gate {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  async enter(): Promise<void> {
    if (this.inside < SOAP.maxLargeAtOnce) {
      this.inside += 1;
      return;
    }
    await new Promise<void>(resolve => this.waiting.push(resolve));
  }

  leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.inside -= 1;
  }
}

const gate = new Gate();

/** What is parsed between two looks at what it amounts to. */
const PIECE_BYTES = 64 * 1024;

/** A call as it is handed on: whole, or at the beginning of a large answer. */
export interface ReceivedCall extends Call {
  /** The text of a large answer, still coming in; null where the call is whole. */
  readonly answer: AnswerSource | null;
}

/**
 * Reads a call from a body as it streams in, strict UTF-8, limits before anything is kept, and has it carried out. A
 * large answer of QuickBooks is not waited for: its text is drawn from the body while the call is carried out.
 * @throws RefusedMessage, also out of the answer of a call that is being carried out
 */
export async function receiveCall<T>(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  carryOut: (call: ReceivedCall) => Promise<T>,
): Promise<T> {
  if (body === null) throw new RefusedMessage('shape', 'The message is empty.');
  const message = new Message(body.getReader(), maxBytes);
  try {
    return await carryOut(await message.call());
  } finally {
    await message.end();
  }
}

/** One message on its way in. */
class Message implements AnswerSource {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private readonly envelope = new EnvelopeReader();
  private whole: Call | null = null;
  private bytes = 0;
  private unread: Uint8Array = new Uint8Array();
  private isInGate = false;

  constructor(
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
    private readonly maxBytes: number,
  ) {}

  /** The whole call, or one whose answer has turned out large. */
  async call(): Promise<ReceivedCall> {
    while (this.whole === null) {
      if (this.envelope.isInLargeAnswer) return { ...this.envelope.begun(), answer: this };
      await this.advance();
    }
    return { ...this.whole, answer: null };
  }

  async next(): Promise<string | null> {
    for (;;) {
      const text = this.envelope.draw();
      if (text !== '') return text;
      if (this.whole !== null) return null;
      await this.advance();
    }
  }

  rest(): { hresult: string; message: string } {
    if (this.whole === null) throw new RangeError('what comes after an answer was asked for before its end');
    const { params } = this.whole;
    return { hresult: params.get('hresult') ?? '', message: params.get('message') ?? '' };
  }

  /** Stops the sender, unless all was read, and lets others in. */
  async end(): Promise<void> {
    await this.reader.cancel().catch(() => undefined);
    if (this.isInGate) gate.leave();
    this.isInGate = false;
  }

  /** Takes a piece more; the last one makes the call whole. */
  private async advance(): Promise<void> {
    if (this.unread.byteLength === 0 && !(await this.fill())) {
      this.envelope.write(this.decoded());
      this.whole = this.envelope.finish();
      return;
    }
    const piece = this.unread.subarray(0, PIECE_BYTES);
    this.unread = this.unread.subarray(PIECE_BYTES);
    this.envelope.write(this.decoded(piece));
  }

  /** False at the end of the body. */
  private async fill(): Promise<boolean> {
    const { done, value } = await this.read();
    if (done) return false;
    this.bytes += value.byteLength;
    if (this.bytes > this.maxBytes) throw new RefusedMessage('size', 'The message is too large.');
    if (this.bytes > SOAP.largeBytes && !this.isInGate) {
      await gate.enter();
      this.isInGate = true;
    }
    this.unread = value;
    return true;
  }

  private async read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    try {
      return await this.reader.read();
    } catch (thrown) {
      // Nothing of it is passed on but its text: its code may look like that of a database gone away.
      throw new RefusedMessage('broken_off', `The message broke off: ${errorText(thrown)}`);
    }
  }

  private decoded(bytes?: Uint8Array): string {
    try {
      return bytes === undefined ? this.decoder.decode() : this.decoder.decode(bytes, { stream: true });
    } catch {
      throw new RefusedMessage('utf8', 'The message is not UTF-8.');
    }
  }
}

export const SOAP_CONTENT_TYPES = /^(text\/xml|application\/soap\+xml)$/i;

/** Whether the headers promise something that can be read: type, charset, no compression, a size within bounds. */
export function headerRefusal(
  headers: Headers,
  maxBytes: number,
): { status: 413 | 415; text: string } | null {
  const [type = '', ...parameters] = (headers.get('content-type') ?? '').split(';').map(part => part.trim());
  if (!SOAP_CONTENT_TYPES.test(type)) return { status: 415, text: 'Send text/xml.' };
  const charset = parameters
    .map(parameter => /^charset\s*=\s*"?([^"]*)"?$/i.exec(parameter)?.[1])
    .find(found => found !== undefined);
  if (charset !== undefined && !/^utf-?8$/i.test(charset.trim()))
    return { status: 415, text: 'Only UTF-8 is understood.' };
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity')
    return { status: 415, text: 'Compressed messages are not understood.' };
  const length = headers.get('content-length');
  if (length !== null && /^\d+$/.test(length) && BigInt(length) > BigInt(maxBytes))
    return { status: 413, text: 'The message is too large.' };
  return null;
}

/** The operation a SOAPAction header names; null when it is empty, missing or not one of ours. */
export function actionName(header: string | null): string | null {
  const action = header?.trim().replace(/^"|"$/g, '').trim() ?? '';
  if (action === '') return null;
  return action.split(/[/#]/).at(-1) ?? null;
}
