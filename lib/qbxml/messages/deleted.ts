import { agg, datetime, id, many, must, oneOf, str } from '../fields';
import { message } from '../message';
import { includeRetElement } from './blocks/keys';
import { DELETABLE_TXN_TYPES } from './blocks/txn-types';

const txnDelType = oneOf('TxnDelType', ...DELETABLE_TXN_TYPES);

const deletedRange = agg('DeletedDateRangeFilter', [datetime('FromDeletedDate'), datetime('ToDeletedDate')]);

/** QuickBooks tells of the last 90 days only, and has no pages here. */
export const TxnDeletedQuery = message({
  name: 'TxnDeletedQuery',
  since: [2, 0],
  request: [must(many(txnDelType)), deletedRange, includeRetElement],
  rets: {
    TxnDeletedRet: [
      must(txnDelType),
      must(id('TxnID')),
      must(datetime('TimeCreated')),
      must(datetime('TimeDeleted')),
      str('RefNumber'),
    ],
  },
});
