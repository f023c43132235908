import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { history, users } from '@/drizzle/schema';
import type { Tx } from '@/lib/db/client';

export interface TimelineEntry {
  readonly seq: number;
  readonly at: string;
  readonly who: string;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
  readonly requestId: string | null;
}

const ACTOR_WORDS: Readonly<Record<string, string>> = {
  connector: 'Web Connector',
  system: 'Connector',
  procore: 'Procore',
};

/** Who acted, as people say it. */
export function whoOf(
  { actorKind, actorId }: Pick<typeof history.$inferSelect, 'actorKind' | 'actorId'>,
  names: ReadonlyMap<string, string>,
): string {
  if (actorKind === 'person') return names.get(actorId ?? '') ?? 'Somebody';
  if (actorKind === 'rule') return `Direct export rule “${actorId ?? ''}”`;
  return ACTOR_WORDS[actorKind] ?? actorKind;
}

const MAX_ENTRIES = 200;

/** What happened to one object, newest first, with people by name. */
export async function timelineOf(
  tx: Tx,
  companyId: string,
  object: { kind: string; id: string },
): Promise<TimelineEntry[]> {
  const rows = await tx
    .select()
    .from(history)
    .where(
      and(
        eq(history.companyId, companyId),
        eq(history.objectKind, object.kind),
        eq(history.objectId, object.id),
      ),
    )
    .orderBy(desc(history.seq))
    .limit(MAX_ENTRIES);
  const names = await namesOf(
    tx,
    rows.flatMap(row => (row.actorKind === 'person' && row.actorId ? [row.actorId] : [])),
  );
  return rows.map(row => ({
    seq: row.seq,
    at: row.at.toISOString(),
    who: whoOf(row, names),
    action: row.action,
    before: row.before,
    after: row.after,
    reason: row.reason,
    requestId: row.requestId,
  }));
}

/** People's names by our user id. */
export async function namesOf(tx: Tx, userIds: readonly string[]): Promise<Map<string, string>> {
  const unique = [...new Set(userIds)];
  if (unique.length === 0) return new Map();
  const rows = await tx
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, unique));
  return new Map(rows.map(row => [row.id, row.name]));
}

/** The first entry whose number, chain or hash is not as it was written; null when the whole history holds. */
export async function firstBreak(tx: Tx, companyId: string): Promise<number | null> {
  const [row] = await tx.execute<{ seq: string | null }>(
    sql`select history_first_break(${companyId})::text as seq`,
  );
  return row?.seq === null || row?.seq === undefined ? null : Number.parseInt(row.seq, 10);
}
