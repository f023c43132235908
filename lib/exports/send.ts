import { Blocked } from '@/lib/core/errors';
import type { Tx } from '@/lib/db/client';
import { type Blocker, standing } from '@/lib/flows/flow';
import { SENDABLE_STATES } from '@/lib/lifecycle';
import { loadBooks } from '@/lib/mappings/load-books';
import { type Ctx, inCompany, requireSend } from '@/lib/tenancy';
import { acceptByRules } from './accept-by-rules';
import { type EachResult, foundIn, Refused } from './each';
import { conflictsOf, lockExports } from './load';
import { moveToApproval, type Sending } from './send-moves';
import { mayBeSentAgain } from './sent-again';
import { type ExportRow, flowFor, subjectOf } from './snapshot';

export interface SendInput {
  readonly id: string;
  /** Rules whose effect the sender agrees to, such as replaced letters. */
  readonly consents: readonly string[];
}

interface Sent {
  readonly refused: Refused;
  /** Names of direct export rules, by the records that they accepted. */
  readonly accepted: ReadonlyMap<string, string>;
}

/**
 * Send to ERP: gives records to the accounting approver, all in one transaction; one that is refused stops no other.
 * Where `mayBeDirect`, what a direct export rule is for is accepted in the same transaction.
 */
export async function sendExports(
  ctx: Ctx,
  inputs: readonly SendInput[],
  { mayBeDirect }: { readonly mayBeDirect: boolean },
): Promise<EachResult[]> {
  const { refused, accepted } = await inCompany(ctx, tx => sendIn(ctx, tx, { inputs, mayBeDirect }));
  return refused.results(inputs.map(input => input.id)).map(result => {
    const rule = accepted.get(result.id);
    return result.ok && rule !== undefined ? { ...result, rule } : result;
  });
}

/**
 * Sends a single record to the approver.
 * @throws Blocked with every rule that stands in the way, Conflict, Forbidden, NotFound
 */
export async function sendExport(ctx: Ctx, input: SendInput): Promise<void> {
  const { refused } = await inCompany(ctx, tx => sendIn(ctx, tx, { inputs: [input], mayBeDirect: false }));
  refused.expectNone();
}

interface Asked {
  readonly inputs: readonly SendInput[];
  readonly mayBeDirect: boolean;
}

async function sendIn(ctx: Ctx, tx: Tx, { inputs, mayBeDirect }: Asked): Promise<Sent> {
  const refused = new Refused();
  const consents = new Map(inputs.map(input => [input.id, input.consents]));
  const ids = [...consents.keys()];
  const found = foundIn(ids, await lockExports(ctx, tx, ids), refused);
  const allowed = refused.sift(found, idOf, row => requireSend(ctx.rights, row.kind, row.procoreProjectId));
  const statesOf = (row: ExportRow) => sendableFrom(row).concat('not_sendable');
  await refuseElsewhere(tx, { rows: allowed, statesOf, refused });
  const open = allowed.filter(row => !refused.isRefused(row.id));
  const sendings = (await judged(ctx, tx, open)).map(one => ({
    ...one,
    consents: consents.get(one.row.id) ?? [],
  }));
  const clear = refused.sift(sendings, one => one.row.id, requireNothingInTheWay);
  await refuseElsewhere(tx, { rows: clear.map(one => one.row), statesOf: sendableFrom, refused });
  const sent = clear.filter(one => !refused.isRefused(one.row.id));
  await moveToApproval(ctx, tx, sent);
  const accepted = mayBeDirect
    ? await acceptByRules(
        ctx,
        tx,
        sent.map(one => one.row.id),
      )
    : new Map<string, string>();
  return { refused, accepted };
}

const idOf = (row: ExportRow): string => row.id;

function sendableFrom(row: ExportRow): readonly ExportRow['state'][] {
  return mayBeSentAgain(row) ? SENDABLE_STATES.concat('synced') : SENDABLE_STATES;
}

interface Expected {
  readonly rows: readonly ExportRow[];
  readonly statesOf: (row: ExportRow) => readonly ExportRow['state'][];
  readonly refused: Refused;
}

async function refuseElsewhere(tx: Tx, { rows, statesOf, refused }: Expected): Promise<void> {
  for (const [id, conflict] of await conflictsOf(tx, rows, statesOf)) refused.add(id, conflict);
}

type Judged = Sending & { readonly blockers: readonly Blocker[] };

async function judged(ctx: Ctx, tx: Tx, rows: readonly ExportRow[]): Promise<Omit<Judged, 'consents'>[]> {
  const subjects = rows.map(row => ({ row, subject: subjectOf(row, row.snapshot) }));
  const booksOf = await loadBooks(
    tx,
    ctx.company.id,
    subjects.map(one => one.subject),
  );
  return subjects.map(({ row, subject }) => ({
    row,
    blockers: flowFor(row.kind).check(row.snapshot, booksOf(subject)),
  }));
}

function requireNothingInTheWay({ blockers, consents }: Judged): void {
  const inTheWay = standing(blockers, consents);
  if (inTheWay.length > 0)
    throw new Blocked(inTheWay.map(one => one.message).join(' '), { remedy: inTheWay[0]?.fix.label ?? '' });
}
