import { z } from 'zod';

/** What an accountant decided for one record that becomes a record of QuickBooks' lists. Ids are ListIDs. */
export const listChoices = z.strictObject({
  /** The name it is to have in QuickBooks, in place of its own. */
  name: z.string().trim().min(1).max(100).optional(),
  /** The customer a project's job stands under. */
  customer: z.string().min(1).max(36).optional(),
  itemType: z.enum(['service', 'non_inventory', 'other_charge']).optional(),
  incomeAccount: z.string().min(1).max(36).optional(),
  expenseAccount: z.string().min(1).max(36).optional(),
});

export type ListChoices = z.output<typeof listChoices>;

/** Choices as stored; what is no longer understood counts as not chosen. */
export function readChoices(stored: unknown): ListChoices {
  const known = listChoices.strip().safeParse(stored ?? {});
  return known.success ? known.data : {};
}

/** What a flow wants to know of QuickBooks' lists. */
export interface ListNeed {
  /** Every name the record may get there, without those of its parents. */
  readonly names: readonly string[];
  /** The cost code it stands below, by its id in Procore. */
  readonly divisionId: string | null;
}

/** A record of QuickBooks' lists, as last read. */
export interface NamedRecord {
  readonly list: 'vendor' | 'customer' | 'item';
  readonly qbId: string;
  readonly qbType: string;
  /** With its parents: `03:03-300`. */
  readonly fullName: string;
  readonly parentId: string | null;
  readonly isActive: boolean;
}

export interface AccountCopy {
  readonly name: string;
  /** As QuickBooks calls it: `CostOfGoodsSold`. */
  readonly type: string;
  readonly isActive: boolean;
  readonly isGone: boolean;
}

export interface CustomerCopy {
  readonly qbId: string;
  readonly fullName: string;
  readonly sublevel: number;
  readonly isActive: boolean;
  readonly isGone: boolean;
}

/** A division that was accepted, and is on its way to QuickBooks. */
export interface DivisionUnderWay {
  readonly requestId: string;
  /** The name its item will have, with its parents. */
  readonly fullName: string;
}

/** What is known of QuickBooks' lists around one record. */
export interface ListBooks {
  readonly choices: ListChoices;
  /** The record it is linked to already, in whichever company file; null for none but its own export. */
  readonly linkedTo: string | null;
  /** Who goes by one of the names it may get, or by one that differs in case, blanks or a dot at the end alone. */
  readonly named: readonly NamedRecord[];
  /** Accounts that were chosen, by ListID. */
  readonly accounts: Readonly<Record<string, AccountCopy>>;
  /** The customer that was chosen, if it was ever read. */
  readonly customer: CustomerCopy | null;
  readonly divisionUnderWay: DivisionUnderWay | null;
}

export const NO_LISTS: ListBooks = {
  choices: {},
  linkedTo: null,
  named: [],
  accounts: {},
  customer: null,
  divisionUnderWay: null,
};
