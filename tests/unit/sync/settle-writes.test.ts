import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SYNC } from '@/lib/core/limits';
import { HRESULTS, hresultMeaning, type StatusClass, statusMeaning } from '@/lib/qbxml';
import {
  isForeign,
  type Outcome,
  type Reply,
  type ReplyPart,
  retryDelayMs,
  settleReads,
  settleWrites,
} from '@/lib/sync/protocol';

const part = (patch: Partial<ReplyPart> = {}): ReplyPart => ({
  requestID: 'w1',
  statusCode: 0,
  statusMessage: 'as told',
  hasRecord: true,
  ...patch,
});
const answer = (parts: readonly ReplyPart[], setStatusCode: number | null = null): Reply => ({
  kind: 'answer',
  setStatusCode,
  parts,
});
const hresult = (code: string, isRepeat = false): Reply => ({
  kind: 'hresult',
  hresult: code,
  message: 'as told',
  isRepeat,
});
const sent = (...ids: string[]) => ids.map(requestId => ({ requestId, attempts: 1 }));

function outcomeOf(reply: Reply, attempts = 1): Outcome['to'] | undefined {
  return settleWrites([{ requestId: 'w1', attempts }], reply).outcomes.get('w1')?.to;
}

/** One code of each class, with what becomes of a write when QuickBooks gave a record, and when it gave none. */
const BY_CLASS: readonly [StatusClass, code: number, withRecord: Outcome['to'], without: Outcome['to']][] = [
  ['ok', 0, 'done', 'unknown'],
  ['empty', 1, 'unknown', 'unknown'],
  ['warn', 530, 'done', 'unknown'],
  ['recheck', 510, 'done', 'unknown'],
  ['data', 3140, 'failed', 'failed'],
  ['stale', 3200, 'ready', 'ready'],
  ['busy', 3175, 'ready', 'ready'],
  ['setup', 3260, 'failed', 'failed'],
  ['bug', 3040, 'failed', 'failed'],
  ['skipped', 3231, 'ready', 'ready'],
  ['iterator', 3391, 'ready', 'ready'],
];

