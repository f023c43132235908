import { and, eq } from 'drizzle-orm';
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
  if (expected.includes(row.state)) return;
  const decision = DECISIONS[row.state];
  const names = await namesOf(tx, row.decidedBy === null ? [] : [row.decidedBy]);
  const who = names.get(row.decidedBy ?? '');
  const decided = decision === undefined || who === undefined ? '' : `: ${who} ${decision} it`;
  throw new Conflict(`${row.number || row.title} is now “${STATE_WORDS[row.state]}”${decided}.`);
}

/** @throws Conflict unless the move was made: somebody was quicker. */
export function expectMoved(moved: ReadonlySet<string>, row: ExportRow): void {
  if (!moved.has(row.id))
    throw new Conflict(`Somebody else decided ${row.number || row.title} a moment ago.`);
}
