import { contentHash } from '@/lib/core/canonical';
import { parseMoney, readableMoney } from '@/lib/core/money';
import {
  type Answered,
  type Messages,
  oneLine,
  type QbRequest,
  type QbResponse,
  qbRequest,
  type RequestOf,
  type RetOf,
  recordsOf,
} from '@/lib/qbxml';

export type OrderRet = Answered<RetOf<Messages['PurchaseOrderQuery'], 'PurchaseOrderRet'>>;
type LineRet = NonNullable<OrderRet['Lines']>[number];
type OrderMod = RequestOf<Messages['PurchaseOrderMod']>['PurchaseOrderMod'];
type LineMod = NonNullable<OrderMod['Lines']>[number];

/** What a line that is yet to be made is called in a request. */
export const NEW_LINE = '-1';

/** A line of a purchase order as it was read: enough to keep it, and to tell whether somebody changed it. */
export interface TargetLine {
  readonly id: string;
  readonly kind: 'line' | 'group';
  /** ListID; null for a line without one, and for a group. */
  readonly item: string | null;
  readonly text: string;
  readonly amount: string | null;
  /** Ids of the lines of a group. */
  readonly nested: readonly string[];
  /** Over everything QuickBooks told of it. */
  readonly hash: string;
}

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

const isNameless = (line: TargetLine): boolean => line.id === '' || line.nested.includes('');

function lineOf(given: LineRet): TargetLine {
  const hash = contentHash(given);
  if ('PurchaseOrderLineGroupRet' in given && given.PurchaseOrderLineGroupRet) {
    const { TxnLineID, ItemGroupRef, Desc, TotalAmount, PurchaseOrderLineRet } =
      given.PurchaseOrderLineGroupRet;
    return {
      id: TxnLineID ?? '',
      kind: 'group',
      item: null,
      text: Desc ?? ItemGroupRef?.FullName ?? '',
      amount: TotalAmount ?? null,
      nested: (PurchaseOrderLineRet ?? []).map(line => line?.TxnLineID ?? ''),
      hash,
    };
  }
  const line = 'PurchaseOrderLineRet' in given ? given.PurchaseOrderLineRet : undefined;
  return {
    id: line?.TxnLineID ?? '',
    kind: 'line',
    item: line?.ItemRef?.ListID ?? null,
    text: line?.Desc ?? '',
    amount: line?.Amount ?? null,
    nested: [],
    hash,
  };
}

/** A line sent by its id alone stays as it is; one that is not sent would be deleted, a group's lines with it. */
export function keepLine({ id, kind }: TargetLine): LineMod {
  return kind === 'group'
    ? { PurchaseOrderLineGroupMod: { TxnLineID: id } }
    : { PurchaseOrderLineMod: { TxnLineID: id } };
}

/** Ids of lines, those inside groups included. */
export function lineIdsOf(order: Pick<OrderTarget, 'lines'>): string[] {
  return order.lines.flatMap(line => [line.id, ...line.nested]);
}

const TEXT_SHOWN = 60;

function named({ text, amount, kind }: TargetLine): string {
  const words = oneLine(text);
  const short = words.length > TEXT_SHOWN ? `${words.slice(0, TEXT_SHOWN).trimEnd()}…` : words;
  const name = short === '' ? `a ${kind} without text` : `${kind} “${short}”`;
  return amount === null ? name : `${name} (${readableMoney(parseMoney(amount))})`;
}

type Read = Pick<OrderTarget, 'head' | 'rest' | 'lines'>;

/** What is no longer as it was between two readings of an order, or another form with lines, in words. */
export function orderDifferences(before: Read, after: Read): string[] {
  const told = Object.keys(after.head)
    .filter(name => before.head[name] !== after.head[name])
    .map(name => `${name} was changed`);
  const old = new Map(before.lines.map(line => [line.id, line]));
  const now = new Map(after.lines.map(line => [line.id, line]));
  const added = after.lines.filter(line => !old.has(line.id)).map(line => `${named(line)} was added`);
  const removed = before.lines.filter(line => !now.has(line.id)).map(line => `${named(line)} was removed`);
  const changed = after.lines
    .filter(line => old.has(line.id) && old.get(line.id)?.hash !== line.hash)
    .map(line => `${named(line)} was changed`);
  const all = [...told, ...added, ...removed, ...changed];
  const kept = after.lines.filter(line => old.has(line.id)).map(line => line.id);
  const isReordered =
    kept.join() !==
    before.lines
      .filter(line => now.has(line.id))
      .map(line => line.id)
      .join();
  if (isReordered) all.push('the lines were put in another order');
  if (before.rest !== after.rest) all.push('something else of it was changed');
  return all;
}