describe('what becomes of a write that QuickBooks answered', () => {
  it.each(BY_CLASS)(
    'class %s (status %i): %s with a record, %s without',
    (klass, statusCode, withRecord, without) => {
      expect(statusMeaning(statusCode).class).toBe(klass);
      expect(outcomeOf(answer([part({ statusCode, hasRecord: true })]))).toBe(withRecord);
      expect(outcomeOf(answer([part({ statusCode, hasRecord: false })]))).toBe(without);
    },
  );

  it('only a record that was given back, ids and all, settles a write as done', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        (statusCode, hasRecord, attempts) => {
          if (outcomeOf(answer([part({ statusCode, hasRecord })]), attempts) !== 'done') return;
          expect(hasRecord).toBe(true);
          expect(['ok', 'warn', 'recheck']).toContain(statusMeaning(statusCode).class);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('a warning is kept with what was done, good news without one', () => {
    const done = (statusCode: number) =>
      settleWrites(sent('w1'), answer([part({ statusCode })])).outcomes.get('w1');
    expect(done(0)).toMatchObject({ to: 'done', warning: null });
    expect(done(530)).toMatchObject({ to: 'done', warning: { code: 'QB-530', raw: 'as told' } });
    expect(done(510)).toMatchObject({ to: 'done', warning: { code: 'QB-510' } });
  });

  it('a refusal says why, what to do, and what QuickBooks said', () => {
    const [failed] = settleWrites(
      sent('w1'),
      answer([part({ statusCode: 3140, hasRecord: false })]),
    ).outcomes.values();
    expect(failed).toEqual({
      to: 'failed',
      failure: {
        code: 'QB-3140',
        cause: statusMeaning(3140).cause,
        remedy: statusMeaning(3140).remedy,
        raw: 'as told',
      },
    });
  });

  it('each request is settled by its own id, whatever the order; one left out is unknown', () => {
    const parts = [part({ requestID: 'w3', statusCode: 3100, hasRecord: false }), part({ requestID: 'w1' })];
    const { outcomes, sessionEnds } = settleWrites(sent('w1', 'w2', 'w3'), answer(parts));
    expect([...outcomes].map(([id, one]) => [id, one.to])).toEqual([
      ['w1', 'done'],
      ['w2', 'unknown'],
      ['w3', 'failed'],
    ]);
    expect(sessionEnds).toBeNull();
  });

  it('the same set id with other bytes is ours to explain: a person looks, nothing is sent again', () => {
    const { outcomes } = settleWrites(sent('w1', 'w2'), answer([part()], 9001));
    for (const outcome of outcomes.values())
      expect(outcome).toMatchObject({ to: 'needs_attention', failure: { code: 'QB-9001' } });
  });

  it('an answer that cannot be read makes every write of the set unknown', () => {
    const { outcomes } = settleWrites(sent('w1', 'w2'), { kind: 'unreadable', reason: 'cut short' });
    expect([...outcomes.values()]).toEqual([{ to: 'unknown' }, { to: 'unknown' }]);
  });
});

describe('what becomes of a write when QuickBooks threw', () => {
  it.each(HRESULTS.filter(code => hresultMeaning(code).class !== 'refused'))(
    '%s: unknown, and the run ends with the reason',
    code => {
      const { outcomes, sessionEnds } = settleWrites(sent('w1', 'w2'), hresult(code));
      expect([...outcomes.values()]).toEqual([{ to: 'unknown' }, { to: 'unknown' }]);
      expect(sessionEnds).toBe(`${hresultMeaning(code).cause} ${hresultMeaning(code).remedy}`);
    },
  );

  it('whatever else comes: unknown, never failed and never sent again by itself', () => {
    fc.assert(
      fc.property(fc.string(), code => {
        if (hresultMeaning(code).class === 'refused') return;
        expect(outcomeOf(hresult(code))).toBe('unknown');
      }),
    );
  });

  it('0x80040400 that came before in this session proves nothing: it may be that one, delivered twice', () => {
    const { outcomes, sessionEnds } = settleWrites(sent('a', 'b'), hresult('0x80040400', true));
    expect([[...outcomes.values()].map(one => one.to), sessionEnds]).toEqual([['unknown', 'unknown'], null]);
  });

  it('0x80040400 alone proves that nothing ran: one write is the culprit, several are cut in two', () => {
    const [failed] = settleWrites(sent('w1'), hresult('0x80040400')).outcomes.values();
    expect(failed).toMatchObject({ to: 'failed', failure: { code: 'HR-0x80040400', raw: 'as told' } });
    const { outcomes, sessionEnds } = settleWrites(sent('a', 'b', 'c'), hresult('0x80040400'));
    const groups = [...outcomes.values()].map(one => (one.to === 'ready' ? one.splitGroup : one.to));
    expect(groups).toEqual(['a..b', 'a..b', 'c..c']);
    expect(sessionEnds).toBeNull();
  });
});

describe('a write that certainly did not happen is tried again, a bounded number of times', () => {
  const tries = (statusCode: number): number => {
    for (let attempts = 1; attempts < 50; attempts += 1)
      if (outcomeOf(answer([part({ statusCode, hasRecord: false })]), attempts) !== 'ready') return attempts;
    return Number.POSITIVE_INFINITY;
  };

  it.each([
    [3175, SYNC.maxTransientAttempts],
    [3180, 2],
    [1000, 2],
    [3200, SYNC.maxStaleAttempts],
    [3170, 2],
    [3231, SYNC.maxTransientAttempts],
  ])('status %i: %i times in all, then it has failed', (statusCode, most) => {
    expect(tries(statusCode)).toBe(most);
    expect(outcomeOf(answer([part({ statusCode, hasRecord: false })]), most)).toBe('failed');
  });

  it('the gaps of a busy one grow from a minute to half an hour; a stale one goes at once', () => {
    const gaps = [1, 2, 3, 4, 5, 6, 7, 40].map(retryDelayMs);
    expect(gaps.map(ms => ms / 60_000)).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
    const [busy, stale] = [3175, 3200].map(statusCode =>
      settleWrites(sent('w1'), answer([part({ statusCode, hasRecord: false })])).outcomes.get('w1'),
    );
    expect(busy).toMatchObject({
      to: 'ready',
      delayMs: 60_000,
      splitGroup: null,
      failure: { code: 'QB-3175' },
    });
    expect(stale).toMatchObject({ to: 'ready', delayMs: 0 });
  });
});

describe('a change whose record had been changed by others', () => {
  const settled = (statusCode: number, conflicts: number) =>
    settleWrites([{ requestId: 'm1', attempts: 40, conflicts }], {
      kind: 'answer',
      setStatusCode: null,
      parts: [part({ requestID: 'm1', statusCode, hasRecord: false })],
    }).outcomes.get('m1');

  it.each([
    [3200, 0],
    [3200, 9],
    [3120, 9],
    [3170, 0],
  ])(
    'goes back to have it read again (status %i, conflict %i), however often it was sent',
    (code, conflicts) => {
      expect(settled(code, conflicts)).toMatchObject({ to: 'ready', delayMs: 0, because: 'stale' });
    },
  );

  it('and is refused where QuickBooks says so (3170) a second time', () => {
    expect(settled(3170, 1)).toMatchObject({ to: 'failed', failure: { code: 'QB-3170' } });
  });

  it('a new record whose vendor is gone (3120) has failed, as ever', () => {
    expect(outcomeOf(answer([part({ statusCode: 3120, hasRecord: false })]))).toBe('failed');
  });
});

describe('what becomes of a read', () => {
  const readOf = (reply: Reply, attempts = 1) =>
    settleReads([{ requestId: 'w1', attempts }], reply).outcomes.get('w1');

  it.each([
    [0, 'done'],
    [1, 'done'],
    [500, 'done'],
    [510, 'done'],
    [3175, 'ready'],
    [3391, 'ready'],
    [3250, 'failed'],
    [3000, 'failed'],
  ] as const)('status %i: %s', (statusCode, to) => {
    expect(readOf(answer([part({ statusCode, hasRecord: false })]))?.to).toBe(to);
  });

  it('it is never unknown: whatever came, it is done, asked again, or given up after so many times', () => {
    const replies = fc.oneof(
      fc.constant<Reply>({ kind: 'unreadable', reason: 'x' }),
      fc.string().map(hresult),
      fc.integer({ min: 0, max: 10_000 }).map(statusCode => answer([part({ statusCode })])),
      fc.constant(answer([])),
    );
    fc.assert(
      fc.property(replies, fc.integer({ min: 1, max: 9 }), (reply, attempts) => {
        const to = readOf(reply, attempts)?.to;
        expect(['done', 'ready', 'failed']).toContain(to);
        if (attempts >= SYNC.maxTransientAttempts) expect(to).not.toBe('ready');
      }),
      { numRuns: 1000 },
    );
  });

  it('an error of QuickBooks ends the run and the read is asked again in the next', () => {
    const settled = settleReads(sent('w1'), hresult('0x8004040D'));
    expect(settled.outcomes.get('w1')).toMatchObject({ to: 'ready', failure: { code: 'HR-0x8004040D' } });
    expect(settled.sessionEnds).not.toBeNull();
    expect(readOf({ kind: 'unreadable', reason: 'cut' })).toMatchObject({
      to: 'ready',
      failure: { code: 'QB-unreadable' },
    });
    expect(readOf(answer([]))).toMatchObject({ to: 'ready', failure: { code: 'QB-unanswered' } });
  });
});

describe('an answer that is somebody else’s', () => {
  it.each([
    ['only ids of the set', [part()], false],
    ['fewer than the set', [], false],
    ['an id of another set', [part(), part({ requestID: 'w9' })], true],
    ['a response without an id', [part({ requestID: null })], true],
    ['an id in another case', [part({ requestID: 'W1' })], true],
  ])('%s', (_what, parts, isOthers) => {
    expect(isForeign(answer(parts), ['w1', 'w2'])).toBe(isOthers);
  });

  it('what carries no ids is nobody’s', () => {
    expect(isForeign(hresult('0x80040400'), ['w1'])).toBe(false);
    expect(isForeign({ kind: 'unreadable', reason: 'x' }, ['w1'])).toBe(false);
  });
});
