import { type Cents, parseMoney, sumMoney } from '@/lib/core/money';
import { oneLine, type QbRequest, type QbResponse, qbRequest, recordsOf } from '@/lib/qbxml';
import type {
  AcceptedChange,
  ChangeFlow,
  LostChangeVerdict,
  Refusal,
  Settlement,
  TargetVerdict,
} from '../flow';
import { differencesOf, missingLines, otherTotal, type TargetLine } from '../shared/target-lines';
import { type EstimateTarget, estimateRead, keepLine, readEstimateById, targetOf } from './estimate-target';
import { leftAfter, markOf } from './plan';
import type { Budget } from './record';
import { approvedLines, besidesOf, estimateModIn, isNew } from './request';

type Change = AcceptedChange<Budget>;

/** Brings the approved changes to the estimate as it is, whatever people did to it meanwhile. */
export const changeEstimate: ChangeFlow<Budget, EstimateTarget> = {
  read: request => readEstimateById(estimateModIn(request).TxnID),
  judge,
  complete,
  differences: differencesOf,
  settle,
  recover,
};

/** Every line that stands on the estimate is kept by its id, or takes what was approved of it; new ones follow. */
function complete(request: QbRequest, target: EstimateTarget): QbRequest<'EstimateMod'> {
  const approved = approvedLines(request);
  const changed = new Map(approved.filter(line => !isNew(line)).map(line => [line.id, line]));
  const kept = target.lines.map(line => {
    const change = line.kind === 'line' ? changed.get(line.id) : undefined;
    return change ? { EstimateLineMod: change.mod } : keepLine(line);
  });
  const added = approved.filter(isNew).map(({ mod }) => ({ EstimateLineMod: mod }));
  return qbRequest('EstimateMod', {
    EstimateMod: {
      TxnID: estimateModIn(request).TxnID,
      EditSequence: target.editSequence,
      Lines: [...kept, ...added],
    },
  });
}

function refused(code: string, words: Pick<Refusal, 'cause' | 'remedy'>, isDoubtful = false): Refusal {
  return { code, ...words, isDoubtful };
}

const GONE = refused('ESTIMATE-gone', {
  cause: 'The estimate of the budget is no longer in QuickBooks: somebody deleted it.',
  remedy:
    'Find out who deleted it. Read the lists again under Connection, then retry: the budget is exported as a new estimate.',
});

function inactiveRefusal({ refNumber }: EstimateTarget): Refusal {
  return refused('ESTIMATE-inactive', {
    cause: `Estimate ${refNumber} is inactive in QuickBooks.`,
    remedy: 'Set “Estimate Active” on it in QuickBooks, then retry.',
  });
}

function lineRefusal({ refNumber }: EstimateTarget, count: number): Refusal {
  const what = count === 1 ? 'A line that is' : `${count} lines that are`;
  return refused('ESTIMATE-line', {
    cause: `${what} to be changed no longer stands on estimate ${refNumber}: somebody took it off since.`,
    remedy: 'Retry: what is shown then is made from the estimate as it is.',
  });
}

const COMPARE =
  'Compare the estimate in QuickBooks with the budget. Where the change is missing retry, and where it stands there reject it.';

function presentRefusal(change: number, { refNumber }: EstimateTarget): Refusal {
  const mark = markOf(change);
  const cause = `Estimate ${refNumber} has lines marked “${mark}” already, and they are not the ones accepted.`;
  const remedy = 'Compare the estimate in QuickBooks with the budget. Take the marked lines off and retry.';
  return refused('ESTIMATE-marked', { cause, remedy }, true);
}

/** How much of what was approved stands on the estimate. */
type Standing =
  /** Nothing of it. */
  | 'absent'
  /** Each line, and the new ones exactly as approved. */
  | 'whole'
  /** The new lines as approved; somebody gave a changed one another amount. */
  | 'edited'
  /** Some of it. */
  | 'part';

const flat = (text: string): string => oneLine(text).trim();

