import { and, eq, sql } from 'drizzle-orm';
import { qbSessions } from '@/drizzle/schema';
import type { GuardVerdict } from '@/lib/connections/guard';
import type { GuardState } from '@/lib/connections/states';
import type { Tx } from '@/lib/db/client';
import type { Place } from '../engine';

interface SessionRef {
  readonly companyId: string;
  readonly sessionId: string;
}

function isSession(ref: SessionRef) {
  return and(eq(qbSessions.companyId, ref.companyId), eq(qbSessions.id, ref.sessionId));
}

/** Notes what the company file turned out to be. */
export async function saveGuard(tx: Tx, ref: SessionRef, verdict: GuardVerdict): Promise<void> {
  await tx.update(qbSessions).set({ guard: verdict.guard, lastError: verdict.reason }).where(isSession(ref));
}

/** Notes why nothing was handed out, for getLastError. */
export async function endExchange(tx: Tx, ref: SessionRef & { text: string; now: Date }): Promise<void> {
  await tx.update(qbSessions).set({ lastError: ref.text, lastSeenAt: ref.now }).where(isSession(ref));
}

/** Notes that the run is held open for another round, which getLastError tells the Web Connector by this text. */
export async function holdOpen(
  { tx, companyId, now }: Place,
  sessionId: string,
  text: string,
): Promise<void> {
  await tx
    .update(qbSessions)
    .set({ lastError: text, lastSeenAt: now, noOpRounds: sql`${qbSessions.noOpRounds} + 1` })
    .where(isSession({ companyId, sessionId }));
}

export interface LiveSession {
  readonly id: string;
  readonly lastSeenAt: Date;
  readonly startedAt: Date;
  readonly inFlightSetId: string | null;
}

/** The live session of a company file, locked. */
export async function liveSession(
  tx: Tx,
  companyId: string,
  connectionId: string,
): Promise<LiveSession | null> {
  const [row] = await tx
    .select({
      id: qbSessions.id,
      lastSeenAt: qbSessions.lastSeenAt,
      startedAt: qbSessions.startedAt,
      inFlightSetId: qbSessions.inFlightSetId,
    })
    .from(qbSessions)
    .where(
      and(
        eq(qbSessions.companyId, companyId),
        eq(qbSessions.connectionId, connectionId),
        eq(qbSessions.state, 'open'),
      ),
    )
    .for('update');
  return row ?? null;
}

export interface ClosedSession {
  readonly id: string;
  readonly connectionId: string;
  readonly doneCount: number;
  readonly failedCount: number;
  readonly lastError: string | null;
  readonly guard: GuardState;
}

/** Ends an open session by its ticket; null when there is none, which is no fault. */
export async function closeByTicket(
  tx: Tx,
  key: { companyId: string; ticketHash: string },
  end: { state: 'closed' | 'taken_over'; now: Date },
): Promise<ClosedSession | null> {
  const [row] = await tx
    .update(qbSessions)
    .set({ state: end.state, endedAt: end.now })
    .where(
      and(
        eq(qbSessions.companyId, key.companyId),
        eq(qbSessions.ticketHash, key.ticketHash),
        eq(qbSessions.state, 'open'),
      ),
    )
    .returning({
      id: qbSessions.id,
      connectionId: qbSessions.connectionId,
      doneCount: qbSessions.doneCount,
      failedCount: qbSessions.failedCount,
      lastError: qbSessions.lastError,
      guard: qbSessions.guard,
    });
  return row ?? null;
}

/** What the last exchange of a ticket's session said; for a closed session too. Null for an unknown ticket. */
export async function lastErrorOf(tx: Tx, key: { companyId: string; ticketHash: string }) {
  const [row] = await tx
    .select({ lastError: qbSessions.lastError, state: qbSessions.state })
    .from(qbSessions)
    .where(and(eq(qbSessions.companyId, key.companyId), eq(qbSessions.ticketHash, key.ticketHash)));
  return row ?? null;
}

/**
 * Whether anything waits for a company file: ready requests, writes whose outcome is unknown, or a missing right, which
 * the first call of a session may tell to be there again.
 */
export async function hasWork({ tx, companyId, now }: Place, connectionId: string): Promise<boolean> {
  const [row] = await tx.execute<{ work: boolean }>(sql`
    select exists (select 1 from qb_requests where company_id = ${companyId} and connection_id = ${connectionId}
        and state = 'ready' and available_at <= ${now.toISOString()}::timestamptz)
      or exists (select 1 from message_sets where company_id = ${companyId} and connection_id = ${connectionId}
        and state in ('unknown', 'asked'))
      or exists (select 1 from connections where company_id = ${companyId} and id = ${connectionId}
        and preferences->>'missingRight' is not null) as work`);
  return row?.work === true;
}
