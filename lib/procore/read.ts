import { z } from 'zod';
import { ProcoreError } from './errors';

/**
 * Building blocks for reading Procore's answers. Numbers arrive as their digits (see http.ts); fields that are not
 * required may be absent or null; unknown keys and unknown words are let through.
 */

/** An id as text: integer in one place, string in another. */
export const idText = z
  .string()
  .regex(/^[1-9]\d{0,18}$/)
  .meta({ description: 'id' });

export const idOrNull = idText.nullish().transform(value => value ?? null);

/** Free text; null, absent and empty are the same. */
export const words = z
  .union([z.string(), z.boolean()])
  .nullish()
  .transform(value => (value === null || value === undefined ? '' : String(value)));

export const wordsOrNull = words.transform(value => (value === '' ? null : value));

/** Twelve digits before the point are more than a trillion. */
const DECIMAL = /^[+-]?\d{1,12}(\.\d{0,10})?$/;
const NO_DECIMAL = 'is not a decimal number';

/** A decimal as its digits; null, absent and empty are nought. */
export const decimal = z
  .string()
  .nullish()
  .transform(value => (value === null || value === undefined || value.trim() === '' ? '0' : value.trim()))
  .refine(value => DECIMAL.test(value), NO_DECIMAL);

/** The same, where nothing at all differs from nought. */
export const decimalOrNull = z
  .string()
  .nullish()
  .transform(value => (value === null || value === undefined || value.trim() === '' ? null : value.trim()))
  .refine(value => value === null || DECIMAL.test(value), NO_DECIMAL);

/** A percentage as its digits: `10`, `"10.00"` and `"96.36%"` all occur. */
export const percent = z
  .string()
  .nullish()
  .transform(value => (value ?? '').replace('%', '').trim() || '0')
  .refine(value => DECIMAL.test(value), NO_DECIMAL);

/** A whole number that counts or orders; absent or malformed is nought. */
export const count = z
  .string()
  .nullish()
  .transform(value => Number.parseInt(value ?? '0', 10) || 0);

const EPOCH_DAY = '1970-01-01';

export const truth = z
  .boolean()
  .nullish()
  .transform(value => value ?? false);

/** A moment as an ISO string in UTC; the epoch means "not set". */
export const momentText = z
  .string()
  .nullish()
  .transform((value, context) => {
    if (value === null || value === undefined || value === '') return null;
    const milliseconds = Date.parse(value);
    if (Number.isNaN(milliseconds)) {
      context.addIssue({ code: 'custom', message: `“${value}” is not a time` });
      return null;
    }
    return milliseconds === 0 ? null : new Date(milliseconds).toISOString();
  });

/** A calendar day as yyyy-mm-dd; now and then it comes as a full time. The epoch means "not set" here too. */
export const dayText = z
  .string()
  .nullish()
  .transform(value => {
    const day = value?.slice(0, 10) ?? '';
    return /^\d{4}-\d{2}-\d{2}$/.test(day) && day !== EPOCH_DAY ? day : null;
  });

/** A word that a closed list of Procore does not name. */
export interface Stranger {
  readonly field: string;
  readonly word: string;
}

/** Met while the body at hand was read. Reading is one uninterrupted step, so one list is enough. */
let strangers: Stranger[] = [];

/**
 * A word of a closed list, whatever its case. Procore adds words without a new version, so an unknown one is kept as it is
 * and told of, never refused.
 */
export function knownWord(field: string, known: readonly string[]) {
  const lower = new Set(known.map(word => word.toLowerCase()));
  return words.transform(word => {
    if (word !== '' && !lower.has(word.toLowerCase())) strangers.push({ field, word });
    return word;
  });
}

interface Reading {
  readonly what: string;
  readonly onStranger?: (stranger: Stranger) => void;
}

/** Reads a body by its schema. @throws ProcoreError naming the first thing that is missing or malformed. */
export function readAs<S extends z.ZodType>(
  schema: S,
  body: unknown,
  { what, onStranger }: Reading,
): z.output<S> {
  strangers = [];
  const result = schema.safeParse(body);
  for (const stranger of strangers) onStranger?.(stranger);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const text = `${what} cannot be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
  throw new ProcoreError(200, [{ field: null, text }], {
    isRetryable: false,
    isUnsure: true,
    cause: result.error,
  });
}
