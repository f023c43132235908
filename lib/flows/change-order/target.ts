import { parseMoney, sumMoney } from '@/lib/core/money';
import type { ChangeOrder } from '@/lib/procore';
import {
  type Messages,
  type QbRequest,
  type QbResponse,
  qbRequest,
  type RequestOf,
  recordsOf,
} from '@/lib/qbxml';
import type {
  AcceptedChange,
  ChangeFlow,
  LostChangeVerdict,
  Refusal,
  Settlement,
  TargetVerdict,
} from '../flow';
import { matchLines } from '../shared/matching-lines';
import { amountOf, type OrderLine } from '../shared/order-lines';
import { keepLine, type OrderTarget, orderRead, readOrderById, targetOf } from '../shared/order-target';
import { differencesOf, missingLines, NEW_LINE, otherTotal, type TargetLine } from '../shared/target-lines';
import { isAnyLike, markedLines, markOf, type Standing, standingOf } from './mark';

type OrderMod = RequestOf<Messages['PurchaseOrderMod']>['PurchaseOrderMod'];
type Change = AcceptedChange<ChangeOrder>;

/** Stands in an accepted change until the order is read. No order has it, so QuickBooks would refuse it with 3200. */
export const PENDING_SEQUENCE = '0';

export function orderModIn(request: QbRequest): OrderMod {
  return (request as QbRequest<'PurchaseOrderMod'>).body.PurchaseOrderMod;
}

function approvedIn(request: QbRequest): OrderLine[] {
  return (orderModIn(request).Lines ?? []).flatMap(line =>
    'PurchaseOrderLineMod' in line && line.PurchaseOrderLineMod?.TxnLineID === NEW_LINE
      ? [line.PurchaseOrderLineMod as OrderLine & { TxnLineID: string }]
      : [],
  );
}

/** Adds the approved lines to the order as it is, whatever people did to it meanwhile. */
export const appendToOrder: ChangeFlow<ChangeOrder, OrderTarget> = {
  read: request => readOrderById(orderModIn(request).TxnID),
  judge,
  complete,
  differences: differencesOf,
  settle,
  recover,
};

/** Every line that stands on the order is kept by its id, and the approved ones follow. Nothing else is sent. */
function complete(request: QbRequest, target: OrderTarget): QbRequest<'PurchaseOrderMod'> {
  const { TxnID, Lines } = orderModIn(request);
  return qbRequest('PurchaseOrderMod', {
    PurchaseOrderMod: {
      TxnID,
      EditSequence: target.editSequence,
      Lines: [...target.lines.map(keepLine), ...(Lines ?? [])],
    },
  });
}

function refused(code: string, words: Pick<Refusal, 'cause' | 'remedy'>, isDoubtful = false): Refusal {
  return { code, ...words, isDoubtful };
}

const GONE = refused('ORDER-gone', {
  cause: 'The purchase order of the commitment is no longer in QuickBooks: somebody deleted it.',
  remedy: 'Find out who deleted it. Export the commitment again, then retry this change order.',
});

function closedRefusal({ refNumber, isClosed }: OrderTarget): Refusal {
  return isClosed
    ? refused('ORDER-closed', {
        cause: `Purchase order ${refNumber} is closed in QuickBooks.`,
        remedy: 'Clear “Closed” on the order in QuickBooks, then retry.',
      })
    : refused('ORDER-received', {
        cause: `Purchase order ${refNumber} is fully received in QuickBooks.`,
        remedy: 'Ask the accountant whether the order shall take more lines, and retry when it does.',
      });
}

function presentRefusal(mark: string, { refNumber }: OrderTarget): Refusal {
  return refused(
    'ORDER-marked',
    {
      cause: `Purchase order ${refNumber} has lines marked “${mark}” already, and they are not the ones accepted.`,
      remedy:
        'Compare the order in QuickBooks with the change order. Take the marked lines off the order and retry, or reject the change order.',
    },
    true,
  );
}

/** What the order, as just read, allows. */
function judge({ request, snapshot }: Change, responses: readonly QbResponse[]): TargetVerdict<OrderTarget> {
  const read = orderRead(orderModIn(request).TxnID, responses);
  if (read.is === 'unclear') return { found: 'unclear', reason: read.reason };
  if (read.is === 'gone') return { found: 'refused', refusal: GONE };
  const { order } = read;
  const mark = markOf(snapshot);
  const standing = standingOf(approvedIn(request), order.lines, mark);
  if (standing === 'whole') return { found: 'done', settlement: settlementOf({ request, snapshot }, order) };
  if (standing !== 'absent') return { found: 'refused', refusal: presentRefusal(mark, order) };
  if (order.isClosed || order.isFullyReceived) return { found: 'refused', refusal: closedRefusal(order) };
  return { found: 'open', target: order };
}

/** The lines of the change order on an order: those that carry its mark, or else the last ones. */
function ownLines({ request, snapshot }: Change, order: OrderTarget): readonly TargetLine[] {
  const count = approvedIn(request).length;
  const marked = markedLines(order.lines, markOf(snapshot));
  return marked.length === count ? marked : order.lines.slice(-count);
}

