import { LIST_READERS, laterCursor } from '@/lib/flows/lists';
import { type ListPlace, storeListPage } from '@/lib/mappings/lists';
import type { QbResponse } from '@/lib/qbxml';
import type { Place } from './engine';
import type { RequestRow } from './rows';
import type { AnswerView } from './store/load';

interface Page {
  readonly response: QbResponse;
  /** When the whole read began that it is a page of. */
  readonly begunAt: Date;
}

/**
 * Stores the records of a response, or of a part of one; gives the greatest time of change among them, null for none.
 * @throws UnreadableAnswer when one cannot be read; nothing was stored then.
 */
export async function storePage(
  engine: Place,
  place: ListPlace,
  { response, begunAt }: Page,
): Promise<string | null> {
  const records = LIST_READERS[place.kind].decode(response);
  await storeListPage(engine.tx, place, { records, begunAt, readAt: engine.now });
  return records.reduce<string | null>((latest, record) => laterCursor(latest, record.timeModified), null);
}

/** When the read began that a request is a part of, as text. */
export function readBegan(engine: Place, view: AnswerView, request: RequestRow): string {
  return request.page?.startedAt ?? view.inFlight?.sentAt ?? engine.now.toISOString();
}

/** What was stored of an answer while it came in. */
export interface StoredPages {
  /** As `storePage` gave it for the whole page of a request. @throws UnreadableAnswer */
  latestOf(requestId: string): string | null;
}
