import { must, oneOf } from '../../fields';
import { withChildren } from './filters';
import { TXN_TYPES } from './txn-types';

/** Filters by a kind, or by records: branches of the choices that reports and the query for transactions have. */

export const entities = [
  [must(oneOf('EntityTypeFilter', 'Customer', 'Employee', 'OtherName', 'Vendor'))],
  ...withChildren,
] as const;

export const accounts = [
  [
    must(
      oneOf(
        'AccountTypeFilter',
        'AccountsPayable',
        'AccountsReceivable',
        'AllowedFor1099',
        'APAndSalesTax',
        'APOrCreditCard',
        'ARAndAP',
        'Asset',
        'BalanceSheet',
        'Bank',
        'BankAndARAndAPAndUF',
        'BankAndUF',
        'CostOfSales',
        'CreditCard',
        'CurrentAsset',
        'CurrentAssetAndExpense',
        'CurrentLiability',
        'Equity',
        'EquityAndIncomeAndExpense',
        'ExpenseAndOtherExpense',
        'FixedAsset',
        'IncomeAndExpense',
        'IncomeAndOtherIncome',
        'Liability',
        'LiabilityAndEquity',
        'LongTermLiability',
        'NonPosting',
        'OrdinaryExpense',
        'OrdinaryIncome',
        'OrdinaryIncomeAndCOGS',
        'OrdinaryIncomeAndExpense',
        'OtherAsset',
        'OtherCurrentAsset',
        'OtherCurrentLiability',
        'OtherExpense',
        'OtherIncome',
        'OtherIncomeOrExpense',
      ),
    ),
  ],
  ...withChildren,
] as const;

export const items = [
  [
    must(
      oneOf(
        'ItemTypeFilter',
        'AllExceptFixedAsset',
        'Assembly',
        'Discount',
        'FixedAsset',
        'Inventory',
        'InventoryAndAssembly',
        'NonInventory',
        'OtherCharge',
        'Payment',
        'Sales',
        'SalesTax',
        'Service',
      ),
    ),
  ],
  ...withChildren,
] as const;

export const txnTypeFilter = oneOf('TxnTypeFilter', 'All', ...TXN_TYPES);
