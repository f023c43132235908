import { z } from 'zod';

/** The id of a record of QuickBooks' lists. */
const listId = z.string().min(1).max(36);

/** A company's switches. Each has a default that is safe for the books; the administrator may lift it. */
export const companySettings = z.strictObject({
  /** A sender may not accept his own records. */
  separationOfDuties: z.boolean().default(true),
  /** Order numbers over QuickBooks' 11 characters: stop and ask, or keep their end. */
  longNumbers: z.enum(['refuse', 'keep_end']).default('refuse'),
  /** Send units of measure; QuickBooks must have them switched on. */
  sendUnits: z.boolean().default(false),
  /** Procore unit → QuickBooks unit, for those longer than six characters or spelt otherwise. */
  units: z.record(z.string().min(1).max(40), z.string().min(1).max(31)).default({}),
  /** What later changes of a budget do to its estimate: stand on lines of their own, or revise the amounts of the lines. */
  budgetChanges: z.enum(['added_lines', 'revised_amounts']).default('added_lines'),
  /** The connection that cost codes, projects and companies go to; needed only where there are several. */
  mainFile: z.uuid().nullable().default(null),
  /** What kind of item a cost code becomes. */
  itemType: z.enum(['service', 'non_inventory', 'other_charge']).default('service'),
  /** What the item is called: `03-300`, or `03-300 Cast-in-Place Concrete`. */
  itemNames: z.enum(['code', 'code_and_text']).default('code'),
  /** Whether a code's item stands below its division's. */
  divisions: z.enum(['parents', 'none']).default('parents'),
  /** Accounts of new items, by ListID; another may be chosen for each code. */
  incomeAccount: listId.nullable().default(null),
  expenseAccount: listId.nullable().default(null),
  /** Whether projects become jobs under a customer, or customers themselves. */
  projectsBecome: z.enum(['jobs', 'customers']).default('jobs'),
  /** What the job is called: `Riverside Clinic Addition`, or `24-017 Riverside Clinic Addition`. */
  jobNames: z.enum(['name', 'number_and_name']).default('name'),
  /** The Service item of retainage lines on bills, by ListID. */
  retainageItem: listId.nullable().default(null),
  /** Whether lines of bills are linked to the lines of their purchase orders. */
  linkBills: z.boolean().default(true),
  /** Days from an invoice's billing date until its bill is due; null leaves it to the vendor's terms in QuickBooks. */
  billDueDays: z.number().int().min(0).max(365).nullable().default(null),
  /** The item on which an invoice's tax is booked, by ListID; editions with tax codes reckon it themselves. */
  taxItem: listId.nullable().default(null),
  /** Bills in a Canadian edition, which Procore's own connector does not carry. */
  canadianBills: z.boolean().default(false),
  /** The tax code of every line of a bill in a Canadian edition; null leaves it to QuickBooks. */
  billTaxCode: z.string().trim().min(1).max(3).nullable().default(null),
  /** Records may be sent before their company, job and items are in QuickBooks; those are then accepted with them. */
  mayGoTogether: z.boolean().default(false),
});

export type CompanySettings = z.output<typeof companySettings>;

export const DEFAULT_SETTINGS: CompanySettings = companySettings.parse({});

/** Settings as stored; keys that are no longer known are dropped, so an older row never stops the company. */
export function readSettings(stored: unknown): CompanySettings {
  const known = companySettings.strip().safeParse(stored ?? {});
  return known.success ? known.data : DEFAULT_SETTINGS;
}
