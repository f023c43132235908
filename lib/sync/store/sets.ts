import { sql } from 'drizzle-orm';
import type { Tx } from '@/lib/db/client';
import type { SetState } from '../states';

/** Marks a set whose answer will not come, and lets its session go on without it. */
export async function markSetLost(
  tx: Tx,
  lost: { companyId: string; setId: string; state: SetState },
): Promise<void> {
  await tx.execute(sql`
    with marked as (
      update message_sets set state = ${lost.state}
      where company_id = ${lost.companyId} and id = ${lost.setId} and state = 'in_flight' returning session_id
    )
    update qb_sessions set in_flight_set_id = null
    where company_id = ${lost.companyId} and in_flight_set_id = ${lost.setId}`);
}

/** Requests of a set, as far as losing it needs to know them. */
export async function loadFlying(tx: Tx, companyId: string, sessionId: string) {
  const [row] = await tx.execute<{ flying: Flying | null }>(sql`
    select (select jsonb_build_object(
        'set', jsonb_build_object('id', m.id, 'purpose', m.purpose, 'state', m.state, 'setKey', m.set_key,
          'aboutSetId', m.about_set_id, 'members', m.members, 'sentAt', m.sent_at, 'hresult', m.hresult,
          'message', m.message),
        'requests', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'exportId', r.export_id)), '[]')
          from qb_requests r where r.company_id = m.company_id and r.set_id = m.id and r.state = 'sent'))
      from message_sets m join qb_sessions s on s.company_id = m.company_id and s.in_flight_set_id = m.id
      where s.company_id = ${companyId} and s.id = ${sessionId}) as flying`);
  return row?.flying ?? null;
}

interface Flying {
  readonly set: import('../rows').SetRow;
  readonly requests: readonly import('../rows').RequestRow[];
}
