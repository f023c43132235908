import { sql } from 'drizzle-orm';
import { qbRequests } from '@/drizzle/schema';
import { contentHash } from '@/lib/core/canonical';
import { SYNC } from '@/lib/core/limits';
import type { Tx } from '@/lib/db/client';
import { READ_LISTS } from '@/lib/flows/lists';
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

const NO_PAYLOAD = contentHash({});

export interface DueReads {
  readonly companyId: string;
  readonly connectionId: string;
  readonly now: Date;
  readonly newId: () => string;
  /** A person asked: read everything now. */
  readonly isAsked?: boolean;
}

/**
 * Queues the list reads that are due: lists older than an hour, older than five minutes when a write waits, never read,
 * or asked for. A list that is queued already, or that QuickBooks refused within the hour, is left.
 */
export async function enqueueDueReads(tx: Tx, due: DueReads): Promise<void> {
  const at = due.now.toISOString();
  const age = (ms: number): string => new Date(due.now.getTime() - ms).toISOString();
  const kinds = READ_LISTS.map(kind => ({ kind, id: due.newId() }));
  await tx.execute(sql`
    with writes as (select exists (select 1 from qb_requests where company_id = ${due.companyId}
      and connection_id = ${due.connectionId} and state = 'ready' and role = 'write' and available_at <= ${at}::timestamptz) as waiting)
    insert into qb_requests (company_id, id, connection_id, role, priority, state, message, payload, payload_hash, reader,
      depends_on, attempts, available_at, created_at)
    select ${due.companyId}, k.id, ${due.connectionId}, 'read',
      case when ${due.isAsked ?? false} then ${PRIORITY.interactive}::int when writes.waiting then ${PRIORITY.beforeWrites}::int
        else ${PRIORITY.due}::int end,
      'ready', 'ListRead', '{}'::jsonb, ${NO_PAYLOAD}, k.kind, '{}', 0, ${at}::timestamptz, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(kinds)}::jsonb) as k(kind text, id uuid) cross join writes
    left join qb_cursors c on c.company_id = ${due.companyId} and c.connection_id = ${due.connectionId} and c.kind = k.kind
    where (c.as_of is null or ${due.isAsked ?? false} or c.as_of < ${age(SYNC.listMaxAgeMs)}::timestamptz
        or (writes.waiting and c.as_of < ${age(SYNC.listMaxAgeBeforeWriteMs)}::timestamptz))
      and (c.failed_at is null or ${due.isAsked ?? false} or c.failed_at < ${age(SYNC.listMaxAgeMs)}::timestamptz)
      and not exists (select 1 from qb_requests r where r.company_id = ${due.companyId}
        and r.connection_id = ${due.connectionId} and r.reader = k.kind and r.role = 'read' and r.state in ('ready', 'sent'))`);
}
