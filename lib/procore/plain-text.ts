import { convert } from 'html-to-text';

/**
 * Rich text as plain lines: entities decoded, list items dashed, links and pictures as their words. Text without any
 * markup is left as it is.
 */
export function plainText(rich: string): string {
  if (!/[<&]/.test(rich)) return rich.trim();
  return convert(rich, {
    wordwrap: false,
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      { selector: 'ul', options: { itemPrefix: '- ' } },
    ],
  })
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
