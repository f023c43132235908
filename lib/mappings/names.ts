/** How names are compared: case, blanks and trailing dots never matter. */
export function matchName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.\s]+$/, '');
}

const LEGAL_WORDS = /\b(inc|llc|ltd|lp|llp|co|corp|corporation|company|incorporated|limited|the)\b/g;

/** The words that tell companies apart: without punctuation, legal forms and joining words. */
function tellingWords(name: string): string[] {
  return matchName(name)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/&/g, ' and ')
    .replace(/['"]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(LEGAL_WORDS, ' ')
    .replace(/\band\b/g, ' ')
    .split(' ')
    .filter(word => word !== '');
}

/**
 * How alike two names are, in hundredths: 100 the same name, 95 the same telling words, less for shared words.
 *   likeness('Keel Concrete LLC', 'KEEL CONCRETE, LLC') → 95
 */
export function likeness(left: string, right: string): number {
  if (matchName(left) === matchName(right)) return 100;
  const [a, b] = [tellingWords(left), tellingWords(right)];
  if (a.length === 0 || b.length === 0) return 0;
  if (a.join(' ') === b.join(' ')) return 95;
  const shared = sharedWords(a, b) + sharedWords(b, a);
  return Math.round((90 * shared) / (a.length + b.length));
}

/** How many words of one name the other has too. */
function sharedWords(words: readonly string[], others: readonly string[]): number {
  return words.filter(word => others.some(other => other === word || sameStem(word, other))).length;
}

/** Shortened words: `Mill St.` and `Mill Street`, `Gym` and `Gymnasium`. */
function sameStem(left: string, right: string): boolean {
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return short.length >= 2 && long.startsWith(short);
}
