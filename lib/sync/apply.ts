import { and, eq, isNull, or } from 'drizzle-orm';
import { links } from '@/drizzle/schema';
import { type ExportKind, LINK_KINDS, type LinkKind, type ListKind } from '@/lib/core/kinds';
import { isRenewed, type Settlement } from '@/lib/flows/flow';
import { flowOf, isMarkedInProcore } from '@/lib/flows/registry';
import { type ExportState, type Move, moveExports } from '@/lib/lifecycle';
import { isMessageName, MESSAGES } from '@/lib/qbxml';
import type { Engine } from './engine';
import type { Failure } from './failures';
import { targetAfter } from './kept-target';
import type { Outcome } from './protocol';
import type { RequestRow } from './rows';
import { type ChangedRecord, noteChanged } from './store/changes';
import { type RequestChange, saveRequests } from './store/save';

/** An outcome with what QuickBooks gave back, where it did. */
export type AppliedOutcome = Outcome | { readonly to: 'recovered'; readonly settlement: Settlement };

export interface Applied {
  readonly done: number;
  readonly failed: number;
  readonly synced: number;
  /** Writes that may be sent again in this session. */
  readonly readyWrites: number;
  /** Requests whose outcome is still unknown. */
  readonly unknown: number;
}

interface Subject {
  readonly requests: readonly RequestRow[];
  readonly connection: { readonly id: string };
}

/** Settlements of the answers that hold one, by request id. */
export type Settlements = ReadonlyMap<string, Settlement>;

/** What became of requests, by their id. */
export interface Became {
  readonly outcomes: ReadonlyMap<string, AppliedOutcome>;
  readonly settlements?: Settlements;
  /** It was settled before it was handed out: there was nothing to write, or it could not be written. */
  readonly isUnsent?: boolean;
}

/**
 * Writes down what became of requests and of the exports behind them: states, ids, links, history, and the write-back
 * that is owed to Procore. All in the caller's transaction.
 */
export async function applyOutcomes(
  engine: Engine,
  subject: Subject,
  { outcomes, settlements = new Map(), isUnsent = false }: Became,
): Promise<Applied> {
  const pairs = subject.requests.flatMap(request => {
    const outcome = outcomes.get(request.id);
    return outcome ? [{ request, outcome }] : [];
  });
  const moves = pairs
    .flatMap(pair => moveOf(engine, pair, settlements))
    .map(move => (isUnsent ? { ...move, from: ['queued'] as const } : move));
  const [moved] = await Promise.all([
    moveExports(engine.tx, engine.frame, moves),
    saveRequests(
      engine,
      pairs.map(pair => ({ ...changeOf(engine, pair), ...(isUnsent ? { from: ['ready'] as const } : {}) })),
    ),
  ]);
  const made = pairs.flatMap(pair => linkOf(pair, settlements)).filter(link => moved.has(link.exportId));
  await saveLinks(engine, subject, made);
  await noteChanged(
    engine.tx,
    { companyId: engine.companyId, connectionId: subject.connection.id },
    made.filter(link => link.isChange).flatMap(changedRecords),
  );
  const count = (to: AppliedOutcome['to']): number => pairs.filter(pair => pair.outcome.to === to).length;
  return {
    done: count('done') + count('recovered') + count('failed') + count('needs_attention'),
    failed: count('failed') + count('needs_attention'),
    synced: moves.filter(move => move.to === 'synced').length,
    readyWrites: pairs.filter(({ outcome }) => outcome.to === 'ready' && outcome.delayMs === 0).length,
    unknown: count('unknown'),
  };
}

interface Pair {
  readonly request: RequestRow;
  readonly outcome: AppliedOutcome;
}

function changeOf(engine: Engine, { request, outcome }: Pair): RequestChange {
  const base = { id: request.id, from: ['sent', 'unknown'] } as const;
  switch (outcome.to) {
    case 'done':
      return {
        ...base,
        to: 'done',
        statusCode: outcome.part.statusCode,
        statusMessage: outcome.part.statusMessage,
      };
    case 'recovered':
      return { ...base, to: 'done' };
    case 'ready':
      return {
        ...base,
        to: 'ready',
        availableAt: new Date(engine.now.getTime() + outcome.delayMs),
        splitGroup: outcome.splitGroup,
        statusMessage: outcome.failure?.raw ?? null,
        ...targetAfter(request, outcome),
      };
    case 'unknown':
      return { ...base, to: 'unknown' };
    default:
      return { ...base, to: outcome.to, statusMessage: outcome.failure.raw };
  }
}

const UNSETTLED: readonly ExportState[] = ['sent', 'outcome_unknown'];

