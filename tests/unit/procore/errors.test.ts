import { describe, expect, it } from 'vitest';
import { isRetryableStatus, messagesOf, ProcoreError } from '@/lib/procore/errors';

/** Every shape of Procore's notes, §3.6, and what else servers and proxies send. */
const SHAPES: readonly [
  what: string,
  body: unknown,
  messages: readonly [field: string | null, text: string][],
][] = [
  ['one sentence', { errors: 'You do not have access' }, [[null, 'You do not have access']]],
  [
    'a list of sentences',
    { errors: ['a', 'b'] },
    [
      [null, 'a'],
      [null, 'b'],
    ],
  ],
  [
    'sentences by field',
    {
      errors: {
        vendor_id: ['must be set', 'is gone'],
        base: ['Company cannot be changed'],
        title: 'is long',
      },
    },
    [
      ['vendor_id', 'must be set'],
      ['vendor_id', 'is gone'],
      [null, 'Company cannot be changed'],
      ['title', 'is long'],
    ],
  ],
  [
    'fields inside fields',
    { errors: { lines: [{ amount: ['is blank'] }] } },
    [['lines', '{"amount":["is blank"]}']],
  ],
  [
    'the newer form with details',
    {
      error: {
        code: 'validation_error',
        message: 'Invalid',
        details: [
          { code: 'blank', message: "can't be blank", source: 'number' },
          { message: 'No', source: null },
        ],
      },
    },
    [
      ['number', "can't be blank"],
      [null, 'No'],
    ],
  ],
  [
    'the newer form, details without words',
    { error: { details: [{ code: 'blank', source: 'number' }, 'x', null] } },
    [['number', 'blank']],
  ],
  [
    'the newer form without details',
    { error: { code: 'forbidden', message: 'Not allowed' } },
    [[null, 'Not allowed']],
  ],
  ['the newer form with a code alone', { error: { code: 'forbidden' } }, [[null, 'forbidden']]],
  ['a message', { message: 'The access token is invalid' }, [[null, 'The access token is invalid']]],
  [
    'OAuth',
    { error: 'invalid_grant', error_description: 'The refresh token is invalid' },
    [
      [null, 'invalid_grant'],
      [null, 'The refresh token is invalid'],
    ],
  ],
  ['OAuth without words', { error: 'invalid_client' }, [[null, 'invalid_client']]],
  ['plain text', ' Bad\n Gateway ', [[null, ' Bad Gateway ']]],
  ['HTML', '<html><body>502</body></html>', []],
  ['HTML after blanks', '\n <!DOCTYPE html>', []],
  ['nothing', null, []],
  ['empty text', ' ', []],
  ['an empty object', {}, []],
  ['a number', 7, []],
  ['no errors', { errors: null }, []],
  ['a number of errors', { errors: 3 }, []],
];

describe('what Procore says when it says no', () => {
  it.each(SHAPES)('%s', (_what, body, messages) => {
    expect(messagesOf(body)).toEqual(messages.map(([field, text]) => ({ field, text })));
  });

  it('a text without end is cut', () => {
    expect(messagesOf({ errors: 'x'.repeat(5000) })[0]?.text).toHaveLength(300);
    expect(messagesOf('y'.repeat(5000))[0]?.text).toHaveLength(300);
  });

  it('the sentence for people names the fields, and no cause', () => {
    const error = new ProcoreError(422, messagesOf(SHAPES[2]?.[1]), {
      isRetryable: false,
      cause: new Error('canary'),
    });
    expect(error.message).toBe(
      'Procore answered 422: vendor_id must be set; vendor_id is gone; Company cannot be changed; title is long',
    );
    expect(new ProcoreError(500, [], { isRetryable: true }).message).toBe('Procore answered 500.');
    expect(new ProcoreError(0, [], { isRetryable: true }).message).toBe('Procore could not be reached.');
  });

  it.each([
    [401, /Sign in/],
    [403, /app is installed/],
    [404, /deleted in Procore, or you may not see it/],
    [409, /carries this mark/],
    [422, /Read what Procore says/],
    [429, /few minutes/],
    [500, /few minutes/],
    [503, /few minutes/],
    [0, /few minutes/],
  ])('after %i there is one thing to do', (status, remedy) => {
    expect(new ProcoreError(status, [], { isRetryable: false }).remedy).toMatch(remedy);
  });

  it('only what passes by itself may be tried again', () => {
    const passing = [400, 401, 403, 404, 406, 408, 409, 413, 422, 429, 500, 501, 502, 503, 504].filter(
      isRetryableStatus,
    );
    expect(passing).toEqual([429, 500, 502, 503, 504]);
  });
});
