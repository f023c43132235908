import { and, asc, desc, eq, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { AppError, Invalid, NotFound } from '@/lib/core/errors';
import type { ExportKind } from '@/lib/core/kinds';
import { JSON_BODY } from '@/lib/core/limits';
import { formatMoney } from '@/lib/core/money';
import type { Tx } from '@/lib/db/client';
import { containing } from '@/lib/db/like';
import type { Blocker } from '@/lib/flows/flow';
import { CARRIED_KINDS } from '@/lib/flows/registry';
import {
  DECIDABLE_STATES,
  FILTER_STATES,
  FILTERS,
  type Filter,
  SENDABLE_STATES,
  STATE_WORDS,
} from '@/lib/lifecycle';
import type { Books } from '@/lib/mappings/books';
import { loadBooks } from '@/lib/mappings/load-books';
import { type Ctx, inCompany, kindsInSight, mayApprove, mayView } from '@/lib/tenancy';
import { commitmentIdOf, type RowNames, rowNames } from './names';
import { proposalFor } from './preview';
import { mayBeSentAgain } from './sent-again';
import { type ExportRow, subjectOf } from './snapshot';

export interface ListInput {
  readonly filter: Filter;
  /** Null for all projects: only for approvers and administrators. */
  readonly projectId: string | null;
  readonly kind: ExportKind | null;
  readonly search: string;
  /** Where the page before ended. */
  readonly cursor: string | null;
  /** Rows of a page; a usual page when absent. */
  readonly size?: number;
}

/** A row of a list, as the screens get it. */
export interface ExportItem {
  readonly id: string;
  readonly kind: ExportKind;
  readonly procoreId: string;
  readonly projectId: string | null;
  /** Number and name of the project, where its directory was read. */
  readonly projectName: string | null;
  /** Number of the commitment it belongs to, where it belongs to one. */
  readonly commitmentNumber: string | null;
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
  /** It is in QuickBooks, changed since, and the change can be sent after it. */
  readonly mayBeSentAgain: boolean;
  /** What has to go to QuickBooks before it, once it is accepted: `company Keel Concrete LLC`. */
  readonly waitsFor: readonly string[];
  readonly updatedAt: string;
  /** What accepting the row as it stands here takes; null when it cannot be accepted. */
  readonly proposalHash: string | null;
}

export interface ExportPage {
  readonly items: readonly ExportItem[];
  readonly next: string | null;
  /** How many rows each filter holds, for the tabs. */
  readonly counts: Readonly<Record<Filter, number>>;
}

export function toItem(ctx: Ctx, row: ExportRow, names: RowNames): ExportItem {
  const name = (userId: string | null): string | null =>
    userId === null ? null : (names.people.get(userId) ?? 'Somebody');
  return {
    id: row.id,
    kind: row.kind,
    procoreId: row.procoreId,
    projectId: row.procoreProjectId,
    projectName: names.projects.get(row.procoreProjectId ?? '') ?? null,
    commitmentNumber: names.commitments.get(commitmentIdOf(row) ?? '') ?? null,
    state: row.state,
    stateWord: STATE_WORDS[row.state],
    number: row.number,
    title: row.title,
    vendorName: row.vendorName,
    amount: formatMoney(row.amount),
    procoreStatus: row.procoreStatus,
    blockers: openBlockers(row),
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
    mayBeSentAgain: mayBeSentAgain(row),
    waitsFor: names.waiting.get(row.id) ?? [],
    updatedAt: row.updatedAt.toISOString(),
    proposalHash: null,
  };
}

/** What is still to be said about a record: what the sender agreed to is no obstacle once it is sent. */
function openBlockers(row: ExportRow): Blocker[] {
  const blockers = row.blockers as Blocker[];
  if (SENDABLE_STATES.includes(row.state)) return blockers;
  return blockers.filter(one => one.severity !== 'asks' || !row.consents.includes(one.ruleId));
}

/** Number of the commitment that a row belongs to. */
const HOLDER = sql<
  string | null
>`(select holder.number from exports holder where holder.company_id = exports.company_id
  and holder.kind = 'commitment' and holder.procore_id = (exports.snapshot ->> 'commitmentId')::bigint)`;

/**
 * What each tab is ordered by: what waits longest for an approver first, what can be sent by its commitment, elsewhere
 * what changed last.
 */
function order(filter: Filter): SQL[] {
  if (filter === 'ready_to_export') return [asc(exports.sentAt), asc(exports.id)];
  if (filter === 'ready_to_send')
    return [
      sql`coalesce(${HOLDER}, ${exports.number})`,
      sql`${HOLDER} nulls first`,
      asc(exports.number),
      asc(exports.id),
    ];
  return [desc(exports.updatedAt), asc(exports.id)];
}

function scopeOf(ctx: Ctx, input: Pick<ListInput, 'projectId' | 'kind'>): SQL | undefined {
  return and(
    eq(exports.companyId, ctx.company.id),
    ...(input.projectId === null ? [] : [eq(exports.procoreProjectId, input.projectId)]),
    // What is read but not carried yet is offered to nobody.
    inArray(exports.kind, CARRIED_KINDS),
    input.kind === null
      ? inArray(exports.kind, [...kindsInSight(ctx.rights, input.projectId)])
      : eq(exports.kind, input.kind),
  );
}

function matches(search: string): SQL | undefined {
  if (search === '') return undefined;
  const pattern = containing(search);
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
  if (!mayView(ctx.rights, input.projectId, input.kind)) throw new NotFound('This project');
  const offset = readCursor(input.cursor);
  const size = input.size ?? JSON_BODY.pageSize;
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
    const names = await rowNames(tx, ctx, page);
    const hashes = await proposalHashes(tx, ctx, page);
    return {
      items: page.map(row => ({ ...toItem(ctx, row, names), proposalHash: hashes.get(row.id) ?? null })),
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

/** What an approver would accept, row by row, so that several can be accepted from the list. */
async function proposalHashes(tx: Tx, ctx: Ctx, rows: readonly ExportRow[]): Promise<Map<string, string>> {
  const open = rows.filter(
    row => DECIDABLE_STATES.includes(row.state) && mayApprove(ctx.rights, row.kind, 'export'),
  );
  if (open.length === 0) return new Map();
  const subjects = new Map(open.map(row => [row.id, subjectOf(row, row.snapshot)]));
  const booksOf = await loadBooks(tx, ctx.company.id, [...subjects.values()]);
  return new Map(
    open.flatMap(row => {
      const subject = subjects.get(row.id);
      const hash = subject ? hashOrNull(row, booksOf(subject)) : null;
      return hash === null ? [] : [[row.id, hash] as const];
    }),
  );
}

function hashOrNull(row: ExportRow, books: Books): string | null {
  try {
    return proposalFor(row, books).hash;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code !== 'broken') return null;
    throw thrown;
  }
}

const MAX_OFFSET = 100_000;

function readCursor(cursor: string | null): number {
  if (cursor === null) return 0;
  const offset = /^\d{1,6}$/.test(cursor) ? Number.parseInt(cursor, 10) : Number.NaN;
  if (!Number.isInteger(offset) || offset > MAX_OFFSET)
    throw new Invalid('The page asked for does not exist.');
  return offset;
}
