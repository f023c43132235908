import { officeOf } from '../acts/office';
import { type Answer, htmlPage, seeOther } from '../http/answer';
import { formFields } from '../http/call';
import { open, type Route } from '../http/router';
import { idOf } from '../json';
import type { CommitmentPatch, NewLine } from '../office';
import type { ContractKind, ContractRow } from '../store/rows';
import { linesOf } from '../store/state';
import { commitmentPage } from './commitment-page';
import { commitmentsPage } from './commitments-page';
import { projectPath } from './top-bar';
import { mayEdit, mayRead, missing, onProject, type ProjectGuest } from './visit';

const listPath = ({ project }: ProjectGuest): string => `${projectPath(project)}/commitments`;

/** A mistake in a form is told above it; any other error is a bug. */
function attempt(guest: ProjectGuest, act: () => string, page: (problem: string) => string): Answer {
  if (!mayEdit(guest)) return missing(guest);
  try {
    return seeOther(act());
  } catch (error) {
    if (error instanceof RangeError) return htmlPage(422, page(error.message));
    throw error;
  }
}

function list(guest: ProjectGuest): Answer {
  return mayRead(guest) ? htmlPage(200, commitmentsPage(guest, null)) : missing(guest);
}

const filled = (form: URLSearchParams, name: string): string => form.get(name)?.trim() ?? '';

function lineIn(form: URLSearchParams): NewLine {
  const costCode = filled(form, 'new-cost-code');
  return {
    costCode: costCode === '' ? null : costCode,
    description: filled(form, 'new-description'),
    amount: filled(form, 'new-amount'),
  };
}

const vendorIn = (form: URLSearchParams): number | null => idOf(filled(form, 'vendor') || undefined);

function make(guest: ProjectGuest): Answer {
  const { site, call, project } = guest;
  const form = formFields(call);
  const create = (): string => {
    const kind: ContractKind = form.get('kind') === 'purchase_order' ? 'purchase_order' : 'subcontract';
    const number = filled(form, 'number');
    if (number === '') throw new RangeError('A commitment needs a number');
    const id = officeOf(site).createCommitment({
      projectId: project.id,
      kind,
      number,
      title: filled(form, 'title'),
      vendorId: vendorIn(form),
      status: filled(form, 'status') || 'Draft',
      lines: filled(form, 'new-amount') === '' ? [] : [lineIn(form)],
    });
    return `${listPath(guest)}/${id}`;
  };
  return attempt(guest, create, problem => commitmentsPage(guest, problem));
}

function rowOf({ site, call, project }: ProjectGuest): ContractRow | undefined {
  const id = idOf(call.params['id']);
  return site.state.contracts.find(
    row => row.id === id && row.projectId === project.id && row.deletedAt === null,
  );
}

function show(guest: ProjectGuest): Answer {
  const row = rowOf(guest);
  return row && mayRead(guest) ? htmlPage(200, commitmentPage(guest, row, null)) : missing(guest);
}

function headerPatch(form: URLSearchParams): CommitmentPatch {
  return {
    title: filled(form, 'title'),
    number: filled(form, 'number'),
    status: filled(form, 'status'),
    description: form.get('description') ?? '',
    vendorId: vendorIn(form),
  };
}

/** Lines first, then the header: a status chosen in the form is then what the record ends with. */
function save(guest: ProjectGuest, row: ContractRow): void {
  const { site, call } = guest;
  const form = formFields(call);
  const office = officeOf(site);
  for (const line of linesOf(site.state, row.id)) {
    const amount = form.get(`amount-${line.id}`);
    const description = form.get(`description-${line.id}`);
    if (amount === null || description === null) continue;
    office.updateLine(line.id, { amount: amount.trim(), description });
  }
  if (filled(form, 'new-amount') !== '') office.addLine(row.id, lineIn(form));
  office.updateCommitment(row.id, headerPatch(form));
}

function change(guest: ProjectGuest): Answer {
  const row = rowOf(guest);
  if (!row) return missing(guest);
  const act = (): string => {
    if (formFields(guest.call).get('delete') === 'yes') {
      officeOf(guest.site).deleteCommitment(row.id);
      return listPath(guest);
    }
    save(guest, row);
    return `${listPath(guest)}/${row.id}`;
  };
  return attempt(guest, act, problem => commitmentPage(guest, row, problem));
}

const LIST = '/{company_id}/projects/{project_id}/commitments';

export const commitmentRoutes: readonly Route[] = [
  open('GET', LIST, (site, call) => onProject(site, call, list)),
  open('POST', LIST, (site, call) => onProject(site, call, make)),
  open('GET', `${LIST}/{id}`, (site, call) => onProject(site, call, show)),
  open('POST', `${LIST}/{id}`, (site, call) => onProject(site, call, change)),
];
