import { LIST_READERS } from '@/lib/flows/lists';
import { isListKind } from './engine';
import type { Failure } from './failures';
import type { ReadPage, RequestRow } from './rows';

/** What follows when QuickBooks refuses to give a list. Pure. */

/** Switched off, or not part of this edition: nothing to mend, and nothing that needs anybody's attention. */
export function switchedOff(failure: Failure | null): string | null {
  return failure?.code === 'QB-3250' ? 'Not switched on in this company file.' : null;
}

/**
 * Canadian releases may know no pages: a list whose first page one of them refuses is asked for in one piece, once.
 * Null where that would be no other question.
 */
export function unpagedInstead(
  request: Pick<RequestRow, 'reader' | 'page'>,
  country: string | null,
  startedAt: string,
): ReadPage | null {
  if (country !== 'CA' || !isListKind(request.reader) || !LIST_READERS[request.reader].isPaged) return null;
  if (request.page !== null) return null;
  return { iteratorID: null, cursor: null, startedAt, isUnpaged: true };
}
