import { Blocked } from '@/lib/core/errors';
import { standing } from '@/lib/flows/flow';
import { historyFrame } from '@/lib/history';
import { moveExports, SENDABLE_STATES } from '@/lib/lifecycle';
import { type Ctx, inCompany, requireSend } from '@/lib/tenancy';
import { booksFor, expectMoved, expectState, lockExport } from './load';
import { mayBeSentAgain } from './sent-again';
import { flowFor } from './snapshot';

export interface SendInput {
  readonly id: string;
  /** Rules whose effect the sender agrees to, such as replaced letters. */
  readonly consents: readonly string[];
}

/**
 * Send to ERP: gives a record to the accounting approver.
 * @throws Blocked with every rule that stands in the way, Conflict, Forbidden, NotFound
 */
export async function sendExport(ctx: Ctx, input: SendInput): Promise<void> {
  await inCompany(ctx, async tx => {
    const row = await lockExport(ctx, tx, input.id);
    requireSend(ctx.rights, row.kind, row.procoreProjectId);
    const sendable = mayBeSentAgain(row) ? SENDABLE_STATES.concat('synced') : SENDABLE_STATES;
    await expectState(tx, row, sendable.concat('not_sendable'));
    const blockers = flowFor(row.kind).check(row.snapshot, await booksFor(ctx, tx, row));
    const inTheWay = standing(blockers, input.consents);
    if (inTheWay.length > 0)
      throw new Blocked(inTheWay.map(one => one.message).join(' '), { remedy: inTheWay[0]?.fix.label ?? '' });
    await expectState(tx, row, sendable);
    const isAgain = row.state === 'rejected' || row.state === 'retrieved' || row.state === 'synced';
    const moved = await moveExports(tx, historyFrame(ctx), [
      {
        exportId: row.id,
        from: [row.state],
        to: 'awaiting_approval',
        action: isAgain ? 'sent again' : 'sent',
        patch: {
          blockers,
          consents: [...input.consents],
          sentBy: ctx.actor.kind === 'person' ? ctx.actor.userId : null,
          sentAt: ctx.env.now(),
          decidedBy: null,
          decidedAt: null,
          error: null,
        },
        ...(input.consents.length > 0 ? { said: { consents: input.consents } } : {}),
      },
    ]);
    expectMoved(moved, row);
  });
}
