import type { ListKind } from '@/lib/core/kinds';
import { type QbRequest, type QbResponse, qbRequest, recordsOf } from '@/lib/qbxml';

/** What was deleted from the lists, and what from the transactions: QuickBooks tells of them apart. */
export const DELETION_KINDS = ['list_deletion', 'txn_deletion'] as const;
export type DeletionKind = (typeof DELETION_KINDS)[number];

/** A record that is gone. One that was merged into another is told of under the id that vanished. */
export interface Deletion {
  readonly kind: ListKind;
  readonly qbId: string;
  /** FullName or RefNumber, as it last was. */
  readonly name: string;
  readonly timeDeleted: string;
}

export interface DeletionReader {
  readonly kind: DeletionKind;
  /** Lists whose deletions it tells of. */
  readonly lists: readonly ListKind[];
  /** @param cursor greatest TimeDeleted seen, without offset; null asks for all that QuickBooks still knows: 90 days. */
  query(cursor: string | null): QbRequest;
  decode(response: QbResponse): Deletion[];
}

const LIST_TYPES = {
  Account: 'account',
  Class: 'class',
  Customer: 'customer',
  DateDrivenTerms: 'terms',
  ItemNonInventory: 'item',
  ItemOtherCharge: 'item',
  ItemService: 'item',
  StandardTerms: 'terms',
  Vendor: 'vendor',
} as const satisfies Record<string, ListKind>;

const TXN_TYPES = {
  Bill: 'bill',
  Estimate: 'estimate',
  PurchaseOrder: 'purchase_order',
} as const satisfies Record<string, ListKind>;

function since(cursor: string | null) {
  return cursor === null ? {} : { DeletedDateRangeFilter: { FromDeletedDate: cursor } };
}

/** Types that were not asked for are passed over. */
function kindOf(types: Readonly<Record<string, ListKind>>, type: string | undefined): ListKind | null {
  return type !== undefined && Object.hasOwn(types, type) ? (types[type] ?? null) : null;
}

interface DeletedRecord {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly time: string | undefined;
}

function deletion(kind: ListKind | null, { id, name, time }: DeletedRecord): Deletion[] {
  if (kind === null || !id) return [];
  return [{ kind, qbId: id, name: name ?? '', timeDeleted: time ?? '' }];
}

function keysOf<T extends object>(types: T): (keyof T)[] {
  return Object.keys(types) as (keyof T)[];
}

export const DELETION_READERS: Readonly<Record<DeletionKind, DeletionReader>> = {
  list_deletion: {
    kind: 'list_deletion',
    lists: [...new Set(Object.values(LIST_TYPES))],
    query: cursor => qbRequest('ListDeletedQuery', { ListDelType: keysOf(LIST_TYPES), ...since(cursor) }),
    decode: response =>
      recordsOf(response, 'ListDeletedQuery', 'ListDeletedRet').flatMap(one =>
        deletion(kindOf(LIST_TYPES, one.ListDelType), {
          id: one.ListID,
          name: one.FullName,
          time: one.TimeDeleted,
        }),
      ),
  },
  txn_deletion: {
    kind: 'txn_deletion',
    lists: [...new Set(Object.values(TXN_TYPES))],
    query: cursor => qbRequest('TxnDeletedQuery', { TxnDelType: keysOf(TXN_TYPES), ...since(cursor) }),
    decode: response =>
      recordsOf(response, 'TxnDeletedQuery', 'TxnDeletedRet').flatMap(one =>
        deletion(kindOf(TXN_TYPES, one.TxnDelType), {
          id: one.TxnID,
          name: one.RefNumber,
          time: one.TimeDeleted,
        }),
      ),
  },
};
