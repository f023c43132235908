import { AppError, NotFound } from '@/lib/core/errors';

/** What became of one record of a bulk verb. */
export type EachResult =
  | {
      readonly id: string;
      readonly ok: true;
      /** The direct export rule that accepted it at once. */
      readonly rule?: string;
    }
  | {
      readonly id: string;
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly remedy: string | null;
    };

function refusedAs(id: string, { code, message, remedy }: AppError): EachResult {
  return { id, ok: false, code, message, remedy };
}

/** A fault that is not about a record, such as the database being away, ends the whole run. */
function requireRefusal(thrown: unknown): AppError {
  if (!(thrown instanceof AppError) || thrown.code === 'unavailable' || thrown.code === 'broken')
    throw thrown;
  return thrown;
}

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
      results.push(refusedAs(input.id, requireRefusal(thrown)));
    }
  }
  return results;
}

/** Of the records of a bulk verb, those that cannot be, each with why: the first reason counts. */
export class Refused {
  readonly #why = new Map<string, AppError>();

  add(id: string, why: AppError): void {
    if (!this.#why.has(id)) this.#why.set(id, why);
  }

  isRefused(id: string): boolean {
    return this.#why.has(id);
  }

  /** What `check` lets through. @throws whatever is not about a record */
  sift<T>(cases: readonly T[], idOf: (one: T) => string, check: (one: T) => void): T[] {
    return cases.filter(one => {
      try {
        check(one);
        return true;
      } catch (thrown) {
        this.add(idOf(one), requireRefusal(thrown));
        return false;
      }
    });
  }

  results(ids: readonly string[]): EachResult[] {
    return ids.map(id => {
      const why = this.#why.get(id);
      return why === undefined ? { id, ok: true } : refusedAs(id, why);
    });
  }

  /** @throws what stands against the one record of a verb */
  expectNone(): void {
    const [why] = this.#why.values();
    if (why) throw why;
  }
}

/** The rows that are there, in the order asked; the others are refused. An id given twice counts once. */
export function foundIn<T>(ids: readonly string[], rows: ReadonlyMap<string, T>, refused: Refused): T[] {
  return [...new Set(ids)].flatMap(id => {
    const row = rows.get(id);
    if (row === undefined) refused.add(id, new NotFound());
    return row === undefined ? [] : [row];
  });
}
