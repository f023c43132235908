import { amt, bool, date, datetime, id, int, ref, since, str } from '../fields';
import { message } from '../message';
import { address, addressBlock } from './blocks/addresses';
import { dataExtRet } from './blocks/data-ext';
import { includeRetElement, ownerId, txnGuid } from './blocks/keys';
import { appliedToTxns } from './blocks/linked-txns';
import { inHomeCurrency } from './blocks/money';
import { includeLineItems, txnQuery } from './blocks/queries';

/** IncludeLineItems is what has the bills that were paid answered, as AppliedToTxnRet. */
const query = [txnQuery(), includeLineItems, includeRetElement, since(2, 0, ownerId)] as const;

/** Not even the id is promised here, unlike elsewhere. */
const head = [
  id('TxnID'),
  datetime('TimeCreated'),
  datetime('TimeModified'),
  str('EditSequence', 16),
  int('TxnNumber'),
  ref('PayeeEntityRef', 209),
  ref('APAccountRef', 159),
  date('TxnDate'),
] as const;

const paid = [amt('Amount'), ...inHomeCurrency('Amount'), str('RefNumber', 11), str('Memo', 4095)] as const;

export const BillPaymentCheckQuery = message({
  name: 'BillPaymentCheckQuery',
  since: [2, 0],
  isIterable: true,
  request: query,
  rets: {
    BillPaymentCheckRet: [
      ...head,
      ref('BankAccountRef', 159),
      ...paid,
      address('Address'),
      since(6, 0, addressBlock('AddressBlock')),
      bool('IsToBePrinted'),
      txnGuid,
      appliedToTxns,
      dataExtRet,
    ],
  },
});

export const BillPaymentCreditCardQuery = message({
  name: 'BillPaymentCreditCardQuery',
  since: [2, 0],
  isIterable: true,
  request: query,
  rets: {
    BillPaymentCreditCardRet: [
      ...head,
      ref('CreditCardAccountRef', 159),
      ...paid,
      txnGuid,
      appliedToTxns,
      dataExtRet,
    ],
  },
});
