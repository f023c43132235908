import { describe, expect, it } from 'vitest';
import { SOAP } from '@/lib/core/limits';
import { RefusedMessage } from '@/lib/qbwc/envelope';
import { actionName, headerRefusal, type ReceivedCall, receiveCall } from '@/lib/qbwc/receive';
import { CREDENTIALS, envelope, SOAP_1_1 } from './envelopes';

interface Upload {
  readonly body: ReadableStream<Uint8Array>;
  /** What was taken from the sender, and whether it was told to stop. */
  readonly seen: { bytes: number; isCancelled: boolean };
}

/** A body that comes in pieces, as many as are asked for. */
function upload(pieces: Iterable<Uint8Array>): Upload {
  const seen = { bytes: 0, isCancelled: false };
  const iterator = pieces[Symbol.iterator]();
  const body = new ReadableStream<Uint8Array>(
    {
      pull: controller => {
        const next = iterator.next();
        if (next.done) return controller.close();
        seen.bytes += next.value.byteLength;
        controller.enqueue(next.value);
      },
      cancel: () => {
        seen.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function* inPiecesOf(size: number, all: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < all.byteLength; start += size) yield all.subarray(start, start + size);
}

function* endless(first: string, again: string): Generator<Uint8Array> {
  yield bytes(first);
  for (;;) yield bytes(again);
}

const asIs = async (call: ReceivedCall): Promise<ReceivedCall> => call;
const receive = (pieces: Iterable<Uint8Array>, maxBytes: number = SOAP.maxBytes) =>
  receiveCall(upload(pieces).body, maxBytes, asIs);
/** The beginning of a call, up to and into its first parameter. */
const begun = (param: string): string => envelope({ params: `<${param}>` }).split('</')[0] ?? '';
const MESSAGE = envelope({ params: `${CREDENTIALS}<response>Café 🏗 &lt;x&gt;</response>` });

describe('a call that streams in', () => {
  it.each([1, 2, 3, 7, 64, 100_000])(
    'is the same in pieces of %i bytes, also where they part a character',
    async size => {
      const call = await receive(inPiecesOf(size, bytes(MESSAGE)));
      expect(call.operation).toBe('authenticate');
      expect(call.params.get('response')).toBe('Café 🏗 <x>');
    },
  );

  it('may begin with a byte order mark, and pieces may be empty', async () => {
    const mark = Uint8Array.of(0xef, 0xbb, 0xbf);
    const call = await receive([new Uint8Array(), mark, new Uint8Array(), bytes(MESSAGE), new Uint8Array()]);
    expect(call.params.get('strPassword')).toBe('s3cret');
  });

  it.each([
    ['bytes that are no UTF-8', [bytes(MESSAGE.slice(0, -10)), Uint8Array.of(0xff)]],
    ['an overlong slash', [bytes(begun('ticket')), Uint8Array.of(0xc0, 0xaf)]],
    ['half a surrogate pair, as Java writes it', [bytes(begun('ticket')), Uint8Array.of(0xed, 0xa0, 0xbd)]],
    ['a character that is cut off at the end', [bytes(MESSAGE), Uint8Array.of(0xc3)]],
    [
      'UTF-16 with its mark',
      [
        Uint8Array.of(0xff, 0xfe),
        new Uint8Array(new Uint16Array([...MESSAGE].map(one => one.charCodeAt(0))).buffer),
      ],
    ],
    ['gzip', [Uint8Array.of(0x1f, 0x8b, 0x08, 0x00)]],
  ])('%s: refused as not UTF-8', async (_what, pieces) => {
    await expect(receive(pieces)).rejects.toMatchObject({ reason: 'utf8' });
  });

  it('a body that is not there is no call', async () => {
    await expect(receiveCall(null, SOAP.maxBytes, asIs)).rejects.toBeInstanceOf(RefusedMessage);
    await expect(receive([])).rejects.toMatchObject({ reason: 'shape' });
  });

  it('a sender that breaks off in the middle gets an error of its own, and nothing is processed', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull: controller => controller.error(new TypeError('aborted')),
    });
    await expect(receiveCall(broken, SOAP.maxBytes, asIs)).rejects.toThrow('aborted');
  });
});

