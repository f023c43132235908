import { and, eq, sql } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { COMMITMENT_KINDS, type CommitmentKey, listCommitments, type ProcoreSession } from '@/lib/procore';
import { type Ctx, inCompany } from '@/lib/tenancy';
import { refreshInBatches } from './refresh';
import { isNews } from './settled';

/**
 * Compares a project's commitments with Procore's, all of them: what is new, differs, or is not there any more is read
 * and staged. It needs no memory of what was heard before, so whatever went by unheard is found.
 * @returns how many were not as Procore has them
 */
export async function reconcileCommitments(
  ctx: Ctx,
  procore: ProcoreSession,
  projectId: string,
): Promise<{ found: number }> {
  const known = await knownIn(ctx, projectId);
  const differing: CommitmentKey[] = [];
  for (const kind of COMMITMENT_KINDS) {
    const rows = await listCommitments(procore, { projectId, kind });
    const listed = new Map(rows.map(row => [row.id, row]));
    differing.push(
      ...rows.filter(row => isNews(known.get(row.id), row)).map(({ id }) => ({ projectId, kind, id })),
    );
    for (const row of known.values()) {
      const isMissing = row.kind === kind && row.deletedInProcoreAt === null && !listed.has(row.procoreId);
      if (isMissing) differing.push({ projectId, kind, id: row.procoreId });
    }
  }
  await refreshInBatches(ctx, procore, differing);
  return { found: differing.length };
}

async function knownIn(ctx: Ctx, projectId: string) {
  const rows = await inCompany(ctx, tx =>
    tx
      .select({
        procoreId: exports.procoreId,
        procoreUpdatedAt: exports.procoreUpdatedAt,
        procoreReadAt: exports.procoreReadAt,
        deletedInProcoreAt: exports.deletedInProcoreAt,
        kind: sql<string>`${exports.snapshot} ->> 'kind'`,
      })
      .from(exports)
      .where(
        and(
          eq(exports.companyId, ctx.company.id),
          eq(exports.kind, 'commitment'),
          eq(exports.procoreProjectId, projectId),
        ),
      ),
  );
  return new Map(rows.map(row => [row.procoreId, row]));
}
