import {
  agg,
  amt,
  bool,
  choice,
  date,
  id,
  interval,
  many,
  must,
  notIn,
  oneOf,
  price,
  ref,
  sequence,
  since,
  str,
} from '../fields';
import { message } from '../message';
import { dataExtRet } from './blocks/data-ext';
import { ErrorRecovery } from './blocks/error-recovery';
import { accountFilter, currencyFilter, entityFilter, maxReturned, txnPeriod } from './blocks/filters';
import { spentLines } from './blocks/item-lines';
import { includeRetElement, ownerId, txnGuid, txnHead } from './blocks/keys';
import { billable } from './blocks/lines';
import { linkedTxns } from './blocks/linked-txns';
import { currencyRef, exchangeRate, inHomeCurrency, lineTaxAmount, purchaseTax } from './blocks/money';
import { includeLineItems, includeLinkedTxns, txnQuery } from './blocks/queries';
import { TXN_TYPES } from './blocks/txn-types';

/** What counts in QuickBooks’ job costs besides bills, checks and cards. */

export const ItemReceiptQuery = message({
  name: 'ItemReceiptQuery',
  since: [3, 0],
  isIterable: true,
  request: [txnQuery(), includeLineItems, includeLinkedTxns, includeRetElement, ownerId],
  rets: {
    ItemReceiptRet: [
      ...txnHead,
      must(ref('VendorRef', 41)),
      choice([ref('APAccountRef', 159)], [since(11, 0, ref('LiabilityAccountRef', 159))]),
      must(date('TxnDate')),
      must(amt('TotalAmount')),
      ...inHomeCurrency('TotalAmount'),
      str('RefNumber', 20),
      str('Memo', 4095),
      ...purchaseTax(8),
      txnGuid,
      linkedTxns,
      ...spentLines,
      dataExtRet,
    ],
  },
});

/** A line names whom it concerns, a job among them, and has no item. */
const journalLine = [
  id('TxnLineID'),
  ref('AccountRef', 159),
  amt('Amount'),
  lineTaxAmount,
  str('Memo', 4095),
  ref('EntityRef', 209),
  ref('ClassRef', 159),
  since(6, 0, notIn('US', ref('ItemSalesTaxRef', { CA: 31 }))),
  since(3, 0, billable),
] as const;

export const JournalEntryQuery = message({
  name: 'JournalEntryQuery',
  isIterable: true,
  request: [txnQuery(), includeLineItems, includeRetElement, since(2, 0, ownerId)],
  rets: {
    JournalEntryRet: [
      ...txnHead,
      must(date('TxnDate')),
      str('RefNumber', 11),
      notIn(['US', 'CA'], str('Memo', {})),
      since(3, 0, bool('IsAdjustment')),
      since(8, 0, bool('IsHomeCurrencyAdjustment')),
      since(8, 0, bool('IsAmountsEnteredInHomeCurrency')),
      currencyRef,
      exchangeRate,
      txnGuid,
      sequence('Lines', [agg('JournalDebitLine', journalLine), agg('JournalCreditLine', journalLine)]),
      since(2, 0, dataExtRet),
    ],
  },
});

const work = [
  must(ref('EntityRef', 209)),
  ref('CustomerRef', 209),
  ref('ItemServiceRef', 159),
  notIn(['US', 'CA'], price('Rate')),
  must(interval('Duration')),
  ref('ClassRef', 159),
  ref('PayrollItemWageRef', 31),
  str('Notes', 4095),
  since(6, 0, billable),
  txnGuid,
] as const;

const TimeTrackingRet = [...txnHead, must(date('TxnDate')), ...work] as const;

export const TimeTrackingAdd = message({
  name: 'TimeTrackingAdd',
  effect: 'add',
  request: [must(agg('TimeTrackingAdd', [date('TxnDate'), ...work])), includeRetElement],
  rets: { TimeTrackingRet, ErrorRecovery },
});

export const TimeTrackingQuery = message({
  name: 'TimeTrackingQuery',
  isIterable: true,
  request: [
    choice(
      [must(many(id('TxnID')))],
      [
        maxReturned,
        txnPeriod,
        agg('TimeTrackingEntityFilter', [
          must(choice([must(many(id('ListID')))], [must(many(str('FullName')))])),
        ]),
      ],
    ),
    includeRetElement,
  ],
  rets: { TimeTrackingRet },
});

export const DepositQuery = message({
  name: 'DepositQuery',
  since: [2, 0],
  isIterable: true,
  request: [
    choice([must(many(id('TxnID')))], [maxReturned, txnPeriod, entityFilter, accountFilter, currencyFilter]),
    includeLineItems,
    includeRetElement,
    ownerId,
  ],
  rets: {
    DepositRet: [
      ...txnHead,
      must(date('TxnDate')),
      must(ref('DepositToAccountRef', 159)),
      str('Memo', 4095),
      amt('DepositTotal'),
      ...inHomeCurrency('DepositTotal'),
      agg('CashBackInfoRet', [
        must(id('TxnLineID')),
        must(ref('AccountRef', 159)),
        str('Memo', 4095),
        amt('Amount'),
      ]),
      txnGuid,
      many(
        agg('DepositLineRet', [
          oneOf('TxnType', ...TXN_TYPES),
          id('TxnID'),
          must(id('TxnLineID')),
          since(7, 0, id('PaymentTxnLineID')),
          ref('EntityRef', 209),
          ref('AccountRef', 159),
          str('Memo', 4095),
          str('CheckNumber', 11),
          ref('PaymentMethodRef', 31),
          ref('ClassRef', 159),
          amt('Amount'),
        ]),
      ),
      dataExtRet,
    ],
  },
});
