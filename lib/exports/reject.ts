import { Invalid } from '@/lib/core/errors';
import { TEXT } from '@/lib/core/limits';
import { historyFrame } from '@/lib/history';
import { DECIDABLE_STATES, moveExports } from '@/lib/lifecycle';
import { type Ctx, inCompany, requireApproval } from '@/lib/tenancy';
import { expectMoved, expectState, lockExport } from './load';

export interface RejectInput {
  readonly id: string;
  /** What the sender should know; never empty. */
  readonly comment: string;
}

/**
 * Reject: gives a record back to its sender with a comment.
 * @throws Invalid without a comment, Conflict, Forbidden, NotFound
 */
export async function rejectExport(ctx: Ctx, input: RejectInput): Promise<void> {
  const comment = input.comment.trim();
  if (comment === '')
    throw new Invalid('A rejection needs a comment.', { remedy: 'Say what the sender should change.' });
  if (comment.length > TEXT.comment)
    throw new Invalid(`The comment has ${comment.length} characters; ${TEXT.comment} are possible.`);
  await inCompany(ctx, async tx => {
    const row = await lockExport(ctx, tx, input.id);
    requireApproval(ctx.rights, row.kind, 'export');
    await expectState(tx, row, DECIDABLE_STATES);
    const moved = await moveExports(tx, historyFrame(ctx), [
      {
        exportId: row.id,
        from: [row.state],
        to: 'rejected',
        action: 'rejected',
        reason: comment,
        patch: {
          comment,
          consents: [],
          decidedBy: ctx.actor.kind === 'person' ? ctx.actor.userId : null,
          decidedAt: ctx.env.now(),
        },
      },
    ]);
    expectMoved(moved, row);
  });
}
