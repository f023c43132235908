import { and, asc, eq, ilike, isNull, or, sql } from 'drizzle-orm';
import { qbCursors, qbLists } from '@/drizzle/schema';
import type { ListKind, ReadKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import { containing } from '@/lib/db/like';
import { matchName } from './names';

/** A record of a QuickBooks list as it was answered. */
export interface ListRecord {
  readonly qbId: string;
  readonly qbType: string;
  readonly fullName: string;
  readonly parentId: string | null;
  readonly sublevel: number;
  readonly isActive: boolean;
  readonly editSequence: string;
  /** As QuickBooks wrote it, offset included: only compared with its like. */
  readonly timeModified: string;
  /** What else is shown or judged by: description, sides of an item, vendor of an order. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** In upper case; null for what nobody marked. */
  readonly externalGuid: string | null;
}

export interface ListPlace {
  readonly companyId: string;
  readonly connectionId: string;
  readonly kind: ListKind;
}

interface ListPage {
  readonly records: readonly ListRecord[];
  /** When its whole read began. */
  readonly begunAt: Date;
  readonly readAt: Date;
}

/**
 * Keeps a page of a list; a record read again replaces its older copy. What was deleted after the read began stays
 * deleted, whatever an older page shows; a later read that shows it again brings it back. One statement for the page.
 */
export async function storeListPage(
  tx: Tx,
  place: ListPlace,
  { records, begunAt, readAt: now }: ListPage,
): Promise<void> {
  if (records.length === 0) return;
  // Copies of the app differ by seconds; what a read met must not look older than the read.
  const readAt = now > begunAt ? now : begunAt;
  const rows = records.map(record => ({
    ...place,
    ...record,
    matchName: matchName(record.fullName),
    deletedAt: null,
    readAt,
  }));
  const taken = (column: string) => sql.raw(`excluded.${column}`);
  await tx
    .insert(qbLists)
    .values(rows)
    .onConflictDoUpdate({
      target: [qbLists.companyId, qbLists.connectionId, qbLists.kind, qbLists.qbId],
      set: {
        qbType: taken('qb_type'),
        fullName: taken('full_name'),
        matchName: taken('match_name'),
        parentId: taken('parent_id'),
        sublevel: taken('sublevel'),
        isActive: taken('is_active'),
        editSequence: taken('edit_sequence'),
        timeModified: taken('time_modified'),
        fields: taken('fields'),
        externalGuid: taken('external_guid'),
        deletedAt: sql`case when ${qbLists.deletedAt} > ${begunAt.toISOString()}::timestamptz then ${qbLists.deletedAt} end`,
        readAt: taken('read_at'),
      },
    });
}

/** Moves a cursor: only when the read has ended. `asOf` is when that read began. */
export async function finishListRead(
  tx: Tx,
  place: Omit<ListPlace, 'kind'> & { readonly kind: ReadKind },
  { cursor, asOf, wholeAt = null }: { cursor: string | null; asOf: Date; wholeAt?: Date | null },
): Promise<void> {
  await tx
    .insert(qbCursors)
    .values({ ...place, cursor, asOf, wholeAt })
    .onConflictDoUpdate({
      target: [qbCursors.companyId, qbCursors.connectionId, qbCursors.kind],
      set: {
        cursor: sql`coalesce(excluded.cursor, ${qbCursors.cursor})`,
        asOf: sql`excluded.as_of`,
        wholeAt: sql`coalesce(excluded.whole_at, ${qbCursors.wholeAt})`,
        failedAt: null,
        error: null,
      },
    });
}

export interface ListRow {
  readonly qbId: string;
  readonly qbType: string;
  readonly fullName: string;
  readonly isActive: boolean;
  readonly sublevel: number;
  readonly fields: unknown;
}

const MAX_FOUND = 50;

/** Records of a list whose name or description holds every word of the search, active ones first. */
export async function searchList(tx: Tx, place: ListPlace, search: string): Promise<ListRow[]> {
  const words = search
    .split(/\s+/)
    .filter(word => word !== '')
    .slice(0, 6);
  return await tx
    .select({
      qbId: qbLists.qbId,
      qbType: qbLists.qbType,
      fullName: qbLists.fullName,
      isActive: qbLists.isActive,
      sublevel: qbLists.sublevel,
      fields: qbLists.fields,
    })
    .from(qbLists)
    .where(
      and(
        eq(qbLists.companyId, place.companyId),
        eq(qbLists.connectionId, place.connectionId),
        eq(qbLists.kind, place.kind),
        isNull(qbLists.deletedAt),
        ...words.map(word =>
          or(
            ilike(qbLists.fullName, containing(word)),
            sql`${qbLists.fields}->>'description' ilike ${containing(word)}`,
          ),
        ),
      ),
    )
    .orderBy(sql`${qbLists.isActive} desc`, asc(qbLists.fullName))
    .limit(MAX_FOUND);
}

/** When each list was last read whole, for "as of" lines; null for one that never was. */
export async function listAges(
  tx: Tx,
  companyId: string,
  connectionId: string,
): Promise<Map<ReadKind, Date | null>> {
  const rows = await tx
    .select({ kind: qbCursors.kind, asOf: qbCursors.asOf })
    .from(qbCursors)
    .where(and(eq(qbCursors.companyId, companyId), eq(qbCursors.connectionId, connectionId)));
  return new Map(rows.map(row => [row.kind, row.asOf]));
}
