import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SYNC } from '@/lib/core/limits';
import { clearsLeft } from '@/lib/sync/clear';
import { isFenceTaken, isOlderFence } from '@/lib/sync/fence';
import {
  isGuarded,
  type ReadBackFacts,
  readBackOf,
  SAMPLE_BYTES,
  type Sighting,
  samplePlaces,
  sightingsOf,
} from '@/lib/sync/read-back';

const GOOD: ReadBackFacts = {
  isSuspect: false,
  isCopyMissing: false,
  hasExports: true,
  isWholeDue: false,
  answered: 1,
  inVain: 0,
};

describe('whether a session may write', () => {
  it.each([
    ['when what was exported was read back', {}, 'done'],
    ['when nothing was exported', { hasExports: false, answered: 0 }, 'needless'],
    ['not before it was asked', { answered: 0 }, 'due'],
    ['not while the weekly look has chunks left, however many were answered', { isWholeDue: true }, 'due'],
    ['not yet after one question in vain', { answered: 0, inVain: 1 }, 'due'],
    ['not in this session after two', { answered: 0, inVain: 2 }, 'unproved'],
    ['not in a file that looks restored', { isSuspect: true }, 'unproved'],
    ['not before our marks could be seen', { isCopyMissing: true }, 'unproved'],
    ['not even with nothing exported', { isCopyMissing: true, hasExports: false }, 'unproved'],
  ] as const)('%s', (_what, facts, readBack) => {
    expect(readBackOf({ ...GOOD, ...facts })).toBe(readBack);
    expect(isGuarded(readBack)).toBe(readBack === 'done' || readBack === 'needless');
  });
});

it('the last export is always read back, with five others, each once', () => {
  const chance = fc.uint8Array({ minLength: SAMPLE_BYTES, maxLength: SAMPLE_BYTES });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), chance, (count, bytes) => {
      const places = samplePlaces(count, bytes);
      expect(places[0]).toBe(1);
      expect(new Set(places).size).toBe(Math.min(6, count));
      expect(places.every(place => place >= 1 && place <= count)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

it('every earlier export has its chance', () => {
  const met = new Set<number>();
  for (let high = 0; high < 256; high += 1)
    for (const place of samplePlaces(40, new Uint8Array(SAMPLE_BYTES).fill(high))) met.add(place);
  expect(met.size).toBe(40);
});

describe('what was seen', () => {
  const there = (qbId: string): Sighting => ({ qbId, statusCode: 0, record: { editSequence: '7' } });
  const not = (qbId: string, statusCode: number): Sighting => ({ qbId, statusCode, record: null });

  it('is sorted into what is there and what is gone', () => {
    expect(sightingsOf([there('a'), not('b', 500), not('c', 1)], ['a', 'b', 'c'])).toEqual({
      are: 'clear',
      there: [{ qbId: 'a', editSequence: '7' }],
      gone: ['b', 'c'],
    });
    expect(sightingsOf([not('b', 500)], ['b'])).toMatchObject({ are: 'clear', gone: ['b'] });
  });

  it.each([
    ['one went unanswered', [there('a')]],
    ['one was refused', [there('a'), not('b', 3260)]],
    ['one was promised and not given', [there('a'), not('b', 0)]],
    ['nothing at all is shown', [not('a', 1), not('b', 1)]],
  ])('proves nothing when %s', (_what, seen) => {
    expect(sightingsOf(seen, ['a', 'b']).are).toBe('unclear');
  });
});

describe('a look under the lost set’s own id', () => {
  const set = { purpose: 'lookup', setKey: 'key' } as const;
  const answer = (messageSetStatusCode: number | null, newMessageSetID: string | null = 'key') => ({
    messageSetStatusCode,
    newMessageSetID,
    responses: [],
  });

  it.each([9001, 9002, 9004, 9005, 600])('tells nothing when the set answers %i', code => {
    expect(isFenceTaken(set, answer(code))).toBe(true);
  });

  it.each([
    ['it went well', set, answer(0)],
    ['it has no status, which is well', set, answer(null)],
    ['it went without an id', { ...set, setKey: null }, answer(9001)],
  ])('counts when %s', (_what, asked, told) => {
    expect(isFenceTaken(asked, told)).toBe(false);
  });

  it('knows an answer kept under its id from one that belongs elsewhere', () => {
    expect(isOlderFence(set, answer(0))).toBe(true);
    expect(isOlderFence(set, answer(0, 'other'))).toBe(false);
    expect(isOlderFence(set, answer(0, null))).toBe(false);
    expect(isOlderFence({ purpose: 'write', setKey: 'key' }, answer(0))).toBe(false);
  });
});

it('a session clears five sets at most, and no more than there are', () => {
  expect(clearsLeft({ settled: 9, done: 0 })).toBe(SYNC.maxClearsPerSession);
  expect(clearsLeft({ settled: 9, done: 4 })).toBe(1);
  expect(clearsLeft({ settled: 9, done: 6 })).toBe(0);
  expect(clearsLeft({ settled: 2, done: 0 })).toBe(2);
});
