import { and, eq, sql } from 'drizzle-orm';
import { connections, qbSessions } from '@/drizzle/schema';
import { pauseSecondConnection } from '@/lib/connections/neighbours';
import { SYNC } from '@/lib/core/limits';
import { hresultMeaning } from '@/lib/qbxml';
import { type DueReads, enqueueDueReads } from './due-reads';
import { asConnector, type Engine } from './engine';
import { loseInFlight } from './lose';
import { isBehind, reproveWrites } from './reprove';
import { closeByTicket, hasWork, type LiveSession, lastErrorOf, liveSession } from './store/sessions';
import { loadFlying } from './store/sets';

export interface Leases {
  readonly idleMs: number;
  /** QuickBooks may chew on a request for many minutes. */
  readonly inFlightMs: number;
}

export interface OpenInput {
  readonly connectionId: string;
  readonly ticketHash: string;
  readonly leases: Leases;
}

export type Opened = 'work' | 'none' | 'busy';

/**
 * Begins a run of the Web Connector, one at a time for a company file. A live session keeps others out until its lease
 * is over; whoever takes over first makes what was in flight unknown.
 */
export async function openSession(engine: Engine, input: OpenInput): Promise<Opened> {
  const [connection] = await engine.tx
    .select({
      status: connections.status,
      lastContactAt: connections.lastContactAt,
      epochs: {
        seen: connections.restoreEpoch,
        current: sql<number>`(select d.restore_epoch from deployments d)`,
      },
    })
    .from(connections)
    .where(and(eq(connections.companyId, engine.companyId), eq(connections.id, input.connectionId)))
    .for('update', { of: connections });
  if (!connection || connection.status === 'removed') return 'none';
  const live = await liveSession(engine.tx, engine.companyId, input.connectionId);
  if (live && !isLeaseOver(live, input.leases, engine.now))
    return await contact(engine, input.connectionId, 'busy');
  if (live) await takeOver(asConnector(engine, input.connectionId), live);
  const sinceLastMs = engine.now.getTime() - (connection.lastContactAt?.getTime() ?? 0);
  const isRestored = isBehind(connection.epochs);
  const dueReads: DueReads = {
    ...(isRestored ? { asked: 'everything' } : {}),
    companyId: engine.companyId,
    connectionId: input.connectionId,
    now: engine.now,
    newId: () => engine.env.newId(),
  };
  if (sinceLastMs >= SYNC.idlePollFloorMs || live || isRestored) await enqueueDueReads(engine.tx, dueReads);
  const ref = { companyId: engine.companyId, connectionId: input.connectionId };
  await pauseSecondConnection(engine.tx, asConnector(engine, input.connectionId).frame, ref);
  if (!(await hasWork(engine, input.connectionId))) {
    return await contact(engine, input.connectionId, 'none');
  }
  const sessionId = engine.env.newId();
  await engine.tx.insert(qbSessions).values({
    companyId: engine.companyId,
    id: sessionId,
    connectionId: input.connectionId,
    ticketHash: input.ticketHash,
    state: 'open',
    guard: 'unverified',
    noOpRounds: 0,
    recoveryFailures: 0,
    doneCount: 0,
    failedCount: 0,
    lastProgress: 0,
    startedAt: engine.now,
    lastSeenAt: engine.now,
  });
  if (isRestored) {
    const place = { connectionId: input.connectionId, sessionId };
    await reproveWrites(asConnector(engine, input.connectionId), place, connection.epochs);
  }
  return await contact(engine, input.connectionId, 'work');
}

const CONTACT_WORDS: Readonly<Record<Opened, string>> = {
  work: 'Run started.',
  none: 'Nothing to do.',
  busy: 'A run was under way already.',
};

async function contact(engine: Engine, connectionId: string, opened: Opened): Promise<Opened> {
  await engine.tx
    .update(connections)
    .set({ lastContactAt: engine.now, lastOutcome: CONTACT_WORDS[opened] })
    .where(and(eq(connections.companyId, engine.companyId), eq(connections.id, connectionId)));
  return opened;
}

