import { and, eq, inArray } from 'drizzle-orm';
import { exports, procoreCursors } from '@/drizzle/schema';
import type { ExportKind } from '@/lib/core/kinds';
import { TASKS } from '@/lib/core/limits';
import { parseMoney } from '@/lib/core/money';
import { isNews, isUnchanged } from '@/lib/mappings/settled';
import type { CommitmentKey, ProcoreSession } from '@/lib/procore';
import { type Ctx, inCompany } from '@/lib/tenancy';
import { refreshBudget } from './budget';
import type { ListedRecord, RecordPlace, RecordReader, WholeRecord } from './reader';
import { COMMITMENTS, READERS } from './readers';
import type { ExportRow } from './snapshot';
import { type StagedRecord, stageExports } from './stage';

function staged(record: WholeRecord, readAt: Date): StagedRecord {
  return {
    snapshot: record,
    updatedAt: record.updatedAt === null ? readAt : new Date(record.updatedAt),
    deletedAt: record.deletedAt === null ? null : new Date(record.deletedAt),
    readAt,
  };
}

export interface RecordsAsked extends RecordPlace {
  readonly reader: RecordReader;
  readonly ids: readonly string[];
}

/**
 * Reads single records from Procore and stages them; one that is gone is staged as deleted. Batch by batch: what was read
 * stays when Procore's rate limit cuts the rest off.
 */
export async function refreshRecords(
  ctx: Ctx,
  procore: ProcoreSession,
  { reader, ids, ...place }: RecordsAsked,
): Promise<void> {
  for (let from = 0; from < ids.length; from += reader.atOnce) {
    const asked = ids.slice(from, from + reader.atOnce);
    const readAt = ctx.env.now();
    const found = await reader.read({ ctx, procore, place }, asked);
    const there = new Set(found.map(one => one.id));
    const gone = await lastSeen(
      ctx,
      reader.kind,
      asked.filter(id => !there.has(id)),
    );
    await stageExports(ctx, reader.kind, [
      ...found.map(one => staged(one, readAt)),
      // As it was last seen, but gone: when it went is not told.
      ...gone.map(one => ({ ...one, deletedAt: one.deletedAt ?? readAt, readAt })),
    ]);
  }
  if (ids.length > 0) await reader.after?.(ctx, place.projectId);
}

async function lastSeen(ctx: Ctx, kind: ExportKind, procoreIds: readonly string[]): Promise<StagedRecord[]> {
  if (procoreIds.length === 0) return [];
  const rows = await inCompany(ctx, tx =>
    tx
      .select()
      .from(exports)
      .where(
        and(
          eq(exports.companyId, ctx.company.id),
          eq(exports.kind, kind),
          inArray(exports.procoreId, [...procoreIds]),
        ),
      )
      .orderBy(exports.id),
  );
  return rows.map(row => ({
    snapshot: row.snapshot,
    updatedAt: row.procoreUpdatedAt,
    deletedAt: row.deletedInProcoreAt,
  }));
}

/** Reads single commitments; one that is gone is staged as deleted. */
export async function refreshCommitments(
  ctx: Ctx,
  procore: ProcoreSession,
  keys: readonly CommitmentKey[],
): Promise<void> {
  for (const { projectId, kind, id } of keys)
    await refreshRecords(ctx, procore, { reader: COMMITMENTS, projectId, part: kind, ids: [id] });
}

/** Brings a project's commitments up to date. */
export function refreshProject(
  ctx: Ctx,
  procore: ProcoreSession,
  projectId: string,
): Promise<{ read: number }> {
  return readChanges(ctx, procore, { reader: COMMITMENTS, projectId });
}

/**
 * Brings a project's records of a kind up to date: lists what changed since the last look (everything at the first), and
 * reads only what changed. The mark of how far was read moves when all of it is stored.
 */
export async function readChanges(
  ctx: Ctx,
  procore: ProcoreSession,
  { reader, projectId }: { readonly reader: RecordReader; readonly projectId: string },
): Promise<{ read: number }> {
  const name = `${reader.name}:${projectId}`;
  const until = ctx.env.now();
  const readTo = await readSoFar(ctx, name);
  const since =
    readTo === null ? {} : { updatedSince: new Date(readTo.getTime() - TASKS.pollOverlapMs), until };
  let read = 0;
  for (const part of reader.parts) {
    const rows = await reader.list({ ctx, procore, place: { projectId, part } }, since);
    const known = await seenAt(ctx, reader, rows);
    const ids = rows.filter(row => isNewsOf(known.get(row.id), row)).map(row => row.id);
    read += ids.length;
    await refreshRecords(ctx, procore, { reader, projectId, part, ids });
  }
  await noteRead(ctx, name, until);
  return { read };
}

