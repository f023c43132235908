import { and, desc, eq, isNull } from 'drizzle-orm';
import { acceptances, links, qbRequests } from '@/drizzle/schema';
import { Conflict } from '@/lib/core/errors';
import { LINK_KINDS } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import { additionBy } from '@/lib/flows/flow';
import { historyFrame, recordHistory } from '@/lib/history';
import type { QbRequest } from '@/lib/qbxml';
import { askPresence, expectWork, isAskedFor } from '@/lib/sync';
import { type Ctx, inCompany, requireApproval } from '@/lib/tenancy';
import { expectState, lockExport } from './load';
import { type ExportRow, flowFor } from './snapshot';

/**
 * Unlink: has QuickBooks asked, in the next run, whether it still has a synced record. Only where it has not any more is
 * the record unlinked, so that it can be sent anew; what is still there would be written twice.
 * @throws Conflict unless it is synced, or while QuickBooks is being asked already; Forbidden, NotFound
 */
export async function unlinkExport(ctx: Ctx, { id }: { readonly id: string }): Promise<void> {
  await inCompany(ctx, async tx => {
    const row = await lockExport(ctx, tx, id);
    requireApproval(ctx.rights, row.kind, 'export');
    await expectState(tx, row, ['synced']);
    const place = { tx, companyId: ctx.company.id, now: ctx.env.now() };
    if (await isAskedFor(place, row.id)) throw new Conflict('QuickBooks is being asked already.');
    const link = await linkOf(ctx, tx, row);
    const { id: exportId, kind, procoreId } = row;
    // What is no record of its own is looked for in the one it was added to.
    const change = additionBy(flowFor(kind)) === null ? await acceptedChange(ctx, tx, row) : null;
    await askPresence(place, {
      id: ctx.env.newId(),
      connectionId: link.connectionId,
      wish: { exportId, kind, procoreId, qbId: link.qbId, qbName: nameOf(row, link.qbName), change },
    });
    await recordHistory(tx, historyFrame(ctx), [
      { action: 'unlink asked', objectKind: 'export', objectId: row.id, after: { txnId: link.qbId } },
    ]);
    await expectWork(tx, { companyId: ctx.company.id, connectionId: link.connectionId }, ctx.env.now());
  });
}

const nameOf = (row: ExportRow, qbName: string): string =>
  row.refNumber ?? (qbName || row.number || row.title);

async function linkOf(ctx: Ctx, tx: Tx, row: ExportRow) {
  const kind = LINK_KINDS.find(one => one === row.kind);
  const [link] =
    kind === undefined || row.txnId === null
      ? []
      : await tx
          .select({ connectionId: links.connectionId, qbId: links.qbId, qbName: links.qbName })
          .from(links)
          .where(
            and(
              eq(links.companyId, ctx.company.id),
              eq(links.kind, kind),
              eq(links.procoreId, row.procoreId),
              eq(links.qbId, row.txnId),
              eq(links.madeBy, 'export'),
              isNull(links.endedAt),
            ),
          );
  if (!link)
    throw new Conflict(`${row.number || row.title} is not linked to what was exported any more.`, {
      remedy: 'Look under Mappings what it is linked to.',
    });
  return link;
}

/** What was added to a record of QuickBooks, as it was accepted. */
async function acceptedChange(ctx: Ctx, tx: Tx, row: ExportRow) {
  const [accepted] = await tx
    .select({ request: qbRequests.payload, shown: acceptances.shown })
    .from(qbRequests)
    .innerJoin(
      acceptances,
      and(eq(acceptances.companyId, qbRequests.companyId), eq(acceptances.id, qbRequests.acceptanceId)),
    )
    .where(
      and(
        eq(qbRequests.companyId, ctx.company.id),
        eq(qbRequests.exportId, row.id),
        eq(qbRequests.role, 'write'),
        eq(qbRequests.state, 'done'),
      ),
    )
    .orderBy(desc(acceptances.exportNumber))
    .limit(1);
  if (!accepted) throw new Conflict('What was accepted is not kept any more.');
  return {
    request: accepted.request as QbRequest,
    snapshot: (accepted.shown as { snapshot: unknown }).snapshot,
  };
}
