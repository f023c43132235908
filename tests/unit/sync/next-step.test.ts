import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GUARD_STATES } from '@/lib/connections/states';
import { SYNC } from '@/lib/core/limits';
import { batchOf, type FileView, nextStep, type ReadyWrite, type Step } from '@/lib/sync/protocol';

const add = (id: string, patch: Partial<ReadyWrite> = {}): ReadyWrite => ({
  requestId: id,
  effect: 'add',
  recordId: `record of ${id}`,
  splitGroup: null,
  bytes: 1000,
  ...patch,
});
const unknown = (id: string, patch = {}) => ({
  setId: id,
  setKey: `key-${id}`,
  isAsked: false,
  isFenced: false,
  requestIds: ['w1'],
  ...patch,
});

const IDLE: FileView = {
  guard: 'verified',
  isPaused: false,
  unknownSets: [],
  recoveryFailures: 0,
  readBack: 'done',
  urgentReads: [],
  writes: [],
  reads: [],
  clearable: null,
};
const OLD_SET = { setId: 's0', setKey: 'key-s0' };
const EVERYTHING: Partial<FileView> = {
  unknownSets: [unknown('s1'), unknown('s2')],
  urgentReads: ['u1'],
  writes: [add('w9')],
  reads: ['r1'],
  clearable: OLD_SET,
};

/** What is known, and the one thing that may come next; higher rows come before lower ones. */
const PRIORITIES: readonly [what: string, view: Partial<FileView>, step: Step][] = [
  ['a file that was not looked at is looked at', { ...EVERYTHING, guard: 'unverified' }, { do: 'verify' }],
  ['a wrong file gets nothing', { ...EVERYTHING, guard: 'wrong_file' }, { do: 'refuse' }],
  ['an edition that is not allowed gets nothing', { ...EVERYTHING, guard: 'edition' }, { do: 'refuse' }],
  ['a lost set is asked about first', EVERYTHING, { do: 'ask', setId: 's1', setKey: 'key-s1' }],
  [
    'a set that was asked about in vain is looked up',
    {
      ...EVERYTHING,
      unknownSets: [unknown('s1', { isAsked: true, requestIds: ['w1', 'w2'] }), unknown('s2')],
    },
    { do: 'lookup', setId: 's1', fenceKey: 'key-s1', requestIds: ['w1', 'w2'] },
  ],
  [
    'a set without an id cannot be asked about and is looked up',
    { ...EVERYTHING, unknownSets: [unknown('s1', { setKey: null })] },
    { do: 'lookup', setId: 's1', fenceKey: null, requestIds: ['w1'] },
  ],
  [
    'a set whose id keeps the original from running is looked up without it',
    { ...EVERYTHING, unknownSets: [unknown('s1', { isAsked: true, isFenced: true })] },
    { do: 'lookup', setId: 's1', fenceKey: null, requestIds: ['w1'] },
  ],
  [
    'what was exported is read back before a lost set is asked about',
    { ...EVERYTHING, readBack: 'due' },
    { do: 'read_back' },
  ],
  [
    'and before anything is written',
    { ...EVERYTHING, unknownSets: [], readBack: 'due' },
    { do: 'read_back' },
  ],
  [
    'but not for reads alone',
    { ...EVERYTHING, unknownSets: [], writes: [], readBack: 'due' },
    { do: 'read', requestIds: ['u1'] },
  ],
  [
    'while that proves nothing, reads go on',
    { ...EVERYTHING, readBack: 'unproved' },
    { do: 'read', requestIds: ['u1'] },
  ],
  [
    'and nothing is written or recovered',
    { unknownSets: [unknown('s1')], writes: [add('w9')], readBack: 'unproved' },
    { do: 'finish' },
  ],
  ['a settled set is cleared when nothing else is left', { clearable: OLD_SET }, { do: 'clear', ...OLD_SET }],
  ['and not before', { ...IDLE, reads: ['r1'], clearable: OLD_SET }, { do: 'read', requestIds: ['r1'] }],
  [
    'one unanswered question is asked again',
    { ...EVERYTHING, recoveryFailures: 1 },
    { do: 'ask', setId: 's1', setKey: 'key-s1' },
  ],
  ['after two, reads go on', { ...EVERYTHING, recoveryFailures: 2 }, { do: 'read', requestIds: ['u1'] }],
  [
    'but nothing is written while an outcome is unknown',
    { ...EVERYTHING, recoveryFailures: 2, urgentReads: [] },
    { do: 'read', requestIds: ['r1'] },
  ],
  [
    'and then the run ends',
    { ...EVERYTHING, recoveryFailures: 2, urgentReads: [], reads: [], clearable: null },
    { do: 'finish' },
  ],
  [
    'reads that writes or people wait for come before writes',
    { ...EVERYTHING, unknownSets: [] },
    { do: 'read', requestIds: ['u1'] },
  ],
  [
    'writes come before other reads',
    { ...EVERYTHING, unknownSets: [], urgentReads: [] },
    { do: 'write', requestIds: ['w9'] },
  ],
  [
    'a paused file is read and not written to',
    { ...EVERYTHING, unknownSets: [], urgentReads: [], isPaused: true },
    { do: 'read', requestIds: ['r1'] },
  ],
  [
    'a paused file is still asked what became of a lost set',
    { ...EVERYTHING, isPaused: true },
    { do: 'ask', setId: 's1', setKey: 'key-s1' },
  ],
  [
    'a record is read before it is changed',
    { writes: [add('m1', { effect: 'mod', isUnprepared: true }), add('w9')] },
    { do: 'prepare', requestId: 'm1' },
  ],
  [
    'and is changed once it was read',
    { writes: [add('m1', { effect: 'mod', isUnprepared: false }), add('w9')] },
    { do: 'write', requestIds: ['m1'] },
  ],
  ['with writes alone, a paused file is done', { isPaused: true, writes: [add('w9')] }, { do: 'finish' }],
  ['with nothing to do, the run ends', {}, { do: 'finish' }],
];

