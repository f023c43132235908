import { agg, amt, bool, int, many, must, notIn, oneOf, ref, since, str } from '../fields';
import { message } from '../message';
import { dataExtRet } from './blocks/data-ext';
import { currencyFilter } from './blocks/filters';
import { includeRetElement, listHead, ownerId } from './blocks/keys';
import { currencyRef } from './blocks/money';
import { listQuery } from './blocks/queries';

const accountType = oneOf(
  'AccountType',
  'AccountsPayable',
  'AccountsReceivable',
  'Bank',
  'CostOfGoodsSold',
  'CreditCard',
  'Equity',
  'Expense',
  'FixedAsset',
  'Income',
  'LongTermLiability',
  'NonPosting',
  'OtherAsset',
  'OtherCurrentAsset',
  'OtherCurrentLiability',
  'OtherExpense',
  'OtherIncome',
);

/** A finer kind, which other countries' editions alone have. */
const detailAccountType = notIn(['US', 'CA'], oneOf('DetailAccountType'));

/** The accounts QuickBooks made and books to by itself. */
const specialAccountType = since(
  2,
  1,
  oneOf(
    'SpecialAccountType',
    'AccountsPayable',
    'AccountsReceivable',
    'CondenseItemAdjustmentExpenses',
    'CostOfGoodsSold',
    'DirectDepositLiabilities',
    'Estimates',
    'ExchangeGainLoss',
    'InventoryAssets',
    'ItemReceiptAccount',
    'OpeningBalanceEquity',
    'PayrollExpenses',
    'PayrollLiabilities',
    'PettyCash',
    'PurchaseOrders',
    'ReconciliationDifferences',
    'RetainedEarnings',
    'SalesOrders',
    'SalesTaxPayable',
    'UncategorizedExpenses',
    'UncategorizedIncome',
    'UndepositedFunds',
  ),
);

const AccountRet = [
  ...listHead,
  must(str('Name', 31)),
  must(str('FullName', 159)),
  bool('IsActive'),
  ref('ParentRef'),
  must(int('Sublevel')),
  must(accountType),
  detailAccountType,
  specialAccountType,
  since(6, 0, notIn('US', bool('IsTaxAccount'))),
  str('AccountNumber', 7),
  since(2, 0, str('BankNumber', 25)),
  notIn(['US', 'CA'], str('LastCheckNumber', {})),
  str('Desc', 200),
  amt('Balance'),
  amt('TotalBalance'),
  since(6, 0, notIn('US', ref('SalesTaxCodeRef', { CA: 3 }))),
  since(2, 1, agg('TaxLineInfoRet', [must(int('TaxLineID')), str('TaxLineName', 256)])),
  since(
    2,
    1,
    oneOf('CashFlowClassification', 'None', 'Operating', 'Investing', 'Financing', 'NotApplicable'),
  ),
  currencyRef,
  since(2, 0, dataExtRet),
] as const;

export const AccountQuery = message({
  name: 'AccountQuery',
  request: [listQuery(many(accountType), currencyFilter), includeRetElement, since(2, 0, ownerId)],
  rets: { AccountRet },
});
