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
 * Keeps a page of a list; a record read again replaces its older copy, and of one that comes twice the later counts. What
 * was deleted after the read began stays deleted, whatever an older page shows; a later read that shows it again brings
 * it back. One statement for the page, with the page as one parameter: a page may be long.
 */
export async function storeListPage(
  tx: Tx,
  place: ListPlace,
  { records, begunAt, readAt: now }: ListPage,
): Promise<void> {
  if (records.length === 0) return;
  // Copies of the app differ by seconds; what a read met must not look older than the read.
  const readAt = now > begunAt ? now : begunAt;
  const named = records.map(
    record => [record.qbId, { ...record, matchName: matchName(record.fullName) }] as const,
  );
  const rows = JSON.stringify([...new Map(named).values()]);
  await tx.execute(sql`
    insert into qb_lists (company_id, connection_id, kind, qb_id, qb_type, full_name, match_name, parent_id, sublevel,
      is_active, edit_sequence, time_modified, fields, external_guid, read_at)
    select ${place.companyId}, ${place.connectionId}, ${place.kind}, r."qbId", r."qbType", r."fullName", r."matchName",
      r."parentId", r.sublevel, r."isActive", r."editSequence", r."timeModified", r.fields, r."externalGuid",
      ${readAt.toISOString()}::timestamptz
    from json_to_recordset(${rows}::json) as r("qbId" text, "qbType" text, "fullName" text, "matchName" text,
      "parentId" text, sublevel int, "isActive" boolean, "editSequence" text, "timeModified" text, fields jsonb,
      "externalGuid" text)
    on conflict (company_id, connection_id, kind, qb_id) do update set qb_type = excluded.qb_type,
      full_name = excluded.full_name, match_name = excluded.match_name, parent_id = excluded.parent_id,
      sublevel = excluded.sublevel, is_active = excluded.is_active, edit_sequence = excluded.edit_sequence,
      time_modified = excluded.time_modified, fields = excluded.fields, external_guid = excluded.external_guid,
      deleted_at = case when qb_lists.deleted_at > ${begunAt.toISOString()}::timestamptz then qb_lists.deleted_at end,
      read_at = excluded.read_at`);
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

const MAX_CHOICES = 2000;

/** Active accounts of a company file, by name: what new items may be booked to. */
export async function activeAccounts(tx: Tx, place: Omit<ListPlace, 'kind'>): Promise<ListRow[]> {
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
        eq(qbLists.kind, 'account'),
        eq(qbLists.isActive, true),
        isNull(qbLists.deletedAt),
      ),
    )
    .orderBy(asc(qbLists.fullName))
    .limit(MAX_CHOICES);
}

/** Active items of a company file that no cost code is linked to, by name: what stands beside the cost codes. */
export async function freeItems(tx: Tx, place: Omit<ListPlace, 'kind'>): Promise<ListRow[]> {
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
        eq(qbLists.kind, 'item'),
        eq(qbLists.isActive, true),
        isNull(qbLists.deletedAt),
        sql`not exists (select 1 from links l where l.company_id = ${qbLists.companyId}
          and l.connection_id = ${qbLists.connectionId} and l.kind = 'cost_code' and l.qb_id = ${qbLists.qbId}
          and l.ended_at is null)`,
      ),
    )
    .orderBy(asc(qbLists.fullName))
    .limit(MAX_CHOICES);
}
