import type { QbAnswer } from '@/lib/qbxml';
import type { SetRow } from './rows';

/**
 * Fencing. A PC that slept may hand a set to QuickBooks long after its lease, when another has proved it absent and its
 * writes were sent again. So the first look for a lost set goes out under that set's own id: QuickBooks keeps the look's
 * answer under it, and meets the late original with 9001, other content under a known id, instead of running it.
 *
 * The fence holds as well as QuickBooks keeps answers. Where it could not keep this one (9005), lost it, or was put back
 * from a backup, a late original would still run; then only the lease of an hour stands between.
 */

/** QuickBooks gave what it keeps under the id, or none, instead of looking: nothing is proved by it. */
export function isFenceTaken(set: Pick<SetRow, 'setKey'> | null, answer: QbAnswer | null): boolean {
  if (set === null || set.setKey === null || answer === null) return false;
  return (answer.messageSetStatusCode ?? 0) !== 0;
}

/** An answer kept under the id of a look-up that is not its own: of the original, or of an earlier look. */
export function isOlderFence(set: Pick<SetRow, 'purpose' | 'setKey'>, answer: QbAnswer | null): boolean {
  return set.purpose === 'lookup' && set.setKey !== null && answer?.newMessageSetID === set.setKey;
}
