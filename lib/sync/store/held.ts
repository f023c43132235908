import { sql } from 'drizzle-orm';
import { sha256Hex } from '@/lib/core/canonical';
import type { Place } from '../engine';

/** Writes put together to be looked up. */
export interface HeldSet {
  readonly setId: string;
  readonly connectionId: string;
  readonly sessionId: string;
  readonly requestIds: readonly string[];
}

const NOTHING_SENT = sha256Hex('');

/** Makes the writes unknown, in a set of their own that never left and counts as asked about. One statement. */
export async function saveHeldSet({ tx, companyId, now }: Place, set: HeldSet): Promise<void> {
  const members = set.requestIds.map(requestId => ({ requestID: `${requestId}/held`, requestId }));
  await tx.execute(sql`
    with held as (
      insert into message_sets (company_id, id, connection_id, session_id, set_key, purpose, state, about_set_id, members, xml,
        xml_sha256, sent_at)
      values (${companyId}, ${set.setId}, ${set.connectionId}, ${set.sessionId}, null, 'write', 'asked', null,
        ${JSON.stringify(members)}::jsonb, '', ${NOTHING_SENT}, ${now.toISOString()}::timestamptz)
      returning id
    )
    update qb_requests set state = 'unknown', set_id = ${set.setId}
    where company_id = ${companyId} and connection_id = ${set.connectionId} and role = 'write'
      and state in ('ready', 'sent', 'unknown')
      and id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(set.requestIds)}::jsonb))`);
}
