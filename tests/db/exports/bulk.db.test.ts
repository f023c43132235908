import { describe, expect, test } from 'vitest';
import { acceptExports, cancelExports, listExports, rejectExports, sendExports } from '@/lib/exports';
import type { Commitment } from '@/lib/procore';
import { nextChangeOrder } from '@/tests/factories/change-order';
import { nextCommitment } from '@/tests/factories/commitment';
import { contractOf, orderOf } from '@/tests/support/changes';
import { counted } from '@/tests/support/counted';
import type { Desk } from '@/tests/support/desk';
import { nextWith, WRITE } from '@/tests/support/outbox';
import { expectRefused } from '@/tests/support/outcome';
import { actionsOf, force, passMoment, queued, ready, rowOf, sent, storyOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();

const TO_APPROVER = { mayBeDirect: false } as const;

function records(count: number): Commitment[] {
  return Array.from({ length: count }, () => nextCommitment());
}

/** Many records before the approver. */
async function waiting(desk: Desk, count: number): Promise<string[]> {
  const ids = await desk.stage(...records(count));
  await sendExports(
    desk.sender,
    ids.map(id => ({ id, consents: [] })),
    TO_APPROVER,
  );
  return ids;
}

/** As the inbox shows them. */
async function shownItems(desk: Desk, ids: readonly string[]) {
  const input = { filter: 'ready_to_export', projectId: null, kind: null, search: '', cursor: null } as const;
  const { items } = await listExports(desk.approver, { ...input, size: 200 });
  return ids.map(id => ({ id, hash: items.find(item => item.id === id)?.proposalHash ?? '' }));
}

const outcomes = (results: readonly { ok: boolean; code?: string }[]) =>
  results.map(one => (one.ok ? 'done' : one.code));

describe('two hundred records in one go', () => {
  test('are sent and accepted with the same few statements as two, each with its own history', async () => {
    const { desk } = ours;
    const statements: number[] = [];
    for (const count of [2, 200]) {
      const ids = await desk.stage(...records(count));
      const counting = counted(desk.test.database);
      const sender = { ...desk.sender, database: counting.database };
      const approver = { ...desk.approver, database: counting.database };
      const sendings = ids.map(id => ({ id, consents: [] }));
      expect(new Set(outcomes(await sendExports(sender, sendings, TO_APPROVER)))).toEqual(new Set(['done']));
      const items = await shownItems(desk, ids);
      expect(new Set(outcomes(await acceptExports(approver, items)))).toEqual(new Set(['done']));
      statements.push(counting.count());
      for (const id of [ids[0] ?? '', ids.at(-1) ?? '']) {
        expect(await actionsOf(desk, id)).toEqual(['read from Procore', 'sent', 'accepted']);
        expect((await storyOf(desk, id)).at(-1)?.after).toMatchObject({
          hash: items.find(item => item.id === id)?.hash,
        });
      }
      expect(new Set(outcomes(await cancelExports(desk.approver, ids)))).toEqual(new Set(['done']));
      await rejectExports(desk.approver, { ids, comment: 'Not now' });
    }
    expect(statements[1]).toBe(statements[0]);
    expect(statements[0]).toBeLessThan(20);
  });

  test('are rejected with one comment', async () => {
    const { desk } = ours;
    const ids = await waiting(desk, 200);
    const counting = counted(desk.test.database);
    const approver = { ...desk.approver, database: counting.database };
    const results = await rejectExports(approver, { ids, comment: ' Wrong period ' });
    expect(new Set(outcomes(results))).toEqual(new Set(['done']));
    expect(counting.count()).toBeLessThan(10);
    const [first = '', second = ''] = ids;
    expect(await rowOf(desk, first)).toMatchObject({ state: 'rejected', comment: 'Wrong period' });
    expect((await storyOf(desk, second)).at(-1)?.reason).toBe('Wrong period');
  });
});

describe('of records decided in one go', () => {
  test('each refusal says why and what to do, and stops no other; what is refused is as it was', async () => {
    const { desk } = ours;
    const [good = '', changed = '', gone = '', draft = ''] = await waiting(desk, 4);
    const items = await shownItems(desk, [good, changed, gone, draft]);
    const before = await rowOf(desk, changed);
    await force(desk, gone, 'retrieved');
    await desk.stage({
      ...(await snapshotOf(desk, draft)),
      status: 'Draft',
      updatedAt: '2026-03-02T11:00:00.000Z',
    });
    const wrong = { id: changed, hash: 'f'.repeat(64) };
    const absent = { id: '00000000-0000-4000-8000-000000000000', hash: 'a'.repeat(64) };
    const results = await acceptExports(desk.approver, [
      wrong,
      ...items.filter(one => one.id !== changed),
      absent,
    ]);
    expect(outcomes(results)).toEqual(['conflict', 'done', 'conflict', 'blocked', 'not_found']);
    for (const result of results.filter(one => !one.ok)) expect(result).toMatchObject({ message: /\S/ });
    expect(results[0]).toMatchObject({ remedy: expect.stringMatching(/decide anew/) });
    expect(await rowOf(desk, changed)).toEqual(before);
    expect([await desk.stateOf(good), await desk.stateOf(gone)]).toEqual(['queued', 'retrieved']);
  });

  test('two of one number are not both accepted, whichever way they are put', async () => {
    const { desk } = ours;
    const ids = [await sent(desk, { number: 'BULK-1' }), await sent(desk, { number: 'bulk-1.' })];
    const items = await shownItems(desk, ids.toReversed());
    const results = await acceptExports(desk.approver, items);
    expect(outcomes(results)).toEqual(['done', 'blocked']);
    expect(results[1]).toMatchObject({ message: expect.stringMatching(/is taken by commitment/) });
  });

  test('change orders of one commitment are all accepted, and made in their order', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const changes = ['001', '002', '003'].map(number =>
      nextChangeOrder(contract.commitmentId, number, ['100']),
    );
    const ids = await desk.stageChanges(...changes);
    await sendExports(
      desk.sender,
      ids.map(id => ({ id, consents: [] })),
      TO_APPROVER,
    );
    const items = await shownItems(desk, ids);
    expect(outcomes(await acceptExports(desk.approver, items))).toEqual(['done', 'done', 'done']);
    await passMoment(desk);
    await desk.runUpdate();
    const texts = orderOf(desk, contract).lines.map(line => line.description?.slice(0, 7));
    expect(texts.slice(-3)).toEqual(['CCO 001', 'CCO 002', 'CCO 003']);
  });

  test('one that is named twice is decided once', async () => {
    const { desk } = ours;
    const [item] = await shownItems(desk, await waiting(desk, 1));
    const results = await acceptExports(desk.approver, item ? [item, item] : []);
    expect(outcomes(results)).toEqual(['done', 'done']);
    expect((await rowOf(desk, item?.id ?? '')).export_number).toBe(1);
  });

  test('a fault that is about none of them leaves all as they were', async () => {
    const { desk } = ours;
    const ids = await waiting(desk, 3);
    const items = await shownItems(desk, ids);
    const env = { ...desk.env, newId: failingAfter(desk, 2) };
    await expect(acceptExports({ ...desk.approver, env }, items)).rejects.toThrow('no more ids');
    expect(await Promise.all(ids.map(id => desk.stateOf(id)))).toEqual(ids.map(() => 'awaiting_approval'));
  });
});

