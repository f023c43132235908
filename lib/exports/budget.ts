import { and, eq } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { TASKS } from '@/lib/core/limits';
import type { Budget, BudgetCostCode, BudgetLine } from '@/lib/flows/budget';
import {
  type BudgetChange,
  type BudgetRow,
  listBudgetChanges,
  listBudgetModifications,
  listBudgetRows,
  listBudgetViews,
  listProjectCostCodes,
  ProcoreError,
  type ProcoreSession,
  type ProjectCostCode,
  showBudget,
  showBudgetChange,
} from '@/lib/procore';
import { type Ctx, inCompany } from '@/lib/tenancy';
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
  const changes = await readChangesOf(procore, projectId, known);
  const codes = codesById(await listProjectCostCodes(procore, projectId));
  return {
    projectId,
    isLocked: true,
    viewId,
    rows: rows
      .filter(row => isCounted(row, changes))
      .map(row => lineOf(row, codes))
      .toSorted(byId),
    modifications: (await listBudgetModifications(procore, projectId)).toSorted(byId),
    changes,
  };
}

/** A line of the budget, or a budget code without one on which an approved change put an amount. */
function isCounted({ isBudgeted, budgetCodeId }: BudgetRow, changes: readonly BudgetChange[]): boolean {
  const isOn = (change: BudgetChange): boolean =>
    change.lines.some(line => line.budgetCodeId === budgetCodeId && budgetCodeId !== null);
  return isBudgeted || changes.some(one => one.status.toLowerCase() === 'approved' && isOn(one));
}

function lineOf(
  { columns: _columns, isBudgeted: _is, ...row }: BudgetRow,
  codes: ReadonlyMap<string, BudgetCostCode>,
): BudgetLine {
  return { ...row, code: codes.get(row.costCodeId ?? '') ?? null };
}

/** A project's cost codes, each with the division at the top of it. */
function codesById(codes: readonly ProjectCostCode[]): ReadonlyMap<string, BudgetCostCode> {
  const byCode = new Map(codes.map(code => [code.id, code]));
  const rootOf = (code: ProjectCostCode, seen: readonly string[] = []): ProjectCostCode => {
    const parent = code.parentId === null ? undefined : byCode.get(code.parentId);
    return parent === undefined || seen.includes(parent.id) ? code : rootOf(parent, [...seen, code.id]);
  };
  return new Map(
    codes.map(code => {
      const root = rootOf(code);
      const division = root.id === code.id ? null : { fullCode: root.fullCode, name: root.name };
      return [code.id, { standardId: code.standardId, fullCode: code.fullCode, name: code.name, division }];
    }),
  );
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
      return { viewId: knownView, rows: await rowsIn(procore, projectId, knownView) };
    } catch (thrown) {
      if (!(thrown instanceof ProcoreError) || thrown.status !== 404) throw thrown;
    }
  }
  const [view] = (await listBudgetViews(procore, projectId)).toSorted(byId);
  if (!view) return { viewId: null, rows: [] };
  return { viewId: view.id, rows: await rowsIn(procore, projectId, view.id) };
}

/** Budget codes without a line among them: an approved change may count on one. */
function rowsIn(procore: ProcoreSession, projectId: string, viewId: string): Promise<BudgetRow[]> {
  return listBudgetRows(procore, { projectId, viewId }, 'all');
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
