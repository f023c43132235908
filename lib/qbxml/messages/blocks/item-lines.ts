import { type AnyField, agg, amt, id, many, must, price, ref, sequence, since, str } from '../../fields';
import { dataExt, dataExtRet } from './data-ext';
import { expenseLineRet } from './expense-lines';
import {
  billable,
  foreignGroupDesc,
  itemGroup,
  lineSalesRep,
  quantity,
  quantityAndSet,
  serialOrLot,
  site,
  siteLocation,
} from './lines';
import { lineTaxAmount, lineTaxCode } from './money';

/** Lines of costs by item, single and in groups, of bills, checks, card charges, credits and receipts. */

const item = [ref('ItemRef'), site, siteLocation, serialOrLot, str('Desc', 4095)] as const;

const costs = [
  price('Cost'),
  amt('Amount'),
  lineTaxAmount,
  ref('CustomerRef', 209),
  ref('ClassRef', 159),
  lineTaxCode,
] as const;

/** The line of an order that is billed. The item is the order’s then, and may not be given. */
export const linkToTxn = since(4, 0, agg('LinkToTxn', [must(id('TxnID')), must(id('TxnLineID'))]));

export const itemLineAdd = <const Link extends AnyField>(link: Link) =>
  agg('ItemLineAdd', [
    ...item,
    ...quantity,
    ...costs,
    since(2, 0, billable),
    since(2, 0, ref('OverrideItemAccountRef', 159)),
    link,
    lineSalesRep,
    since(13, 0, dataExt),
  ]);

export const itemGroupLineAdd = agg('ItemGroupLineAdd', [
  must(itemGroup),
  foreignGroupDesc,
  ...quantity,
  site,
  siteLocation,
  since(13, 0, dataExt),
]);

export const itemLineMod = agg('ItemLineMod', [
  must(id('TxnLineID')),
  ...item,
  ...quantityAndSet,
  ...costs,
  billable,
  ref('OverrideItemAccountRef', 159),
  lineSalesRep,
]);

export const itemGroupLineMod = agg('ItemGroupLineMod', [
  must(id('TxnLineID')),
  itemGroup,
  ...quantityAndSet,
  many(itemLineMod),
]);

const itemLineRet = agg('ItemLineRet', [
  must(id('TxnLineID')),
  ...item,
  ...quantityAndSet,
  ...costs,
  since(2, 0, billable),
  lineSalesRep,
  since(13, 0, dataExtRet),
]);

const itemGroupLineRet = agg('ItemGroupLineRet', [
  since(3, 0, must(id('TxnLineID'))),
  must(itemGroup),
  str('Desc', 4095),
  ...quantityAndSet,
  must(amt('TotalAmount')),
  many(itemLineRet),
  since(13, 0, dataExt),
]);

/** What a transaction spent, as it is answered: expenses first, then items. */
export const spentLines = [
  many(expenseLineRet),
  sequence('ItemLines', [itemLineRet, itemGroupLineRet]),
] as const;
