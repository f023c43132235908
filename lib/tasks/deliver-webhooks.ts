import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { deliveries } from '@/drizzle/schema';
import { errorText } from '@/lib/core/errors';
import type { DirectoryKind } from '@/lib/core/kinds';
import { TASKS } from '@/lib/core/limits';
import { recheckExports, refreshCommitments, refreshProject } from '@/lib/exports';
import { refreshDirectory } from '@/lib/imports';
import { COMMITMENT_KINDS, type CommitmentKind, type ProcoreSession } from '@/lib/procore';
import { type CompanyRef, type Ctx, inCompany } from '@/lib/tenancy';
import { type TaskDeps, taskCtx } from './deps';

type Row = typeof deliveries.$inferSelect;

/** Procore's resource names for each kind of commitment. */
const CONTRACTS: Readonly<Record<CommitmentKind, string>> = {
  subcontract: 'Work Order Contracts',
  purchase_order: 'Purchase Order Contracts',
};

const DIRECTORIES: Readonly<Record<string, DirectoryKind>> = {
  'Company Vendors': 'vendor',
  Projects: 'project',
  'Standard Cost Codes': 'cost_code',
};

const MAX_ATTEMPTS = 5;

/**
 * Works off what Procore told: each event is only a hint, the record itself is read now. Events about one record are
 * handled together, so order and repeats do not matter.
 */
export async function deliverWebhooks(deps: TaskDeps, company: CompanyRef): Promise<void> {
  const ctx = taskCtx(deps, company, 'webhooks');
  const procore = deps.serviceFor(company);
  const waiting = await inCompany(ctx, tx =>
    tx
      .select()
      .from(deliveries)
      .where(and(eq(deliveries.companyId, company.id), isNull(deliveries.handledAt)))
      .orderBy(asc(deliveries.receivedAt))
      .limit(TASKS.webhooksPerTurn),
  );
  for (const group of grouped(waiting)) await handle(ctx, procore, group);
}

interface Group {
  readonly rows: Row[];
  readonly work: (ctx: Ctx, procore: ProcoreSession) => Promise<void>;
}

function workFor(row: Row): { key: string; work: Group['work'] } | null {
  const directory = DIRECTORIES[row.resourceName];
  if (directory) {
    const work: Group['work'] = async (ctx, procore) => {
      await refreshDirectory(ctx, procore, directory);
      await recheckExports(ctx);
    };
    return { key: `directory:${directory}`, work };
  }
  const projectId = row.procoreProjectId;
  const kind = COMMITMENT_KINDS.find(one => CONTRACTS[one] === row.resourceName);
  if (projectId !== null && kind) {
    const work: Group['work'] = (ctx, procore) =>
      refreshCommitments(ctx, procore, [{ projectId, kind, id: row.resourceId }]);
    return { key: `${kind}:${row.resourceId}`, work };
  }
  // A line tells its own id only: the project's changes are listed.
  const isLine = COMMITMENT_KINDS.some(
    one => row.resourceName === CONTRACTS[one].replace('Contracts', 'Contract Line Items'),
  );
  if (projectId !== null && isLine) {
    const work: Group['work'] = async (ctx, procore) => void (await refreshProject(ctx, procore, projectId));
    return { key: `project:${projectId}`, work };
  }
  return null;
}

function grouped(rows: readonly Row[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const found = workFor(row) ?? { key: `ignored:${row.id}`, work: async () => undefined };
    const group = groups.get(found.key) ?? { rows: [], work: found.work };
    group.rows.push(row);
    groups.set(found.key, group);
  }
  return [...groups.values()];
}

async function handle(ctx: Ctx, procore: ProcoreSession, group: Group): Promise<void> {
  const ids = group.rows.map(row => row.id);
  const isOurs = and(eq(deliveries.companyId, ctx.company.id), inArray(deliveries.id, ids));
  try {
    await group.work(ctx, procore);
    await inCompany(ctx, tx =>
      tx.update(deliveries).set({ handledAt: ctx.env.now(), error: null }).where(isOurs),
    );
  } catch (thrown) {
    const error = errorText(thrown).slice(0, 500);
    ctx.env.log.warn('a webhook could not be worked off yet', { reason: error, count: ids.length });
    const now = ctx.env.now().toISOString();
    await inCompany(ctx, tx =>
      tx
        .update(deliveries)
        .set({
          attempts: sql`${deliveries.attempts} + 1`,
          error,
          // Polling finds what webhooks could not; a delivery is not tried for ever.
          handledAt: sql`case when ${deliveries.attempts} + 1 >= ${MAX_ATTEMPTS} then ${now}::timestamptz end`,
        })
        .where(isOurs),
    );
  }
}
