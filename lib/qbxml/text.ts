/**
 * QuickBooks is a Windows-1252 program: what lies outside that page comes back as question marks, or stops the parser.
 * So text is brought into it before it is shown for approval, and what was lost on the way is said.
 */

/** Typographic forms whose plain form says the same; these changes need nobody's consent. */
const PLAIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "'": '\u2018\u2019\u201A\u201B\u2032\u02BC',
    '"': '\u201C\u201D\u201E\u201F\u2033',
    '-': '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D',
    '...': '\u2026',
    ' ': '\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000',
    '\n': '\u2028\u2029',
    '/': '\u2044\u2215',
    '\u00B5': '\u03BC',
    '': '\u00AD',
  }).flatMap(([plain, forms]) => Array.from(forms, form => [form, plain] as const)),
);

/** Letters whose stroke or hook is no accent to Unicode. */
const BARE: Readonly<Record<string, string>> = {
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  Ħ: 'H',
  ħ: 'h',
  Ŧ: 'T',
  ŧ: 't',
  ı: 'i',
  ẞ: 'SS',
};

/** Fractions, raised, lowered and circled numbers: not digits, but written with some. */
const NUMBER = /\p{No}/u;

/** Marks that are not seen: joiners, directions, variants of a glyph. */
const UNSEEN = /\p{Cf}|\p{Variation_Selector}/u;

/** The 27 characters of Windows-1252 outside Latin-1. */
const WINDOWS_1252_EXTRA = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

const COMBINING_MARKS = /\p{M}/gu;

export function isWindows1252(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x09 || code === 0x0a || code === 0x0d) return true;
  return (
    (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff) || WINDOWS_1252_EXTRA.has(character)
  );
}

export interface Replacement {
  readonly from: string;
  readonly to: string;
}

export interface NormalisedText {
  readonly text: string;
  /** Each character that QuickBooks cannot hold, once, with what stands for it. Empty when nothing was lost. */
  readonly replaced: readonly Replacement[];
}

/**
 * Text as QuickBooks can hold it: composed (NFC), typographic marks made plain, letters outside Windows-1252 without
 * their accents, signs made of others written out, anything else a question mark, controls and unseen marks left out.
 *
 *   normaliseText('1½″ — “Joe”') → { text: '1½" - "Joe"', replaced: [] }
 *   normaliseText('Győr 3⅝ ✔')   → { text: 'Gyor 3 5/8 ?', replaced: [ő o, ⅝ 5/8, ✔ ?] }
 */
export function normaliseText(input: string): NormalisedText {
  const replaced = new Map<string, string>();
  let text = '';
  let wasNumber = false;
  for (const character of input.normalize('NFC')) {
    const kept = keptForm(character);
    const next = kept ?? standInFor(character);
    const isNumber = kept === null && NUMBER.test(character);
    // Otherwise 3⅝ would read as thirty-five eighths.
    if ((isNumber || wasNumber) && /\d$/.test(text) && /^\d/.test(next)) text += ' ';
    if (kept === null) replaced.set(character, next);
    text += next;
    wasNumber = isNumber;
  }
  return { text, replaced: Array.from(replaced, ([from, to]) => ({ from, to })) };
}

/** The character, its plain form, or nothing for what is not seen; null when something would be lost. */
function keptForm(character: string): string | null {
  const plain = PLAIN.get(character);
  if (plain !== undefined) return plain;
  if (isWindows1252(character)) return character;
  return /\p{Cc}/u.test(character) || UNSEEN.test(character) ? '' : null;
}

function standInFor(character: string): string {
  const spelt = Array.from(character.normalize('NFKC'), one => PLAIN.get(one) ?? one).join('');
  if (spelt.trim() !== '' && Array.from(spelt).every(isWindows1252)) return spelt;
  return BARE[character] ?? withoutAccent(character);
}

/** Letters alone: `≠` without its stroke would say the opposite. */
function withoutAccent(character: string): string {
  const base = character.normalize('NFD').replace(COMBINING_MARKS, '');
  return base.length === 1 && /\p{L}/u.test(character) && isWindows1252(base) ? base : '?';
}

/** The first `max` characters, with whether anything was cut. A cut text ends in three dots when there is room. */
export function fitText(text: string, max: number): { text: string; isCut: boolean } {
  if (text.length <= max) return { text, isCut: false };
  return { text: max > 10 ? `${text.slice(0, max - 3).trimEnd()}...` : text.slice(0, max), isCut: true };
}

/** One line: breaks and tabs become blanks, runs of blanks one. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
