import { and, eq } from 'drizzle-orm';
import { mailChoices } from '@/drizzle/schema';
import { Forbidden } from '@/lib/core/errors';
import { MAIL_KINDS, type MailKind } from '@/lib/core/kinds';
import { type Ctx, inCompany, isApprover } from '@/lib/tenancy';

/** What a person is written to about. */
export interface MailChoices {
  readonly wanted: readonly MailKind[];
  /** Kinds that concern this person at all: the summary is the approver's. */
  readonly offered: readonly MailKind[];
}

function personOf(ctx: Ctx): string {
  if (ctx.actor.kind === 'person') return ctx.actor.userId;
  throw new Forbidden('Only people choose their messages.');
}

function offeredTo(ctx: Ctx): MailKind[] {
  return MAIL_KINDS.filter(kind => kind !== 'digest' || isApprover(ctx.rights));
}

/** The person's own choices; everything until something is chosen. */
export async function showChoices(ctx: Ctx): Promise<MailChoices> {
  const userId = personOf(ctx);
  const [row] = await inCompany(ctx, tx =>
    tx
      .select({ unwanted: mailChoices.unwanted })
      .from(mailChoices)
      .where(and(eq(mailChoices.companyId, ctx.company.id), eq(mailChoices.userId, userId))),
  );
  return { wanted: MAIL_KINDS.filter(kind => !row?.unwanted.includes(kind)), offered: offeredTo(ctx) };
}

/** Changes the person's own choices; nobody chooses for others. */
export async function changeChoices(ctx: Ctx, wanted: readonly MailKind[]): Promise<MailChoices> {
  const userId = personOf(ctx);
  const next = {
    unwanted: MAIL_KINDS.filter(kind => !wanted.includes(kind)),
    updatedAt: ctx.env.now(),
  };
  await inCompany(ctx, tx =>
    tx
      .insert(mailChoices)
      .values({ companyId: ctx.company.id, userId, ...next })
      .onConflictDoUpdate({ target: [mailChoices.companyId, mailChoices.userId], set: next }),
  );
  return { wanted: MAIL_KINDS.filter(kind => wanted.includes(kind)), offered: offeredTo(ctx) };
}
