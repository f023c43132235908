import { sql } from 'drizzle-orm';
import { mails } from '@/drizzle/schema';
import type { MailKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import type { Ctx } from '@/lib/tenancy';
import type { MailText } from './texts';

/** A mail to a person about something that has a key. */
export interface NewMail {
  readonly userId: string;
  readonly kind: MailKind;
  readonly key: string;
  readonly text: MailText;
}

/** Writes mails down to be sent; one about the same to the same person is not written again. One statement. */
export async function writeDown(ctx: Ctx, tx: Tx, wanted: readonly NewMail[]): Promise<void> {
  if (wanted.length === 0) return;
  const now = ctx.env.now();
  await tx
    .insert(mails)
    .values(
      wanted.map(({ text, ...one }) => ({
        ...one,
        ...text,
        companyId: ctx.company.id,
        id: ctx.env.newId(),
        state: 'pending' as const,
        attempts: 0,
        dueAt: now,
        createdAt: now,
      })),
    )
    .onConflictDoNothing({ target: [mails.companyId, mails.userId, mails.key] });
}

/** Members of the company `m` who have not chosen otherwise. */
export function wants(companyId: string, kind: MailKind) {
  return sql`not exists (select 1 from mail_choices c where c.company_id = ${companyId} and c.user_id = m.user_id
    and ${kind} = any (c.unwanted))`;
}
