import { isOnProject, reaches } from '../access/rights';
import { type Answer, htmlPage } from '../http/answer';
import type { Call } from '../http/call';
import { idOf } from '../json';
import type { Site } from '../site';
import type { PersonRow, ProjectRow } from '../store/rows';
import { byId } from '../store/state';
import { document, html } from './html';
import { peopleButtons } from './people';
import { signedInPerson } from './person-cookie';
import { topBar } from './top-bar';

export interface Guest {
  readonly site: Site;
  readonly call: Call;
  readonly person: PersonRow;
}

export interface ProjectGuest extends Guest {
  readonly project: ProjectRow;
}

/** Everybody chooses who they are before anything is shown; then they land where they wanted to. */
export function chooser(site: Site, to: string): Answer {
  const body = html`<body class="plain"><main class="card"><h1>Who are you?</h1>
<p>This is a simulated Procore. Choose a person; the app inside sees that person's rights.</p>
<form method="post" action="/session"><input type="hidden" name="to" value="${to}">${peopleButtons(site)}</form>
<p><a class="link" href="/sandbox">Sandbox controls</a></p></main></body>`;
  return htmlPage(200, document({ title: 'Choose a person', body }));
}

export function missing(guest: Guest): Answer {
  const { site, person } = guest;
  const body = html`<body class="shell scrolls">${topBar(site, { person, project: null, here: 'company-connector' })}
<main class="work"><h1>Not found</h1><p>There is no such page, or you may not see it.</p></main></body>`;
  return htmlPage(404, document({ title: 'Not found', body }));
}

/** Runs `show` for a signed-in person of the company in the path. */
export function asGuest(site: Site, call: Call, show: (guest: Guest) => Answer): Answer {
  const person = signedInPerson(site, call);
  if (!person) return chooser(site, call.method === 'GET' ? call.path : '/');
  const guest = { site, call, person };
  return idOf(call.params['company_id']) === person.companyId ? show(guest) : missing(guest);
}

/** Runs `show` for somebody who is on the project in the path. */
export function onProject(site: Site, call: Call, show: (guest: ProjectGuest) => Answer): Answer {
  return asGuest(site, call, guest => {
    const project = byId(site.state.projects, idOf(call.params['project_id']));
    return project && isOnProject(guest.person, project) ? show({ ...guest, project }) : missing(guest);
  });
}

export const mayRead = ({ person }: Guest): boolean =>
  reaches(person.projectTools['commitments'], 'Read Only');
export const mayEdit = ({ person }: Guest): boolean =>
  reaches(person.projectTools['commitments'], 'Standard');
