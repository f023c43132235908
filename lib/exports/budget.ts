import { and, eq } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { TASKS } from '@/lib/core/limits';
import {
  type BudgetChange,
  type BudgetRow,
  listBudgetChanges,
  listBudgetModifications,
  listBudgetRows,
  listBudgetViews,
  ProcoreError,
  type ProcoreSession,
  showBudget,
  showBudgetChange,
} from '@/lib/procore';
import { type Ctx, inCompany } from '@/lib/tenancy';
import type { Budget } from './budget-record';
import { stageExports } from './stage';

type Known = typeof exports.$inferSelect | null;

/**
 * Reads a project's budget and stages it. Procore does not say when one changed, so the reading's moment stands for that,
 * and the content tells. One that is not locked is not carried, and only that much is read of it.
 */
export async function refreshBudget(
  ctx: Ctx,
  procore: ProcoreSession,
  projectId: string,
): Promise<{ found: number }> {
  const readAt = ctx.env.now();
  const known = await knownBudget(ctx, projectId);
  const { isLocked } = await showBudget(procore, projectId);
  const budget = isLocked
    ? await lockedBudget(procore, projectId, known)
    : { projectId, isLocked, viewId: null, rows: [], modifications: [], changes: [] };
  await stageExports(ctx, 'budget', [{ snapshot: budget, updatedAt: readAt, deletedAt: null, readAt }]);
  const now = await knownBudget(ctx, projectId);
  return { found: now?.snapshotHash === known?.snapshotHash ? 0 : 1 };
}

async function knownBudget(ctx: Ctx, projectId: string): Promise<Known> {
  const [row] = await inCompany(ctx, tx =>
    tx
      .select()
      .from(exports)
      .where(
        and(
          eq(exports.companyId, ctx.company.id),
          eq(exports.kind, 'budget'),
          eq(exports.procoreId, projectId),
        ),
      ),
  );
  return row ?? null;
}

async function lockedBudget(procore: ProcoreSession, projectId: string, known: Known): Promise<Budget> {
  const before = known?.snapshot as Budget | undefined;
  const { viewId, rows } = await readRows(procore, projectId, before?.viewId ?? null);
  return {
    projectId,
    isLocked: true,
    viewId,
    rows: rows.map(({ columns: _columns, isBudgeted: _is, ...row }) => row).toSorted(byId),
    modifications: (await listBudgetModifications(procore, projectId)).toSorted(byId),
    changes: await readChangesOf(procore, projectId, known),
  };
}

const byId = (one: { id: string | null }, other: { id: string | null }): number =>
  BigInt(one.id ?? '0') < BigInt(other.id ?? '0') ? -1 : 1;

/** In the view they were read in before, unless it is gone. */
async function readRows(
  procore: ProcoreSession,
  projectId: string,
  knownView: string | null,
): Promise<{ viewId: string | null; rows: BudgetRow[] }> {
  if (knownView !== null) {
    try {
      return { viewId: knownView, rows: await listBudgetRows(procore, { projectId, viewId: knownView }) };
    } catch (thrown) {
      if (!(thrown instanceof ProcoreError) || thrown.status !== 404) throw thrown;
    }
  }
  const [view] = (await listBudgetViews(procore, projectId)).toSorted(byId);
  if (!view) return { viewId: null, rows: [] };
  return { viewId: view.id, rows: await listBudgetRows(procore, { projectId, viewId: view.id }) };
}

/** A listing has them without their lines; those that did not change since are not read again. */
async function readChangesOf(
  procore: ProcoreSession,
  projectId: string,
  known: Known,
): Promise<BudgetChange[]> {
  const before = new Map(((known?.snapshot as Budget | undefined)?.changes ?? []).map(one => [one.id, one]));
  const settledTo = (known?.procoreReadAt?.getTime() ?? 0) - TASKS.settleMs;
  const changes: BudgetChange[] = [];
  for (const row of (await listBudgetChanges(procore, projectId)).toSorted(byId)) {
    const same = before.get(row.id);
    const isSame =
      same !== undefined &&
      row.updatedAt !== null &&
      same.updatedAt === row.updatedAt &&
      Date.parse(row.updatedAt) <= settledTo;
    changes.push(isSame ? { ...row, lines: same.lines } : await showBudgetChange(procore, projectId, row.id));
  }
  return changes;
}
