import { AppError } from '@/lib/core/errors';

/** What became of one record of a bulk verb. */
export type EachResult =
  | { readonly id: string; readonly ok: true }
  | {
      readonly id: string;
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly remedy: string | null;
    };

/**
 * Runs a verb on several records, each in its own transaction, so that one refusal stops no other. Faults that are not
 * about a record, such as the database being away, end the whole run.
 */
export async function forEach<T extends { readonly id: string }>(
  inputs: readonly T[],
  verb: (input: T) => Promise<void>,
): Promise<EachResult[]> {
  const results: EachResult[] = [];
  for (const input of inputs) {
    try {
      await verb(input);
      results.push({ id: input.id, ok: true });
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code === 'unavailable' || thrown.code === 'broken')
        throw thrown;
      results.push({
        id: input.id,
        ok: false,
        code: thrown.code,
        message: thrown.message,
        remedy: thrown.remedy,
      });
    }
  }
  return results;
}