const worth = (item: string | null, cents: Cents | null, text: string): string =>
  `${item ?? ''} ${cents ?? ''} ${flat(text)}`;

const centsOf = (line: TargetLine): Cents | null => (line.amount === null ? null : parseMoney(line.amount));

/** Lines that carry the mark of the change and are none of those it started from. */
function markedLines(request: QbRequest, lines: readonly TargetLine[]): TargetLine[] {
  const { left, change } = besidesOf(request);
  const before = new Set(left.map(line => line.txnLineId));
  const mark = `${markOf(change)}:`;
  return lines.filter(
    line => line.kind === 'line' && !before.has(line.id) && flat(line.text).startsWith(mark),
  );
}

/** Approved changes of lines: how many there are, and how many the estimate shows. */
function changedStanding(request: QbRequest, lines: readonly TargetLine[]) {
  const now = new Map(lines.map(line => [line.id, centsOf(line)]));
  const changed = approvedLines(request).filter(line => !isNew(line));
  return { all: changed.length, made: changed.filter(line => now.get(line.id) === line.amount).length };
}

function standingOf(request: QbRequest, lines: readonly TargetLine[]): Standing {
  const added = approvedLines(request).filter(isNew);
  const changed = changedStanding(request, lines);
  if (added.length === 0) return changed.made === changed.all ? 'whole' : 'absent';
  const marked = markedLines(request, lines);
  if (marked.length === 0) return 'absent';
  const sent = added.map(line => worth(line.item, line.amount, line.text)).toSorted();
  const read = marked.map(line => worth(line.item, centsOf(line), line.text)).toSorted();
  if (sent.join('\n') !== read.join('\n')) return 'part';
  return changed.made === changed.all ? 'whole' : 'edited';
}

/** What the estimate, as just read, allows. */
function judge(change: Change, responses: readonly QbResponse[]): TargetVerdict<EstimateTarget> {
  const { request } = change;
  const read = estimateRead(estimateModIn(request).TxnID, responses);
  if (read.is === 'unclear') return { found: 'unclear', reason: read.reason };
  if (read.is === 'gone') return { found: 'refused', refusal: GONE };
  const { estimate } = read;
  const standing = standingOf(request, estimate.lines);
  if (standing === 'whole') return { found: 'done', settlement: settlementOf(change, estimate) };
  if (standing !== 'absent')
    return { found: 'refused', refusal: presentRefusal(besidesOf(request).change, estimate) };
  if (!estimate.isActive) return { found: 'refused', refusal: inactiveRefusal(estimate) };
  const there = new Set(estimate.lines.map(line => line.id));
  const missing = approvedLines(request).filter(line => !isNew(line) && !there.has(line.id)).length;
  return missing > 0
    ? { found: 'refused', refusal: lineRefusal(estimate, missing) }
    : { found: 'open', target: estimate };
}

/** Ids of the new lines, in the order they were approved; of lines alike, each once. */
function newLineIds(request: QbRequest, lines: readonly TargetLine[]): (string | null)[] {
  const free = markedLines(request, lines);
  return approvedLines(request)
    .filter(isNew)
    .map(line => {
      const wanted = worth(line.item, line.amount, line.text);
      const at = free.findIndex(one => worth(one.item, centsOf(one), one.text) === wanted);
      return at < 0 ? null : (free.splice(at, 1)[0]?.id ?? null);
    });
}

function settlementOf(
  { request }: Change,
  estimate: EstimateTarget,
  warning: string | null = null,
): Settlement {
  const ids = newLineIds(request, estimate.lines);
  const written = approvedLines(request).flatMap(line => {
    const txnLineId = isNew(line) ? ids.shift() : line.id;
    return txnLineId ? [{ ...line, txnLineId }] : [];
  });
  return {
    qbType: 'Estimate',
    txnId: estimate.txnId,
    editSequence: estimate.editSequence,
    refNumber: estimate.refNumber,
    lines: leftAfter({ left: besidesOf(request).left, lines: written }),
    ...(estimate.total === null ? {} : { total: estimate.total }),
    warning,
  };
}

