import { and, eq, isNull, sql } from 'drizzle-orm';
import { pictures } from '@/drizzle/schema';
import { TASKS } from '@/lib/core/limits';
import { parseMoney } from '@/lib/core/money';
import { knownPictures, markGone, storePictures } from '@/lib/mappings/pictures';
import {
  COMMITMENT_KINDS,
  type ContractPayment,
  listCommitments,
  listPayments,
  type PaymentPlace,
  ProcoreError,
  type ProcoreSession,
} from '@/lib/procore';
import { type Ctx, inCompany } from '@/lib/tenancy';

/** What a listing of commitments tells of the payments on each. */
export interface PaidCommitment {
  readonly id: string;
  readonly totalPayments: string;
  readonly deletedAt: string | null;
}

/** Our own marks are no part of what somebody may have changed. */
export function paymentContent({
  originId: _id,
  originData: _data,
  updatedAt: _at,
  ...content
}: ContractPayment) {
  return content;
}

/** Reads the payments issued on a commitment, all of them; those that are not there any more are marked so. */
export async function refreshPayments(ctx: Ctx, procore: ProcoreSession, place: PaymentPlace): Promise<void> {
  const readAt = ctx.env.now();
  const found = await paymentsOn(procore, place);
  const at = { companyId: ctx.company.id, kind: 'payment' } as const;
  await inCompany(ctx, async tx => {
    await storePictures(
      tx,
      at,
      found.map(one => ({
        procoreId: one.id,
        projectId: place.projectId,
        commitmentId: place.commitmentId,
        originId: one.originId,
        amount: parseMoney(one.amount),
        snapshot: one,
        content: paymentContent(one),
        updatedAt: one.updatedAt === null ? readAt : new Date(one.updatedAt),
        readAt,
      })),
    );
    const there = new Set(found.map(one => one.id));
    const known = await knownPictures(tx, at, eq(pictures.commitmentId, place.commitmentId));
    // Those that another reader met meanwhile are newer than this look.
    const gone = [...known.values()].filter(one => !there.has(one.procoreId) && one.procoreReadAt <= readAt);
    await markGone(tx, at, { procoreIds: gone.map(one => one.procoreId), at: readAt });
  });
}

/** None on a commitment that is gone. */
async function paymentsOn(procore: ProcoreSession, place: PaymentPlace): Promise<ContractPayment[]> {
  try {
    return await listPayments(procore, place);
  } catch (thrown) {
    if (thrown instanceof ProcoreError && thrown.status === 404) return [];
    throw thrown;
  }
}

/**
 * Compares the payments of a project's commitments with what Procore's listing says they come to, and reads those that
 * differ; the others when they were last read a week ago. A payment moves nothing else on its commitment.
 * @returns of how many commitments they differed
 */
export async function comparePayments(
  ctx: Ctx,
  procore: ProcoreSession,
  { projectId, commitments }: { readonly projectId: string; readonly commitments: readonly PaidCommitment[] },
): Promise<{ found: number }> {
  const known = await knownTotals(ctx, projectId);
  const staleBefore = ctx.env.now().getTime() - TASKS.paymentsEveryMs;
  let found = 0;
  const gone: string[] = [];
  for (const { id, totalPayments, deletedAt } of commitments) {
    const seen = known.get(id);
    if (deletedAt !== null) {
      if (seen) gone.push(id);
      continue;
    }
    const differs = parseMoney(totalPayments) !== (seen?.total ?? 0n);
    if (differs) found += 1;
    if (differs || (seen && seen.readAtMs <= staleBefore))
      await refreshPayments(ctx, procore, { projectId, commitmentId: id });
  }
  for (const commitmentId of gone) await forgetPayments(ctx, commitmentId);
  return { found };
}

/** The same, where nobody listed the commitments just now. */
export async function reconcilePayments(
  ctx: Ctx,
  procore: ProcoreSession,
  projectId: string,
): Promise<{ found: number }> {
  const commitments: PaidCommitment[] = [];
  for (const kind of COMMITMENT_KINDS)
    commitments.push(...(await listCommitments(procore, { projectId, kind })));
  return await comparePayments(ctx, procore, { projectId, commitments });
}

interface Total {
  readonly total: bigint;
  readonly readAtMs: number;
}

async function knownTotals(ctx: Ctx, projectId: string): Promise<Map<string, Total>> {
  const rows = await inCompany(ctx, tx =>
    tx
      .select({
        commitmentId: pictures.commitmentId,
        total: sql<string>`sum(${pictures.amount})::text`,
        readAt: sql<string>`min(${pictures.procoreReadAt})::text`,
      })
      .from(pictures)
      .where(
        and(
          eq(pictures.companyId, ctx.company.id),
          eq(pictures.kind, 'payment'),
          eq(pictures.procoreProjectId, projectId),
          isNull(pictures.deletedInProcoreAt),
        ),
      )
      .groupBy(pictures.commitmentId),
  );
  return new Map(
    rows.map(row => [
      row.commitmentId ?? '',
      { total: parseMoney(row.total), readAtMs: Date.parse(row.readAt) },
    ]),
  );
}

/** With a commitment its payments are gone. */
async function forgetPayments(ctx: Ctx, commitmentId: string): Promise<void> {
  await inCompany(ctx, async tx => {
    const at = { companyId: ctx.company.id, kind: 'payment' } as const;
    const known = await knownPictures(tx, at, eq(pictures.commitmentId, commitmentId));
    await markGone(tx, at, { procoreIds: [...known.keys()], at: ctx.env.now() });
  });
}

/** The payment that Procore tells of: its commitment is known, or else found by what the totals say. */
export async function refreshPayment(
  ctx: Ctx,
  procore: ProcoreSession,
  { projectId, id }: { readonly projectId: string; readonly id: string },
): Promise<void> {
  const at = { companyId: ctx.company.id, kind: 'payment' } as const;
  const known = await inCompany(ctx, tx => knownPictures(tx, at, eq(pictures.procoreId, id)));
  const commitmentId = known.get(id)?.commitmentId ?? null;
  if (commitmentId === null) await reconcilePayments(ctx, procore, projectId);
  else await refreshPayments(ctx, procore, { projectId, commitmentId });
}
