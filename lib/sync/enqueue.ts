import { sql } from 'drizzle-orm';
import { qbRequests } from '@/drizzle/schema';
import { contentHash } from '@/lib/core/canonical';
import type { Tx } from '@/lib/db/client';
import type { QbRequest } from '@/lib/qbxml';
import type { Place } from './engine';

export const PRIORITY = { interactive: 0, beforeWrites: 1, write: 2, due: 3 } as const;

/** A write somebody accepted. */
export interface AcceptedWrite {
  readonly id: string;
  readonly companyId: string;
  readonly connectionId: string;
  readonly exportId: string;
  readonly acceptanceId: string;
  readonly request: QbRequest;
  readonly externalGuid: string | null;
  /** Requests whose ids this one needs. */
  readonly dependsOn?: readonly string[];
}

/** The hash an acceptance and its request must share: over exactly what is stored and later encoded. */
export function payloadHash(request: QbRequest): string {
  return contentHash(request);
}

/** Queues accepted writes, in order. One statement. */
export async function enqueueWrites(tx: Tx, writes: readonly AcceptedWrite[], now: Date): Promise<void> {
  if (writes.length === 0) return;
  await tx.insert(qbRequests).values(
    writes.map(write => ({
      companyId: write.companyId,
      id: write.id,
      connectionId: write.connectionId,
      role: 'write' as const,
      priority: PRIORITY.write,
      state: 'ready' as const,
      message: write.request.message,
      payload: write.request,
      payloadHash: payloadHash(write.request),
      exportId: write.exportId,
      acceptanceId: write.acceptanceId,
      externalGuid: write.externalGuid,
      dependsOn: [...(write.dependsOn ?? [])],
      attempts: 0,
      availableAt: now,
      createdAt: now,
    })),
  );
}

/**
 * Takes writes back that no Web Connector has fetched yet; one that is being handed out at this moment is left alone.
 * Gives the exports whose request was cancelled.
 */
export async function cancelWrites(
  { tx, companyId, now }: Place,
  exportIds: readonly string[],
): Promise<Set<string>> {
  if (exportIds.length === 0) return new Set();
  const rows = await tx.execute<{ export_id: string }>(sql`
    with waiting as (
      select id from qb_requests where company_id = ${companyId} and role = 'write' and state = 'ready'
        and export_id = any (array(select value::uuid from jsonb_array_elements_text(${JSON.stringify(exportIds)}::jsonb)))
      for update skip locked
    )
    update qb_requests r set state = 'cancelled', settled_at = ${now.toISOString()}::timestamptz
    from waiting w where r.company_id = ${companyId} and r.id = w.id returning r.export_id`);
  return new Set(rows.map(row => row.export_id));
}