it.each(PRIORITIES)('%s', (_what, view, step) => {
  expect(nextStep({ ...IDLE, ...view })).toEqual(step);
});

it('reads and look-ups go in bounded handfuls, in their turn', () => {
  const many = Array.from({ length: 50 }, (_, index) => `x${index}`);
  expect(nextStep({ ...IDLE, reads: many })).toEqual({
    do: 'read',
    requestIds: many.slice(0, SYNC.maxReadsPerSet),
  });
  expect(nextStep({ ...IDLE, urgentReads: many })).toEqual({
    do: 'read',
    requestIds: many.slice(0, SYNC.maxReadsPerSet),
  });
  const lost = unknown('s1', { isAsked: true, requestIds: many });
  expect(nextStep({ ...IDLE, unknownSets: [lost] })).toMatchObject({
    requestIds: many.slice(0, SYNC.maxLookupsPerSet),
  });
});

const write: fc.Arbitrary<ReadyWrite> = fc.record({
  requestId: fc.uuid(),
  effect: fc.constantFrom('add' as const, 'add' as const, 'add' as const, 'mod' as const),
  recordId: fc.constantFrom('a', 'b', 'c', ...Array.from({ length: 60 }, (_, index) => `r${index}`)),
  splitGroup: fc.constantFrom(null, null, 'left', 'right'),
  isUnprepared: fc.boolean(),
  bytes: fc.oneof(fc.integer({ min: 200, max: 5000 }), fc.integer({ min: 1, max: SYNC.maxSetBytes * 2 })),
});
const writes = fc.uniqueArray(write, { maxLength: 80, selector: one => one.requestId, size: 'max' });

const view: fc.Arbitrary<FileView> = fc.record({
  guard: fc.constantFrom(...GUARD_STATES),
  isPaused: fc.boolean(),
  unknownSets: fc.array(
    fc.boolean().map(isAsked => unknown('s', { isAsked })),
    { maxLength: 2 },
  ),
  recoveryFailures: fc.nat(3),
  readBack: fc.constantFrom('needless', 'due', 'done', 'unproved'),
  clearable: fc.constantFrom(null, OLD_SET),
  urgentReads: fc.array(fc.uuid(), { maxLength: 6 }),
  writes,
  reads: fc.array(fc.uuid(), { maxLength: 6 }),
});

