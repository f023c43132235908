import { historyFrame } from '@/lib/history';
import { moveExports } from '@/lib/lifecycle';
import { type Ctx, inCompany, requireSend } from '@/lib/tenancy';
import { expectMoved, expectState, lockExport } from './load';

/**
 * Retrieve from ERP: takes a record back before the approver has decided.
 * @throws Conflict once it was decided, Forbidden, NotFound
 */
export async function retrieveExport(ctx: Ctx, input: { readonly id: string }): Promise<void> {
  await inCompany(ctx, async tx => {
    const row = await lockExport(ctx, tx, input.id);
    requireSend(ctx.rights, row.kind, row.procoreProjectId);
    await expectState(tx, row, ['awaiting_approval']);
    const move = {
      exportId: row.id,
      from: ['awaiting_approval'],
      to: 'retrieved',
      action: 'retrieved',
      patch: { consents: [] },
    } as const;
    expectMoved(await moveExports(tx, historyFrame(ctx), [{ ...move, patch: { consents: [] } }]), row);
  });
}
