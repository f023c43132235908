/** The rows of the integration map that go out to QuickBooks. */
export const EXPORT_KINDS = [
  'cost_code',
  'project',
  'vendor',
  'budget',
  'commitment',
  'change_order',
  'invoice',
] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** The rows that come in. */
export const IMPORT_KINDS = ['project', 'vendor', 'payment', 'cost'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** Procore's words for each kind, as screens and messages write them. */
export const EXPORT_KIND_WORDS: Readonly<Record<ExportKind, { one: string; many: string }>> = {
  cost_code: { one: 'cost code', many: 'cost codes' },
  project: { one: 'project', many: 'projects' },
  vendor: { one: 'company', many: 'companies' },
  budget: { one: 'budget', many: 'budgets' },
  commitment: { one: 'commitment', many: 'commitments' },
  change_order: { one: 'commitment change order', many: 'commitment change orders' },
  invoice: { one: 'subcontractor invoice', many: 'subcontractor invoices' },
};

/** Likewise, of what comes in. */
export const IMPORT_KIND_WORDS: Readonly<Record<ImportKind, { one: string; many: string }>> = {
  project: { one: 'project', many: 'projects' },
  vendor: { one: 'company', many: 'companies' },
  payment: { one: 'payment issued', many: 'payments issued' },
  cost: { one: 'direct cost', many: 'direct costs' },
};

/** Procore's records that are no exports of their own: the tiers below a change order, and what comes from QuickBooks. */
export const PICTURE_KINDS = ['potential_change_order', 'change_order_request', 'payment', 'cost'] as const;
export type PictureKind = (typeof PICTURE_KINDS)[number];

/** What is written into Procore because QuickBooks has it. */
export const WRITTEN_KINDS = ['payment', 'cost'] as const;
export type WrittenKind = (typeof WRITTEN_KINDS)[number];

/** What a Procore record can be connected to in QuickBooks. */
export const LINK_KINDS = [
  'project',
  'vendor',
  'cost_code',
  'commitment',
  'change_order',
  'invoice',
  'budget',
] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** QuickBooks lists and transactions of which a copy is kept. */
export const LIST_KINDS = [
  'account',
  'terms',
  'class',
  'vendor',
  'customer',
  'item',
  'purchase_order',
  'bill',
  'estimate',
] as const;
export type ListKind = (typeof LIST_KINDS)[number];

/** Lists that the rules for a record look into: they are read again shortly before one leaves. */
export const JUDGED_BY: readonly ListKind[] = ['vendor', 'customer', 'item', 'purchase_order', 'bill'];

/** What is read with a cursor of its own: the lists, and what was deleted from them. */
export const READ_KINDS = [...LIST_KINDS, 'list_deletion', 'txn_deletion'] as const;
export type ReadKind = (typeof READ_KINDS)[number];

/** Procore directories of which a copy is kept. */
export const DIRECTORY_KINDS = ['project', 'vendor', 'cost_code'] as const;
export type DirectoryKind = (typeof DIRECTORY_KINDS)[number];

export const DIRECTIONS = ['export', 'import'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What people are written to about, each by choice. */
export const MAIL_KINDS = ['rejection', 'failure', 'digest'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];
