import { and, asc, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { exports, links } from '@/drizzle/schema';
import { AppError, errorText } from '@/lib/core/errors';
import { LINK_KINDS } from '@/lib/core/kinds';
import { TASKS } from '@/lib/core/limits';
import { flowOf } from '@/lib/flows/registry';
import { historyFrame, recordHistory } from '@/lib/history';
import { ProcoreError, type ProcoreSession } from '@/lib/procore';
import { type CompanyRef, type Ctx, inCompany } from '@/lib/tenancy';
import { type TaskDeps, taskCtx } from './deps';
import { markDirectories } from './directory-marks';
import { MARKED_KINDS, MARKERS, type Marker } from './marks';
import { writeCosts } from './write-costs';

type Row = typeof exports.$inferSelect;

const RETRY_BASE_MS = 60_000;
const RETRY_MAX_MS = 3_600_000;

/**
 * Writes QuickBooks' id and number to Procore's records, and takes them off what is in QuickBooks no more. Safe to repeat:
 * the same values again change nothing, and a record that carries another integration's mark is left alone and said so.
 */
export async function writeBack(deps: TaskDeps, company: CompanyRef): Promise<void> {
  const ctx = taskCtx(deps, company, 'write back');
  const procore = deps.serviceFor(company);
  const due = await inCompany(ctx, tx =>
    tx
      .select()
      .from(exports)
      .where(
        and(
          eq(exports.companyId, company.id),
          inArray(exports.kind, MARKED_KINDS),
          eq(exports.writeBack, 'pending'),
          lte(exports.writeBackAfter, deps.env.now()),
        ),
      )
      .orderBy(asc(exports.writeBackAfter), asc(exports.id))
      .limit(TASKS.writeBacksPerTurn),
  );
  for (const row of due) await writeOne(ctx, procore, row);
  await markDirectories(ctx, procore);
  await writeCosts(ctx, procore);
}

async function writeOne(ctx: Ctx, procore: ProcoreSession, row: Row): Promise<void> {
  try {
    const { conflict } = await mark(procore, row, await formerIds(ctx, row));
    await ctx.env.faults.at('write-back.sent');
    const action = isMarked(row) ? 'marked in Procore' : 'mark taken off in Procore';
    if (conflict === null) await note(ctx, row, { writeBack: 'done', error: null, action });
    else await note(ctx, row, { writeBack: 'failed', error: conflict, action: `not ${action}` });
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    await retryLater(ctx, row, thrown);
  }
}

/** Ids it had in QuickBooks before, which Procore's record may still carry. */
async function formerIds(ctx: Ctx, row: Row): Promise<string[]> {
  const kind = LINK_KINDS.find(one => one === row.kind);
  if (kind === undefined) return [];
  const ended = await inCompany(ctx, tx =>
    tx
      .select({ qbId: links.qbId })
      .from(links)
      .where(
        and(
          eq(links.companyId, ctx.company.id),
          eq(links.kind, kind),
          eq(links.procoreId, row.procoreId),
          eq(links.madeBy, 'export'),
          isNotNull(links.endedAt),
        ),
      ),
  );
  return ended.map(link => link.qbId);
}

/** Only what is in QuickBooks carries its mark; taken off is what it carries from before. */
const isMarked = (row: Row): boolean => row.state === 'synced';

interface Marked {
  /** Why it was not done. */
  readonly conflict: string | null;
}

async function mark(procore: ProcoreSession, row: Row, former: readonly string[]): Promise<Marked> {
  const marker = MARKERS[row.kind];
  if (!marker) return { conflict: 'Records of this kind carry no mark.' };
  const wanted = isMarked(row) ? marker.originId(row) : null;
  const current = await carried(marker, procore, row);
  const ids = row.txnId === null ? former : [row.txnId, ...former];
  const isOurs = current.originId === null || ids.some(id => marker.isOf(current.originId ?? '', id));
  // What another integration wrote is not ours to take off either.
  if (!isOurs && wanted === null) return { conflict: null };
  if (!isOurs)
    return { conflict: `Procore's record carries the mark of another integration (“${current.originId}”).` };
  const originCode = wanted === null ? null : row.refNumber;
  if (current.originId === wanted && (wanted === null || current.originCode === originCode))
    return { conflict: null };
  const originData = wanted === null ? null : (flowOf(row.kind)?.originData(row.exportNumber) ?? null);
  await marker.write(procore, row, { originId: wanted, originCode, originData });
  return { conflict: null };
}

/** A record that is gone carries nothing that could be taken off. */
async function carried(marker: Marker, procore: ProcoreSession, row: Row): ReturnType<Marker['read']> {
  try {
    return await marker.read(procore, row);
  } catch (thrown) {
    const isGone = thrown instanceof ProcoreError && thrown.status === 404;
    if (!isGone || isMarked(row)) throw thrown;
    return { originId: null, originCode: null };
  }
}

/** What is owed may have become another since it was read: then that is still owed. */
function isStill(ctx: Ctx, row: Row) {
  return and(
    eq(exports.companyId, ctx.company.id),
    eq(exports.id, row.id),
    eq(exports.writeBack, 'pending'),
    eq(exports.state, row.state),
    row.txnId === null ? isNull(exports.txnId) : eq(exports.txnId, row.txnId),
  );
}

async function note(
  ctx: Ctx,
  row: Row,
  result: { writeBack: 'done' | 'failed'; error: string | null; action: string },
): Promise<void> {
  await inCompany(ctx, async tx => {
    const changed = await tx
      .update(exports)
      .set({ writeBack: result.writeBack, writeBackError: result.error })
      .where(isStill(ctx, row))
      .returning({ state: exports.state });
    const [marked] = changed;
    if (!marked) return;
    const entry = {
      action: result.action,
      objectKind: 'export',
      objectId: row.id,
      reason: result.error,
      before: { state: marked.state },
      after: { state: marked.state, originId: isMarked(row) ? row.txnId : null },
    };
    await recordHistory(tx, historyFrame(ctx), [entry]);
  });
}

/** What Procore refuses for good is said at once; the rest is tried again with growing gaps. */
async function retryLater(ctx: Ctx, row: Row, failure: AppError): Promise<void> {
  const isFinal =
    failure instanceof ProcoreError && !failure.isRetryable && failure.status !== 401 && failure.status !== 0;
  if (isFinal || row.writeBackAttempts + 1 >= TASKS.maxWriteBackAttempts) {
    await note(ctx, row, {
      writeBack: 'failed',
      error: errorText(failure).slice(0, 500),
      action: isMarked(row) ? 'not marked in Procore' : 'mark not taken off in Procore',
    });
    return;
  }
  const delayMs = Math.min(RETRY_BASE_MS * 2 ** row.writeBackAttempts, RETRY_MAX_MS);
  await inCompany(ctx, tx =>
    tx
      .update(exports)
      .set({
        writeBackAttempts: sql`${exports.writeBackAttempts} + 1`,
        writeBackError: errorText(failure).slice(0, 500),
        writeBackAfter: new Date(ctx.env.now().getTime() + delayMs),
      })
      .where(isStill(ctx, row)),
  );
}
