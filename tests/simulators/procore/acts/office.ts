import type { Office, RightsPatch } from '../office';
import { type Site, stampNow, tell } from '../site';
import { noLink, type ProjectRow, type VendorRow } from '../store/rows';
import { copyStandardCodes } from '../store/seed-codes';
import { byId, nextId } from '../store/state';
import { announce } from './announce';
import { billOffice } from './office-bills';
import { budgetOffice } from './office-budget';
import { changeOffice } from './office-changes';
import {
  addOfficeLine,
  createOfficeCommitment,
  deleteOfficeCommitment,
  removeOfficeLine,
  updateOfficeCommitment,
  updateOfficeLine,
} from './office-commitments';
import { costOffice } from './office-costs';
import { existing, handOf } from './office-hand';
import { announceCreation, changeRow, PROJECT, VENDOR } from './records';

function changeVendor(site: Site, id: number, change: Partial<VendorRow>): void {
  const row = existing(byId(site.state.vendors, id), 'vendor', id);
  changeRow(site, row, { subject: VENDOR, actor: handOf(site, row.companyId), change });
}

function addVendor(site: Site, input: { companyId: number; name: string }): number {
  const at = stampNow(site);
  const row: VendorRow = {
    ...noLink,
    id: nextId(site.state, 'vendors', input.companyId),
    companyId: input.companyId,
    name: input.name,
    isActive: true,
    createdAt: at,
    updatedAt: at,
    more: {},
  };
  site.state.vendors.push(row);
  announceCreation(site, row, { subject: VENDOR, actor: handOf(site, input.companyId) });
  return row.id;
}

function addProject(site: Site, input: Parameters<Office['addProject']>[0]): number {
  const at = stampNow(site);
  const actor = handOf(site, input.companyId);
  const list = site.state.costCodeLists.find(one => one.companyId === input.companyId);
  const row: ProjectRow = {
    ...noLink,
    id: nextId(site.state, 'projects', input.companyId),
    companyId: input.companyId,
    name: input.name,
    number: input.number ?? null,
    isActive: true,
    isPermitted: input.isPermitted ?? true,
    costCodeListId: existing(list, 'company', input.companyId).id,
    isErpIntegrated: false,
    changeOrderTiers: 1,
    createdById: actor.userId,
    createdAt: at,
    updatedAt: at,
    more: { country_code: 'US' },
  };
  site.state.projects.push(row);
  copyStandardCodes(site.state, row, { createdAt: at, updatedAt: at });
  announceCreation(site, row, { subject: PROJECT, actor });
  return row.id;
}

/** A matter of the app's installation, not of the project's record: nothing is announced. */
function setPermitted(site: Site, id: number, isPermitted: boolean): void {
  const row = existing(byId(site.state.projects, id), 'project', id);
  row.isPermitted = isPermitted;
  tell(site, `Project ${id} is ${isPermitted ? 'permitted' : 'no longer permitted'} for the service account`);
}

function setInstalled(site: Site, companyId: number, isInstalled: boolean): void {
  existing(byId(site.state.companies, companyId), 'company', companyId).isInstalled = isInstalled;
  tell(site, `The app is ${isInstalled ? 'installed' : 'no longer installed'} in company ${companyId}`);
}

function setPermission(site: Site, personId: number, patch: RightsPatch): void {
  const person = existing(byId(site.state.people, personId), 'person', personId);
  const { companyTools, projectTools, ...rest } = patch;
  Object.assign(person, rest, {
    companyTools: { ...person.companyTools, ...companyTools },
    projectTools: { ...person.projectTools, ...projectTools },
    updatedAt: stampNow(site),
  });
  const happening = {
    resourceName: 'Company Users',
    resourceId: person.id,
    eventType: 'update',
    companyId: person.companyId,
    projectId: null,
  } as const;
  announce(site, happening, handOf(site, person.companyId));
  tell(site, `Rights of ${person.name} changed`);
}

function setServicePermission(site: Site, patch: Pick<RightsPatch, 'companyTools' | 'projectTools'>): void {
  const account = site.state.serviceAccount;
  account.companyTools = { ...account.companyTools, ...patch.companyTools };
  account.projectTools = { ...account.projectTools, ...patch.projectTools };
  tell(site, 'Rights of the service account changed');
}

export function officeOf(site: Site): Office {
  return {
    ...budgetOffice(site),
    ...changeOffice(site),
    ...billOffice(site),
    ...costOffice(site),
    createCommitment: input => createOfficeCommitment(site, input),
    updateCommitment: (id, patch) => updateOfficeCommitment(site, id, patch),
    deleteCommitment: id => deleteOfficeCommitment(site, id),
    addLine: (commitmentId, line) => addOfficeLine(site, commitmentId, line),
    updateLine: (lineId, patch) => updateOfficeLine(site, lineId, patch),
    removeLine: lineId => removeOfficeLine(site, lineId),
    addVendor: input => addVendor(site, input),
    renameVendor: (id, name) => changeVendor(site, id, { name }),
    deactivateVendor: id => changeVendor(site, id, { isActive: false }),
    reactivateVendor: id => changeVendor(site, id, { isActive: true }),
    addProject: input => addProject(site, input),
    withdrawProject: id => setPermitted(site, id, false),
    permitProject: id => setPermitted(site, id, true),
    setPermission: (personId, patch) => setPermission(site, personId, patch),
    setServicePermission: patch => setServicePermission(site, patch),
    uninstall: companyId => setInstalled(site, companyId, false),
    install: companyId => setInstalled(site, companyId, true),
  };
}
