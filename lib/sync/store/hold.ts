import { sql } from 'drizzle-orm';
import type { Tx } from '@/lib/db/client';
import type { SessionKey } from './load';

/**
 * Keeps the connection of a session as it is for the rest of the transaction. Storing lists does that anyway, but only
 * after the session was locked, and whoever opens a session locks in the other order.
 */
export async function holdConnection(tx: Tx, key: SessionKey): Promise<void> {
  await tx.execute(sql`
    select 1 from connections where company_id = ${key.companyId} and id = (select connection_id from qb_sessions
      where company_id = ${key.companyId} and ticket_hash = ${key.ticketHash} and state = 'open') for key share`);
}
