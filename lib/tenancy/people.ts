import { and, asc, eq } from 'drizzle-orm';
import { approverRights, members, users } from '@/drizzle/schema';
import { isUuid } from '@/lib/core/encoding';
import { Conflict, Invalid, NotFound } from '@/lib/core/errors';
import {
  type Direction,
  EXPORT_KINDS,
  type ExportKind,
  IMPORT_KINDS,
  type ImportKind,
} from '@/lib/core/kinds';
import { historyFrame } from '@/lib/history/frame';
import { recordHistory } from '@/lib/history/record';
import { type Ctx, inCompany } from './context';
import { type CompanyTools, isAdminInProcore, mayApproveInProcore } from './procore-rights';
import { requireAdmin } from './rights';

export interface PersonLine {
  readonly userId: string;
  readonly name: string;
  readonly login: string;
  /** As Procore said when they were last here. */
  readonly isAdmin: boolean;
  /** By Procore's own privilege, for everything; needs no right from here. */
  readonly mayApproveInProcore: boolean;
  /** `kind:direction`, given here. */
  readonly granted: readonly string[];
  readonly seenAt: string;
}

/** People who have signed in to the connector for this company, with the approvals given to them here. */
export async function listPeople(ctx: Ctx): Promise<PersonLine[]> {
  requireAdmin(ctx.rights);
  return await inCompany(ctx, async tx => {
    const rows = await tx
      .select({
        userId: users.id,
        name: users.name,
        login: users.login,
        seenAt: members.readAt,
        tools: members.tools,
      })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(eq(members.companyId, ctx.company.id))
      .orderBy(asc(users.name));
    const grants = await tx.select().from(approverRights).where(eq(approverRights.companyId, ctx.company.id));
    return rows.map(({ tools, ...row }) => ({
      ...row,
      isAdmin: isAdminInProcore(tools as CompanyTools),
      mayApproveInProcore: mayApproveInProcore(tools as CompanyTools),
      seenAt: row.seenAt.toISOString(),
      granted: grants.filter(one => one.userId === row.userId).map(one => `${one.kind}:${one.direction}`),
    }));
  });
}

export interface GrantInput {
  readonly userId: string;
  readonly kind: ExportKind | ImportKind;
  readonly direction: Direction;
  readonly isGranted: boolean;
}

/**
 * Gives or takes an approver's right for one kind and direction.
 * @throws NotFound for a person who never signed in, Conflict when it is given or taken already, Invalid for a kind that
 *   does not go this way, Forbidden
 */
export async function setApproval(ctx: Ctx, input: GrantInput): Promise<void> {
  requireAdmin(ctx.rights);
  if (!isUuid(input.userId)) throw new NotFound('This person');
  const kinds: readonly string[] = input.direction === 'export' ? EXPORT_KINDS : IMPORT_KINDS;
  if (!kinds.includes(input.kind)) throw new Invalid(`Nothing of kind ${input.kind} goes this way.`);
  const key = {
    companyId: ctx.company.id,
    userId: input.userId,
    kind: input.kind,
    direction: input.direction,
  };
  await inCompany(ctx, async tx => {
    const [member] = await tx
      .select({ userId: members.userId })
      .from(members)
      .where(and(eq(members.companyId, ctx.company.id), eq(members.userId, input.userId)));
    if (!member) throw new NotFound('This person');
    if (input.isGranted) {
      const grantedBy = ctx.actor.kind === 'person' ? ctx.actor.userId : input.userId;
      const given = await tx
        .insert(approverRights)
        .values({ ...key, grantedBy, grantedAt: ctx.env.now() })
        .onConflictDoNothing()
        .returning({ userId: approverRights.userId });
      if (given.length === 0) throw new Conflict('This person has the right already.');
    } else {
      const taken = await tx
        .delete(approverRights)
        .where(
          and(
            eq(approverRights.companyId, key.companyId),
            eq(approverRights.userId, key.userId),
            eq(approverRights.kind, key.kind),
            eq(approverRights.direction, key.direction),
          ),
        )
        .returning({ userId: approverRights.userId });
      if (taken.length === 0) throw new Conflict('This person does not have the right any more.');
    }
    await recordHistory(tx, historyFrame(ctx), [
      {
        action: input.isGranted ? 'approval right given' : 'approval right taken',
        objectKind: 'person',
        objectId: input.userId,
        after: { kind: input.kind, direction: input.direction },
      },
    ]);
  });
}
