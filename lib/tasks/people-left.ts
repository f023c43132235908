import { endSessions } from '@/lib/auth';
import { errorText } from '@/lib/core/errors';
import { endTokens, listUsers, ProcoreError, type User } from '@/lib/procore';
import { type CompanyRef, membersOf, removeMember } from '@/lib/tenancy';
import { type TaskDeps, taskCtx } from './deps';

/**
 * Ends what people have here who are not in the company's directory in Procore any more, or not active: their rights,
 * their sessions, and the tokens Procore gave for them.
 */
export async function checkPeople(deps: TaskDeps, company: CompanyRef): Promise<void> {
  const ctx = taskCtx(deps, company, 'people');
  const members = await membersOf(ctx);
  if (members.length === 0) return;
  const listed = await directoryOf(deps, company);
  if (listed === null) return;
  const ids = new Set(listed.filter(one => one.isActive).map(one => one.id));
  const emails = new Set(listed.filter(one => one.isActive).map(one => one.email.toLowerCase()));
  const isThere = (one: (typeof members)[number]): boolean =>
    ids.has(one.procoreUserId) || emails.has(one.login.toLowerCase());
  const left = members.filter(one => !isThere(one));
  if (left.length === members.length && members.length > 1) {
    // A directory that knows none of them says more about what we may see than about them.
    ctx.env.log.warn('Procore’s directory shows nobody who uses the connector', { people: left.length });
    return;
  }
  for (const { userId } of left) {
    await removeMember(ctx, userId);
    await endSessions(deps, { userId });
    await endTokens(deps.store, userId);
  }
}

/** Null where the app may not see the directory: then each person's own token says whether it is still good. */
async function directoryOf(deps: TaskDeps, company: CompanyRef): Promise<User[] | null> {
  try {
    return await listUsers(deps.serviceFor(company), { companyId: company.procoreCompanyId });
  } catch (thrown) {
    if (!(thrown instanceof ProcoreError) || thrown.isRetryable) throw thrown;
    deps.env.log.warn('the company’s directory cannot be read', { reason: errorText(thrown) });
    return null;
  }
}
