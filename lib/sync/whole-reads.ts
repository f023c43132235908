import type { ListKind } from '@/lib/core/kinds';
import { SYNC } from '@/lib/core/limits';
import { DELETION_KINDS, DELETION_READERS } from '@/lib/flows/lists';
import { markUnmet, type StrayExport, strayExports, whatWasMet } from '@/lib/mappings/gone';
import { finishListRead, type ListPlace } from '@/lib/mappings/lists';
import { type BackupSign, backupSigns, noteBackupSigns } from './backup-signs';
import { enqueueRead } from './due-reads';
import type { Engine } from './engine';

export interface FinishedRead {
  readonly cursor: string | null;
  readonly begunAt: Date;
}

/**
 * Ends a read of everything: what it did not meet is marked as deleted and the cursor moves, in one transaction. Exports
 * of ours that are older than we left them pause the connection; those that were not met are asked about among the
 * deletions first. A list that comes back empty though records are known proves nothing: QuickBooks shows nothing to a
 * user without permission. Gives why the read does not count; null when it does.
 */
export async function finishWholeRead(
  engine: Engine,
  place: ListPlace,
  { cursor, begunAt }: FinishedRead,
): Promise<string | null> {
  const met = await whatWasMet(engine.tx, place, begunAt);
  if (!met.anything && met.isAnythingKnown) {
    return 'QuickBooks showed none of the records it showed before. Check what its user may see; nothing was taken as deleted.';
  }
  const times = { begunAt, at: engine.now };
  await markUnmet(engine.tx, place, times);
  await finishListRead(engine.tx, place, { cursor, asOf: begunAt, wholeAt: begunAt });
  await lookForBackup(engine, place, await strayExports(engine.tx, place, times));
  return null;
}

async function lookForBackup(
  engine: Engine,
  place: ListPlace,
  strays: readonly StrayExport[],
): Promise<void> {
  const known = strays.map(one => ({ ...one, kind: place.kind }));
  const records = known
    .filter(one => one.isMet)
    .map(one => ({ kind: one.kind, qbId: one.qbId, editSequence: one.metSequence }));
  const signs = backupSigns(known, { records, deleted: [] });
  const isRemembered = new Set(
    known.filter(one => isWithinMemory(one.lastThere, engine.now)).map(one => one.qbId),
  );
  const older = signs.filter(sign => sign.sign === 'older');
  const missing = signs.filter(sign => sign.sign === 'missing' && isRemembered.has(sign.qbId));
  await noteBackupSigns(engine, place.connectionId, older);
  if (missing.length > 0) await askWhetherDeleted(engine, place, missing);
}

/** What vanished longer ago than QuickBooks remembers deletions may well have been deleted. */
function isWithinMemory(lastThere: string, now: Date): boolean {
  return now.getTime() - new Date(lastThere).getTime() < SYNC.deletionsRememberedMs;
}

async function askWhetherDeleted(
  engine: Engine,
  place: ListPlace,
  suspects: readonly BackupSign[],
): Promise<void> {
  const reader = DELETION_KINDS.find(kind => tellsOf(kind, place.kind));
  if (reader === undefined) return;
  const { connectionId } = place;
  await enqueueRead(engine, { id: engine.env.newId(), connectionId, reader, wish: { suspects } });
}

function tellsOf(kind: (typeof DELETION_KINDS)[number], list: ListKind): boolean {
  return DELETION_READERS[kind].lists.includes(list);
}
