import { and, asc, desc, eq, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { Invalid, NotFound } from '@/lib/core/errors';
import type { ExportKind } from '@/lib/core/kinds';
import { JSON_BODY } from '@/lib/core/limits';
import { formatMoney } from '@/lib/core/money';
import type { Blocker } from '@/lib/flows/flow';
import { namesOf } from '@/lib/history';
import { FILTER_STATES, FILTERS, type Filter, STATE_WORDS } from '@/lib/lifecycle';
import { type Ctx, inCompany, mayView } from '@/lib/tenancy';
import type { ExportRow } from './snapshot';

export interface ListInput {
  readonly filter: Filter;
  /** Null for all projects: only for approvers and administrators. */
  readonly projectId: string | null;
  readonly kind: ExportKind | null;
  readonly search: string;
  /** Where the page before ended. */
  readonly cursor: string | null;
}

/** A row of a list, as the screens get it. */
export interface ExportItem {
  readonly id: string;
  readonly kind: ExportKind;
  readonly procoreId: string;
  readonly projectId: string | null;
  readonly state: ExportRow['state'];
  readonly stateWord: string;
  readonly number: string;
  readonly title: string;
  readonly vendorName: string;
  readonly amount: string;
  readonly procoreStatus: string;
  readonly blockers: readonly Blocker[];
  readonly sentBy: string | null;
  readonly sentAt: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly comment: string | null;
  readonly error: {
    readonly code: string;
    readonly cause: string;
    readonly remedy: string;
    readonly raw: string;
  } | null;
  readonly warning: string | null;
  readonly changedAfterSync: string | null;
  readonly refNumber: string | null;
  readonly writeBack: ExportRow['writeBack'];
  readonly writeBackError: string | null;
  readonly isOwn: boolean;
  readonly updatedAt: string;
}

export interface ExportPage {
  readonly items: readonly ExportItem[];
  readonly next: string | null;
  /** How many rows each filter holds, for the tabs. */
  readonly counts: Readonly<Record<Filter, number>>;
}

export function toItem(ctx: Ctx, row: ExportRow, names: ReadonlyMap<string, string>): ExportItem {
  const name = (userId: string | null): string | null =>
    userId === null ? null : (names.get(userId) ?? 'Somebody');
  return {
    id: row.id,
    kind: row.kind,
    procoreId: row.procoreId,
    projectId: row.procoreProjectId,
    state: row.state,
    stateWord: STATE_WORDS[row.state],
    number: row.number,
    title: row.title,
    vendorName: row.vendorName,
    amount: formatMoney(row.amount),
    procoreStatus: row.procoreStatus,
    blockers: row.blockers as Blocker[],
    sentBy: name(row.sentBy),
    sentAt: row.sentAt?.toISOString() ?? null,
    decidedBy: name(row.decidedBy),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    comment: row.comment,
    error: row.error as ExportItem['error'],
    warning: row.warning,
    changedAfterSync: row.changedAfterSync,
    refNumber: row.refNumber,
    writeBack: row.writeBack,
    writeBackError: row.writeBackError,
    isOwn: ctx.actor.kind === 'person' && row.sentBy === ctx.actor.userId,
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What each tab is ordered by: what waits longest for an approver first, elsewhere what changed last. */
function order(filter: Filter): SQL[] {
  if (filter === 'ready_to_export') return [asc(exports.sentAt), asc(exports.id)];
  if (filter === 'ready_to_send') return [asc(exports.number), asc(exports.id)];
  return [desc(exports.updatedAt), asc(exports.id)];
}

function scopeOf(ctx: Ctx, input: Pick<ListInput, 'projectId' | 'kind'>): SQL | undefined {
  return and(
    eq(exports.companyId, ctx.company.id),
    ...(input.projectId === null ? [] : [eq(exports.procoreProjectId, input.projectId)]),
    ...(input.kind === null ? [] : [eq(exports.kind, input.kind)]),
  );
}

function matches(search: string): SQL | undefined {
  if (search === '') return undefined;
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return or(
    ilike(exports.number, pattern),
    ilike(exports.title, pattern),
    ilike(exports.vendorName, pattern),
  );
}

/**
 * One page of one tab, with the counts of all tabs.
 * @throws NotFound for a project the person may not see
 */
export async function listExports(ctx: Ctx, input: ListInput): Promise<ExportPage> {
  if (!mayView(ctx.rights, input.projectId)) throw new NotFound('This project');
  const offset = readCursor(input.cursor);
  const size = JSON_BODY.pageSize;
  return await inCompany(ctx, async tx => {
    const scope = scopeOf(ctx, input);
    const rows = await tx
      .select()
      .from(exports)
      .where(and(scope, inArray(exports.state, [...FILTER_STATES[input.filter]]), matches(input.search)))
      .orderBy(...order(input.filter))
      .limit(size + 1)
      .offset(offset);
    const counted = await tx
      .select({ state: exports.state, count: sql<number>`count(*)::int` })
      .from(exports)
      .where(scope)
      .groupBy(exports.state);
    const byState = new Map(counted.map(one => [one.state, one.count]));
    const page = rows.slice(0, size);
    const names = await namesOf(
      tx,
      page.flatMap(row => [row.sentBy, row.decidedBy].filter(id => id !== null)),
    );
    return {
      items: page.map(row => toItem(ctx, row, names)),
      next: rows.length > size ? String(offset + size) : null,
      counts: Object.fromEntries(
        FILTERS.map(filter => [
          filter,
          FILTER_STATES[filter].reduce((sum, state) => sum + (byState.get(state) ?? 0), 0),
        ]),
      ) as Record<Filter, number>,
    };
  });
}

const MAX_OFFSET = 100_000;

function readCursor(cursor: string | null): number {
  if (cursor === null) return 0;
  const offset = /^\d{1,6}$/.test(cursor) ? Number.parseInt(cursor, 10) : Number.NaN;
  if (!Number.isInteger(offset) || offset > MAX_OFFSET)
    throw new Invalid('The page asked for does not exist.');
  return offset;
}
