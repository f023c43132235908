import { history } from '@/drizzle/schema';
import type { Tx } from '@/lib/db/client';
import { type Actor, actorId } from '@/lib/tenancy/actor';

export interface HistoryEntry {
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string | null;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string | null;
}

/** Who and under which request, for every entry of a transaction. */
export interface HistoryFrame {
  readonly companyId: string;
  readonly actor: Actor;
  readonly at: Date;
  readonly requestId: string | null;
  readonly address: string | null;
}

/**
 * Appends to the company's history in the caller's transaction. The database numbers and chains the rows and refuses
 * any later change. Secrets and whole documents are never put here, only what refers to them.
 */
export async function recordHistory(
  tx: Tx,
  frame: HistoryFrame,
  entries: readonly HistoryEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await tx.insert(history).values(
    entries.map(entry => ({
      companyId: frame.companyId,
      at: frame.at,
      actorKind: frame.actor.kind,
      actorId: actorId(frame.actor),
      action: entry.action,
      objectKind: entry.objectKind,
      objectId: entry.objectId,
      before: entry.before ?? null,
      after: entry.after ?? null,
      reason: entry.reason ?? null,
      requestId: frame.requestId,
      address: frame.address,
    })),
  );
}
