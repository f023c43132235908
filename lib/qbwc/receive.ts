import { type Call, EnvelopeReader, RefusedMessage } from './envelope';

/** A few large bodies at a time: each may be 32 MiB of text. */
const MAX_LARGE_AT_ONCE = 2;
const LARGE_BYTES = 1024 * 1024;

/** Lets few large uploads through at a time; small ones never wait. */
class Gate {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  async enter(): Promise<void> {
    if (this.inside < MAX_LARGE_AT_ONCE) {
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

/**
 * Reads a call from a body as it streams in: strict UTF-8, limits before anything is kept.
 * @throws RefusedMessage
 */
export async function receiveCall(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Call> {
  if (body === null) throw new RefusedMessage('shape', 'The message is empty.');
  const reader = body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const envelope = new EnvelopeReader();
  let bytes = 0;
  let isInGate = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.byteLength;
      if (bytes > maxBytes) throw new RefusedMessage('size', 'The message is too large.');
      if (bytes > LARGE_BYTES && !isInGate) {
        isInGate = true;
        await gate.enter();
      }
      envelope.write(decoded(decoder, value));
    }
    envelope.write(decoded(decoder));
    return envelope.finish();
  } catch (thrown) {
    await reader.cancel().catch(() => undefined);
    throw thrown;
  } finally {
    if (isInGate) gate.leave();
  }
}

function decoded(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw new RefusedMessage('utf8', 'The message is not UTF-8.');
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
