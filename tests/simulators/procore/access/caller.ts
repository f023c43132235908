import { Refusal } from '../http/answer';
import type { Call } from '../http/call';
import type { TokenRow } from '../oauth/rows';
import { type Actor, type Site, unixNow } from '../site';
import type { PersonRow } from '../store/rows';
import { byId } from '../store/state';

export type Caller =
  | { readonly kind: 'person'; readonly person: PersonRow; readonly clientId: string }
  | { readonly kind: 'service'; readonly clientId: string };

export function bearerOf(call: Call): string | null {
  return /^Bearer (\S+)$/i.exec(call.headers.authorization ?? '')?.[1] ?? null;
}

/** The token of the request, if it is alive; looks at nothing else. */
export function liveToken(site: Site, call: Call): TokenRow | null {
  const bearer = bearerOf(call);
  const token = bearer === null ? undefined : site.state.tokens.find(one => one.access === bearer);
  if (token?.state !== 'live') return null;
  return token.createdAt + token.expiresIn > unixNow(site) ? token : null;
}

const refused = (): Refusal => new Refusal(401, 'The access token is invalid');

export function callerOf(site: Site, token: TokenRow | null): Caller {
  if (!token) throw refused();
  if (token.personId === null) return { kind: 'service', clientId: token.clientId };
  const person = byId(site.state.people, token.personId);
  if (!person?.isActive) throw refused();
  return { kind: 'person', person, clientId: token.clientId };
}

export const userIdOf = (site: Site, caller: Caller): number =>
  caller.kind === 'person' ? caller.person.id : site.state.serviceAccount.id;

export const actorOf = (visit: { site: Site; caller: Caller }): Actor => ({
  userId: userIdOf(visit.site, visit.caller),
  clientId: visit.caller.clientId,
});
