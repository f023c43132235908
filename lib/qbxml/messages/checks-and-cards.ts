import { amt, bool, date, must, ref, since, str } from '../fields';
import { message } from '../message';
import { address, addressBlock } from './blocks/addresses';
import { dataExtRet } from './blocks/data-ext';
import { spentLines } from './blocks/item-lines';
import { includeRetElement, ownerId, txnGuid, txnHead } from './blocks/keys';
import { linkedTxns } from './blocks/linked-txns';
import { inHomeCurrency, purchaseTax } from './blocks/money';
import { includeLineItems, includeLinkedTxns, txnQuery } from './blocks/queries';

/** Direct costs. The job is on the line, so a filter by payee does not find what a job spent. */

const accountAndPayee = [must(ref('AccountRef', 159)), ref('PayeeEntityRef', 209)] as const;
const amount = [must(amt('Amount')), ...inHomeCurrency('Amount')] as const;

/** Checks that pay bills are another message, and paychecks are not answered. */
export const CheckQuery = message({
  name: 'CheckQuery',
  isIterable: true,
  request: [
    txnQuery(),
    includeLineItems,
    since(7, 0, includeLinkedTxns),
    includeRetElement,
    since(2, 0, ownerId),
  ],
  rets: {
    CheckRet: [
      ...txnHead,
      ...accountAndPayee,
      str('RefNumber', 11),
      must(date('TxnDate')),
      ...amount,
      str('Memo', 4095),
      address('Address'),
      since(6, 0, addressBlock('AddressBlock')),
      bool('IsToBePrinted'),
      ...purchaseTax(6),
      txnGuid,
      since(7, 0, linkedTxns),
      ...spentLines,
      since(2, 0, dataExtRet),
    ],
  },
});

/** Charges and credits know no links: IncludeLinkedTxns would have the whole set refused. */
const cardQuery = [txnQuery(), includeLineItems, includeRetElement, since(2, 0, ownerId)] as const;

const card = [
  ...txnHead,
  ...accountAndPayee,
  must(date('TxnDate')),
  ...amount,
  str('RefNumber', 11),
  str('Memo', 4095),
] as const;

const spent = [txnGuid, ...spentLines, since(2, 0, dataExtRet)] as const;

export const CreditCardChargeQuery = message({
  name: 'CreditCardChargeQuery',
  isIterable: true,
  request: cardQuery,
  rets: { CreditCardChargeRet: [...card, ...purchaseTax(6), ...spent] },
});

export const CreditCardCreditQuery = message({
  name: 'CreditCardCreditQuery',
  isIterable: true,
  request: cardQuery,
  rets: { CreditCardCreditRet: [...card, ...purchaseTax(8), ...spent] },
});
