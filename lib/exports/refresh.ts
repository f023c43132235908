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

function staged(commitment: Commitment, now: Date): StagedRecord {
  return {
    snapshot: commitment,
    updatedAt: commitment.updatedAt === null ? now : new Date(commitment.updatedAt),
    deletedAt: commitment.deletedAt === null ? null : new Date(commitment.deletedAt),
  };
}

/** Reads single commitments from Procore and stages them; one that is gone is staged as deleted. */
export async function refreshCommitments(
  ctx: Ctx,
  procore: ProcoreSession,
  keys: readonly CommitmentKey[],
): Promise<void> {
  const now = ctx.env.now();
  const records: StagedRecord[] = [];
  for (const key of keys) {
    const found = await readCommitment(procore, key);
    if (found !== null) records.push(staged(found, now));
    else
      records.push(
        ...(await lastSeen(ctx, key.id)).map(record => ({ ...record, updatedAt: now, deletedAt: now })),
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
    const changed = rows.filter(row => !isKnown(known.get(row.id), row.updatedAt, cursor?.readTo ?? null));
    read += changed.length;
    // Batch by batch: what was read stays when Procore's rate limit cuts the rest off.
    for (let from = 0; from < changed.length; from += READ_AT_ONCE) {
      const batch = changed.slice(from, from + READ_AT_ONCE);
      await refreshCommitments(
        ctx,
        procore,
        batch.map(row => ({ projectId, kind, id: row.id })),
      );
    }
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

/** Procore tells time in seconds, by a clock that is not ours: a change is taken for one of a few seconds around it. */
const SLACK_MS = 5000;

/**
 * Whether what was seen is what Procore has. What was read in the second of its change may have changed once more in
 * that second; so the same time counts only if it lies before one at which everything was listed and read.
 */
function isKnown(seenAt: Date | undefined, updatedAt: string | null, listedAt: Date | null): boolean {
  if (seenAt === undefined || updatedAt === null || listedAt === null) return false;
  const changedAt = new Date(updatedAt).getTime();
  return seenAt.getTime() === changedAt && changedAt < listedAt.getTime() - SLACK_MS;
}

async function seenAt(ctx: Ctx, procoreIds: readonly string[]): Promise<Map<string, Date>> {
  if (procoreIds.length === 0) return new Map();
  const rows = await inCompany(ctx, tx =>
    tx
      .select({ procoreId: exports.procoreId, at: exports.procoreUpdatedAt })
      .from(exports)
      .where(
        and(
          eq(exports.companyId, ctx.company.id),
          eq(exports.kind, 'commitment'),
          inArray(exports.procoreId, [...procoreIds]),
        ),
      ),
  );
  return new Map(rows.map(row => [row.procoreId, row.at]));
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
        at: exports.procoreUpdatedAt,
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
  // Polling has listed what changed before that.
  const listedAt = new Date(ctx.env.now().getTime() - TASKS.pollEveryMs - TASKS.pollOverlapMs);
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
    const changed = members.filter(row => !isKnown(row.at, current.get(row.procoreId) ?? null, listedAt));
    await refreshCommitments(
      ctx,
      procore,
      changed.map(row => ({ ...key, id: row.procoreId })),
    );
  }
}
