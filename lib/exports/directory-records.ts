import { sql } from 'drizzle-orm';
import type { DirectoryKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import type { CostCodeRecord } from '@/lib/flows/cost-code';
import type { ProjectRecord } from '@/lib/flows/project';
import type { CompanyRecord } from '@/lib/flows/vendor';

/** A record of Procore's directories as we last read it, with the division of a cost code. */
export interface DirectoryRow extends Record<string, unknown> {
  readonly procore_id: string;
  readonly name: string;
  readonly code: string;
  readonly isActive: boolean;
  readonly origin_id: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly read_at: string;
  readonly division_id: string | null;
  readonly division_code: string | null;
}

/** Directory records by their ids; with null, those that are on the way to QuickBooks or were. */
export async function directoryRows(
  tx: Tx,
  place: { readonly companyId: string; readonly kind: DirectoryKind },
  procoreIds: readonly string[] | null,
): Promise<DirectoryRow[]> {
  const wanted =
    procoreIds === null
      ? sql`exists (select 1 from exports e where e.company_id = r.company_id and e.kind = r.kind
          and e.procore_id = r.procore_id)`
      : sql`r.procore_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(procoreIds)}::jsonb))`;
  return await tx.execute<DirectoryRow>(sql`
    select r.procore_id::text, r.name, r.code, r.is_active as "isActive", r.origin_id, r.fields, r.read_at,
      p.procore_id::text as division_id, p.code as division_code
    from procore_records r
    left join procore_records p on p.company_id = r.company_id and p.kind = r.kind
      and p.procore_id::text = r.fields->>'parentId'
    where r.company_id = ${place.companyId} and r.kind = ${place.kind} and ${wanted}
    order by r.code, r.procore_id`);
}

function textIn({ fields }: DirectoryRow, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

function dayIn(row: DirectoryRow, name: string): string | null {
  return textIn(row, name) === '' ? null : textIn(row, name);
}

function addressIn(row: DirectoryRow) {
  return {
    address: textIn(row, 'address'),
    city: textIn(row, 'city'),
    stateCode: textIn(row, 'stateCode'),
    zip: textIn(row, 'zip'),
    countryCode: textIn(row, 'countryCode'),
  };
}

function costCodeOf(row: DirectoryRow): CostCodeRecord {
  const { division_id: id, division_code: fullCode } = row;
  return {
    id: row.procore_id,
    fullCode: row.code,
    name: row.name,
    isActive: row.isActive,
    division: id === null ? null : { id, fullCode: fullCode ?? '' },
    originId: row.origin_id,
  };
}

function projectOf(row: DirectoryRow): ProjectRecord {
  return {
    id: row.procore_id,
    name: row.name,
    number: row.code,
    isActive: row.isActive,
    startDate: dayIn(row, 'startDate'),
    completionDate: dayIn(row, 'completionDate'),
    originId: row.origin_id,
    ...addressIn(row),
  };
}

function companyOf(row: DirectoryRow): CompanyRecord {
  return {
    id: row.procore_id,
    name: row.name,
    legalName: textIn(row, 'legalName'),
    isActive: row.isActive,
    phone: textIn(row, 'phone'),
    fax: textIn(row, 'fax'),
    email: textIn(row, 'email'),
    originId: row.origin_id,
    ...addressIn(row),
  };
}

/** How a record of each directory is pictured for its flow. */
export const PICTURED: Readonly<Record<DirectoryKind, (row: DirectoryRow) => unknown>> = {
  cost_code: costCodeOf,
  project: projectOf,
  vendor: companyOf,
};
