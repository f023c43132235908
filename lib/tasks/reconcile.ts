import { TASKS } from '@/lib/core/limits';
import { refreshDirectory } from '@/lib/imports';
import type { CompanyRef } from '@/lib/tenancy';
import { noteFailure, noteReading, type Reading, readingsOf } from './cursors';
import { type TaskDeps, taskCtx } from './deps';

/**
 * Compares every source of every active project with Procore, whole: each six hours after the last time, at once after a
 * gap, and the first time there is. After it our copy is what perfect delivery of all events would have made it.
 * @returns whether more is due
 */
export async function reconcile(deps: TaskDeps, company: CompanyRef): Promise<boolean> {
  const ctx = taskCtx(deps, company, 'reconcile');
  const procore = deps.serviceFor(company);
  const due = await dueIn(deps, company);
  const turn = due.slice(0, TASKS.readingsPerTurn);
  for (const reading of turn) {
    const wholeAt = deps.env.now();
    try {
      const { found } = await reading.source.readWhole(ctx, procore, reading.projectId);
      const dueAt = new Date(wholeAt.getTime() + TASKS.reconcileEveryMs);
      await noteReading(ctx, reading, { wholeAt, dueAt, readTo: wholeAt, error: null });
      if (reading.wholeAt !== null) deps.metrics.reconcileFound.inc({ source: reading.source.name }, found);
    } catch (thrown) {
      if (await noteFailure(ctx, reading, thrown)) return false;
    }
  }
  return due.length > turn.length;
}

/** What is due, longest due first. A company whose projects were never read reads them now. */
async function dueIn(deps: TaskDeps, company: CompanyRef): Promise<Reading[]> {
  const ctx = taskCtx(deps, company, 'reconcile');
  const nowMs = deps.env.now().getTime();
  let readings = await readingsOf(ctx);
  if (readings.length === 0) {
    await refreshDirectory(ctx, deps.serviceFor(company), 'project');
    readings = await readingsOf(ctx);
  }
  return readings
    .filter(one => one.dueAt === null || one.dueAt.getTime() <= nowMs)
    .toSorted((one, other) => (one.dueAt?.getTime() ?? 0) - (other.dueAt?.getTime() ?? 0));
}
