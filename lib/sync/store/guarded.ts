import { type SQL, sql } from 'drizzle-orm';
import { SYNC } from '@/lib/core/limits';
import { CARRIED_KINDS } from '@/lib/flows/registry';
import { LINKS_OF } from '@/lib/mappings/gone';

/** Fragments of the statements that load a session `s` of a connection `c`. */

/** What reading back has come to in a session, as the database hands it over. */
export interface ReadBackRow {
  readonly hasExports: boolean;
  /** The lists in which our marks would be seen were not read yet, or not since our database was restored. */
  readonly isCopyMissing: boolean;
  readonly answered: number;
  readonly inVain: number;
  /** The last link of the chunks that were read back so far, in the order of their ids. */
  readonly after: string | null;
}

const KINDS = sql.raw(CARRIED_KINDS.map(kind => `'${kind}'`).join(', '));

/** The lists our exports are in, where their marks are seen. */
const MARKED = sql.raw(
  Object.keys(LINKS_OF)
    .map(kind => `('${kind}')`)
    .join(', '),
);

/** Whoever exports no invoices needs no right to see bills; where one was exported, or waits to be, they must be seen. */
const ARE_BILLS_OURS = sql`(exists (select 1 from links l where l.company_id = s.company_id
    and l.connection_id = s.connection_id and l.kind = 'invoice' and l.ended_at is null)
  or exists (select 1 from qb_requests r where r.company_id = s.company_id and r.connection_id = s.connection_id
    and r.role = 'write' and r.state in ('ready', 'sent', 'unknown') and r.message = 'BillAdd'))`;

/** Of estimates there is no copy where they are switched off. */
const IS_COPY_MISSING = sql`exists (select 1 from (values ${MARKED}) as marked(kind)
  where not exists (select 1 from qb_cursors k where k.company_id = s.company_id and k.connection_id = s.connection_id
      and k.kind = marked.kind and k.as_of is not null)
    and (marked.kind <> 'bill' or ${ARE_BILLS_OURS})
    and (marked.kind <> 'estimate' or c.preferences->'isUsingEstimates' = 'true'))`;

/** Live links of what was exported before the session began. What it wrote itself needs no reading back. */
export const EXPORTED_BEFORE = sql`l.company_id = s.company_id and l.connection_id = s.connection_id
  and l.kind in (${KINDS}) and l.made_by = 'export' and l.ended_at is null and l.created_at < s.started_at`;

export const READ_BACK_JSON = sql`(select jsonb_build_object(
    'hasExports', exists (select 1 from links l where ${EXPORTED_BEFORE} and l.company_id = s.company_id),
    'isCopyMissing', ${IS_COPY_MISSING},
    'answered', count(*) filter (where m.state = 'answered'), 'inVain', count(*) filter (where m.state = 'abandoned'),
    'after', max((m.members->-1->>'requestId') collate "C") filter (where m.state = 'answered'))
  from message_sets m where m.company_id = s.company_id and m.session_id = s.id and m.purpose = 'read_back')`;

/**
 * Whether a set `m` was looked up: at all, or under its own id so that it cannot run any more, and answered. Sought in
 * the sessions since it was sent.
 */
export function wasLookedUp(how: 'at all' | 'fenced'): SQL {
  const under = how === 'fenced' ? sql`and f.set_key is not null and f.state = 'answered'` : sql``;
  return sql`exists (select 1 from qb_sessions s1
    join qb_sessions s2 on s2.company_id = s1.company_id and s2.connection_id = s1.connection_id and s2.started_at >= s1.started_at
    join message_sets f on f.company_id = s2.company_id and f.session_id = s2.id and f.about_set_id = m.id
    where s1.company_id = m.company_id and s1.id = m.session_id and f.purpose = 'lookup' ${under})`;
}

/** The id of a set that had to be looked up is left with QuickBooks: it keeps a late original from running. */
const UNCLEARED = sql`from message_sets m where m.company_id = s.company_id and m.connection_id = s.connection_id
  and m.set_key is not null and m.cleared_at is null and m.state in ('answered', 'recovered') and m.purpose = 'write'
  and c.status <> 'paused' and (m.state = 'answered' or not ${wasLookedUp('at all')})`;

const CLEARS_DONE = sql`(select count(*)::int from message_sets m where m.company_id = s.company_id
  and m.session_id = s.id and m.purpose = 'clear')`;

/** The next settled set to be cleared in this session, the oldest first. */
export const CLEARABLE = sql`(select jsonb_build_object('setId', m.id, 'setKey', m.set_key) ${UNCLEARED}
  and ${CLEARS_DONE} < ${SYNC.maxClearsPerSession}::int and m.company_id = s.company_id order by m.sent_at, m.id limit 1)`;

export function countClearable(which: 'left' | 'done'): SQL {
  if (which === 'done') return CLEARS_DONE;
  return sql`(select count(*)::int from (select 1 ${UNCLEARED} and m.company_id = s.company_id
    limit ${SYNC.maxClearsPerSession}::int) counted)`;
}
