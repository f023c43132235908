import { isZero, minus, ratio, sum } from '../decimal';
import { ofContract } from '../store/grouped';
import type { ContractRow } from '../store/rows';
import { linesOf, type State } from '../store/state';
import { billOf, lastInvoice } from './billing';
import { changeSums } from './change-sums';

/** What the header says: the sum of the lines, unless somebody typed another figure over it. */
export const contractTotal = (state: State, row: ContractRow): string =>
  row.statedTotal ?? sum(linesOf(state, row.id).map(line => line.amount));

/** Every figure of a commitment's header. */
export function contractMoney(state: State, row: ContractRow) {
  const total = contractTotal(state, row);
  const changes = changeSums(state, row.id);
  const revised = sum([total, changes.approved]);
  const paid = sum(ofContract(state.payments, row.id).map(one => one.amount));
  const last = lastInvoice(state, row.id);
  const invoiced = last ? billOf(state, last).earned : '0.0';
  return {
    total,
    approved: changes.approved,
    pending: changes.pending,
    draft: changes.draft,
    revised,
    pendingRevised: sum([revised, changes.pending]),
    left: minus(revised, paid),
    paid,
    invoiced,
    percentPaid: isZero(revised) ? '0.0' : percentText(ratio(paid, revised)),
  };
}

/** Percentages of headers have as few digits as they need: `0.0`, `12.5`. */
const percentText = (text: string): string => text.replace(/(\.\d)0$/, '$1');
