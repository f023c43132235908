import { and, eq } from 'drizzle-orm';
import { companies, exports } from '@/drizzle/schema';
import type { Tx } from '@/lib/db/client';
import {
  budgetLink,
  type ChangeOrder,
  type Commitment,
  changeOrderLink,
  commitmentLink,
  type Invoice,
  invoiceLink,
  type Place,
  projectLink,
} from '@/lib/procore';
import type { ExportRow } from './snapshot';

/** Where Procore itself shows a record; null until Procore told its address, and for what no project holds. */
export async function procoreUrlOf(tx: Tx, row: ExportRow): Promise<string | null> {
  const [company] = await tx
    .select({ baseUrl: companies.webBaseUrl })
    .from(companies)
    .where(eq(companies.id, row.companyId));
  if (!company?.baseUrl || row.procoreProjectId === null) return null;
  const place = { baseUrl: company.baseUrl, projectId: row.procoreProjectId };
  if (row.kind === 'commitment') return commitmentLink(place, row.snapshot as Commitment);
  if (row.kind === 'invoice') {
    const { commitmentId, commitmentKind, id } = row.snapshot as Invoice;
    return invoiceLink(place, { kind: commitmentKind as Commitment['kind'], id: commitmentId }, id);
  }
  if (row.kind === 'change_order') return await linkOfChange(tx, place, row);
  return row.kind === 'budget' ? budgetLink(place) : projectLink(place);
}

/** Under its commitment, as far as that was read. */
async function linkOfChange(tx: Tx, place: Place, row: ExportRow): Promise<string> {
  const [holder] = await tx
    .select({ snapshot: exports.snapshot })
    .from(exports)
    .where(
      and(
        eq(exports.companyId, row.companyId),
        eq(exports.kind, 'commitment'),
        eq(exports.procoreId, (row.snapshot as ChangeOrder).commitmentId),
      ),
    );
  if (!holder) return projectLink(place);
  return changeOrderLink(place, holder.snapshot as Commitment, row.procoreId);
}
