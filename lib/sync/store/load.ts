import { type SQL, sql } from 'drizzle-orm';
import { SYNC } from '@/lib/core/limits';
import type { Tx } from '@/lib/db/client';
import { inTurn } from '@/lib/db/turns';
import type { ClearableSet } from '../clear';
import type { ConnectionRow, RequestRow, SessionRow, SetRow } from '../rows';
import { CLEARABLE, countClearable, READ_BACK_JSON, type ReadBackRow, wasLookedUp } from './guarded';

export interface SessionKey {
  readonly companyId: string;
  readonly ticketHash: string;
}

const SESSION_JSON = sql`jsonb_build_object('id', s.id, 'connectionId', s.connection_id, 'guard', s.guard,
  'inFlightSetId', s.in_flight_set_id, 'noOpRounds', s.no_op_rounds, 'recoveryFailures', s.recovery_failures,
  'doneCount', s.done_count, 'failedCount', s.failed_count, 'lastProgress', s.last_progress, 'lastError', s.last_error,
  'startedAt', s.started_at)`;

const CONNECTION_JSON = sql`jsonb_build_object('id', c.id, 'name', c.name, 'status', c.status,
  'pauseKind', c.pause_kind, 'readBackAt', c.read_back_at, 'ownerId', c.owner_id,
  'fileId', c.file_id, 'isEditionAllowed', c.is_edition_allowed,
  'companyFileName', c.company_file_name, 'country', c.country, 'expectWorkUntil', c.expect_work_until)`;

const SET_JSON = sql`jsonb_build_object('id', m.id, 'purpose', m.purpose, 'state', m.state, 'setKey', m.set_key,
  'aboutSetId', m.about_set_id, 'members', m.members, 'sentAt', m.sent_at, 'hresult', m.hresult, 'message', m.message)`;

/** Most requests wait for none, so that none are looked for; else by their key, not among all of the company's. */
function hasParentIn(states: string): SQL {
  return sql`(cardinality(r.depends_on) > 0 and exists (select 1 from qb_requests p where p.company_id = r.company_id
    and p.id = any (r.depends_on) and p.state in (${sql.raw(states)})))`;
}

/** Text as it is built, and the view it goes into: as jsonb each level would be taken apart and put together again. */
export const REQUEST_JSON = sql`json_build_object('id', r.id, 'role', r.role, 'priority', r.priority, 'message', r.message,
  'payload', r.payload, 'payloadHash', r.payload_hash, 'payloadBytes', octet_length(r.payload::text),
  'attempts', r.attempts, 'splitGroup', r.split_group, 'reader', r.reader, 'page', r.page, 'target', r.target, 'exportId', r.export_id,
  'exportKind', e.kind, 'procoreId', e.procore_id::text, 'exportNumber', a.export_number,
  'acceptedHash', a.payload_hash, 'snapshot', a.shown->'snapshot',
  'isOrphan', ${hasParentIn("'failed', 'needs_attention', 'cancelled'")},
  'copyOfMark', (select case when count(*) = 0 then null when bool_or(q.deleted_at is null) then 'live' else 'deleted' end
    from qb_lists q where q.company_id = r.company_id and q.connection_id = r.connection_id
      and q.external_guid = upper(r.external_guid)),
  'isForgotten', r.attempts = 0 and r.set_id is null and coalesce((select least(e.created_at, e.procore_updated_at)
    < d.restored_at from deployments d), false))`;

/** Each by its key, whatever the planner makes of a table that has just begun to grow. */
export const REQUEST_JOINS = sql`
  left join lateral (select * from exports one where one.company_id = r.company_id and one.id = r.export_id limit 1) e on true
  left join lateral (select * from acceptances one where one.company_id = r.company_id and one.id = r.acceptance_id limit 1) a
    on true`;

/** Enough candidates for the fullest set and the reads beside it. */
const CANDIDATES = SYNC.maxWritesPerSet + 2 * SYNC.maxReadsPerSet;

/** Requests a company file waits for are counted no further than this: it is for a progress bar. */
const COUNTED = 500;

/** Long queues are of writes: in the order of their index, so that none but these are read. */
const IN_TURN = { read: sql``, write: sql`order by r.priority, r.seq` } as const;

/** Of the session `s`, whose row the statement around this has. */
function countReady(companyId: string, role: 'read' | 'write', now: string): SQL {
  return sql`(select count(*)::int from (select 1 from qb_requests r where r.company_id = ${companyId}
    and r.connection_id = s.connection_id and r.state = 'ready' and r.role = ${role}
    and r.available_at <= ${now}::timestamptz ${IN_TURN[role]} limit ${COUNTED}) counted)`;
}

/** Whether a request of the session `s` falls due within moments. */
function soonDue(companyId: string, now: Date): SQL {
  const soon = new Date(now.getTime() + SYNC.soonDueMs).toISOString();
  return sql`exists (select 1 from qb_requests r where r.company_id = ${companyId} and r.connection_id = s.connection_id
    and r.state = 'ready' and r.available_at > ${now.toISOString()}::timestamptz and r.available_at <= ${soon}::timestamptz)`;
}

export interface NextView {
  readonly session: SessionRow;
  readonly connection: ConnectionRow;
  readonly inFlight: SetRow | null;
  readonly inFlightRequests: readonly RequestRow[];
  readonly unknownSets: readonly (SetRow & {
    readonly openRequestIds: readonly string[];
    readonly isFenced: boolean;
  })[];
  readonly readBack: ReadBackRow;
  readonly clearable: ClearableSet | null;
  /** In the order of their turn; locked for this transaction. */
  readonly ready: readonly RequestRow[];
  readonly isSoonDue: boolean;
}

