import { eq } from 'drizzle-orm';
import { connections } from '@/drizzle/schema';
import { Conflict, Forbidden } from '@/lib/core/errors';
import type { Tx } from '@/lib/db/client';
import { takeTurn } from '@/lib/db/turns';
import { type ExportState, SENDABLE_STATES } from '@/lib/lifecycle';
import type { Books } from '@/lib/mappings/books';
import { loadBooks } from '@/lib/mappings/load-books';
import { type Ctx, inCompany, isSentByApprovers, requireApproval } from '@/lib/tenancy';
import { type EachResult, foundIn, Refused } from './each';
import { conflictsOf, lockExports } from './load';
import { type Proposal, proposalFor } from './preview';
import { type AcceptedFrom, type Decision, queueDecisions } from './queue-decisions';
import { moveToApproval } from './send-moves';
import { type ExportRow, flowFor, subjectOf } from './snapshot';
import { wavesOf } from './waves';

export interface AcceptInput {
  readonly id: string;
  /** The hash of the proposal that was on the screen; null where a rule accepts, which looks at the record itself. */
  readonly hash: string | null;
}

const ACCEPTED: AcceptedFrom = { states: ['awaiting_approval'], action: 'accepted' };

/**
 * Accept: what was on the screen, and exactly that, is queued for QuickBooks. Each record is accepted wholly or not at
 * all; one that is refused stops no other. However many there are, it is one transaction of a few statements.
 */
export function acceptExports(ctx: Ctx, inputs: readonly AcceptInput[]): Promise<EachResult[]> {
  return acceptEach(ctx, inputs, ACCEPTED);
}

/**
 * Accepts a single record.
 * @throws Conflict when the record, its mappings or its state are no longer what was shown; Blocked, Forbidden, NotFound
 */
export function acceptExport(ctx: Ctx, input: AcceptInput): Promise<void> {
  return acceptOne(ctx, input, ACCEPTED);
}

/** Accept and retry are one decision, made in different states. */
export async function acceptEach(
  ctx: Ctx,
  inputs: readonly AcceptInput[],
  from: AcceptedFrom,
): Promise<EachResult[]> {
  const refused = await inCompany(ctx, tx => acceptIn(ctx, tx, { inputs, from }));
  return refused.results(inputs.map(input => input.id));
}

export async function acceptOne(ctx: Ctx, input: AcceptInput, from: AcceptedFrom): Promise<void> {
  (await inCompany(ctx, tx => acceptIn(ctx, tx, { inputs: [input], from }))).expectNone();
}

interface Asked {
  readonly inputs: readonly AcceptInput[];
  readonly from: AcceptedFrom;
}

/** Accepts records within a transaction; gives those that were refused. */
export async function acceptIn(ctx: Ctx, tx: Tx, { inputs, from }: Asked): Promise<Refused> {
  const refused = new Refused();
  const hashes = new Map(inputs.map(input => [input.id, input.hash]));
  const ids = [...hashes.keys()];
  const found = foundIn(ids, await lockExports(ctx, tx, ids), refused);
  const allowed = refused.sift(found, idOf, row => requireApproval(ctx.rights, row.kind, 'export'));
  const conflicts = await conflictsOf(tx, allowed, row => statesOf(row, from));
  for (const [id, conflict] of conflicts) refused.add(id, conflict);
  const open = allowed.filter(row => !refused.isRefused(row.id));
  await takeTurns(ctx, tx, open);
  for (const wave of wavesOf(open, tiesOf)) {
    const decisions = await judge(ctx, tx, { rows: wave, hashes, refused });
    await queueDecisions(ctx, tx, { decisions: await sendFirst(ctx, tx, decisions), from });
  }
  return refused;
}

const idOf = (row: ExportRow): string => row.id;

/** Records of the directories are sent by those who decide them: accepting one sends it as well. */
function statesOf(row: ExportRow, from: AcceptedFrom): readonly ExportState[] {
  return from === ACCEPTED && isSentByApprovers(row.kind)
    ? [...from.states, ...SENDABLE_STATES]
    : from.states;
}

