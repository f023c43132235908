import { DELETION_READERS, type DeletionKind, laterCursor } from '@/lib/flows/lists';
import { markDeleted } from '@/lib/mappings/gone';
import { finishListRead } from '@/lib/mappings/lists';
import type { QbResponse } from '@/lib/qbxml';
import { backupSigns, noteBackupSigns } from './backup-signs';
import type { Engine } from './engine';
import { noteDeletedExports } from './gone-records';
import { wishOf } from './read-queries';
import type { RequestRow } from './rows';
import type { RequestChange } from './store/save';

interface DeletionsTold {
  readonly request: RequestRow;
  readonly response: QbResponse;
  readonly kind: DeletionKind;
  readonly sentAt: Date;
}

/**
 * Marks what QuickBooks says was deleted, merged records included; an export among it is unlinked. Exports of ours that a
 * read of everything did not meet, and that nobody deleted, are signs of a restored backup.
 * @throws UnreadableAnswer
 */
export async function takeDeletions(
  engine: Engine,
  connectionId: string,
  { request, response, kind, sentAt }: DeletionsTold,
): Promise<RequestChange> {
  const place = { companyId: engine.companyId, connectionId };
  const deletions = DELETION_READERS[kind].decode(response);
  await markDeleted(engine.tx, place, { records: deletions, at: engine.now });
  await noteDeletedExports(engine, connectionId, deletions);
  const cursor = deletions.reduce<string | null>((latest, one) => laterCursor(latest, one.timeDeleted), null);
  await finishListRead(engine.tx, { ...place, kind }, { cursor, asOf: sentAt });
  const suspects = (wishOf(request).suspects ?? []).map(one => ({ ...one, editSequence: null }));
  await noteBackupSigns(engine, connectionId, backupSigns(suspects, { records: [], deleted: deletions }));
  return { id: request.id, from: ['sent'], to: 'done', page: null, statusCode: response.statusCode };
}
