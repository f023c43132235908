import { and, asc, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import { connections, qbCursors, qbSessions } from '@/drizzle/schema';
import { JUDGED_BY } from '@/lib/core/kinds';
import { SYNC } from '@/lib/core/limits';
import type { Tx } from '@/lib/db/client';
import { statusMeaning } from '@/lib/qbxml';
import { type Ctx, inCompany } from '@/lib/tenancy';
import { editionVerdict, yearOf } from './editions';
import type { FilePreferences } from './facts';
import { type Pause, pauseOf } from './pause';

/** A connection as the Connection page shows it. */
export interface ConnectionHealth {
  readonly id: string;
  readonly name: string;
  readonly status: 'new' | 'active' | 'paused' | 'removed';
  /** Null while it is written to. */
  readonly pause: Pause | null;
  readonly userName: string;
  readonly fileId: string;
  readonly companyFileName: string | null;
  readonly productName: string | null;
  readonly year: number | null;
  readonly country: string | null;
  readonly edition: {
    readonly isSupported: boolean;
    readonly isAllowed: boolean;
    readonly reason: string | null;
  };
  readonly closingDate: string | null;
  readonly preferences: FilePreferences | null;
  /** QuickBooks refused for want of rights: why, and who can change it. Null when it did not. */
  readonly missingRight: string | null;
  readonly lastContactAt: string | null;
  readonly lastOutcome: string | null;
  readonly lastErrorText: string | null;
  readonly isLocked: boolean;
  /** Said after several failures in a row. */
  readonly advice: string | null;
  readonly lists: readonly {
    readonly kind: string;
    readonly asOf: string | null;
    readonly error: string | null;
  }[];
  readonly waiting: { readonly writes: number; readonly reads: number; readonly unknown: number };
  readonly sessions: readonly SessionLine[];
}

export interface SessionLine {
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly state: string;
  readonly done: number;
  readonly failed: number;
  readonly progress: number;
  readonly outcome: string | null;
}

const RECENT_SESSIONS = 5;

/** The company's connections, with how each is doing. */
export async function listConnections(ctx: Ctx): Promise<ConnectionHealth[]> {
  return await inCompany(ctx, async tx => {
    const rows = await tx
      .select()
      .from(connections)
      .where(and(eq(connections.companyId, ctx.company.id), ne(connections.status, 'removed')))
      .orderBy(asc(connections.createdAt));
    const healths: ConnectionHealth[] = [];
    for (const row of rows) healths.push(await healthOf(ctx, tx, row));
    return healths;
  });
}

async function healthOf(ctx: Ctx, tx: Tx, row: typeof connections.$inferSelect): Promise<ConnectionHealth> {
  const lists = await tx
    .select()
    .from(qbCursors)
    .where(and(eq(qbCursors.companyId, ctx.company.id), eq(qbCursors.connectionId, row.id)))
    .orderBy(asc(qbCursors.kind));
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    pause: await pauseOf(tx, row),
    userName: row.userName,
    fileId: row.fileId,
    companyFileName: row.companyFileName,
    productName: row.productName,
    year: row.majorVersion === null ? null : yearOf(row.majorVersion),
    country: row.country,
    edition: editionOf(row),
    closingDate: row.closingDate,
    preferences: row.preferences as FilePreferences | null,
    missingRight: missingRightOf(row.preferences as FilePreferences | null),
    lastContactAt: row.lastContactAt?.toISOString() ?? null,
    lastOutcome: row.lastOutcome,
    lastErrorText: row.lastErrorText,
    isLocked: row.lockedUntil !== null && row.lockedUntil > ctx.env.now(),
    advice: row.connectFailures >= SYNC.connectFailuresBeforeAdvice ? row.lastErrorText : null,
    lists: lists.map(one => ({ kind: one.kind, asOf: one.asOf?.toISOString() ?? null, error: one.error })),
    waiting: await waitingFor(tx, ctx.company.id, row.id),
    sessions: await recentSessions(tx, ctx.company.id, row.id),
  };
}