/**
 * Calls with one ticket take turns. The lock is a statement of its own: one that waited for it sees nothing of what its
 * predecessor did but the locked row itself, so everything else is read by the next statement.
 */
function lockSession(tx: Tx, key: SessionKey) {
  return tx.execute(sql`
    select 1 from qb_sessions where company_id = ${key.companyId} and ticket_hash = ${key.ticketHash}
      and state = 'open' for update`);
}

/**
 * Everything the next step is decided from, in one statement under the session's lock; candidates are locked and passed
 * over by others. Null when the ticket opens no session.
 */
export async function loadNext(tx: Tx, key: SessionKey, now: Date): Promise<NextView | null> {
  const at = now.toISOString();
  const statement = tx.execute<{ view: NextView | null }>(sql`
    with s as (
      select * from qb_sessions where company_id = ${key.companyId} and ticket_hash = ${key.ticketHash}
        and state = 'open'
    ), ready as materialized (
      select r.* from qb_requests r
      where r.company_id = ${key.companyId} and r.connection_id = (select connection_id from s) and r.state = 'ready'
        and r.available_at <= ${at}::timestamptz
        and not ${hasParentIn("'ready', 'sent', 'unknown'")}
      order by r.priority, r.seq limit ${CANDIDATES}
      for update skip locked
    )
    select (select json_build_object(
      'session', ${SESSION_JSON},
      'connection', ${CONNECTION_JSON},
      'inFlight', (select ${SET_JSON} from message_sets m where m.company_id = s.company_id and m.id = s.in_flight_set_id),
      'inFlightRequests', (select coalesce(json_agg(${REQUEST_JSON}), '[]') from qb_requests r ${REQUEST_JOINS}
        where r.company_id = s.company_id and r.set_id = s.in_flight_set_id and r.state = 'sent'),
      'unknownSets', (select coalesce(jsonb_agg(${SET_JSON} || jsonb_build_object('openRequestIds',
          (select coalesce(jsonb_agg(r.id order by r.seq), '[]') from qb_requests r
            where r.company_id = m.company_id and r.set_id = m.id and r.state = 'unknown'),
          'isFenced', ${wasLookedUp('fenced')}) order by m.sent_at, m.id), '[]')
        from message_sets m where m.company_id = s.company_id and m.connection_id = s.connection_id
          and m.state in ('unknown', 'asked')),
      'readBack', ${READ_BACK_JSON},
      'clearable', ${CLEARABLE},
      'ready', (select coalesce(json_agg(${REQUEST_JSON} order by r.priority, r.seq), '[]') from ready r ${REQUEST_JOINS}),
      'isSoonDue', ${soonDue(key.companyId, now)})
      from s join connections c on c.company_id = s.company_id and c.id = s.connection_id) as view`);
  const [, [row]] = await inTurn(lockSession(tx, key), statement);
  return row?.view ?? null;
}

export interface AnswerView {
  readonly session: SessionRow;
  readonly connection: ConnectionRow;
  readonly inFlight: SetRow | null;
  /** The requests the answer can settle: of the set in flight, or of the set it asks about. */
  readonly requests: readonly RequestRow[];
  /** The set that an ask or a lookup is about. */
  readonly about: SetRow | null;
  /** Progress once given for this very answer; null when it is new. */
  readonly repeatProgress: number | null;
  readonly readyWrites: number;
  readonly readyReads: number;
  readonly unknownSets: number;
  readonly readBack: ReadBackRow;
  /** Settled sets that this session may still clear. */
  readonly clears: number;
  readonly clearsDone: number;
  readonly isSoonDue: boolean;
}

/** Everything an answer is settled from, in one statement, under the session's lock. */
export async function loadAnswer(
  tx: Tx,
  key: SessionKey,
  answer: { sha256: string; now: Date },
): Promise<AnswerView | null> {
  const at = answer.now.toISOString();
  const statement = tx.execute<{ view: AnswerView | null }>(sql`
    with s as (
      select * from qb_sessions where company_id = ${key.companyId} and ticket_hash = ${key.ticketHash}
        and state = 'open'
    ), flying as (
      select m.* from message_sets m join s on m.company_id = s.company_id and m.id = s.in_flight_set_id
    )
    select (select json_build_object(
      'session', ${SESSION_JSON},
      'connection', ${CONNECTION_JSON},
      'inFlight', (select ${SET_JSON} from flying m),
      'about', (select ${SET_JSON} from message_sets m, flying f where m.company_id = f.company_id and m.id = f.about_set_id),
      'requests', (select coalesce(json_agg(${REQUEST_JSON} order by r.seq), '[]') from flying f
        join qb_requests r on r.company_id = f.company_id and r.set_id = coalesce(f.about_set_id, f.id) and r.state in ('sent', 'unknown')
        ${REQUEST_JOINS}),
      'repeatProgress', (select m.progress from message_sets m where m.company_id = s.company_id and m.session_id = s.id
        and m.answer_sha256 = ${answer.sha256} order by m.answered_at desc, m.id limit 1),
      'readyWrites', ${countReady(key.companyId, 'write', at)},
      'readyReads', ${countReady(key.companyId, 'read', at)},
      'readBack', ${READ_BACK_JSON},
      'clears', ${countClearable('left')},
      'clearsDone', ${countClearable('done')},
      'isSoonDue', ${soonDue(key.companyId, answer.now)},
      'unknownSets', (select count(*)::int from message_sets m where m.company_id = s.company_id
        and m.connection_id = s.connection_id and m.state in ('unknown', 'asked')))
      from s join connections c on c.company_id = s.company_id and c.id = s.connection_id) as view`);
  const [, [row]] = await inTurn(lockSession(tx, key), statement);
  return row?.view ?? null;
}
