import { describe, expect, test } from 'vitest';
import {
  acceptExport,
  archiveExport,
  rejectExport,
  restoreExport,
  retrieveExport,
  retryExport,
  sendExport,
} from '@/lib/exports';
import { EXPORT_STATES, type ExportState } from '@/lib/lifecycle';
import type { Ctx } from '@/lib/tenancy';
import type { Desk } from '@/tests/support/desk';
import { expectRefused, race } from '@/tests/support/outcome';
import { inState, storyOf } from '@/tests/support/paths';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';

interface Verb {
  readonly name: string;
  readonly from: readonly ExportState[];
  readonly to: ExportState;
  readonly action: (from: ExportState) => string;
  /** Who may, and who lacks the right. */
  readonly who: 'sender' | 'approver';
  readonly lacks: 'sender' | 'approver' | 'viewer';
  readonly run: (ctx: Ctx, id: string, hash: string) => Promise<void>;
}

const VERBS: readonly Verb[] = [
  {
    name: 'send',
    from: ['ready_to_send', 'retrieved', 'rejected', 'unlinked'],
    to: 'awaiting_approval',
    action: from => (from === 'retrieved' || from === 'rejected' ? 'sent again' : 'sent'),
    who: 'sender',
    lacks: 'approver',
    run: (ctx, id) => sendExport(ctx, { id, consents: [] }),
  },
  {
    name: 'retrieve',
    from: ['awaiting_approval'],
    to: 'retrieved',
    action: () => 'retrieved',
    who: 'sender',
    lacks: 'approver',
    run: (ctx, id) => retrieveExport(ctx, { id }),
  },
  {
    name: 'accept',
    from: ['awaiting_approval'],
    to: 'queued',
    action: () => 'accepted',
    who: 'approver',
    lacks: 'sender',
    run: (ctx, id, hash) => acceptExport(ctx, { id, hash }),
  },
  {
    name: 'reject',
    from: ['awaiting_approval', 'failed', 'needs_attention'],
    to: 'rejected',
    action: () => 'rejected',
    who: 'approver',
    lacks: 'sender',
    run: (ctx, id) => rejectExport(ctx, { id, comment: 'Wrong vendor' }),
  },
  {
    name: 'retry',
    from: ['failed', 'needs_attention'],
    to: 'queued',
    action: () => 'retried',
    who: 'approver',
    lacks: 'sender',
    run: (ctx, id, hash) => retryExport(ctx, { id, hash }),
  },
  {
    name: 'archive',
    from: ['not_sendable', 'ready_to_send', 'retrieved', 'rejected', 'failed', 'needs_attention', 'unlinked'],
    to: 'archived',
    action: () => 'archived',
    who: 'sender',
    lacks: 'viewer',
    run: (ctx, id) => archiveExport(ctx, { id }),
  },
  {
    name: 'restore',
    from: ['archived'],
    to: 'ready_to_send',
    action: () => 'restored',
    who: 'approver',
    lacks: 'viewer',
    run: (ctx, id) => restoreExport(ctx, { id }),
  },
];

const ROUNDS = 6;

describe.each(VERBS)('$name', verb => {
  const ours = sharedDesk();
  const others = sharedDeskBeside(ours);
  const hashFor = (desk: Desk, id: string): Promise<string> => desk.hashOf(desk.approver, id);

  test.each(verb.from)(
    'moves a record that is %s, with a history row that says who, when and why',
    async from => {
      const { desk } = ours;
      const id = await inState(desk, from);
      await verb.run(desk[verb.who], id, await hashFor(desk, id));
      expect(await desk.stateOf(id)).toBe(verb.to);
      const { actor } = desk[verb.who];
      expect((await storyOf(desk, id)).at(-1)).toMatchObject({
        action: verb.action(from),
        actor_kind: 'person',
        actor_id: actor.kind === 'person' ? actor.userId : '',
        before: { state: from },
        after: { state: verb.to },
        reason: verb.name === 'reject' ? 'Wrong vendor' : null,
        request_id: 'request-1',
      });
    },
  );

  test('in any other state it conflicts and nothing changes', async () => {
    const { desk } = ours;
    for (const state of EXPORT_STATES.filter(one => !verb.from.includes(one))) {
      const id = await inState(desk, state);
      const hash = await hashFor(desk, id);
      await expectRefused(desk.test, 'conflict', () => verb.run(desk[verb.who], id, hash));
    }
  });

  test("another company's record is not there, and nothing changes", async () => {
    const { desk } = ours;
    const [from = 'ready_to_send'] = verb.from;
    const id = await inState(others.desk, from);
    const hash = await hashFor(others.desk, id);
    await expectRefused(desk.test, 'not_found', () => verb.run(desk[verb.who], id, hash));
    await expectRefused(desk.test, 'not_found', () => verb.run(desk[verb.who], 'no id at all', hash));
  });

  test('without the right it is forbidden, and nothing changes', async () => {
    const { desk } = ours;
    const [from = 'ready_to_send'] = verb.from;
    const id = await inState(desk, from);
    const hash = await hashFor(desk, id);
    await expectRefused(desk.test, 'forbidden', () => verb.run(desk[verb.lacks], id, hash));
    await expectRefused(desk.test, 'forbidden', () => verb.run(desk.viewer, id, hash));
  });

  test('of two at once exactly one wins, the other is told, and one history row is written', async () => {
    const { desk } = ours;
    const [from = 'ready_to_send'] = verb.from;
    for (let round = 0; round < ROUNDS; round += 1) {
      const id = await inState(desk, from);
      const hash = await hashFor(desk, id);
      const run = () => verb.run(desk[verb.who], id, hash);
      expect(await race(run, run)).toEqual(['conflict', 'done']);
      const wins = (await storyOf(desk, id)).filter(entry => entry.action === verb.action(from));
      expect(wins).toHaveLength(1);
    }
  });
});
