import { sql } from 'drizzle-orm';
import type { ExportKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import { CARRIED_KINDS } from '@/lib/flows/registry';
import { listOfLink } from '@/lib/mappings/gone';

/** What was exported into one company file. */
export interface ExportedPlace {
  readonly companyId: string;
  readonly connectionId: string;
  /** Only what was exported before. */
  readonly before: string;
}

/** A record that was exported, by its link. */
export interface Asked {
  readonly linkId: string;
  readonly kind: ExportKind;
  readonly qbId: string;
  readonly name: string;
}

/** The same with the latest that was heard of it. */
export interface ExportedRow extends Asked {
  /** From its link, from other links to the same record, and from the copy: counts in text. */
  readonly editSequences: readonly string[];
}

const KINDS = sql.raw(CARRIED_KINDS.map(kind => `'${kind}'`).join(', '));

function live(place: Omit<ExportedPlace, 'before'>) {
  return sql`l.company_id = ${place.companyId} and l.connection_id = ${place.connectionId} and l.kind in (${KINDS})
    and l.made_by = 'export' and l.ended_at is null`;
}

const LINK_JSON = sql`l.id as "linkId", l.kind, l.qb_id as "qbId", l.qb_name as name`;

/** How many records of QuickBooks that is: an order and what was added to it are one. */
export async function countExported(tx: Tx, place: ExportedPlace): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(distinct l.qb_id)::int as count from links l
    where ${live(place)} and l.company_id = ${place.companyId} and l.created_at < ${place.before}::timestamptz`);
  return row?.count ?? 0;
}

/**
 * The records at the places in the order in which they were made, the last one first, and the one changed last. A backup
 * lacks whatever was made after it, the last record above all; and what was changed after it, it holds as it was.
 */
export async function exportedAt(tx: Tx, place: ExportedPlace, places: readonly number[]): Promise<Asked[]> {
  return await tx.execute<Asked & Record<string, unknown>>(sql`
    select "linkId", kind, "qbId", name from (
      select *, row_number() over (order by made_at desc, "linkId" desc)::int as place,
        row_number() over (order by changed_at desc, "linkId" desc)::int as change from (
        select distinct on (l.qb_id) ${LINK_JSON}, l.created_at as made_at, max(l.created_at) over (partition by l.qb_id) as changed_at
        from links l
        where ${live(place)} and l.company_id = ${place.companyId} and l.created_at < ${place.before}::timestamptz
        order by l.qb_id, l.created_at, l.id) records) ranked
    where change = 1 or place in (select value::int from jsonb_array_elements_text(${JSON.stringify(places)}::jsonb))
    order by "linkId"`);
}

/** The next of them in the order of their links' ids. */
export async function exportedAfter(
  tx: Tx,
  place: ExportedPlace,
  page: { after: string | null; limit: number },
): Promise<Asked[]> {
  return await tx.execute<Asked & Record<string, unknown>>(sql`
    select ${LINK_JSON} from links l
    where ${live(place)} and l.company_id = ${place.companyId} and l.created_at < ${place.before}::timestamptz
      and (${page.after}::uuid is null or l.id > ${page.after}::uuid)
    order by l.id limit ${page.limit}::int`);
}

/** Links that were asked about, as far as they still stand. */
export async function exportedByLink(
  tx: Tx,
  place: Omit<ExportedPlace, 'before'>,
  linkIds: readonly string[],
): Promise<ExportedRow[]> {
  return await tx.execute<ExportedRow & Record<string, unknown>>(sql`
    select ${LINK_JSON}, to_jsonb(array(
        select o.edit_sequence from links o where o.company_id = l.company_id and o.connection_id = l.connection_id
          and o.qb_id = l.qb_id and ${listOfLink(sql`o.kind`)} = ${listOfLink(sql`l.kind`)} and o.ended_at is null and o.edit_sequence is not null
        union all
        select q.edit_sequence from qb_lists q where q.company_id = l.company_id and q.connection_id = l.connection_id
          and q.kind = ${listOfLink(sql`l.kind`)} and q.qb_id = l.qb_id)) as "editSequences"
    from links l where ${live(place)} and l.company_id = ${place.companyId}
      and l.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(linkIds)}::jsonb))`);
}

/** Notes that all of it was read back, once nothing is left behind the last link that was asked about. */
export async function noteWholeReadBack(
  tx: Tx,
  place: ExportedPlace,
  read: { after: string | null; at: Date },
): Promise<void> {
  await tx.execute(sql`
    update connections set read_back_at = ${read.at.toISOString()}::timestamptz
    where company_id = ${place.companyId} and id = ${place.connectionId} and not exists (
      select 1 from links l where ${live(place)} and l.company_id = ${place.companyId}
        and l.created_at < ${place.before}::timestamptz and (${read.after}::uuid is null or l.id > ${read.after}::uuid))`);
}
