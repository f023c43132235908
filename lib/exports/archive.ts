import { Forbidden } from '@/lib/core/errors';
import { historyFrame } from '@/lib/history';
import { canMove, type ExportState, moveExports } from '@/lib/lifecycle';
import { type Ctx, inCompany, mayApprove, maySend } from '@/lib/tenancy';
import { booksFor, expectMoved, expectState, lockExport } from './load';
import { type ExportRow, flowFor } from './snapshot';

const ARCHIVABLE: readonly ExportState[] = [
  'not_sendable',
  'ready_to_send',
  'retrieved',
  'rejected',
  'failed',
  'needs_attention',
  'unlinked',
];

function requireKeeper(ctx: Ctx, row: ExportRow): void {
  if (mayApprove(ctx.rights, row.kind, 'export') || maySend(ctx.rights, row.kind, row.procoreProjectId))
    return;
  throw new Forbidden('You may not archive this record.', {
    remedy: 'Ask the sender or an accounting approver.',
  });
}

/**
 * Archive: hides a record from the lists of work. Nothing is changed in Procore or QuickBooks, and it can be undone.
 * @throws Conflict while it is on its way, Forbidden, NotFound
 */
export async function archiveExport(ctx: Ctx, input: { readonly id: string }): Promise<void> {
  await inCompany(ctx, async tx => {
    const row = await lockExport(ctx, tx, input.id);
    requireKeeper(ctx, row);
    await expectState(tx, row, ARCHIVABLE);
    const moved = await moveExports(tx, historyFrame(ctx), [
      {
        exportId: row.id,
        from: [row.state],
        to: 'archived',
        action: 'archived',
        patch: { archivedFrom: row.state },
      },
    ]);
    expectMoved(moved, row);
  });
}

/** Brings an archived record back to where it was, as far as the rules still let it. */
export async function restoreExport(ctx: Ctx, input: { readonly id: string }): Promise<void> {
  await inCompany(ctx, async tx => {
    const row = await lockExport(ctx, tx, input.id);
    requireKeeper(ctx, row);
    await expectState(tx, row, ['archived']);
    const blockers = flowFor(row.kind).check(row.snapshot, await booksFor(ctx, tx, row));
    const resting = blockers.some(one => one.severity === 'blocks') ? 'not_sendable' : 'ready_to_send';
    const before = row.archivedFrom ?? resting;
    const to =
      before === 'not_sendable' || before === 'ready_to_send' || !canMove('archived', before)
        ? resting
        : before;
    const moved = await moveExports(tx, historyFrame(ctx), [
      {
        exportId: row.id,
        from: ['archived'],
        to,
        action: 'restored',
        patch: { archivedFrom: null, blockers },
      },
    ]);
    expectMoved(moved, row);
  });
}
