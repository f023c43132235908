import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { hooks } from '@/drizzle/schema';
import { secretHash } from '@/lib/core/canonical';
import { base64url } from '@/lib/core/encoding';
import { createHook, deleteHook, listHooks } from '@/lib/procore';
import { type CompanyRef, inCompany } from '@/lib/tenancy';
import { type TaskDeps, taskCtx } from './deps';

const TOKEN_BYTES = 32;

/**
 * Makes sure Procore tells us of changes: one webhook a company, with a bearer of its own. Half-made ones of an earlier
 * try are removed first, so that a crash in between leaves no second hook.
 */
export async function ensureHooks(deps: TaskDeps, company: CompanyRef): Promise<void> {
  const ctx = taskCtx(deps, company, 'hooks');
  const procore = deps.serviceFor(company);
  const live = and(eq(hooks.companyId, company.id), isNull(hooks.endedAt), isNotNull(hooks.procoreHookId));
  const known = await inCompany(ctx, tx => tx.select().from(hooks).where(live));
  const theirs = await listHooks(procore, company.procoreCompanyId);
  const isAlive = known.some(hook => theirs.some(one => one.id === hook.procoreHookId));
  const destinationUrl = `${deps.appUrl}/api/procore/webhooks`;
  if (isAlive) return;
  for (const stray of theirs) {
    if (stray.destinationUrl === destinationUrl)
      await deleteHook(procore, company.procoreCompanyId, stray.id);
  }
  const bearer = base64url(deps.env.randomBytes(TOKEN_BYTES));
  const id = deps.env.newId();
  await inCompany(ctx, async tx => {
    await tx
      .update(hooks)
      .set({ endedAt: deps.env.now() })
      .where(and(eq(hooks.companyId, company.id), isNull(hooks.endedAt)));
    await tx
      .insert(hooks)
      .values({ companyId: company.id, id, tokenHash: secretHash(bearer), createdAt: deps.env.now() });
  });
  const procoreHookId = await createHook(procore, {
    companyId: company.procoreCompanyId,
    destinationUrl,
    bearer,
  });
  await inCompany(ctx, tx =>
    tx
      .update(hooks)
      .set({ procoreHookId })
      .where(and(eq(hooks.companyId, company.id), eq(hooks.id, id))),
  );
}
