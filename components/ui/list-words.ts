/** QuickBooks' lists by the names people know them by. */
const WORDS: Readonly<Record<string, string>> = {
  customer: 'Customers and jobs',
  vendor: 'Vendors',
  item: 'Items',
  purchase_order: 'Purchase orders',
};

/** Null for what is no list. */
export function listWord(kind: string): string | null {
  return WORDS[kind] ?? null;
}
