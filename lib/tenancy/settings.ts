import { z } from 'zod';

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
});

export type CompanySettings = z.output<typeof companySettings>;

export const DEFAULT_SETTINGS: CompanySettings = companySettings.parse({});

/** Settings as stored; keys that are no longer known are dropped, so an older row never stops the company. */
export function readSettings(stored: unknown): CompanySettings {
  const known = companySettings.strip().safeParse(stored ?? {});
  return known.success ? known.data : DEFAULT_SETTINGS;
}
