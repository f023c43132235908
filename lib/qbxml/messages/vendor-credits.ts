import { agg, amt, date, many, must, notIn, ref, sequence, since, str } from '../fields';
import { message } from '../message';
import { dataExtRet } from './blocks/data-ext';
import { ErrorRecovery } from './blocks/error-recovery';
import { expenseLineAdd } from './blocks/expense-lines';
import { itemGroupLineAdd, itemLineAdd, linkToTxn, spentLines } from './blocks/item-lines';
import { includeRetElement, ownerId, txnGuid, txnHead } from './blocks/keys';
import { linkedTxns } from './blocks/linked-txns';
import { exchangeRate, inHomeCurrency, purchaseTax } from './blocks/money';
import { includeLineItems, includeLinkedTxns, txnQuery } from './blocks/queries';

const vendor = must(ref('VendorRef', 41));
const payable = since(2, 0, ref('APAccountRef', 159));
const reference = [str('RefNumber', 20), str('Memo', 4095), ...purchaseTax(8)] as const;

const VendorCreditRet = [
  ...txnHead,
  vendor,
  payable,
  must(date('TxnDate')),
  must(amt('CreditAmount')),
  ...inHomeCurrency('CreditAmount'),
  ...reference,
  txnGuid,
  since(2, 0, linkedTxns),
  ...spentLines,
  amt('OpenAmount'),
  since(2, 0, dataExtRet),
] as const;

export const VendorCreditAdd = message({
  name: 'VendorCreditAdd',
  effect: 'add',
  request: [
    must(
      agg('VendorCreditAdd', [
        vendor,
        payable,
        date('TxnDate'),
        ...reference,
        exchangeRate,
        txnGuid,
        many(expenseLineAdd),
        sequence('ItemLines', [itemLineAdd(notIn(['US', 'CA'], linkToTxn)), itemGroupLineAdd]),
      ]),
    ),
    includeRetElement,
  ],
  rets: { VendorCreditRet, ErrorRecovery },
});

export const VendorCreditQuery = message({
  name: 'VendorCreditQuery',
  isIterable: true,
  request: [
    txnQuery(),
    includeLineItems,
    since(2, 0, includeLinkedTxns),
    includeRetElement,
    since(2, 0, ownerId),
  ],
  rets: { VendorCreditRet },
});
