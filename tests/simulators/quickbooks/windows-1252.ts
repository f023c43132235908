const ABOVE_LATIN_1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const OUTSIDE = new RegExp(`[^\\u0000-\\u007f\\u00a0-\\u00ff${ABOVE_LATIN_1}]`, 'g');

/** QuickBooks keeps text in Windows-1252: each UTF-16 unit outside that page comes back as a question mark. */
export const throughWindows1252 = (text: string): string => text.replace(OUTSIDE, '?');
