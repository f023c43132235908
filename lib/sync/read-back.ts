/**
 * The guard against a restored backup, pure: before a session writes, or looks for a lost write, what was exported is
 * read back. A file that lacks it without a deletion was restored, and nothing is written to it.
 */

/** What is known of reading back in the session under way. */
export interface ReadBackFacts {
  /** The file was found to be a backup, and nobody has decided about it yet. */
  readonly isSuspect: boolean;
  /** The lists in which our marks would be seen were not read yet, or not since our database was restored. */
  readonly isCopyMissing: boolean;
  readonly hasExports: boolean;
  /** All of it is due, not a few. */
  readonly isWholeDue: boolean;
  /** Sets of questions that this session asked: answered, and in vain. */
  readonly answered: number;
  readonly inVain: number;
}

export type ReadBack =
  /** Nothing was exported that could be missing. */
  | 'needless'
  | 'due'
  | 'done'
  /** Nothing is proved, so this session writes nothing. */
  | 'unproved';

/** Questions that went unanswered this often in one session are left to the next. */
const MAX_IN_VAIN = 2;

export function readBackOf(facts: ReadBackFacts): ReadBack {
  if (facts.isSuspect || facts.isCopyMissing) return 'unproved';
  if (!facts.hasExports) return 'needless';
  if (!facts.isWholeDue && facts.answered > 0) return 'done';
  return facts.inVain < MAX_IN_VAIN ? 'due' : 'unproved';
}

/** Whether writes, and the recovery of lost ones, may go on. */
export function isGuarded(readBack: ReadBack): boolean {
  return readBack === 'needless' || readBack === 'done';
}

/** How many of the earlier records are read back beside the last one. */
const SAMPLE = 5;

/** Places in the order of making, the last one first: it, and five others by chance. `count` is at least one. */
export function samplePlaces(count: number, chance: Uint8Array): number[] {
  const earlier = Array.from({ length: count - 1 }, (_, index) => index + 2);
  const chosen: number[] = [];
  for (let draw = 0; draw < SAMPLE && earlier.length > 0; draw += 1) {
    const [high = 0, low = 0] = [chance[2 * draw], chance[2 * draw + 1]];
    chosen.push(...earlier.splice((high * 256 + low) % earlier.length, 1));
  }
  return [1, ...chosen];
}

export const SAMPLE_BYTES = 2 * SAMPLE;

/** What QuickBooks said of one record, asked for by its id alone. */
export interface Sighting {
  readonly qbId: string;
  readonly statusCode: number;
  /** Null where no record came. */
  readonly record: { readonly editSequence: string | null } | null;
}

export type Sightings =
  | {
      readonly are: 'clear';
      readonly there: readonly { readonly qbId: string; readonly editSequence: string | null }[];
      readonly gone: readonly string[];
    }
  | { readonly are: 'unclear'; readonly reason: string };

const NOT_FOUND = 500;
const EMPTY = 1;

/**
 * Sorts what is there from what is gone. QuickBooks answers 500 for an id it does not have; “empty” for all of them is
 * what somebody sees who may not look, and proves nothing.
 */
export function sightingsOf(seen: readonly Sighting[], askedFor: readonly string[]): Sightings {
  const unanswered = askedFor.some(qbId => !seen.some(one => one.qbId === qbId));
  if (unanswered)
    return { are: 'unclear', reason: 'QuickBooks did not say whether what was exported is there.' };
  const failed = seen.find(one => one.record === null && ![NOT_FOUND, EMPTY].includes(one.statusCode));
  if (failed)
    return { are: 'unclear', reason: `QuickBooks answered ${failed.statusCode} when asked for an export.` };
  const there = seen.flatMap(({ qbId, record }) => (record === null ? [] : [{ qbId, ...record }]));
  const isBlind = there.length === 0 && seen.some(one => one.statusCode === EMPTY);
  if (isBlind)
    return {
      are: 'unclear',
      reason:
        'QuickBooks shows no export at all. Its user may lack the right to see them: let an Admin run the Web Connector.',
    };
  return { are: 'clear', there, gone: seen.flatMap(one => (one.record === null ? [one.qbId] : [])) };
}
