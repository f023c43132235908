import { type Fields, fieldsFrom, filledText, groupsOf, modified, textOf, without } from '../company/fields';
import { objectNotFound } from './references';

/** Who hands out the ids and times of contacts and notes. */
export interface Stamps {
  readonly listId: string;
  readonly moment: string;
  readonly day: string;
  readonly sequence: string;
}

const REQUEST_NAMES = ['Contacts', 'ContactsMod', 'AdditionalNotes', 'AdditionalNotesMod', 'BarCode'];

function newContact(contact: Fields, at: number, stamps: Stamps): Fields {
  const head = { ListID: `${stamps.listId}-C${at}`, TimeCreated: stamps.moment, TimeModified: stamps.moment };
  return { ...fieldsFrom({ ...head, EditSequence: stamps.sequence }), ...contact };
}

function changedContacts(
  stored: readonly Fields[],
  sent: readonly Fields[],
  stamps: Stamps,
): readonly Fields[] {
  for (const contact of sent) {
    const id = filledText(contact, 'ListID') ?? '';
    if (!stored.some(one => textOf(one, 'ListID') === id)) throw objectNotFound(id);
  }
  return stored.map(contact => {
    const change = sent.find(one => textOf(one, 'ListID') === textOf(contact, 'ListID'));
    if (!change) return contact;
    const head = fieldsFrom({ TimeModified: stamps.moment, EditSequence: stamps.sequence });
    return { ...modified(contact, change), ...head };
  });
}

function changedNotes(stored: readonly Fields[], sent: readonly Fields[]): readonly Fields[] {
  for (const note of sent) {
    const id = filledText(note, 'NoteID') ?? '';
    if (!stored.some(one => textOf(one, 'NoteID') === id)) throw objectNotFound(id);
  }
  return stored.map(note => ({
    ...note,
    ...sent.find(one => textOf(one, 'NoteID') === textOf(note, 'NoteID')),
  }));
}

/** Turns a request's contacts, notes and bar code into what the answers show, on top of what is stored. */
export function withContacts(stored: Fields, sent: Fields, stamps: Stamps): Fields {
  const contacts = [
    ...changedContacts(groupsOf(stored, 'ContactsRet'), groupsOf(sent, 'ContactsMod'), stamps),
    ...groupsOf(sent, 'Contacts').map((contact, at) => newContact(contact, at + 1, stamps)),
  ];
  const notes = [
    ...changedNotes(groupsOf(stored, 'AdditionalNotesRet'), groupsOf(sent, 'AdditionalNotesMod')),
    ...groupsOf(sent, 'AdditionalNotes').map((note, at) => ({
      ...fieldsFrom({ NoteID: String(at + 1), Date: stamps.day }),
      ...note,
    })),
  ];
  const [barCode] = groupsOf(sent, 'BarCode');
  return {
    ...without(stored, REQUEST_NAMES),
    ...(contacts.length > 0 ? { ContactsRet: contacts } : {}),
    ...(notes.length > 0 ? { AdditionalNotesRet: notes } : {}),
    ...(barCode ? fieldsFrom({ BarCodeValue: filledText(barCode, 'BarCodeValue') }) : {}),
  };
}
