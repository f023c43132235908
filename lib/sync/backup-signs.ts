import { and, eq, ne, sql } from 'drizzle-orm';
import { connections } from '@/drizzle/schema';
import type { ListKind } from '@/lib/core/kinds';
import { recordHistory } from '@/lib/history';
import { LINKS_OF } from '@/lib/mappings/gone';
import type { Engine } from './engine';

/**
 * How a company file that was restored from a backup gives itself away: what we know to have been there is gone without
 * having been deleted, or is older than we know it.
 */

/** A record as we last knew it. */
export interface KnownRecord {
  readonly kind: ListKind;
  /** ListID or TxnID. */
  readonly qbId: string;
  /** For people: a name, or a number. */
  readonly name: string;
  /** Null where QuickBooks never told it. */
  readonly editSequence: string | null;
}

/** What a read that asked for all of them told. */
export interface Met {
  readonly records: readonly Pick<KnownRecord, 'kind' | 'qbId' | 'editSequence'>[];
  /** What QuickBooks says was deleted, merged away included. */
  readonly deleted: readonly Pick<KnownRecord, 'kind' | 'qbId'>[];
}

export interface BackupSign extends Pick<KnownRecord, 'kind' | 'qbId' | 'name'> {
  readonly sign: 'missing' | 'older';
}

/** The known records that vanished without a deletion, or whose edit sequence went backwards. */
export function backupSigns(known: readonly KnownRecord[], met: Met): BackupSign[] {
  const now = new Map(met.records.map(record => [keyOf(record), record]));
  const deleted = new Set(met.deleted.map(keyOf));
  return known.flatMap((record): BackupSign[] => {
    const { kind, qbId, name } = record;
    const found = now.get(keyOf(record));
    if (!found) return deleted.has(keyOf(record)) ? [] : [{ kind, qbId, name, sign: 'missing' }];
    return isOlder(found.editSequence, record.editSequence) ? [{ kind, qbId, name, sign: 'older' }] : [];
  });
}

function keyOf(record: Pick<KnownRecord, 'kind' | 'qbId'>): string {
  return `${record.kind}:${record.qbId}`;
}

/** Edit sequences are counts in text, of any length. What is no count proves nothing. */
function isOlder(found: string | null, known: string | null): boolean {
  if (found === null || known === null || !/^\d+$/.test(found) || !/^\d+$/.test(known)) return false;
  return BigInt(found) < BigInt(known);
}

/** How many records a pause names; all of them are looked through when it is lifted. */
const MAX_NAMED = 200;

/** What a pause rests on, as kept in `connections.pauseDetail`. */
export interface RestoredDetail {
  readonly missing: readonly BackupSign[];
  /** When the first of them was exported, in UTC; the backup is from before then. */
  readonly before: string;
}

interface ExportedSign extends Record<string, unknown> {
  kind: ListKind;
  qb_id: string;
  exported_at: string;
}

/**
 * Stops writing to a company file that looks like a backup of itself, and says in the history which of our exports are
 * missing. Only what we exported counts: what people made may come and go. Gives the signs that counted; without any,
 * nothing changes, and a file that is paused for this reason already keeps what it was paused for.
 */
export async function noteBackupSigns(
  engine: Engine,
  connectionId: string,
  signs: readonly BackupSign[],
): Promise<readonly BackupSign[]> {
  const exportedAt = await exportsAmong(engine, connectionId, signs);
  const ours = signs.filter(sign => exportedAt.has(keyOf(sign)));
  if (ours.length === 0) return [];
  const before = ours.map(sign => exportedAt.get(keyOf(sign)) ?? '').reduce((a, b) => (a < b ? a : b));
  const detail: RestoredDetail = { missing: ours.slice(0, MAX_NAMED), before };
  const reason = `This company file looks like a backup from before ${dayOf(before)}. ${countOf(ours.length)}`;
  const paused = await engine.tx
    .update(connections)
    .set({ status: 'paused', pauseKind: 'restored', pauseReason: reason, pauseDetail: detail })
    .where(
      and(
        eq(connections.companyId, engine.companyId),
        eq(connections.id, connectionId),
        ne(connections.status, 'removed'),
        sql`${connections.pauseKind} is distinct from 'restored'`,
      ),
    )
    .returning({ id: connections.id });
  if (paused.length === 0) return ours;
  await recordHistory(engine.tx, engine.frame, [
    { action: 'paused', objectKind: 'connection', objectId: connectionId, after: detail, reason },
  ]);
  return ours;
}

function dayOf(moment: string): string {
  return moment.slice(0, 10);
}

function countOf(count: number): string {
  return count === 1
    ? 'One record that was exported is missing from it, or is older than it was.'
    : `${count} records that were exported are missing from it, or are older than they were.`;
}

/** When each of the records was exported by us; those that were not are absent. */
async function exportsAmong(
  { tx, companyId }: Engine,
  connectionId: string,
  signs: readonly BackupSign[],
): Promise<Map<string, string>> {
  if (signs.length === 0) return new Map();
  const asked = signs.map(({ kind, qbId }) => ({ kind, qb_id: qbId, links: LINKS_OF[kind] ?? [] }));
  const rows = await tx.execute<ExportedSign>(sql`
    select w.kind, w.qb_id, to_char(max(l.created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as exported_at
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as w(kind text, qb_id text, links jsonb)
    join links l on l.company_id = ${companyId} and l.connection_id = ${connectionId} and l.qb_id = w.qb_id
      and l.kind = any (array(select jsonb_array_elements_text(w.links)))
    where l.made_by = 'export' and l.ended_at is null
    group by w.kind, w.qb_id`);
  return new Map(rows.map(row => [keyOf({ kind: row.kind, qbId: row.qb_id }), row.exported_at]));
}
