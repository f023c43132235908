import { Conflict } from '@/lib/core/errors';
import type { Tx } from '@/lib/db/client';
import { historyFrame } from '@/lib/history';
import { moveExports } from '@/lib/lifecycle';
import { cancelWrites } from '@/lib/sync';
import { type Ctx, inCompany, requireApproval } from '@/lib/tenancy';
import { type EachResult, foundIn, Refused } from './each';
import { conflictsOf, expectMoved, lockExports } from './load';

/**
 * Cancel: takes accepted records back that no Web Connector has fetched yet; they wait for a decision again. What is being
 * handed out at this moment, or has left, is refused: only QuickBooks can tell then.
 */
export async function cancelExports(ctx: Ctx, ids: readonly string[]): Promise<EachResult[]> {
  return (await inCompany(ctx, tx => cancelIn(ctx, tx, ids))).results(ids);
}

/** Cancels a single record. @throws Conflict, Forbidden, NotFound */
export async function cancelExport(ctx: Ctx, { id }: { readonly id: string }): Promise<void> {
  (await inCompany(ctx, tx => cancelIn(ctx, tx, [id]))).expectNone();
}

async function cancelIn(ctx: Ctx, tx: Tx, ids: readonly string[]): Promise<Refused> {
  const refused = new Refused();
  const found = foundIn(ids, await lockExports(ctx, tx, ids), refused);
  const allowed = refused.sift(
    found,
    row => row.id,
    row => requireApproval(ctx.rights, row.kind, 'export'),
  );
  for (const [id, conflict] of await conflictsOf(tx, allowed, () => ['queued'])) refused.add(id, conflict);
  const queued = allowed.filter(row => !refused.isRefused(row.id));
  const cancelled = await cancelWrites(
    { tx, companyId: ctx.company.id, now: ctx.env.now() },
    queued.map(row => row.id),
  );
  const taken = refused.sift(
    queued,
    row => row.id,
    row => {
      if (cancelled.has(row.id)) return;
      throw new Conflict(`${row.number || row.title} is being handed to the Web Connector.`, {
        remedy: 'Wait for what QuickBooks answers.',
      });
    },
  );
  const moved = await moveExports(
    tx,
    historyFrame(ctx),
    taken.map(row => ({
      exportId: row.id,
      from: ['queued'],
      to: 'awaiting_approval',
      action: 'cancelled',
      patch: { decidedBy: null, decidedAt: null },
    })),
  );
  expectMoved(moved, ...taken);
  return refused;
}
