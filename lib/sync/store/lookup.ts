import { and, eq, inArray, sql } from 'drizzle-orm';
import { exports, qbCursors, qbRequests } from '@/drizzle/schema';
import type { ReadKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';

/** Lost writes with what is needed to look for them. */
export async function loadLookup(tx: Tx, companyId: string, requestIds: readonly string[]) {
  if (requestIds.length === 0) return [];
  return await tx
    .select({
      id: qbRequests.id,
      payload: qbRequests.payload,
      stagedAt: exports.createdAt,
      changedAt: exports.procoreUpdatedAt,
      exportKind: exports.kind,
    })
    .from(qbRequests)
    .innerJoin(exports, and(eq(exports.companyId, qbRequests.companyId), eq(exports.id, qbRequests.exportId)))
    .where(
      and(
        eq(qbRequests.companyId, companyId),
        inArray(qbRequests.id, [...requestIds]),
        eq(qbRequests.state, 'unknown'),
      ),
    )
    .orderBy(sql`${qbRequests.seq}`);
}

/** How far each list was read. */
export async function loadLists(
  tx: Tx,
  companyId: string,
  connectionId: string,
): Promise<Map<ReadKind, string | null>> {
  const rows = await tx
    .select({ kind: qbCursors.kind, cursor: qbCursors.cursor })
    .from(qbCursors)
    .where(and(eq(qbCursors.companyId, companyId), eq(qbCursors.connectionId, connectionId)));
  return new Map(rows.map(row => [row.kind, row.cursor]));
}
