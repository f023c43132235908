import { sql } from 'drizzle-orm';
import { EXPORT_KIND_WORDS, type ExportKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';

interface WaitingRow extends Record<string, unknown> {
  export_id: string;
  kind: ExportKind;
  number: string;
  title: string;
}

/** What accepted records wait for before they leave, in words, by their ids: `company Keel Concrete LLC`. One statement. */
export async function waitingFor(
  tx: Tx,
  companyId: string,
  exportIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (exportIds.length === 0) return new Map();
  const rows = await tx.execute<WaitingRow>(sql`
    select distinct r.export_id, p.kind, p.number, p.title from qb_requests r
    join qb_requests before on before.company_id = r.company_id and before.id = any (r.depends_on)
      and before.state in ('ready', 'sent', 'unknown')
    join exports p on p.company_id = before.company_id and p.id = before.export_id
    where r.company_id = ${companyId} and r.role = 'write' and r.state = 'ready'
      and r.export_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(exportIds)}::jsonb))
    order by r.export_id, p.kind, p.number, p.title`);
  const waiting = new Map<string, string[]>();
  for (const { export_id: id, kind, number, title } of rows)
    waiting.set(id, [...(waiting.get(id) ?? []), `${EXPORT_KIND_WORDS[kind].one} ${number || title}`]);
  return waiting;
}
