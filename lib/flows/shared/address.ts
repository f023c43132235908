import type { Books } from '@/lib/mappings/books';
import { fitText, oneLine } from '@/lib/qbxml';
import { plain } from './order-lines';

/** An address as Procore keeps it. */
export interface PostalAddress {
  /** Street; may have several lines. */
  readonly address: string;
  readonly city: string;
  readonly stateCode: string;
  readonly zip: string;
  readonly countryCode: string;
}

interface QbAddress {
  readonly Addr1?: string;
  readonly Addr2?: string;
  readonly Addr3?: string;
  readonly Addr4?: string;
  readonly City?: string;
  readonly State?: string;
  readonly PostalCode?: string;
  readonly Country?: string;
}

const LINE_CHARS = 41;
/** QuickBooks prints five lines: the place takes one, the country another. */
const PRINTED_LINES = 5;
const STREET_LINES = 4;

/** Words in lines of at most 41 characters; a longer word is cut. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').flatMap(one => one.match(/.{1,41}/gu) ?? [])) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE_CHARS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * The address in QuickBooks' lines and parts, without the country the company file is in; null for an empty one. `isCut`
 * when not all of it went in.
 *   '1200 Harbor Way\nSuite 400' → Addr1, Addr2
 */
export function fittedAddress(
  given: PostalAddress,
  books: Books,
): { readonly address: QbAddress | null; readonly isCut: boolean } {
  const country = given.countryCode === books.connection?.target.country ? '' : given.countryCode;
  const parts = {
    City: fitText(oneLine(plain(given.city)), 31),
    State: fitText(oneLine(plain(given.stateCode)), 21),
    PostalCode: fitText(oneLine(plain(given.zip)), 13),
    Country: fitText(oneLine(plain(country)), 31),
  };
  const hasPlace = [parts.City, parts.State, parts.PostalCode].some(part => part.text !== '');
  const room = PRINTED_LINES - (hasPlace ? 1 : 0) - (parts.Country.text === '' ? 0 : 1);
  const lines = given.address
    .split(/\r?\n/)
    .map(line => oneLine(plain(line)))
    .filter(line => line !== '')
    .flatMap(wrapped);
  const kept = lines.slice(0, Math.min(room, STREET_LINES));
  const address = Object.fromEntries([
    ...kept.map((line, index) => [`Addr${index + 1}`, line]),
    ...Object.entries(parts).flatMap(([name, part]) => (part.text === '' ? [] : [[name, part.text]])),
  ]) as QbAddress;
  const isCut = kept.length < lines.length || Object.values(parts).some(part => part.isCut);
  return { address: Object.keys(address).length === 0 ? null : address, isCut };
}

/** The lines as a person reads them. */
export function addressText(given: PostalAddress, books: Books): string {
  const { address } = fittedAddress(given, books);
  return address === null ? '' : Object.values(address).join(', ');
}

/** The texts of an address that are written to QuickBooks, by the names people know them. */
export function addressTexts(given: PostalAddress): Record<string, string> {
  return { Address: given.address, City: given.city };
}
