import { sql } from 'drizzle-orm';
import type { ListKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import { listOfLink } from '@/lib/mappings/gone';
import type { QbRequest } from '@/lib/qbxml';
import type { RequestRow } from '../rows';
import { REQUEST_JOINS, REQUEST_JSON } from './load';

/** Changes that wait to be made, locked; one that is no longer waiting is left out. */
export async function loadWaiting(tx: Tx, companyId: string, ids: readonly string[]): Promise<RequestRow[]> {
  const rows = await tx.execute<{ request: RequestRow }>(sql`
    with waiting as materialized (
      select r.* from qb_requests r where r.company_id = ${companyId} and r.state = 'ready'
        and r.id = any (array(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)))
      for update
    )
    select ${REQUEST_JSON} as request from waiting r ${REQUEST_JOINS}`);
  return rows.map(row => row.request);
}

interface Subject {
  readonly companyId: string;
  readonly connectionId: string;
}

/** The newest change of the same record that is not settled; null for none. A new one follows it. */
export async function lastOpenChange(tx: Tx, subject: Subject, request: QbRequest): Promise<string | null> {
  const body = request.body as Record<string, unknown>;
  const { TxnID: txnId } = (body[request.message] ?? {}) as { TxnID?: unknown };
  if (typeof txnId !== 'string') return null;
  const [row] = await tx.execute<{ id: string }>(sql`
    select id from qb_requests where company_id = ${subject.companyId} and connection_id = ${subject.connectionId}
      and role = 'write' and state in ('ready', 'sent', 'unknown') and message = ${request.message}
      and payload #>> array['body', ${request.message}, 'TxnID'] = ${txnId}
    order by seq desc limit 1`);
  return row?.id ?? null;
}

/** A record of QuickBooks as an answer gave it. */
export interface ChangedRecord {
  readonly list: ListKind;
  readonly qbId: string;
  readonly editSequence: string;
  readonly total: string | null;
}

/**
 * Whatever is linked to a record that was changed, and the copy of it, shall not be older than what was just written: a
 * company file that shows less than this was restored. The lines a copy has are not the record's any more.
 */
export async function noteChanged(
  tx: Tx,
  subject: Subject,
  records: readonly ChangedRecord[],
): Promise<void> {
  for (const record of records) {
    await tx.execute(sql`
      with linked as (
        update links set edit_sequence = ${record.editSequence} where company_id = ${subject.companyId}
          and connection_id = ${subject.connectionId} and ${listOfLink(sql`kind`)} = ${record.list}
          and qb_id = ${record.qbId} and ended_at is null
        returning 1
      )
      update qb_lists set edit_sequence = ${record.editSequence},
        fields = (fields - 'lines') || jsonb_strip_nulls(jsonb_build_object('total', ${record.total}::text))
      where company_id = ${subject.companyId} and connection_id = ${subject.connectionId} and kind = ${record.list}
        and qb_id = ${record.qbId} and deleted_at is null`);
  }
}
