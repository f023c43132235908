import { and, eq, ne, sql } from 'drizzle-orm';
import { connections } from '@/drizzle/schema';
import type { Tx } from '@/lib/db/client';
import { type HistoryFrame, recordHistory } from '@/lib/history';
import type { CompanyFileFacts } from './facts';
import type { GuardVerdict } from './guard';

interface Ref {
  readonly companyId: string;
  readonly connectionId: string;
}

/**
 * Says which connection of the company reaches the open file already, where its mark tells. The marks of other companies
 * are not looked for: their files are just the wrong ones.
 */
export async function nameNeighbour(
  tx: Tx,
  ref: Ref,
  { facts, verdict }: { readonly facts: CompanyFileFacts; readonly verdict: GuardVerdict },
): Promise<GuardVerdict> {
  if (verdict.guard !== 'wrong_file' || facts.fileId === null) return verdict;
  const [other] = await tx
    .select({ name: connections.name })
    .from(connections)
    .where(
      and(
        eq(connections.companyId, ref.companyId),
        ne(connections.id, ref.connectionId),
        ne(connections.status, 'removed'),
        sql`upper(${connections.fileId}) = ${facts.fileId}`,
      ),
    );
  if (!other) return verdict;
  const file = facts.companyFileName ?? 'The open company file';
  const reason = `${file} is reached by the connection “${other.name}” already. One company file has one connection: open the other file, or remove this connection and its line in the Web Connector.`;
  return { guard: 'wrong_file', reason };
}

interface Pair extends Record<string, unknown> {
  paused_id: string;
  kept_id: string;
  kept_name: string;
}

/**
 * Two connections whose files show the same marked record reach one company file, or a copy of it: nothing is written by
 * the newer any more until a person has looked. Without a second connection nothing is asked.
 */
export async function pauseSecondConnection(tx: Tx, frame: HistoryFrame, ref: Ref): Promise<void> {
  const [pair] = await tx.execute<Pair>(sql`
    with pair as (
      select own.id as own_id, own.name as own_name, own.created_at as own_at, o.id, o.name, o.created_at
      from connections own
      join connections o on o.company_id = own.company_id and o.id <> own.id and o.status <> 'removed'
      where own.company_id = ${ref.companyId} and own.id = ${ref.connectionId}
        and exists (select 1 from qb_lists a
          join qb_lists b on b.company_id = a.company_id and b.connection_id = o.id and b.external_guid = a.external_guid
            and b.qb_id = a.qb_id
          where a.company_id = own.company_id and a.connection_id = own.id and a.external_guid is not null)
      order by o.created_at limit 1
    ), decided as (
      select case when (own_at, own_id) > (created_at, id) then own_id else id end as paused_id,
        case when (own_at, own_id) > (created_at, id) then id else own_id end as kept_id,
        case when (own_at, own_id) > (created_at, id) then name else own_name end as kept_name from pair
    )
    select d.* from decided d join connections c on c.company_id = ${ref.companyId} and c.id = d.paused_id
    where c.status in ('new', 'active')`);
  if (!pair) return;
  const reason = `This connection reaches the same company file as “${pair.kept_name}”, or a copy of it. Keep one of them: remove this one, or have the right file opened.`;
  const detail = { otherConnectionId: pair.kept_id };
  await tx
    .update(connections)
    .set({ status: 'paused', pauseKind: 'second_connection', pauseReason: reason, pauseDetail: detail })
    .where(and(eq(connections.companyId, ref.companyId), eq(connections.id, pair.paused_id)));
  await recordHistory(tx, frame, [
    { action: 'paused', objectKind: 'connection', objectId: pair.paused_id, after: detail, reason },
  ]);
}
