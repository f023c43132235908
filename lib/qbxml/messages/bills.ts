import { agg, amt, bool, choice, date, id, many, must, oneOf, ref, sequence, since, str } from '../fields';
import { message } from '../message';
import { address } from './blocks/addresses';
import { dataExtRet } from './blocks/data-ext';
import { ErrorRecovery } from './blocks/error-recovery';
import { expenseLineAdd, expenseLineMod } from './blocks/expense-lines';
import { currencyFilter } from './blocks/filters';
import {
  itemGroupLineAdd,
  itemGroupLineMod,
  itemLineAdd,
  itemLineMod,
  linkToTxn,
  spentLines,
} from './blocks/item-lines';
import { includeRetElement, ownerId, txnGuid, txnHead, txnKey } from './blocks/keys';
import { linkedTxns } from './blocks/linked-txns';
import { exchangeRate, inHomeCurrency, purchaseTax } from './blocks/money';
import { includeLineItems, includeLinkedTxns, txnQuery } from './blocks/queries';
import { TXN_TYPES } from './blocks/txn-types';

const vendor = ref('VendorRef', 41);
const vendorAddress = since(13, 0, address('VendorAddress'));
const payable = ref('APAccountRef', 159);
const refNumber = str('RefNumber', 20);

const terms = [
  date('TxnDate'),
  date('DueDate'),
  refNumber,
  ref('TermsRef', 31),
  str('Memo', 4095),
  ...purchaseTax(6),
  exchangeRate,
] as const;

const BillRet = [
  ...txnHead,
  must(vendor),
  vendorAddress,
  since(2, 0, payable),
  must(date('TxnDate')),
  date('DueDate'),
  must(amt('AmountDue')),
  ...inHomeCurrency('AmountDue'),
  refNumber,
  ref('TermsRef', 31),
  str('Memo', 4095),
  ...purchaseTax(6),
  since(2, 0, bool('IsPaid')),
  txnGuid,
  since(2, 0, linkedTxns),
  ...spentLines,
  amt('OpenAmount'),
  since(2, 0, dataExtRet),
] as const;

/** Bills an order by LinkToTxnID, which takes all its open lines, or line by line; never both. */
export const BillAdd = message({
  name: 'BillAdd',
  effect: 'add',
  request: [
    must(
      agg('BillAdd', [
        must(vendor),
        vendorAddress,
        since(2, 0, payable),
        ...terms,
        txnGuid,
        since(4, 0, many(id('LinkToTxnID'))),
        many(expenseLineAdd),
        sequence('ItemLines', [itemLineAdd(linkToTxn), itemGroupLineAdd]),
      ]),
    ),
    includeRetElement,
  ],
  rets: { BillRet, ErrorRecovery },
});

/** Either list of lines that is sent replaces the one stored; ClearExpenseLines and ClearItemLines empty one. */
export const BillMod = message({
  name: 'BillMod',
  effect: 'mod',
  since: [3, 0],
  request: [
    must(
      agg('BillMod', [
        ...txnKey,
        vendor,
        vendorAddress,
        payable,
        ...terms,
        bool('ClearExpenseLines'),
        many(expenseLineMod),
        bool('ClearItemLines'),
        sequence('ItemLines', [itemLineMod, itemGroupLineMod]),
      ]),
    ),
    includeRetElement,
  ],
  rets: { BillRet, ErrorRecovery },
});

export const BillQuery = message({
  name: 'BillQuery',
  isIterable: true,
  request: [
    txnQuery(oneOf('PaidStatus', 'All', 'PaidOnly', 'NotPaidOnly')),
    includeLineItems,
    since(2, 0, includeLinkedTxns),
    includeRetElement,
    since(2, 0, ownerId),
  ],
  rets: { BillRet },
});

const owed = [
  must(id('TxnID')),
  must(oneOf('TxnType', ...TXN_TYPES)),
  must(payable),
  must(date('TxnDate')),
  refNumber,
] as const;

/** What is open towards a vendor: bills to pay, and credits that could pay them. */
export const BillToPayQuery = message({
  name: 'BillToPayQuery',
  since: [2, 0],
  request: [must(ref('PayeeEntityRef', 209)), payable, date('DueDate'), currencyFilter, includeRetElement],
  rets: {
    BillToPayRet: [
      choice(
        [
          must(
            agg('BillToPay', [
              ...owed,
              date('DueDate'),
              must(amt('AmountDue')),
              ...inHomeCurrency('AmountDue'),
            ]),
          ),
        ],
        [
          must(
            agg('CreditToApply', [
              ...owed,
              must(amt('CreditRemaining')),
              ...inHomeCurrency('CreditRemaining'),
            ]),
          ),
        ],
      ),
    ],
  },
});