function settle(change: Change, target: EstimateTarget, response: QbResponse): Settlement | null {
  const [ret] = recordsOf(response, 'EstimateMod', 'EstimateRet');
  const read = ret === undefined ? null : targetOf(ret);
  if (read?.is !== 'there') return null;
  const warnings = [
    ...missingLines(target, read.estimate, 'estimate'),
    ...otherTotal(target, read.estimate, stepOf(change, target)),
  ];
  return settlementOf(change, read.estimate, warnings.length === 0 ? null : warnings.join(' '));
}

/** By how much a change moves the total. */
function stepOf({ request }: Change, before: EstimateTarget): Cents {
  const was = new Map(before.lines.map(line => [line.id, centsOf(line) ?? 0n]));
  return sumMoney(
    approvedLines(request).map(line => line.amount - (isNew(line) ? 0n : (was.get(line.id) ?? 0n))),
  );
}

const LOST = 'The answer of QuickBooks was lost, and';

/**
 * Whether a change was made whose answer was lost, told by the estimate as it is. One that was not saved since holds
 * nothing of it; what was approved and was not there before was written; one that others changed in ways that can be
 * seen, and that shows nothing of ours, can be tried again. Anything else is for a person.
 */
function recover(
  change: Change,
  before: EstimateTarget,
  responses: readonly QbResponse[],
): LostChangeVerdict {
  const { request } = change;
  const read = estimateRead(before.txnId, responses);
  const deleted = responses.find(one => one.message === 'TxnDeletedQuery');
  if (read.is === 'unclear') return { found: 'unclear', reason: read.reason };
  if (!deleted || (deleted.statusCode !== 0 && deleted.statusCode !== 1))
    return { found: 'unclear', reason: deleted?.statusMessage ?? 'QuickBooks did not answer the look-up.' };
  if (read.is === 'gone') return { found: 'refused', refusal: goneRefusal(before, deleted) };
  const { estimate } = read;
  if (estimate.editSequence === before.editSequence) return { found: 'untouched' };
  const standing = standingOf(request, estimate.lines);
  if (standing === 'whole') return { found: 'done', settlement: settlementOf(change, estimate) };
  if (standing === 'edited') {
    const warning =
      'Somebody changed a line since it was brought up to date. Compare it with what was approved.';
    return { found: 'done', settlement: settlementOf(change, estimate, warning) };
  }
  const differences = differencesOf(before, estimate);
  const isShown = changedStanding(request, estimate.lines).made > changedStanding(request, before.lines).made;
  if (standing === 'part' || isShown || differences.length === 0)
    return { found: 'refused', refusal: doubtRefusal(estimate, differences) };
  return { found: 'edited', differences };
}

function goneRefusal(before: EstimateTarget, deleted: QbResponse): Refusal {
  const record = recordsOf(deleted, 'TxnDeletedQuery', 'TxnDeletedRet').find(
    one => one.TxnID === before.txnId,
  );
  const what = record
    ? `somebody deleted estimate ${before.refNumber} (${record.TimeDeleted ?? 'no time is told'})`
    : `estimate ${before.refNumber} is no longer in QuickBooks`;
  const remedy =
    'Find out who deleted it. Read the lists again under Connection and retry, so that a new estimate is made, or reject it.';
  return refused('RECOVERY-deleted', { cause: `${LOST} ${what}.`, remedy }, true);
}

function doubtRefusal({ refNumber }: EstimateTarget, differences: readonly string[]): Refusal {
  const what =
    differences.length === 0
      ? 'was saved since without a change that can be seen'
      : `was changed since: ${differences.join('; ')}`;
  const cause = `${LOST} estimate ${refNumber} ${what}. Nobody can tell whether the change was made and undone again.`;
  return refused('RECOVERY-doubt', { cause, remedy: COMPARE }, true);
}
