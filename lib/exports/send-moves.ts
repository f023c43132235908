import type { Tx } from '@/lib/db/client';
import type { Blocker } from '@/lib/flows/flow';
import { historyFrame } from '@/lib/history';
import { moveExports } from '@/lib/lifecycle';
import type { Ctx } from '@/lib/tenancy';
import { expectMoved } from './load';
import type { ExportRow } from './snapshot';

export interface Sending {
  readonly row: ExportRow;
  readonly consents: readonly string[];
  /** As they were judged just now; absent where they were not. */
  readonly blockers?: readonly Blocker[];
}

const SENT_BEFORE: readonly ExportRow['state'][] = ['rejected', 'retrieved', 'synced'];

/** Gives records to the approver, under the name of whoever the context is. One statement. */
export async function moveToApproval(ctx: Ctx, tx: Tx, sendings: readonly Sending[]): Promise<void> {
  const moved = await moveExports(
    tx,
    historyFrame(ctx),
    sendings.map(({ row, consents, blockers }) => ({
      exportId: row.id,
      from: [row.state],
      to: 'awaiting_approval',
      action: SENT_BEFORE.includes(row.state) ? 'sent again' : 'sent',
      patch: {
        ...(blockers ? { blockers } : {}),
        consents: [...consents],
        sentBy: ctx.actor.kind === 'person' ? ctx.actor.userId : null,
        sentAt: ctx.env.now(),
        decidedBy: null,
        decidedAt: null,
        error: null,
      },
      ...(consents.length > 0 ? { said: { consents } } : {}),
    })),
  );
  expectMoved(moved, ...sendings.map(one => one.row));
}
