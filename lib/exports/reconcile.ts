import { and, eq } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import type { ProcoreSession } from '@/lib/procore';
import { type Ctx, inCompany } from '@/lib/tenancy';
import type { ListedRecord, RecordReader } from './reader';
import { isNewsOf, refreshRecords } from './refresh';

/**
 * Compares a project's records of a kind with Procore's, all of them: what is new, differs, or is not there any more is
 * read and staged. It needs no memory of what was heard before, so whatever went by unheard is found.
 * @returns how many were not as Procore has them, and what Procore listed
 */
export async function compareWhole<Row extends ListedRecord>(
  ctx: Ctx,
  procore: ProcoreSession,
  { reader, projectId }: { readonly reader: RecordReader<Row>; readonly projectId: string },
): Promise<{ found: number; listed: readonly Row[] }> {
  const known = await knownIn(ctx, projectId, reader);
  const listed: Row[] = [];
  let found = 0;
  for (const part of reader.parts) {
    const rows = await reader.list({ ctx, procore, place: { projectId, part } }, {});
    const there = new Set(rows.map(row => row.id));
    const differing = rows.filter(row => isNewsOf(known.get(row.id), row)).map(row => row.id);
    for (const row of known.values())
      if (row.part === part && row.deletedInProcoreAt === null && !there.has(row.procoreId))
        differing.push(row.procoreId);
    await refreshRecords(ctx, procore, { reader, projectId, part, ids: differing });
    listed.push(...rows);
    found += differing.length;
  }
  await reader.after?.(ctx, projectId);
  return { found, listed };
}

async function knownIn(ctx: Ctx, projectId: string, reader: RecordReader) {
  const rows = await inCompany(ctx, tx =>
    tx
      .select({
        procoreId: exports.procoreId,
        procoreUpdatedAt: exports.procoreUpdatedAt,
        procoreReadAt: exports.procoreReadAt,
        deletedInProcoreAt: exports.deletedInProcoreAt,
        amount: exports.amount,
        snapshot: exports.snapshot,
      })
      .from(exports)
      .where(
        and(
          eq(exports.companyId, ctx.company.id),
          eq(exports.kind, reader.kind),
          eq(exports.procoreProjectId, projectId),
        ),
      )
      .orderBy(exports.id),
  );
  return new Map(
    rows.map(({ snapshot, ...row }) => [row.procoreId, { ...row, part: reader.partOf(snapshot) }]),
  );
}
