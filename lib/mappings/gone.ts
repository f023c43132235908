import { type SQL, sql } from 'drizzle-orm';
import type { LinkKind, ListKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import type { ListPlace } from './lists';
import { matchName } from './names';

/** Records that are no longer in QuickBooks: told of as deleted, or not met by a read of everything. */

/** What Procore's records are linked to, by list. */
export const LINKS_OF: Readonly<Partial<Record<ListKind, readonly LinkKind[]>>> = {
  customer: ['project'],
  vendor: ['vendor'],
  item: ['cost_code'],
  purchase_order: ['commitment', 'change_order'],
  bill: ['invoice'],
  estimate: ['budget'],
};

/** The list that a link's record is in, by the link's kind: ids are unique in their list alone. */
export function listOfLink(kind: SQL): SQL {
  const cases = Object.entries(LINKS_OF).flatMap(([list, kinds]) =>
    kinds.map(one => sql.raw(`when '${one}' then '${list}'`)),
  );
  return sql`case ${kind} ${sql.join(cases, sql` `)} end`;
}

export interface GoneRecord {
  readonly kind: ListKind;
  readonly qbId: string;
  readonly name: string;
}

type FilePlace = Omit<ListPlace, 'kind'>;

/**
 * Marks records as deleted that QuickBooks says are. What is linked and was never read is kept as deleted too, so that
 * its link shows as gone. One statement; a record that is marked already keeps its first moment.
 */
export async function markDeleted(
  tx: Tx,
  { companyId, connectionId }: FilePlace,
  { records, at }: { records: readonly GoneRecord[]; at: Date },
): Promise<void> {
  if (records.length === 0) return;
  const gone = records.map(({ kind, qbId, name }) => ({
    kind,
    qb_id: qbId,
    name,
    match_name: matchName(name),
    links: LINKS_OF[kind] ?? [],
  }));
  await tx.execute(sql`
    with gone as (
      select distinct on (kind, qb_id) * from jsonb_to_recordset(${JSON.stringify(gone)}::jsonb)
        as g(kind text, qb_id text, name text, match_name text, links jsonb)
    ), marked as (
      update qb_lists q set deleted_at = ${at.toISOString()}::timestamptz from gone g
      where q.company_id = ${companyId} and q.connection_id = ${connectionId} and q.kind = g.kind and q.qb_id = g.qb_id
        and q.deleted_at is null
      returning q.qb_id
    )
    insert into qb_lists (company_id, connection_id, kind, qb_id, qb_type, full_name, match_name, sublevel, is_active,
      edit_sequence, time_modified, fields, deleted_at, read_at)
    select distinct on (g.kind, g.qb_id) ${companyId}::uuid, ${connectionId}::uuid, g.kind, g.qb_id, l.qb_type, g.name, g.match_name, 0, false,
      coalesce(l.edit_sequence, ''), '', '{}'::jsonb, ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz
    from gone g
    join links l on l.company_id = ${companyId} and l.connection_id = ${connectionId} and l.qb_id = g.qb_id
      and l.ended_at is null and l.kind = any (array(select jsonb_array_elements_text(g.links)))
    where not exists (select 1 from qb_lists q where q.company_id = ${companyId} and q.connection_id = ${connectionId}
      and q.kind = g.kind and q.qb_id = g.qb_id)`);
}

/** Whether a read of everything met anything, and whether anything was known that it could have met. */
export async function whatWasMet(
  tx: Tx,
  { companyId, connectionId, kind }: ListPlace,
  begunAt: Date,
): Promise<{ readonly anything: boolean; readonly isAnythingKnown: boolean }> {
  const begun = begunAt.toISOString();
  const of = sql`select 1 from qb_lists where company_id = ${companyId} and connection_id = ${connectionId}
    and kind = ${kind} and deleted_at is null`;
  const [row] = await tx.execute<{ anything: boolean; known: boolean }>(sql`
    select exists (${of} and read_at >= ${begun}::timestamptz) as anything,
      exists (${of} and read_at < ${begun}::timestamptz) as known`);
  return { anything: row?.anything === true, isAnythingKnown: row?.known === true };
}

/** Marks what a finished read of everything did not meet. Gives how many there were. */
export async function markUnmet(
  tx: Tx,
  { companyId, connectionId, kind }: ListPlace,
  { begunAt, at }: { begunAt: Date; at: Date },
): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    with unmet as (
      update qb_lists set deleted_at = ${at.toISOString()}::timestamptz
      where company_id = ${companyId} and connection_id = ${connectionId} and kind = ${kind} and deleted_at is null
        and read_at < ${begunAt.toISOString()}::timestamptz
      returning 1
    )
    select count(*)::int as count from unmet`);
  return row?.count ?? 0;
}

/** An export of ours that is not in its list as it was left there. */
export interface StrayExport {
  readonly qbId: string;
  readonly name: string;
  /** As we left it. */
  readonly editSequence: string | null;
  /** As QuickBooks has it now; null when it has it no more. */
  readonly metSequence: string | null;
  readonly isMet: boolean;
  /** When it was last known to be there. */
  readonly lastThere: string;
}

/**
 * Exports of ours that a finished read of everything did not meet, or met in another state than we left them. Those that
 * were known to be deleted before are left out.
 */
export async function strayExports(
  tx: Tx,
  { companyId, connectionId, kind }: ListPlace,
  { begunAt, at }: { begunAt: Date; at: Date },
): Promise<StrayExport[]> {
  const kinds = LINKS_OF[kind] ?? [];
  if (kinds.length === 0) return [];
  return await tx.execute<StrayExport & Record<string, unknown>>(sql`
    select l.qb_id as "qbId", coalesce(nullif(q.full_name, ''), l.qb_name) as name, l.edit_sequence as "editSequence",
      case when q.deleted_at is null then q.edit_sequence end as "metSequence",
      coalesce(q.deleted_at is null and q.qb_id is not null, false) as "isMet",
      greatest(q.read_at, l.created_at) as "lastThere"
    from links l
    left join qb_lists q on q.company_id = l.company_id and q.connection_id = l.connection_id and q.kind = ${kind}
      and q.qb_id = l.qb_id
    where l.company_id = ${companyId} and l.connection_id = ${connectionId} and l.ended_at is null
      and l.made_by = 'export' and l.created_at < ${begunAt.toISOString()}::timestamptz
      and l.kind = any (array(select jsonb_array_elements_text(${JSON.stringify(kinds)}::jsonb)))
      and (q.qb_id is null or q.deleted_at = ${at.toISOString()}::timestamptz
        or (q.deleted_at is null and q.edit_sequence <> l.edit_sequence))`);
}
