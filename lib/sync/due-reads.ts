import { sql } from 'drizzle-orm';
import { contentHash } from '@/lib/core/canonical';
import { JUDGED_BY, READ_KINDS, type ReadKind } from '@/lib/core/kinds';
import { SYNC } from '@/lib/core/limits';
import type { Tx } from '@/lib/db/client';
import { DELETION_KINDS } from '@/lib/flows/lists';
import type { Place } from './engine';
import { PRIORITY } from './enqueue';
import type { ReadWish } from './read-queries';

const EVERYTHING: ReadWish = { isWhole: true };
const CHANGES: ReadWish = {};

const BEFORE_WRITES: readonly ReadKind[] = [...JUDGED_BY, ...DELETION_KINDS, 'estimate'];

export interface DueReads {
  readonly companyId: string;
  readonly connectionId: string;
  readonly now: Date;
  readonly newId: () => string;
  /** A person asked: `everything` is read whole, a single list for what changed in it. Absent: the clock asks. */
  readonly asked?: 'everything' | ReadKind;
}

/**
 * Queues the reads that are due: lists older than an hour, never read, or asked for; those that a waiting write is judged
 * by when older than five minutes. What QuickBooks refused within the hour is left, and so are classes where it said
 * that it tracks none. Estimates are left where they are switched off, and judge estimates alone. A list is read whole the first time, and once a week. One that is queued already is not queued
 * twice: it takes the higher turn and the larger wish of the two.
 */
export async function enqueueDueReads(tx: Tx, due: DueReads): Promise<void> {
  const at = due.now.toISOString();
  const age = (ms: number): string => new Date(due.now.getTime() - ms).toISOString();
  const kinds = READ_KINDS.filter(
    kind => due.asked === undefined || due.asked === 'everything' || due.asked === kind,
  ).map(kind => ({
    kind,
    id: due.newId(),
    is_judged_by: BEFORE_WRITES.includes(kind),
    may_be_whole: !(DELETION_KINDS as readonly string[]).includes(kind),
  }));
  const isAsked = due.asked !== undefined;
  await tx.execute(sql`
    with writes as (select exists (select 1 from qb_requests where company_id = ${due.companyId}
      and connection_id = ${due.connectionId} and state = 'ready' and role = 'write' and available_at <= ${at}::timestamptz) as waiting,
      exists (select 1 from qb_requests where company_id = ${due.companyId} and connection_id = ${due.connectionId}
        and state = 'ready' and role = 'write' and message in ('EstimateAdd', 'EstimateMod')
        and available_at <= ${at}::timestamptz) as estimates),
    wanted as (
      select k.kind, k.id, k.place,
        case when ${isAsked} then ${PRIORITY.interactive}::int
          when writes.waiting and k.is_judged_by and (k.kind <> 'estimate' or writes.estimates) then ${PRIORITY.beforeWrites}::int else ${PRIORITY.due}::int end as priority,
        k.may_be_whole and (${due.asked === 'everything'} or c.whole_at is null
          or c.whole_at < ${age(SYNC.wholeReadEveryMs)}::timestamptz) as is_whole
      from rows from (jsonb_to_recordset(${JSON.stringify(kinds)}::jsonb)
          as (kind text, id uuid, is_judged_by boolean, may_be_whole boolean)) with ordinality
          as k(kind, id, is_judged_by, may_be_whole, place) cross join writes
      left join qb_cursors c on c.company_id = ${due.companyId} and c.connection_id = ${due.connectionId} and c.kind = k.kind
      where (c.as_of is null or ${isAsked} or c.as_of < ${age(SYNC.listMaxAgeMs)}::timestamptz
          or (writes.waiting and k.is_judged_by and (k.kind <> 'estimate' or writes.estimates) and c.as_of < ${age(SYNC.listMaxAgeBeforeWriteMs)}::timestamptz))
        and (c.failed_at is null or ${isAsked} or c.failed_at < ${age(SYNC.listMaxAgeMs)}::timestamptz)
        and not (k.kind = 'class' and exists (select 1 from connections n where n.company_id = ${due.companyId}
          and n.id = ${due.connectionId} and n.preferences->'isUsingClasses' = 'false'))
        and not (k.kind = 'estimate' and exists (select 1 from connections n where n.company_id = ${due.companyId}
          and n.id = ${due.connectionId} and n.preferences->'isUsingEstimates' = 'false'))
    ),
    queued as (
      select r.id, r.reader, r.state, r.page from qb_requests r join wanted w on w.kind = r.reader
      where r.company_id = ${due.companyId} and r.connection_id = ${due.connectionId} and r.role = 'read'
        and r.state in ('ready', 'sent')
    ),
    raised as (
      update qb_requests r set priority = least(r.priority, w.priority),
        payload = case when w.is_whole and r.page is null then r.payload || ${JSON.stringify(EVERYTHING)}::jsonb else r.payload end
      from queued q join wanted w on w.kind = q.reader
      where r.company_id = ${due.companyId} and r.id = q.id and q.state = 'ready'
        and (r.priority > w.priority or (w.is_whole and r.page is null))
      returning r.id
    )
    insert into qb_requests (company_id, id, connection_id, role, priority, state, message, payload, payload_hash, reader,
      depends_on, attempts, available_at, created_at)
    select ${due.companyId}, w.id, ${due.connectionId}, 'read', w.priority, 'ready', 'ListRead',
      case when w.is_whole then ${JSON.stringify(EVERYTHING)}::jsonb else ${JSON.stringify(CHANGES)}::jsonb end,
      case when w.is_whole then ${contentHash(EVERYTHING)} else ${contentHash(CHANGES)} end,
      w.kind, '{}', 0, ${at}::timestamptz, ${at}::timestamptz
    from wanted w where not exists (select 1 from queued q where q.reader = w.kind) order by w.place`);
}

/** Queues one read with a wish of its own, before any write. */
export async function enqueueRead(
  place: Place,
  read: { id: string; connectionId: string; reader: ReadKind; wish: ReadWish },
): Promise<void> {
  const at = place.now.toISOString();
  await place.tx.execute(sql`
    insert into qb_requests (company_id, id, connection_id, role, priority, state, message, payload, payload_hash, reader,
      depends_on, attempts, available_at, created_at)
    values (${place.companyId}, ${read.id}, ${read.connectionId}, 'read', ${PRIORITY.beforeWrites}, 'ready', 'ListRead',
      ${JSON.stringify(read.wish)}::jsonb, ${contentHash(read.wish)}, ${read.reader}, '{}', 0, ${at}::timestamptz, ${at}::timestamptz)`);
}
