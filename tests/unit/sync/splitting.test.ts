import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, type Outcome, type ReadyWrite, settleReads, settleWrites } from '@/lib/sync/protocol';

interface Row extends ReadyWrite {
  readonly attempts: number;
}

interface Run {
  readonly done: string[];
  readonly failed: string[];
  /** Times each write was sent in a set that was refused. */
  readonly refusals: Map<string, number>;
  readonly exchanges: number;
}

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    requestId: `w${index}`,
    effect: 'add',
    recordId: `r${index}`,
    splitGroup: null,
    bytes: 1000,
    attempts: 0,
  }));

/** QuickBooks refuses a set whole when one of its requests is malformed, and takes it otherwise. */
function reply(batch: readonly Row[], culprits: ReadonlySet<string>): ReadonlyMap<string, Outcome> {
  const sent = batch.map(row => ({ requestId: row.requestId, attempts: row.attempts + 1 }));
  if (batch.some(row => culprits.has(row.requestId)))
    return settleWrites(sent, { kind: 'hresult', hresult: '0x80040400', message: '' }).outcomes;
  const parts = sent.map(({ requestId }) => ({
    requestID: requestId,
    statusCode: 0,
    statusMessage: '',
    hasRecord: true,
  }));
  return settleWrites(sent, { kind: 'answer', setStatusCode: 0, parts }).outcomes;
}

function isRefusal(outcome: Outcome | undefined): boolean {
  return outcome?.to === 'failed' || outcome?.to === 'ready';
}

function runAll(count: number, culprits: ReadonlySet<string>): Run {
  const run = { done: [] as string[], failed: [] as string[], refusals: new Map<string, number>() };
  let rows = rowsOf(count);
  let exchanges = 0;
  while (rows.length > 0) {
    exchanges += 1;
    expect(exchanges).toBeLessThan(20 * count);
    const batch = batchOf(rows) as readonly Row[];
    const outcomes = reply(batch, culprits);
    for (const { requestId } of batch) {
      const outcome = outcomes.get(requestId);
      if (isRefusal(outcome)) run.refusals.set(requestId, (run.refusals.get(requestId) ?? 0) + 1);
      if (outcome?.to === 'done') run.done.push(requestId);
      if (outcome?.to === 'failed') run.failed.push(requestId);
    }
    rows = rows.flatMap(row => {
      const outcome = outcomes.get(row.requestId);
      if (outcome === undefined) return [row];
      return outcome.to === 'ready'
        ? [{ ...row, splitGroup: outcome.splitGroup, attempts: row.attempts + 1 }]
        : [];
    });
  }
  return { ...run, exchanges };
}

const scene = fc
  .integer({ min: 1, max: 60 })
  .chain(count => fc.tuple(fc.constant(count), fc.uniqueArray(fc.nat(count - 1), { maxLength: 8 })));
const named = (indexes: readonly number[]) => new Set(indexes.map(index => `w${index}`));

/** A set has twenty at most; halving twenty takes five cuts, and the sixth refusal is the culprit’s own. */
const MOST_REFUSALS = 1 + Math.ceil(Math.log2(20));

describe('a set that QuickBooks refuses whole', () => {
  it('fails its culprits, all of them, and nobody else', () => {
    fc.assert(
      fc.property(scene, ([count, indexes]) => {
        const culprits = named(indexes);
        const { done, failed } = runAll(count, culprits);
        expect(failed.toSorted()).toEqual([...culprits].toSorted());
        expect(done.toSorted()).toEqual(
          rowsOf(count)
            .map(row => row.requestId)
            .filter(id => !culprits.has(id))
            .toSorted(),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('gives its culprit away within as many cuts as halving takes, however many there are', () => {
    fc.assert(
      fc.property(scene, ([count, indexes]) => {
        const { refusals } = runAll(count, named(indexes));
        for (const times of refusals.values()) expect(times).toBeLessThanOrEqual(MOST_REFUSALS);
      }),
      { numRuns: 500 },
    );
  });

  it('costs a bounded number of exchanges for one culprit in twenty', () => {
    for (let culprit = 0; culprit < 20; culprit += 1)
      expect(runAll(20, named([culprit])).exchanges).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(20)));
  });

  it('is never put together again from the halves it was cut into', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), count => {
        const sent = rowsOf(count).map(row => ({ requestId: row.requestId, attempts: 1 }));
        const { outcomes } = settleWrites(sent, { kind: 'hresult', hresult: '0X80040400', message: '' });
        const sizes = new Map<string, number>();
        for (const outcome of outcomes.values()) {
          const group = outcome.to === 'ready' ? (outcome.splitGroup ?? '') : '';
          sizes.set(group, (sizes.get(group) ?? 0) + 1);
        }
        expect([...sizes.values()]).toEqual([Math.ceil(count / 2), Math.floor(count / 2)]);
      }),
    );
  });

  it('of reads is cut the same way, so that a bad question does not stop the good ones', () => {
    const sent = ['a', 'b', 'c'].map(requestId => ({ requestId, attempts: 1 }));
    const refused = { kind: 'hresult', hresult: '0x80040400', message: '' } as const;
    expect([...settleReads(sent, refused).outcomes.values()].map(one => one.to)).toEqual([
      'ready',
      'ready',
      'ready',
    ]);
    expect(settleReads(sent.slice(0, 1), refused).outcomes.get('a')).toMatchObject({ to: 'failed' });
    expect(settleReads(sent, refused).sessionEnds).toBeNull();
  });
});
