import { isLockedStatus, KINDS } from '../acts/kinds';
import type { ContractRow, LineRow } from '../store/rows';
import { byId, linesOf } from '../store/state';
import { fullCode } from '../views/codes';
import { grandTotal } from '../views/contract';
import { displayName } from '../views/shared';
import { costCodeSelect, dollars, option, vendorSelect } from './fields';
import { document, type Html, html, nothing } from './html';
import { projectPath, topBar } from './top-bar';
import { mayEdit, type ProjectGuest } from './visit';

/** What Procore shows of the other system on a record it owns. */
function banner(row: ContractRow): Html {
  if (row.originId === null) return html`<p class="banner"><strong>ERP: not synced</strong></p>`;
  const code =
    row.originCode === null ? nothing : html` <span>Reference <code>${row.originCode}</code></span>`;
  return html`<p class="banner done"><strong>ERP: synced</strong> <span>Id <code>${row.originId}</code></span>${code}</p>`;
}

function codeOf({ site }: ProjectGuest, line: LineRow): string {
  const code = byId(site.state.costCodes, line.costCodeId);
  return code ? `${fullCode(site.state.costCodes, code)} ${code.name}` : '–';
}

function lineRow(guest: ProjectGuest, line: LineRow): Html {
  const isEditable = mayEdit(guest);
  const what = isEditable
    ? html`<input form="record" name="description-${line.id}" value="${line.description}" aria-label="Description of line ${line.position}">`
    : html`${line.description}`;
  const amount = isEditable
    ? html`<input form="record" name="amount-${line.id}" value="${line.amount}" inputmode="decimal" aria-label="Amount of line ${line.position}">`
    : html`${dollars(line.amount)}`;
  const units =
    line.extendedType === 'calculated' ? `${line.quantity} ${line.uom ?? ''} × ${line.unitCost}` : '–';
  return html`<tr><td>${line.position}</td><td>${codeOf(guest, line)}</td><td>${what}</td><td>${units}</td>
<td class="amount">${amount}</td><td>${line.originId === null ? '–' : html`<code>${line.originId}</code>`}</td></tr>`;
}

function schedule(guest: ProjectGuest, row: ContractRow): Html {
  const lines = linesOf(guest.site.state, row.id);
  const body = lines.map(line => lineRow(guest, line));
  const none = lines.length === 0 ? html`<tr><td colspan="6" class="quiet">No lines yet.</td></tr>` : nothing;
  return html`<h2>Schedule of values</h2><table><thead><tr><th scope="col">#</th><th scope="col">Cost code</th>
<th scope="col">Description</th><th scope="col">Units</th><th scope="col" class="amount">Amount</th>
<th scope="col">ERP id</th></tr></thead><tbody>${body}${none}</tbody>
<tfoot><tr><th scope="row" colspan="4">Total in the header</th><td class="amount">${dollars(grandTotal(guest.site, row))}</td>
<td></td></tr></tfoot></table>`;
}

function form(guest: ProjectGuest, row: ContractRow): Html {
  const { site, project } = guest;
  const statuses = KINDS[row.kind].statuses.map(status => option(status, status, status === row.status));
  const lock = isLockedStatus(row.status)
    ? html`<p class="quiet wide">Company and schedule of values are locked while ${row.status}. Saving a change to them
reopens the commitment as a draft, changes it and puts the status back, as a person would.</p>`
    : nothing;
  return html`<form id="record" method="post" action="${projectPath(project)}/commitments/${row.id}" class="row">
<label>Number<input name="number" value="${row.number}" required></label>
<label>Title<input name="title" value="${row.title}"></label>
<label>Status<select name="status">${statuses}</select></label>
${vendorSelect(site, row.companyId, row.vendorId)}
<label class="wide">Description (rich text, as stored)<textarea name="description" rows="3">${row.description}</textarea></label>
${lock}</form>`;
}

function addLine({ site, project }: ProjectGuest): Html {
  return html`<fieldset class="row"><legend>Add a line</legend>${costCodeSelect(site, project, 'record')}
<label>Description<input form="record" name="new-description"></label>
<label>Amount<input form="record" name="new-amount" inputmode="decimal"></label></fieldset>`;
}

function reading(guest: ProjectGuest, row: ContractRow): Html {
  const vendor = byId(guest.site.state.vendors, row.vendorId);
  return html`<dl class="facts"><dt>Number</dt><dd>${row.number}</dd><dt>Status</dt><dd>${row.status}</dd>
<dt>Contract company</dt><dd>${vendor?.name ?? '–'}</dd></dl>`;
}

export function commitmentPage(guest: ProjectGuest, row: ContractRow, problem: string | null): string {
  const { site, person, project } = guest;
  const list = `${projectPath(project)}/commitments`;
  const alert = problem === null ? nothing : html`<p class="alert" role="alert">${problem}</p>`;
  const buttons = html`<div class="row"><button class="primary" form="record" type="submit">Save</button>
<button form="record" type="submit" name="delete" value="yes" class="danger">Delete</button></div>`;
  const isEditable = mayEdit(guest);
  const body = html`<body class="shell scrolls">${topBar(site, { person, project, here: 'commitments' })}
<main class="work"><p><a href="${list}">Commitments</a></p>
<h1>${row.number} ${row.title}</h1><p class="quiet">${KINDS[row.kind].words} ${row.id}</p>
${banner(row)}${alert}${isEditable ? form(guest, row) : reading(guest, row)}${schedule(guest, row)}
${isEditable ? [addLine(guest), buttons] : nothing}</main></body>`;
  return document({ title: `${row.number} – ${displayName(project)}`, body });
}
