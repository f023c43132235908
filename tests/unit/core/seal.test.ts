import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isUuid } from '@/lib/core/encoding';
import { Broken } from '@/lib/core/errors';
import { derivedUuid, type SealKey, type SealKeys, seal, unseal } from '@/lib/core/seal';
import { testEnv } from '@/tests/support/env';

const key = (id: string): SealKey => ({ id, bytes: testEnv(`key ${id}`).randomBytes(32) });
const [one, two] = [key('k1'), key('k2')];
const only = (current: SealKey): SealKeys => ({ current, all: [current] });
const PLACE = 'credentials.access.42';

it('what was sealed opens at its place, byte for byte', () => {
  const env = testEnv('round trip');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string(), (plain, place) => {
      expect(unseal(only(one), place, seal({ keys: only(one), env }, place, plain))).toBe(plain);
    }),
  );
});

it('the same value is sealed differently each time, under the current key’s name', () => {
  const env = testEnv('fresh');
  const [left, right] = [
    seal({ keys: only(one), env }, PLACE, 'secret'),
    seal({ keys: only(one), env }, PLACE, 'secret'),
  ];
  expect(left).not.toBe(right);
  expect(left).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/);
  expect(left).not.toContain('secret');
});

it('a value moved to another row, column or table does not open', () => {
  const value = seal({ keys: only(one), env: testEnv() }, PLACE, 'secret');
  for (const place of ['credentials.access.43', 'credentials.refresh.42', 'hooks.access.42', ''])
    expect(() => unseal(only(one), place, value)).toThrow(Broken);
});

it('a changed bit anywhere in the value keeps it shut', () => {
  const [version = '', id = '', ...parts] = seal(
    { keys: only(one), env: testEnv() },
    PLACE,
    'a secret',
  ).split('.');
  const lengths = parts.map(part => Buffer.from(part, 'base64url').byteLength * 8);
  for (const [index, bits] of lengths.entries()) {
    for (let bit = 0; bit < bits; bit += 1) {
      const changed = parts.map((part, at) => (at === index ? flipped(part, bit) : part));
      expect(() => unseal(only(one), PLACE, [version, id, ...changed].join('.'))).toThrow(Broken);
    }
  }
});

function flipped(part: string, bit: number): string {
  const bytes = Buffer.from(part, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return bytes.toString('base64url');
}

it('a value is bound to the name of its key: the same bytes under another name do not open', () => {
  const renamed = { ...one, id: 'k9' };
  const value = seal({ keys: only(one), env: testEnv() }, PLACE, 'secret').replace('.k1.', '.k9.');
  expect(() => unseal(only(renamed), PLACE, value)).toThrow(Broken);
});

it('after a rotation the new key seals and the old one still opens', () => {
  const env = testEnv('rotation');
  const old = seal({ keys: only(one), env }, PLACE, 'secret');
  const rotated: SealKeys = { current: two, all: [two, one] };
  expect(unseal(rotated, PLACE, old)).toBe('secret');
  const fresh = seal({ keys: rotated, env }, PLACE, 'secret');
  expect(fresh).toMatch(/^v1\.k2\./);
  expect(unseal(rotated, PLACE, fresh)).toBe('secret');
});

it('a key that is gone or wrong is named, the value never', () => {
  const value = seal({ keys: only(one), env: testEnv() }, PLACE, 'secret');
  const wrong = { ...one, bytes: two.bytes };
  for (const keys of [only(two), only(wrong)]) {
    const text = messageOf(() => unseal(keys, PLACE, value));
    expect(text).toContain('k1');
    expect(text).not.toContain(value.slice(6));
    expect(text).not.toContain('secret');
  }
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Broken);
    return (thrown as Error).message;
  }
  throw new Broken('it should have been refused');
}

it.each(['', 'v1', 'v1.k1', 'v2.k1.AAAA.AAAA.AAAA', 'plain text', 'v1.k1.AAAA.', 'v1..AAAA.AAAA.AAAA'])(
  '“%s” is malformed, and no plain text is ever taken for a sealed one',
  value => {
    expect(() => unseal(only(one), PLACE, value)).toThrow(Broken);
  },
);

it('an empty value and nothing else is opened from an empty ciphertext', () => {
  const value = seal({ keys: only(one), env: testEnv() }, PLACE, '');
  expect(unseal(only(one), PLACE, value)).toBe('');
  expect(() => unseal(only(one), PLACE, value.slice(0, -22))).toThrow(Broken);
  expect(() => unseal(only(one), PLACE, `${value}.extra`)).toThrow(Broken);
});

it('a derived UUID is the same for ever: marks in customers’ books were made with it', () => {
  expect(derivedUuid('key', 'company/file/commitment/42/1')).toBe('aedbb575-79f3-8f2b-9995-29359c087c17');
});

it('a derived UUID is a version 8 UUID that changes with the key and with any part of the content', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (secret, left, right) => {
      const uuid = derivedUuid(secret, left);
      expect(isUuid(uuid)).toBe(true);
      expect(uuid).toMatch(/^.{14}8.{4}[89ab]/);
      expect(derivedUuid(secret, left)).toBe(uuid);
      expect(derivedUuid(`${secret}x`, left)).not.toBe(uuid);
      expect(derivedUuid(secret, right) === uuid).toBe(left === right);
    }),
  );
});