function failingAfter({ env }: Desk, count: number): () => string {
  let left = count;
  return () => {
    left -= 1;
    if (left < 0) throw new RangeError('no more ids');
    return env.newId();
  };
}

async function snapshotOf(desk: Desk, id: string): Promise<Commitment> {
  const [row] = await desk.test.owner<
    { snapshot: Commitment }[]
  >`select snapshot from exports where id = ${id}`;
  if (!row) throw new RangeError(`no export ${id}`);
  return row.snapshot;
}

describe('cancel', () => {
  test('takes back what waits for the Web Connector: nothing of it is sent, and it waits for a decision again', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    const [result] = await cancelExports(desk.approver, [id]);
    expect(result?.ok).toBe(true);
    const run = await desk.runUpdate();
    expect(run.sent.join()).not.toContain((await rowOf(desk, id)).number);
    expect(await desk.stateOf(id)).toBe('awaiting_approval');
    expect((await storyOf(desk, id)).at(-1)).toMatchObject({
      action: 'cancelled',
      before: { state: 'queued' },
      after: { state: 'awaiting_approval' },
    });
    const [item] = await shownItems(desk, [id]);
    expect(outcomes(await acceptExports(desk.approver, item ? [item] : []))).toEqual(['done']);
    await passMoment(desk);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
  });

  test('while it is being handed out either takes it back or is refused, never both and never neither', async () => {
    const { desk } = ours;
    await desk.runUpdate();
    for (let round = 0; round < 8; round += 1) {
      const id = await queued(desk);
      const { number } = await rowOf(desk, id);
      const visit = await desk.visit();
      const [xml, results] = await Promise.all([visit.next(), cancelExports(desk.approver, [id])]);
      const isOut = xml.includes(number);
      expect([await desk.stateOf(id), outcomes(results)]).toEqual(
        isOut ? ['sent', ['conflict']] : ['awaiting_approval', ['done']],
      );
      if (isOut) await visit.bring(await visit.ask(xml));
      else await rejectExports(desk.approver, { ids: [id], comment: 'Taken back' });
      await visit.close();
    }
  });

  test('refuses what was handed out, and whoever may not decide', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    expect(outcomes(await cancelExports(desk.sender, [id]))).toEqual(['forbidden']);
    const visit = await desk.visit();
    await nextWith(visit, WRITE);
    expect(outcomes(await cancelExports(desk.approver, [id]))).toEqual(['conflict']);
    expect(await desk.stateOf(id)).toBe('sent');
    await desk.runUpdate();
    expect(outcomes(await cancelExports(desk.approver, [await ready(desk)]))).toEqual(['conflict']);
  });
});

test('rejecting needs words, and without them nothing is changed', async () => {
  const { desk } = ours;
  const ids = await waiting(desk, 2);
  await expectRefused(desk.test, 'invalid', () => rejectExports(desk.approver, { ids, comment: '  ' }));
});
