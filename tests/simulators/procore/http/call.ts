import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type Json, parseJson } from '../json';
import { Refusal } from './answer';

export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'form'; readonly value: URLSearchParams }
  | { readonly kind: 'broken' }
  | { readonly kind: 'other'; readonly contentType: string };

/** A request as the routes see it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  /** Path with `{names}` in place of values; what requests are counted by. */
  readonly template: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
  readonly requestId: string;
}

/** More than any sync batch needs; keeps a runaway client from filling the memory. */
const MAX_BODY_BYTES = 20 * 1024 * 1024;

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new Refusal(413, 'The request is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function formOf(bytes: Buffer, contentType: string): Promise<Body> {
  try {
    const read = new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } });
    const value = new URLSearchParams();
    for (const [name, entry] of await read.formData()) {
      if (typeof entry === 'string') value.append(name, entry);
    }
    return { kind: 'form', value };
  } catch {
    return { kind: 'broken' };
  }
}

export async function bodyOf(bytes: Buffer, contentType: string): Promise<Body> {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (bytes.length === 0) return { kind: 'none' };
  if (type === 'application/json') {
    const value = parseJson(bytes.toString('utf8'));
    return value === undefined ? { kind: 'broken' } : { kind: 'json', value };
  }
  if (type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data') {
    return formOf(bytes, contentType);
  }
  return { kind: 'other', contentType: type };
}

/** Fields of a browser form; empty for anything else. */
export const formFields = (call: Call): URLSearchParams =>
  call.body.kind === 'form' ? call.body.value : new URLSearchParams();

export function cookieOf(call: Call, name: string): string | null {
  for (const pair of (call.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return decodeURIComponent(value);
  }
  return null;
}
