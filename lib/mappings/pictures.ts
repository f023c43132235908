import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { pictures } from '@/drizzle/schema';
import { contentHash } from '@/lib/core/canonical';
import type { PictureKind } from '@/lib/core/kinds';
import type { Cents } from '@/lib/core/money';
import type { Tx } from '@/lib/db/client';

/** A record of Procore that is no export of its own, as it was just read. */
export interface Picture {
  readonly procoreId: string;
  readonly projectId: string;
  readonly commitmentId: string | null;
  readonly originId: string | null;
  readonly amount: Cents;
  readonly snapshot: unknown;
  /** The part whose change matters: what is hashed. Our own marks are no part of it. */
  readonly content: unknown;
  readonly updatedAt: Date;
  readonly readAt: Date;
}

export type PictureRow = typeof pictures.$inferSelect;

interface Place {
  readonly companyId: string;
  readonly kind: PictureKind;
}

const BATCH = 500;

/** Keeps pictures; one that is older than what is known of its record is passed over. */
export async function storePictures(tx: Tx, place: Place, found: readonly Picture[]): Promise<void> {
  for (let start = 0; start < found.length; start += BATCH) {
    const rows = found.slice(start, start + BATCH).map(one => ({
      ...place,
      procoreId: one.procoreId,
      procoreProjectId: one.projectId,
      commitmentId: one.commitmentId,
      originId: one.originId,
      amount: one.amount,
      snapshot: one.snapshot,
      snapshotHash: contentHash(one.content),
      procoreUpdatedAt: one.updatedAt,
      procoreReadAt: one.readAt,
      deletedInProcoreAt: null,
    }));
    const taken = (column: string): SQL => sql.raw(`excluded.${column}`);
    await tx
      .insert(pictures)
      .values(rows)
      .onConflictDoUpdate({
        target: [pictures.companyId, pictures.kind, pictures.procoreId],
        set: {
          procoreProjectId: taken('procore_project_id'),
          commitmentId: taken('commitment_id'),
          originId: taken('origin_id'),
          amount: taken('amount'),
          snapshot: taken('snapshot'),
          snapshotHash: taken('snapshot_hash'),
          procoreUpdatedAt: taken('procore_updated_at'),
          procoreReadAt: taken('procore_read_at'),
          deletedInProcoreAt: taken('deleted_in_procore_at'),
        },
        setWhere: sql`excluded.procore_updated_at >= ${pictures.procoreUpdatedAt}
          and (${pictures.deletedInProcoreAt} is null or excluded.procore_read_at >= ${pictures.deletedInProcoreAt})`,
      });
  }
}

/** Of these records we are told, or see, that they are not in Procore any more. The picture stays. */
export async function markGone(
  tx: Tx,
  place: Place,
  gone: { readonly procoreIds: readonly string[]; readonly at: Date },
): Promise<void> {
  if (gone.procoreIds.length === 0) return;
  await tx
    .update(pictures)
    .set({ deletedInProcoreAt: gone.at })
    .where(
      and(
        eq(pictures.companyId, place.companyId),
        eq(pictures.kind, place.kind),
        inArray(pictures.procoreId, [...gone.procoreIds]),
        isNull(pictures.deletedInProcoreAt),
      ),
    );
}

/** With a commitment go the payments issued on it and the requests for changes of it; no event tells of those. */
export async function endWithCommitments(tx: Tx, companyId: string, projectId: string): Promise<void> {
  await tx.execute(sql`
    update pictures p set deleted_in_procore_at = e.deleted_in_procore_at from exports e
    where p.company_id = ${companyId} and p.procore_project_id = ${projectId}::bigint
      and p.kind in ('payment', 'change_order_request') and p.deleted_in_procore_at is null
      and e.company_id = p.company_id and e.kind = 'commitment' and e.procore_id = p.commitment_id
      and e.deleted_in_procore_at is not null`);
}

/** What is known of the records of a kind that meet a condition, by their ids. */
export async function knownPictures(tx: Tx, place: Place, which: SQL): Promise<Map<string, PictureRow>> {
  const rows = await tx
    .select()
    .from(pictures)
    .where(and(eq(pictures.companyId, place.companyId), eq(pictures.kind, place.kind), which))
    .orderBy(pictures.procoreId);
  return new Map(rows.map(row => [row.procoreId, row]));
}