function missingRightOf(preferences: FilePreferences | null): string | null {
  const code = preferences?.missingRight ?? null;
  if (code === null) return null;
  const { cause, remedy } = statusMeaning(code);
  return `${cause} ${remedy}`;
}

function editionOf(row: typeof connections.$inferSelect): ConnectionHealth['edition'] {
  if (row.productName === null || row.majorVersion === null)
    return { isSupported: true, isAllowed: row.isEditionAllowed, reason: null };
  const verdict = editionVerdict({
    productName: row.productName,
    majorVersion: row.majorVersion,
    country: row.country ?? 'US',
  });
  return {
    isSupported: verdict.isSupported,
    isAllowed: row.isEditionAllowed,
    reason: verdict.isSupported ? null : verdict.reason,
  };
}

async function waitingFor(
  tx: Tx,
  companyId: string,
  connectionId: string,
): Promise<ConnectionHealth['waiting']> {
  const rows = await tx.execute<{ role: string; state: string; count: number }>(sql`
    select role, state, count(*)::int as count from qb_requests
    where company_id = ${companyId} and connection_id = ${connectionId} and state in ('ready', 'sent', 'unknown') group by role, state`);
  const count = (role: string | null, states: readonly string[]): number =>
    rows
      .filter(one => (role === null || one.role === role) && states.includes(one.state))
      .reduce((sum, one) => sum + one.count, 0);
  return {
    writes: count('write', ['ready', 'sent']),
    reads: count('read', ['ready', 'sent']),
    unknown: count(null, ['unknown']),
  };
}

async function recentSessions(tx: Tx, companyId: string, connectionId: string): Promise<SessionLine[]> {
  const rows = await tx
    .select()
    .from(qbSessions)
    .where(and(eq(qbSessions.companyId, companyId), eq(qbSessions.connectionId, connectionId)))
    .orderBy(desc(qbSessions.startedAt))
    .limit(RECENT_SESSIONS);
  return rows.map(row => ({
    id: row.id,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    state: row.state,
    done: row.doneCount,
    failed: row.failedCount,
    progress: row.lastProgress,
    outcome: row.outcome,
  }));
}

/** How fresh is what the company's screens show of QuickBooks. */
export interface Heard {
  /** When any Web Connector of the company was last heard. */
  readonly lastContactAt: string | null;
  readonly isPaused: boolean;
  readonly connections: number;
  /** The oldest of the lists that records are judged by; null while one was never read. */
  readonly listsAsOf: string | null;
}

/** When any Web Connector of the company was last heard, and how old its lists are, for every screen. */
export async function heardFrom(ctx: Ctx): Promise<Heard> {
  const { rows, ages } = await inCompany(ctx, async tx => ({
    rows: await tx
      .select({ id: connections.id, at: connections.lastContactAt, status: connections.status })
      .from(connections)
      .where(and(eq(connections.companyId, ctx.company.id), ne(connections.status, 'removed'))),
    ages: await tx
      .select({ connectionId: qbCursors.connectionId, at: qbCursors.asOf })
      .from(qbCursors)
      .where(and(eq(qbCursors.companyId, ctx.company.id), inArray(qbCursors.kind, [...JUDGED_BY]))),
  }));
  const reads = ages.filter(age => rows.some(row => row.id === age.connectionId));
  const times = rows.flatMap(row => (row.at === null ? [] : [row.at.getTime()]));
  return {
    lastContactAt: times.length === 0 ? null : new Date(Math.max(...times)).toISOString(),
    isPaused: rows.some(row => row.status === 'paused'),
    connections: rows.length,
    listsAsOf: oldestOf(rows.length * JUDGED_BY.length, reads),
  };
}

/** Null while one that is expected was never read. */
function oldestOf(expected: number, reads: readonly { readonly at: Date | null }[]): string | null {
  const times = reads.flatMap(read => (read.at === null ? [] : [read.at.getTime()]));
  if (times.length === 0 || times.length < expected) return null;
  return new Date(Math.min(...times)).toISOString();
}
