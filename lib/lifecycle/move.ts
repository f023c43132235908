import { sql } from 'drizzle-orm';
import type { exports as exportsTable } from '@/drizzle/schema';
import { assert } from '@/lib/core/errors';
import { formatMoney } from '@/lib/core/money';
import type { Tx } from '@/lib/db/client';
import type { HistoryFrame } from '@/lib/history';
import { actorId } from '@/lib/tenancy/actor';
import { canMove, type ExportState } from './states';

type Row = typeof exportsTable.$inferSelect;

/** Columns a move may change beside the state. */
export type ExportPatch = Partial<
  Omit<Row, 'companyId' | 'id' | 'kind' | 'procoreId' | 'state' | 'createdAt' | 'updatedAt'>
>;

export interface Move {
  readonly exportId: string;
  /** The states it is expected in; in any other the move does nothing. */
  readonly from: readonly ExportState[];
  readonly to: ExportState;
  /** What people read in the timeline: `sent`, `accepted`, `synced`. */
  readonly action: string;
  readonly patch?: ExportPatch;
  readonly reason?: string | null;
  /** Said in the history entry beside the new state. */
  readonly said?: Readonly<Record<string, unknown>>;
  /** Leaves no entry: for a row that is only looked at again. Never for a change of state. */
  readonly isQuiet?: boolean;
}

/** The columns of `ExportPatch` as the database names them. */
const PATCHABLE = [
  'procore_project_id',
  'connection_id',
  'number',
  'title',
  'vendor_name',
  'amount',
  'procore_status',
  'snapshot',
  'snapshot_hash',
  'procore_updated_at',
  'procore_read_at',
  'blockers',
  'consents',
  'choices',
  'export_number',
  'acceptance_id',
  'sent_by',
  'sent_at',
  'decided_by',
  'decided_at',
  'comment',
  'error',
  'warning',
  'txn_id',
  'ref_number',
  'synced_at',
  'write_back',
  'write_back_attempts',
  'write_back_error',
  'write_back_after',
  'archived_from',
  'changed_after_sync',
  'deleted_in_procore_at',
] as const;

function columnName(key: string): string {
  return key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

function patchJson(patch: ExportPatch): Record<string, unknown> {
  const entries = Object.entries(patch).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const name = columnName(key);
      assert((PATCHABLE as readonly string[]).includes(name), `a move may not change ${name}`);
      return [name, typeof value === 'bigint' ? formatMoney(value) : value];
    }),
  );
}

const COLUMNS = sql.raw(PATCHABLE.join(', '));
const VALUES = sql.raw(PATCHABLE.map(column => `p.${column}`).join(', '));

/**
 * The one way an export changes its state: only from a state that was expected, with its history entry in the same
 * statement. Gives the ids that moved; an export that is in another state, or not in this company, is left alone.
 * @throws Broken for a move that the table of states does not have.
 */
export async function moveExports(tx: Tx, frame: HistoryFrame, moves: readonly Move[]): Promise<Set<string>> {
  if (moves.length === 0) return new Set();
  for (const move of moves) {
    for (const from of move.from) {
      assert(from === move.to || canMove(from, move.to), `there is no move from ${from} to ${move.to}`);
      assert(from === move.to || move.isQuiet !== true, 'a change of state is never quiet');
    }
  }
  const input = moves.map((move, ord) => ({
    id: move.exportId,
    from_states: move.from,
    to_state: move.to,
    action: move.action,
    patch: patchJson(move.patch ?? {}),
    reason: move.reason ?? null,
    said: move.said ?? {},
    quiet: move.isQuiet ?? false,
    ord,
  }));
  const at = frame.at.toISOString();
  const rows = await tx.execute<{ id: string }>(sql`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(input)}::jsonb)
        as m(id uuid, from_states text[], to_state text, action text, patch jsonb, reason text, said jsonb, quiet boolean, ord int)
    ), held as (
      select w.*, e.state as before_state from exports e join wanted w on e.id = w.id
      where e.company_id = ${frame.companyId} and e.state = any (w.from_states)
      for update of e
    ), moved as (
      update exports x set (state, updated_at, ${COLUMNS}) = (
        select h.to_state, ${at}::timestamptz, ${VALUES} from jsonb_populate_record(x, h.patch) p)
      from held h where x.company_id = ${frame.companyId} and x.id = h.id
      returning x.id, x.state, h.before_state, h.action, h.reason, h.said, h.quiet, h.ord
    ), said as (
      insert into history (company_id, at, actor_kind, actor_id, action, object_kind, object_id, before, after,
        reason, request_id, address)
      select ${frame.companyId}, ${at}::timestamptz, ${frame.actor.kind}, ${actorId(frame.actor)}, m.action, 'export', m.id,
        jsonb_build_object('state', m.before_state), jsonb_build_object('state', m.state) || m.said,
        m.reason, ${frame.requestId}, ${frame.address}
      from moved m where not m.quiet order by m.ord
      returning 1
    )
    select id from moved`);
  return new Set(rows.map(row => row.id));
}
