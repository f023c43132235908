import { sql } from 'drizzle-orm';
import type { DirectoryKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import { LIST_OF } from './pairs';

/** A record of a Procore directory that carries another mark than its link asks for. */
export interface OwedMark {
  readonly procoreId: string;
  /** Id of its twin in QuickBooks; null where it has none any more. */
  readonly originId: string | null;
  readonly qbName: string | null;
  readonly qbType: string | null;
  /** The mark it carries, as it was last read. */
  readonly carried: string | null;
  /** What it carries was never the id of a twin of ours. */
  readonly isForeign: boolean;
  /** The standard list of a cost code. */
  readonly listId: string | null;
}

interface Place {
  readonly companyId: string;
  readonly kind: DirectoryKind;
  /** The company file whose ids are carried where a record has a twin in several. */
  readonly mainFile: string | null;
  readonly now: Date;
}

interface Row extends Record<string, unknown> {
  procore_id: string;
  qb_id: string | null;
  qb_name: string | null;
  qb_type: string | null;
  carried: string | null;
  is_foreign: boolean;
  list_id: string | null;
}

/** Records of the last reading whose mark in Procore and whose link differ, those to be taken off first. */
export async function owedMarks(tx: Tx, place: Place, most: number): Promise<OwedMark[]> {
  const { companyId, kind, mainFile, now } = place;
  const wasThere = sql`r.read_at = (select max(a.read_at) from procore_records a
    where a.company_id = ${companyId} and a.kind = ${kind})`;
  const rows = await tx.execute<Row>(sql`
    with twins as (
      select distinct on (l.procore_id) l.procore_id, l.qb_id, l.qb_type, coalesce(q.full_name, l.qb_name) as qb_name
      from links l left join qb_lists q on q.company_id = l.company_id and q.connection_id = l.connection_id
        and q.kind = ${LIST_OF[kind]} and q.qb_id = l.qb_id
      where l.company_id = ${companyId} and l.kind = ${kind} and l.ended_at is null
      order by l.procore_id, (l.connection_id is distinct from ${mainFile}::uuid), l.created_at, l.id),
    ours as (select distinct qb_id from links where company_id = ${companyId} and kind = ${kind})
    select r.procore_id::text, t.qb_id, t.qb_name, t.qb_type, r.origin_id as carried,
      r.fields->>'listId' as list_id, (r.origin_id is not null and o.qb_id is null) as is_foreign
    from procore_records r
    left join twins t on t.procore_id = r.procore_id
    left join ours o on o.qb_id = r.origin_id
    where r.company_id = ${companyId} and r.kind = ${kind} and ${wasThere}
      and r.origin_id is distinct from t.qb_id and (t.qb_id is not null or o.qb_id is not null)
      and (r.mark_after is null or r.mark_after <= ${now.toISOString()}::timestamptz)
    order by (t.qb_id is not null), r.procore_id limit ${most}::int`);
  return rows.map(row => ({
    procoreId: row.procore_id,
    originId: row.qb_id,
    qbName: row.qb_name,
    qbType: row.qb_type,
    carried: row.carried,
    isForeign: row.is_foreign,
    listId: row.list_id,
  }));
}

/** What became of marks. */
export interface MarkOutcome {
  readonly procoreId: string;
  /** What the record carries now; left as it was read where Procore refused. */
  readonly originId?: string | null;
  readonly error: string | null;
  readonly tryAfter: Date | null;
}

/** Keeps what Procore's records carry now, or why they do not. */
export async function noteMarks(
  tx: Tx,
  place: Pick<Place, 'companyId' | 'kind'>,
  outcomes: readonly MarkOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return;
  const told = outcomes.map(one => ({
    procore_id: one.procoreId,
    has_origin: one.originId !== undefined,
    origin_id: one.originId ?? null,
    error: one.error?.slice(0, 2000) ?? null,
    try_after: one.tryAfter?.toISOString() ?? null,
  }));
  await tx.execute(sql`
    update procore_records r set origin_id = case when w.has_origin then w.origin_id else r.origin_id end,
      mark_error = w.error, mark_after = w.try_after
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
      as w(procore_id bigint, has_origin boolean, origin_id text, error text, try_after timestamptz)
    where r.company_id = ${place.companyId} and r.kind = ${place.kind} and r.procore_id = w.procore_id`);
}

interface Settled extends Record<string, unknown> {
  id: string;
  origin_id: string | null;
  error: string | null;
}

/** Ends what exports of a directory still owe Procore, by what its records carry; gives those that ended. */
export async function settleOwed(tx: Tx, companyId: string, kind: DirectoryKind): Promise<Settled[]> {
  return await tx.execute<Settled>(sql`
    update exports e set write_back = case when r.mark_error is null then 'done' else 'failed' end,
      write_back_error = r.mark_error
    from procore_records r
    where e.company_id = ${companyId} and e.kind = ${kind} and e.write_back = 'pending'
      and r.company_id = e.company_id and r.kind = e.kind and r.procore_id = e.procore_id
      and (r.mark_error is not null or case when e.state = 'synced' then r.origin_id = e.txn_id
        else r.origin_id is distinct from e.txn_id end)
    returning e.id, r.origin_id, r.mark_error as error`);
}
