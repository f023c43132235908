import { isNegative, minus, sum } from '../decimal';
import type { ChangeLineRow } from '../store/change-rows';
import type { RequisitionItemRow, RequisitionRow } from '../store/cost-rows';
import { ofContract } from '../store/grouped';
import type { LineRow } from '../store/rows';
import { byId, linesOf, type State } from '../store/state';
import { packageLines, packageTotal } from './change-sums';

/** One item of an invoice with everything that follows from the invoices before it. */
export interface Progress {
  readonly item: RequisitionItemRow;
  readonly line: LineRow | ChangeLineRow | undefined;
  readonly scheduled: string;
  /** Work of earlier periods, with materials that were built in by the end of this one. */
  readonly previousWork: string;
  readonly previousStored: string;
  readonly previousWorkRetained: string;
  readonly previousStoredRetained: string;
  readonly previousTotal: string;
  readonly total: string;
  readonly workRetained: string;
  readonly gross: string;
  readonly net: string;
}

/** All invoices of a commitment, first to last. */
export const invoicesOf = (state: State, contractId: number): RequisitionRow[] =>
  [...ofContract(state.requisitions, contractId)].sort((a, b) => a.number - b.number);

export const lastInvoice = (state: State, contractId: number): RequisitionRow | undefined =>
  invoicesOf(state, contractId).at(-1);

const keyOf = (item: RequisitionItemRow): string => `${item.itemType}:${item.lineId}`;

function lineOf(state: State, row: RequisitionRow, item: RequisitionItemRow) {
  if (item.itemType === 'contract_item') {
    return linesOf(state, row.contractId).find(line => line.id === item.lineId);
  }
  const above = byId(state.packages, item.packageId);
  return above ? packageLines(state, above).find(line => line.id === item.lineId) : undefined;
}

interface Before {
  readonly work: string;
  readonly stored: string;
  readonly workRetained: string;
  readonly storedRetained: string;
}

const NOTHING: Before = { work: '0.0', stored: '0.0', workRetained: '0.0', storedRetained: '0.0' };

function after(before: Before, item: RequisitionItemRow): Before {
  return {
    work: sum([before.work, item.moved, item.completed]),
    stored: item.stored,
    workRetained: minus(sum([before.workRetained, item.retained, item.movedRetained]), item.released),
    storedRetained: item.storedRetained,
  };
}

/**
 * The items of an invoice in the manner of G703. Gross is what this period adds to work and materials; net is gross
 * less what this period adds to the retainage, so that the nets of an invoice sum up to what its header says is due.
 */
export function progressOf(state: State, row: RequisitionRow): Progress[] {
  const earlier = invoicesOf(state, row.contractId).filter(one => one.number < row.number);
  return row.items.map(item => {
    const before = earlier
      .flatMap(one => one.items)
      .filter(one => keyOf(one) === keyOf(item))
      .reduce(after, NOTHING);
    const now = after(before, item);
    const line = lineOf(state, row, item);
    const gross = minus(sum([item.completed, item.moved, item.stored]), before.stored);
    const held = minus(
      sum([now.workRetained, now.storedRetained]),
      before.workRetained,
      before.storedRetained,
    );
    return {
      item,
      line,
      scheduled: line?.amount ?? '0.0',
      previousWork: sum([before.work, item.moved]),
      previousStored: before.stored,
      previousWorkRetained: before.workRetained,
      previousStoredRetained: before.storedRetained,
      previousTotal: sum([before.work, before.stored]),
      total: sum([now.work, now.stored]),
      workRetained: now.workRetained,
      gross,
      net: minus(gross, held),
    };
  });
}

/** What the header adds up. */
export interface Bill {
  readonly original: string;
  readonly changes: readonly string[];
  readonly contractSum: string;
  readonly total: string;
  readonly workRetained: string;
  readonly storedRetained: string;
  readonly earned: string;
  readonly previous: string;
  readonly due: string;
  readonly gross: string;
}

const totals = (progress: readonly Progress[], read: (one: Progress) => string): string =>
  sum(progress.map(read));

function earnedOf(progress: readonly Progress[]): string {
  const retained = totals(progress, one => sum([one.workRetained, one.item.storedRetained]));
  return minus(
    totals(progress, one => one.total),
    retained,
  );
}

/** Every item of a contract stands on each of its invoices, so that the last one tells of all before it. */
export function billOf(state: State, row: RequisitionRow): Bill {
  const progress = progressOf(state, row);
  const original = sum(linesOf(state, row.contractId).map(line => line.amount));
  const packages = new Set(row.items.map(item => item.packageId).filter(id => id !== null));
  const changes = [...packages].map(id => {
    const found = byId(state.packages, id);
    return found ? packageTotal(state, found) : '0.0';
  });
  const earned = earnedOf(progress);
  const net = totals(progress, one => one.net);
  return {
    original,
    changes,
    contractSum: sum([original, ...changes]),
    total: totals(progress, one => one.total),
    workRetained: totals(progress, one => one.workRetained),
    storedRetained: totals(progress, one => one.item.storedRetained),
    earned,
    previous: minus(earned, net),
    due: row.statedDue ?? net,
    gross: totals(progress, one => one.gross),
  };
}

export const positives = (amounts: readonly string[]): string =>
  sum(amounts.filter(amount => !isNegative(amount)));
export const negatives = (amounts: readonly string[]): string =>
  sum(amounts.filter(amount => isNegative(amount)));
