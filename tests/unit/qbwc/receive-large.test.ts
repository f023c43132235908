import { describe, expect, it } from 'vitest';
import { SOAP } from '@/lib/core/limits';
import { RefusedMessage } from '@/lib/qbwc/envelope';
import { type ReceivedCall, receiveCall } from '@/lib/qbwc/receive';
import { bodyOf } from '@/tests/support/large-answer';
import { envelope } from './envelopes';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const TEXT = 'a&b <c> é🏗 '.repeat(150_000);
const written = TEXT.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const TICKET = '<ticket>t</ticket>';
const RESPONSE = `<response>${written}</response>`;
const REST = '<hresult>0x1</hresult><message>m</message>';

const call = (params: string, operation = 'receiveResponseXML'): Uint8Array =>
  bytes(envelope({ operation, params }));

function* inPieces(all: Uint8Array, size = 50_000): Generator<Uint8Array> {
  for (let start = 0; start < all.byteLength; start += size) yield all.subarray(start, start + size);
}

interface Seen {
  readonly call: ReceivedCall;
  readonly text: string;
  readonly longest: number;
}

/** What came of a message whose answer is drawn to its end. */
async function drawn(pieces: Iterable<Uint8Array>): Promise<Seen> {
  return await receiveCall(bodyOf(pieces), SOAP.maxBytes, async received => {
    let text = '';
    let longest = 0;
    const { answer } = received;
    for (let piece = await answer?.next(); typeof piece === 'string'; piece = await answer?.next()) {
      text += piece;
      longest = Math.max(longest, piece.length);
    }
    return { call: received, text, longest };
  });
}

describe('a large answer whose ticket is known', () => {
  it.each([1000, 50_000, 65_537, 100_000_000])(
    'is drawn as it comes, byte for byte, in pieces of %i bytes',
    async size => {
      const seen = await drawn(inPieces(call(TICKET + RESPONSE + REST), size));
      expect(seen.call).toMatchObject({ version: '1.1', operation: 'receiveResponseXML' });
      expect([...seen.call.params]).toEqual([['ticket', 't']]);
      expect(seen.text === TEXT).toBe(true);
      expect(seen.call.answer?.rest()).toEqual({ hresult: '0x1', message: 'm' });
    },
  );

  it('is never held: no piece is longer than what made it large', async () => {
    const { longest } = await drawn(inPieces(call(TICKET + RESPONSE + REST)));
    expect(longest).toBeLessThan(SOAP.largeBytes + 256 * 1024);
  });

  it('what comes with it is known at its end only', async () => {
    await receiveCall(bodyOf(inPieces(call(TICKET + RESPONSE + REST))), SOAP.maxBytes, async received => {
      expect(() => received.answer?.rest()).toThrow(RangeError);
    });
  });

  it('may be left where it is: the sender is stopped, and others are let in', async () => {
    for (let round = 0; round < 4; round += 1) {
      let isStopped = false;
      const body = new ReadableStream<Uint8Array>({
        pull: controller => controller.enqueue(call(TICKET + RESPONSE).subarray(0, -200)),
        cancel: () => {
          isStopped = true;
        },
      });
      const left = receiveCall(body, SOAP.maxBytes, async () => Promise.reject(new RangeError('enough')));
      await expect(left).rejects.toThrow('enough');
      expect(isStopped).toBe(true);
    }
  });
});

describe('an answer is kept until it is whole', () => {
  it.each([
    ['when its ticket comes after it', call(RESPONSE + TICKET + REST)],
    ['when it has no ticket', call(RESPONSE + REST)],
    ['when it is of another operation', call(TICKET + RESPONSE, 'sendRequestXML')],
    ['when it is another parameter', call(`${TICKET}<message>${written}</message>`)],
  ])('%s', async (_when, message) => {
    const { call: received } = await drawn(inPieces(message));
    expect(received.answer).toBeNull();
    expect([received.params.get('response'), received.params.get('message')]).toContain(TEXT);
  });

  it('when it is not larger than what is kept', async () => {
    const { call: received } = await drawn(
      inPieces(call(`${TICKET}<response>${'x'.repeat(SOAP.largeBytes)}</response>`)),
    );
    expect(received.answer).toBeNull();
    expect(received.params.get('response')).toHaveLength(SOAP.largeBytes);
  });
});

const WHOLE = call(TICKET + RESPONSE + REST);
/** Far into the answer, and between two of its words. */
const MIDDLE = WHOLE.lastIndexOf(' '.charCodeAt(0), WHOLE.byteLength - 100_000);
const withIn = (more: Uint8Array): Uint8Array[] => [WHOLE.subarray(0, MIDDLE), more, WHOLE.subarray(MIDDLE)];

const REFUSED: readonly [what: string, reason: string, pieces: readonly Uint8Array[]][] = [
  ['bytes that are no UTF-8', 'utf8', withIn(Uint8Array.of(0xff))],
  ['a forbidden character', 'character', withIn(bytes('\u0001'))],
  ['an element', 'shape', withIn(bytes('<b/>'))],
  ['a DTD', 'malformed', withIn(bytes('<!DOCTYPE b>'))],
  ['an entity nobody declared', 'malformed', withIn(bytes('&nbsp;'))],
  ['a processing instruction', 'malformed', withIn(bytes('<?b c?>'))],
  ['a tag of another name', 'malformed', withIn(bytes('</ticket>'))],
  ['its end', 'malformed', [WHOLE.subarray(0, MIDDLE)]],
  ['a second answer behind it', 'shape', [call(TICKET + RESPONSE + '<response/>')]],
  [
    'another operation behind it',
    'shape',
    [bytes(envelope({ body: `${operation(TICKET + RESPONSE)}${operation('')}` }))],
  ],
  [
    'too much behind it',
    'size',
    [call(`${TICKET}${RESPONSE}<hresult>${'x'.repeat(SOAP.maxFrameBytes)}</hresult>`)],
  ],
  ['more than the largest message', 'size', withIn(new Uint8Array(SOAP.maxBytes).fill(32))],
];

function operation(params: string): string {
  return `<receiveResponseXML xmlns="http://developer.intuit.com/">${params}</receiveResponseXML>`;
}

describe('a message that turns out to be none while its answer is drawn', () => {
  it.each(REFUSED)('(%s) is refused as %s, out of what draws it', async (_what, reason, pieces) => {
    let drew = 0;
    const refused = receiveCall(
      bodyOf(pieces.flatMap(piece => [...inPieces(piece)])),
      SOAP.maxBytes,
      async ({ answer }) => {
        expect(answer).not.toBeNull();
        while ((await answer?.next()) !== null) drew += 1;
      },
    );
    await expect(refused).rejects.toMatchObject({ reason });
    await expect(refused).rejects.toBeInstanceOf(RefusedMessage);
    expect(drew).toBeGreaterThan(0);
  });

  it('(the sender goes away) is refused as broken off, without the sender’s code', async () => {
    function* goingAway(): Generator<Uint8Array> {
      yield* inPieces(WHOLE.subarray(0, MIDDLE));
      throw Object.assign(new TypeError('aborted'), { code: 'ECONNRESET' });
    }
    const refused = drawn(goingAway());
    await expect(refused).rejects.toMatchObject({ reason: 'broken_off' });
    await expect(refused).rejects.not.toHaveProperty('code');
  });
});
