import { agg, amt, choice, date, datetime, id, many, must, oneOf, ref, since, str } from '../fields';
import { message } from '../message';
import {
  currencyFilter,
  maxReturned,
  modifiedTimes,
  refNumberFilters,
  txnDates,
  withChildren,
} from './blocks/filters';
import { accounts, entities, items, txnTypeFilter } from './blocks/kind-filters';
import { inHomeCurrency } from './blocks/money';
import { TXN_TYPES } from './blocks/txn-types';

/**
 * Transactions of all kinds, a row for each or for each of their lines: what changed, and a check against what is
 * stored. Rows have neither the item nor the job of a line.
 */
export const TransactionQuery = message({
  name: 'TransactionQuery',
  since: [4, 0],
  isIterable: true,
  request: [
    choice(
      [must(many(id('TxnID')))],
      [
        maxReturned,
        choice(
          [must(many(str('RefNumber')))],
          [since(4, 0, must(many(str('RefNumberCaseSensitive'))))],
          ...refNumberFilters,
        ),
        agg('TransactionModifiedDateRangeFilter', [modifiedTimes]),
        agg('TransactionDateRangeFilter', [txnDates]),
        agg('TransactionEntityFilter', [must(choice(...entities))]),
        agg('TransactionAccountFilter', [must(choice(...accounts))]),
        agg('TransactionItemFilter', [must(choice(...items))]),
        agg('TransactionClassFilter', [must(choice(...withChildren))]),
        agg('TransactionTypeFilter', [must(many(txnTypeFilter))]),
        oneOf('TransactionDetailLevelFilter', 'All', 'SummaryOnly', 'AllExceptSummary'),
        oneOf('TransactionPostingStatusFilter', 'Either', 'NonPosting', 'Posting'),
        oneOf('TransactionPaidStatusFilter', 'Either', 'Closed', 'Open'),
        currencyFilter,
      ],
    ),
    many(str('IncludeRetElement', 50)),
  ],
  rets: {
    TransactionRet: [
      oneOf('TxnType', ...TXN_TYPES),
      id('TxnID'),
      id('TxnLineID'),
      datetime('TimeCreated'),
      datetime('TimeModified'),
      ref('EntityRef', 209),
      ref('AccountRef', 159),
      date('TxnDate'),
      str('RefNumber'),
      amt('Amount'),
      ...inHomeCurrency('Amount'),
      str('Memo', 4095),
    ],
  },
});
