import { and, asc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import { exports, links } from '@/drizzle/schema';
import { AppError, errorText } from '@/lib/core/errors';
import { LINK_KINDS } from '@/lib/core/kinds';
import { TASKS } from '@/lib/core/limits';
import { flowFor } from '@/lib/exports';
import { historyFrame, recordHistory } from '@/lib/history';
import {
  type Commitment,
  markCommitment,
  ProcoreError,
  type ProcoreSession,
  showCommitment,
} from '@/lib/procore';
import { type CompanyRef, type Ctx, inCompany } from '@/lib/tenancy';
import { type TaskDeps, taskCtx } from './deps';

type Row = typeof exports.$inferSelect;

const RETRY_BASE_MS = 60_000;
const RETRY_MAX_MS = 3_600_000;

/**
 * Writes QuickBooks' id and number to Procore's records. Safe to repeat: the same values again change nothing, and a
 * record that carries another integration's mark is left alone and said so.
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
          // Marks of other kinds stay owed until their records are read from Procore.
          eq(exports.kind, 'commitment'),
          eq(exports.writeBack, 'pending'),
          lte(exports.writeBackAfter, deps.env.now()),
        ),
      )
      .orderBy(asc(exports.writeBackAfter), asc(exports.id))
      .limit(TASKS.writeBacksPerTurn),
  );
  for (const row of due) await writeOne(ctx, procore, row);
}

async function writeOne(ctx: Ctx, procore: ProcoreSession, row: Row): Promise<void> {
  try {
    const conflict = await mark(procore, row, await formerIds(ctx, row));
    await ctx.env.faults.at('write-back.sent');
    if (conflict === null)
      await note(ctx, row, { writeBack: 'done', error: null, action: 'marked in Procore' });
    else await note(ctx, row, { writeBack: 'failed', error: conflict, action: 'not marked in Procore' });
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

/** Null when the mark was written; otherwise why it was not. */
async function mark(procore: ProcoreSession, row: Row, former: readonly string[]): Promise<string | null> {
  const snapshot = row.snapshot as Commitment;
  const key = { projectId: snapshot.projectId, kind: snapshot.kind, id: row.procoreId };
  const current = await showCommitment(procore, key);
  const isOthers = current.originId !== null && !former.includes(current.originId);
  if (isOthers && current.originId !== row.txnId) {
    return `Procore's record carries the mark of another integration (“${current.originId}”).`;
  }
  if (current.originId === row.txnId && current.originCode === row.refNumber) return null;
  const originData = flowFor(row.kind).originData(row.exportNumber);
  await markCommitment(procore, key, { originId: row.txnId, originCode: row.refNumber, originData });
  return null;
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
      .where(
        and(eq(exports.companyId, ctx.company.id), eq(exports.id, row.id), eq(exports.writeBack, 'pending')),
      )
      .returning({ state: exports.state });
    const [marked] = changed;
    if (!marked) return;
    const entry = {
      action: result.action,
      objectKind: 'export',
      objectId: row.id,
      reason: result.error,
      before: { state: marked.state },
      after: { state: marked.state, originId: row.txnId },
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
      action: 'not marked in Procore',
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
      .where(
        and(eq(exports.companyId, ctx.company.id), eq(exports.id, row.id), eq(exports.writeBack, 'pending')),
      ),
  );
}
