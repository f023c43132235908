import { AppError, errorText } from '@/lib/core/errors';
import { TASKS } from '@/lib/core/limits';
import {
  dueWrites,
  noteProcoreId,
  noteWrite,
  noteWritten,
  type ProcoreWriteRow,
  refreshPayments,
} from '@/lib/imports';
import { ProcoreError, type ProcoreSession } from '@/lib/procore';
import type { Ctx } from '@/lib/tenancy';
import { writeDirectCosts } from './write-direct-costs';
import { paymentPlace, writePayment } from './write-payments';
import type { Written } from './written';

const RETRY_BASE_MS = 60_000;
const RETRY_MAX_MS = 3_600_000;

/**
 * Writes to Procore what QuickBooks has: payments issued one by one, direct costs project by project in batches. Safe to
 * repeat: each carries its mark, by which it is found again.
 */
export async function writeCosts(ctx: Ctx, procore: ProcoreSession): Promise<void> {
  await writePayments(ctx, procore);
  const costs = await dueWrites(ctx, 'cost', TASKS.costsPerTurn);
  for (const group of groupsOf(costs, row => row.procoreProjectId)) await writeGroup(ctx, procore, group);
}

function groupsOf(rows: readonly ProcoreWriteRow[], keyOf: (row: ProcoreWriteRow) => string) {
  const groups = new Map<string, ProcoreWriteRow[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups.values()];
}

async function writePayments(ctx: Ctx, procore: ProcoreSession): Promise<void> {
  const rows = await dueWrites(ctx, 'payment', TASKS.writeBacksPerTurn);
  for (const group of groupsOf(rows, row => paymentPlace(row).commitmentId)) {
    const ids: string[] = [];
    for (const row of group) ids.push(...(await payOne(ctx, procore, row)));
    await keepPictures(ctx, procore, { row: group[0], ids });
  }
}

/** @returns the payment's id in Procore, where it is there as it should be */
async function payOne(ctx: Ctx, procore: ProcoreSession, row: ProcoreWriteRow): Promise<string[]> {
  try {
    const written = await writePayment(ctx, procore, row);
    await ctx.env.faults.at('write-back.sent');
    await settle(ctx, row, written);
    const isThere = 'procoreId' in written && written.procoreId !== null && row.aim === 'write';
    return isThere ? [written.procoreId ?? ''] : [];
  } catch (thrown) {
    await putOff(ctx, [row], thrown);
    return [];
  }
}

/** As Procore has them now. Where they cannot be read, the next comparison does it. */
async function keepPictures(
  ctx: Ctx,
  procore: ProcoreSession,
  { row, ids }: { readonly row: ProcoreWriteRow | undefined; readonly ids: readonly string[] },
): Promise<void> {
  if (row === undefined) return;
  try {
    await refreshPayments(ctx, procore, paymentPlace(row));
    await noteWritten(ctx, 'payment', ids);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
  }
}

async function writeGroup(
  ctx: Ctx,
  procore: ProcoreSession,
  rows: readonly ProcoreWriteRow[],
): Promise<void> {
  try {
    const written = await writeDirectCosts(ctx, procore, rows);
    await ctx.env.faults.at('write-back.sent');
    for (const row of rows) {
      const one = written.get(row.id);
      if (one) await settle(ctx, row, one);
    }
  } catch (thrown) {
    await putOff(ctx, rows, thrown);
  }
}

async function settle(ctx: Ctx, row: ProcoreWriteRow, written: Written): Promise<void> {
  if ('refused' in written) {
    await noteWrite(ctx, row, { state: 'failed', error: written.refused.slice(0, 2000) });
    return;
  }
  await noteProcoreId(ctx, row, written.procoreId);
  await noteWrite(ctx, row, { state: 'done', error: null });
}

/** What Procore refuses for good is said at once; the rest is tried again with growing gaps. */
async function putOff(ctx: Ctx, rows: readonly ProcoreWriteRow[], thrown: unknown): Promise<void> {
  if (!(thrown instanceof AppError)) throw thrown;
  const error = errorText(thrown).slice(0, 2000);
  // Two that write one direct cost at once are told 409; the next try is alone.
  const isFinal =
    thrown instanceof ProcoreError &&
    !thrown.isRetryable &&
    !thrown.isUnsure &&
    ![0, 401, 409].includes(thrown.status);
  for (const row of rows) {
    if (isFinal || row.attempts + 1 >= TASKS.maxWriteBackAttempts) {
      await noteWrite(ctx, row, { state: 'failed', error });
      continue;
    }
    const delayMs = Math.min(RETRY_BASE_MS * 2 ** row.attempts, RETRY_MAX_MS);
    const dueAt = new Date(ctx.env.now().getTime() + delayMs);
    await noteWrite(ctx, row, { attempts: row.attempts + 1, dueAt, error });
  }
}
