import type { ListKind } from '@/lib/core/kinds';
import { SYNC } from '@/lib/core/limits';
import type { ListRecord } from '@/lib/mappings/lists';
import type { QbIterator, QbRequest, QbResponse } from '@/lib/qbxml';

/** Reads one QuickBooks list. Only what is shown or judged by is asked for: no tax ids, no bank data. */
export interface ListReader {
  readonly kind: ListKind;
  /** Whether QuickBooks gives this list in pages; what it does not is answered in one piece. */
  readonly isPaged: boolean;
  /**
   * @param cursor greatest TimeModified seen, without offset; null asks for everything.
   * @param iterator null asks for all of it in one piece.
   */
  query(cursor: string | null, iterator: QbIterator | null): QbRequest;
  decode(response: QbResponse): ListRecord[];
}

/** MaxReturned without an iterator would cut the answer off, so it goes with pages only. */
export function pageOf(iterator: QbIterator | null, size: number = SYNC.listPage) {
  return iterator === null ? {} : { MaxReturned: size };
}

/** What a list is asked for: inactive records too, changed since the cursor. */
export function listFilters(cursor: string | null) {
  return { ActiveStatus: 'All', ...(cursor === null ? {} : { FromModifiedDate: cursor }) } as const;
}

/** What transactions are asked for: those changed since the cursor. */
export function txnFilters(cursor: string | null) {
  return cursor === null ? {} : { ModifiedDateRangeFilter: { FromModifiedDate: cursor } };
}

export const LIST_HEAD = ['ListID', 'TimeModified', 'EditSequence', 'Name', 'IsActive'];
export const TREE_HEAD = [...LIST_HEAD, 'FullName', 'ParentRef', 'Sublevel'];
export const TXN_HEAD = ['TxnID', 'TimeModified', 'EditSequence', 'ExternalGUID'];

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
export function named(record: NamedRecord, qbType: string, fields: Record<string, unknown>): ListRecord[] {
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

interface NumberedRecord {
  TxnID?: string | undefined;
  RefNumber?: string | undefined;
  TimeModified?: string | undefined;
  EditSequence?: string | undefined;
  ExternalGUID?: string | undefined;
}

/** A transaction, by its number; one without an id is passed over. `isActive` while something is still to come of it. */
export function numbered(
  record: NumberedRecord,
  qbType: string,
  kept: { isActive: boolean; fields: Record<string, unknown> },
): ListRecord[] {
  if (!record.TxnID) return [];
  return [
    {
      qbId: record.TxnID,
      qbType,
      fullName: record.RefNumber ?? '',
      parentId: null,
      sublevel: 0,
      isActive: kept.isActive,
      editSequence: record.EditSequence ?? '',
      timeModified: record.TimeModified ?? '',
      fields: kept.fields,
      externalGuid: record.ExternalGUID?.toUpperCase() ?? null,
    },
  ];
}
