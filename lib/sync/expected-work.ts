import { sql } from 'drizzle-orm';
import { SYNC } from '@/lib/core/limits';
import type { Tx } from '@/lib/db/client';
import type { ConnectionRow, SessionRow } from './rows';

/**
 * Work that is about to come: people accept in rows, look at a record before they accept it, or wait for what they asked
 * for. A run with nothing left is held open for it a moment, so that it need not wait for the next poll.
 */

/** What getLastError answers to hold a run open: the Web Connector asks again after five seconds. */
export const NO_OP = 'NoOp';

interface Waiting {
  readonly session: Pick<SessionRow, 'noOpRounds'>;
  readonly connection: Pick<ConnectionRow, 'expectWorkUntil'>;
  /** A request falls due within moments. */
  readonly isSoonDue: boolean;
}

/** Whether a run without work is held open. It keeps QuickBooks tied up, so the rounds in a row are bounded. */
export function holdOf(view: Waiting, now: Date): 'on' | 'over' | 'none' {
  const { noOpRounds } = view.session;
  if (noOpRounds < SYNC.maxNoOpRounds && isWorkExpected(view, now)) return 'on';
  return noOpRounds > 0 ? 'over' : 'none';
}

export function isWorkExpected(view: Omit<Waiting, 'session'>, now: Date): boolean {
  const until = view.connection.expectWorkUntil;
  return view.isSoonDue || (until !== null && new Date(until) > now);
}

/**
 * Says that somebody is about to have work done, in one company file or in any of the company's. It is written down at
 * most once in a few seconds, however often it is said.
 */
export async function expectWork(
  tx: Tx,
  { companyId, connectionId }: { companyId: string; connectionId?: string },
  now: Date,
): Promise<void> {
  const until = new Date(now.getTime() + SYNC.expectWorkMs).toISOString();
  const fresh = new Date(now.getTime() + SYNC.expectWorkMs - SYNC.expectEveryMs).toISOString();
  await tx.execute(sql`
    update connections set expect_work_until = ${until}::timestamptz
    where company_id = ${companyId} and id = coalesce(${connectionId ?? null}::uuid, id) and status <> 'removed'
      and (expect_work_until is null or expect_work_until <= ${fresh}::timestamptz)`);
}
