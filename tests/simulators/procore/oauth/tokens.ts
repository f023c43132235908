import type { JsonObject } from '../json';
import { type Site, secret, unixNow } from '../site';
import type { CodeRow, TokenRow } from './rows';

/** Seconds an access token lives. */
const LIFE_S = 5400;
/** Seconds in which a code must be exchanged. */
const CODE_LIFE_S = 600;
/** Dead tokens kept, so that their reuse is seen for what it is. */
const MOST_TOKENS = 2000;

export function issueCode(
  site: Site,
  from: { clientId: string; redirectUri: string; personId: number },
): string {
  const code = secret(site);
  site.state.codes.push({ ...from, code, createdAt: unixNow(site), isUsed: false });
  site.keeper.touch();
  return code;
}

export const isStale = (site: Site, code: CodeRow): boolean => code.createdAt + CODE_LIFE_S < unixNow(site);

/** A new pair; the service account (`personId` null) gets no refresh token. */
export function issuePair(site: Site, clientId: string, personId: number | null): TokenRow {
  const { tokens } = site.state;
  const token: TokenRow = {
    access: secret(site),
    refresh: personId === null ? null : secret(site),
    clientId,
    personId,
    createdAt: unixNow(site),
    expiresIn: LIFE_S,
    state: 'live',
  };
  tokens.push(token);
  if (tokens.length > MOST_TOKENS) tokens.splice(0, tokens.length - MOST_TOKENS);
  site.keeper.touch();
  return token;
}

/** The old pair is dead from this moment, its access token too. */
export function rotate(site: Site, old: TokenRow): TokenRow {
  old.state = 'rotated';
  return issuePair(site, old.clientId, old.personId);
}

export function revoke(site: Site, token: TokenRow): void {
  token.state = 'revoked';
  site.keeper.touch();
}

export const tokenView = (token: TokenRow): JsonObject => ({
  access_token: token.access,
  token_type: 'Bearer',
  expires_in: token.expiresIn,
  ...(token.refresh === null ? {} : { refresh_token: token.refresh }),
  created_at: token.createdAt,
});
