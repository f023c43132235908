import { and, asc, eq, inArray } from 'drizzle-orm';
import { exports, messageSets, qbRequests, qbSessions } from '@/drizzle/schema';
import { isUuid } from '@/lib/core/encoding';
import { NotFound } from '@/lib/core/errors';
import type { Tx } from '@/lib/db/client';
import { hresultMeaning, masked, statusesIn, statusMeaning } from '@/lib/qbxml';
import { type Ctx, inCompany, requireMapping } from '@/lib/tenancy';
import type { Member } from '../rows';
import type { SetPurpose, SetState } from '../states';
import { type RunLine, selectRuns, toLine } from './runs';

/** What a code of QuickBooks means and what to do about it. */
export interface CodeInWords {
  readonly code: string;
  readonly cause: string;
  readonly remedy: string;
  /** What QuickBooks said, as it said it. */
  readonly raw: string;
}

/** One request of a set, with what QuickBooks answered to it in this exchange. */
export interface RequestLine {
  readonly requestID: string;
  readonly message: string | null;
  readonly exportId: string | null;
  /** The record behind it: its number, else its title. */
  readonly record: string | null;
  readonly statusCode: number | null;
  /** Null where there is nothing to explain. */
  readonly said: CodeInWords | null;
}

/** One message set: handed out, and what came back. */
export interface ExchangeLine {
  readonly id: string;
  readonly purpose: SetPurpose;
  readonly state: SetState;
  readonly sentAt: string;
  readonly answeredAt: string | null;
  /** QuickBooks threw instead of answering. */
  readonly error: CodeInWords | null;
  readonly requests: readonly RequestLine[];
}

export interface RunDetail extends RunLine {
  readonly list: readonly ExchangeLine[];
}

const MAX_EXCHANGES = 500;

/** A run with its exchanges in order. @throws NotFound, Forbidden */
export async function showRun(ctx: Ctx, id: string): Promise<RunDetail> {
  requireMapping(ctx.rights);
  if (!isUuid(id)) throw new NotFound('This run');
  return await inCompany(ctx, async tx => {
    const [row] = await selectRuns(tx, and(eq(qbSessions.companyId, ctx.company.id), eq(qbSessions.id, id)));
    if (!row) throw new NotFound('This run');
    const sets = await tx
      .select()
      .from(messageSets)
      .where(and(eq(messageSets.companyId, ctx.company.id), eq(messageSets.sessionId, id)))
      .orderBy(asc(messageSets.sentAt), asc(messageSets.id))
      .limit(MAX_EXCHANGES);
    const requests = await requestsOf(tx, ctx.company.id, sets);
    return { ...toLine(row), list: sets.map(set => exchangeLine(set, requests)) };
  });
}

type SetRow = typeof messageSets.$inferSelect;

interface Behind {
  readonly message: string;
  readonly exportId: string | null;
  readonly record: string | null;
}

const membersOf = (set: SetRow): readonly Member[] => set.members as readonly Member[];

async function requestsOf(tx: Tx, companyId: string, sets: readonly SetRow[]): Promise<Map<string, Behind>> {
  const ids = [...new Set(sets.flatMap(set => membersOf(set).map(member => member.requestId)))];
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({
      id: qbRequests.id,
      message: qbRequests.message,
      reader: qbRequests.reader,
      exportId: qbRequests.exportId,
      number: exports.number,
      title: exports.title,
    })
    .from(qbRequests)
    .leftJoin(exports, and(eq(exports.companyId, qbRequests.companyId), eq(exports.id, qbRequests.exportId)))
    .where(and(eq(qbRequests.companyId, companyId), inArray(qbRequests.id, ids)));
  return new Map(
    rows.map(row => [
      row.id,
      { message: row.reader ?? row.message, exportId: row.exportId, record: row.number || row.title },
    ]),
  );
}

function exchangeLine(set: SetRow, behind: ReadonlyMap<string, Behind>): ExchangeLine {
  const statuses = new Map(statusesIn(set.answerXml ?? '').map(one => [one.requestID, one]));
  return {
    id: set.id,
    purpose: set.purpose,
    state: set.state,
    sentAt: set.sentAt.toISOString(),
    answeredAt: set.answeredAt?.toISOString() ?? null,
    error: set.hresult === null ? null : errorInWords(set.hresult, set.message ?? ''),
    requests: membersOf(set).map(({ requestID, requestId }) => {
      const known = behind.get(requestId);
      const status = statuses.get(requestID);
      return {
        requestID,
        message: known?.message ?? null,
        exportId: known?.exportId ?? null,
        record: known?.record ?? null,
        statusCode: status?.statusCode ?? null,
        said: status ? statusInWords(status.statusCode, status.statusMessage) : null,
      };
    }),
  };
}

function statusInWords(code: number, raw: string): CodeInWords | null {
  const { class: klass, cause, remedy } = statusMeaning(code);
  return klass === 'ok' || klass === 'empty' ? null : { code: `QB-${code}`, cause, remedy, raw };
}

function errorInWords(hresult: string, raw: string): CodeInWords {
  const { cause, remedy } = hresultMeaning(hresult);
  return { code: hresult, cause, remedy, raw };
}

/** What was sent and answered, word for word but for numbers nobody needs to see. */
export interface ExchangeTexts {
  readonly xml: string;
  readonly answer: string | null;
}

/** @throws NotFound, Forbidden */
export async function showExchange(ctx: Ctx, run: string, exchange: string): Promise<ExchangeTexts> {
  requireMapping(ctx.rights);
  if (!isUuid(run) || !isUuid(exchange)) throw new NotFound('This exchange');
  return await inCompany(ctx, async tx => {
    const [row] = await tx
      .select({ xml: messageSets.xml, answer: messageSets.answerXml })
      .from(messageSets)
      .where(
        and(
          eq(messageSets.companyId, ctx.company.id),
          eq(messageSets.sessionId, run),
          eq(messageSets.id, exchange),
        ),
      );
    if (!row) throw new NotFound('This exchange');
    // Answers are kept masked; what was sent is kept as it left.
    return { xml: masked(row.xml), answer: row.answer };
  });
}
