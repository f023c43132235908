import type { ReadKind } from '@/lib/core/kinds';
import { DELETION_READERS, LIST_READERS } from '@/lib/flows/lists';
import type { QbIterator, QbRequest } from '@/lib/qbxml';
import type { BackupSign } from './backup-signs';
import { isDeletionKind, isListKind } from './engine';
import { PRESENCE, type PresenceWish, presenceQuery } from './presence';
import type { ReadPage, RequestRow } from './rows';

/** What a read was queued for, kept in `qb_requests.payload`. It outlives lost pages. */
export interface ReadWish {
  /** Reads everything, so that what is not met is known to be gone. */
  readonly isWhole?: boolean;
  /** Exports that a whole read did not meet: were they deleted, or is this a restored backup? */
  readonly suspects?: readonly BackupSign[];
  /** The export that a person asks about. */
  readonly presence?: PresenceWish;
}

export function wishOf(request: Pick<RequestRow, 'payload'>): ReadWish {
  return (request.payload ?? {}) as ReadWish;
}

/** The question a read asks next; null for a reader that is not known. */
export function readQuery(
  request: Pick<RequestRow, 'reader' | 'page' | 'payload'>,
  cursors: ReadonlyMap<ReadKind, string | null>,
): QbRequest | null {
  const { reader, page } = request;
  const wish = wishOf(request);
  if (reader === PRESENCE) return wish.presence === undefined ? null : presenceQuery(wish.presence);
  if (isDeletionKind(reader)) {
    // What became of suspects is asked of everything that QuickBooks still remembers.
    const isForSuspects = wish.suspects !== undefined;
    return DELETION_READERS[reader].query(isForSuspects ? null : (cursors.get(reader) ?? null));
  }
  if (!isListKind(reader)) return null;
  const cursor = wish.isWhole === true ? null : (cursors.get(reader) ?? null);
  const list = LIST_READERS[reader];
  return list.query(cursor, list.isPaged ? iteratorFor(page) : null);
}

function iteratorFor(page: ReadPage | null): QbIterator | null {
  if (page?.isUnpaged === true) return null;
  return page?.iteratorID ? { state: 'Continue', iteratorID: page.iteratorID } : { state: 'Start' };
}

/** Of reads in the order of their turn, those that may share the first one's set: a refused set was cut in two. */
export function readsTogether<T extends Pick<RequestRow, 'splitGroup'>>(reads: readonly T[]): readonly T[] {
  return reads.filter(read => read.splitGroup === reads[0]?.splitGroup);
}
