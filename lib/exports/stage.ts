import { and, eq, inArray } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { canonicalJson } from '@/lib/core/canonical';
import type { ExportKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import type { Blocker } from '@/lib/flows/flow';
import { historyFrame, recordHistory } from '@/lib/history';
import { type ExportState, type Move, moveExports } from '@/lib/lifecycle';
import type { Books } from '@/lib/mappings/books';
import { loadBooks } from '@/lib/mappings/load-books';
import { isSettled } from '@/lib/mappings/settled';
import { cancelWrites } from '@/lib/sync';
import { type Ctx, inCompany } from '@/lib/tenancy';
import { sentHashes } from './sent';
import { type ExportRow, flowFor, snapshotHash, subjectOf } from './snapshot';

/** A record as Procore just gave it. */
export interface StagedRecord {
  readonly snapshot: unknown;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
  /** When the reading began; absent where nothing was read. */
  readonly readAt?: Date;
}

/** States in which QuickBooks has it, or may have it. */
const IN_QUICKBOOKS: readonly ExportState[] = ['sent', 'outcome_unknown', 'synced'];

/**
 * Takes in records of one kind as Procore has them now. The same content again changes nothing but the rules' verdict.
 * A change voids an acceptance that has not left yet; after it has left, the difference is noted on the record.
 */
export async function stageExports(
  ctx: Ctx,
  kind: ExportKind,
  records: readonly StagedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await inCompany(ctx, tx => stageIn(ctx, tx, { kind, records }));
}

/** Judges one record anew, within a transaction that changed something about it. */
export async function restageExport(ctx: Ctx, tx: Tx, row: ExportRow): Promise<void> {
  const record = {
    snapshot: row.snapshot,
    updatedAt: row.procoreUpdatedAt,
    deletedAt: row.deletedInProcoreAt,
  };
  await stageIn(ctx, tx, { kind: row.kind, records: [record] });
}

async function stageIn(
  ctx: Ctx,
  tx: Tx,
  { kind, records }: { kind: ExportKind; records: readonly StagedRecord[] },
): Promise<void> {
  const flow = flowFor(kind);
  const procoreIds = records.map(record => flow.summary(record.snapshot).procoreId);
  const known = await tx
    .select()
    .from(exports)
    .where(
      and(
        eq(exports.companyId, ctx.company.id),
        eq(exports.kind, kind),
        inArray(exports.procoreId, procoreIds),
      ),
    )
    .orderBy(exports.id)
    .for('update');
  const byProcoreId = new Map(known.map(row => [row.procoreId, row]));
  const pairs = records.map((record, index) => {
    const row = byProcoreId.get(procoreIds[index] ?? '') ?? null;
    const identity = row ?? {
      id: ctx.env.newId(),
      kind,
      procoreId: procoreIds[index] ?? '',
      exportNumber: 0,
    };
    return { record, row, identity, subject: subjectOf(identity, record.snapshot) };
  });
  const booksOf = await loadBooks(
    tx,
    ctx.company.id,
    pairs.map(pair => pair.subject),
  );
  const judged = pairs
    .filter(pair => !isOutrun(pair.row, pair.record))
    .map(pair => judge(kind, pair, booksOf(pair.subject)));
  await insertNew(ctx, tx, judged);
  const moves = await changeMoves(ctx, tx, judged);
  await moveExports(tx, historyFrame(ctx), moves);
}

/** Two readers may finish in the wrong order: a picture older than the one that is kept is passed over. */
function isOutrun(row: ExportRow | null, record: StagedRecord): boolean {
  return row !== null && record.updatedAt < row.procoreUpdatedAt;
}

interface Judged {
  readonly kind: ExportKind;
  readonly record: StagedRecord;
  readonly row: ExportRow | null;
  readonly id: string;
  readonly connectionId: string | null;
  readonly blockers: readonly Blocker[];
  readonly hash: string;
}

function judge(
  kind: ExportKind,
  pair: { record: StagedRecord; row: ExportRow | null; identity: { id: string } },
  books: Books,
): Judged {
  const flow = flowFor(kind);
  return {
    kind,
    record: pair.record,
    row: pair.row,
    id: pair.identity.id,
    connectionId: books.connection?.id ?? null,
    blockers: flow.check(pair.record.snapshot, books),
    hash: snapshotHash(flow, pair.record.snapshot),
  };
}

/** The columns that mirror the record. */
function mirror(judged: Judged) {
  const summary = flowFor(judged.kind).summary(judged.record.snapshot);
  return {
    procoreProjectId: summary.projectId,
    connectionId: judged.connectionId,
    number: summary.number.slice(0, 255),
    title: summary.title.slice(0, 1000),
    vendorName: summary.vendorName.slice(0, 255),
    amount: summary.amount,
    procoreStatus: summary.status,
    snapshot: judged.record.snapshot,
    snapshotHash: judged.hash,
    procoreUpdatedAt: judged.record.updatedAt,
    ...(judged.record.readAt ? { procoreReadAt: judged.record.readAt } : {}),
    deletedInProcoreAt: judged.record.deletedAt,
    blockers: judged.blockers,
  };
}

async function insertNew(ctx: Ctx, tx: Tx, judged: readonly Judged[]): Promise<void> {
  const fresh = judged.filter(one => one.row === null && one.record.deletedAt === null);
  if (fresh.length === 0) return;
  const now = ctx.env.now();
  const rows = fresh.map(one => ({
    ...mirror(one),
    companyId: ctx.company.id,
    id: one.id,
    kind: one.kind,
    procoreId: flowFor(one.kind).summary(one.record.snapshot).procoreId,
    state: restingState(one.blockers),
    consents: [],
    exportNumber: 0,
    writeBack: 'none' as const,
    writeBackAttempts: 0,
    createdAt: now,
    updatedAt: now,
  }));
  const taken = await tx
    .insert(exports)
    .values(rows)
    // Somebody else may have read the same new record at the same moment.
    .onConflictDoNothing({ target: [exports.companyId, exports.kind, exports.procoreId] })
    .returning({ id: exports.id, state: exports.state });
  await recordHistory(
    tx,
    historyFrame(ctx),
    taken.map(row => ({
      action: 'read from Procore',
      objectKind: 'export',
      objectId: row.id,
      after: { state: row.state },
    })),
  );
}

function restingState(blockers: readonly Blocker[]): 'not_sendable' | 'ready_to_send' {
  return blockers.some(one => one.severity === 'blocks') ? 'not_sendable' : 'ready_to_send';
}

async function changeMoves(ctx: Ctx, tx: Tx, judged: readonly Judged[]): Promise<Move[]> {
  const changed = judged.filter(
    (one): one is Judged & { row: ExportRow } => one.row !== null && differs(one.row, one),
  );
  const queued = changed.filter(one => one.row.state === 'queued' && isNewContent(one.row, one));
  const cancelled = await cancelWrites(
    { tx, companyId: ctx.company.id, now: ctx.env.now() },
    queued.map(one => one.id),
  );
  const sent = await sentHashes(
    ctx,
    tx,
    changed.filter(one => isNewContent(one.row, one)).map(one => one.row),
  );
  return changed.map(one =>
    moveFor(one, { isCancelled: cancelled.has(one.id), isAsSent: sent.get(one.id) === one.hash }),
  );
}

function isNewContent(row: ExportRow, judged: Judged): boolean {
  return (
    row.snapshotHash !== judged.hash ||
    (row.deletedInProcoreAt === null) !== (judged.record.deletedAt === null)
  );
}

function differs(row: ExportRow, judged: Judged): boolean {
  return (
    isNewContent(row, judged) ||
    row.connectionId !== judged.connectionId ||
    row.procoreUpdatedAt.getTime() !== judged.record.updatedAt.getTime() ||
    (judged.record.readAt !== undefined && !isSettled(row)) ||
    canonicalJson(row.blockers) !== canonicalJson(judged.blockers)
  );
}

interface Standing {
  /** It has not left yet, and does not. */
  readonly isCancelled: boolean;
  /** It is as it was when it was accepted last. */
  readonly isAsSent: boolean;
}

function moveFor(judged: Judged & { row: ExportRow }, { isCancelled, isAsSent }: Standing): Move {
  const { row } = judged;
  const isNew = isNewContent(row, judged);
  const isDeleted = judged.record.deletedAt !== null;
  const patch = { ...mirror(judged), ...(isNew ? { consents: [] } : {}) };
  const base = { exportId: row.id, from: [row.state], patch } as const;
  if (IN_QUICKBOOKS.includes(row.state) || (row.state === 'queued' && !isCancelled && isNew)) {
    const note = isDeleted
      ? 'Deleted in Procore after it went to QuickBooks.'
      : 'Changed in Procore after it went to QuickBooks.';
    const { connectionId: _kept, ...seen } = patch;
    return {
      ...base,
      to: row.state,
      action: action(isNew, isDeleted),
      isQuiet: !isNew,
      patch: { ...seen, ...(isNew ? { changedAfterSync: isAsSent && !isDeleted ? null : note } : {}) },
    };
  }
  if (isDeleted && row.state !== 'archived') {
    return {
      ...base,
      to: 'archived',
      action: 'deleted in Procore',
      patch: { ...patch, archivedFrom: 'ready_to_send' },
    };
  }
  if (row.state === 'queued' && isNew) {
    return {
      ...base,
      to: 'awaiting_approval',
      action: 'changed in Procore',
      reason: 'The record changed after it was accepted.',
    };
  }
  const to = nextState(row.state, judged.blockers);
  return { ...base, to, action: action(isNew, isDeleted), isQuiet: !isNew && to === row.state };
}

function action(isNew: boolean, isDeleted: boolean): string {
  if (isDeleted) return 'deleted in Procore';
  return isNew ? 'changed in Procore' : 'checked again';
}

function nextState(state: ExportState, blockers: readonly Blocker[]): ExportState {
  if (state === 'not_sendable' || state === 'ready_to_send') return restingState(blockers);
  return state;
}
