import type { BooksPreferences } from '@/tests/simulators/world';
import type { Country } from '../grammar';
import type { Fields } from './fields';

export type ListName =
  | 'vendor'
  | 'customer'
  | 'otherName'
  | 'item'
  | 'account'
  | 'class'
  | 'terms'
  | 'template'
  | 'salesTaxCode';

/** What every stored object carries. Times are whole seconds since 1970. */
interface Stamped {
  readonly createdAt: number;
  modifiedAt: number;
  editSequence: number;
}

export interface ListRecord extends Stamped {
  readonly list: ListName;
  /** Name of its Ret without the ending: `Vendor`, `ItemService`. */
  readonly kind: string;
  readonly listId: string;
  name: string;
  parentId: string | null;
  isActive: boolean;
  fields: Fields;
}

export interface OrderLine {
  readonly lineId: string;
  readonly kind: 'line' | 'group';
  readonly fields: Fields;
  /** A group's own lines. */
  readonly lines: readonly OrderLine[];
  /** What bills took of it so far; absent for nothing. */
  readonly billedCents?: string;
}

export interface PurchaseOrder extends Stamped {
  readonly txnId: string;
  readonly txnNumber: number;
  fields: Fields;
  lines: readonly OrderLine[];
}

export interface Estimate extends Stamped {
  readonly txnId: string;
  readonly txnNumber: number;
  fields: Fields;
  lines: readonly OrderLine[];
}

export interface BillLine {
  readonly lineId: string;
  /** By account, or by item. */
  readonly kind: 'expense' | 'item';
  readonly fields: Fields;
  /** The line of an order that it bills. No answer tells of it. */
  readonly bills?: { readonly orderId: string; readonly lineId: string };
}

export interface Bill extends Stamped {
  readonly txnId: string;
  readonly txnNumber: number;
  fields: Fields;
  lines: readonly BillLine[];
  /** Orders it bills and payments it got: `LinkedTxn` as answered. */
  links: readonly Fields[];
  paidCents: string;
}

export interface Deletion {
  /** As TxnDelType or ListDelType spells it. */
  readonly type: string;
  readonly id: string;
  readonly createdAt: number;
  readonly deletedAt: number;
  /** RefNumber of a transaction, FullName of a list object. */
  readonly label: string;
  readonly order: PurchaseOrder | null;
}

export interface StoredAnswer {
  readonly checksum: string;
  readonly answer: string;
}

export interface CompanyExtension {
  readonly ownerId: string;
  readonly name: string;
  readonly value: string;
}

/** Everything a company file holds, plain data: a backup is a copy of it. */
export interface CompanyState {
  readonly path: string;
  readonly companyName: string;
  readonly productName: string;
  readonly majorVersion: number;
  readonly country: Country;
  preferences: BooksPreferences;
  extensions: readonly CompanyExtension[];
  readonly lists: Record<ListName, ListRecord[]>;
  readonly orders: Record<string, PurchaseOrder>;
  readonly bills: Record<string, Bill>;
  readonly estimates: Record<string, Estimate>;
  readonly deletions: Deletion[];
  storedAnswers: Record<string, StoredAnswer>;
  readonly counters: { txn: number; txnNumber: number; entity: number; other: Record<string, number> };
}
