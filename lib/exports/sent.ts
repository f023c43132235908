import { and, eq, inArray } from 'drizzle-orm';
import { acceptances } from '@/drizzle/schema';
import type { Tx } from '@/lib/db/client';
import type { Ctx } from '@/lib/tenancy';
import { type Difference, differencesBetween } from './difference';
import { type ExportRow, flowFor, snapshotHash } from './snapshot';

/** The records as they were when they were accepted last, by the acceptance; of none that never was. */
async function acceptedSnapshots(
  tx: Tx,
  companyId: string,
  rows: readonly Pick<ExportRow, 'acceptanceId'>[],
): Promise<ReadonlyMap<string, unknown>> {
  const ids = rows.flatMap(row => row.acceptanceId ?? []);
  if (ids.length === 0) return new Map();
  const found = await tx
    .select({ id: acceptances.id, shown: acceptances.shown })
    .from(acceptances)
    .where(and(eq(acceptances.companyId, companyId), inArray(acceptances.id, ids)));
  return new Map(found.map(one => [one.id, (one.shown as { snapshot?: unknown }).snapshot]));
}

/** The hash of what was last sent, by the export. */
export async function sentHashes(
  ctx: Ctx,
  tx: Tx,
  rows: readonly ExportRow[],
): Promise<ReadonlyMap<string, string>> {
  const snapshots = await acceptedSnapshots(tx, ctx.company.id, rows);
  return new Map(
    rows.flatMap(row => {
      const snapshot = snapshots.get(row.acceptanceId ?? '');
      return snapshot === undefined ? [] : [[row.id, snapshotHash(flowFor(row.kind), snapshot)] as const];
    }),
  );
}

/** What of a record is not as it was last sent. */
export async function differencesFromSent(tx: Tx, row: ExportRow): Promise<Difference[]> {
  const snapshots = await acceptedSnapshots(tx, row.companyId, [row]);
  const sent = snapshots.get(row.acceptanceId ?? '');
  if (sent === undefined) return [];
  const flow = flowFor(row.kind);
  return differencesBetween(flow.content(sent), flow.content(row.snapshot));
}
