import { eq } from 'drizzle-orm';
import { companies } from '@/drizzle/schema';
import type { Tx } from '@/lib/db/client';
import { type Commitment, commitmentLink, projectLink } from '@/lib/procore';
import type { ExportRow } from './snapshot';

/** Where Procore itself shows a record; null until Procore told its address, and for what no project holds. */
export async function procoreUrlOf(tx: Tx, row: ExportRow): Promise<string | null> {
  const [company] = await tx
    .select({ baseUrl: companies.webBaseUrl })
    .from(companies)
    .where(eq(companies.id, row.companyId));
  if (!company?.baseUrl || row.procoreProjectId === null) return null;
  const place = { baseUrl: company.baseUrl, projectId: row.procoreProjectId };
  return row.kind === 'commitment' ? commitmentLink(place, row.snapshot as Commitment) : projectLink(place);
}
