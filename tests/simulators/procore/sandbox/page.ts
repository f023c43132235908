import { FAULT_KINDS, type FaultKind } from '../faults';
import { document, type Html, html, nothing } from '../shell/html';
import { topBar } from '../shell/top-bar';
import type { Site } from '../site';
import type { PersonRow } from '../store/rows';
import { displayName } from '../views/shared';
import { SCENES } from './scenes';

const NAMES: Readonly<Record<FaultKind, string>> = {
  'rate-limited': '429 Too many requests',
  unavailable: '503 Busy, with Retry-After',
  'server-error': '500 Server error',
  'bad-gateway': '502 Bad gateway, as HTML',
  latency: 'Slow answer',
  'drop-before': 'Connection cut before the work',
  'drop-after': 'Connection cut after the work (answer lost)',
  'half-body': 'Half a JSON body',
  redirect: 'Redirect to another host',
  'error-in-200': '200 with an error in the body',
  conflict: '409 Another request is at it',
  forbidden: '403 No access',
};

const act = (name: string): Html => html`<input type="hidden" name="act" value="${name}">`;

function option(value: string, text: string, chosen: string): Html {
  return value === chosen
    ? html`<option value="${value}" selected>${text}</option>`
    : html`<option value="${value}">${text}</option>`;
}

const checkbox = (name: string, text: string, isOn: boolean): Html =>
  isOn
    ? html`<label class="check"><input type="checkbox" name="${name}" checked> ${text}</label>`
    : html`<label class="check"><input type="checkbox" name="${name}"> ${text}</label>`;

const number = (name: string, text: string, value: number | string): Html =>
  html`<label>${text}<input type="number" name="${name}" min="0" value="${value}"></label>`;

function active(site: Site): Html {
  const rules = site.faults.rules();
  if (rules.length === 0) return html`<p class="quiet">Nothing is wrong at the moment.</p>`;
  const rows = rules.map(
    rule => html`<tr><td>${NAMES[rule.kind]}</td><td>${rule.method ?? 'any'} ${rule.route ?? 'every route'}</td>
<td>${rule.times ?? 1}</td><td>${rule.met}</td>
<td><form method="post" action="/sandbox">${act('remove')}<input type="hidden" name="id" value="${rule.id}">
<button class="small" type="submit">Take away</button></form></td></tr>`,
  );
  return html`<table><thead><tr><th scope="col">What</th><th scope="col">Where</th><th scope="col">Times</th>
<th scope="col">Met</th><th scope="col"><span class="hidden">Action</span></th></tr></thead><tbody>${rows}</tbody></table>`;
}

function faultForm(): Html {
  const kinds = FAULT_KINDS.map(kind => option(kind, NAMES[kind], 'unavailable'));
  const methods = ['', 'GET', 'POST', 'PATCH', 'DELETE'].map(one =>
    option(one, one === '' ? 'Any' : one, ''),
  );
  return html`<form method="post" action="/sandbox" class="row">${act('add')}
<label>What goes wrong<select name="kind">${kinds}</select></label>
<label>Method<select name="method">${methods}</select></label>
<label>Route<input name="route" placeholder="/rest/v1.0/work_order_contracts*"></label>
<label>Times<input name="times" value="1" size="6" aria-describedby="times-help"></label>
${number('oneIn', 'One request in', '')}
${number('retryAfterS', 'Retry after, seconds', '')}
${number('ms', 'Slow by, milliseconds', '')}
<button type="submit">Add</button>
<p class="quiet wide" id="times-help">Times: a number, or “always”. An empty route means every route of the API and of sign-in.</p>
</form>`;
}

function faultSection(site: Site): Html {
  return html`<section><h2>Bad answers</h2>${active(site)}${faultForm()}
<div class="row">
<form method="post" action="/sandbox">${act('refresh')}<button type="submit">Lose the next token refresh</button></form>
<form method="post" action="/sandbox">${act('clear')}<button class="primary" type="submit">Put everything right</button></form>
</div></section>`;
}

function sceneSection(): Html {
  const buttons = SCENES.map(
    ({ name, title }) => html`<form method="post" action="/sandbox">${act('scene')}
<input type="hidden" name="scene" value="${name}"><button type="submit">${title}</button></form>`,
  );
  return html`<section><h2>A bad day</h2>
<p class="quiet">Each lasts until everything is put right, or until its opposite; uninstalling stands below.</p>
<div class="row">${buttons}</div></section>`;
}

function limitSection(site: Site): Html {
  const { hourly, spike } = site.faults.rateLimit;
  return html`<section><h2>Rate limit</h2><form method="post" action="/sandbox" class="row">${act('rate-limit')}
${number('hourly', 'Per hour', hourly)}${number('spike', 'Per ten seconds', spike)}
<button type="submit">Set</button></form></section>`;
}

