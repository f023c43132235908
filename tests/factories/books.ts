import { NO_BILLS } from '@/lib/mappings/bill-books';
import type { BookLink, Books, BooksConnection } from '@/lib/mappings/books';
import { linkKey } from '@/lib/mappings/books';
import { NO_ESTIMATES } from '@/lib/mappings/estimate-books';
import { NO_LISTS } from '@/lib/mappings/list-books';
import { DEFAULT_SETTINGS } from '@/lib/tenancy/settings';
import { COST_CODE_ID, PROJECT_ID, VENDOR_ID } from './commitment';

export const EXTERNAL_GUID = '{7A1D3E52-0C1B-8B37-9C1E-0E2F6D0B9A12}';

export function bookLink(patch: Partial<BookLink> = {}): BookLink {
  return {
    qbId: '80000001-1',
    qbType: 'Vendor',
    name: 'Keel Concrete LLC',
    isActive: true,
    isGone: false,
    isTwoSided: null,
    order: null,
    ...patch,
  };
}

export function booksConnection(patch: Partial<BooksConnection> = {}): BooksConnection {
  return {
    id: '0b0f9b8e-1d2c-4e3f-8a4b-5c6d7e8f9a0b',
    name: 'Main file',
    companyFileName: 'Harbor & Pine Builders, Inc.',
    fileId: '{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}',
    target: { country: 'US', version: [13, 0] },
    closingDate: '2025-12-31',
    arePurchaseOrdersOn: true,
    areEstimatesOn: true,
    missingRight: null,
    ...patch,
  };
}

export const LINKS = {
  project: bookLink({
    qbId: '80000004-1',
    qbType: 'Job',
    name: 'Riverside Health:24-017 Riverside Clinic Addition',
  }),
  vendor: bookLink({ qbId: '80000020-1' }),
  costCode: bookLink({ qbId: '80000030-1', qbType: 'ItemService', name: '03:03-300', isTwoSided: true }),
} as const;

/** Books in which the commitment of `commitment()` passes every rule. */
export function books(patch: Partial<Books> = {}): Books {
  return {
    settings: DEFAULT_SETTINGS,
    connection: booksConnection(),
    links: {
      [linkKey('project', PROJECT_ID)]: LINKS.project,
      [linkKey('vendor', VENDOR_ID)]: LINKS.vendor,
      [linkKey('cost_code', COST_CODE_ID)]: LINKS.costCode,
    },
    costCodes: { '03-300': COST_CODE_ID },
    orderNumbers: {},
    formerIds: [],
    otherChanges: [],
    externalGuid: EXTERNAL_GUID,
    lists: NO_LISTS,
    bills: NO_BILLS,
    estimates: NO_ESTIMATES,
    ...patch,
  };
}
