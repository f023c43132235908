import type { Message } from '../message';
import { AccountQuery } from './accounts';
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
import { TxnDeletedQuery } from './deleted';
import { CompanyActivityQuery, CompanyQuery, HostQuery, PreferencesQuery } from './environment';
import { ItemQuery } from './items';
import { PurchaseOrderAdd, PurchaseOrderMod, PurchaseOrderQuery } from './purchase-orders';
import { ClassQuery, JobTypeAdd, JobTypeQuery, TermsQuery } from './small-lists';
import { VendorAdd, VendorMod, VendorQuery } from './vendors';

/** Every message the connector speaks. A new one is a table in a file of its family and a line here. */
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

  PurchaseOrderAdd,
  PurchaseOrderMod,
  PurchaseOrderQuery,

  TxnDeletedQuery,
} as const satisfies Readonly<Record<string, Message>>;

export type Messages = typeof MESSAGES;
export type MessageName = keyof Messages;

export function isMessageName(name: string): name is MessageName {
  return Object.hasOwn(MESSAGES, name);
}