function webhookSection(site: Site): Html {
  const { duplicates, disorder, delayMs, lossOneIn, hold } = site.faults.webhooks;
  const waiting = site.state.deliveries.filter(one => one.status === 'enqueued' || one.status === 'retrying');
  return html`<section><h2>Webhooks</h2>
<p class="quiet">${site.state.hooks.length} hooks; ${waiting.length} events are waiting.</p>
<form method="post" action="/sandbox" class="row">${act('webhooks')}
${checkbox('duplicates', 'Deliver twice', duplicates)}
${checkbox('disorder', 'Shuffle', disorder)}
${checkbox('hold', 'Hold back', hold)}
${number('delayMs', 'Delay, milliseconds', delayMs)}
${number('lossOneIn', 'Lose one in (0 for none)', lossOneIn)}
<button type="submit">Set</button></form>
<form method="post" action="/sandbox" class="row">${act('sign-in')}
${checkbox('signInSeversOpener', 'The sign-in window loses its opener', site.faults.signInSeversOpener)}
<button type="submit">Set</button></form></section>`;
}

interface Toggle {
  readonly kind: 'company' | 'project';
  readonly id: number;
  readonly name: string;
  readonly isOn: boolean;
}

function toggle({ kind, id, name, isOn }: Toggle): Html {
  const on = kind === 'company' ? 'Installed' : 'Permitted';
  const verb = kind === 'company' ? (isOn ? 'Uninstall' : 'Install') : isOn ? 'Withdraw' : 'Permit';
  return html`<tr><td>${name}</td><td>${isOn ? on : `Not ${on.toLowerCase()}`}</td>
<td><form method="post" action="/sandbox">${act(kind)}<input type="hidden" name="id" value="${id}">
<input type="hidden" name="wanted" value="${isOn ? 'no' : 'yes'}">
<button class="small" type="submit">${verb}<span class="hidden"> ${name}</span></button></form></td></tr>`;
}

function installSection(site: Site): Html {
  const companies = site.state.companies.map(({ id, name, isInstalled }) =>
    toggle({ kind: 'company', id, name, isOn: isInstalled }),
  );
  const projects = site.state.projects.map(project =>
    toggle({ kind: 'project', id: project.id, name: displayName(project), isOn: project.isPermitted }),
  );
  const head = html`<thead><tr><th scope="col">Name</th><th scope="col">State</th>
<th scope="col"><span class="hidden">Action</span></th></tr></thead>`;
  return html`<section><h2>Installation</h2>
<h3>Companies</h3><table>${head}<tbody>${companies}</tbody></table>
<h3>Projects of the service account</h3><table>${head}<tbody>${projects}</tbody></table></section>`;
}

const LEVELS = ['None', 'Read Only', 'Standard', 'Admin'] as const;

/** Tools of a project beyond its commitments. */
export const MORE_TOOLS = [
  ['budget', 'Budget'],
  ['change_orders', 'Change orders'],
  ['invoicing', 'Invoicing'],
  ['direct_costs', 'Direct costs'],
] as const;

function personRow(person: PersonRow): Html {
  const levels = (chosen: string | undefined): Html[] =>
    LEVELS.map(one => option(one, one, chosen ?? 'None'));
  const form = `person-${person.id}`;
  return html`<tr><th scope="row">${person.name}<br><span class="quiet">${person.role}</span></th>
<td><select form="${form}" name="erp_integrations" aria-label="ERP Integrations of ${person.name}">${levels(person.companyTools['erp_integrations'])}</select></td>
<td><select form="${form}" name="commitments" aria-label="Commitments of ${person.name}">${levels(person.projectTools['commitments'])}</select></td>
${MORE_TOOLS.map(
  ([tool, title]) =>
    html`<td><select form="${form}" name="${tool}" aria-label="${title} of ${person.name}">${levels(person.projectTools[tool])}</select></td>`,
)}
<td>${pushBox(person, form)}</td>
<td><form id="${form}" method="post" action="/sandbox">${act('person')}<input type="hidden" name="id" value="${person.id}">
<button class="small" type="submit">Set<span class="hidden"> rights of ${person.name}</span></button></form></td></tr>`;
}

const pushBox = (person: PersonRow, form: string): Html =>
  html`<input form="${form}" type="checkbox" name="canPushToAccounting" aria-label="${person.name} can push to accounting"${
    person.canPushToAccounting ? html` checked` : nothing
  }>`;

function peopleSection(site: Site): Html {
  return html`<section><h2>Rights of people</h2><table><thead><tr><th scope="col">Person</th>
<th scope="col">ERP Integrations</th><th scope="col">Commitments</th>
${MORE_TOOLS.map(([, title]) => html`<th scope="col">${title}</th>`)}<th scope="col">Can push to accounting</th>
<th scope="col"><span class="hidden">Action</span></th></tr></thead><tbody>${site.state.people.map(personRow)}</tbody></table></section>`;
}

interface Asked {
  readonly person: PersonRow | null;
  readonly problem: string | null;
}

/** Forms for everything that can go wrong; each only posts, so the page works without script. */
export function controlPage(site: Site, { person, problem }: Asked): string {
  const alert = problem === null ? nothing : html`<p class="alert" role="alert">${problem}</p>`;
  const body = html`<body class="shell scrolls">${topBar(site, { person, project: null, here: 'sandbox' })}
<main class="work"><h1>Sandbox controls</h1>
<p class="quiet">These switches belong to the simulated Procore; the real one has none of them.</p>
${alert}${sceneSection()}${faultSection(site)}${limitSection(site)}${webhookSection(site)}${installSection(site)}${peopleSection(site)}
</main></body>`;
  return document({ title: 'Sandbox controls', body });
}
