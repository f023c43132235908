import { NotFound } from '@/lib/core/errors';
import type { ProcoreSession } from '@/lib/procore';
import { type Ctx, mayView } from '@/lib/tenancy';
import { refreshBudget } from './budget';
import { CHANGE_ORDERS, COMMITMENTS, INVOICES } from './readers';
import { readChanges } from './refresh';

/**
 * Brings a project up to date, as far as the person may see it; gives how many records were read.
 * @throws NotFound for a project of which he may see nothing
 */
export async function refreshInSight(
  ctx: Ctx,
  procore: ProcoreSession,
  projectId: string,
): Promise<{ read: number }> {
  const readers = [COMMITMENTS, CHANGE_ORDERS, INVOICES].filter(one =>
    mayView(ctx.rights, projectId, one.kind),
  );
  const hasBudget = mayView(ctx.rights, projectId, 'budget');
  if (readers.length === 0 && !hasBudget) throw new NotFound('This project');
  let read = 0;
  for (const reader of readers) read += (await readChanges(ctx, procore, { reader, projectId })).read;
  if (hasBudget) read += (await refreshBudget(ctx, procore, projectId)).found;
  return { read };
}
