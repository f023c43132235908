import type { ListKind } from '@/lib/core/kinds';
import { SYNC } from '@/lib/core/limits';
import type { ListRecord } from '@/lib/mappings/lists';
import { type QbIterator, type QbRequest, type QbResponse, qbRequest, recordsOf } from '@/lib/qbxml';

/** Reads one QuickBooks list page by page. Only what is shown or judged by is asked for: no tax ids, no bank data. */
export interface ListReader {
  readonly kind: ListKind;
  /** @param cursor greatest TimeModified seen, without offset; null asks for everything. */
  query(cursor: string | null, iterator: QbIterator): QbRequest;
  decode(response: QbResponse): ListRecord[];
}

const MAX_RETURNED = SYNC.listPage;

const ADDRESS_FIELDS = ['ListID', 'TimeModified', 'EditSequence', 'Name'];

const vendorReader: ListReader = {
  kind: 'vendor',
  query: (cursor, iterator) =>
    qbRequest(
      'VendorQuery',
      {
        MaxReturned: MAX_RETURNED,
        ActiveStatus: 'All',
        ...(cursor === null ? {} : { FromModifiedDate: cursor }),
        IncludeRetElement: [...ADDRESS_FIELDS, 'IsActive', 'CompanyName', 'VendorAddress', 'Phone', 'Email'],
      },
      iterator,
    ),
  decode: response =>
    recordsOf(response, 'VendorQuery', 'VendorRet').flatMap(vendor =>
      named({ ...vendor, FullName: vendor.Name }, 'Vendor', {
        companyName: vendor.CompanyName ?? null,
        city: vendor.VendorAddress?.City ?? null,
        phone: vendor.Phone ?? null,
        email: vendor.Email ?? null,
      }),
    ),
};

const customerReader: ListReader = {
  kind: 'customer',
  query: (cursor, iterator) =>
    qbRequest(
      'CustomerQuery',
      {
        MaxReturned: MAX_RETURNED,
        ActiveStatus: 'All',
        ...(cursor === null ? {} : { FromModifiedDate: cursor }),
        IncludeRetElement: [
          ...ADDRESS_FIELDS,
          'FullName',
          'IsActive',
          'ParentRef',
          'Sublevel',
          'JobStatus',
          'JobDesc',
        ],
      },
      iterator,
    ),
  decode: response =>
    recordsOf(response, 'CustomerQuery', 'CustomerRet').flatMap(customer =>
      named(customer, (customer.Sublevel ?? 0) > 0 ? 'Job' : 'Customer', {
        jobStatus: customer.JobStatus ?? null,
        description: customer.JobDesc ?? null,
      }),
    ),
};

interface SidedItem {
  SalesOrPurchase?: { Desc?: string | undefined } | undefined;
  SalesAndPurchase?: { PurchaseDesc?: string | undefined; SalesDesc?: string | undefined } | undefined;
}

function itemFields(item: SidedItem): Record<string, unknown> {
  const { SalesAndPurchase: both, SalesOrPurchase: one } = item;
  return {
    description: both?.PurchaseDesc ?? both?.SalesDesc ?? one?.Desc ?? null,
    isTwoSided: both !== undefined ? true : one !== undefined ? false : null,
  };
}

/** Items that can stand for a cost code; the other kinds of item are passed over. */
const itemReader: ListReader = {
  kind: 'item',
  query: (cursor, iterator) =>
    qbRequest(
      'ItemQuery',
      {
        MaxReturned: MAX_RETURNED,
        ActiveStatus: 'All',
        ...(cursor === null ? {} : { FromModifiedDate: cursor }),
      },
      iterator,
    ),
  decode: response => [
    ...recordsOf(response, 'ItemQuery', 'ItemServiceRet').flatMap(item =>
      named(item, 'ItemService', itemFields(item)),
    ),
    ...recordsOf(response, 'ItemQuery', 'ItemNonInventoryRet').flatMap(item =>
      named(item, 'ItemNonInventory', itemFields(item)),
    ),
    ...recordsOf(response, 'ItemQuery', 'ItemOtherChargeRet').flatMap(item =>
      named(item, 'ItemOtherCharge', itemFields(item)),
    ),
  ],
};

const orderReader: ListReader = {
  kind: 'purchase_order',
  query: (cursor, iterator) =>
    qbRequest(
      'PurchaseOrderQuery',
      {
        MaxReturned: MAX_RETURNED,
        ...(cursor === null ? {} : { ModifiedDateRangeFilter: { FromModifiedDate: cursor } }),
        IncludeRetElement: [
          'TxnID',
          'TimeModified',
          'EditSequence',
          'VendorRef',
          'TxnDate',
          'RefNumber',
          'TotalAmount',
          'IsManuallyClosed',
          'IsFullyReceived',
          'ExternalGUID',
        ],
      },
      iterator,
    ),
  decode: response =>
    recordsOf(response, 'PurchaseOrderQuery', 'PurchaseOrderRet').flatMap(order => {
      if (!order.TxnID) return [];
      return [
        {
          qbId: order.TxnID,
          qbType: 'PurchaseOrder',
          fullName: order.RefNumber ?? '',
          parentId: null,
          sublevel: 0,
          isActive: !(order.IsManuallyClosed ?? false) && !(order.IsFullyReceived ?? false),
          editSequence: order.EditSequence ?? '',
          timeModified: order.TimeModified ?? '',
          fields: {
            vendor: order.VendorRef?.FullName ?? null,
            date: order.TxnDate ?? null,
            total: order.TotalAmount ?? null,
          },
          externalGuid: order.ExternalGUID?.toUpperCase() ?? null,
        },
      ];
    }),
};

interface NamedRecord {
  ListID?: string | undefined;
  FullName?: string | undefined;
  TimeModified?: string | undefined;
  EditSequence?: string | undefined;
  IsActive?: boolean | undefined;
  Sublevel?: number | undefined;
  ParentRef?: { ListID?: string | undefined } | undefined;
  ExternalGUID?: string | undefined;
}

/** A list record; one without an id or a name cannot be linked to and is passed over. */
function named(record: NamedRecord, qbType: string, fields: Record<string, unknown>): ListRecord[] {
  if (!record.ListID || record.FullName === undefined) return [];
  return [
    {
      qbId: record.ListID,
      qbType,
      fullName: record.FullName,
      parentId: record.ParentRef?.ListID ?? null,
      sublevel: record.Sublevel ?? 0,
      isActive: record.IsActive ?? true,
      editSequence: record.EditSequence ?? '',
      timeModified: record.TimeModified ?? '',
      fields,
      externalGuid: record.ExternalGUID?.toUpperCase() ?? null,
    },
  ];
}

export const LIST_READERS = {
  vendor: vendorReader,
  customer: customerReader,
  item: itemReader,
  purchase_order: orderReader,
} as const satisfies Partial<Record<ListKind, ListReader>>;

export type ReadListKind = keyof typeof LIST_READERS;

/** The lists that are read. */
export const READ_LISTS = Object.keys(LIST_READERS) as ReadListKind[];

/**
 * The later of two times as QuickBooks wrote them, without the offset: its clock ignores daylight saving, so the text
 * itself is what can be compared and sent back.
 */
export function laterCursor(left: string | null, timeModified: string): string | null {
  const local = timeModified.slice(0, 19);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(local)) return left;
  return left === null || local > left ? local : left;
}
