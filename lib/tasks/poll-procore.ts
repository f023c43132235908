import { and, eq, like } from 'drizzle-orm';
import { procoreCursors } from '@/drizzle/schema';
import { AppError, errorText } from '@/lib/core/errors';
import { DIRECTORY_KINDS } from '@/lib/core/kinds';
import { recheckExports, refreshProject } from '@/lib/exports';
import { refreshDirectory } from '@/lib/imports';
import { type CompanyRef, inCompany } from '@/lib/tenancy';
import { type TaskDeps, taskCtx } from './deps';

const PREFIX = 'commitments:';

/** Reads what changed in every project somebody has opened: webhooks are sometimes late, and sometimes lost. */
export async function pollCommitments(deps: TaskDeps, company: CompanyRef): Promise<void> {
  const ctx = taskCtx(deps, company, 'poll');
  const procore = deps.serviceFor(company);
  const cursors = await inCompany(ctx, tx =>
    tx
      .select({ name: procoreCursors.name })
      .from(procoreCursors)
      .where(and(eq(procoreCursors.companyId, company.id), like(procoreCursors.name, `${PREFIX}%`))),
  );
  for (const { name } of cursors) {
    try {
      await refreshProject(ctx, procore, name.slice(PREFIX.length));
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      const error = errorText(thrown).slice(0, 500);
      await inCompany(ctx, tx =>
        tx
          .update(procoreCursors)
          .set({ error })
          .where(and(eq(procoreCursors.companyId, company.id), eq(procoreCursors.name, name))),
      );
    }
  }
}

/** Reads the directories that mappings are made from, then judges open records anew. */
export async function pollDirectories(deps: TaskDeps, company: CompanyRef): Promise<void> {
  const ctx = taskCtx(deps, company, 'directories');
  const procore = deps.serviceFor(company);
  for (const kind of DIRECTORY_KINDS) await refreshDirectory(ctx, procore, kind);
  await recheckExports(ctx);
}

/** After a list of QuickBooks was read: records that waited for a vendor, job or item may be ready now. */
export async function recheck(deps: TaskDeps, company: CompanyRef): Promise<void> {
  await recheckExports(taskCtx(deps, company, 'recheck'));
}