async function readSoFar(ctx: Ctx, name: string): Promise<Date | null> {
  const [cursor] = await inCompany(ctx, tx =>
    tx
      .select()
      .from(procoreCursors)
      .where(and(eq(procoreCursors.companyId, ctx.company.id), eq(procoreCursors.name, name))),
  );
  return cursor?.readTo ?? null;
}

/** Moves the mark of how far a source was read. */
export async function noteRead(ctx: Ctx, name: string, readTo: Date): Promise<void> {
  await inCompany(ctx, tx =>
    tx
      .insert(procoreCursors)
      .values({ companyId: ctx.company.id, name, readTo })
      .onConflictDoUpdate({
        target: [procoreCursors.companyId, procoreCursors.name],
        set: { readTo, error: null },
      }),
  );
}

interface Seen {
  readonly procoreId: string;
  readonly procoreUpdatedAt: Date;
  readonly procoreReadAt: Date | null;
  readonly deletedInProcoreAt: Date | null;
  readonly amount: bigint;
}

/** Whether a listing tells of a record what is not known yet. */
export function isNewsOf(seen: Seen | undefined, row: ListedRecord): boolean {
  if (isNews(seen, row)) return true;
  const isThere = seen !== undefined && row.deletedAt === null;
  return isThere && row.total !== undefined && parseMoney(row.total) !== seen.amount;
}

async function seenAt(ctx: Ctx, { kind }: RecordReader, rows: readonly ListedRecord[]) {
  const ids = rows.map(row => row.id);
  const found: Seen[] =
    ids.length === 0
      ? []
      : await inCompany(ctx, tx =>
          tx
            .select({
              procoreId: exports.procoreId,
              procoreUpdatedAt: exports.procoreUpdatedAt,
              procoreReadAt: exports.procoreReadAt,
              deletedInProcoreAt: exports.deletedInProcoreAt,
              amount: exports.amount,
            })
            .from(exports)
            .where(
              and(
                eq(exports.companyId, ctx.company.id),
                eq(exports.kind, kind),
                inArray(exports.procoreId, ids),
              ),
            ),
        );
  return new Map(found.map(row => [row.procoreId, row]));
}

/**
 * Asks Procore, just before a decision, whether the records in question changed; those that did are read and staged, so
 * that the decision's hash no longer fits. One listing per project and list, however many records there are.
 * @throws ProcoreError, Unavailable when Procore cannot be asked: then nothing is decided
 */
export async function freshenForDecision(
  ctx: Ctx,
  procore: ProcoreSession,
  ids: readonly string[],
): Promise<void> {
  const rows = await inCompany(ctx, tx =>
    tx
      .select()
      .from(exports)
      .where(and(eq(exports.companyId, ctx.company.id), inArray(exports.id, [...ids])))
      .orderBy(exports.id),
  );
  for (const row of rows.filter(one => one.kind === 'budget'))
    await refreshBudget(ctx, procore, row.procoreId);
  for (const reader of READERS) {
    const groups = new Map<string, ExportRow[]>();
    for (const row of rows.filter(one => one.kind === reader.kind)) {
      const key = `${row.procoreProjectId ?? ''}:${reader.partOf(row.snapshot)}`;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    for (const group of groups.values()) await freshenGroup(ctx, procore, { reader, group });
  }
}

async function freshenGroup(
  ctx: Ctx,
  procore: ProcoreSession,
  { reader, group }: { reader: RecordReader; group: readonly ExportRow[] },
): Promise<void> {
  const [first] = group;
  if (!first) return;
  const place = { projectId: first.procoreProjectId ?? '', part: reader.partOf(first.snapshot) };
  const listed = await reader.list({ ctx, procore, place }, { ids: group.map(row => row.procoreId) });
  const current = new Map(listed.map(one => [one.id, one]));
  const changed = group.filter(row => {
    const now = current.get(row.procoreId);
    return !isUnchanged(row, now?.updatedAt ?? null) || (now !== undefined && isNewsOf(row, now));
  });
  await refreshRecords(ctx, procore, { reader, ...place, ids: changed.map(row => row.procoreId) });
}
