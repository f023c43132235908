import { eq } from 'drizzle-orm';
import { pictures } from '@/drizzle/schema';
import type { PictureKind } from '@/lib/core/kinds';
import { parseMoney } from '@/lib/core/money';
import { knownPictures, markGone, storePictures } from '@/lib/mappings/pictures';
import {
  type ChangeOrderRequest,
  listChangeOrderRequests,
  listPotentialChangeOrders,
  type PotentialChangeOrder,
  ProcoreError,
  type ProcoreSession,
} from '@/lib/procore';
import { type Ctx, inCompany } from '@/lib/tenancy';

/**
 * Reads what stands below the change orders of a project: potential change orders, and in three tiers the requests between.
 * They are kept as they are; only the package above them is exported, with all their lines.
 * @returns how many were not as they are known
 */
export async function readTiers(
  ctx: Ctx,
  procore: ProcoreSession,
  projectId: string,
): Promise<{ found: number }> {
  const readAt = ctx.env.now();
  const potentials = await listPotentialChangeOrders(procore, { projectId });
  const live = potentials.filter(one => one.deletedAt === null);
  const commitments = new Set(live.filter(isBelowRequests).map(one => one.commitmentId));
  const requests: TierRecord[] = [];
  for (const commitmentId of commitments)
    for (const one of await requestsOf(procore, projectId, commitmentId))
      if (one.deletedAt === null) requests.push({ ...one, commitmentId });
  const place = { projectId, readAt };
  const found = [
    await keepTier(ctx, live, { ...place, kind: 'potential_change_order' }),
    await keepTier(ctx, requests, { ...place, kind: 'change_order_request' }),
  ];
  return { found: found.reduce((sum, count) => sum + count, 0) };
}

/** None of a commitment that was deleted while its potential change orders are still listed. */
async function requestsOf(
  procore: ProcoreSession,
  projectId: string,
  commitmentId: string,
): Promise<ChangeOrderRequest[]> {
  try {
    return await listChangeOrderRequests(procore, { projectId, commitmentId });
  } catch (thrown) {
    if (thrown instanceof ProcoreError && thrown.status === 404) return [];
    throw thrown;
  }
}

const isBelowRequests = (one: PotentialChangeOrder): boolean => one.requestId !== null || one.tiers === 3;

type TierRecord = (PotentialChangeOrder | ChangeOrderRequest) & { readonly commitmentId: string };

interface Reading {
  readonly kind: PictureKind;
  readonly projectId: string;
  readonly readAt: Date;
}

async function keepTier(
  ctx: Ctx,
  records: readonly TierRecord[],
  { kind, projectId, readAt }: Reading,
): Promise<number> {
  const at = { companyId: ctx.company.id, kind };
  return await inCompany(ctx, async tx => {
    const which = eq(pictures.procoreProjectId, projectId);
    const before = await knownPictures(tx, at, which);
    const there = new Set(records.map(one => one.id));
    await storePictures(
      tx,
      at,
      records.map(one => ({
        procoreId: one.id,
        projectId,
        commitmentId: one.commitmentId,
        originId: null,
        amount: parseMoney(one.grandTotal),
        snapshot: one,
        content: contentOf(one),
        updatedAt: one.updatedAt === null ? readAt : new Date(one.updatedAt),
        readAt,
      })),
    );
    const gone = [...before.values()].filter(
      one => one.deletedInProcoreAt === null && !there.has(one.procoreId) && one.procoreReadAt <= readAt,
    );
    await markGone(tx, at, { procoreIds: gone.map(one => one.procoreId), at: readAt });
    const after = await knownPictures(tx, at, which);
    const changed = [...after.values()].filter(
      one => before.get(one.procoreId)?.snapshotHash !== one.snapshotHash,
    );
    return changed.length + gone.length;
  });
}

/** How many tiers there are is told of the project, not of the record. */
function contentOf(record: TierRecord) {
  const { updatedAt: _at, ...content } = record;
  return 'tiers' in content ? { ...content, tiers: null } : content;
}
