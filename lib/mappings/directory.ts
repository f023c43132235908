import { and, eq, sql } from 'drizzle-orm';
import { procoreRecords } from '@/drizzle/schema';
import type { DirectoryKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import { matchName } from './names';

/** A record of one of Procore's directories, as far as mapping it needs. */
export interface DirectoryRecord {
  readonly procoreId: string;
  readonly name: string;
  /** Project number or full cost code; empty for companies. */
  readonly code: string;
  readonly isActive: boolean;
  readonly originId: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Place {
  readonly companyId: string;
  readonly kind: DirectoryKind;
}

/** Replaces the copy of a whole directory: what was not read this time is marked inactive, never removed. */
export async function storeDirectory(
  tx: Tx,
  place: Place,
  { records, readAt }: { records: readonly DirectoryRecord[]; readAt: Date },
): Promise<void> {
  const BATCH = 500;
  for (let start = 0; start < records.length; start += BATCH) {
    const rows = records.slice(start, start + BATCH).map(record => ({
      ...place,
      ...record,
      name: record.name.slice(0, 255),
      code: record.code.slice(0, 100),
      matchName: matchName(record.name),
      readAt,
    }));
    const taken = (column: string) => sql.raw(`excluded.${column}`);
    await tx
      .insert(procoreRecords)
      .values(rows)
      .onConflictDoUpdate({
        target: [procoreRecords.companyId, procoreRecords.kind, procoreRecords.procoreId],
        set: {
          name: taken('name'),
          code: taken('code'),
          matchName: taken('match_name'),
          isActive: taken('is_active'),
          originId: taken('origin_id'),
          fields: taken('fields'),
          readAt: taken('read_at'),
        },
      });
  }
  await tx
    .update(procoreRecords)
    .set({ isActive: false })
    .where(
      and(
        eq(procoreRecords.companyId, place.companyId),
        eq(procoreRecords.kind, place.kind),
        sql`${procoreRecords.readAt} < ${readAt.toISOString()}::timestamptz`,
      ),
    );
}
