import type { ExportKind } from '@/lib/core/kinds';

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
  estimate: 'Estimates',
  list_deletion: 'Deleted names and items',
  txn_deletion: 'Deleted transactions',
  presence: 'Whether a record is still there',
};

/** Null for what is no list. */
export function listWord(kind: string): string | null {
  return WORDS[kind] ?? null;
}

const NUMBER_WORDS: Partial<Record<ExportKind, string>> = { budget: 'Estimate No.', invoice: 'Ref. No.' };

/** What QuickBooks' forms call the number of what a record became. */
export function numberWord(kind: ExportKind): string {
  return NUMBER_WORDS[kind] ?? 'P.O. No.';
}

const FORM_WORDS: Partial<Record<ExportKind, string>> = { budget: 'estimate', invoice: 'bill' };

/** What a record becomes in QuickBooks. */
export function formWord(kind: ExportKind): string {
  return FORM_WORDS[kind] ?? 'purchase order';
}
