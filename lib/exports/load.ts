import { and, asc, eq, inArray } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { isUuid } from '@/lib/core/encoding';
import { Conflict, NotFound } from '@/lib/core/errors';
import type { Tx } from '@/lib/db/client';
import { CARRIED_KINDS } from '@/lib/flows/registry';
import { namesOf } from '@/lib/history';
import { type ExportState, STATE_WORDS } from '@/lib/lifecycle';
import type { Books } from '@/lib/mappings/books';
import { loadBooks } from '@/lib/mappings/load-books';
import type { Ctx } from '@/lib/tenancy';
import { type ExportRow, subjectOf } from './snapshot';

/**
 * An export of the context's company, locked for the transaction.
 * @throws NotFound, also for another company's and for a kind that is read but not carried yet
 */
export async function lockExport(ctx: Ctx, tx: Tx, id: string): Promise<ExportRow> {
  if (!isUuid(id)) throw new NotFound();
  const [row] = await tx
    .select()
    .from(exports)
    .where(and(eq(exports.companyId, ctx.company.id), eq(exports.id, id)))
    .for('update');
  if (!row || !CARRIED_KINDS.includes(row.kind)) throw new NotFound();
  return row;
}

/** Exports of the context's company by id, locked in one order, whoever asks for which; those that are not there are left out. */
export async function lockExports(
  ctx: Ctx,
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ExportRow>> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(exports)
    .where(
      and(
        eq(exports.companyId, ctx.company.id),
        inArray(exports.id, known),
        inArray(exports.kind, CARRIED_KINDS),
      ),
    )
    .orderBy(asc(exports.id))
    .for('update');
  return new Map(rows.map(row => [row.id, row]));
}

/** The books as the record's next export would be judged by. */
export async function booksFor(ctx: Ctx, tx: Tx, row: ExportRow): Promise<Books> {
  const subject = subjectOf(row, row.snapshot);
  return (await loadBooks(tx, ctx.company.id, [subject]))(subject);
}

/** What the last decision was, by the state it led to. */
const DECISIONS: Partial<Record<ExportState, string>> = {
  rejected: 'rejected',
  queued: 'accepted',
  sent: 'accepted',
  outcome_unknown: 'accepted',
  synced: 'accepted',
  failed: 'accepted',
  needs_attention: 'accepted',
};

/** @throws Conflict that says where the record is instead, and who decided it. */
export async function expectState(tx: Tx, row: ExportRow, expected: readonly ExportState[]): Promise<void> {
  const [conflict] = (await conflictsOf(tx, [row], () => expected)).values();
  if (conflict) throw conflict;
}

/** Those of the records that are in another state than expected, each with where it is and who decided it. */
export async function conflictsOf(
  tx: Tx,
  rows: readonly ExportRow[],
  expected: (row: ExportRow) => readonly ExportState[],
): Promise<Map<string, Conflict>> {
  const elsewhere = rows.filter(row => !expected(row).includes(row.state));
  if (elsewhere.length === 0) return new Map();
  const names = await namesOf(
    tx,
    elsewhere.flatMap(row => row.decidedBy ?? []),
  );
  return new Map(
    elsewhere.map(row => {
      const decision = DECISIONS[row.state];
      const who = names.get(row.decidedBy ?? '');
      const decided = decision === undefined || who === undefined ? '' : `: ${who} ${decision} it`;
      return [
        row.id,
        new Conflict(`${row.number || row.title} is now “${STATE_WORDS[row.state]}”${decided}.`),
      ];
    }),
  );
}

/** @throws Conflict unless the moves were made: somebody was quicker. */
export function expectMoved(moved: ReadonlySet<string>, ...rows: readonly ExportRow[]): void {
  const row = rows.find(one => !moved.has(one.id));
  if (row) throw new Conflict(`Somebody else decided ${row.number || row.title} a moment ago.`);
}
