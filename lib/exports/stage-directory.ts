import { and, eq, inArray } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { NotFound } from '@/lib/core/errors';
import type { DirectoryKind } from '@/lib/core/kinds';
import { type Ctx, inCompany, requireApproval } from '@/lib/tenancy';
import { type DirectoryRow, directoryRows, PICTURED } from './directory-records';
import { flowFor, snapshotHash } from './snapshot';
import { type StagedRecord, stageExports } from './stage';

export interface ProposeInput {
  readonly kind: DirectoryKind;
  readonly procoreIds: readonly string[];
}

/**
 * Puts records of a directory among those that can go to QuickBooks. A whole directory never is: most of what it holds
 * is linked, or has no business there. Gives their exports' ids, in the order asked.
 * @throws NotFound for a record that was not read, Forbidden
 */
export async function proposeRecords(ctx: Ctx, { kind, procoreIds }: ProposeInput): Promise<string[]> {
  requireApproval(ctx.rights, kind, 'export');
  const rows = await inCompany(ctx, tx => directoryRows(tx, { companyId: ctx.company.id, kind }, procoreIds));
  if (procoreIds.some(id => !rows.some(row => row.procore_id === id))) throw new NotFound('This record');
  await stageRows(ctx, kind, rows);
  const ids = await exportIds(ctx, kind, procoreIds);
  return procoreIds.flatMap(id => ids.get(id) ?? []);
}

async function exportIds(ctx: Ctx, kind: DirectoryKind, procoreIds: readonly string[]) {
  const rows = await inCompany(ctx, tx =>
    tx
      .select({ id: exports.id, procoreId: exports.procoreId })
      .from(exports)
      .where(
        and(
          eq(exports.companyId, ctx.company.id),
          eq(exports.kind, kind),
          inArray(exports.procoreId, [...procoreIds]),
        ),
      ),
  );
  return new Map(rows.map(row => [row.procoreId, row.id]));
}

/** Takes in how the directory shows those of its records now that are on the way to QuickBooks, or were. */
export async function restageDirectory(ctx: Ctx, kind: DirectoryKind): Promise<void> {
  const rows = await inCompany(ctx, tx => directoryRows(tx, { companyId: ctx.company.id, kind }, null));
  await stageRows(ctx, kind, rows);
}

const BATCH = 100;

async function stageRows(ctx: Ctx, kind: DirectoryKind, rows: readonly DirectoryRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    const known = await knownAs(ctx, kind, batch);
    await stageExports(
      ctx,
      kind,
      batch.map(row => stagedAs(kind, row, known.get(row.procore_id))),
    );
  }
}

interface Known {
  readonly snapshotHash: string;
  readonly procoreUpdatedAt: Date;
}

/** Directories do not tell reliably when a record changed: it did when we first read it otherwise. */
function stagedAs(kind: DirectoryKind, row: DirectoryRow, known: Known | undefined): StagedRecord {
  const snapshot = PICTURED[kind](row);
  const isSame = known !== undefined && known.snapshotHash === snapshotHash(flowFor(kind), snapshot);
  return { snapshot, updatedAt: isSame ? known.procoreUpdatedAt : new Date(row.read_at), deletedAt: null };
}

async function knownAs(ctx: Ctx, kind: DirectoryKind, rows: readonly DirectoryRow[]) {
  const found = await inCompany(ctx, tx =>
    tx
      .select({
        procoreId: exports.procoreId,
        snapshotHash: exports.snapshotHash,
        procoreUpdatedAt: exports.procoreUpdatedAt,
      })
      .from(exports)
      .where(
        and(
          eq(exports.companyId, ctx.company.id),
          eq(exports.kind, kind),
          inArray(
            exports.procoreId,
            rows.map(row => row.procore_id),
          ),
        ),
      ),
  );
  return new Map(found.map(({ procoreId, ...known }) => [procoreId, known]));
}
