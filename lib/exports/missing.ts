import { and, eq, type SQL, sql } from 'drizzle-orm';
import { connections, links, qbLists } from '@/drizzle/schema';
import { type ConnectionRecord, lockConnection, type MissingSign, missingSigns } from '@/lib/connections';
import { Conflict, Invalid, NotFound } from '@/lib/core/errors';
import type { ExportKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import { isMarkedInProcore } from '@/lib/flows/registry';
import { historyFrame, recordHistory } from '@/lib/history';
import { moveExports } from '@/lib/lifecycle';
import { listOfLink } from '@/lib/mappings/gone';
import { type Ctx, inCompany, requireMapping } from '@/lib/tenancy';

/**
 * - export_again: the record is given back, to be sent and accepted anew; it will carry another mark.
 * - accept: the company file is right as it is. What is missing from it ends as removed in QuickBooks, and what is older
 *   is taken as it is now.
 */
export const MISSING_DECISIONS = ['export_again', 'accept'] as const;

export interface MissingInput {
  readonly connectionId: string;
  /** Of the records that the pause names. */
  readonly qbIds: readonly string[];
  readonly decision: (typeof MISSING_DECISIONS)[number];
}

/**
 * Decides about exported records that a restored company file lacks. Nothing is written to QuickBooks by it.
 * @throws Conflict when the connection is not paused for that, NotFound for a record it does not name, Invalid, Forbidden
 */
export async function decideMissing(ctx: Ctx, input: MissingInput): Promise<void> {
  requireMapping(ctx.rights);
  await inCompany(ctx, async tx => {
    const row = await lockConnection(ctx, tx, input.connectionId);
    if (row.pauseKind !== 'restored')
      throw new Conflict('This connection is not paused for a restored company file.');
    const all = missingSigns(row);
    const chosen = all.filter(sign => input.qbIds.includes(sign.qbId));
    if (chosen.length === 0 || chosen.length < new Set(input.qbIds).size)
      throw new NotFound('This missing record');
    const older = chosen.filter(sign => sign.sign === 'older');
    if (input.decision === 'export_again' && older.length > 0)
      throw new Invalid('What is still in QuickBooks, in an older state, cannot be exported again.', {
        remedy: 'Accept it as it is, and change it in QuickBooks where needed.',
      });
    await takeAsItIs(ctx, tx, { row, signs: older });
    await letGo(ctx, tx, { row, signs: chosen.filter(sign => sign.sign === 'missing'), input });
    await forget(ctx, tx, { row, left: all.filter(sign => !chosen.includes(sign)), chosen, input });
  });
}

interface Signs {
  readonly row: ConnectionRecord;
  readonly signs: readonly MissingSign[];
}

/** Whether a record of a list is one of these: ids are unique in their list alone. */
function isAmong(signs: readonly MissingSign[], list: SQL, qbId: SQL): SQL {
  const ids = JSON.stringify(signs.map(({ kind, qbId: id }) => ({ kind, id })));
  return sql`(${list}, ${qbId}) in (select s.kind, s.id from jsonb_to_recordset(${ids}::jsonb) as s(kind text, id text))`;
}

/** The edit sequence that was known is no measure any more; the next read brings the one that is. */
async function takeAsItIs(ctx: Ctx, tx: Tx, { row, signs }: Signs): Promise<void> {
  if (signs.length === 0) return;
  await tx
    .update(links)
    .set({ editSequence: null })
    .where(
      and(
        eq(links.companyId, ctx.company.id),
        eq(links.connectionId, row.id),
        isAmong(signs, listOfLink(sql`${links.kind}`), sql`${links.qbId}`),
      ),
    );
  await tx
    .update(qbLists)
    .set({ editSequence: '' })
    .where(
      and(
        eq(qbLists.companyId, ctx.company.id),
        eq(qbLists.connectionId, row.id),
        isAmong(signs, sql`${qbLists.kind}`, sql`${qbLists.qbId}`),
      ),
    );
}

interface Ended extends Record<string, unknown> {
  kind: ExportKind;
  export_id: string | null;
  qb_id: string;
}

/** Ends the links to what is gone, and the copies of it; its records are given back, or put away. */
async function letGo(
  ctx: Ctx,
  tx: Tx,
  { row, signs, input }: Signs & { input: MissingInput },
): Promise<void> {
  if (signs.length === 0) return;
  const at = ctx.env.now().toISOString();
  const ended = await tx.execute<Ended>(sql`
    with gone as (
      update qb_lists set deleted_at = ${at}::timestamptz where company_id = ${ctx.company.id}
        and connection_id = ${row.id} and deleted_at is null
        and ${isAmong(signs, sql`kind`, sql`qb_id`)} returning 1
    ), ended as (
      update links set ended_at = ${at}::timestamptz where company_id = ${ctx.company.id} and connection_id = ${row.id}
        and ended_at is null and made_by = 'export' and ${isAmong(signs, listOfLink(sql`kind`), sql`qb_id`)}
      returning kind, procore_id, qb_id
    )
    select l.kind, l.qb_id, e.id as export_id from ended l left join exports e on e.company_id = ${ctx.company.id}
      and e.kind = l.kind and e.procore_id = l.procore_id and e.txn_id = l.qb_id`);
  const records = ended.flatMap(({ export_id: exportId, qb_id: txnId, kind }) =>
    exportId === null ? [] : [{ exportId, txnId, kind }],
  );
  const isAgain = input.decision === 'export_again';
  const warning = isAgain
    ? 'A restored company file lacks it. It goes to QuickBooks again once it is sent and accepted anew.'
    : 'Removed from QuickBooks when the company file was restored; somebody accepted that.';
  await moveExports(
    tx,
    historyFrame(ctx),
    records.map(({ exportId, txnId, kind }) => ({
      exportId,
      from: ['synced'],
      to: 'unlinked',
      action: isAgain ? 'to be exported again' : 'accepted as removed',
      reason: 'The company file was restored from a backup and lacks it.',
      patch: {
        warning,
        consents: [],
        // Its mark in Procore is taken off.
        writeBack: isMarkedInProcore(kind) ? 'pending' : 'none',
        writeBackAttempts: 0,
        writeBackError: null,
        writeBackAfter: ctx.env.now(),
      },
      said: { txnId },
    })),
  );
  if (isAgain) return;
  await moveExports(
    tx,
    historyFrame(ctx),
    records.map(({ exportId }) => ({
      exportId,
      from: ['unlinked'],
      to: 'archived',
      action: 'archived',
      patch: { archivedFrom: 'unlinked' },
    })),
  );
}

interface Decided {
  readonly row: ConnectionRecord;
  readonly left: readonly MissingSign[];
  readonly chosen: readonly MissingSign[];
  readonly input: MissingInput;
}

async function forget(ctx: Ctx, tx: Tx, { row, left, chosen, input }: Decided): Promise<void> {
  const detail = { ...(row.pauseDetail as object), missing: left };
  await tx
    .update(connections)
    .set({ pauseDetail: detail })
    .where(and(eq(connections.companyId, ctx.company.id), eq(connections.id, row.id)));
  await recordHistory(tx, historyFrame(ctx), [
    {
      action: input.decision === 'accept' ? 'restored file accepted' : 'missing records given back',
      objectKind: 'connection',
      objectId: row.id,
      after: { records: chosen.map(({ name, qbId }) => ({ name, qbId })) },
    },
  ]);
}
