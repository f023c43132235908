import { and, desc, eq, isNull } from 'drizzle-orm';
import { acceptances, exports, links, messageSets, qbRequests } from '@/drizzle/schema';
import { isUuid } from '@/lib/core/encoding';
import { AppError, NotFound } from '@/lib/core/errors';
import { JUDGED_BY, LINK_KINDS } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import type { Budget } from '@/lib/flows/budget';
import type { Preview } from '@/lib/flows/preview';
import { CARRIED_KINDS } from '@/lib/flows/registry';
import { type TimelineEntry, timelineOf } from '@/lib/history';
import type { ListChoices } from '@/lib/mappings/list-books';
import { listAges } from '@/lib/mappings/lists';
import { excerptOf, masked } from '@/lib/qbxml';
import type { Member } from '@/lib/sync';
import {
  type Ctx,
  inCompany,
  isSentByApprovers,
  mayApprove,
  maySend,
  mayView,
  settingsOf,
} from '@/lib/tenancy';
import type { Difference } from './difference';
import { type ExportItem, toItem } from './list';
import { booksFor } from './load';
import { rowNames } from './names';
import { proposalFor } from './preview';
import { procoreUrlOf } from './procore-url';
import { differencesFromSent } from './sent';
import { shownBudget } from './shown-budget';
import { type ExportRow, flowFor } from './snapshot';
import { type Needed, neededBy } from './together';

/** What was exchanged with QuickBooks about a record, and nothing of the records that went with it. */
export interface Exchanged {
  readonly at: string;
  readonly answeredAt: string | null;
  readonly purpose: string;
  readonly xml: string;
  readonly answer: string | null;
  readonly hresult: string | null;
}

export interface ExportDetail extends ExportItem {
  /** The record as Procore has it; a budget as `ShownBudget`. */
  readonly record: unknown;
  /** Where Procore shows it. */
  readonly procoreUrl: string | null;
  /** What QuickBooks would receive, with the hash that accepting it takes. Null when a rule stands in the way. */
  readonly proposal: { readonly hash: string; readonly preview: Preview } | null;
  /** What of the record is not as it was last sent. */
  readonly differences: readonly Difference[];
  /** Why there is no proposal. */
  readonly obstacle: { readonly message: string; readonly remedy: string | null } | null;
  /** What was accepted, once it is on its way or in QuickBooks: whatever changed since, this is what went. */
  readonly accepted: Preview | null;
  readonly companyFile: string | null;
  /** Of the company file it goes to. */
  readonly connectionId: string | null;
  /** What the accountant decided for this record alone. */
  readonly choices: ListChoices;
  /** The oldest of the lists of QuickBooks that it is judged by; null while one was never read. */
  readonly listsAsOf: string | null;
  readonly timeline: readonly TimelineEntry[];
  readonly exchanged: readonly Exchanged[];
  readonly can: {
    readonly send: boolean;
    readonly decide: boolean;
    readonly archive: boolean;
    readonly cancel: boolean;
    readonly unlink: boolean;
  };
  /** What became of asking QuickBooks whether it still has the record; null where nobody asked. */
  readonly presence: { readonly is: 'asked' | 'there' | 'not told'; readonly text: string } | null;
  /** Why the viewer may not decide although he is an approver; null when he may. */
  readonly cannotDecide: string | null;
  readonly link: { readonly qbId: string; readonly qbName: string } | null;
  /** What it needs in QuickBooks that nobody has accepted yet; it can be accepted together with it. */
  readonly needs: readonly Needed[];
}

/** A record with all there is to know about it. @throws NotFound, also for one the person may not see */
export async function showExport(ctx: Ctx, id: string): Promise<ExportDetail> {
  if (!isUuid(id)) throw new NotFound();
  return await inCompany(ctx, async tx => {
    const [row] = await tx
      .select()
      .from(exports)
      .where(and(eq(exports.companyId, ctx.company.id), eq(exports.id, id)));
    if (!row || !CARRIED_KINDS.includes(row.kind)) throw new NotFound();
    if (!mayView(ctx.rights, row.procoreProjectId, row.kind)) throw new NotFound();
    const names = await rowNames(tx, ctx, [row]);
    const books = await booksFor(ctx, tx, row);
    const item = toItem(ctx, { ...row, blockers: flowFor(row.kind).check(row.snapshot, books) }, names);
    const decision = await decisionFor(ctx, tx, row);
    const timeline = await timelineOf(tx, ctx.company.id, { kind: 'export', id: row.id });
    const accepted = HANDED_OVER.includes(row.state) ? await acceptedPreview(tx, row) : null;
    return {
      ...item,
      record: row.kind === 'budget' ? shownBudget(row.snapshot as Budget) : row.snapshot,
      differences: await differencesFromSent(tx, row),
      procoreUrl: await procoreUrlOf(tx, row),
      ...(accepted ? { proposal: null, obstacle: null } : propose(() => proposalFor(row, books))),
      accepted,
      companyFile: books.connection?.companyFileName ?? books.connection?.name ?? null,
      connectionId: books.connection?.id ?? null,
      choices: books.lists.choices,
      listsAsOf: await oldestList(tx, row.companyId, books.connection?.id ?? null),
      timeline,
      presence: presenceOf(row, timeline),
      exchanged: await exchangedFor(tx, row),
      ...decision,
      link: await linkFor(tx, row),
      needs: accepted ? [] : neededBy(row, books),
    };
  });
}

