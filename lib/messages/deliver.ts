import { and, eq, sql } from 'drizzle-orm';
import { mails } from '@/drizzle/schema';
import { MAIL } from '@/lib/core/limits';
import { type Ctx, inCompany } from '@/lib/tenancy';
import type { Mailer, MailOutcome, OutgoingMail } from './mailer';

interface Claimed extends OutgoingMail, Record<string, unknown> {
  readonly attempts: number;
}

/**
 * Hands over the mails that are due, one after the other. Each is marked as being sent before it leaves: it is handed
 * over again only where nobody knows what became of it, and then under the same Message-ID. Gives true while more is due.
 */
export async function deliverMails(ctx: Ctx, mailer: Mailer): Promise<boolean> {
  const claimed = await claim(ctx);
  for (const mail of claimed) {
    const outcome = await mailer.send(mail);
    await ctx.env.faults.at('mail.sent');
    await note(ctx, mail, outcome);
  }
  return claimed.length === MAIL.mailsPerTurn;
}

async function claim(ctx: Ctx): Promise<Claimed[]> {
  const now = ctx.env.now();
  const lease = new Date(now.getTime() + MAIL.leaseMs).toISOString();
  return await inCompany(ctx, tx =>
    tx.execute<Claimed>(sql`
      with due as (
        select m.id from mails m where m.company_id = ${ctx.company.id} and m.state in ('pending', 'sending')
          and m.due_at <= ${now.toISOString()}::timestamptz
        order by m.due_at, m.id limit ${MAIL.mailsPerTurn} for update skip locked
      )
      update mails x set state = 'sending', attempts = x.attempts + 1, due_at = ${lease}::timestamptz
      from due, users u where x.company_id = ${ctx.company.id} and x.id = due.id and u.id = x.user_id
      returning x.id, u.login as "to", x.subject, x.body, x.attempts`),
  );
}

async function note(ctx: Ctx, mail: Claimed, outcome: MailOutcome): Promise<void> {
  const now = ctx.env.now();
  const isOver = outcome.is !== 'later' || mail.attempts >= MAIL.maxAttempts;
  const delayMs = Math.min(MAIL.retryBaseMs * 2 ** (mail.attempts - 1), MAIL.retryMaxMs);
  const set =
    outcome.is === 'sent'
      ? { state: 'sent' as const, error: null, settledAt: now }
      : {
          state: isOver ? ('failed' as const) : ('pending' as const),
          error: outcome.reason,
          ...(isOver ? { settledAt: now } : { dueAt: new Date(now.getTime() + delayMs) }),
        };
  if (outcome.is !== 'sent') ctx.env.log.warn('a mail was not sent', { id: mail.id, reason: outcome.reason });
  await inCompany(ctx, tx =>
    tx
      .update(mails)
      .set(set)
      .where(
        and(
          eq(mails.companyId, ctx.company.id),
          eq(mails.id, mail.id),
          eq(mails.state, 'sending'),
          eq(mails.attempts, mail.attempts),
        ),
      ),
  );
}
