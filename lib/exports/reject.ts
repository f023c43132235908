import { Invalid } from '@/lib/core/errors';
import { TEXT } from '@/lib/core/limits';
import type { Tx } from '@/lib/db/client';
import { historyFrame } from '@/lib/history';
import { DECIDABLE_STATES, moveExports } from '@/lib/lifecycle';
import { type Ctx, inCompany, requireApproval } from '@/lib/tenancy';
import { type EachResult, foundIn, Refused } from './each';
import { conflictsOf, expectMoved, lockExports } from './load';

export interface RejectInput {
  readonly ids: readonly string[];
  /** What the senders should know; never empty. */
  readonly comment: string;
}

/**
 * Reject: gives records back to their senders with a comment, all in one transaction; one that is refused stops no other.
 * @throws Invalid without a comment
 */
export async function rejectExports(ctx: Ctx, { ids, comment }: RejectInput): Promise<EachResult[]> {
  const said = readComment(comment);
  const refused = await inCompany(ctx, tx => rejectIn(ctx, tx, { ids, comment: said }));
  return refused.results(ids);
}

/** Rejects a single record. @throws Invalid without a comment, Conflict, Forbidden, NotFound */
export async function rejectExport(
  ctx: Ctx,
  { id, comment }: { readonly id: string; readonly comment: string },
): Promise<void> {
  const said = readComment(comment);
  (await inCompany(ctx, tx => rejectIn(ctx, tx, { ids: [id], comment: said }))).expectNone();
}

function readComment(given: string): string {
  const comment = given.trim();
  if (comment === '')
    throw new Invalid('A rejection needs a comment.', { remedy: 'Say what the sender should change.' });
  if (comment.length > TEXT.comment)
    throw new Invalid(`The comment has ${comment.length} characters; ${TEXT.comment} are possible.`);
  return comment;
}

async function rejectIn(ctx: Ctx, tx: Tx, { ids, comment }: RejectInput): Promise<Refused> {
  const refused = new Refused();
  const found = foundIn(ids, await lockExports(ctx, tx, ids), refused);
  const allowed = refused.sift(
    found,
    row => row.id,
    row => requireApproval(ctx.rights, row.kind, 'export'),
  );
  const conflicts = await conflictsOf(tx, allowed, () => DECIDABLE_STATES);
  for (const [id, conflict] of conflicts) refused.add(id, conflict);
  const open = allowed.filter(row => !refused.isRefused(row.id));
  const moved = await moveExports(
    tx,
    historyFrame(ctx),
    open.map(row => ({
      exportId: row.id,
      from: [row.state],
      to: 'rejected',
      action: 'rejected',
      reason: comment,
      patch: {
        comment,
        consents: [],
        decidedBy: ctx.actor.kind === 'person' ? ctx.actor.userId : null,
        decidedAt: ctx.env.now(),
      },
    })),
  );
  expectMoved(moved, ...open);
  return refused;
}
