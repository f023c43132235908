import { z } from 'zod';
import { PROCORE } from '@/lib/core/limits';
import { messagesOf, ProcoreError } from './errors';
import type { ProcoreHosts } from './http';

export interface TokenSet {
  readonly accessToken: string;
  /** Absent for the service account. */
  readonly refreshToken: string | null;
  readonly expiresInS: number;
}

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().nullish(),
  expires_in: z.number().int().positive(),
});

async function post(url: string, fields: Readonly<Record<string, string>>): Promise<unknown> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams(fields),
      redirect: 'manual',
      signal: AbortSignal.timeout(PROCORE.tokenTimeoutMs),
    });
    body = await response.json().catch(() => null);
  } catch (cause) {
    throw new ProcoreError(0, [], { isRetryable: true, cause });
  }
  if (response.ok) return body;
  const isRetryable = response.status >= 500 || response.status === 429;
  throw new ProcoreError(response.status, messagesOf(body), {
    requestId: response.headers.get('x-request-id'),
    isRetryable,
  });
}

/** OAuth's words for a mistake of ours rather than of the token that was sent. */
const OUR_MISTAKES = new Set([
  'invalid_client',
  'unauthorized_client',
  'invalid_request',
  'unsupported_grant_type',
  'invalid_scope',
]);

/** Whether Procore said that this token is good for nothing any more. A wrong client secret says nothing about the token. */
export function isTokenDead(thrown: unknown): boolean {
  if (!(thrown instanceof ProcoreError) || (thrown.status !== 400 && thrown.status !== 401)) return false;
  return !isOurMistake(thrown);
}

/** Whether Procore refused this connector rather than a token of it. */
export function isOurMistake(thrown: unknown): boolean {
  if (!(thrown instanceof ProcoreError) || (thrown.status !== 400 && thrown.status !== 401)) return false;
  return thrown.messages.some(message => OUR_MISTAKES.has(message.text));
}

async function tokens(hosts: ProcoreHosts, fields: Readonly<Record<string, string>>): Promise<TokenSet> {
  const body = await post(`${hosts.loginUrl}/oauth/token`, {
    client_id: hosts.clientId,
    client_secret: hosts.clientSecret,
    ...fields,
  });
  const read = tokenAnswer.safeParse(body);
  if (!read.success)
    throw new ProcoreError(200, [{ field: null, text: 'the token answer cannot be read' }], {
      isRetryable: false,
    });
  return {
    accessToken: read.data.access_token,
    refreshToken: read.data.refresh_token ?? null,
    expiresInS: read.data.expires_in,
  };
}

/** Trades a refresh token for a new pair; the old one is dead from then on, also when the answer is lost. */
export function refreshTokens(hosts: ProcoreHosts, refreshToken: string): Promise<TokenSet> {
  return tokens(hosts, { grant_type: 'refresh_token', refresh_token: refreshToken });
}

/** A token of the service account. */
export function serviceTokens(hosts: ProcoreHosts): Promise<TokenSet> {
  return tokens(hosts, { grant_type: 'client_credentials' });
}

/** Ends an access token and its refresh token. Procore always says yes. */
export async function revokeToken(hosts: ProcoreHosts, token: string): Promise<void> {
  await post(`${hosts.loginUrl}/oauth/revoke`, {
    token,
    client_id: hosts.clientId,
    client_secret: hosts.clientSecret,
  });
}
