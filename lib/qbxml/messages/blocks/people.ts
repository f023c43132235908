import { agg, amt, date, int, many, must, notIn, since, str } from '../../fields';
import { listHead, listKey } from './keys';

/** The person a customer or vendor is, or is reached through. */
export const personName = [
  str('CompanyName', 41),
  str('Salutation', 15),
  str('FirstName', 25),
  str('MiddleName', 5),
  str('LastName', 25),
  notIn(['US', 'CA'], str('Suffix', {})),
  since(12, 0, str('JobTitle', 41)),
] as const;

/** Telephone, mail and further ways to reach somebody, eight at most. */
export const waysToReach = [
  str('Phone', 21),
  notIn(['US', 'CA'], str('Mobile', {})),
  notIn(['US', 'CA'], str('Pager', {})),
  str('AltPhone', 21),
  str('Fax', 21),
  str('Email', 1023),
  since(12, 0, str('Cc', 1023)),
  str('Contact', 41),
  str('AltContact', 41),
  since(12, 0, furtherWays(8)),
] as const;

function furtherWays(most: number) {
  return many(
    agg('AdditionalContactRef', [must(str('ContactName', 40)), must(str('ContactValue', 255))]),
    most,
  );
}

const contact = [
  str('Salutation', 15),
  must(str('FirstName', 25)),
  str('MiddleName', 5),
  str('LastName', 25),
  str('JobTitle', 41),
  furtherWays(5),
] as const;

export const contactsAdd = since(12, 0, many(agg('Contacts', contact)));
export const contactsMod = since(12, 0, many(agg('ContactsMod', [...listKey, ...contact])));
export const contactsRet = since(
  12,
  0,
  many(agg('ContactsRet', [...listHead, str('Contact', 41), ...contact])),
);

/** Of customers and vendors as they are added, never afterwards. */
export const openBalance = [amt('OpenBalance'), date('OpenBalanceDate')] as const;

const note = must(str('Note', 4095));
const noteId = must(int('NoteID'));

export const notesAdd = since(12, 0, many(agg('AdditionalNotes', [note])));
export const notesMod = since(12, 0, many(agg('AdditionalNotesMod', [noteId, note])));
export const notesRet = since(12, 0, many(agg('AdditionalNotesRet', [noteId, must(date('Date')), note])));
