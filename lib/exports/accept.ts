import { acceptances } from '@/drizzle/schema';
import { Conflict, Forbidden } from '@/lib/core/errors';
import type { Tx } from '@/lib/db/client';
import { takeTurn } from '@/lib/db/turns';
import { historyFrame } from '@/lib/history';
import { type ExportState, moveExports } from '@/lib/lifecycle';
import type { Books } from '@/lib/mappings/books';
import type { QbRequest } from '@/lib/qbxml';
import { enqueueWrites, expectWork, lastOpenChange, payloadHash } from '@/lib/sync';
import { type Ctx, inCompany, isSentByApprovers, requireApproval } from '@/lib/tenancy';
import { booksFor, expectMoved, expectState, lockExport } from './load';
import { type Proposal, proposalFor } from './preview';
import type { ExportRow } from './snapshot';

export interface AcceptInput {
  readonly id: string;
  /** The hash of the proposal that was on the screen. */
  readonly hash: string;
}

/**
 * Accept: what was on the screen, and exactly that, is queued for QuickBooks.
 * @throws Conflict when the record, its mappings or its state are no longer what was shown; Blocked, Forbidden, NotFound
 */
export function acceptExport(ctx: Ctx, input: AcceptInput): Promise<void> {
  return acceptFrom(ctx, input, { states: ['awaiting_approval'], action: 'accepted' });
}

/** Accept and retry are one decision, made in different states. */
export async function acceptFrom(
  ctx: Ctx,
  input: AcceptInput,
  from: { readonly states: readonly ExportState[]; readonly action: string },
): Promise<void> {
  await inCompany(ctx, async tx => {
    const row = await lockExport(ctx, tx, input.id);
    requireApproval(ctx.rights, row.kind, 'export');
    await expectState(tx, row, from.states);
    const books = await booksInTurn(ctx, tx, row);
    requireOtherSender(ctx, row, books);
    const proposal = proposalFor(row, books);
    if (proposal.hash !== input.hash) {
      throw new Conflict(`${row.number || row.title} has changed since it was shown. Nothing was accepted.`, {
        remedy: 'Look at it as it is now, and decide anew.',
      });
    }
    await queue(ctx, tx, { row, books, proposal, action: from.action });
  });
}

/** Acceptances for one company file take turns, so that two orders with one number cannot both be let through. */
async function booksInTurn(ctx: Ctx, tx: Tx, row: ExportRow): Promise<Books> {
  await takeTurn(tx, `accept:${ctx.company.id}:${row.connectionId ?? ''}`);
  return await booksFor(ctx, tx, row);
}

function requireOtherSender(ctx: Ctx, row: ExportRow, books: Books): void {
  const isOwn = ctx.actor.kind === 'person' && row.sentBy === ctx.actor.userId;
  if (!isOwn || !books.settings.separationOfDuties || isSentByApprovers(row.kind)) return;
  throw new Forbidden('You sent this record, so somebody else must decide it.', {
    remedy: 'Ask another approver, or have an administrator switch separation of duties off under Settings.',
  });
}

interface Decision {
  readonly row: ExportRow;
  readonly books: Books;
  readonly proposal: Proposal;
  readonly action: string;
}

async function queue(ctx: Ctx, tx: Tx, { row, books, proposal, action }: Decision): Promise<void> {
  const connection = books.connection;
  if (connection === null) throw new Conflict('There is no company file that it goes to any more.');
  const now = ctx.env.now();
  const userId = ctx.actor.kind === 'person' ? ctx.actor.userId : null;
  const accepted = {
    companyId: ctx.company.id,
    exportId: row.id,
    exportNumber: row.exportNumber + 1,
    connectionId: connection.id,
  };
  const acceptanceId = ctx.env.newId();
  await tx.insert(acceptances).values({
    ...accepted,
    id: acceptanceId,
    previewHash: proposal.hash,
    payloadHash: payloadHash(proposal.request),
    shown: { preview: proposal.preview, snapshot: row.snapshot },
    acceptedBy: userId,
    ruleName: ctx.actor.kind === 'rule' ? ctx.actor.name : null,
    acceptedAt: now,
  });
  // Changes of one record are made in the order they were accepted.
  const before = await lastOpenChange(tx, accepted, proposal.request);
  const write = {
    ...accepted,
    id: ctx.env.newId(),
    acceptanceId,
    request: proposal.request,
    externalGuid: books.externalGuid,
    dependsOn: [before, books.lists.divisionUnderWay?.requestId ?? null].filter(id => id !== null),
  };
  await enqueueWrites(tx, [write], now);
  const moved = await moveExports(tx, historyFrame(ctx), [
    {
      exportId: row.id,
      from: [row.state],
      to: 'queued',
      action,
      patch: {
        exportNumber: accepted.exportNumber,
        acceptanceId,
        connectionId: connection.id,
        // What is changed keeps its number.
        refNumber: refNumberOf(proposal.request) ?? row.refNumber,
        decidedBy: userId,
        decidedAt: now,
        comment: null,
        error: null,
        warning: null,
        changedAfterSync: null,
      },
      said: { hash: proposal.hash, acceptanceId },
    },
  ]);
  expectMoved(moved, row);
  // People accept in rows: the run that carries this one waits a moment for the next.
  await expectWork(tx, { companyId: ctx.company.id, connectionId: connection.id }, now);
}

/** The number the transaction will carry, where its message has one. */
function refNumberOf(request: QbRequest): string | null {
  const [aggregate] = Object.values(request.body as Record<string, unknown>);
  if (typeof aggregate !== 'object' || aggregate === null || !('RefNumber' in aggregate)) return null;
  return typeof aggregate.RefNumber === 'string' ? aggregate.RefNumber : null;
}
