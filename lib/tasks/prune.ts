import { and, inArray, isNotNull, lt, ne, not, or, sql } from 'drizzle-orm';
import {
  addressFailures,
  browserSessions,
  deliveries,
  downloadLinks,
  mails,
  messageSets,
  procoreWindows,
  qbSessions,
  signInTickets,
} from '@/drizzle/schema';
import { LOCKOUT, MAIL, SIGN_IN, TASKS } from '@/lib/core/limits';
import { transact } from '@/lib/db/scope';
import { type CompanyRef, inCompany } from '@/lib/tenancy';
import { type TaskDeps, taskCtx } from './deps';

/** Removes what belongs to no company and has had its day: tickets, ended browser sessions, counted failures and calls. */
export async function pruneShared(deps: TaskDeps): Promise<void> {
  const before = (ms: number): Date => new Date(deps.env.now().getTime() - ms);
  await transact(deps.database, 'nobody', async tx => {
    await tx.delete(procoreWindows).where(lt(procoreWindows.hourResetsAt, before(TASKS.keepTicketsMs)));
    await tx.delete(signInTickets).where(lt(signInTickets.expiresAt, deps.env.now()));
    await tx
      .delete(addressFailures)
      .where(lt(addressFailures.windowStartedAt, before(LOCKOUT.addressWindowMs)));
    await tx
      .delete(browserSessions)
      .where(
        or(
          lt(browserSessions.createdAt, before(SIGN_IN.sessionMaxMs + TASKS.keepTicketsMs)),
          lt(browserSessions.endedAt, before(TASKS.keepTicketsMs)),
        ),
      );
  });
}

/**
 * Removes a company's old deliveries, used links and the texts of exchanges past their time; their hashes and outcomes
 * stay. History is never touched.
 */
export async function pruneCompany(deps: TaskDeps, company: CompanyRef): Promise<void> {
  const ctx = taskCtx(deps, company, 'prune');
  const before = (ms: number): Date => new Date(deps.env.now().getTime() - ms);
  await inCompany(ctx, async tx => {
    const ofCompany = sql`company_id = ${company.id}`;
    await tx
      .delete(deliveries)
      .where(
        and(
          ofCompany,
          isNotNull(deliveries.handledAt),
          lt(deliveries.receivedAt, before(TASKS.keepDeliveriesMs)),
        ),
      );
    await tx.delete(mails).where(and(ofCompany, lt(mails.settledAt, before(MAIL.keepMs))));
    await tx.delete(downloadLinks).where(and(ofCompany, lt(downloadLinks.expiresAt, deps.env.now())));
    const wentWrong = sql`(hresult is not null or answer_xml like '%statusSeverity="Error"%')`;
    await tx
      .update(messageSets)
      .set({ xml: '', answerXml: null })
      .where(
        and(
          ofCompany,
          ne(messageSets.xml, ''),
          inArray(messageSets.state, ['answered', 'recovered', 'abandoned']),
          or(
            lt(messageSets.sentAt, before(TASKS.keepTroubledTextsMs)),
            and(lt(messageSets.sentAt, before(TASKS.keepTextsMs)), not(wentWrong)),
          ),
        ),
      );
    await tx
      .update(qbSessions)
      .set({ state: 'taken_over', endedAt: deps.env.now() })
      .where(
        and(
          ofCompany,
          sql`state = 'open' and in_flight_set_id is null`,
          lt(qbSessions.lastSeenAt, before(TASKS.keepTicketsMs)),
        ),
      );
  });
}
