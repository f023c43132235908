import { and, eq, inArray } from 'drizzle-orm';
import { exports, procoreCursors } from '@/drizzle/schema';
import { TASKS } from '@/lib/core/limits';
import {
  COMMITMENT_KINDS,
  type Commitment,
  type CommitmentKey,
  listCommitments,
  ProcoreError,
  type ProcoreSession,
  showCommitment,
} from '@/lib/procore';
import { type Ctx, inCompany } from '@/lib/tenancy';
import { isNews, isUnchanged } from './settled';
import { type StagedRecord, stageExports } from './stage';

/** A commitment read whole; null when Procore no longer has it. */
async function readCommitment(procore: ProcoreSession, key: CommitmentKey): Promise<Commitment | null> {
  try {
    return await showCommitment(procore, key);
  } catch (thrown) {
    if (thrown instanceof ProcoreError && thrown.status === 404) return null;
    throw thrown;
  }
}

function staged(commitment: Commitment, readAt: Date): StagedRecord {
  return {
    snapshot: commitment,
    updatedAt: commitment.updatedAt === null ? readAt : new Date(commitment.updatedAt),
    deletedAt: commitment.deletedAt === null ? null : new Date(commitment.deletedAt),
    readAt,
  };
}

/** Reads single commitments from Procore and stages them; one that is gone is staged as deleted. */
export async function refreshCommitments(
  ctx: Ctx,
  procore: ProcoreSession,
  keys: readonly CommitmentKey[],
): Promise<void> {
  const records: StagedRecord[] = [];
  for (const key of keys) {
    const readAt = ctx.env.now();
    const found = await readCommitment(procore, key);
    if (found !== null) records.push(staged(found, readAt));
    // As it was last seen, but gone: when it went is not told.
    else
      records.push(
        ...(await lastSeen(ctx, key.id)).map(record => ({
          ...record,
          deletedAt: record.deletedAt ?? readAt,
          readAt,
        })),
      );
  }
  await stageExports(ctx, 'commitment', records);
}

async function lastSeen(ctx: Ctx, procoreId: string): Promise<StagedRecord[]> {
  const rows = await inCompany(ctx, tx =>
    tx
      .select()
      .from(exports)
      .where(
        and(
          eq(exports.companyId, ctx.company.id),
          eq(exports.kind, 'commitment'),
          eq(exports.procoreId, procoreId),
        ),
      ),
  );
  return rows.map(row => ({
    snapshot: row.snapshot,
    updatedAt: row.procoreUpdatedAt,
    deletedAt: row.deletedInProcoreAt,
  }));
}

const READ_AT_ONCE = 20;

/** Batch by batch: what was read stays when Procore's rate limit cuts the rest off. */
export async function refreshInBatches(
  ctx: Ctx,
  procore: ProcoreSession,
  keys: readonly CommitmentKey[],
): Promise<void> {
  for (let from = 0; from < keys.length; from += READ_AT_ONCE)
    await refreshCommitments(ctx, procore, keys.slice(from, from + READ_AT_ONCE));
}

/**
 * Brings a project's commitments up to date: lists what changed since the last look (everything at the first), and reads
 * only what changed. The mark of how far was read moves when all of it is stored.
 */
export async function refreshProject(
  ctx: Ctx,
  procore: ProcoreSession,
  projectId: string,
): Promise<{ read: number }> {
  const name = `commitments:${projectId}`;
  const until = ctx.env.now();
  const [cursor] = await inCompany(ctx, tx =>
    tx
      .select()
      .from(procoreCursors)
      .where(and(eq(procoreCursors.companyId, ctx.company.id), eq(procoreCursors.name, name))),
  );
  const since = cursor
    ? { updatedSince: new Date(cursor.readTo.getTime() - TASKS.pollOverlapMs), until }
    : {};
  let read = 0;
  for (const kind of COMMITMENT_KINDS) {
    const rows = await listCommitments(procore, { projectId, kind, ...since });
    const known = await seenAt(
      ctx,
      rows.map(row => row.id),
    );
    const changed = rows.filter(row => isNews(known.get(row.id), row));
    read += changed.length;
    await refreshInBatches(
      ctx,
      procore,
      changed.map(row => ({ projectId, kind, id: row.id })),
    );
  }
  await inCompany(ctx, tx =>
    tx
      .insert(procoreCursors)
      .values({ companyId: ctx.company.id, name, readTo: until })
      .onConflictDoUpdate({
        target: [procoreCursors.companyId, procoreCursors.name],
        set: { readTo: until, error: null },
      }),
  );
  return { read };
}

async function seenAt(ctx: Ctx, procoreIds: readonly string[]) {
  if (procoreIds.length === 0) return new Map<string, never>();
  const rows = await inCompany(ctx, tx =>
    tx
      .select({
        procoreId: exports.procoreId,
        procoreUpdatedAt: exports.procoreUpdatedAt,
        procoreReadAt: exports.procoreReadAt,
        deletedInProcoreAt: exports.deletedInProcoreAt,
      })
      .from(exports)
      .where(
        and(
          eq(exports.companyId, ctx.company.id),
          eq(exports.kind, 'commitment'),
          inArray(exports.procoreId, [...procoreIds]),
        ),
      ),
  );
  return new Map(rows.map(row => [row.procoreId, row]));
}

/**
 * Asks Procore, just before a decision, whether the records in question changed; those that did are read and staged, so
 * that the decision's hash no longer fits. One listing per project and kind, however many records there are.
 * @throws ProcoreError, Unavailable when Procore cannot be asked: then nothing is decided
 */
export async function freshenForDecision(
  ctx: Ctx,
  procore: ProcoreSession,
  ids: readonly string[],
): Promise<void> {
  const rows = await inCompany(ctx, tx =>
    tx
      .select({
        procoreId: exports.procoreId,
        projectId: exports.procoreProjectId,
        procoreUpdatedAt: exports.procoreUpdatedAt,
        procoreReadAt: exports.procoreReadAt,
        snapshot: exports.snapshot,
      })
      .from(exports)
      .where(
        and(
          eq(exports.companyId, ctx.company.id),
          eq(exports.kind, 'commitment'),
          inArray(exports.id, [...ids]),
        ),
      ),
  );
  const groups = new Map<string, { key: Omit<CommitmentKey, 'id'>; rows: typeof rows }>();
  for (const row of rows) {
    const { kind } = row.snapshot as Commitment;
    const projectId = row.projectId ?? '';
    const group = groups.get(`${projectId}:${kind}`) ?? { key: { projectId, kind }, rows: [] };
    group.rows.push(row);
    groups.set(`${projectId}:${kind}`, group);
  }
  for (const { key, rows: members } of groups.values()) {
    const listed = await listCommitments(procore, { ...key, ids: members.map(row => row.procoreId) });
    const current = new Map(listed.map(one => [one.id, one.updatedAt]));
    const changed = members.filter(row => !isUnchanged(row, current.get(row.procoreId) ?? null));
    await refreshCommitments(
      ctx,
      procore,
      changed.map(row => ({ ...key, id: row.procoreId })),
    );
  }
}
