import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HRESULTS, hresultMeaning } from '@/lib/qbxml';
import { ruleFailure } from '@/lib/sync/failures';
import { progressOf, remainingWork } from '@/lib/sync/progress';
import { type FileView, nextStep, type Reply } from '@/lib/sync/protocol';
import { type Proof, settleAsk, settleLookup } from '@/lib/sync/recovery';

const SENT = [
  { requestId: 'w1', attempts: 1 },
  { requestId: 'w2', attempts: 1 },
];
const stored = { requestID: 'w1', statusCode: 0, statusMessage: '', hasRecord: true };
const answer = (setStatusCode: number | null, parts: readonly (typeof stored)[] = []): Reply => ({
  kind: 'answer',
  setStatusCode,
  parts,
});

describe('what asking for a set by its id proves', () => {
  it.each([0, null])(
    'the stored answer (status %s) is treated as the one that was lost, request by request',
    code => {
      const outcome = settleAsk(SENT, answer(code, [stored]));
      expect(outcome.became).toBe('answered');
      const settled = outcome.became === 'answered' ? outcome.settled.outcomes : new Map();
      expect([...settled].map(([id, one]) => [id, one.to])).toEqual([
        ['w1', 'done'],
        ['w2', 'unknown'],
      ]);
    },
  );

  it('9001: other bytes were sent under this id, so a person looks', () => {
    const outcome = settleAsk(SENT, answer(9001));
    expect(outcome).toMatchObject({ became: 'answered' });
    const settled = outcome.became === 'answered' ? [...outcome.settled.outcomes.values()] : [];
    expect(settled.map(one => one.to)).toEqual(['needs_attention', 'needs_attention']);
  });

  it.each([9002, 600, 9003, 9004, 9005, 3250, 500])(
    '%i is no proof of absence: each write is looked up',
    code => {
      expect(settleAsk(SENT, answer(code))).toEqual({ became: 'asked' });
      expect(settleAsk(SENT, answer(code, [stored]))).toEqual({ became: 'asked' });
    },
  );

  it('an empty answer with status 0 is no stored answer either', () => {
    expect(settleAsk(SENT, answer(0))).toEqual({ became: 'asked' });
    expect(settleAsk(SENT, answer(null))).toEqual({ became: 'asked' });
  });

  it.each(HRESULTS)('%s proves nothing', code => {
    const outcome = settleAsk(SENT, { kind: 'hresult', hresult: code, message: '' });
    const isRefused = hresultMeaning(code).class === 'refused';
    expect(outcome.became).toBe(isRefused ? 'asked' : 'still unknown');
    if (outcome.became === 'still unknown') expect(outcome.sessionEnds).toContain(hresultMeaning(code).cause);
  });

  it('an answer that cannot be read leaves everything as it was', () => {
    expect(settleAsk(SENT, { kind: 'unreadable', reason: 'x' })).toEqual({
      became: 'still unknown',
      sessionEnds: null,
    });
  });
});

/** Reliability, §2.5, row by row. */
const LOOKUPS: readonly [Proof, to: string, code: string | null][] = [
  ['ours', 'done', null],
  ['foreign', 'needs_attention', 'RECOVERY-foreign'],
  ['deleted', 'needs_attention', 'RECOVERY-deleted'],
  ['nothing', 'ready', null],
  ['unclear', 'unknown', null],
];

describe('what a look into the company file proves', () => {
  it.each(LOOKUPS)('%s: %s', (proof, to, code) => {
    const outcome = settleLookup(proof, 'purchase order SC-1');
    expect(outcome.to).toBe(to);
    const failure = outcome.to === 'needs_attention' ? outcome.failure : null;
    expect(failure?.code ?? null).toBe(code);
    if (failure) expect(`${failure.cause} ${failure.raw}`).toContain('purchase order SC-1');
    if (failure) expect(failure.remedy).toMatch(/\.$/);
  });

  it('only the proof that it is nowhere, deleted ones included, has a write sent again', () => {
    expect(
      LOOKUPS.filter(([proof]) => settleLookup(proof, '').to === 'ready').map(([proof]) => proof),
    ).toEqual(['nothing']);
  });
});

describe('progress', () => {
  const work = fc.record({
    unknownSets: fc.nat(3),
    recoveryFailures: fc.nat(3),
    isPaused: fc.boolean(),
    readBack: fc.constantFrom('needless' as const, 'due' as const, 'done' as const, 'unproved' as const),
    clears: fc.nat(5),
    readyWrites: fc.nat(2000),
    readyReads: fc.nat(20),
  });

  it('is a whole number from 0 to 100, and 100 only when nothing is left', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (done, left) => {
        const percent = progressOf(done, left);
        expect(Number.isInteger(percent)).toBe(true);
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent === 100).toBe(left === 0);
        expect(percent).toBeLessThanOrEqual(100);
      }),
      { numRuns: 2000 },
    );
    expect(progressOf(199, 1)).toBe(99);
    expect(progressOf(0, 5)).toBe(0);
    expect(progressOf(0, 0)).toBe(100);
  });

  it('never goes back while work is done and none is added', () => {
    fc.assert(
      fc.property(
        fc.nat(2000),
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }),
        (total, batches) => {
          let [done, last] = [0, 0];
          for (const batch of batches) {
            done = Math.min(total, done + batch);
            const percent = progressOf(done, total - done);
            expect(percent).toBeGreaterThanOrEqual(last);
            last = percent;
          }
        },
      ),
    );
  });

  it('is 100 exactly when the next step would be to finish: the Web Connector is never sent home early', () => {
    fc.assert(
      fc.property(work, left => {
        const view: FileView = {
          guard: 'verified',
          isPaused: left.isPaused,
          unknownSets: Array.from({ length: left.unknownSets }, () => ({
            setId: 's',
            setKey: 'k',
            isAsked: false,
            isFenced: false,
            requestIds: ['w'],
          })),
          recoveryFailures: left.recoveryFailures,
          readBack: left.readBack,
          clearable: left.clears > 0 ? { setId: 's', setKey: 'k' } : null,
          urgentReads: [],
          writes: Array.from({ length: left.readyWrites }, (_, index) => ({
            requestId: `w${index}`,
            effect: 'add',
            recordId: `r${index}`,
            splitGroup: null,
            bytes: 10,
          })),
          reads: Array.from({ length: left.readyReads }, (_, index) => `r${index}`),
        };
        expect(progressOf(5, remainingWork(left)) === 100).toBe(nextStep(view).do === 'finish');
      }),
      { numRuns: 500 },
    );
  });
});

it('a rule that no longer holds when its turn comes is told by its id, with its fix', () => {
  expect(
    ruleFailure({ ruleId: 'COM-04', message: 'The number is taken.', fix: { label: 'Change the number' } }),
  ).toEqual({
    code: 'COM-04',
    cause: 'The number is taken.',
    remedy: 'Change the number, then retry.',
    raw: '',
  });
});
