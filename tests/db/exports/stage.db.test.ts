import { describe, expect, test } from 'vitest';
import { EXPORT_STATES, type ExportState } from '@/lib/lifecycle';
import type { Commitment } from '@/lib/procore';
import { nextCommitment } from '@/tests/factories/commitment';
import type { Desk } from '@/tests/support/desk';
import { dumpOf } from '@/tests/support/dump';
import { race } from '@/tests/support/outcome';
import { actionsOf, force, queued, rowOf, storyOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();

const LATER = '2026-03-02T12:00:00.000Z';

/** States a change finds a record in, and where it leaves it. Queued ones stand below: they hold a request. */
const STANDING = EXPORT_STATES.filter(state => state !== 'queued');
const IN_QUICKBOOKS: readonly ExportState[] = ['sent', 'outcome_unknown', 'synced'];

async function stagedIn(desk: Desk, state: ExportState): Promise<{ id: string; commitment: Commitment }> {
  const commitment = nextCommitment();
  if (state === 'queued') return { id: await queued(desk, commitment), commitment };
  const [id = ''] = await desk.stage(commitment);
  if (state !== 'ready_to_send') await force(desk, id, state);
  return { id, commitment };
}

async function requestStates(desk: Desk, id: string): Promise<string[]> {
  const rows = await desk.test.owner<{ state: string }[]>`
    select state from qb_requests where export_id = ${id} order by seq`;
  return rows.map(row => row.state);
}

describe('a record that is new', () => {
  test('is ready to send when no rule stands in the way, and its reading is written down', async () => {
    const { desk } = ours;
    const [id = ''] = await desk.stage(nextCommitment());
    expect(await rowOf(desk, id)).toMatchObject({ state: 'ready_to_send', blockers: [], export_number: 0 });
    expect(await storyOf(desk, id)).toMatchObject([
      { action: 'read from Procore', before: null, after: { state: 'ready_to_send' } },
    ]);
  });

  test('is not sendable, with every reason, when rules stand in the way', async () => {
    const { desk } = ours;
    const [id = ''] = await desk.stage(nextCommitment({ status: 'Draft', vendor: null }));
    const row = await rowOf(desk, id);
    expect([row.state, row.blockers.map(one => one.ruleId)]).toEqual(['not_sendable', ['COM-01', 'COM-02']]);
  });

  test('and already deleted in Procore is not taken in', async () => {
    const { desk } = ours;
    expect(await desk.stage(nextCommitment({ deletedAt: LATER }))).toEqual(['']);
  });

  test('and read twice at the same moment becomes one export with one entry', async () => {
    const { desk } = ours;
    for (let round = 0; round < 6; round += 1) {
      const commitment = nextCommitment();
      const read = () => desk.stage(commitment);
      expect(await race(read, read, read)).toEqual(['done', 'done', 'done']);
      const [id = ''] = await desk.stage(commitment);
      expect(await actionsOf(desk, id)).toEqual(['read from Procore']);
    }
  });
});

describe('a record that is unchanged', () => {
  test.each(EXPORT_STATES)('%s leaves no trace, however often it is read', async state => {
    const { desk } = ours;
    const { commitment } = await stagedIn(desk, state);
    const before = await dumpOf(desk.test);
    await desk.stage(commitment);
    await desk.stage(commitment);
    expect(await dumpOf(desk.test)).toEqual(before);
  });

  test('but for its time and our own mark makes no history', async () => {
    const { desk } = ours;
    const { id, commitment } = await stagedIn(desk, 'synced');
    await desk.stage({ ...commitment, originId: '17-1', originCode: 'SC', updatedAt: LATER });
    expect(await actionsOf(desk, id)).toEqual(['read from Procore', 'forced by a test']);
    expect((await rowOf(desk, id)).changed_after_sync).toBeNull();
  });
});

describe('a record that changed in Procore', () => {
  test.each(STANDING)(
    '%s keeps its state unless it has not been sent, and takes the new content',
    async state => {
      const { desk } = ours;
      const { id, commitment } = await stagedIn(desk, state);
      await desk.stage({ ...commitment, title: 'Another title', updatedAt: LATER });
      const row = await rowOf(desk, id);
      expect(row).toMatchObject({
        state: state === 'not_sendable' ? 'ready_to_send' : state,
        title: 'Another title',
        consents: [],
        changed_after_sync: IN_QUICKBOOKS.includes(state)
          ? 'Changed in Procore after it went to QuickBooks.'
          : null,
      });
      expect((await storyOf(desk, id)).at(-1)).toMatchObject({ action: 'changed in Procore' });
    },
  );

  test('queued goes back to the approver, and its request is cancelled before it is ever sent', async () => {
    const { desk } = ours;
    const { id, commitment } = await stagedIn(desk, 'queued');
    await desk.stage({ ...commitment, title: 'Another title', updatedAt: LATER });
    expect(await rowOf(desk, id)).toMatchObject({ state: 'awaiting_approval', title: 'Another title' });
    expect(await requestStates(desk, id)).toEqual(['cancelled']);
    expect((await storyOf(desk, id)).at(-1)).toMatchObject({
      action: 'changed in Procore',
      before: { state: 'queued' },
      reason: 'The record changed after it was accepted.',
    });
    await desk.runUpdate();
    expect(desk.quickBooks.books.purchaseOrders().map(order => order.refNumber)).not.toContain(
      commitment.number,
    );
  });

  test('while it is being handed out is either taken back or noted, never both and never neither', async () => {
    const { desk } = ours;
    await desk.runUpdate();
    for (let round = 0; round < 8; round += 1) {
      const { id, commitment } = await stagedIn(desk, 'queued');
      const visit = await desk.visit();
      const change = { ...commitment, title: `Title ${round}`, updatedAt: LATER };
      const [xml] = await Promise.all([visit.next(), desk.stage(change)]);
      const row = await rowOf(desk, id);
      const isOut = xml.includes(commitment.number);
      expect([row.state, await requestStates(desk, id), row.changed_after_sync === null]).toEqual(
        isOut ? ['sent', ['sent'], false] : ['awaiting_approval', ['cancelled'], true],
      );
      if (isOut) await visit.bring(await visit.ask(xml));
      await visit.close();
    }
  });

  test('is not put back to an older picture that was read earlier and arrives later', async () => {
    const { desk } = ours;
    const { id, commitment } = await stagedIn(desk, 'awaiting_approval');
    await desk.stage({ ...commitment, title: 'The newest title', updatedAt: LATER });
    await desk.stage(commitment);
    expect((await rowOf(desk, id)).title).toBe('The newest title');
    expect((await actionsOf(desk, id)).filter(action => action === 'changed in Procore')).toHaveLength(1);
  });
});

describe('a record that was deleted in Procore', () => {
  test.each(STANDING)('%s is archived unless QuickBooks has it, which is noted', async state => {
    const { desk } = ours;
    const { id, commitment } = await stagedIn(desk, state);
    await desk.stage({ ...commitment, deletedAt: LATER, updatedAt: LATER });
    const isThere = IN_QUICKBOOKS.includes(state);
    const row = await rowOf(desk, id);
    expect([row.state, row.deleted_in_procore_at?.toISOString(), row.changed_after_sync]).toEqual([
      isThere ? state : 'archived',
      LATER,
      isThere ? 'Deleted in Procore after it went to QuickBooks.' : null,
    ]);
    expect((await storyOf(desk, id)).at(-1)).toMatchObject({ action: 'deleted in Procore' });
  });

  test('queued is archived, and its request is cancelled before it is ever sent', async () => {
    const { desk } = ours;
    const { id, commitment } = await stagedIn(desk, 'queued');
    await desk.stage({ ...commitment, deletedAt: LATER, updatedAt: LATER });
    expect([await desk.stateOf(id), await requestStates(desk, id)]).toEqual(['archived', ['cancelled']]);
  });
});
