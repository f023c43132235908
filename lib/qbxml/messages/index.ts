import type { Message } from '../message';
import { AccountQuery } from './accounts';
import { BillPaymentCheckQuery, BillPaymentCreditCardQuery } from './bill-payments';
import { BillAdd, BillMod, BillQuery, BillToPayQuery } from './bills';
import { CheckQuery, CreditCardChargeQuery, CreditCardCreditQuery } from './checks-and-cards';
import {
  ItemNonInventoryAdd,
  ItemNonInventoryMod,
  ItemNonInventoryQuery,
  ItemOtherChargeAdd,
  ItemOtherChargeMod,
  ItemOtherChargeQuery,
  ItemServiceAdd,
  ItemServiceMod,
  ItemServiceQuery,
} from './cost-items';
import { CustomerAdd, CustomerMod, CustomerQuery } from './customers';
import { DataExtAdd, DataExtDefAdd, DataExtDefQuery, DataExtDel, DataExtMod } from './data-exts';
import { ListDel, ListDeletedQuery, TxnDel, TxnDeletedQuery, TxnVoid } from './deleted';
import { CompanyActivityQuery, CompanyQuery, HostQuery, PreferencesQuery } from './environment';
import { EstimateAdd, EstimateMod, EstimateQuery } from './estimates';
import { ItemQuery } from './items';
import {
  DepositQuery,
  ItemReceiptQuery,
  JournalEntryQuery,
  TimeTrackingAdd,
  TimeTrackingQuery,
} from './other-costs';
import { PurchaseOrderAdd, PurchaseOrderMod, PurchaseOrderQuery } from './purchase-orders';
import {
  CustomDetailReportQuery,
  CustomSummaryReportQuery,
  GeneralDetailReportQuery,
  JobReportQuery,
} from './reports';
import { ClassQuery, JobTypeAdd, JobTypeQuery, TermsQuery } from './small-lists';
import { TransactionQuery } from './transactions';
import { VendorCreditAdd, VendorCreditQuery } from './vendor-credits';
import { VendorAdd, VendorMod, VendorQuery } from './vendors';

/** Every message the connector speaks. A new one is a table in a file of its family, put together from `blocks/`. */
export const MESSAGES = {
  HostQuery,
  CompanyQuery,
  CompanyActivityQuery,
  PreferencesQuery,

  AccountQuery,
  ClassQuery,
  JobTypeAdd,
  JobTypeQuery,
  TermsQuery,

  ItemQuery,
  ItemServiceAdd,
  ItemServiceMod,
  ItemServiceQuery,
  ItemNonInventoryAdd,
  ItemNonInventoryMod,
  ItemNonInventoryQuery,
  ItemOtherChargeAdd,
  ItemOtherChargeMod,
  ItemOtherChargeQuery,

  CustomerAdd,
  CustomerMod,
  CustomerQuery,
  VendorAdd,
  VendorMod,
  VendorQuery,

  EstimateAdd,
  EstimateMod,
  EstimateQuery,
  PurchaseOrderAdd,
  PurchaseOrderMod,
  PurchaseOrderQuery,
  BillAdd,
  BillMod,
  BillQuery,
  BillToPayQuery,
  BillPaymentCheckQuery,
  BillPaymentCreditCardQuery,
  VendorCreditAdd,
  VendorCreditQuery,

  CheckQuery,
  CreditCardChargeQuery,
  CreditCardCreditQuery,
  ItemReceiptQuery,
  JournalEntryQuery,
  TimeTrackingAdd,
  TimeTrackingQuery,
  DepositQuery,

  TransactionQuery,
  TxnDeletedQuery,
  ListDeletedQuery,
  TxnDel,
  TxnVoid,
  ListDel,

  JobReportQuery,
  GeneralDetailReportQuery,
  CustomDetailReportQuery,
  CustomSummaryReportQuery,

  DataExtAdd,
  DataExtMod,
  DataExtDel,
  DataExtDefAdd,
  DataExtDefQuery,
} as const satisfies Readonly<Record<string, Message>>;

export type Messages = typeof MESSAGES;
export type MessageName = keyof Messages;

export function isMessageName(name: string): name is MessageName {
  return Object.hasOwn(MESSAGES, name);
}
