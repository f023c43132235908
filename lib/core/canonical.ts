import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

const stringify = configure({ bigint: true, strict: true });

/**
 * One text for one content: keys sorted, absent (undefined) keys left out, no blanks.
 *   canonicalJson({ b: 1, a: [2n] }) → '{"a":[2],"b":1}'
 */
export function canonicalJson(content: unknown): string {
  return stringify(content) ?? 'null';
}

/** SHA-256 of the canonical text, 64 hexadecimal digits. Equal content, equal hash. */
export function contentHash(content: unknown): string {
  return sha256Hex(canonicalJson(content));
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SHA-256 of a secret, base64url: how tickets, bearer tokens and webhook tokens are kept. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('base64url');
}
