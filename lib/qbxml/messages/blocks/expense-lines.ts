import { agg, amt, id, must, ref, since, str } from '../../fields';
import { dataExt, dataExtRet } from './data-ext';
import { billable, lineSalesRep } from './lines';
import { lineTaxAmount, lineTaxCode } from './money';

/** Lines of costs by account. They have no item, and so no cost code. */

const costs = [
  ref('AccountRef', 159),
  amt('Amount'),
  lineTaxAmount,
  str('Memo', 4095),
  ref('CustomerRef', 209),
  ref('ClassRef', 159),
  lineTaxCode,
] as const;

export const expenseLineAdd = agg('ExpenseLineAdd', [
  ...costs,
  since(2, 0, billable),
  lineSalesRep,
  since(13, 0, dataExt),
]);

export const expenseLineMod = agg('ExpenseLineMod', [
  must(id('TxnLineID')),
  ...costs,
  billable,
  lineSalesRep,
]);

export const expenseLineRet = agg('ExpenseLineRet', [
  must(id('TxnLineID')),
  ...costs,
  since(2, 0, billable),
  lineSalesRep,
  since(13, 0, dataExtRet),
]);