function settlementOf(change: Change, order: OrderTarget, warning: string | null = null): Settlement {
  const found = matchLines(
    approvedIn(change.request).map(line => ({ text: line.Desc, amount: amountOf(line) })),
    ownLines(change, order),
  );
  return {
    qbType: 'PurchaseOrder',
    txnId: order.txnId,
    editSequence: order.editSequence,
    refNumber: order.refNumber,
    lines: change.snapshot.lines.flatMap((line, index) => {
      const txnLineId = found[index];
      return !txnLineId ? [] : [{ procoreLineId: line.id, txnLineId }];
    }),
    ...(order.total === null ? {} : { total: order.total }),
    warning,
  };
}

function settle(change: Change, target: OrderTarget, response: QbResponse): Settlement | null {
  const [ret] = recordsOf(response, 'PurchaseOrderMod', 'PurchaseOrderRet');
  const read = ret === undefined ? null : targetOf(ret);
  if (read?.is !== 'there') return null;
  const added = sumMoney(approvedIn(change.request).map(line => parseMoney(amountOf(line))));
  const warnings = [...missingLines(target, read.order, 'order'), ...otherTotal(target, read.order, added)];
  return settlementOf(change, read.order, warnings.length === 0 ? null : warnings.join(' '));
}

const LOST = 'The answer of QuickBooks was lost, and';

const COMPARE =
  'Compare the order in QuickBooks with the change order. Where its lines are missing retry, and where they stand there reject it.';

/**
 * Whether lines were added whose answer was lost, told by the order as it is. An order that was not saved since holds
 * none; marked lines that were not there before were added; an order that others changed in ways that can be seen, and
 * that shows nothing of ours, can be tried again. Anything else is for a person.
 */
function recover(change: Change, before: OrderTarget, responses: readonly QbResponse[]): LostChangeVerdict {
  const { request, snapshot } = change;
  const read = orderRead(before.txnId, responses);
  const deleted = responses.find(one => one.message === 'TxnDeletedQuery');
  if (read.is === 'unclear') return { found: 'unclear', reason: read.reason };
  if (!deleted || (deleted.statusCode !== 0 && deleted.statusCode !== 1))
    return { found: 'unclear', reason: deleted?.statusMessage ?? 'QuickBooks did not answer the look-up.' };
  if (read.is === 'gone') return { found: 'refused', refusal: goneRefusal(before, deleted) };
  const { order } = read;
  if (order.editSequence === before.editSequence) return { found: 'untouched' };
  const old = new Set(before.lines.map(line => line.id));
  const fresh = order.lines.filter(line => !old.has(line.id));
  const standing = standingOf(approvedIn(request), fresh, markOf(snapshot));
  if (standing !== 'absent') return found(standing, change, order);
  const differences = differencesOf(before, order);
  if (isAnyLike(approvedIn(request), fresh) || differences.length === 0)
    return { found: 'refused', refusal: doubtRefusal(order, differences) };
  return { found: 'edited', differences };
}

function found(standing: Exclude<Standing, 'absent'>, change: Change, order: OrderTarget): LostChangeVerdict {
  if (standing === 'whole') return { found: 'done', settlement: settlementOf(change, order) };
  const mark = markOf(change.snapshot);
  if (standing === 'edited') {
    const warning = `Somebody changed a line marked “${mark}” since it was added. Compare it with what was approved.`;
    return { found: 'done', settlement: settlementOf(change, order, warning) };
  }
  const words = {
    cause: `${LOST} purchase order ${order.refNumber} holds lines marked “${mark}”, but not as many as were accepted.`,
    remedy: COMPARE,
  };
  return { found: 'refused', refusal: refused('RECOVERY-part', words, true) };
}

function goneRefusal(before: OrderTarget, deleted: QbResponse): Refusal {
  const record = recordsOf(deleted, 'TxnDeletedQuery', 'TxnDeletedRet').find(
    one => one.TxnID === before.txnId,
  );
  const what = record
    ? `somebody deleted purchase order ${before.refNumber} (${record.TimeDeleted ?? 'no time is told'})`
    : `purchase order ${before.refNumber} is no longer in QuickBooks`;
  const remedy =
    'Find out who deleted it. Export the commitment again, then retry this change order, or reject it.';
  return refused('RECOVERY-deleted', { cause: `${LOST} ${what}.`, remedy }, true);
}

function doubtRefusal({ refNumber }: OrderTarget, differences: readonly string[]): Refusal {
  const what =
    differences.length === 0
      ? 'was saved since without a change that can be seen'
      : `was changed since: ${differences.join('; ')}`;
  const cause = `${LOST} purchase order ${refNumber} ${what}. Nobody can tell whether the lines were added and taken off again.`;
  return refused('RECOVERY-doubt', { cause, remedy: COMPARE }, true);
}
