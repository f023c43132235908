import { z } from 'zod';
import { filtersOf, type Listing } from '../listing';
import { idText, momentText, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';
import { numeral, type Origin, originFields, type Synced, type SyncUpdate, syncRecords } from '../write';

const vendor = z
  .looseObject({
    id: idText,
    name: words,
    company: words,
    legal_name: words,
    is_active: z.boolean().nullish(),
    business_phone: words,
    fax_number: words,
    email_address: words,
    address: words,
    city: words,
    state_code: words,
    zip: words,
    country_code: words,
    origin_id: wordsOrNull,
    origin_code: wordsOrNull,
    updated_at: momentText,
  })
  .transform(row => ({
    id: row.id,
    name: row.name === '' ? row.company : row.name,
    legalName: row.legal_name,
    isActive: row.is_active ?? true,
    phone: row.business_phone,
    fax: row.fax_number,
    email: row.email_address,
    address: row.address,
    city: row.city,
    stateCode: row.state_code,
    zip: row.zip,
    countryCode: row.country_code,
    originId: row.origin_id,
    originCode: row.origin_code,
    updatedAt: row.updated_at,
  }));

export type Vendor = z.output<typeof vendor>;

/** Active companies of the directory. */
export function listVendors(
  session: ProcoreSession,
  companyId: string,
  listing: Listing = {},
): Promise<Vendor[]> {
  return session.list(vendor, '/rest/v1.0/vendors', {
    company_id: companyId,
    view: 'extended',
    ...filtersOf(listing),
  });
}

/** Companies that were made inactive; they may still stand on commitments. */
export async function listInactiveVendors(session: ProcoreSession, companyId: string): Promise<Vendor[]> {
  const rows = await session.list(vendor, `/rest/v1.0/companies/${companyId}/vendors/inactive`);
  return rows.map(row => ({ ...row, isActive: false }));
}

/** One company of the directory. @throws ProcoreError 404 when it is gone or may not be seen. */
export function showVendor(session: ProcoreSession, companyId: string, vendorId: string): Promise<Vendor> {
  return session.get(vendor, `/rest/v1.0/vendors/${vendorId}`, { company_id: companyId, view: 'extended' });
}

export interface NewVendor extends Origin {
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
  readonly address?: string;
  readonly city?: string;
  readonly stateCode?: string;
  readonly zip?: string;
}

/** Adds a company to the directory. Use it through `createOnce`: a lost answer leaves it there. */
export function createVendor(session: ProcoreSession, companyId: string, given: NewVendor): Promise<Vendor> {
  const fields = {
    business_phone: given.phone,
    email_address: given.email,
    address: given.address,
    city: given.city,
    state_code: given.stateCode,
    zip: given.zip,
  };
  const known = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const origin = { ...originFields(given), origin_code: given.originCode };
  return session.write(vendor, {
    method: 'POST',
    path: '/rest/v1.0/vendors',
    body: {
      company_id: numeral(companyId),
      vendor: { name: given.name, is_active: true, ...known, ...origin },
    },
  });
}

/** Writes which vendor of QuickBooks a company is. The same values twice leave the same record. */
export async function markVendor(
  session: ProcoreSession,
  key: { readonly companyId: string; readonly vendorId: string },
  origin: Origin,
): Promise<void> {
  await session.call({
    method: 'PATCH',
    path: `/rest/v1.0/vendors/${key.vendorId}`,
    isRepeatable: true,
    body: {
      company_id: numeral(key.companyId),
      vendor: { ...originFields(origin), origin_code: origin.originCode },
    },
  });
}

/** Writes many companies at once; each is refused or saved by itself. */
export function syncVendors(
  session: ProcoreSession,
  companyId: string,
  updates: readonly SyncUpdate[],
): Promise<Synced<Vendor>> {
  const scope = { company_id: numeral(companyId) };
  return syncRecords(session, { path: '/rest/v1.0/vendors/sync', scope, updates, entity: vendor });
}
