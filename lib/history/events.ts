import { and, desc, eq, gt, ilike, inArray, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { connections, exports, history, users } from '@/drizzle/schema';
import { daysBefore } from '@/lib/core/days';
import { Invalid } from '@/lib/core/errors';
import { JSON_BODY } from '@/lib/core/limits';
import type { Tx } from '@/lib/db/client';
import { containing } from '@/lib/db/like';
import { type Ctx, inCompany } from '@/lib/tenancy/context';
import { requireMapping } from '@/lib/tenancy/rights';
import { namesOf, type TimelineEntry, whoOf } from './timeline';

export interface EventsInput {
  readonly search: string;
  /** What people decided and set up, or everything that moved. */
  readonly isPeopleOnly: boolean;
  readonly days: number;
  readonly cursor: string | null;
}

export interface EventLine extends TimelineEntry {
  readonly objectKind: string;
  readonly objectId: string | null;
  /** The record's number, the connection's or the person's name; null where there is none. */
  readonly objectName: string | null;
}

export interface EventPage {
  readonly items: readonly EventLine[];
  readonly next: string | null;
}

/** What happened in the company, newest first. @throws Forbidden */
export async function listEvents(ctx: Ctx, input: EventsInput): Promise<EventPage> {
  requireMapping(ctx.rights);
  return await inCompany(ctx, async tx => {
    const rows = await tx
      .select({ event: history, number: exports.number, title: exports.title })
      .from(history)
      .leftJoin(
        exports,
        and(
          eq(exports.companyId, history.companyId),
          eq(exports.id, history.objectId),
          eq(history.objectKind, 'export'),
        ),
      )
      .where(
        and(
          eq(history.companyId, ctx.company.id),
          gt(history.at, daysBefore(ctx.env.now(), input.days)),
          input.isPeopleOnly ? eq(history.actorKind, 'person') : ne(history.action, 'checked again'),
          input.search === '' ? undefined : says(input.search),
          input.cursor === null ? undefined : lt(history.seq, readCursor(input.cursor)),
        ),
      )
      .orderBy(desc(history.seq))
      .limit(JSON_BODY.pageSize + 1);
    const page = rows.slice(0, JSON_BODY.pageSize);
    const names = await namesFor(
      tx,
      ctx.company.id,
      page.map(row => row.event),
    );
    return {
      items: page.map(row => ({
        ...entryOf(row.event, names),
        objectKind: row.event.objectKind,
        objectId: row.event.objectId,
        objectName: row.number || row.title || names.get(row.event.objectId ?? '') || null,
      })),
      next: rows.length > JSON_BODY.pageSize ? String(page.at(-1)?.event.seq) : null,
    };
  });
}

type EventRow = typeof history.$inferSelect;

function entryOf(row: EventRow, names: ReadonlyMap<string, string>): TimelineEntry {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    who: whoOf(row, names),
    action: row.action,
    before: row.before,
    after: row.after,
    reason: row.reason,
    requestId: row.requestId,
  };
}

/** Names of people and connections, who acted or were acted upon. */
async function namesFor(tx: Tx, companyId: string, rows: readonly EventRow[]): Promise<Map<string, string>> {
  const ofKind = (kind: string): string[] =>
    rows.flatMap(row => (row.objectKind === kind && row.objectId !== null ? [row.objectId] : []));
  const people = rows.flatMap(row => (row.actorKind === 'person' && row.actorId ? [row.actorId] : []));
  const names = await namesOf(tx, [...people, ...ofKind('person')]);
  const wanted = ofKind('connection');
  if (wanted.length === 0) return names;
  const found = await tx
    .select({ id: connections.id, name: connections.name })
    .from(connections)
    .where(and(eq(connections.companyId, companyId), inArray(connections.id, wanted)));
  return new Map([...names, ...found.map(row => [row.id, row.name] as const)]);
}

/** A word of the record, of what was done, of why, of who did it. */
function says(words: string): SQL | undefined {
  const pattern = containing(words);
  return or(
    ilike(exports.number, pattern),
    ilike(exports.title, pattern),
    ilike(exports.vendorName, pattern),
    ilike(history.action, pattern),
    ilike(history.reason, pattern),
    eq(history.requestId, words),
    and(
      eq(history.actorKind, 'person'),
      // Found once, not anew for every entry.
      sql`${history.actorId} in (select ${users.id}::text from ${users} where ${ilike(users.name, pattern)})`,
    ),
  );
}

function readCursor(cursor: string): number {
  const seq = /^\d{1,15}$/.test(cursor) ? Number.parseInt(cursor, 10) : Number.NaN;
  if (!Number.isSafeInteger(seq)) throw new Invalid('The page asked for does not exist.');
  return seq;
}