/**
 * Acceptances for one company file take turns, so that two orders with one number cannot both be let through. Which file
 * a record goes to whose project has no job yet is only known by its books: it takes its turn with all of them.
 */
async function takeTurns(ctx: Ctx, tx: Tx, rows: readonly ExportRow[]): Promise<void> {
  const files = new Set(rows.flatMap(row => row.connectionId ?? []));
  if (rows.some(row => row.connectionId === null)) {
    const all = await tx
      .select({ id: connections.id })
      .from(connections)
      .where(eq(connections.companyId, ctx.company.id));
    for (const { id } of all) files.add(id);
  }
  for (const file of [...files].toSorted()) await takeTurn(tx, `accept:${ctx.company.id}:${file}`);
}

function tiesOf(row: ExportRow) {
  const { kind, procoreId, number } = row;
  return { kind, procoreId, number, need: flowFor(kind).needs(row.snapshot) };
}

interface Wave {
  readonly rows: readonly ExportRow[];
  readonly hashes: ReadonlyMap<string, string | null>;
  readonly refused: Refused;
}

async function judge(ctx: Ctx, tx: Tx, { rows, hashes, refused }: Wave): Promise<Decision[]> {
  const subjects = new Map(rows.map(row => [row.id, subjectOf(row, row.snapshot)]));
  const booksOf = await loadBooks(tx, ctx.company.id, [...subjects.values()]);
  const decisions: Decision[] = [];
  refused.sift(rows, idOf, row => {
    const books = booksOf(subjects.get(row.id) ?? subjectOf(row, row.snapshot));
    requireOtherSender(ctx, row, books);
    const proposal = proposalFor(row, books);
    if (ctx.actor.kind !== 'rule') requireAsShown(row, proposal, hashes.get(row.id) ?? null);
    decisions.push(decisionOn(row, books, proposal));
  });
  return decisions;
}

function requireOtherSender(ctx: Ctx, row: ExportRow, books: Books): void {
  const isOwn = ctx.actor.kind === 'person' && row.sentBy === ctx.actor.userId;
  if (!isOwn || !books.settings.separationOfDuties || isSentByApprovers(row.kind)) return;
  throw new Forbidden('You sent this record, so somebody else must decide it.', {
    remedy: 'Ask another approver, or have an administrator switch separation of duties off under Settings.',
  });
}

function requireAsShown(row: ExportRow, proposal: Proposal, hash: string | null): void {
  if (proposal.hash === hash) return;
  throw new Conflict(`${row.number || row.title} has changed since it was shown. Nothing was accepted.`, {
    remedy: 'Look at it as it is now, and decide anew.',
  });
}

function decisionOn(row: ExportRow, books: Books, proposal: Proposal): Decision {
  if (books.connection === null) throw new Conflict('There is no company file that it goes to any more.');
  return {
    row,
    proposal,
    connectionId: books.connection.id,
    externalGuid: books.externalGuid,
    follows: followed(books),
  };
}

/** Writes whose records this one needs. */
function followed({ lists, links }: Books): string[] {
  const division = lists.divisionUnderWay === null ? [] : [lists.divisionUnderWay.requestId];
  return [...division, ...Object.values(links).flatMap(link => link.toCome?.requestId ?? [])];
}

/** Those that nobody sent yet are sent by whoever accepts them. */
async function sendFirst(ctx: Ctx, tx: Tx, decisions: readonly Decision[]): Promise<Decision[]> {
  const unsent = decisions.filter(one => SENDABLE_STATES.includes(one.row.state));
  await moveToApproval(
    ctx,
    tx,
    unsent.map(({ row }) => ({ row, consents: row.consents })),
  );
  return decisions.map(one =>
    unsent.includes(one) ? { ...one, row: { ...one.row, state: 'awaiting_approval' } } : one,
  );
}
