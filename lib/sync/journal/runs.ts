import { and, desc, eq, gt, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { connections, messageSets, qbSessions } from '@/drizzle/schema';
import { daysBefore } from '@/lib/core/days';
import { Invalid } from '@/lib/core/errors';
import { JSON_BODY } from '@/lib/core/limits';
import type { Tx } from '@/lib/db/client';
import { containing } from '@/lib/db/like';
import { type Ctx, inCompany, requireMapping } from '@/lib/tenancy';
import type { SessionState } from '../states';

export interface RunsInput {
  readonly search: string;
  /** Only runs in which something went wrong. */
  readonly isTroubled: boolean;
  /** How far back. Texts are searched, so it has to be bounded. */
  readonly days: number;
  readonly cursor: string | null;
}

/** One run of a Web Connector, from authenticate to closeConnection. */
export interface RunLine {
  readonly id: string;
  readonly connectionName: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly state: SessionState;
  /** Requests settled, and how many of them failed or need somebody. */
  readonly done: number;
  readonly failed: number;
  readonly exchanges: number;
  /** Something went wrong in it, even if it was cleared up since. */
  readonly isTroubled: boolean;
  readonly outcome: string | null;
}

export interface RunPage {
  readonly items: readonly RunLine[];
  readonly next: string | null;
}

/** The runs of the company's Web Connectors, newest first. @throws Forbidden */
export async function listRuns(ctx: Ctx, input: RunsInput): Promise<RunPage> {
  requireMapping(ctx.rights);
  return await inCompany(ctx, async tx => {
    const rows = await selectRuns(
      tx,
      and(
        eq(qbSessions.companyId, ctx.company.id),
        gt(qbSessions.startedAt, daysBefore(ctx.env.now(), input.days)),
        input.isTroubled ? hasTrouble() : undefined,
        input.search === '' ? undefined : says(input.search),
        input.cursor === null ? undefined : isBefore(input.cursor),
      ),
    ).limit(JSON_BODY.pageSize + 1);
    const items = rows.slice(0, JSON_BODY.pageSize).map(toLine);
    return { items, next: rows.length > JSON_BODY.pageSize ? cursorOf(items.at(-1)) : null };
  });
}

type RunRow = Awaited<ReturnType<typeof selectRuns>>[number];

export function selectRuns(tx: Tx, where: SQL | undefined) {
  const exchanges = sql<number>`(select count(*)::int from ${messageSets} where ${messageSets.companyId} = ${qbSessions.companyId}
    and ${messageSets.sessionId} = ${qbSessions.id})`;
  return tx
    .select({
      run: qbSessions,
      connectionName: connections.name,
      exchanges,
      isTroubled: sql<boolean>`coalesce(${hasTrouble()}, false)`,
    })
    .from(qbSessions)
    .innerJoin(
      connections,
      and(eq(connections.companyId, qbSessions.companyId), eq(connections.id, qbSessions.connectionId)),
    )
    .where(where)
    .orderBy(desc(qbSessions.startedAt), desc(qbSessions.id))
    .$dynamic();
}

export function toLine({ run, connectionName, exchanges, isTroubled }: RunRow): RunLine {
  return {
    id: run.id,
    connectionName,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    state: run.state,
    done: run.doneCount,
    failed: run.failedCount,
    exchanges,
    isTroubled,
    outcome: run.outcome ?? run.lastError,
  };
}

function hasTrouble(): SQL | undefined {
  return or(
    sql`${qbSessions.failedCount} > 0`,
    inArray(qbSessions.guard, ['wrong_file', 'edition']),
    eq(qbSessions.state, 'taken_over'),
    anySet(sql`m.hresult is not null or m.state in ('unknown', 'asked', 'recovered', 'abandoned')`),
  );
}

function anySet(says: SQL): SQL {
  return sql`exists (select 1 from ${messageSets} m where m.company_id = ${qbSessions.companyId}
    and m.session_id = ${qbSessions.id} and (${says}))`;
}

/** A word of what was sent or answered, of the run's own line, or of a record that went with it. */
function says(words: string): SQL | undefined {
  const pattern = containing(words);
  return or(
    ilike(qbSessions.outcome, pattern),
    ilike(qbSessions.lastError, pattern),
    anySet(sql`m.xml ilike ${pattern} or m.answer_xml ilike ${pattern} or m.message ilike ${pattern} or m.hresult ilike ${pattern}
      or exists (select 1 from qb_requests r join exports e on e.company_id = r.company_id and e.id = r.export_id
        where r.company_id = m.company_id and r.set_id = m.id
          and (e.number ilike ${pattern} or e.title ilike ${pattern} or e.vendor_name ilike ${pattern}))`),
  );
}

function cursorOf(line: RunLine | undefined): string | null {
  return line ? `${line.startedAt}_${line.id}` : null;
}

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f-]{36})$/;

function isBefore(cursor: string): SQL | undefined {
  const [, at, id] = CURSOR.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw new Invalid('The page asked for does not exist.');
  return or(
    lt(qbSessions.startedAt, new Date(at)),
    and(eq(qbSessions.startedAt, new Date(at)), lt(qbSessions.id, id)),
  );
}
