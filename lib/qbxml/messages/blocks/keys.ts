import { datetime, guid, id, int, many, must, since, str } from '../../fields';

const stamps = [
  must(datetime('TimeCreated')),
  must(datetime('TimeModified')),
  must(str('EditSequence', 16)),
] as const;

/** What every record of a list begins with. */
export const listHead = [must(id('ListID')), ...stamps] as const;

/** What every transaction begins with. */
export const txnHead = [must(id('TxnID')), ...stamps, int('TxnNumber')] as const;

/** Which record of a list is changed, and as of which state of it. */
export const listKey = [must(id('ListID')), must(str('EditSequence', 16))] as const;

/** Which transaction is changed, and as of which state of it. */
export const txnKey = [must(id('TxnID')), must(str('EditSequence', 16))] as const;

/**
 * An id of ours, given once with the Add and answered ever after. Nothing can be asked for by it, but it tells our
 * record among those found.
 */
export const listGuid = since(8, 0, guid('ExternalGUID'));
export const txnGuid = since(9, 0, guid('ExternalGUID'));

/** Limits an answer to the elements named. */
export const includeRetElement = since(4, 0, many(str('IncludeRetElement', 50)));

/** Asks for data extensions: `0` for the custom fields people see, a GUID for those of one program. */
export const ownerId = many(guid('OwnerID'));