async function oldestList(tx: Tx, companyId: string, connectionId: string | null): Promise<string | null> {
  if (connectionId === null) return null;
  const ages = await listAges(tx, companyId, connectionId);
  const times = JUDGED_BY.map(kind => ages.get(kind)?.getTime() ?? null);
  return times.includes(null) ? null : new Date(Math.min(...times.map(time => time ?? 0))).toISOString();
}

/** States in which what was accepted is what counts. */
const HANDED_OVER: readonly ExportRow['state'][] = ['queued', 'sent', 'outcome_unknown', 'synced'];

async function acceptedPreview(tx: Tx, row: ExportRow): Promise<Preview | null> {
  if (row.acceptanceId === null) return null;
  const [found] = await tx
    .select({ shown: acceptances.shown })
    .from(acceptances)
    .where(and(eq(acceptances.companyId, row.companyId), eq(acceptances.id, row.acceptanceId)));
  return found ? (found.shown as { preview: Preview }).preview : null;
}

function propose(make: () => ReturnType<typeof proposalFor>): Pick<ExportDetail, 'proposal' | 'obstacle'> {
  try {
    const { hash, preview } = make();
    return { proposal: { hash, preview }, obstacle: null };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code === 'broken') throw thrown;
    return { proposal: null, obstacle: { message: thrown.message, remedy: thrown.remedy } };
  }
}

async function decisionFor(
  ctx: Ctx,
  tx: Tx,
  row: ExportRow,
): Promise<Pick<ExportDetail, 'can' | 'cannotDecide'>> {
  const send = maySend(ctx.rights, row.kind, row.procoreProjectId);
  const approve = mayApprove(ctx.rights, row.kind, 'export');
  const isOwn = ctx.actor.kind === 'person' && row.sentBy === ctx.actor.userId;
  const { values } = await settingsOf(tx, ctx.company.id);
  const isBarred = approve && isOwn && values.separationOfDuties && !isSentByApprovers(row.kind);
  return {
    can: {
      send,
      decide: approve && !isBarred,
      archive: send || approve,
      cancel: approve && row.state === 'queued',
      unlink: approve && row.state === 'synced',
    },
    cannotDecide: isBarred ? 'You sent this record, so somebody else must decide it.' : null,
  };
}

const PRESENCE_TOLD: Readonly<Record<string, 'asked' | 'there' | 'not told'>> = {
  'unlink asked': 'asked',
  'still in QuickBooks': 'there',
  'not told of by QuickBooks': 'not told',
};

/** By the newest entry that tells of it. */
function presenceOf(row: ExportRow, timeline: readonly TimelineEntry[]): ExportDetail['presence'] {
  const entry = timeline.find(({ action }) => action === 'synced' || Object.hasOwn(PRESENCE_TOLD, action));
  const is = PRESENCE_TOLD[entry?.action ?? ''];
  return row.state !== 'synced' || is === undefined ? null : { is, text: entry?.reason ?? '' };
}

const MAX_EXCHANGED = 10;

async function exchangedFor(tx: Tx, row: ExportRow): Promise<Exchanged[]> {
  const rows = await tx
    .select({
      at: messageSets.sentAt,
      answeredAt: messageSets.answeredAt,
      purpose: messageSets.purpose,
      xml: messageSets.xml,
      answer: messageSets.answerXml,
      hresult: messageSets.hresult,
      members: messageSets.members,
      requestId: qbRequests.id,
    })
    .from(qbRequests)
    .innerJoin(
      messageSets,
      and(eq(messageSets.companyId, qbRequests.companyId), eq(messageSets.id, qbRequests.setId)),
    )
    .where(and(eq(qbRequests.companyId, row.companyId), eq(qbRequests.exportId, row.id)))
    .orderBy(desc(messageSets.sentAt))
    .limit(MAX_EXCHANGED);
  return rows.map(({ members, requestId, ...one }) => {
    const own = new Set(
      (members as Member[]).filter(member => member.requestId === requestId).map(member => member.requestID),
    );
    return {
      ...one,
      at: one.at.toISOString(),
      answeredAt: one.answeredAt?.toISOString() ?? null,
      xml: masked(excerptOf(one.xml, own)),
      // Kept masked.
      answer: one.answer === null ? null : excerptOf(one.answer, own),
    };
  });
}

async function linkFor(tx: Tx, row: ExportRow): Promise<ExportDetail['link']> {
  const kind = LINK_KINDS.find(one => one === row.kind);
  if (kind === undefined) return null;
  const [link] = await tx
    .select({ qbId: links.qbId, qbName: links.qbName })
    .from(links)
    .where(
      and(
        eq(links.companyId, row.companyId),
        eq(links.kind, kind),
        eq(links.procoreId, row.procoreId),
        isNull(links.endedAt),
      ),
    );
  return link ?? null;
}
