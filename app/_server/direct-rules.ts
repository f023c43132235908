import { z } from 'zod';
import { EXPORT_KINDS } from '@/lib/core/kinds';
import { MAX_CENTS, parseMoney } from '@/lib/core/money';
import { procoreIdText } from './inputs';

const MOST_NAME_CHARS = 80;

const amountText = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,2})?$/, 'is not an amount such as 5000.00')
  .transform(text => parseMoney(text))
  .refine(cents => cents <= MAX_CENTS, 'is more than QuickBooks can hold');

/** What a direct export rule asks of a record. */
export const ruleTerms = {
  kind: z.enum(EXPORT_KINDS),
  amountUpTo: amountText.nullable().default(null),
  vendorId: procoreIdText.nullable().default(null),
  projectId: procoreIdText.nullable().default(null),
} as const;

export const ruleBody = z.strictObject({
  ...ruleTerms,
  name: z.string().min(1).max(MOST_NAME_CHARS),
  isOn: z.boolean().default(true),
});
