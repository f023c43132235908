import { contentHash } from '@/lib/core/canonical';
import { parseMoney } from '@/lib/core/money';
import {
  type Answered,
  type Messages,
  type QbRequest,
  type QbResponse,
  qbRequest,
  type RetOf,
  recordsOf,
} from '@/lib/qbxml';
import { groupLine, isNameless, singleLine, type TargetLine } from '../shared/target-lines';
import type { EstimateMod } from './request';

export type EstimateRet = Answered<RetOf<Messages['EstimateQuery'], 'EstimateRet'>>;
type LineRet = NonNullable<EstimateRet['Lines']>[number];
type ModLine = NonNullable<EstimateMod['Lines']>[number];

/** An estimate as it was read, before a change of the budget is brought to it. */
export interface EstimateTarget {
  readonly txnId: string;
  readonly editSequence: string;
  readonly refNumber: string;
  /** Before tax, as `formatMoney` writes it. */
  readonly total: string | null;
  readonly isActive: boolean;
  /** What people know of its head, by the names QuickBooks' form gives it. */
  readonly head: Readonly<Record<string, string>>;
  /** Over the rest of the head. */
  readonly rest: string;
  readonly lines: readonly TargetLine[];
}

export type EstimateRead =
  | { readonly is: 'there'; readonly estimate: EstimateTarget }
  | { readonly is: 'gone' }
  | { readonly is: 'unclear'; readonly reason: string };

export function readEstimateById(txnId: string): QbRequest<'EstimateQuery'> {
  return qbRequest('EstimateQuery', { TxnID: [txnId], IncludeLineItems: true });
}

/** QuickBooks has no such estimate: nothing matched, or one of the ids asked for was not found. */
const NOT_FOUND = new Set([1, 500]);

/** What an answer to `readEstimateById` tells. An estimate that was not read whole is unclear, never half kept. */
export function estimateRead(txnId: string, responses: readonly QbResponse[]): EstimateRead {
  const response = responses.find(one => one.message === 'EstimateQuery');
  if (!response) return { is: 'unclear', reason: 'QuickBooks did not answer.' };
  if (response.statusCode !== 0 && !NOT_FOUND.has(response.statusCode))
    return { is: 'unclear', reason: response.statusMessage };
  const [estimate] = recordsOf(response, 'EstimateQuery', 'EstimateRet').filter(one => one.TxnID === txnId);
  if (estimate) return targetOf(estimate);
  return NOT_FOUND.has(response.statusCode)
    ? { is: 'gone' }
    : { is: 'unclear', reason: 'QuickBooks answered with another estimate.' };
}

/** What an estimate comes to before tax. */
export function subtotalOf(estimate: Pick<EstimateRet, 'Subtotal' | 'TotalAmount'>): string | null {
  return estimate.Subtotal ?? estimate.TotalAmount ?? null;
}

/** The estimate an answer holds, as it can be kept. */
export function targetOf(estimate: EstimateRet): EstimateRead {
  const lines = (estimate.Lines ?? []).map(lineOf);
  if (!estimate.TxnID || !estimate.EditSequence || lines.some(isNameless))
    return { is: 'unclear', reason: 'The estimate came without ids.' };
  const total = subtotalOf(estimate);
  if (lines.length === 0 && parseMoney(total ?? '0') !== 0n)
    return { is: 'unclear', reason: 'The estimate came without its lines.' };
  const { TxnID, EditSequence, TimeModified: _at, TotalAmount: _total, Lines: _lines, ...rest } = estimate;
  const { Subtotal: _subtotal, SalesTaxTotal: _tax, ...told } = rest;
  const { Memo, RefNumber, TxnDate, CustomerRef, IsActive, ...hidden } = told;
  return {
    is: 'there',
    estimate: {
      txnId: TxnID,
      editSequence: EditSequence,
      refNumber: RefNumber ?? '',
      total,
      isActive: IsActive ?? true,
      head: {
        'Customer:Job': CustomerRef?.FullName ?? '',
        Date: TxnDate ?? '',
        'Estimate No.': RefNumber ?? '',
        Memo: Memo ?? '',
        'Estimate Active': IsActive === false ? 'no' : 'yes',
      },
      rest: contentHash(hidden),
      lines,
    },
  };
}

function lineOf(given: LineRet): TargetLine {
  if ('EstimateLineGroupRet' in given && given.EstimateLineGroupRet) {
    const group = given.EstimateLineGroupRet;
    return groupLine(given, group, group.EstimateLineRet ?? []);
  }
  return singleLine(given, 'EstimateLineRet' in given ? given.EstimateLineRet : undefined);
}

/** A line sent by its id alone stays as it is; one that is not sent would be deleted, a group's lines with it. */
export function keepLine({ id, kind }: TargetLine): ModLine {
  return kind === 'group'
    ? { EstimateLineGroupMod: { TxnLineID: id } }
    : { EstimateLineMod: { TxnLineID: id } };
}
