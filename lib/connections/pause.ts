import { and, desc, eq, sql } from 'drizzle-orm';
import { type connections, exports, history } from '@/drizzle/schema';
import { formatMoney } from '@/lib/core/money';
import type { Tx } from '@/lib/db/client';

/** What a restored company file lacks, or holds in an older state. As kept in `connections.pauseDetail`. */
export interface MissingSign {
  readonly kind: string;
  readonly qbId: string;
  readonly name: string;
  readonly sign: 'missing' | 'older';
}

/** The same as people know it. */
export interface MissingRecord {
  readonly qbId: string;
  readonly sign: 'missing' | 'older';
  /** The number QuickBooks showed. */
  readonly number: string;
  /** Of the Procore record; null where it is not known any more. */
  readonly exportId: string | null;
  readonly procoreNumber: string | null;
  readonly title: string | null;
  readonly vendorName: string | null;
  readonly amount: string | null;
}

/** Why nothing is written to a company file, and since when. */
export interface Pause {
  readonly kind: 'person' | 'restored' | 'second_connection';
  readonly reason: string;
  readonly at: string | null;
  /** What a person has to decide about; empty unless the file looks restored. */
  readonly missing: readonly MissingRecord[];
}

type Row = typeof connections.$inferSelect;

/** The signs a pause still rests on. */
export function missingSigns(row: Pick<Row, 'pauseKind' | 'pauseDetail'>): readonly MissingSign[] {
  if (row.pauseKind !== 'restored') return [];
  return (row.pauseDetail as { missing?: readonly MissingSign[] } | null)?.missing ?? [];
}

/** Null for a connection that is written to. */
export async function pauseOf(tx: Tx, row: Row): Promise<Pause | null> {
  if (row.status !== 'paused') return null;
  const [entry] = await tx
    .select({ at: history.at })
    .from(history)
    .where(
      and(
        eq(history.companyId, row.companyId),
        eq(history.objectKind, 'connection'),
        eq(history.objectId, row.id),
        eq(history.action, 'paused'),
      ),
    )
    .orderBy(desc(history.seq))
    .limit(1);
  return {
    kind: row.pauseKind ?? 'person',
    reason: row.pauseReason ?? '',
    at: entry?.at.toISOString() ?? null,
    missing: await missingRecords(tx, row),
  };
}

async function missingRecords(tx: Tx, row: Row): Promise<MissingRecord[]> {
  const signs = missingSigns(row);
  if (signs.length === 0) return [];
  const ids = JSON.stringify(signs.map(sign => sign.qbId));
  const known = await tx
    .select()
    .from(exports)
    .where(
      and(
        eq(exports.companyId, row.companyId),
        eq(exports.connectionId, row.id),
        sql`${exports.txnId} in (select jsonb_array_elements_text(${ids}::jsonb))`,
      ),
    );
  return signs.map(({ qbId, sign, name }) => {
    const record = known.find(one => one.txnId === qbId);
    return {
      qbId,
      sign,
      number: name,
      exportId: record?.id ?? null,
      procoreNumber: record?.number ?? null,
      title: record?.title ?? null,
      vendorName: record?.vendorName ?? null,
      amount: record ? formatMoney(record.amount) : null,
    };
  });
}
