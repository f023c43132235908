import { and, eq, gt, inArray } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { CARRIED_KINDS } from '@/lib/flows/registry';
import type { ExportState } from '@/lib/lifecycle';
import { type Ctx, inCompany } from '@/lib/tenancy';
import { stageExports } from './stage';

/** States whose rules may turn out otherwise when a mapping, a list or a setting changes. */
const JUDGED: readonly ExportState[] = [
  'not_sendable',
  'ready_to_send',
  'awaiting_approval',
  'retrieved',
  'rejected',
  'failed',
  'needs_attention',
];

const BATCH = 100;

/** Judges the company's open records anew: after a link, a list read or a setting has changed. */
export async function recheckExports(ctx: Ctx): Promise<void> {
  let after = '';
  for (;;) {
    const rows = await inCompany(ctx, tx =>
      tx
        .select()
        .from(exports)
        .where(
          and(
            eq(exports.companyId, ctx.company.id),
            inArray(exports.kind, CARRIED_KINDS),
            inArray(exports.state, [...JUDGED]),
            ...(after === '' ? [] : [gt(exports.id, after)]),
          ),
        )
        .orderBy(exports.id)
        .limit(BATCH),
    );
    for (const kind of new Set(rows.map(row => row.kind))) {
      const records = rows
        .filter(row => row.kind === kind)
        .map(row => ({
          snapshot: row.snapshot,
          updatedAt: row.procoreUpdatedAt,
          deletedAt: row.deletedInProcoreAt,
        }));
      await stageExports(ctx, kind, records);
    }
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.id;
  }
}
