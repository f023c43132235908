import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse as parseLossless } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { Invalid } from '@/lib/core/errors';
import { parseMoney } from '@/lib/core/money';
import { readDelivery } from '@/lib/procore';
import { plainText } from '@/lib/procore/plain-text';
import {
  dayText,
  decimal,
  idOrNull,
  idText,
  momentText,
  truth,
  words,
  wordsOrNull,
} from '@/lib/procore/read';
import { capturesDirectory } from '@/tests/simulators/quickbooks/evidence';

/** As http.ts hands it over: numbers as their digits. */
const parsed = (text: string): unknown => parseLossless(text, undefined, digits => digits);

describe('tolerances a reader of Procore needs', () => {
  it('an id is text, whether it came as a number or a string', () => {
    for (const written of ['598134325990001234', '"598134325990001234"'])
      expect(idText.parse(parsed(written))).toBe('598134325990001234');
    for (const odd of ['0', '-1', '1.5', '"x"', 'null', '""', '1e3', '12345678901234567890'])
      expect(idText.safeParse(parsed(odd)).success).toBe(false);
    for (const nothing of [null, undefined]) expect(idOrNull.parse(nothing)).toBeNull();
  });

  it.each([
    ['12000.0', '12000.0'],
    ['"12000.0"', '12000.0'],
    ['-0.10', '-0.10'],
    ['0.1234567890', '0.1234567890'],
    ['"  7 "', '7'],
    ['""', '0'],
    ['null', '0'],
  ])('an amount written %s is %s', (written, digits) => {
    expect(decimal.parse(parsed(written))).toBe(digits);
  });

  it.each(['"96.36%"', '"1,000.00"', '"abc"', '1e5', '"1.2.3"', '"1234567890123"', '".5"', 'true'])(
    'an amount written %s is refused, never guessed',
    written => {
      expect(decimal.safeParse(parsed(written)).success).toBe(false);
    },
  );

  it('whatever is taken as an amount can be counted with', () => {
    fc.assert(
      fc.property(fc.oneof(fc.stringMatching(/^[+-]?\d{0,14}\.?\d{0,11}$/), fc.string()), text => {
        const read = decimal.safeParse(text);
        if (read.success) expect(() => parseMoney(read.data)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });

  it('null, empty and absent text are the same; yes, no and numbers are words too', () => {
    for (const nothing of [null, undefined, '']) {
      expect(words.parse(nothing)).toBe('');
      expect(wordsOrNull.parse(nothing)).toBeNull();
    }
    expect([parsed('123'), true, 'in_review'].map(one => words.parse(one))).toEqual([
      '123',
      'true',
      'in_review',
    ]);
    expect([true, false, null, undefined].map(one => truth.parse(one))).toEqual([true, false, false, false]);
  });

  it.each([
    ['2026-03-02T15:00:00Z', '2026-03-02T15:00:00.000Z'],
    ['2026-03-02T15:00Z', '2026-03-02T15:00:00.000Z'],
    ['2026-03-02T15:00:00.123456Z', '2026-03-02T15:00:00.123Z'],
    ['2026-03-02T09:00:00-06:00', '2026-03-02T15:00:00.000Z'],
    ['1970-01-01T00:00:00Z', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('the moment %s is %s', (written, read) => {
    expect(momentText.parse(written)).toBe(read);
  });

  it('a moment that is none is refused', () => {
    expect(momentText.safeParse('yesterday').success).toBe(false);
  });

  it.each([
    ['2026-03-02', '2026-03-02'],
    ['2026-03-02T00:00:00Z', '2026-03-02'],
    ['03/02/26', null],
    ['1970-01-01', null],
    ['1970-01-01T00:00:00Z', null],
    ['', null],
    [null, null],
  ])('the day %s is %s', (written, read) => {
    expect(dayText.parse(written)).toBe(read);
  });
});

describe('rich text becomes plain lines', () => {
  it.each([
    ['plain words', 'plain words'],
    ['  two\n\nlines ', 'two\n\nlines'],
    ['3 × 4 > 11', '3 × 4 > 11'],
    ['<p>Footings, slabs &amp; walls.</p>', 'Footings, slabs & walls.'],
    ['<p>one</p><p>two</p>', 'one\n\ntwo'],
    ['<p>one<br>two</p>', 'one\ntwo'],
    ['<ul><li>Includes pumping</li><li>Excludes heat</li></ul>', '- Includes pumping\n- Excludes heat'],
    ['<p>a</p><p></p><p>&nbsp;</p><p>b</p>', 'a\n\n\u00A0\n\nb'],
    ['<a href="https://evil.example">click</a>', 'click'],
    ['<img src="x" alt="a plan">after', 'after'],
    ['1 &lt; 2 &#8212; &ldquo;x&rdquo;', '1 < 2 — “x”'],
    ['<script>alert(1)</script>ok', 'ok'],
    ['', ''],
  ])('%j reads %j', (rich, plain) => {
    expect(plainText(rich)).toBe(plain);
  });

  it('never throws and never leaves a tag', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '<p>',
            '</p>',
            '<li>',
            '<b',
            '>',
            '&amp;',
            '&',
            '<!--',
            '-->',
            'text',
            '<table><tr><td>',
            ' ',
          ),
          { maxLength: 15 },
        ),
        parts => {
          expect(plainText(parts.join(''))).not.toMatch(/<\/?(p|li|table|tr|td)>/);
        },
      ),
    );
  });

  it('is the same when it is read again', () => {
    for (const rich of ['<p>one</p><ul><li>a</li></ul>', 'x &lt;b&gt;', 'plain']) {
      const once = plainText(rich);
      if (!/[<&]/.test(once)) expect(plainText(once)).toBe(once);
    }
  });
});

const V2 = {
  id: 733100201,
  ulid: '01JN0QK5Z0D7T1V4W9X2Y3Z4AB',
  timestamp: '2026-03-03T14:00:01.120331Z',
  user_id: 91744,
  company_id: 598134325990001,
  project_id: 598134326120044,
  api_version: 'v2.0',
  event_type: 'update',
  resource_name: 'Work Order Contracts',
  resource_id: 88120,
};
const EXPECTED = {
  eventId: '01JN0QK5Z0D7T1V4W9X2Y3Z4AB',
  companyId: '598134325990001',
  projectId: '598134326120044',
  resourceName: 'Work Order Contracts',
  resourceId: '88120',
  eventType: 'update',
};

describe('the body of a webhook', () => {
  it.each([
    ['v2.0', V2],
    ['v2.0 as http.ts reads numbers', parsed(JSON.stringify(V2))],
    ['v3.0', { ...V2, api_version: 'v3.0', related_resources: [{ id: 1, name: 'x' }] }],
    ['v2.0 in capitals', { ...V2, event_type: 'UPDATE' }],
    [
      'v2.0 without a ulid, whose id stands for it',
      { ...V2, ulid: undefined, id: '01JN0QK5Z0D7T1V4W9X2Y3Z4AB' },
    ],
    [
      'v4.0',
      {
        id: '01JN0QK5Z0D7T1V4W9X2Y3Z4AB',
        timestamp: 'x',
        reason: 'update',
        company_id: '598134325990001',
        project_id: '598134326120044',
        user_id: '91744',
        resource_type: 'Work Order Contracts',
        resource_id: '88120',
      },
    ],
  ])('%s is read', (_version, body) => {
    expect(readDelivery(body)).toEqual(EXPECTED);
  });

  it('of a company’s own record has no project', () => {
    for (const none of [null, undefined, ''])
      expect(readDelivery({ ...V2, project_id: none }).projectId).toBeNull();
  });

  it('keeps ids beyond the integers of floating point when it was read by its digits', () => {
    const text = JSON.stringify(V2).replace('598134325990001', '9007199254740993001');
    expect(readDelivery(parsed(text)).companyId).toBe('9007199254740993001');
  });

  it.each([
    ['no event', { ...V2, id: undefined, ulid: undefined }],
    ['an event of odd letters', { ...V2, ulid: "x' or 1=1" }],
    ['an event without end', { ...V2, ulid: 'x'.repeat(65) }],
    ['no company', { ...V2, company_id: undefined }],
    ['a company of letters', { ...V2, company_id: 'abc' }],
    ['a negative company', { ...V2, company_id: -5 }],
    ['no record', { ...V2, resource_id: null }],
    ['a broken number', { ...V2, resource_id: 1.5 }],
    ['no kind of record', { ...V2, resource_name: '' }],
    ['a kind without end', { ...V2, resource_name: 'x'.repeat(101) }],
    ['an event type without end', { ...V2, event_type: 'x'.repeat(41) }],
    ['an odd project', { ...V2, project_id: '1 or 1=1' }],
    ['objects for values', { ...V2, company_id: { $gt: 0 } }],
    ['a list', [V2]],
    ['nothing', null],
    ['text', 'x'],
  ])('with %s is refused', (_what, body) => {
    expect(() => readDelivery(body)).toThrow(Invalid);
  });

  it.skipIf(capturesDirectory === null)('as recorded is read (skipped: set CAPTURES_DIR)', () => {
    const recorded = readFileSync(join(capturesDirectory ?? '', 'procore/webhook-delivery-v2.json'), 'utf8');
    expect(readDelivery(parsed(recorded))).toEqual({
      eventId: '0A1B2C3D4F5G6H7I8J9K0LMN',
      companyId: '1357908642',
      projectId: '2468013579',
      resourceName: 'RFIs',
      resourceId: '54321',
      eventType: 'update',
    });
  });
});
