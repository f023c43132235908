import { sql } from 'drizzle-orm';
import { contentHash } from '@/lib/core/canonical';
import type { ExportKind } from '@/lib/core/kinds';
import type { ExportFlow } from '@/lib/flows/flow';
import { flowOf } from '@/lib/flows/registry';
import { recordHistory } from '@/lib/history';
import { listOfLink, markDeleted } from '@/lib/mappings/gone';
import { type QbRequest, type QbResponse, UnreadableAnswer } from '@/lib/qbxml';
import type { Engine, Place } from './engine';
import { PRIORITY } from './enqueue';
import { endExported } from './gone-records';
import type { RequestRow } from './rows';
import type { RequestChange } from './store/save';

/**
 * A person asks whether QuickBooks still has what was exported, in order to unlink it. It is unlinked only where
 * QuickBooks says that it has not: a record that is there would be written a second time.
 */

/** The reader of such a question, kept with its request. */
export const PRESENCE = 'presence';

/** What is asked about. */
export interface PresenceWish {
  readonly exportId: string;
  readonly kind: ExportKind;
  readonly procoreId: string;
  readonly qbId: string;
  readonly qbName: string;
  /** Of what was added to a record: the change as it was accepted. */
  readonly change: { readonly request: QbRequest; readonly snapshot: unknown } | null;
}

export type Presence =
  | { readonly is: 'gone' }
  | { readonly is: 'there' }
  /** QuickBooks did not say; nothing is proved. */
  | { readonly is: 'unclear'; readonly reason: string };

/** Queues the question for the next run, before anything else. */
export async function askPresence(
  { tx, companyId, now }: Place,
  ask: { readonly id: string; readonly connectionId: string; readonly wish: PresenceWish },
): Promise<void> {
  const payload = { presence: ask.wish };
  const at = now.toISOString();
  await tx.execute(sql`
    insert into qb_requests (company_id, id, connection_id, role, priority, state, message, payload, payload_hash, reader,
      export_id, depends_on, attempts, available_at, created_at)
    values (${companyId}, ${ask.id}, ${ask.connectionId}, 'read', ${PRIORITY.interactive}, 'ready', 'PresenceRead',
      ${JSON.stringify(payload)}::jsonb, ${contentHash(payload)}, ${PRESENCE}, ${ask.wish.exportId}, '{}', 0,
      ${at}::timestamptz, ${at}::timestamptz)`);
}

/** Whether the question about an export is still to be answered. */
export async function isAskedFor(
  { tx, companyId }: Pick<Place, 'tx' | 'companyId'>,
  exportId: string,
): Promise<boolean> {
  const [row] = await tx.execute<{ asked: boolean }>(sql`
    select exists (select 1 from qb_requests where company_id = ${companyId} and export_id = ${exportId}
      and role = 'read' and reader = ${PRESENCE} and state in ('ready', 'sent')) as asked`);
  return row?.asked === true;
}

export function presenceQuery(wish: PresenceWish): QbRequest | null {
  const flow = flowOf(wish.kind);
  if (flow === null) return null;
  return flow.change && wish.change !== null
    ? flow.change.read(wish.change.request)
    : flow.readBack.query(wish.qbId);
}

/** What an answer says; “nothing found” without a word of what is missing is what somebody sees who may not look. */
export function presenceIn(wish: PresenceWish, response: QbResponse | null): Presence {
  const flow = flowOf(wish.kind);
  if (response === null || flow === null) return { is: 'unclear', reason: 'QuickBooks did not answer.' };
  try {
    return verdictOf(flow, wish, response);
  } catch (thrown) {
    if (!(thrown instanceof UnreadableAnswer)) throw thrown;
    return { is: 'unclear', reason: thrown.message };
  }
}

const NOTHING_FOUND = 1;
const NOT_THERE = 500;

function verdictOf(flow: ExportFlow, wish: PresenceWish, response: QbResponse): Presence {
  if (response.statusCode === NOTHING_FOUND)
    return {
      is: 'unclear',
      reason: 'QuickBooks shows nothing; its user may lack the right. Let an Admin run the Web Connector.',
    };
  if (flow.change && wish.change !== null) {
    const verdict = flow.change.judge(wish.change, [response]);
    if (verdict.found === 'unclear') return { is: 'unclear', reason: verdict.reason };
    const isThere = verdict.found === 'done' || (verdict.found === 'refused' && verdict.refusal.isDoubtful);
    return { is: isThere ? 'there' : 'gone' };
  }
  if (flow.readBack.decode(response)?.qbId === wish.qbId) return { is: 'there' };
  return response.statusCode === NOT_THERE
    ? { is: 'gone' }
    : { is: 'unclear', reason: response.statusMessage || `QuickBooks answered ${response.statusCode}.` };
}

interface Told {
  readonly request: RequestRow;
  readonly wish: PresenceWish;
  readonly presence: Presence;
}

/** Unlinks what is gone; of what is there, or not told of, the timeline says so. */
export async function takePresence(
  engine: Engine,
  connectionId: string,
  { request, wish, presence }: Told,
): Promise<RequestChange> {
  if (presence.is === 'gone') await unlinkGone(engine, connectionId, wish);
  else await noteKept(engine, wish, presence);
  return { id: request.id, from: ['sent'], to: 'done', page: null };
}

const WARNING = 'No longer in QuickBooks. It goes there again only if it is sent and accepted once more.';

async function unlinkGone(engine: Engine, connectionId: string, wish: PresenceWish): Promise<void> {
  const words = {
    action: 'unlinked',
    reasonOf: (name: string) => `QuickBooks no longer has ${name}.`,
    warning: WARNING,
  };
  const { kind, procoreId, qbId, qbName, change } = wish;
  if (change !== null) {
    const which = sql`l.kind = ${kind} and l.procore_id = ${procoreId}::bigint and l.qb_id = ${qbId}`;
    await endExported(engine, connectionId, { ...words, which });
    return;
  }
  const list = flowOf(kind)?.readBack.list;
  if (list === undefined) return;
  const place = { companyId: engine.companyId, connectionId };
  await markDeleted(engine.tx, place, { records: [{ kind: list, qbId, name: qbName }], at: engine.now });
  // What was added to it is gone with it.
  await endExported(engine, connectionId, {
    ...words,
    which: sql`l.qb_id = ${qbId} and ${listOfLink(sql`l.kind`)} = ${list}`,
  });
}

async function noteKept(
  engine: Engine,
  { exportId, qbName }: PresenceWish,
  presence: Exclude<Presence, { is: 'gone' }>,
): Promise<void> {
  const isThere = presence.is === 'there';
  const reason = isThere
    ? `${qbName} is still in QuickBooks. Delete it there first, then unlink again.`
    : `QuickBooks did not say whether it still has ${qbName}. ${presence.reason} Nothing was unlinked.`;
  await recordHistory(engine.tx, engine.frame, [
    {
      action: isThere ? 'still in QuickBooks' : 'not told of by QuickBooks',
      objectKind: 'export',
      objectId: exportId,
      reason,
    },
  ]);
}
