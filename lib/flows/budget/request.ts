import { type Cents, formatMoney, multiply } from '@/lib/core/money';
import type { LinkedLine } from '@/lib/mappings/estimate-books';
import { fitText, type Messages, type QbRequest, qbRequest, type RequestOf } from '@/lib/qbxml';
import { plain } from '../shared/order-lines';
import { NEW_LINE } from '../shared/target-lines';
import type { Plan, PlannedLine } from './plan';
import { TEXT_CHARS } from './reading';

export type EstimateBody = RequestOf<Messages['EstimateAdd']>['EstimateAdd'];
export type EstimateMod = RequestOf<Messages['EstimateMod']>['EstimateMod'];
type ModLine = NonNullable<EstimateMod['Lines']>[number];
export type LineMod = NonNullable<Extract<ModLine, { EstimateLineMod?: unknown }>['EstimateLineMod']>;

/** What a line of a request stands for. */
export interface StandsFor {
  readonly key: string;
  readonly part: number;
}

/** What is accepted of a budget: the request, and beside it what is kept of its lines. Only the request is sent. */
export interface Accepted {
  /** In the order of the request's lines. */
  readonly standsFor: readonly StandsFor[];
  /** Lines of earlier exports that it starts from. */
  readonly left: readonly LinkedLine[];
  readonly change: number;
}

/** Stands in an accepted change until the estimate is read. No estimate has it, so QuickBooks would refuse it with 3200. */
export const PENDING_SEQUENCE = '0';

function besides({ lines, left, change }: Plan): Accepted {
  return { standsFor: lines.map(({ key, part }) => ({ key, part })), left, change };
}

/** One of it at its rate: an estimate's rate is its cost, and without a markup its price as well. */
function lineFields({ item, amount }: Pick<PlannedLine, 'item' | 'amount'>) {
  return {
    ...(item === null ? {} : { ItemRef: { ListID: item } }),
    Quantity: '1',
    Rate: formatMoney(amount),
  };
}

const fitted = (text: string): string => fitText(plain(text), TEXT_CHARS).text;

function described(line: PlannedLine) {
  const { ItemRef, ...rest } = lineFields(line);
  return { ...(ItemRef ? { ItemRef } : {}), Desc: fitted(line.text), ...rest };
}

export function addRequest(
  head: Omit<EstimateBody, 'Lines'>,
  plan: Plan,
): QbRequest<'EstimateAdd'> & { readonly besides: Accepted } {
  const lines = plan.lines.map(line => ({ EstimateLineAdd: described(line) }));
  return {
    ...qbRequest('EstimateAdd', { EstimateAdd: { ...head, Lines: lines } }),
    besides: besides(plan),
  };
}

/** The approved lines alone. As it stands QuickBooks would refuse it: its edit sequence is that of no estimate. */
export function modRequest(
  txnId: string,
  plan: Plan,
): QbRequest<'EstimateMod'> & { readonly besides: Accepted } {
  const lines = plan.lines.map(line => ({
    EstimateLineMod:
      line.txnLineId === null
        ? { TxnLineID: NEW_LINE, ...described(line) }
        : { TxnLineID: line.txnLineId, ...lineFields(line) },
  }));
  return {
    ...qbRequest('EstimateMod', {
      EstimateMod: { TxnID: txnId, EditSequence: PENDING_SEQUENCE, Lines: lines },
    }),
    besides: besides(plan),
  };
}

export function besidesOf(request: QbRequest): Accepted {
  return (request as QbRequest & { besides: Accepted }).besides;
}

export function estimateIn(request: QbRequest): EstimateBody {
  return (request as QbRequest<'EstimateAdd'>).body.EstimateAdd;
}

export function estimateModIn(request: QbRequest): EstimateMod {
  return (request as QbRequest<'EstimateMod'>).body.EstimateMod;
}

/** An approved line of a change, with what it stands for. */
export interface ApprovedLine extends StandsFor {
  readonly mod: LineMod;
  /** `-1` for a new one. */
  readonly id: string;
  readonly item: string | null;
  readonly text: string;
  readonly amount: Cents;
}

export function approvedLines(request: QbRequest): ApprovedLine[] {
  const { standsFor } = besidesOf(request);
  return (estimateModIn(request).Lines ?? []).flatMap((line, index) => {
    const mod = 'EstimateLineMod' in line ? line.EstimateLineMod : undefined;
    const stands = standsFor[index];
    if (!mod || !stands) return [];
    const { TxnLineID: id, ItemRef, Desc } = mod;
    return [{ ...stands, mod, id, item: ItemRef?.ListID ?? null, text: Desc ?? '', amount: amountOf(mod) }];
  });
}

/** What a line of a request comes to, as QuickBooks will reckon it. */
export function amountOf(line: {
  readonly Rate?: string | undefined;
  readonly Quantity?: string | undefined;
}): Cents {
  return multiply(line.Quantity ?? '1', line.Rate ?? '0');
}

export const isNew = ({ id }: Pick<ApprovedLine, 'id'>): boolean => id === NEW_LINE;

/** What the lines of an estimate that is yet to be made come to. */
export function addedAmounts(request: QbRequest): Cents[] {
  return (estimateIn(request).Lines ?? []).map(line =>
    'EstimateLineAdd' in line && line.EstimateLineAdd ? amountOf(line.EstimateLineAdd) : 0n,
  );
}
