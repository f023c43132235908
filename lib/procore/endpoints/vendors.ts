import { z } from 'zod';
import { idText, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';

const vendor = z
  .looseObject({
    id: idText,
    name: words,
    company: words,
    legal_name: words,
    is_active: z.boolean().nullish(),
    business_phone: words,
    email_address: words,
    address: words,
    city: words,
    state_code: words,
    zip: words,
    origin_id: wordsOrNull,
  })
  .transform(row => ({
    id: row.id,
    name: row.name === '' ? row.company : row.name,
    legalName: row.legal_name,
    isActive: row.is_active ?? true,
    phone: row.business_phone,
    email: row.email_address,
    address: row.address,
    city: row.city,
    stateCode: row.state_code,
    zip: row.zip,
    originId: row.origin_id,
  }));

export type Vendor = z.output<typeof vendor>;

/** Active companies of the directory. */
export function listVendors(session: ProcoreSession, companyId: string): Promise<Vendor[]> {
  return session.list(vendor, '/rest/v1.0/vendors', { company_id: companyId, view: 'extended' });
}

/** Companies that were made inactive; they may still stand on commitments. */
export async function listInactiveVendors(session: ProcoreSession, companyId: string): Promise<Vendor[]> {
  const rows = await session.list(vendor, `/rest/v1.0/companies/${companyId}/vendors/inactive`);
  return rows.map(row => ({ ...row, isActive: false }));
}
