import { acceptExport, rejectExport, retrieveExport, sendExport } from '@/lib/exports';
import type { ExportState } from '@/lib/lifecycle';
import type { Commitment } from '@/lib/procore';
import { nextCommitment } from '@/tests/factories/commitment';
import type { Desk } from './desk';

/** A commitment read from Procore and ready to be sent. */
export async function ready(desk: Desk, patch: Partial<Commitment> = {}): Promise<string> {
  const [id = ''] = await desk.stage(nextCommitment(patch));
  return id;
}

/** Sent to the approver. */
export async function sent(desk: Desk, patch: Partial<Commitment> = {}): Promise<string> {
  const id = await ready(desk, patch);
  await sendExport(desk.sender, { id, consents: [] });
  return id;
}

/** Accepted a while ago, and waiting for the Web Connector. */
export async function queued(desk: Desk, patch: Partial<Commitment> = {}): Promise<string> {
  const id = await sent(desk, patch);
  await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
  await passMoment(desk);
  return id;
}

/** The moment in which a run is held open for more to come is over; the clock stands still. */
export async function passMoment(desk: Desk): Promise<void> {
  await desk.test.owner`update connections set expect_work_until = null where id = ${desk.connectionId}`;
}

export async function synced(desk: Desk, patch: Partial<Commitment> = {}): Promise<string> {
  const id = await queued(desk, patch);
  await desk.runUpdate();
  return id;
}

export async function retrieved(desk: Desk, patch: Partial<Commitment> = {}): Promise<string> {
  const id = await sent(desk, patch);
  await retrieveExport(desk.sender, { id });
  return id;
}

export async function rejected(desk: Desk, patch: Partial<Commitment> = {}): Promise<string> {
  const id = await sent(desk, patch);
  await rejectExport(desk.approver, { id, comment: 'Wrong vendor' });
  return id;
}

/** Puts an export into a state by the owner's hand, with a history entry that owns up to it, so that chains hold. */
export async function force(desk: Desk, id: string, state: ExportState): Promise<void> {
  const before = await desk.stateOf(id);
  const { owner } = desk.test;
  await owner`update exports set state = ${state} where id = ${id}`;
  await owner`
    insert into history (company_id, at, actor_kind, action, object_kind, object_id, before, after)
    select company_id, ${desk.env.now()}, 'system', 'forced by a test', 'export', id,
      jsonb_build_object('state', ${before}::text), jsonb_build_object('state', ${state}::text)
    from exports where id = ${id}`;
}

/** A record in any state, however it would get there. */
export async function inState(desk: Desk, state: ExportState): Promise<string> {
  const id = await ready(desk);
  if (state !== 'ready_to_send') await force(desk, id, state);
  return id;
}

interface ExportRow {
  state: string;
  error: { code: string; cause: string; remedy: string; raw: string } | null;
  warning: string | null;
  txn_id: string | null;
  ref_number: string | null;
  changed_after_sync: string | null;
  blockers: { ruleId: string; severity: string; message: string; fix: { procoreId?: string } }[];
  consents: string[];
  export_number: number;
  comment: string | null;
  write_back: string;
  write_back_error: string | null;
  archived_from: string | null;
  deleted_in_procore_at: Date | null;
  number: string;
  title: string;
}

/** The row as it stands, past every policy. */
export async function rowOf(desk: Desk, id: string): Promise<ExportRow> {
  const [row] = await desk.test.owner<ExportRow[]>`select * from exports where id = ${id}`;
  if (!row) throw new RangeError(`no export ${id}`);
  return row;
}

interface Entry {
  seq: string;
  action: string;
  actor_kind: string;
  actor_id: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason: string | null;
  request_id: string | null;
}

/** What the history tells of one object, oldest first. */
export async function storyOf(desk: Pick<Desk, 'test'>, objectId: string): Promise<Entry[]> {
  return await desk.test.owner<Entry[]>`select * from history where object_id = ${objectId} order by seq`;
}

/** Just the actions. */
export async function actionsOf(desk: Pick<Desk, 'test'>, objectId: string): Promise<string[]> {
  return (await storyOf(desk, objectId)).map(entry => entry.action);
}
