import { and, eq } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { acceptExport, sendExport, stageExports } from '@/lib/exports';
import type { Budget } from '@/lib/flows/budget';
import { linkRecord } from '@/lib/imports';
import { type Ctx, changeSettings, inCompany, settingsOf } from '@/lib/tenancy';
import { budget, budgetLine, otherLine } from '@/tests/factories/budget';
import { PROJECT_ID } from '@/tests/factories/commitment';
import type { EstimateView } from '@/tests/simulators/quickbooks';
import { type Desk, putDirectory, qbIdOf } from './desk';
import { passMoment } from './paths';

/** Of a message set that writes an estimate, and of one that changes it. */
export const ESTIMATE_ADD = 'EstimateAddRq';
export const ESTIMATE_MOD = 'EstimateModRq';

/** Of the desk's company, with what it takes to send budgets of any project. */
export function budgetSender(desk: Desk, projectId: string): Ctx {
  const may = new Set(['budget'] as const);
  const rights = { ...desk.sender.rights, projects: new Map([[projectId, { canSee: may, canSend: may }]]) };
  return { ...desk.sender, rights };
}

let count = 0;

export interface Place {
  readonly projectId: string;
  /** FullName of its job. */
  readonly job: string;
}

/** A project with a job of its own, so that one test's estimates are none of another's. */
export async function nextPlace(desk: Desk): Promise<Place> {
  count += 1;
  const name = `Budgeted ${count}`;
  const projectId = String(BigInt(PROJECT_ID) + BigInt(1000 + count));
  desk.quickBooks.bookkeeper.addJob('Riverside Health', name);
  const fullName = `Riverside Health:${name}`;
  // The lists are read again after an hour.
  desk.env.advance(61 * 60_000);
  await desk.runUpdate();
  await putDirectory(desk.admin, 'project', [{ procoreId: projectId, name }]);
  const qbId = await qbIdOf(desk, 'customer', fullName);
  await linkRecord(desk.admin, {
    connectionId: desk.connectionId,
    kind: 'project',
    procoreId: projectId,
    qbId,
  });
  return { projectId, job: fullName };
}

/** A budget of 186,200.50 on two lines. */
export function budgetAt({ projectId }: Place, patch: Partial<Budget> = {}): Budget {
  return budget({ projectId, ...patch });
}

/** Two lines with what was moved onto the first one. */
export function movedRows(modifications: string) {
  return [budgetLine({ modifications }), otherLine()];
}

/** Stages a budget as just read; gives its export's id. */
export async function stageBudget(desk: Desk, snapshot: Budget): Promise<string> {
  const now = desk.env.now();
  await stageExports(desk.admin, 'budget', [{ snapshot, updatedAt: now, deletedAt: null, readAt: now }]);
  const [row] = await inCompany(desk.admin, tx =>
    tx
      .select({ id: exports.id })
      .from(exports)
      .where(and(eq(exports.kind, 'budget'), eq(exports.procoreId, snapshot.projectId))),
  );
  return row?.id ?? '';
}

export async function sendBudget(desk: Desk, id: string, projectId: string): Promise<void> {
  await sendExport(budgetSender(desk, projectId), { id, consents: [] });
}

/** A budget that is accepted and waits for the Web Connector. */
export async function acceptedBudget(desk: Desk, snapshot: Budget): Promise<string> {
  const id = await stageBudget(desk, snapshot);
  await sendBudget(desk, id, snapshot.projectId);
  await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
  await passMoment(desk);
  return id;
}

/** A budget that is in QuickBooks. */
export async function syncedBudget(desk: Desk, snapshot: Budget): Promise<string> {
  const id = await acceptedBudget(desk, snapshot);
  await desk.runUpdate();
  const state = await desk.stateOf(id);
  if (state !== 'synced') throw new RangeError(`the budget is ${state}`);
  return id;
}

export function estimatesOf(desk: Desk, { job }: Place): EstimateView[] {
  return desk.quickBooks.books.estimates().filter(one => one.job === job);
}

/** The one estimate of a job. */
export function estimateOf(desk: Desk, place: Place): EstimateView {
  const [found, ...more] = estimatesOf(desk, place);
  if (!found || more.length > 0)
    throw new RangeError(`the job has ${more.length + (found ? 1 : 0)} estimates`);
  return found;
}

export async function changesBecome(
  desk: Desk,
  budgetChanges: 'added_lines' | 'revised_amounts',
): Promise<void> {
  const { values, version } = await inCompany(desk.admin, tx => settingsOf(tx, desk.admin.company.id));
  await changeSettings(desk.admin, { values: { ...values, budgetChanges }, version });
}
