import { daysBefore } from '@/lib/core/days';
import { type QbRequest, type QbResponse, qbRequest, recordsOf } from '@/lib/qbxml';
import type { LookupVerdict, ReadBackReader, Settlement } from '../flow';
import { isSameName, ownName } from './list-names';

/** What QuickBooks tells of a record of its lists, as far as it is kept. */
export interface ListRet {
  readonly ListID?: string | undefined;
  readonly EditSequence?: string | undefined;
  readonly Name?: string | undefined;
  /** Vendors have none: their name is it. */
  readonly FullName?: string | undefined;
  readonly ParentRef?:
    | { readonly ListID?: string | undefined; readonly FullName?: string | undefined }
    | undefined;
  readonly ExternalGUID?: string | undefined;
}

export interface FoundRecord {
  readonly qbType: string;
  readonly ret: ListRet;
}

/** Which records a list query is to give. */
export type ListFilter =
  | { readonly ListID: string[] }
  | { readonly ActiveStatus: 'All'; readonly FromModifiedDate: string }
  | {
      readonly ActiveStatus: 'All';
      readonly NameFilter: { readonly MatchCriterion: 'EndsWith'; readonly Name: string };
    };

/** One list of QuickBooks, as its records are asked for and found in answers. */
export interface ListSide {
  readonly list: 'vendor' | 'customer' | 'item';
  /** For people: `vendor`. */
  readonly noun: string;
  query(filter: ListFilter, elements: string[]): QbRequest;
  /** Records in the answer to its query, or to an Add. */
  found(response: QbResponse): FoundRecord[];
  /** As ListDeletedQuery calls its records. */
  readonly deletedAs: readonly string[];
}

/** What an Add said, as far as a record is known by it. */
export interface AddedBody {
  readonly Name: string;
  readonly ParentRef?:
    | { readonly ListID?: string | undefined; readonly FullName?: string | undefined }
    | undefined;
  readonly ExternalGUID?: string | undefined;
}

const HEAD = [
  'ListID',
  'TimeModified',
  'EditSequence',
  'Name',
  'FullName',
  'IsActive',
  'ParentRef',
  'ExternalGUID',
];
const SEEN = ['ListID', 'EditSequence', 'TimeModified'];

/** One question for the three lists, so that it is asked once however many of them are looked through. */
function deletionsSince(from: string | null): QbRequest<'ListDeletedQuery'> {
  return qbRequest('ListDeletedQuery', {
    ListDelType: ['Customer', 'ItemNonInventory', 'ItemOtherCharge', 'ItemService', 'Vendor'],
    ...(from === null ? {} : { DeletedDateRangeFilter: { FromDeletedDate: from } }),
  });
}

const isSameId = (left: string | undefined, right: string | undefined): boolean =>
  left !== undefined && left.trim().toLowerCase() === right?.trim().toLowerCase();

/** Keeps the ids of a record that QuickBooks gave back; null when it lacks what must be kept. */
function settlementOf({ ret, qbType }: FoundRecord): Settlement | null {
  const { ListID: txnId, EditSequence: editSequence } = ret;
  if (!txnId || !editSequence) return null;
  const name = ret.FullName ?? ret.Name ?? '';
  return { qbType, txnId, editSequence, refNumber: null, name, lines: [], warning: null };
}

export function settleListAdd(side: ListSide, response: QbResponse): Settlement | null {
  const [record] = side.found(response);
  return record ? settlementOf(record) : null;
}

/** What was found of ours, told where somebody gave it another name meanwhile. */
function foundAgain(record: FoundRecord, added: AddedBody): Settlement | null {
  const settlement = settlementOf(record);
  const given = record.ret.Name ?? added.Name;
  if (settlement === null || given === added.Name) return settlement;
  const warning = `QuickBooks calls it “${given}”; “${added.Name}” was approved. Compare the two.`;
  return { ...settlement, warning };
}

