import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, contentHash, secretHash, sha256Hex } from '@/lib/core/canonical';

const content = fc.jsonValue({ maxDepth: 4 });

/** The same content with the keys of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, shuffled(inner)] as const);
  return Object.fromEntries(entries.toReversed());
}

it('equal content has one text and one hash, whatever the order of its keys', () => {
  fc.assert(
    fc.property(content, value => {
      expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
      expect(contentHash(shuffled(value))).toBe(contentHash(value));
    }),
  );
});

it('the text says the content whole: reading it gives the content back', () => {
  fc.assert(
    fc.property(content, value => {
      expect(JSON.parse(canonicalJson(value))).toEqual(plain(value));
    }),
  );
});

/** As JSON can say it: −0 is 0. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

it('other content has another text', () => {
  fc.assert(
    fc.property(content, content, (left, right) => {
      expect(canonicalJson(left) === canonicalJson(right)).toBe(
        JSON.stringify(plain(shuffledByKey(left))) === JSON.stringify(plain(shuffledByKey(right))),
      );
    }),
  );
});

/** An independent canonical order: keys sorted by code unit. */
function shuffledByKey(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffledByKey);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${JSON.stringify(shuffledByKey(inner))}`).join()}}`;
}

it('absent keys are left out, so that a field that is not given and one that is undefined are the same', () => {
  expect(canonicalJson({ b: 1, a: [2n], c: undefined })).toBe('{"a":[2],"b":1}');
  expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
  expect(contentHash({ a: null })).not.toBe(contentHash({}));
  expect(canonicalJson(undefined)).toBe('null');
});

it('money beyond the integers of floating point keeps its last digit', () => {
  expect(canonicalJson({ cents: 9_007_199_254_740_993n })).toBe('{"cents":9007199254740993}');
});

it('what cannot be said in JSON is refused, never dropped in silence', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  for (const bad of [Number.NaN, { a: Number.POSITIVE_INFINITY }, circle])
    expect(() => canonicalJson(bad)).toThrow();
});

it('hashes are SHA-256 of the UTF-8 text', () => {
  expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256Hex('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
  expect(contentHash({ b: 1, a: 2 })).toBe(sha256Hex('{"a":2,"b":1}'));
  expect(secretHash('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
});
