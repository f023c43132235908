import { describe, expect, it } from 'vitest';
import { SYNC } from '@/lib/core/limits';
import { changeOrderFlow } from '@/lib/flows/change-order';
import type { QbRequest } from '@/lib/qbxml';
import {
  conflictsOf,
  isUnprepared,
  prepared,
  readOfTarget,
  recovered,
  requestToSend,
} from '@/lib/sync/changes';
import { targetAfter } from '@/lib/sync/kept-target';
import type { KeptTarget, RequestRow } from '@/lib/sync/rows';
import { changeOrder } from '@/tests/factories/change-order';
import { changeBooks } from '@/tests/unit/flows/change-order-rule-cases';
import {
  type GivenLine,
  type GivenOrder,
  noneFound,
  nothingDeleted,
  orderDeleted,
  orderFound,
} from '@/tests/unit/flows/order-answers';

const snapshot = changeOrder();
const payload = changeOrderFlow.build(snapshot, changeBooks());
const FOOTINGS: GivenLine = { id: 'L-1', text: 'Footings', amount: '96000.00' };
const SESSION = 'session-1';

/** A change that waits, as the database would give it. */
function waiting(patch: Partial<RequestRow> = {}): RequestRow {
  return {
    id: 'm1',
    role: 'write',
    priority: 2,
    message: 'PurchaseOrderMod',
    payload,
    payloadHash: '',
    payloadBytes: 100,
    attempts: 0,
    splitGroup: null,
    reader: null,
    page: null,
    target: null,
    exportId: 'e1',
    exportKind: 'change_order',
    procoreId: snapshot.id,
    isForgotten: false,
    exportNumber: 1,
    acceptedHash: '',
    snapshot,
    isOrphan: false,
    copyOfMark: null,
    ...patch,
  };
}

const reading = (order: GivenOrder = {}) => [orderFound({ lines: [FOOTINGS], ...order })];

function targetOf(row: RequestRow, order: GivenOrder = {}): KeptTarget {
  const result = prepared(row, reading(order), SESSION);
  if (result.to !== 'send') throw new TypeError(result.to);
  return result.target;
}

const TARGET = targetOf(waiting());
const byHand = (name: string): GivenLine => ({ id: `H-${name}`, text: name });

describe('before a change leaves', () => {
  it('its record is read in the very session it is changed in', () => {
    expect(isUnprepared(waiting(), SESSION)).toBe(true);
    expect(isUnprepared(waiting({ target: TARGET }), SESSION)).toBe(false);
    expect(isUnprepared(waiting({ target: TARGET }), 'session-2')).toBe(true);
    expect(readOfTarget(waiting())).toMatchObject({ message: 'PurchaseOrderQuery' });
  });

  it('it is completed by what was read; any other write leaves as it was accepted', () => {
    const sent = requestToSend(waiting({ target: TARGET })) as QbRequest<'PurchaseOrderMod'>;
    expect(sent.body.PurchaseOrderMod.Lines).toHaveLength(2);
    const other = waiting({ exportKind: 'commitment', target: null });
    expect([requestToSend(other), isUnprepared(other, SESSION), readOfTarget(other)]).toEqual([
      payload,
      false,
      null,
    ]);
    expect([conflictsOf(other), conflictsOf(waiting())]).toEqual([{}, { conflicts: 0 }]);
  });

  it('what others changed between two readings is kept in words', () => {
    const again = targetOf(waiting({ target: TARGET }), {
      editSequence: '2',
      lines: [FOOTINGS, byHand('new')],
    });
    expect(again.differences).toEqual(['line “new” was added']);
    const third = targetOf(waiting({ target: again }), { editSequence: '3', lines: [FOOTINGS] });
    expect(third.differences).toEqual(['line “new” was added', 'line “new” was removed']);
  });

  it('after as many conflicts as are allowed nothing is sent: a person is told what was changed', () => {
    const short = { ...TARGET, conflicts: SYNC.maxStaleAttempts - 1 };
    expect(prepared(waiting({ target: short }), reading(), SESSION).to).toBe('send');
    const many = {
      ...TARGET,
      conflicts: SYNC.maxStaleAttempts,
      differences: Array.from({ length: 9 }, (_, n) => `was ${n}`),
    };
    const told = prepared(waiting({ target: many }), reading({ lines: [FOOTINGS, byHand('last')] }), SESSION);
    expect(told).toMatchObject({ to: 'needs_attention', failure: { code: 'CHANGE-contested' } });
    if (told.to !== 'needs_attention') return;
    expect(told.failure.cause).toContain('was 0; was 1');
    expect(told.failure.cause).toContain('and 2 more');
    expect(told.failure.raw).toContain('line “last” was added');
  });

  it.each([
    ['a closed record', reading({ head: '<IsManuallyClosed>true</IsManuallyClosed>' }), 'failed'],
    ['a record that is gone', [noneFound()], 'failed'],
    ['a record with another’s mark', reading({ lines: [byHand('CCO 001: x')] }), 'needs_attention'],
    ['no answer', [], 'unclear'],
    ['an amount that is none', reading({ lines: [{ ...FOOTINGS, amount: 'many' }] }), 'unclear'],
  ])('%s: it does not', (_, responses, to) => {
    expect(prepared(waiting(), responses, SESSION).to).toBe(to);
  });
});

