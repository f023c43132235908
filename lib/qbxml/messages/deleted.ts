import { agg, datetime, id, many, must, oneOf, str } from '../fields';
import { message } from '../message';
import { ErrorRecovery } from './blocks/error-recovery';
import { includeRetElement } from './blocks/keys';
import { DELETABLE_TXN_TYPES } from './blocks/txn-types';

const txnDelType = oneOf('TxnDelType', ...DELETABLE_TXN_TYPES);

const listDelType = oneOf(
  'ListDelType',
  'Account',
  'BillingRate',
  'Class',
  'Currency',
  'Customer',
  'CustomerMsg',
  'CustomerType',
  'DateDrivenTerms',
  'Employee',
  'InventorySite',
  'ItemDiscount',
  'ItemFixedAsset',
  'ItemGroup',
  'ItemInventory',
  'ItemInventoryAssembly',
  'ItemNonInventory',
  'ItemOtherCharge',
  'ItemPayment',
  'ItemSalesTax',
  'ItemSalesTaxGroup',
  'ItemService',
  'ItemSubtotal',
  'JobType',
  'OtherName',
  'PaymentMethod',
  'PayrollItemNonWage',
  'PayrollItemWage',
  'PriceLevel',
  'SalesRep',
  'SalesTaxCode',
  'ShipMethod',
  'StandardTerms',
  'ToDo',
  'UnitOfMeasureSet',
  'Vehicle',
  'Vendor',
  'VendorType',
  'WorkersCompCode',
);

const deletedRange = agg('DeletedDateRangeFilter', [datetime('FromDeletedDate'), datetime('ToDeletedDate')]);

const times = [must(datetime('TimeCreated')), must(datetime('TimeDeleted'))] as const;

/** QuickBooks tells of the last 90 days only, and has no pages here. */
export const TxnDeletedQuery = message({
  name: 'TxnDeletedQuery',
  since: [2, 0],
  request: [must(many(txnDelType)), deletedRange, includeRetElement],
  rets: { TxnDeletedRet: [must(txnDelType), must(id('TxnID')), ...times, str('RefNumber')] },
});

/** Records that were merged into another are told of here too, under the id that vanished. */
export const ListDeletedQuery = message({
  name: 'ListDeletedQuery',
  since: [2, 0],
  request: [must(many(listDelType)), deletedRange, includeRetElement],
  rets: { ListDeletedRet: [must(listDelType), must(id('ListID')), ...times, str('FullName')] },
});

/** Known, so that answers about them are understood. The connector never deletes or voids by itself. */
export const TxnDel = message({
  name: 'TxnDel',
  effect: 'delete',
  since: [1, 1],
  request: [must(txnDelType), must(id('TxnID'))],
  answer: [txnDelType, id('TxnID'), datetime('TimeDeleted'), str('RefNumber')],
  rets: { ErrorRecovery },
});

export const ListDel = message({
  name: 'ListDel',
  effect: 'delete',
  since: [1, 1],
  request: [must(listDelType), must(id('ListID'))],
  answer: [listDelType, id('ListID'), datetime('TimeDeleted'), str('FullName')],
  rets: {},
});

const txnVoidType = oneOf(
  'TxnVoidType',
  'ARRefundCreditCard',
  'Bill',
  'BillPaymentCheck',
  'BillPaymentCreditCard',
  'Charge',
  'Check',
  'CreditCardCharge',
  'CreditCardCredit',
  'CreditMemo',
  'Deposit',
  'InventoryAdjustment',
  'Invoice',
  'ItemReceipt',
  'JournalEntry',
  'SalesReceipt',
  'VendorCredit',
);

export const TxnVoid = message({
  name: 'TxnVoid',
  effect: 'void',
  since: [1, 1],
  request: [must(txnVoidType), must(id('TxnID'))],
  answer: [txnVoidType, id('TxnID'), datetime('TimeCreated'), datetime('TimeModified'), str('RefNumber')],
  rets: { ErrorRecovery },
});