function moveOf(engine: Engine, { request, outcome }: Pair, settlements: Settlements): Move[] {
  if (request.exportId === null) return [];
  const exportId = request.exportId;
  switch (outcome.to) {
    case 'done':
    case 'recovered': {
      const settlement = outcome.to === 'recovered' ? outcome.settlement : settlements.get(request.id);
      if (!settlement) return [];
      const notice = outcome.to === 'done' ? outcome.warning : null;
      return [
        {
          exportId,
          ...syncedMove(engine, settlement, {
            isRecovered: outcome.to === 'recovered',
            notice,
            kind: request.exportKind,
          }),
        },
      ];
    }
    case 'failed':
      return [
        {
          exportId,
          from: UNSETTLED,
          to: 'failed',
          action: 'refused by QuickBooks',
          ...failed(outcome.failure),
        },
      ];
    case 'needs_attention':
      return [
        {
          exportId,
          from: UNSETTLED,
          to: 'needs_attention',
          action: 'needs attention',
          ...failed(outcome.failure),
        },
      ];
    case 'ready': {
      const reason = outcome.failure === null ? null : outcome.failure.cause;
      return [
        {
          exportId,
          from: UNSETTLED,
          to: 'queued',
          action: 'queued again',
          reason,
          said: { delayMs: outcome.delayMs },
        },
      ];
    }
    case 'unknown':
      return [{ exportId, from: ['sent'], to: 'outcome_unknown', action: 'answer lost' }];
  }
}

function failed(failure: Failure): Pick<Move, 'patch' | 'reason' | 'said'> {
  return { patch: { error: failure }, reason: failure.cause, said: { code: failure.code, raw: failure.raw } };
}

function syncedMove(
  engine: Engine,
  settlement: Settlement,
  how: { isRecovered: boolean; notice: Failure | null; kind: ExportKind | null },
): Omit<Move, 'exportId'> {
  const warning = [how.notice?.cause, settlement.warning]
    .filter(text => text !== null && text !== undefined)
    .join(' ');
  return {
    from: UNSETTLED,
    to: 'synced',
    action: how.isRecovered ? 'found in QuickBooks' : 'synced',
    patch: {
      txnId: settlement.txnId,
      refNumber: settlement.refNumber,
      syncedAt: engine.now,
      error: null,
      warning: warning === '' ? null : warning,
      writeBack: how.kind === null || isMarkedInProcore(how.kind) ? 'pending' : 'none',
      writeBackAttempts: 0,
      writeBackAfter: engine.now,
    },
    said: { qbType: settlement.qbType, txnId: settlement.txnId, refNumber: settlement.refNumber },
  };
}

interface NewLink {
  readonly exportId: string;
  readonly kind: LinkKind;
  readonly procoreId: string;
  readonly settlement: Settlement;
  /** Became part of a record that was there before. */
  readonly isChange: boolean;
}

function changedRecords({ kind, settlement }: NewLink): ChangedRecord[] {
  const { txnId, editSequence, total } = settlement;
  const list: ListKind | undefined = flowOf(kind)?.readBack.list;
  return list === undefined ? [] : [{ list, qbId: txnId, editSequence, total: total ?? null }];
}

function linkOf({ request, outcome }: Pair, settlements: Settlements): NewLink[] {
  const settlement = outcome.to === 'recovered' ? outcome.settlement : settlements.get(request.id);
  const kind = LINK_KINDS.find(one => one === request.exportKind);
  if ((outcome.to !== 'done' && outcome.to !== 'recovered') || !settlement || !kind) return [];
  if (request.exportId === null || request.procoreId === null) return [];
  const { exportId, procoreId, message } = request;
  const isChange = isMessageName(message) && MESSAGES[message].effect === 'mod';
  return [{ exportId, kind, procoreId, settlement, isChange }];
}

async function saveLinks(engine: Engine, subject: Subject, made: readonly NewLink[]): Promise<void> {
  if (made.length === 0) return;
  await endEarlier(
    engine,
    subject,
    made.filter(link => link.isChange && isRenewedKind(link.kind)),
  );
  await engine.tx.insert(links).values(
    made.map(({ kind, procoreId, settlement }) => ({
      companyId: engine.companyId,
      id: engine.env.newId(),
      connectionId: subject.connection.id,
      kind,
      procoreId,
      qbId: settlement.txnId,
      qbType: settlement.qbType,
      qbName: settlement.name ?? settlement.refNumber ?? '',
      editSequence: settlement.editSequence,
      lines: settlement.lines,
      madeBy: 'export' as const,
      createdAt: engine.now,
    })),
  );
}

function isRenewedKind(kind: LinkKind): boolean {
  const flow = flowOf(kind);
  return flow !== null && isRenewed(flow);
}

/** What is brought up to date is linked anew: the link of the export before ends, and stays to be read. */
async function endEarlier(engine: Engine, subject: Subject, made: readonly NewLink[]): Promise<void> {
  if (made.length === 0) return;
  await engine.tx
    .update(links)
    .set({ endedAt: engine.now })
    .where(
      and(
        eq(links.companyId, engine.companyId),
        eq(links.connectionId, subject.connection.id),
        isNull(links.endedAt),
        or(...made.map(({ kind, procoreId }) => and(eq(links.kind, kind), eq(links.procoreId, procoreId)))),
      ),
    );
}
