/**
 * QuickBooks is a Windows-1252 program: what lies outside that page comes back as question marks, or stops the parser.
 * So text is brought into it before it is shown for approval, and what was lost on the way is said.
 */

/** Typographic forms whose plain form says the same; these changes need nobody's consent. */
const PLAIN: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201A': "'",
  '\u201B': "'",
  '\u2032': "'",
  '\u201C': '"',
  '\u201D': '"',
  '\u201E': '"',
  '\u2033': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u2026': '...',
  '\u00A0': ' ',
  '\u2007': ' ',
  '\u2009': ' ',
  '\u202F': ' ',
  '\u200B': '',
  '\uFEFF': '',
  '\u00AD': '',
};

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
 * their accents, anything else a question mark, control characters left out.
 *
 *   normaliseText('1½″ — “Joe”') → { text: '1½" - "Joe"', replaced: [] }
 *   normaliseText('Győr ✔')      → { text: 'Gyor ?', replaced: [{ from: 'ő', to: 'o' }, { from: '✔', to: '?' }] }
 */
export function normaliseText(input: string): NormalisedText {
  const replaced = new Map<string, string>();
  let text = '';
  for (const character of input.normalize('NFC')) {
    const plain = PLAIN[character];
    if (plain !== undefined) text += plain;
    else if (isWindows1252(character)) text += character;
    else if (/\p{Cc}/u.test(character)) continue;
    else {
      const standIn = withoutAccent(character);
      replaced.set(character, standIn);
      text += standIn;
    }
  }
  return { text, replaced: Array.from(replaced, ([from, to]) => ({ from, to })) };
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
