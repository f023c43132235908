import { deliverMails, gatherMails, passOver, writeDigests } from '@/lib/messages';
import type { CompanyRef } from '@/lib/tenancy';
import { type TaskDeps, taskCtx } from './deps';

/** Writes down what people are to be told, and sends what is due. Gives true when there is more to do. */
export async function sendMails(deps: TaskDeps, company: CompanyRef): Promise<boolean> {
  const ctx = taskCtx(deps, company, 'mails');
  if (deps.mailer === undefined) {
    await passOver(ctx);
    return false;
  }
  const hasMore = await gatherMails(ctx, deps.appUrl);
  return (await deliverMails(ctx, deps.mailer)) || hasMore;
}

/** The approvers' summary of the day. */
export async function summarizeDay(deps: TaskDeps, company: CompanyRef): Promise<void> {
  if (deps.mailer === undefined) return;
  const ctx = taskCtx(deps, company, 'daily summary');
  await writeDigests(ctx, deps.appUrl);
  await deliverMails(ctx, deps.mailer);
}
