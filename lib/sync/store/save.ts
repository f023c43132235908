import { sql } from 'drizzle-orm';
import type { Tx } from '@/lib/db/client';
import type { Place } from '../engine';
import type { KeptTarget, Member, ReadPage } from '../rows';
import type { RequestState, SetPurpose, SetState } from '../states';

/** A message set about to leave. */
export interface NewSet {
  readonly companyId: string;
  readonly id: string;
  readonly connectionId: string;
  readonly sessionId: string;
  readonly setKey: string | null;
  readonly purpose: SetPurpose;
  readonly aboutSetId: string | null;
  readonly members: readonly Member[];
  readonly xml: string;
  readonly xmlSha256: string;
  readonly sentAt: Date;
  /** Requests that are handed out with it; empty for questions about an older set. */
  readonly requestIds: readonly string[];
}

/** Stores a set with its exact bytes, marks its requests sent and the session as waiting. One statement. */
export async function saveSet(tx: Tx, set: NewSet): Promise<void> {
  const at = set.sentAt.toISOString();
  await tx.execute(sql`
    with stored as (
      insert into message_sets (company_id, id, connection_id, session_id, set_key, purpose, state, about_set_id, members,
        xml, xml_sha256, sent_at)
      values (${set.companyId}, ${set.id}, ${set.connectionId}, ${set.sessionId}, ${set.setKey}, ${set.purpose}, 'in_flight',
        ${set.aboutSetId}, ${JSON.stringify(set.members)}::jsonb, ${set.xml}, ${set.xmlSha256}, ${at}::timestamptz)
      returning id
    ), handed as (
      update qb_requests set state = 'sent', set_id = ${set.id}, attempts = attempts + 1
      where company_id = ${set.companyId} and state = 'ready'
        and id = any (array(select value::uuid from jsonb_array_elements_text(${JSON.stringify(set.requestIds)}::jsonb)))
      returning id
    )
    update qb_sessions set in_flight_set_id = ${set.id}, last_seen_at = ${at}::timestamptz, last_error = null,
      no_op_rounds = 0
    where company_id = ${set.companyId} and id = ${set.sessionId}`);
}

/** Notes that QuickBooks is told to forget the answer of a settled set. */
export async function noteCleared({ tx, companyId, now }: Place, setId: string): Promise<void> {
  await tx.execute(sql`
    update message_sets set cleared_at = ${now.toISOString()}::timestamptz where company_id = ${companyId} and id = ${setId}`);
}

/** What becomes of a request. Absent keys stay as they are. */
export interface RequestChange {
  readonly id: string;
  readonly from: readonly RequestState[];
  readonly to: RequestState;
  readonly availableAt?: Date;
  readonly splitGroup?: string | null;
  readonly statusCode?: number | null;
  readonly statusMessage?: string | null;
  readonly page?: ReadPage | null;
  readonly attempts?: number;
  readonly target?: KeptTarget;
}

const MAX_STATUS_CHARS = 2000;

/** Changes requests that are still in the state they were seen in. One statement. */
export async function saveRequests(
  { tx, companyId, now }: Place,
  changes: readonly RequestChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const at = now.toISOString();
  const input = changes.map(change => ({
    id: change.id,
    from_states: change.from,
    to_state: change.to,
    available_at: change.availableAt?.toISOString() ?? null,
    split_group: change.splitGroup ?? null,
    status_code: change.statusCode ?? null,
    status_message: change.statusMessage?.slice(0, MAX_STATUS_CHARS) ?? null,
    has_page: change.page !== undefined,
    page: change.page ?? null,
    attempts: change.attempts ?? null,
    target: change.target ?? null,
  }));
  await tx.execute(sql`
    update qb_requests r set state = w.to_state, available_at = coalesce(w.available_at, r.available_at),
      split_group = case when w.to_state = 'ready' then w.split_group else r.split_group end,
      status_code = coalesce(w.status_code, r.status_code), status_message = coalesce(w.status_message, r.status_message),
      page = case when w.has_page then w.page else r.page end, attempts = coalesce(w.attempts, r.attempts),
      target = coalesce(w.target, r.target),
      settled_at = case when w.to_state in ('done', 'failed', 'needs_attention', 'cancelled') then ${at}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as w(id uuid, from_states text[], to_state text,
      available_at timestamptz, split_group text, status_code int, status_message text, has_page boolean, page jsonb, attempts int, target jsonb)
    where r.company_id = ${companyId} and r.id = w.id and r.state = any (w.from_states)`);
}

export interface AnswerNote {
  readonly setId: string;
  readonly state: SetState;
  readonly answerSha256: string;
  readonly answerXml: string;
  readonly hresult: string | null;
  readonly message: string | null;
  readonly progress: number;
  readonly about?: { readonly setId: string; readonly state: SetState };
}

export interface SessionNote {
  readonly sessionId: string;
  readonly lastError: string | null;
  readonly done: number;
  readonly failed: number;
  readonly recoveryFailures: number;
  readonly guard: string;
}

/** Notes an answer on its set, on the set it was about, and on the session. One statement. */
export async function saveAnswer(
  { tx, companyId, now }: Place,
  answer: AnswerNote,
  session: SessionNote,
): Promise<void> {
  const at = now.toISOString();
  const about = answer.about ?? { setId: answer.setId, state: answer.state };
  await tx.execute(sql`
    with noted as (
      update message_sets set state = ${answer.state}, answered_at = ${at}::timestamptz, answer_sha256 = ${answer.answerSha256},
        answer_xml = ${answer.answerXml}, hresult = ${answer.hresult}, message = ${answer.message}, progress = ${answer.progress}
      where company_id = ${companyId} and id = ${answer.setId} returning id
    ), settled as (
      update message_sets set state = ${about.state}
      where company_id = ${companyId} and id = ${about.setId} and id <> ${answer.setId} returning id
    )
    update qb_sessions set in_flight_set_id = null, last_seen_at = ${at}::timestamptz, last_error = ${session.lastError},
      done_count = done_count + ${session.done}, failed_count = failed_count + ${session.failed},
      recovery_failures = ${session.recoveryFailures}, guard = ${session.guard}, last_progress = ${answer.progress}
    where company_id = ${companyId} and id = ${session.sessionId}`);
}
