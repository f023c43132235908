import { and, eq } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import type { ChangeOrder } from '@/lib/procore';
import { type Ctx, inCompany } from '@/lib/tenancy';
import { stageExports } from './stage';

/** Whom the commitments of a project are with, as far as they were read. */
export async function vendorNames(ctx: Ctx, projectId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await inCompany(ctx, tx =>
    tx
      .select({ id: exports.procoreId, vendorName: exports.vendorName })
      .from(exports)
      .where(isIn(ctx, projectId, 'commitment')),
  );
  return new Map(rows.map(row => [row.id, row.vendorName]));
}

function isIn(ctx: Ctx, projectId: string, kind: 'commitment' | 'change_order') {
  return and(
    eq(exports.companyId, ctx.company.id),
    eq(exports.kind, kind),
    eq(exports.procoreProjectId, projectId),
  );
}

/** Change orders show whom their commitment is with now, in whatever order the two were read. */
export async function nameVendors(ctx: Ctx, projectId: string): Promise<void> {
  const names = await vendorNames(ctx, projectId);
  const rows = await inCompany(ctx, tx =>
    tx
      .select()
      .from(exports)
      .where(isIn(ctx, projectId, 'change_order'))
      .orderBy(exports.id),
  );
  const misnamed = rows.flatMap(row => {
    const snapshot = row.snapshot as ChangeOrder;
    const vendorName = names.get(snapshot.commitmentId);
    if (vendorName === undefined || vendorName === snapshot.vendorName) return [];
    return [
      {
        snapshot: { ...snapshot, vendorName },
        updatedAt: row.procoreUpdatedAt,
        deletedAt: row.deletedInProcoreAt,
      },
    ];
  });
  await stageExports(ctx, 'change_order', misnamed);
}
