import { z } from 'zod';
import { isProcoreId, isUuid } from '@/lib/core/encoding';
import { JSON_BODY, TEXT } from '@/lib/core/limits';

export const procoreIdText = z.string().refine(isProcoreId, 'is not an id of Procore');

export const uuidText = z.string().refine(isUuid, 'is not an id of ours');

export const hashText = z.string().regex(/^[0-9a-f]{64}$/, 'is not a hash');

/** The records of a bulk verb. */
export function several<S extends z.ZodType>(item: S) {
  return z.array(item).min(1).max(JSON_BODY.maxIdsPerVerb);
}

/** How a list of what happened is asked for; `only` narrows it to what matters most there. */
export const historyQuery = z.strictObject({
  search: z.string().trim().max(TEXT.search).default(''),
  only: z.stringbool().default(false),
  days: z.coerce.number().int().min(1).max(JSON_BODY.maxHistoryDays).default(JSON_BODY.historyDays),
  cursor: z.string().max(80).nullable().default(null),
});
