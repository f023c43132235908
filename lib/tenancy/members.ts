import { and, eq } from 'drizzle-orm';
import { approverRights, members, users } from '@/drizzle/schema';
import { historyFrame } from '@/lib/history/frame';
import { recordHistory } from '@/lib/history/record';
import { type Ctx, inCompany } from './context';

export interface Member {
  readonly userId: string;
  readonly procoreUserId: string;
  readonly login: string;
}

/** People who have been in this company with the connector and were not taken out since. */
export async function membersOf(ctx: Ctx): Promise<Member[]> {
  return await inCompany(ctx, tx =>
    tx
      .select({ userId: users.id, procoreUserId: users.procoreUserId, login: users.login })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(eq(members.companyId, ctx.company.id)),
  );
}

/** Takes a person who left out of the company, with the approvals given here. What they did stays in the history. */
export async function removeMember(ctx: Ctx, userId: string): Promise<void> {
  await inCompany(ctx, async tx => {
    const rights = await tx
      .delete(approverRights)
      .where(and(eq(approverRights.companyId, ctx.company.id), eq(approverRights.userId, userId)))
      .returning({ kind: approverRights.kind, direction: approverRights.direction });
    const removed = await tx
      .delete(members)
      .where(and(eq(members.companyId, ctx.company.id), eq(members.userId, userId)))
      .returning({ userId: members.userId });
    if (removed.length === 0) return;
    await recordHistory(tx, historyFrame(ctx), [
      {
        action: 'left the company in Procore',
        objectKind: 'person',
        objectId: userId,
        before: { approvals: rights.map(one => `${one.kind}:${one.direction}`).toSorted() },
      },
    ]);
  });
}
