import { acceptances } from '@/drizzle/schema';
import type { Tx } from '@/lib/db/client';
import { flowOf } from '@/lib/flows/registry';
import { historyFrame } from '@/lib/history';
import { type ExportState, moveExports } from '@/lib/lifecycle';
import type { QbRequest } from '@/lib/qbxml';
import { enqueueWrites, expectWork, lastOpenChange, payloadHash } from '@/lib/sync';
import type { Ctx } from '@/lib/tenancy';
import { expectMoved } from './load';
import type { Proposal } from './preview';
import type { ExportRow } from './snapshot';

/** What kind of acceptance it is. */
export interface AcceptedFrom {
  readonly states: readonly ExportState[];
  /** What people read in the timeline. */
  readonly action: string;
  readonly reason?: string;
}

/** A record that is accepted as it was shown. */
export interface Decision {
  readonly row: ExportRow;
  readonly proposal: Proposal;
  readonly connectionId: string;
  readonly externalGuid: string;
  /** Writes that have to be made before this one. */
  readonly follows: readonly string[];
}

interface Numbered extends Decision {
  readonly acceptanceId: string;
  readonly exportNumber: number;
}

/** Keeps what was shown, queues the writes and moves the records, with one statement for each of the three. */
export async function queueDecisions(
  ctx: Ctx,
  tx: Tx,
  { decisions, from }: { readonly decisions: readonly Decision[]; readonly from: AcceptedFrom },
): Promise<void> {
  if (decisions.length === 0) return;
  const numbered = decisions.map(
    (one): Numbered => ({ ...one, acceptanceId: ctx.env.newId(), exportNumber: one.row.exportNumber + 1 }),
  );
  await keepAcceptances(ctx, tx, numbered);
  await enqueueWrites(tx, await writesFor(ctx, tx, numbered), ctx.env.now());
  await moveQueued(ctx, tx, { numbered, from });
  // People accept in rows: the run that carries these waits a moment for the next.
  for (const connectionId of new Set(numbered.map(one => one.connectionId)))
    await expectWork(tx, { companyId: ctx.company.id, connectionId }, ctx.env.now());
}

const personOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'person' ? ctx.actor.userId : null);

async function keepAcceptances(ctx: Ctx, tx: Tx, numbered: readonly Numbered[]): Promise<void> {
  await tx.insert(acceptances).values(
    numbered.map(({ row, proposal, connectionId, acceptanceId, exportNumber }) => ({
      companyId: ctx.company.id,
      id: acceptanceId,
      exportId: row.id,
      exportNumber,
      connectionId,
      previewHash: proposal.hash,
      payloadHash: payloadHash(proposal.request),
      shown: { preview: proposal.preview, snapshot: row.snapshot },
      acceptedBy: personOf(ctx),
      ruleName: ctx.actor.kind === 'rule' ? ctx.actor.name : null,
      acceptedAt: ctx.env.now(),
    })),
  );
}

async function writesFor(ctx: Ctx, tx: Tx, numbered: readonly Numbered[]) {
  const writes = [];
  for (const { row, proposal, connectionId, acceptanceId, externalGuid, follows } of numbered) {
    const place = { companyId: ctx.company.id, connectionId };
    // Changes of one record are made in the order they were accepted.
    const before = flowOf(row.kind)?.change ? await lastOpenChange(tx, place, proposal.request) : null;
    writes.push({
      ...place,
      id: ctx.env.newId(),
      exportId: row.id,
      acceptanceId,
      request: proposal.request,
      externalGuid,
      dependsOn: before === null ? follows : [before, ...follows],
    });
  }
  return writes;
}

async function moveQueued(
  ctx: Ctx,
  tx: Tx,
  { numbered, from }: { readonly numbered: readonly Numbered[]; readonly from: AcceptedFrom },
): Promise<void> {
  const moved = await moveExports(
    tx,
    historyFrame(ctx),
    numbered.map(({ row, proposal, connectionId, acceptanceId, exportNumber }) => ({
      exportId: row.id,
      from: [row.state],
      to: 'queued',
      action: from.action,
      reason: from.reason ?? null,
      patch: {
        exportNumber,
        acceptanceId,
        connectionId,
        // What is changed keeps its number.
        refNumber: refNumberOf(proposal.request) ?? row.refNumber,
        decidedBy: personOf(ctx),
        decidedAt: ctx.env.now(),
        comment: null,
        error: null,
        warning: null,
        changedAfterSync: null,
      },
      said: { hash: proposal.hash, acceptanceId },
    })),
  );
  expectMoved(moved, ...numbered.map(one => one.row));
}

/** The number the transaction will carry, where its message has one. */
function refNumberOf(request: QbRequest): string | null {
  const [aggregate] = Object.values(request.body as Record<string, unknown>);
  if (typeof aggregate !== 'object' || aggregate === null || !('RefNumber' in aggregate)) return null;
  return typeof aggregate.RefNumber === 'string' ? aggregate.RefNumber : null;
}
