import { queryBills } from './bill-query';
import { addBill } from './bill-write';
import { queryDeletedListObjects, queryDeletedTransactions } from './deleted';
import { queryCompany, queryHost, queryPreferences } from './environment';
import { queryEstimates } from './estimate-query';
import { addEstimate, modifyEstimate } from './estimate-write';
import type { Handler } from './execution';
import { addCustomer, addNonInventoryItem, addOtherChargeItem, addServiceItem, addVendor } from './list-add';
import { listQuery, queryClasses } from './list-query';
import { queryPurchaseOrders } from './order-query';
import { addPurchaseOrder, modifyPurchaseOrder } from './order-write';
import { modifyVendor } from './vendor-mod';

export type { Change, Execution } from './execution';
export { Iterators } from './iterators';

/** What answers each request the grammar knows. */
export const handlers: Readonly<Record<string, Handler>> = {
  HostQueryRq: queryHost,
  CompanyQueryRq: queryCompany,
  PreferencesQueryRq: queryPreferences,
  AccountQueryRq: listQuery('account'),
  ClassQueryRq: queryClasses,
  TermsQueryRq: listQuery('terms'),
  VendorQueryRq: listQuery('vendor'),
  VendorAddRq: addVendor,
  VendorModRq: modifyVendor,
  CustomerQueryRq: listQuery('customer'),
  CustomerAddRq: addCustomer,
  ItemQueryRq: listQuery('item'),
  ItemServiceAddRq: addServiceItem,
  ItemNonInventoryAddRq: addNonInventoryItem,
  ItemOtherChargeAddRq: addOtherChargeItem,
  PurchaseOrderAddRq: addPurchaseOrder,
  PurchaseOrderModRq: modifyPurchaseOrder,
  PurchaseOrderQueryRq: queryPurchaseOrders,
  BillAddRq: addBill,
  BillQueryRq: queryBills,
  EstimateAddRq: addEstimate,
  EstimateModRq: modifyEstimate,
  EstimateQueryRq: queryEstimates,
  TxnDeletedQueryRq: queryDeletedTransactions,
  ListDeletedQueryRq: queryDeletedListObjects,
};
