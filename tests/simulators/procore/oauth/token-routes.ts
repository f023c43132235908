import { liveToken } from '../access/caller';
import { type Answer, json, ok } from '../http/answer';
import type { Call } from '../http/call';
import { open, type Route } from '../http/router';
import { isObject } from '../json';
import { type Site, tell, unixNow } from '../site';
import { byId } from '../store/state';
import type { TokenRow } from './rows';
import { isStale, issuePair, revoke, rotate, tokenView } from './tokens';

type Fields = ReadonlyMap<string, string>;

/** Fields of the body, however it is encoded; Procore takes forms and JSON alike. Nothing is read from the URL. */
export function tokenFields(call: Call): Fields | null {
  const { body } = call;
  if (body.kind === 'form') return new Map(body.value);
  if (body.kind !== 'json' || !isObject(body.value)) return null;
  const texts = Object.entries(body.value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return new Map(texts);
}

const NO_STORE = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };

const failed = (status: number, error: string, description: string): Answer =>
  json(status, { error, error_description: description }, NO_STORE);

const badGrant = (description: string): Answer => failed(400, 'invalid_grant', description);

const issued = (token: TokenRow): Answer => ok(tokenView(token), NO_STORE);

/** Credentials count in the body only, as Procore documents them. */
function isClient(site: Site, fields: Fields): boolean {
  const { clientId, clientSecret } = site.settings;
  return fields.get('client_id') === clientId && fields.get('client_secret') === clientSecret;
}

function fromCode(site: Site, fields: Fields): Answer {
  const code = site.state.codes.find(one => one.code === fields.get('code'));
  const isMine = code?.clientId === fields.get('client_id');
  if (!code || !isMine || code.isUsed || isStale(site, code)) {
    return badGrant('The authorization code is invalid, used or too old');
  }
  if (code.redirectUri !== fields.get('redirect_uri')) {
    return badGrant('The redirect_uri is not the one the code was given for');
  }
  code.isUsed = true;
  const person = byId(site.state.people, code.personId);
  tell(site, `${person?.name ?? 'Somebody'} signed in to the app`);
  return issued(issuePair(site, code.clientId, code.personId));
}

function fromRefresh(site: Site, fields: Fields): Answer {
  const refresh = fields.get('refresh_token');
  const token = site.state.tokens.find(one => one.refresh !== null && one.refresh === refresh);
  if (token?.state !== 'live' || token.clientId !== fields.get('client_id')) {
    return badGrant('The refresh token is invalid');
  }
  return issued(rotate(site, token));
}

function token(site: Site, call: Call): Answer {
  const fields = tokenFields(call);
  if (!fields) return failed(400, 'invalid_request', 'The body must be a form or a JSON object');
  const grant = fields.get('grant_type');
  if (grant === undefined) return failed(400, 'invalid_request', 'grant_type is missing');
  if (!isClient(site, fields))
    return failed(401, 'invalid_client', 'The client is unknown or its secret is wrong');
  if (grant === 'authorization_code') return fromCode(site, fields);
  if (grant === 'refresh_token') return fromRefresh(site, fields);
  if (grant === 'client_credentials') return issued(issuePair(site, site.settings.clientId, null));
  return failed(400, 'unsupported_grant_type', 'This grant is not offered');
}

function info(site: Site, call: Call): Answer {
  const live = liveToken(site, call);
  if (!live) return failed(401, 'invalid_token', 'The access token is invalid');
  return ok({
    resource_owner_id: live.personId ?? site.state.serviceAccount.id,
    scopes: [],
    expires_in_seconds: live.createdAt + live.expiresIn - unixNow(site),
    application: { uid: live.clientId },
    created_at: live.createdAt,
  });
}

/** Always 200, so that nobody learns which tokens exist. */
function revocation(site: Site, call: Call): Answer {
  const fields = tokenFields(call);
  const given = fields?.get('token');
  const found = site.state.tokens.find(
    one => given !== undefined && (one.access === given || one.refresh === given),
  );
  if (fields && found && isClient(site, fields)) revoke(site, found);
  return ok({});
}

export const tokenRoutes: readonly Route[] = [
  open('POST', '/oauth/token', token),
  open('GET', '/oauth/token/info', info),
  open('POST', '/oauth/revoke', revocation),
];
