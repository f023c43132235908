import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { hooks } from '@/drizzle/schema';
import { DIRECTORY_KINDS } from '@/lib/core/kinds';
import { TASKS } from '@/lib/core/limits';
import { recheckExports } from '@/lib/exports';
import { refreshDirectory } from '@/lib/imports';
import { type CompanyRef, type Ctx, inCompany } from '@/lib/tenancy';
import { noteFailure, noteReading, type Reading, readingsOf } from './cursors';
import { type TaskDeps, taskCtx } from './deps';

const HOUR_MS = 3_600_000;

/**
 * Reads what changed in sources that Procore tells nothing of, and in all of them while there is no webhook. The more
 * projects, the longer the round, so that polling never takes more than its share of Procore's hour.
 * @returns whether more is due
 */
export async function pollChanges(deps: TaskDeps, company: CompanyRef): Promise<boolean> {
  const ctx = taskCtx(deps, company, 'poll');
  const procore = deps.serviceFor(company);
  const isTold = await hasReadyHook(ctx);
  const polled = (await readingsOf(ctx)).filter(({ source }) => !(source.isHeard && isTold));
  const readBefore = deps.env.now().getTime() - roundMs(polled);
  // What was never read, or failed, is left to the reconciliation.
  const due = polled
    .filter(one => one.wholeAt !== null && !one.hasFailed && timeOf(one) <= readBefore)
    .toSorted((one, other) => timeOf(one) - timeOf(other));
  const turn = due.slice(0, TASKS.readingsPerTurn);
  for (const reading of turn) {
    const readTo = deps.env.now();
    try {
      await reading.source.readChanges(ctx, procore, reading);
      await noteReading(ctx, reading, { readTo, error: null });
    } catch (thrown) {
      if (await noteFailure(ctx, reading, thrown)) return false;
    }
  }
  return due.length > turn.length;
}

const timeOf = (reading: Reading): number => reading.readTo?.getTime() ?? 0;

/** How long one round over all of them takes. */
function roundMs(readings: readonly Reading[]): number {
  const calls = readings.reduce((sum, { source }) => sum + source.callsPerLook, 0);
  return Math.max(TASKS.pollEveryMs, Math.ceil((calls * HOUR_MS) / TASKS.pollCallsPerHour));
}

async function hasReadyHook(ctx: Ctx): Promise<boolean> {
  const isReady = and(eq(hooks.companyId, ctx.company.id), isNull(hooks.endedAt), isNotNull(hooks.readyAt));
  return (await inCompany(ctx, tx => tx.select({ id: hooks.id }).from(hooks).where(isReady))).length > 0;
}

/** Reads the directories that mappings are made from, then judges open records anew. */
export async function pollDirectories(deps: TaskDeps, company: CompanyRef): Promise<void> {
  const ctx = taskCtx(deps, company, 'directories');
  const procore = deps.serviceFor(company);
  for (const kind of DIRECTORY_KINDS) await refreshDirectory(ctx, procore, kind);
  await recheckExports(ctx);
}

/** After a list of QuickBooks was read: records that waited for a vendor, job or item may be ready now. */
export async function recheck(deps: TaskDeps, company: CompanyRef): Promise<void> {
  await recheckExports(taskCtx(deps, company, 'recheck'));
}
