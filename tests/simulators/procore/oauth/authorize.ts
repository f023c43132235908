import { type Answer, htmlPage, seeOther } from '../http/answer';
import { type Call, formFields } from '../http/call';
import { open, type Route } from '../http/router';
import { idOf } from '../json';
import type { AuthorizationRecord } from '../records';
import { document, type Html, html } from '../shell/html';
import { peopleButtons } from '../shell/people';
import { rememberPerson, signedInPerson } from '../shell/person-cookie';
import type { Site } from '../site';
import type { PersonRow } from '../store/rows';
import { byId } from '../store/state';
import { issueCode } from './tokens';

/** Shows the code to the person instead of sending it anywhere. */
const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

interface Ask {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | null;
}

function note(site: Site, params: URLSearchParams, outcome: AuthorizationRecord['outcome']): void {
  site.book.authorizationList.push({
    clientId: params.get('client_id'),
    redirectUri: params.get('redirect_uri'),
    state: params.get('state'),
    scope: params.get('scope'),
    codeChallenge: params.get('code_challenge'),
    outcome,
  });
}

/** Sign-in is never framed; on demand it also loses the window that opened it. */
function page(site: Site, status: number, parts: { title: string; body: Html; leadsTo?: string }): Answer {
  return htmlPage(status, document(parts), {
    'Content-Security-Policy': "frame-ancestors 'none'",
    'X-Frame-Options': 'DENY',
    ...(site.faults.signInSeversOpener ? { 'Cross-Origin-Opener-Policy': 'same-origin' } : {}),
  });
}

/** An unknown client or address is told to the person here, never to the address. */
function askOf(site: Site, params: URLSearchParams): Ask | Answer {
  const clientId = params.get('client_id') ?? '';
  const redirectUri = params.get('redirect_uri') ?? '';
  const isKnown = clientId === site.settings.clientId;
  if (isKnown && site.settings.redirectUris.includes(redirectUri)) {
    return { clientId, redirectUri, state: params.get('state') };
  }
  note(site, params, 'invalid');
  const reason = isKnown
    ? 'The redirect_uri is not registered for this app.'
    : 'The client_id is not known here.';
  const body = html`<body class="plain"><main class="card"><h1>The app asked in a wrong way</h1>
<p>${reason}</p><p class="quiet">Nothing was sent anywhere. Close this window.</p></main></body>`;
  return page(site, 400, { title: 'Sign-in error', body });
}

function returnTo(site: Site, ask: Ask, values: Record<string, string>): string | Answer {
  if (ask.redirectUri === OUT_OF_BAND) {
    const body = html`<body class="plain"><main class="card"><h1>Your code</h1>
<p><code>${values['code'] ?? values['error'] ?? ''}</code></p></main></body>`;
    return page(site, 200, { title: 'Your code', body });
  }
  const url = new URL(ask.redirectUri);
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  if (ask.state !== null) url.searchParams.set('state', ask.state);
  return url.href;
}

function redirected(to: string | Answer, cookie: string | null): Answer {
  if (typeof to !== 'string') return to;
  return seeOther(to, cookie === null ? {} : { 'Set-Cookie': cookie });
}

function grant(site: Site, ask: Ask, person: PersonRow): Answer {
  const code = issueCode(site, { clientId: ask.clientId, redirectUri: ask.redirectUri, personId: person.id });
  return redirected(returnTo(site, ask, { code }), rememberPerson(person));
}

function choose(site: Site, params: URLSearchParams): Answer {
  const hidden = [...params].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const body = html`<body class="plain"><main class="card">
<h1>Sign in</h1>
<p>The connector asks to read and write in Procore as you. This is a simulated Procore: choose who you are.</p>
<form method="post" action="/oauth/authorize">${hidden}
${peopleButtons(site)}
<button class="link" type="submit" name="refuse" value="yes">Refuse</button>
</form></main></body>`;
  return page(site, 200, { title: 'Sign in', body });
}

/** Somebody known passes by himself after a second, in which he may say that he is not that person. */
function pass(site: Site, params: URLSearchParams, person: PersonRow): Answer {
  const onward = `/oauth/authorize/continue?${params}`;
  const other = `/oauth/authorize?${new URLSearchParams([...params, ['someone_else', 'yes']])}`;
  const body = html`<body class="plain"><main class="card">
<h1>Signing in as ${person.name}</h1>
<p class="quiet">${person.role}</p>
<p><a class="button" href="${onward}">Continue</a> <a class="link" href="${other}">Someone else</a></p>
</main></body>`;
  return page(site, 200, { title: `Signing in as ${person.name}`, body, leadsTo: onward });
}

const isAnswer = (value: Ask | Answer): value is Answer => 'status' in value;

function show(site: Site, call: Call): Answer {
  const params = new URLSearchParams(call.query);
  const wantsOther = params.get('someone_else') !== null;
  params.delete('someone_else');
  const ask = askOf(site, params);
  if (isAnswer(ask)) return ask;
  note(site, params, 'asked');
  if (params.get('response_type') !== 'code') {
    return redirected(returnTo(site, ask, { error: 'unsupported_response_type' }), null);
  }
  const person = signedInPerson(site, call);
  return person && !wantsOther ? pass(site, params, person) : choose(site, params);
}

function carryOn(site: Site, call: Call): Answer {
  const ask = askOf(site, call.query);
  if (isAnswer(ask)) return ask;
  const person = signedInPerson(site, call);
  if (!person) return choose(site, call.query);
  note(site, call.query, 'granted');
  return grant(site, ask, person);
}

function decide(site: Site, call: Call): Answer {
  const fields = formFields(call);
  const params = new URLSearchParams([...fields].filter(([name]) => name !== 'person' && name !== 'refuse'));
  const ask = askOf(site, params);
  if (isAnswer(ask)) return ask;
  const person = byId(site.state.people, idOf(fields.get('person')));
  if (fields.get('refuse') === null && !person?.isActive) return choose(site, params);
  note(site, params, person ? 'granted' : 'refused');
  if (person) return grant(site, ask, person);
  return redirected(
    returnTo(site, ask, { error: 'access_denied', error_description: 'The person refused' }),
    null,
  );
}

export const authorizeRoutes: readonly Route[] = [
  open('GET', '/oauth/authorize', show),
  open('GET', '/oauth/authorize/continue', carryOn),
  open('POST', '/oauth/authorize', decide),
];
