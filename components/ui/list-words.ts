/** QuickBooks' lists by the names people know them by. */
const WORDS: Readonly<Record<string, string>> = {
  account: 'Accounts',
  terms: 'Terms',
  class: 'Classes',
  customer: 'Customers and jobs',
  vendor: 'Vendors',
  item: 'Items',
  purchase_order: 'Purchase orders',
  bill: 'Bills',
  list_deletion: 'Deleted names and items',
  txn_deletion: 'Deleted transactions',
  presence: 'Whether a record is still there',
};

/** Null for what is no list. */
export function listWord(kind: string): string | null {
  return WORDS[kind] ?? null;
}
