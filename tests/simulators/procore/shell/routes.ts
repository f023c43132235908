import { type Answer, htmlPage, seeOther } from '../http/answer';
import { type Call, formFields } from '../http/call';
import { open, type Route } from '../http/router';
import { idOf } from '../json';
import type { Site } from '../site';
import type { ProjectRow } from '../store/rows';
import { byId } from '../store/state';
import { displayName } from '../views/shared';
import { commitmentRoutes } from './commitment-routes';
import { document, html } from './html';
import { forgetPerson, rememberPerson, signedInPerson } from './person-cookie';
import { FAVICON, STYLE } from './style';
import { companyPath, type Tool, topBar } from './top-bar';
import { asGuest, chooser, type Guest, onProject } from './visit';

function home(site: Site, call: Call): Answer {
  const person = signedInPerson(site, call);
  return person ? seeOther(companyPath(person.companyId)) : chooser(site, '/');
}

/** The app fills the work area; its address carries the ids and nothing that could be trusted. */
function framed({ site, person }: Guest, project: ProjectRow | null): Answer {
  const ids = new URLSearchParams({
    companyId: String(person.companyId),
    projectId: String(project?.id ?? ''),
  });
  const here: Tool = project ? 'project-connector' : 'company-connector';
  const title = project ? `Connector – ${displayName(project)}` : 'Connector';
  const body = html`<body class="shell">${topBar(site, { person, project, here })}
<main class="frame"><h1 class="hidden">${title}</h1>
<iframe title="Connector" src="${site.settings.appUrl}/embed?${ids.toString()}" allow=""></iframe></main></body>`;
  return htmlPage(200, document({ title, body }));
}

/** Only paths of this site; `//elsewhere` is another one. */
const isOwnPath = (to: string): boolean => /^\/(?!\/)[\w/-]*$/.test(to);

function signIn(site: Site, call: Call): Answer {
  const fields = formFields(call);
  const person = byId(site.state.people, idOf(fields.get('person')));
  const to = fields.get('to') ?? '/';
  if (!person?.isActive) return chooser(site, '/');
  return seeOther(isOwnPath(to) ? to : '/', { 'Set-Cookie': rememberPerson(person) });
}

const signOut = (): Answer => seeOther('/', { 'Set-Cookie': forgetPerson });

const asset = (type: string, body: string) => (): Answer => ({
  status: 200,
  headers: { 'Content-Type': type, 'Cache-Control': 'public, max-age=60' },
  body,
});

const COMPANY = '/{company_id}/company/apps/connector';
const PROJECT = '/{company_id}/projects/{project_id}/apps/connector';

export const shellRoutes: readonly Route[] = [
  open('GET', '/', home),
  open('POST', '/session', signIn),
  open('POST', '/session/end', signOut),
  open('GET', COMPANY, (site, call) => asGuest(site, call, guest => framed(guest, null))),
  open('GET', PROJECT, (site, call) => onProject(site, call, guest => framed(guest, guest.project))),
  ...commitmentRoutes,
  open('GET', '/assets/shell.css', asset('text/css; charset=utf-8', STYLE)),
  open('GET', '/favicon.svg', asset('image/svg+xml', FAVICON)),
  open('GET', '/favicon.ico', asset('image/svg+xml', FAVICON)),
];
