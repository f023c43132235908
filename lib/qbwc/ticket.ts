import { secretHash } from '@/lib/core/canonical';
import { isUuid, uuidFrom } from '@/lib/core/encoding';
import type { Env } from '@/lib/core/env';

/**
 * A ticket tells the company it speaks for and carries 256 random bits; only its hash is kept. The company part lets the
 * row be looked up under that company's policies; it proves nothing by itself.
 */
export interface Ticket {
  readonly companyId: string;
  readonly hash: string;
}

const SECRET_BYTES = 32;
const FORM = /^([A-Za-z0-9_-]{22})\.[A-Za-z0-9_-]{43}$/;

export function newTicket(env: Pick<Env, 'randomBytes'>, companyId: string): string {
  const company = Buffer.from(companyId.replaceAll('-', ''), 'hex').toString('base64url');
  return `${company}.${Buffer.from(env.randomBytes(SECRET_BYTES)).toString('base64url')}`;
}

/** A ticket that opens nothing, of the same form: given with every refusal. */
export function emptyTicket(env: Pick<Env, 'randomBytes'>): string {
  return newTicket(env, uuidFrom(env.randomBytes(16)));
}

/** Null for anything that we cannot have made. */
export function readTicket(text: string): Ticket | null {
  const company = FORM.exec(text)?.[1];
  if (company === undefined) return null;
  const companyId = uuidFrom(new Uint8Array(Buffer.from(company, 'base64url')));
  return isUuid(companyId) ? { companyId, hash: secretHash(text) } : null;
}
