import { agg, amt, date, id, many, must, notIn, oneOf, ref, since, str } from '../../fields';
import { TXN_TYPES } from './txn-types';

const linkedTo = [must(id('TxnID')), must(oneOf('TxnType', ...TXN_TYPES))] as const;
const linkedLines = notIn(
  ['US', 'CA'],
  many(agg('TxnLineDetail', [must(id('TxnLineID')), must(amt('Amount'))])),
);

/** Transactions tied to one: the bills of an order, the payments of a bill. */
export const linkedTxns = many(
  agg('LinkedTxn', [
    ...linkedTo,
    must(date('TxnDate')),
    str('RefNumber', 20),
    since(3, 0, oneOf('LinkType', 'AMTTYPE', 'QUANTYPE')),
    must(amt('Amount')),
    linkedLines,
  ]),
);

/** What a payment paid: a bill, how much of it, and the discount and credits used. */
export const appliedToTxns = many(
  agg('AppliedToTxnRet', [
    ...linkedTo,
    date('TxnDate'),
    str('RefNumber', 20),
    amt('BalanceRemaining'),
    amt('Amount'),
    linkedLines,
    amt('DiscountAmount'),
    ref('DiscountAccountRef', 159),
    since(11, 0, ref('DiscountClassRef', 159)),
    since(10, 0, linkedTxns),
  ]),
);
