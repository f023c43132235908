import { LIST_READERS, laterCursor, type ReadListKind } from '@/lib/flows/lists';
import { type ListPlace, storeListPage } from '@/lib/mappings/lists';
import type { QbResponse } from '@/lib/qbxml';
import type { Place } from './engine';

/**
 * Stores the records of a response, or of a part of one; gives the greatest time of change among them, null for none.
 * @throws UnreadableAnswer when one cannot be read; nothing was stored then.
 */
export async function storePage(
  engine: Place,
  place: ListPlace & { readonly kind: ReadListKind },
  response: QbResponse,
): Promise<string | null> {
  const records = LIST_READERS[place.kind].decode(response);
  await storeListPage(engine.tx, place, { records, readAt: engine.now });
  return records.reduce<string | null>((latest, record) => laterCursor(latest, record.timeModified), null);
}

/** What was stored of an answer while it came in. */
export interface StoredPages {
  /** As `storePage` gave it for the whole page of a request. @throws UnreadableAnswer */
  latestOf(requestId: string): string | null;
}