/** Procore and QuickBooks clocks are not compared: a whole day of slack on the day of sending. */
const LOOK_BACK_DAYS = 2;

/**
 * By its name, wherever it stands; among all that changed since, in case somebody renamed it; and among the deleted ones.
 */
export function lookUpList(side: ListSide, added: AddedBody, sentAt: Date): QbRequest[] {
  const from = daysBefore(sentAt, LOOK_BACK_DAYS).toISOString().slice(0, 10);
  return [
    side.query({ ActiveStatus: 'All', NameFilter: { MatchCriterion: 'EndsWith', Name: added.Name } }, HEAD),
    side.query({ ActiveStatus: 'All', FromModifiedDate: from }, HEAD),
    deletionsSince(from),
  ];
}

/** By name, and by what changed since. */
const LIVE_QUERIES = 2;

/** Nothing matched. */
const EMPTY = 1;

/**
 * What QuickBooks holds of a record, under its name or another: ours by its mark, somebody else's under the same parent,
 * a deleted one, or nothing. An answer with an error proves nothing.
 */
export function judgeList(side: ListSide, added: AddedBody, responses: readonly QbResponse[]): LookupVerdict {
  const deleted = responses.find(one => one.message === 'ListDeletedQuery');
  const live = responses.filter(one => one !== deleted);
  if (live.length < LIVE_QUERIES || !deleted)
    return { found: 'unclear', reason: 'QuickBooks did not answer the look-up.' };
  const failed = [...live, deleted].find(one => one.statusCode !== 0 && one.statusCode !== EMPTY);
  if (failed) return { found: 'unclear', reason: failed.statusMessage };
  const records = live.flatMap(one => side.found(one));
  const ours = records.find(({ ret }) => isSameId(ret.ExternalGUID, added.ExternalGUID));
  if (ours) {
    const settlement = foundAgain(ours, added);
    return settlement
      ? { found: 'ours', settlement }
      : { found: 'unclear', reason: `The ${side.noun} was found without its ids.` };
  }
  const foreign = records.find(
    ({ ret }) => isSameName(ret.Name ?? '', added.Name) && hasSameParent(ret, added),
  );
  if (foreign)
    return {
      found: 'foreign',
      description: `${side.noun} “${foreign.ret.FullName ?? foreign.ret.Name ?? ''}”`,
    };
  const gone = recordsOf(deleted, 'ListDeletedQuery', 'ListDeletedRet').find(
    one => isOf(side, one.ListDelType) && isSameName(ownName(one.FullName ?? ''), added.Name),
  );
  if (gone)
    return {
      found: 'deleted',
      description: `${side.noun} “${gone.FullName ?? added.Name}”, deleted ${gone.TimeDeleted ?? ''}`,
    };
  return { found: 'nothing' };
}

function hasSameParent({ ParentRef: theirs }: ListRet, { ParentRef: ours }: AddedBody): boolean {
  if (theirs === undefined || ours === undefined) return theirs === ours;
  return ours.ListID === undefined
    ? isSameName(theirs.FullName ?? '', ours.FullName ?? '')
    : theirs.ListID === ours.ListID;
}

function isOf(side: ListSide, type: string | undefined): boolean {
  return type !== undefined && side.deletedAs.includes(type);
}

/** How records of a list are looked at again after they were exported. */
export function listReadBack(side: ListSide): ReadBackReader {
  return {
    list: side.list,
    query: qbId => side.query({ ListID: [qbId] }, SEEN),
    decode: response => {
      const [record] = side.found(response);
      return record?.ret.ListID
        ? { qbId: record.ret.ListID, editSequence: record.ret.EditSequence ?? null }
        : null;
    },
    deletions: deletionsSince(null),
    deleted: response =>
      recordsOf(response, 'ListDeletedQuery', 'ListDeletedRet').flatMap(one =>
        isOf(side, one.ListDelType) && one.ListID ? [one.ListID] : [],
      ),
  };
}
