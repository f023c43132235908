import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HRESULTS, type HresultClass, hresultMeaning } from '@/lib/qbxml/hresults';
import { askVerdict, STATUS_CODES, type StatusClass, statusMeaning } from '@/lib/qbxml/status-codes';

/**
 * Typed from the qbXML reference, §5. Where it gives two classes, the one that can lose nothing: 3170 reads again
 * before it reports, 3180 and 1000 are tried once more and then reported, 3150 is shown to the person who can mend it.
 */
const EXPECTED: Readonly<Record<StatusClass, readonly number[]>> = {
  ok: [0],
  empty: [1],
  warn: [500, 501, 530, 531, 550, 560, 570],
  recheck: [510],
  bug: [600, 1030, 1060, 3010, 3020, 3030, 3031, 3035, 3040, 3045, 3050, 3060, 3080, 3085],
  busy: [1000, 1010, 3175, 3176, 3180],
  stale: [3170, 3200],
  setup: [2000, 2500, 2999, 3220, 3250, 3260, 3261, 3262, 3263, 3264],
  skipped: [3231],
  iterator: [3391],
  data: [
    3000, 3070, 3090, 3100, 3110, 3120, 3121, 3130, 3140, 3150, 3151, 3160, 3161, 3171, 3172, 3173, 3185,
    3190, 3191, 3205, 3210, 3240, 3270, 3280, 3290, 3300,
  ],
};

const ROWS = Object.entries(EXPECTED).flatMap(([klass, codes]) => codes.map(code => [code, klass] as const));

it.each(ROWS)('status %i is of class %s', (code, klass) => {
  expect(statusMeaning(code).class).toBe(klass);
});

it('every code the product lists is in the reference, and the other way round', () => {
  const inReference = ROWS.map(([code]) => code).filter(code => code < 2000 || code > 2999);
  expect(STATUS_CODES.toSorted((a, b) => a - b)).toEqual(inReference.toSorted((a, b) => a - b));
});

it('a code nobody knows ran with a warning below 1000, wants set-up in the 2000s, and mending otherwise', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10, max: 100_000 }), code => {
      if (STATUS_CODES.includes(code)) return;
      const expected = code > 0 && code < 1000 ? 'warn' : code >= 2000 && code < 3000 ? 'setup' : 'data';
      expect(statusMeaning(code).class).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

it.each(ROWS)('status %i (%s) says why, and what to do when something must be done', (code, klass) => {
  const { cause, remedy } = statusMeaning(code);
  expect(cause).toMatch(/^[A-Z“].*\.$/);
  if (['stale', 'busy', 'bug', 'skipped', 'iterator', 'recheck'].includes(klass))
    expect(remedy).toMatch(/\.$/);
  expect(`${cause} ${remedy}`).not.toMatch(/undefined|statusCode|null/);
});

it('what may be a real refusal behind a lock is tried twice in all, not for ever', () => {
  expect(statusMeaning(3180).maxAttempts).toBe(2);
  expect(statusMeaning(1000).maxAttempts).toBe(2);
  expect(statusMeaning(3175).maxAttempts).toBeUndefined();
});

it.each([
  [null, true, 'stored'],
  [0, true, 'stored'],
  [0, false, 'not_stored'],
  [null, false, 'not_stored'],
  [9001, false, 'changed'],
  [9001, true, 'changed'],
  [9002, false, 'not_stored'],
  [9003, false, 'not_stored'],
  [9004, false, 'not_stored'],
  [9005, false, 'not_stored'],
  [9005, true, 'not_stored'],
  [600, false, 'not_stored'],
  [600, true, 'not_stored'],
] as const)('asked about a set, status %s with responses %s means %s', (code, hasResponses, verdict) => {
  expect(askVerdict(code, hasResponses)).toBe(verdict);
});

/** Typed from the Web Connector reference, §5. */
const HRESULT_CLASSES: readonly [code: string, klass: HresultClass][] = [
  ['0x80040400', 'refused'],
  ['0x80040401', 'user'],
  ['0x80040402', 'transient'],
  ['0x80040408', 'user'],
  ['0x8004040A', 'user'],
  ['0x8004040D', 'transient'],
  ['0x80040410', 'user'],
  ['0x80040414', 'user'],
  ['0x80040416', 'config'],
  ['0x8004041A', 'user'],
  ['0x80040420', 'user'],
  ['0x80040421', 'user'],
  ['0x80040422', 'user'],
  ['0x80040154', 'user'],
  ['0x80010105', 'transient'],
];

it.each(HRESULT_CLASSES)('HRESULT %s is of class %s, however it is spelt', (code, klass) => {
  for (const spelt of [code, code.toLowerCase(), code.toUpperCase(), ` ${code} `, code.slice(2)])
    expect(hresultMeaning(spelt).class).toBe(klass);
  expect(hresultMeaning(code).cause).toMatch(/\.$/);
  expect(hresultMeaning(code).remedy).toMatch(/\.$/);
});

it('every HRESULT the product lists is in the reference', () => {
  expect(HRESULTS.toSorted()).toEqual(HRESULT_CLASSES.map(([code]) => code).toSorted());
});

it('of all HRESULTs one alone proves that nothing ran', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.nat(0xffff).map(low => `0x8004${low.toString(16).padStart(4, '0')}`),
      ),
      code => {
        const isRefusal = code.trim().toLowerCase().replace(/^0x/, '') === '80040400';
        expect(hresultMeaning(code).class === 'refused').toBe(isRefusal);
      },
    ),
    { numRuns: 2000 },
  );
  expect(hresultMeaning('0x80131500').class).toBe('transient');
});
