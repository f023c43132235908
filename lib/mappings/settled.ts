import { TASKS } from '@/lib/core/limits';

/** When a picture's record last changed, by Procore's clock, and when the picture was taken, by ours. */
interface Seen {
  readonly procoreUpdatedAt: Date;
  readonly procoreReadAt: Date | null;
}

/**
 * Whether a picture was taken so long after the change it shows that no later change can carry the same moment. Procore
 * tells of changes in whole seconds and by its own clock, so an equal moment alone does not say that nothing changed.
 */
export function isSettled(row: Seen): boolean {
  if (row.procoreReadAt === null) return false;
  return row.procoreReadAt.getTime() - row.procoreUpdatedAt.getTime() >= TASKS.settleMs;
}

/** Whether the record is still as it was read, by the moment of change that a listing tells of it. */
export function isUnchanged(row: Seen, updatedAt: string | null): boolean {
  if (updatedAt === null) return false;
  return row.procoreUpdatedAt.getTime() === new Date(updatedAt).getTime() && isSettled(row);
}

/** Whether a row of a listing tells anything that is not known yet. Of a record that is gone there is no more to learn. */
export function isNews(
  seen: (Seen & { readonly deletedInProcoreAt: Date | null }) | undefined,
  listed: { readonly updatedAt: string | null; readonly deletedAt: string | null },
): boolean {
  if (listed.deletedAt !== null) return seen !== undefined && seen.deletedInProcoreAt === null;
  return seen?.deletedInProcoreAt !== null || !isUnchanged(seen, listed.updatedAt);
}