describe('a change that goes back to wait', () => {
  const keptAfter = (because?: 'stale' | 'lost') =>
    targetAfter(waiting({ target: TARGET }), { to: 'ready', ...(because ? { because } : {}) }).target;

  it('has its record read again, and its conflicts and losses counted', () => {
    expect(keptAfter()).toMatchObject({ sessionId: null, conflicts: 0, losses: 0 });
    expect(keptAfter('stale')).toMatchObject({ sessionId: null, conflicts: 1, losses: 0 });
    expect(keptAfter('lost')).toMatchObject({ sessionId: null, conflicts: 0, losses: 1 });
    expect(keptAfter()?.record).toEqual(TARGET.record);
  });

  it('one that does not wait keeps what it was made from, by which a lost answer is judged', () => {
    expect(targetAfter(waiting({ target: TARGET }), { to: 'unknown' })).toEqual({});
    expect(targetAfter(waiting(), { to: 'ready' })).toEqual({});
  });
});

describe('a change whose answer was lost', () => {
  const found = (order: GivenOrder, target: KeptTarget | null = TARGET) =>
    recovered(waiting({ target }), [...reading(order), nothingDeleted()]);
  const OURS: GivenLine = {
    id: 'C-1',
    item: '80000030-1',
    text: 'CCO 001: Deeper footings, grid C',
    amount: '8400.00',
  };

  it('is settled where its lines stand on the record', () => {
    expect(found({ editSequence: '2', lines: [FOOTINGS, OURS] })).toMatchObject({ to: 'recovered' });
  });

  it('waits again where the record is as it was', () => {
    expect(found({})).toEqual({ to: 'ready', delayMs: 0, splitGroup: null, failure: null });
  });

  it('waits again once where others changed the record, and is for a person the second time', () => {
    const edited = { editSequence: '2', lines: [FOOTINGS, byHand('new')] };
    expect(found(edited)).toMatchObject({ to: 'ready', because: 'lost', failure: { code: 'CHANGE-lost' } });
    expect(found(edited, { ...TARGET, losses: 1 })).toMatchObject({
      to: 'needs_attention',
      failure: { code: 'CHANGE-lost', cause: expect.stringContaining('line “new” was added') },
    });
  });

  it('is for a person where the record is gone', () => {
    expect(recovered(waiting({ target: TARGET }), [noneFound(), orderDeleted()])).toMatchObject({
      to: 'needs_attention',
      failure: { code: 'RECOVERY-deleted' },
    });
  });

  it.each([
    ['nothing was answered', TARGET, []],
    ['the answer has an amount that is none', TARGET, reading({ lines: [{ ...FOOTINGS, amount: 'many' }] })],
    ['nothing was answered and nothing is known of what it was made from', null, []],
  ])('stays unknown where %s', (_, target, responses) => {
    expect(recovered(waiting({ target }), responses)).toEqual({ to: 'unknown' });
  });

  it.each([
    ['has its lines', { lines: [FOOTINGS, OURS] }, 'recovered'],
    ['has nothing of its mark', { lines: [FOOTINGS] }, 'ready'],
    ['has something else under its mark', { lines: [byHand('CCO 001: x')] }, 'needs_attention'],
  ])(
    'is judged by the mark alone where what it was made from is forgotten: the record %s',
    (_, order, to) => {
      expect(found(order, null)?.to).toBe(to);
    },
  );

  it('other writes are not judged here', () => {
    expect(recovered(waiting({ exportKind: 'commitment' }), [])).toBeNull();
  });
});