describe('what is too much costs no more than its bound', () => {
  const ROOM = 64 * 1024 + 2 * SOAP.maxFrameBytes;

  it.each([
    ['elements without end', `<s:Envelope xmlns:s="${SOAP_1_1}"><s:Header>`, '<a/>'.repeat(1000)],
    ['nesting without end', `<s:Envelope xmlns:s="${SOAP_1_1}"><s:Header>`, '<a>'.repeat(1000)],
    ['an attribute without end', '<s:Envelope a="', 'x'.repeat(8192)],
    ['a tag name without end', '<s', 'x'.repeat(8192)],
    ['blanks without end', '', ' '.repeat(8192)],
    ['a comment without end', '<!--', 'x'.repeat(8192)],
    ['CDATA without end', `${begun('ticket')}<![CDATA[`, 'x'.repeat(8192)],
    ['a password without end', begun('strPassword'), 'x'.repeat(8192)],
    ['a DTD without end', '<!DOCTYPE a [', '<!ENTITY a "x">'.repeat(500)],
  ])(
    '%s: refused long before the largest message, and the sender is stopped',
    async (_what, first, again) => {
      const { body, seen } = upload(endless(first, again));
      await expect(receiveCall(body, SOAP.maxBytes, asIs)).rejects.toBeInstanceOf(RefusedMessage);
      expect(seen.bytes).toBeLessThan(ROOM);
      expect(seen.isCancelled).toBe(true);
    },
  );

  it('an answer without end is cut at the largest message, to the byte of the piece that passed it', async () => {
    const piece = 'x'.repeat(256 * 1024);
    const { body, seen } = upload(endless(begun('response'), piece));
    const max = 2 * 1024 * 1024;
    await expect(receiveCall(body, max, asIs)).rejects.toMatchObject({ reason: 'size' });
    expect(seen.bytes).toBeLessThanOrEqual(max + 2 * piece.length);
    expect(seen.isCancelled).toBe(true);
  });

  it('a message of exactly the largest size is taken, one byte more is not', async () => {
    const message = bytes(MESSAGE);
    await expect(receive([message], message.byteLength)).resolves.toBeDefined();
    await expect(receive([message], message.byteLength - 1)).rejects.toMatchObject({ reason: 'size' });
  });

  it('many large ones at once are all read, in turn', async () => {
    const text = 'y'.repeat(1_500_000);
    const large = bytes(
      envelope({ operation: 'receiveResponseXML', params: `<response>${text}</response>` }),
    );
    const calls = await Promise.all(Array.from({ length: 6 }, () => receive(inPiecesOf(65_536, large))));
    expect(calls.map(call => call.params.get('response')?.length)).toEqual(Array(6).fill(text.length));
    const spoilt = [bytes('<s>'), ...inPiecesOf(65_536, large)];
    await Promise.allSettled(Array.from({ length: 6 }, () => receive(spoilt)));
    await expect(receive(inPiecesOf(65_536, large))).resolves.toBeDefined();
  });
});

describe('what the headers promise', () => {
  const MAX = 1000;
  const refusal = (headers: Record<string, string>) =>
    headerRefusal(new Headers(headers), MAX)?.status ?? null;

  it.each([
    ['text/xml', null],
    ['text/xml; charset=utf-8', null],
    ['TEXT/XML;CHARSET="UTF-8"', null],
    ['text/xml; charset=utf8', null],
    ['text/xml; charset = utf-8 ; x=y', null],
    ['application/soap+xml; charset=utf-8; action="urn:x"', null],
    ['text/xml; charset=iso-8859-1', 415],
    ['text/xml; charset=utf-16', 415],
    ['application/json', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['text/html', 415],
    ['text/xml2', 415],
    ['', 415],
  ])('content type “%s”: %s', (type, status) => {
    expect(refusal({ 'content-type': type })).toBe(status);
  });

  it.each([
    ['gzip', 415],
    ['deflate, gzip', 415],
    ['br', 415],
    ['identity', null],
    [' Identity ', null],
    ['', null],
  ])('content encoding “%s”: %s', (encoding, status) => {
    expect(refusal({ 'content-type': 'text/xml', 'content-encoding': encoding })).toBe(status);
  });

  it.each([
    ['1000', null],
    ['1001', 413],
    ['99999999999999999999999999', 413],
    ['abc', null],
    ['-5', null],
  ])('content length “%s”: %s', (length, status) => {
    expect(refusal({ 'content-type': 'text/xml', 'content-length': length })).toBe(status);
  });

  it('without a content type nothing is read', () => {
    expect(refusal({})).toBe(415);
  });
});

it.each([
  ['"http://developer.intuit.com/authenticate"', 'authenticate'],
  ['http://developer.intuit.com/authenticate', 'authenticate'],
  [' "http://developer.intuit.com/sendRequestXML" ', 'sendRequestXML'],
  ['"urn:intuit#closeConnection"', 'closeConnection'],
  ['""', null],
  ['', null],
  [null, null],
])('SOAPAction %s names %s', (header, name) => {
  expect(actionName(header)).toBe(name);
});

it('the work for a message grows with its length and no faster', async () => {
  const costOf = async (kilobytes: number): Promise<number> => {
    const text = '&lt;a&gt;b&amp;c&lt;/a&gt;\n'.repeat((kilobytes * 1024) / 25);
    const message = bytes(
      envelope({ operation: 'receiveResponseXML', params: `<response>${text}</response>` }),
    );
    return await copiedChars(() => receive(inPiecesOf(4096, message)));
  };
  const [one, four] = [await costOf(256), await costOf(1024)];
  expect(four).toBeLessThan(4.4 * one);
});

/** Characters that were copied out of texts meanwhile: the count by which quadratic reading shows. */
async function copiedChars(work: () => Promise<unknown>): Promise<number> {
  const originals = { slice: String.prototype.slice, substring: String.prototype.substring };
  let copied = 0;
  for (const name of ['slice', 'substring'] as const) {
    String.prototype[name] = function counted(this: string, start?: number, end?: number): string {
      const result = originals[name].call(this, start ?? 0, end);
      copied += result.length;
      return result;
    };
  }
  try {
    await work();
  } finally {
    Object.assign(String.prototype, originals);
  }
  return copied;
}
