import { and, eq } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { isUuid } from '@/lib/core/encoding';
import { Forbidden, Invalid, NotFound } from '@/lib/core/errors';
import { TEXT } from '@/lib/core/limits';
import { CARRIED_KINDS } from '@/lib/flows/registry';
import { historyFrame, recordHistory } from '@/lib/history';
import { type Ctx, inCompany, mayApprove, maySend, mayView } from '@/lib/tenancy';

/**
 * Keeps a person's words in the timeline of a record, for everybody who may see it. They change nothing about it and
 * cannot be changed themselves.
 * @throws Invalid without words, Forbidden for who may only look, NotFound, also for a record the person may not see
 */
export async function commentExport(
  ctx: Ctx,
  input: { readonly id: string; readonly comment: string },
): Promise<void> {
  const comment = input.comment.trim();
  if (comment === '') throw new Invalid('A comment needs words.');
  if (comment.length > TEXT.comment)
    throw new Invalid(`The comment has ${comment.length} characters; ${TEXT.comment} are possible.`);
  if (!isUuid(input.id)) throw new NotFound();
  await inCompany(ctx, async tx => {
    const [row] = await tx
      .select({ kind: exports.kind, projectId: exports.procoreProjectId })
      .from(exports)
      .where(and(eq(exports.companyId, ctx.company.id), eq(exports.id, input.id)));
    const isThere = row !== undefined && CARRIED_KINDS.includes(row.kind);
    if (!isThere || !mayView(ctx.rights, row.projectId, row.kind)) throw new NotFound();
    if (!mayApprove(ctx.rights, row.kind, 'export') && !maySend(ctx.rights, row.kind, row.projectId))
      throw new Forbidden('Only who sends or decides records comments on them.');
    await recordHistory(tx, historyFrame(ctx), [
      { action: 'commented', objectKind: 'export', objectId: input.id, reason: comment },
    ]);
  });
}