function isLeaseOver(live: LiveSession, leases: Leases, now: Date): boolean {
  const leaseMs = live.inFlightSetId === null ? leases.idleMs : leases.inFlightMs;
  return (
    now.getTime() - live.lastSeenAt.getTime() >= leaseMs ||
    now.getTime() - live.startedAt.getTime() >= SYNC.sessionMaxMs
  );
}

async function takeOver(engine: Engine, live: LiveSession): Promise<void> {
  await dropFlying(engine, live.id);
  await engine.tx
    .update(qbSessions)
    .set({ state: 'taken_over', endedAt: engine.now, outcome: 'Taken over after a long silence.' })
    .where(and(eq(qbSessions.companyId, engine.companyId), eq(qbSessions.id, live.id)));
}

async function dropFlying(engine: Engine, sessionId: string): Promise<void> {
  const flying = await loadFlying(engine.tx, engine.companyId, sessionId);
  if (flying) await loseInFlight(engine, flying.set, flying.requests);
}

/** Ends a run by its ticket, any number of times. Gives the line for the Web Connector's status column. */
export async function closeSession(engine: Engine, ticketHash: string): Promise<string> {
  const closed = await closeByTicket(
    engine.tx,
    { companyId: engine.companyId, ticketHash },
    { state: 'closed', now: engine.now },
  );
  if (closed === null) return 'OK';
  await dropFlying(asConnector(engine, closed.connectionId), closed.id);
  const text = closingLine(closed);
  await engine.tx
    .update(qbSessions)
    .set({ outcome: text })
    .where(and(eq(qbSessions.companyId, engine.companyId), eq(qbSessions.id, closed.id)));
  await engine.tx
    .update(connections)
    .set({ lastContactAt: engine.now, lastOutcome: text })
    .where(and(eq(connections.companyId, engine.companyId), eq(connections.id, closed.connectionId)));
  return text;
}

function closingLine(closed: {
  doneCount: number;
  failedCount: number;
  guard: string;
  lastError: string | null;
}): string {
  if (closed.guard === 'wrong_file' || closed.guard === 'edition')
    return (closed.lastError ?? 'The company file was refused.').slice(0, 500);
  const good = closed.doneCount - closed.failedCount;
  const bad =
    closed.failedCount === 0
      ? ''
      : `, ${closed.failedCount} need${closed.failedCount === 1 ? 's' : ''} attention`;
  return `OK: ${good} done${bad}`;
}

/** The Web Connector could not reach QuickBooks: the run ends, the queue is kept, the reason is shown. */
export async function failConnection(
  engine: Engine,
  input: { ticketHash: string; hresult: string; message: string },
): Promise<void> {
  const closed = await closeByTicket(
    engine.tx,
    { companyId: engine.companyId, ticketHash: input.ticketHash },
    { state: 'closed', now: engine.now },
  );
  if (closed === null) return;
  await dropFlying(asConnector(engine, closed.connectionId), closed.id);
  const meaning = hresultMeaning(input.hresult);
  const text = `${meaning.cause} ${meaning.remedy}`;
  await engine.tx
    .update(qbSessions)
    .set({ outcome: text.slice(0, 500), lastError: text })
    .where(and(eq(qbSessions.companyId, engine.companyId), eq(qbSessions.id, closed.id)));
  await engine.tx
    .update(connections)
    .set({
      connectFailures: sql`${connections.connectFailures} + 1`,
      lastErrorText: text,
      lastErrorAt: engine.now,
      lastContactAt: engine.now,
      lastOutcome: 'QuickBooks could not be reached.',
    })
    .where(and(eq(connections.companyId, engine.companyId), eq(connections.id, closed.connectionId)));
}

/** What getLastError answers: why nothing was handed out, or that the session is over. */
export async function explain(engine: Engine, ticketHash: string): Promise<string> {
  const found = await lastErrorOf(engine.tx, { companyId: engine.companyId, ticketHash });
  if (found === null || found.state !== 'open') return 'This session has ended. Run the update again.';
  return found.lastError ?? 'Nothing to do.';
}
