import type { BillBooks, ItemCopy } from '@/lib/mappings/bill-books';
import { NO_BILLS } from '@/lib/mappings/bill-books';
import { type Books, linkKey } from '@/lib/mappings/books';
import { DEFAULT_SETTINGS } from '@/lib/tenancy/settings';
import { bookLink, books, LINKS } from '@/tests/factories/books';
import { COMMITMENT_ID } from '@/tests/factories/change-order';

export const RETAINAGE_ID = '80000041-1';
export const TAX_ID = '80000042-1';
export const ORDER_KEY = linkKey('commitment', COMMITMENT_ID);

/** The commitment's order as it stands in QuickBooks. */
export const ORDER_LINK = bookLink({
  qbId: '1A2-1554200000',
  qbType: 'PurchaseOrder',
  name: 'SC-017-001',
  order: {
    vendor: 'Keel Concrete LLC',
    vendorId: LINKS.vendor.qbId,
    date: '2026-03-02',
    total: '96000.00',
  },
});

export const itemCopy = (patch: Partial<ItemCopy> = {}): ItemCopy => ({
  name: 'Retainage',
  qbType: 'ItemService',
  isActive: true,
  isGone: false,
  isCostCode: false,
  ...patch,
});

export const BILLS: BillBooks = {
  ...NO_BILLS,
  orderLines: {
    contract: { '70011': '1A4-1554200000', '70012': '1A5-1554200000' },
    change: { '90001': '1B1-1554200000' },
  },
  items: { [RETAINAGE_ID]: itemCopy(), [TAX_ID]: itemCopy({ name: 'Sales tax paid' }) },
};

export const billSettings = (patch: Partial<Books['settings']> = {}): Pick<Books, 'settings'> => ({
  settings: { ...DEFAULT_SETTINGS, retainageItem: RETAINAGE_ID, ...patch },
});

/** Books in which the invoice of `invoice()` passes every rule. */
export function billBooks(patch: Partial<Books> = {}): Books {
  const given = books();
  return {
    ...given,
    ...billSettings(),
    links: { ...given.links, [ORDER_KEY]: ORDER_LINK },
    bills: BILLS,
    ...patch,
  };
}
