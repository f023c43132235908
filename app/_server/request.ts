import type { NextRequest } from 'next/server';
import { base64url } from '@/lib/core/encoding';
import { Forbidden, Invalid } from '@/lib/core/errors';
import { JSON_BODY } from '@/lib/core/limits';
import { systemRandomBytes } from '@/lib/core/system';

const REQUEST_ID_BYTES = 16;

/** Ours: what a caller sends as its request id says nothing. */
export function newRequestId(): string {
  return base64url(systemRandomBytes(REQUEST_ID_BYTES));
}

/**
 * Whether a request that changes something was made by our own page. A cookie alone proves nothing in a frame, so the
 * browser's own word on where it came from is asked for, and a header that no form can send.
 * @throws Forbidden
 */
export function requireOwnPage(request: Request, appUrl: string): void {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const isOurs = site === null ? origin === new URL(appUrl).origin : site === 'same-origin';
  if (isOurs && request.headers.get('x-requested-with') === 'connector') return;
  throw new Forbidden('This request was not made by the app.');
}

const TYPE = /^application\/json(\s*;.*)?$/i;

/**
 * The JSON body, bounded in bytes and depth. U+0000 and lone surrogates are refused: the database cannot hold them.
 * @throws Invalid
 */
export async function readJson(request: Request, maxBytes: number = JSON_BODY.maxBytes): Promise<unknown> {
  if (!TYPE.test(request.headers.get('content-type') ?? '')) throw new Invalid('Send application/json.');
  const text = await readText(request, maxBytes);
  let body: unknown;
  try {
    body = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    throw new Invalid('The body is not JSON.');
  }
  if (depthOf(body) > JSON_BODY.maxDepth) throw new Invalid('The body is nested too deeply.');
  if (!textsIn(body).every(isStorable))
    throw new Invalid('The text holds a character that cannot be stored.');
  return body;
}

/** The body as text, refused as soon as it grows too large. @throws Invalid */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const reader = request.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > maxBytes) throw new Invalid('The body is too large.');
      text += decoder.decode(value, { stream: true });
    }
  } catch (thrown) {
    await reader.cancel().catch(() => undefined);
    throw thrown instanceof Invalid ? thrown : new Invalid('The body is not UTF-8.', { cause: thrown });
  }
}

/** What stands behind the question mark, by name. @throws Invalid for text that the database cannot hold */
export function readQuery(request: NextRequest): Readonly<Record<string, string>> {
  const query = Object.fromEntries(request.nextUrl.searchParams);
  if (!textsIn(query).every(isStorable))
    throw new Invalid('The text holds a character that cannot be stored.');
  return query;
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Every text in a value, keys included. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && !LONE_SURROGATE.test(text);
}

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > JSON_BODY.maxDepth) return depth;
  return Math.max(depth + 1, ...Object.values(value).map(one => depthOf(one, depth + 1)));
}
