import type { Message } from '../message';
import { CustomerQuery } from './customers';
import { TxnDeletedQuery } from './deleted';
import { CompanyQuery, HostQuery, PreferencesQuery } from './environment';
import { ItemQuery } from './items';
import { PurchaseOrderAdd, PurchaseOrderMod, PurchaseOrderQuery } from './purchase-orders';
import { VendorQuery } from './vendors';

/** Every message the connector speaks. A new one is a table in a file of its family and a line here. */
export const MESSAGES = {
  HostQuery,
  CompanyQuery,
  PreferencesQuery,
  VendorQuery,
  CustomerQuery,
  ItemQuery,
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