it('nothing is ever handed out as a write whose record was not read', () => {
  fc.assert(
    fc.property(view, known => {
      const step = nextStep(known);
      if (step.do !== 'write') return;
      const handed = known.writes.filter(one => step.requestIds.includes(one.requestId));
      expect(handed.filter(one => one.isUnprepared)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

it('nothing is ever written to a file that is unverified, wrong, paused, or has an outcome unknown', () => {
  fc.assert(
    fc.property(view, known => {
      const step = nextStep(known);
      if (step.do !== 'write' && step.do !== 'prepare') return;
      expect(known).toMatchObject({ guard: 'verified', isPaused: false, unknownSets: [], urgentReads: [] });
    }),
    { numRuns: 1000 },
  );
});

it('a run ends only when there is nothing this session may still do', () => {
  fc.assert(
    fc.property(view, known => {
      if (known.guard !== 'verified' || nextStep(known).do !== 'finish') return;
      expect(known.reads.length + known.urgentReads.length).toBe(0);
      const mayRecover = known.unknownSets.length > 0 && known.recoveryFailures < 2;
      const mayWrite = known.writes.length > 0 && !known.isPaused && known.unknownSets.length === 0;
      expect((mayRecover || mayWrite) && known.readBack !== 'unproved').toBe(false);
    }),
    { numRuns: 1000 },
  );
});

it('nothing is written or recovered before what was exported was read back', () => {
  fc.assert(
    fc.property(view, known => {
      const step = nextStep(known);
      if (!['ask', 'lookup', 'write'].includes(step.do)) return;
      expect(['needless', 'done']).toContain(known.readBack);
    }),
    { numRuns: 1000 },
  );
});

describe('writes that share a set', () => {
  it('are some, when there are any, and begin with the one whose turn it is', () => {
    fc.assert(
      fc.property(writes, all => {
        expect(batchOf(all)[0]).toBe(all[0]);
      }),
    );
  });

  it('are bounded in number and in bytes; only one alone may be larger', () => {
    fc.assert(
      fc.property(writes, all => {
        const batch = batchOf(all);
        expect(batch.length).toBeLessThanOrEqual(SYNC.maxWritesPerSet);
        const bytes = batch.reduce((sum, one) => sum + one.bytes, 0);
        if (batch.length > 1) expect(bytes).toBeLessThanOrEqual(SYNC.maxSetBytes);
      }),
      { numRuns: 500 },
    );
  });

  it('are never two for one record', () => {
    fc.assert(
      fc.property(writes, all => {
        const records = batchOf(all).map(one => one.recordId);
        expect(new Set(records).size).toBe(records.length);
      }),
      { numRuns: 500 },
    );
  });

  it('are never beside a Mod, which travels alone', () => {
    fc.assert(
      fc.property(writes, all => {
        const batch = batchOf(all);
        if (batch.some(one => one.effect === 'mod')) expect(batch).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  it('are of one half, after a set was cut in two', () => {
    fc.assert(
      fc.property(writes, all => {
        expect(new Set(batchOf(all).map(one => one.splitGroup)).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  it('keep the order of their turn', () => {
    fc.assert(
      fc.property(writes, all => {
        const places = batchOf(all).map(one => all.indexOf(one));
        expect(places).toEqual(places.toSorted((left, right) => left - right));
      }),
      { numRuns: 500 },
    );
  });

  it('are as many as fit: a thousand accepted exports need fifty sets', () => {
    let left = Array.from({ length: 1000 }, (_, index) => add(`w${index}`));
    let sets = 0;
    for (; left.length > 0; sets += 1) {
      const taken = new Set(batchOf(left));
      left = left.filter(one => !taken.has(one));
    }
    expect(sets).toBe(50);
  });

  it('wait for a smaller set when the next one would pass the bound of bytes', () => {
    const big = (id: string) => add(id, { bytes: SYNC.maxSetBytes * 0.6 });
    expect(batchOf([big('a'), big('b'), add('c')]).map(one => one.requestId)).toEqual(['a']);
    expect(batchOf([add('a', { bytes: SYNC.maxSetBytes * 3 }), add('b')]).map(one => one.requestId)).toEqual([
      'a',
    ]);
  });

  it('are none when none is ready', () => {
    expect(batchOf([])).toEqual([]);
  });
});
