import { contentHash } from '@/lib/core/canonical';
import { parseMoney } from '@/lib/core/money';
import {
  type Answered,
  type Messages,
  type QbRequest,
  type QbResponse,
  qbRequest,
  type RequestOf,
  type RetOf,
  recordsOf,
} from '@/lib/qbxml';
import { groupLine, isNameless, singleLine, type TargetLine } from './target-lines';

export type OrderRet = Answered<RetOf<Messages['PurchaseOrderQuery'], 'PurchaseOrderRet'>>;
type LineRet = NonNullable<OrderRet['Lines']>[number];
type OrderMod = RequestOf<Messages['PurchaseOrderMod']>['PurchaseOrderMod'];
type LineMod = NonNullable<OrderMod['Lines']>[number];

/** A purchase order as it was read, before lines are added to it. */
export interface OrderTarget {
  readonly txnId: string;
  readonly editSequence: string;
  readonly refNumber: string;
  readonly total: string | null;
  readonly isClosed: boolean;
  readonly isFullyReceived: boolean;
  /** What people know of its head, by the names QuickBooks' form gives it. */
  readonly head: Readonly<Record<string, string>>;
  /** Over the rest of the head. */
  readonly rest: string;
  readonly lines: readonly TargetLine[];
}

export type OrderRead =
  | { readonly is: 'there'; readonly order: OrderTarget }
  | { readonly is: 'gone' }
  | { readonly is: 'unclear'; readonly reason: string };

export function readOrderById(txnId: string): QbRequest<'PurchaseOrderQuery'> {
  return qbRequest('PurchaseOrderQuery', { TxnID: [txnId], IncludeLineItems: true });
}

/** QuickBooks has no such order: nothing matched, or one of the ids asked for was not found. */
const NOT_FOUND = new Set([1, 500]);

/** What an answer to `readOrderById` tells. An order that was not read whole is unclear, never half kept. */
export function orderRead(txnId: string, responses: readonly QbResponse[]): OrderRead {
  const response = responses.find(one => one.message === 'PurchaseOrderQuery');
  if (!response) return { is: 'unclear', reason: 'QuickBooks did not answer.' };
  if (response.statusCode !== 0 && !NOT_FOUND.has(response.statusCode))
    return { is: 'unclear', reason: response.statusMessage };
  const [order] = recordsOf(response, 'PurchaseOrderQuery', 'PurchaseOrderRet').filter(
    one => one.TxnID === txnId,
  );
  if (order) return targetOf(order);
  return NOT_FOUND.has(response.statusCode)
    ? { is: 'gone' }
    : { is: 'unclear', reason: 'QuickBooks answered with another order.' };
}

/** The order an answer holds, as it can be kept. */
export function targetOf(order: OrderRet): OrderRead {
  const lines = (order.Lines ?? []).map(lineOf);
  if (!order.TxnID || !order.EditSequence || lines.some(isNameless))
    return { is: 'unclear', reason: 'The order came without ids.' };
  if (lines.length === 0 && parseMoney(order.TotalAmount ?? '0') !== 0n)
    return { is: 'unclear', reason: 'The order came without its lines.' };
  const { TxnID, EditSequence, TimeModified: _at, TotalAmount, Lines: _lines, ...rest } = order;
  const { Memo, VendorMsg, RefNumber, TxnDate, VendorRef, IsManuallyClosed, IsFullyReceived, ...hidden } =
    rest;
  return {
    is: 'there',
    order: {
      txnId: TxnID,
      editSequence: EditSequence,
      refNumber: RefNumber ?? '',
      total: TotalAmount ?? null,
      isClosed: IsManuallyClosed ?? false,
      isFullyReceived: IsFullyReceived ?? false,
      head: {
        Vendor: VendorRef?.FullName ?? '',
        Date: TxnDate ?? '',
        'P.O. No.': RefNumber ?? '',
        Memo: Memo ?? '',
        'Vendor message': VendorMsg ?? '',
        Closed: IsManuallyClosed === true ? 'yes' : 'no',
      },
      rest: contentHash(hidden),
      lines,
    },
  };
}

function lineOf(given: LineRet): TargetLine {
  if ('PurchaseOrderLineGroupRet' in given && given.PurchaseOrderLineGroupRet) {
    const group = given.PurchaseOrderLineGroupRet;
    return groupLine(given, group, group.PurchaseOrderLineRet ?? []);
  }
  return singleLine(given, 'PurchaseOrderLineRet' in given ? given.PurchaseOrderLineRet : undefined);
}

/** A line sent by its id alone stays as it is; one that is not sent would be deleted, a group's lines with it. */
export function keepLine({ id, kind }: TargetLine): LineMod {
  return kind === 'group'
    ? { PurchaseOrderLineGroupMod: { TxnLineID: id } }
    : { PurchaseOrderLineMod: { TxnLineID: id } };
}
