import { KINDS } from '../acts/kinds';
import { byId } from '../store/state';
import { grandTotal } from '../views/contract';
import { displayName } from '../views/shared';
import { costCodeSelect, dollars, erpMark, vendorSelect } from './fields';
import { document, type Html, html, nothing } from './html';
import { projectPath, topBar } from './top-bar';
import { mayEdit, type ProjectGuest } from './visit';

function table({ site, project }: ProjectGuest): Html {
  const rows = site.state.contracts.filter(row => row.projectId === project.id && row.deletedAt === null);
  if (rows.length === 0) return html`<p class="quiet">There are no commitments in this project yet.</p>`;
  const body = rows.map(
    row => html`<tr><th scope="row"><a href="${projectPath(project)}/commitments/${row.id}">${row.number}</a></th>
<td>${row.title}</td><td>${row.kind === 'subcontract' ? 'Subcontract' : 'Purchase order'}</td>
<td>${byId(site.state.vendors, row.vendorId)?.name ?? '–'}</td><td>${row.status}</td>
<td class="amount">${dollars(grandTotal(site, row))}</td><td>${erpMark(row)}</td></tr>`,
  );
  return html`<table><thead><tr><th scope="col">Number</th><th scope="col">Title</th><th scope="col">Kind</th>
<th scope="col">Contract company</th><th scope="col">Status</th><th scope="col" class="amount">Amount</th>
<th scope="col">ERP</th></tr></thead><tbody>${body}</tbody></table>`;
}

function makeForm({ site, project }: ProjectGuest, isOpen: boolean): Html {
  const common = KINDS.subcontract.statuses.filter(status => KINDS.purchase_order.statuses.includes(status));
  const statuses = common.map(status => html`<option>${status}</option>`);
  return html`<details class="make"${isOpen ? html` open` : nothing}><summary>Make a new commitment</summary>
<form id="make" method="post" action="${projectPath(project)}/commitments" class="row">
<label>Kind<select name="kind"><option value="subcontract">Subcontract</option>
<option value="purchase_order">Purchase order</option></select></label>
<label>Number<input name="number" required></label>
<label>Title<input name="title" required></label>
${vendorSelect(site, project.companyId, null)}
<label>Status<select name="status">${statuses}</select></label>
${costCodeSelect(site, project, 'make')}
<label>First line<input name="new-description"></label>
<label>Amount<input name="new-amount" inputmode="decimal"></label>
<button class="primary" type="submit">Make commitment</button>
</form></details>`;
}

export function commitmentsPage(guest: ProjectGuest, problem: string | null): string {
  const { site, person, project } = guest;
  const alert = problem === null ? nothing : html`<p class="alert" role="alert">${problem}</p>`;
  const make = mayEdit(guest) ? makeForm(guest, problem !== null) : nothing;
  const body = html`<body class="shell scrolls">${topBar(site, { person, project, here: 'commitments' })}
<main class="work"><h1>Commitments</h1><p class="quiet">${displayName(project)}</p>
${alert}${make}${table(guest)}</main></body>`;
  return document({ title: `Commitments – ${displayName(project)}`, body });
}
