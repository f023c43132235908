import { AppError, errorText } from '@/lib/core/errors';
import { DIRECTORY_KINDS, type DirectoryKind } from '@/lib/core/kinds';
import { TASKS } from '@/lib/core/limits';
import { historyFrame, recordHistory } from '@/lib/history';
import { refreshDirectory } from '@/lib/imports';
import { type MarkOutcome, noteMarks, type OwedMark, owedMarks, settleOwed } from '@/lib/mappings/owed-marks';
import {
  ProcoreError,
  type ProcoreSession,
  type Synced,
  type SyncUpdate,
  syncCostCodes,
  syncProjects,
  syncVendors,
} from '@/lib/procore';
import { type Ctx, inCompany, settingsOf } from '@/lib/tenancy';

/**
 * Gives the projects, companies and cost codes of Procore the ids of their twins in QuickBooks, and takes them off those
 * that have none any more. Safe to repeat; a record that carries another integration's mark is left alone and said so.
 */
export async function markDirectories(ctx: Ctx, procore: ProcoreSession): Promise<void> {
  for (const kind of DIRECTORY_KINDS) {
    const owed = await owedOf(ctx, kind);
    if (owed.length > 0) await markOwed(ctx, procore, { kind, owed });
    await inCompany(ctx, async tx => {
      const ended = await settleOwed(tx, ctx.company.id, kind);
      const entries = ended.map(one => ({
        action: one.error === null ? 'marked in Procore' : 'not marked in Procore',
        objectKind: 'export' as const,
        objectId: one.id,
        reason: one.error,
        after: { originId: one.origin_id },
      }));
      if (entries.length > 0) await recordHistory(tx, historyFrame(ctx), entries);
    });
  }
}

function owedOf(ctx: Ctx, kind: DirectoryKind): Promise<OwedMark[]> {
  const companyId = ctx.company.id;
  return inCompany(ctx, async tx => {
    const { values } = await settingsOf(tx, companyId);
    const place = { companyId, kind, mainFile: values.mainFile, now: ctx.env.now() };
    return await owedMarks(tx, place, TASKS.marksPerTurn);
  });
}

async function markOwed(
  ctx: Ctx,
  procore: ProcoreSession,
  { kind, owed }: { kind: DirectoryKind; owed: readonly OwedMark[] },
): Promise<void> {
  try {
    // What they carry now is read first: nobody else's mark is written over.
    await refreshDirectory(ctx, procore, kind);
    const marks = await owedOf(ctx, kind);
    await note(
      ctx,
      kind,
      marks.filter(one => one.isForeign).map(one => refusal(ctx, one, foreign(one))),
    );
    const ours = marks.filter(one => !one.isForeign);
    // A mark belongs to one record: it is taken off one before another gets it.
    for (const isTakenOff of [true, false]) {
      const batch = ours.filter(one => (one.originId === null) === isTakenOff);
      await note(ctx, kind, await outcomes(ctx, await synced(ctx, procore, { kind, batch }), batch));
    }
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const tryAfter = new Date(ctx.env.now().getTime() + (isFinal(thrown) ? LATER_MS : SOON_MS));
    const error = isFinal(thrown) ? errorText(thrown) : null;
    await note(
      ctx,
      kind,
      owed.map(({ procoreId }) => ({ procoreId, error, tryAfter })),
    );
  }
}

const LATER_MS = TASKS.reconcileEveryMs;
const SOON_MS = TASKS.pollEveryMs;

function isFinal(failure: AppError): boolean {
  return failure instanceof ProcoreError && !failure.isRetryable && ![0, 401].includes(failure.status);
}

function foreign({ carried }: OwedMark): string {
  return `Procore's record carries the mark of another integration (“${carried}”).`;
}

function refusal(ctx: Ctx, { procoreId }: OwedMark, error: string): MarkOutcome {
  return { procoreId, error, tryAfter: new Date(ctx.env.now().getTime() + LATER_MS) };
}

async function note(ctx: Ctx, kind: DirectoryKind, told: readonly MarkOutcome[]): Promise<void> {
  await inCompany(ctx, tx => noteMarks(tx, { companyId: ctx.company.id, kind }, told));
}

type Answer = Synced<{ readonly id: string; readonly originId: string | null }>;

const NOTHING: Answer = { saved: [], refused: [] };

async function synced(
  ctx: Ctx,
  procore: ProcoreSession,
  { kind, batch }: { kind: DirectoryKind; batch: readonly OwedMark[] },
): Promise<Answer> {
  if (batch.length === 0) return NOTHING;
  const companyId = ctx.company.procoreCompanyId;
  switch (kind) {
    case 'vendor':
      return await syncVendors(procore, companyId, batch.map(coded));
    case 'project':
      return await syncProjects(procore, companyId, batch.map(coded));
    case 'cost_code':
      return await syncedCodes(procore, companyId, batch);
  }
}

async function syncedCodes(
  procore: ProcoreSession,
  companyId: string,
  batch: readonly OwedMark[],
): Promise<Answer> {
  let all = NOTHING;
  for (const listId of new Set(batch.map(one => one.listId))) {
    if (listId === null) continue;
    const updates = batch.filter(one => one.listId === listId).map(update);
    const { saved, refused } = await syncCostCodes(procore, { companyId, listId }, updates);
    all = { saved: [...all.saved, ...saved], refused: [...all.refused, ...refused] };
  }
  return all;
}

function update({ procoreId, originId, qbType }: OwedMark): SyncUpdate & { readonly id: string } {
  const originData = originId === null ? null : JSON.stringify({ v: 1, list: qbType });
  return { id: procoreId, origin_id: originId, origin_data: originData };
}

/** Cost codes know no `origin_code`. */
function coded(one: OwedMark): SyncUpdate {
  return { ...update(one), origin_code: one.originId === null ? null : one.qbName };
}

function outcomes(ctx: Ctx, { saved, refused }: Answer, batch: readonly OwedMark[]): MarkOutcome[] {
  const carried = new Map(saved.map(one => [one.id, one.originId]));
  return batch.map(one => {
    const originId = carried.get(one.procoreId);
    if (originId === one.originId) return { procoreId: one.procoreId, originId, error: null, tryAfter: null };
    const told = refused.find(two => two.id === one.procoreId)?.messages.map(({ text }) => text) ?? [];
    return refusal(ctx, one, told.length > 0 ? told.join(' ') : 'Procore did not keep the mark.');
  });
}
