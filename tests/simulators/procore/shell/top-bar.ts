import { isOnProject } from '../access/rights';
import type { Site } from '../site';
import type { PersonRow, ProjectRow } from '../store/rows';
import { companyRow, displayName } from '../views/shared';
import { type Html, html, nothing } from './html';

export type Tool = 'company-connector' | 'project-connector' | 'commitments' | 'sandbox';

export interface Place {
  readonly person: PersonRow | null;
  readonly project: ProjectRow | null;
  readonly here: Tool;
}

export const companyPath = (companyId: number): string => `/${companyId}/company/apps/connector`;
export const projectPath = (project: ProjectRow): string => `/${project.companyId}/projects/${project.id}`;

export const shownProjects = (site: Site, person: PersonRow): ProjectRow[] =>
  site.state.projects.filter(project => project.isActive && isOnProject(person, project));

const link = (href: string, text: string, isHere: boolean): Html =>
  isHere
    ? html`<li><a href="${href}" aria-current="page">${text}</a></li>`
    : html`<li><a href="${href}">${text}</a></li>`;

function picker(site: Site, person: PersonRow, { project, here }: Place): Html {
  const tail = here === 'commitments' ? 'commitments' : 'apps/connector';
  const items = shownProjects(site, person).map(one =>
    link(`${projectPath(one)}/${tail}`, displayName(one), one.id === project?.id),
  );
  return html`<details class="picker"><summary><span class="label">Project</span>
<span class="chosen">${project ? displayName(project) : 'Choose a project'}</span></summary>
<ul>${items}</ul></details>`;
}

function tools(person: PersonRow | null, { project, here }: Place): Html {
  const inCompany = person
    ? link(companyPath(person.companyId), 'Company connector', here === 'company-connector')
    : nothing;
  const inProject = project
    ? [
        link(`${projectPath(project)}/apps/connector`, 'Project connector', here === 'project-connector'),
        link(`${projectPath(project)}/commitments`, 'Commitments', here === 'commitments'),
      ]
    : [];
  return html`<nav aria-label="Tools"><ul>${inCompany}${inProject}${link('/sandbox', 'Sandbox controls', here === 'sandbox')}</ul></nav>`;
}

function who(person: PersonRow | null): Html {
  if (!person) return html`<p class="who"><a href="/">Choose a person</a></p>`;
  return html`<div class="who"><p><span class="hidden">Signed in as </span><strong>${person.name}</strong>
<span class="label">${person.role}</span></p>
<form method="post" action="/session/end"><button class="onbar" type="submit">Switch person</button></form></div>`;
}

/** Company, project, tools and person: the bar above every page. */
export function topBar(site: Site, place: Place): Html {
  const { person } = place;
  const company = person ? companyRow(site, person.companyId).name : 'Simulated Procore';
  return html`<header class="top">
<p class="company"><span class="label">Simulated Procore</span><strong>${company}</strong></p>
${person ? picker(site, person, place) : nothing}
${tools(person, place)}
${who(person)}
</header>`;
}
