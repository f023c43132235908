import { describe, expect, test } from 'vitest';
import { SYNC } from '@/lib/core/limits';
import { holdOf } from '@/lib/sync/expected-work';
import { statusFailure } from '@/lib/sync/failures';
import { type FileView, nextStep } from '@/lib/sync/protocol';
import { readQuery, readsTogether } from '@/lib/sync/read-queries';
import { switchedOff, unpagedInstead } from '@/lib/sync/refused-reads';

const NOW = new Date('2026-03-02T10:00:00Z');
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
const SETTLED = { setId: 's0', setKey: 'key-s0' };
const waiting = (noOpRounds: number, expectWorkUntil: string | null, isSoonDue = false) => ({
  session: { noOpRounds },
  connection: { expectWorkUntil },
  isSoonDue,
});

describe('a run without work', () => {
  test('waits only after everything else, and ends with an answer once it was held open', () => {
    expect(nextStep({ ...IDLE, hold: 'on' })).toEqual({ do: 'wait' });
    expect(nextStep({ ...IDLE, hold: 'over' })).toEqual({ do: 'verify' });
    expect(nextStep(IDLE)).toEqual({ do: 'finish' });
    expect(nextStep({ ...IDLE, hold: 'on', reads: ['a'] })).toMatchObject({ do: 'read' });
    expect(nextStep({ ...IDLE, hold: 'on', clearable: SETTLED })).toMatchObject({ do: 'clear' });
    expect(nextStep({ ...IDLE, hold: 'on', guard: 'wrong_file' })).toEqual({ do: 'refuse' });
  });

  test.each([
    ['nobody said a thing', waiting(0, null), 'none'],
    ['somebody is about to', waiting(0, '2026-03-02T10:00:01+00:00'), 'on'],
    ['the moment is over', waiting(2, '2026-03-02T10:00:00+00:00'), 'over'],
    ['a try falls due', waiting(1, null, true), 'on'],
    ['it was held open long enough', waiting(SYNC.maxNoOpRounds, '2026-03-02T11:00:00+00:00', true), 'over'],
  ])('when %s', (_, view, hold) => {
    expect(holdOf(view, NOW)).toBe(hold);
  });
});

describe('what a read asks', () => {
  const cursors = new Map([
    ['vendor', '2026-03-01T10:00:00'] as const,
    ['txn_deletion', '2026-03-01'] as const,
  ]);
  const ask = (reader: string, payload: object, page: object | null = null) =>
    JSON.stringify(readQuery({ reader, payload, page: page as null }, cursors));

  test('begins at the cursor, or at nothing when it is to be whole, on every page of it', () => {
    expect(ask('vendor', {})).toContain('2026-03-01T10:00:00');
    expect(ask('vendor', { isWhole: true })).not.toContain('FromModifiedDate');
    const page = { iteratorID: '{x}', cursor: '2026-03-09T10:00:00', startedAt: '' };
    expect(ask('vendor', { isWhole: true }, page)).not.toContain('FromModifiedDate');
    expect(ask('vendor', {}, page)).toContain('"Continue"');
  });

  test('of deletions goes back as far as QuickBooks remembers when exports are missing', () => {
    expect(ask('txn_deletion', {})).toContain('FromDeletedDate');
    expect(ask('txn_deletion', { suspects: [] })).not.toContain('FromDeletedDate');
  });

  test('is null for a reader that is not known', () => {
    expect(readQuery({ reader: 'weather', payload: {}, page: null }, cursors)).toBeNull();
  });

  test('goes together with those of its own half of a refused set', () => {
    const reads = ['a', null, 'a', 'b'].map(splitGroup => ({ splitGroup }));
    expect(readsTogether(reads)).toEqual([{ splitGroup: 'a' }, { splitGroup: 'a' }]);
  });
});

describe('a list that is refused', () => {
  test('in a Canadian file is asked for without pages, once', () => {
    const first = { reader: 'vendor', page: null };
    const unpaged = unpagedInstead(first, 'CA', 'now');
    expect(unpaged).toMatchObject({ isUnpaged: true });
    expect(unpagedInstead({ ...first, page: unpaged }, 'CA', 'now')).toBeNull();
    expect(unpagedInstead(first, 'US', 'now')).toBeNull();
    expect(unpagedInstead({ reader: 'account', page: null }, 'CA', 'now')).toBeNull();
    expect(unpagedInstead({ reader: 'txn_deletion', page: null }, 'CA', 'now')).toBeNull();
    const asked = readQuery({ ...first, page: unpaged, payload: {} }, new Map());
    expect([asked?.iterator, JSON.stringify(asked)]).toEqual([
      undefined,
      expect.not.stringContaining('MaxReturned'),
    ]);
  });

  test('because its feature is off is nothing to mend; any other refusal is', () => {
    expect(switchedOff(statusFailure({ statusCode: 3250, statusMessage: '' }))).toMatch(/Not switched on/);
    expect(switchedOff(statusFailure({ statusCode: 3260, statusMessage: '' }))).toBeNull();
    expect(switchedOff(null)).toBeNull();
  });
});
