import fc from 'fast-check';
import { expect, it } from 'vitest';
import { base32, base64url, braced, isProcoreId, isUuid, uuidFrom } from '@/lib/core/encoding';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

it('sixteen bytes and their UUID stand for one another', () => {
  fc.assert(
    fc.property(bytes(16), given => {
      const uuid = uuidFrom(given);
      expect(isUuid(uuid)).toBe(true);
      expect(Buffer.from(uuid.replaceAll('-', ''), 'hex')).toEqual(Buffer.from(given));
    }),
  );
});

it('base64url has no padding and nothing a URL or header would change', () => {
  fc.assert(
    fc.property(fc.uint8Array(), given => {
      const text = base64url(given);
      expect(text).toMatch(/^[\w-]*$/);
      expect(Buffer.from(text, 'base64url')).toEqual(Buffer.from(given));
    }),
  );
});

it('base32 gives one letter or digit a byte, each as likely as the next', () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const text = base32(all);
  expect(text).toMatch(/^[a-z2-7]{256}$/);
  expect(Array.from(new Set(text), letter => text.split(letter).length - 1)).toEqual(Array(32).fill(8));
});

it.each([
  '',
  'x',
  '{0b0f9b8e-1d2c-4e3f-8a4b-5c6d7e8f9a0b}',
  '0B0F9B8E-1D2C-4E3F-8A4B-5C6D7E8F9A0B',
  '0b0f9b8e1d2c4e3f8a4b5c6d7e8f9a0b',
  '0b0f9b8e-1d2c-4e3f-8a4b-5c6d7e8f9a0b\n',
  "0b0f9b8e-1d2c-4e3f-8a4b-5c6d7e8f9a0b' or 1=1",
])('“%s” is not the form of our ids', text => {
  expect(isUuid(text)).toBe(false);
});

it.each([
  ['1', true],
  ['598134325990001', true],
  ['9999999999999999999', true],
  ['0', false],
  ['-1', false],
  ['01', false],
  ['12345678901234567890', false],
  ['1.0', false],
  ['1e3', false],
  ['1\n', false],
  ['', false],
])('“%s” as a Procore id: %s', (text, isOne) => {
  expect(isProcoreId(text)).toBe(isOne);
});

it('a GUID for QuickBooks is in braces and upper case', () => {
  expect(braced('7a1d3e52-0c1b-4b37-9c1e-0e2f6d0b9a12')).toBe('{7A1D3E52-0C1B-4B37-9C1E-0E2F6D0B9A12}');
});
