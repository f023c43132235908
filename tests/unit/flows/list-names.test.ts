import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fittedAddress } from '@/lib/flows/shared/address';
import { fittedName, ITEM_NAME_CHARS, PERSON_NAME_CHARS } from '@/lib/flows/shared/list-names';
import { isWindows1252 } from '@/lib/qbxml';
import { books, booksConnection } from '@/tests/factories/books';
import { company } from '@/tests/factories/directory';

const anyText = fc.string({ unit: 'binary', maxLength: 120 });
const anyMost = fc.constantFrom(ITEM_NAME_CHARS, PERSON_NAME_CHARS);

describe('a name that is fitted', () => {
  it.each([
    ['as it is', 'Keel Concrete LLC', 'Keel Concrete LLC'],
    ['with its dots', 'J. B. Hunt Inc.', 'J. B. Hunt Inc.'],
    ['on one line', 'Keel\r\n  Concrete\tLLC ', 'Keel Concrete LLC'],
    ['without the colon that parts levels', 'Phase 2:Shell', 'Phase 2 - Shell'],
    [
      'between words',
      'Riverside Clinic: Addition & Renovation, Phase 2',
      'Riverside Clinic - Addition & Renovation',
    ],
    ['within a word that is too long', 'x'.repeat(50), 'x'.repeat(41)],
    ['after a word that ends where the room does', `${'x'.repeat(41)} y`, 'x'.repeat(41)],
    ['empty when nothing is left', ' : ', ''],
  ])('%s', (_how, given, fitted) => {
    expect(fittedName(given, PERSON_NAME_CHARS)).toBe(fitted);
  });

  it('is one that QuickBooks takes, and stays as it is when it is fitted again', () => {
    fc.assert(
      fc.property(anyText, anyMost, (text, most) => {
        const name = fittedName(text, most);
        expect(name.length).toBeLessThanOrEqual(most);
        expect(name).not.toMatch(/[:\t\r\n]|^\s|\s$/);
        expect(Array.from(name).every(isWindows1252)).toBe(true);
        expect(fittedName(name, most)).toBe(name);
      }),
    );
  });

  it('says nothing that the name did not say: it is the beginning of it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,90}$/), anyMost, (text, most) => {
        expect(text.replace(/\s+/g, ' ').startsWith(fittedName(text, most))).toBe(true);
      }),
    );
  });
});

describe('an address', () => {
  const here = books();

  it('goes in lines of 41 characters, of which QuickBooks prints five with place and country', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('', 'US', 'Mexico'), (address, countryCode) => {
        const fitted = fittedAddress(company({ address, countryCode }), here).address ?? {};
        const lines = Object.entries(fitted).filter(([name]) => name.startsWith('Addr'));
        expect(lines.every(([, line]) => line.length > 0 && line.length <= 41)).toBe(true);
        expect(lines.length + 1 + ('Country' in fitted ? 1 : 0)).toBeLessThanOrEqual(5);
      }),
    );
  });

  it('is whole unless it says that it was cut', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9,. \n]{0,200}$/), address => {
        const { address: fitted, isCut } = fittedAddress(company({ address }), here);
        const lines = Object.entries(fitted ?? {}).flatMap(([name, line]) =>
          name.startsWith('Addr') ? [line] : [],
        );
        const letters = (text: string) => text.replace(/\s/g, '');
        if (!isCut) expect(letters(lines.join(''))).toBe(letters(address));
      }),
    );
  });

  it('names a country only where it is another than the company file’s', () => {
    const canada = books({ connection: booksConnection({ target: { country: 'CA', version: [13, 0] } }) });
    expect(fittedAddress(company(), here).address).not.toHaveProperty('Country');
    expect(fittedAddress(company(), canada).address).toHaveProperty('Country', 'US');
  });

  it('is none where nothing is known of it', () => {
    const empty = company({ address: ' \n ', city: '', stateCode: '', zip: '', countryCode: 'US' });
    expect(fittedAddress(empty, here)).toEqual({ address: null, isCut: false });
  });
});
