import type { Site } from '../site';
import type { ContractRow, ProjectRow } from '../store/rows';
import { fullCode } from '../views/codes';
import { type Html, html } from './html';

export const option = (value: string, text: string, isChosen: boolean): Html =>
  isChosen
    ? html`<option value="${value}" selected>${text}</option>`
    : html`<option value="${value}">${text}</option>`;

export function vendorSelect(site: Site, companyId: number, chosenId: number | null): Html {
  const vendors = site.state.vendors.filter(
    one => one.companyId === companyId && (one.isActive || one.id === chosenId),
  );
  const options = vendors.map(one => option(String(one.id), one.name, one.id === chosenId));
  return html`<label>Contract company<select name="vendor">${option('', 'None', chosenId === null)}${options}</select></label>`;
}

/** Codes that a line may be booked on: those without codes below them. */
export function costCodeSelect(site: Site, project: ProjectRow, formId: string): Html {
  const codes = site.state.costCodes.filter(one => one.projectId === project.id);
  const parents = new Set(codes.map(one => one.parentId));
  const options = codes
    .filter(one => !parents.has(one.id))
    .map(one => option(fullCode(codes, one), `${fullCode(codes, one)} ${one.name}`, false));
  return html`<label>Cost code<select form="${formId}" name="new-cost-code"><option value="">None</option>${options}</select></label>`;
}

/** As people read money: `96000.0` → `$96,000.00`. */
export function dollars(amount: string): string {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount.startsWith('-') ? '-' : ''}$${grouped}.${fraction.padEnd(2, '0')}`;
}

export const erpMark = (row: ContractRow): Html =>
  row.originId === null
    ? html`<span class="pill">Not synced</span>`
    : html`<span class="pill done">Synced</span>`;
