import { Refusal } from '../http/answer';
import type { Link } from '../store/rows';

type Values = Readonly<Record<string, unknown>>;

interface Lock {
  /** What may be written all the same. */
  readonly free: readonly string[];
  readonly why: string;
}

/**
 * A record that carries an `origin_id` is read-only but for the mark itself. The lock looks at what stood before the
 * write: one request cannot both take the mark off and change something else.
 */
export function refuseWhileLinked(row: Link, values: Values, lock: Lock): void {
  if (row.originId === null) return;
  refuseFields(
    Object.keys(values).filter(name => !lock.free.includes(name)),
    lock.why,
  );
}

/** Ends the request with 422, keyed by each of the fields; nothing where there are none. */
export function refuseFields(names: readonly string[], why: string): void {
  if (names.length === 0) return;
  throw new Refusal(422, why, Object.fromEntries(names.map(name => [name, [why]])));
}

export const ORIGIN_ONLY = ['origin_id', 'origin_data', 'origin_code'] as const;
