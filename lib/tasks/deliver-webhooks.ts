import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { deliveries } from '@/drizzle/schema';
import { errorText } from '@/lib/core/errors';
import { TASKS } from '@/lib/core/limits';
import type { ProcoreSession } from '@/lib/procore';
import { type CompanyRef, type Ctx, inCompany } from '@/lib/tenancy';
import { isAway, noteGap } from './cursors';
import { type TaskDeps, taskCtx } from './deps';
import { type Told, type Work, workFor } from './hints';

/**
 * Works off what Procore told: each event is only a hint, the record itself is read now. Events about one record are
 * handled together, so order and repeats do not matter.
 * @returns whether more is waiting
 */
export async function deliverWebhooks(deps: TaskDeps, company: CompanyRef): Promise<boolean> {
  const ctx = taskCtx(deps, company, 'webhooks');
  const procore = deps.serviceFor(company);
  const waiting = await inCompany(ctx, tx =>
    tx
      .select()
      .from(deliveries)
      .where(
        and(
          eq(deliveries.companyId, company.id),
          isNull(deliveries.handledAt),
          or(isNull(deliveries.retryAt), lte(deliveries.retryAt, ctx.env.now())),
        ),
      )
      .orderBy(asc(deliveries.receivedAt), asc(deliveries.id))
      .limit(TASKS.webhooksPerTurn),
  );
  for (const group of grouped(waiting)) {
    const isOver = await handle(deps, { ctx, procore, group });
    if (isOver) return false;
  }
  return waiting.length === TASKS.webhooksPerTurn;
}

interface Group {
  readonly told: Told[];
  /** Null for events that nothing is read for. */
  readonly work: Work | null;
}

function grouped(rows: readonly Told[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const work = workFor(row);
    const key = work?.key ?? '';
    const group = groups.get(key) ?? { told: [], work };
    group.told.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

interface Turn {
  readonly ctx: Ctx;
  readonly procore: ProcoreSession;
  readonly group: Group;
}

/** @returns whether Procore can be asked nothing at all now: then the events wait as they are */
async function handle(deps: TaskDeps, { ctx, procore, group }: Turn): Promise<boolean> {
  try {
    await group.work?.run({ deps, ctx, procore });
  } catch (thrown) {
    const reason = errorText(thrown).slice(0, 500);
    ctx.env.log.warn('a webhook could not be worked off yet', { reason, count: group.told.length });
    if (isAway(thrown)) return true;
    await putOff(ctx, group, reason);
    return false;
  }
  const now = ctx.env.now();
  await inCompany(ctx, tx =>
    tx.update(deliveries).set({ handledAt: now, error: null }).where(areIn(ctx, group)),
  );
  for (const { receivedAt } of group.told)
    deps.metrics.webhookLag.observe((now.getTime() - receivedAt.getTime()) / 1000);
  return false;
}

function areIn(ctx: Ctx, { told }: Group) {
  return and(
    eq(deliveries.companyId, ctx.company.id),
    inArray(
      deliveries.id,
      told.map(row => row.id),
    ),
  );
}

/** An event is not tried for ever: in its place the whole source it came from is compared. */
async function putOff(ctx: Ctx, group: Group, error: string): Promise<void> {
  const nowMs = ctx.env.now().getTime();
  const now = new Date(nowMs).toISOString();
  const attempts = Math.min(...group.told.map(row => row.attempts));
  const retryAt = new Date(nowMs + TASKS.deliveryRetryBaseMs * 2 ** attempts);
  const givenUp = sql`case when ${deliveries.attempts} + 1 >= ${TASKS.maxDeliveryAttempts} then ${now}::timestamptz end`;
  const rows = await inCompany(ctx, tx =>
    tx
      .update(deliveries)
      .set({ attempts: sql`${deliveries.attempts} + 1`, error, retryAt, handledAt: givenUp })
      .where(areIn(ctx, group))
      .returning({ handledAt: deliveries.handledAt }),
  );
  const isGivenUp = rows.some(row => row.handledAt !== null);
  if (isGivenUp && group.work?.place) await noteGap(ctx, [group.work.place]);
}
