import { ensureBudgetCode } from '../api/budget-codes';
import { extend } from '../decimal';
import type { CommitmentPatch, LinePatch, NewCommitment, NewLine } from '../office';
import { type Site, stampNow } from '../site';
import { type ContractRow, type LineRow, noLink, OTHER_INTEGRATION } from '../store/rows';
import { hidesCostCode } from '../store/seed-lines';
import { byId, linesOf, nextId } from '../store/state';
import { fullCode } from '../views/codes';
import { addContract, type ContractChange, changeContract, removeContract } from './contracts';
import { isLockedStatus, KINDS } from './kinds';
import { addLine, changeLine, type LineChange, removeLine } from './lines';
import { existing, handOf, money } from './office-hand';

export function contractRow(site: Site, id: number): ContractRow {
  const row = site.state.contracts.find(one => one.id === id && one.deletedAt === null);
  return existing(row, 'commitment', id);
}

export function lineRow(site: Site, id: number): { row: LineRow; contract: ContractRow } {
  const row = existing(byId(site.state.lines, id), 'line', id);
  return { row, contract: contractRow(site, row.contractId) };
}

/** Runs `act` with the record open for changes, as a person must: draft, change, back to where it stood. */
function reopened(site: Site, contract: ContractRow, act: () => void): void {
  const { status } = contract;
  const actor = handOf(site, contract.companyId);
  const isLocked = isLockedStatus(status);
  if (isLocked) changeContract(site, contract, { change: { status: 'Draft' }, actor });
  act();
  if (isLocked) changeContract(site, contract, { change: { status }, actor });
}

function codesOf(site: Site, contract: ContractRow, line: LinePatch): LineChange {
  if (line.costCode === undefined) return {};
  if (line.costCode === null) return { costCodeId: null, wbsCodeId: null };
  const inProject = site.state.costCodes.filter(one => one.projectId === contract.projectId);
  const code = inProject.find(one => fullCode(inProject, one) === line.costCode);
  if (!code) throw new RangeError(`no cost code ${line.costCode} in project ${contract.projectId}`);
  const types = site.state.costTypes.filter(one => one.companyId === contract.companyId);
  const type =
    types.find(one => one.id === line.costTypeId) ?? types.find(one => one.baseType === 'commitment');
  if (!type) throw new RangeError('the company has no cost type for commitments');
  return {
    costCodeId: code.id,
    costTypeId: type.id,
    wbsCodeId: ensureBudgetCode(site, code.id, type.id).id,
  };
}

function lineChange(
  site: Site,
  contract: ContractRow,
  at: { patch: LinePatch; before: LineRow },
): LineChange {
  const { patch, before } = at;
  const quantity = patch.quantity === undefined ? before.quantity : money(patch.quantity);
  const unitCost = patch.unitCost === undefined ? before.unitCost : money(patch.unitCost);
  const isPriced = patch.quantity !== undefined || patch.unitCost !== undefined;
  const typed = patch.amount === undefined ? before.amount : money(patch.amount);
  return {
    ...codesOf(site, contract, patch),
    description: patch.description ?? before.description,
    quantity,
    unitCost,
    uom: patch.uom ?? before.uom,
    extendedType: isPriced ? 'calculated' : before.extendedType,
    amount: isPriced && patch.amount === undefined ? extend(quantity, unitCost) : typed,
  };
}

function newLine(site: Site, contract: ContractRow, line: NewLine): LineRow {
  const at = stampNow(site);
  const blank: LineRow = {
    ...noLink,
    id: nextId(site.state, 'lines', contract.companyId),
    companyId: contract.companyId,
    contractId: contract.id,
    position: linesOf(site.state, contract.id).length + 1,
    costCodeId: null,
    costTypeId: null,
    wbsCodeId: null,
    hidesCostCode: hidesCostCode(site.state.lines.length),
    description: '',
    amount: '0.0',
    quantity: '0.0',
    unitCost: '0.0',
    uom: null,
    extendedType: 'manual',
    taxCodeId: null,
    createdAt: at,
    updatedAt: at,
  };
  return { ...blank, ...lineChange(site, contract, { patch: line, before: blank }) };
}

export function addOfficeLine(site: Site, commitmentId: number, line: NewLine): number {
  const contract = contractRow(site, commitmentId);
  const row = newLine(site, contract, line);
  reopened(site, contract, () => addLine(site, row, { contract, actor: handOf(site, contract.companyId) }));
  return row.id;
}

export function updateOfficeLine(site: Site, lineId: number, patch: LinePatch): void {
  const { row, contract } = lineRow(site, lineId);
  const change = lineChange(site, contract, { patch, before: row });
  const isSame = Object.entries(change).every(([name, value]) => row[name as keyof LineRow] === value);
  if (isSame) return;
  const actor = handOf(site, contract.companyId);
  reopened(site, contract, () => changeLine(site, row, { contract, actor, change }));
}

export function removeOfficeLine(site: Site, lineId: number): void {
  const { row, contract } = lineRow(site, lineId);
  reopened(site, contract, () =>
    removeLine(site, row, { contract, actor: handOf(site, contract.companyId) }),
  );
}

function checked(site: Site, kind: ContractRow['kind'], patch: CommitmentPatch): void {
  if (patch.status !== undefined && !KINDS[kind].statuses.includes(patch.status)) {
    throw new RangeError(`a ${KINDS[kind].words.toLowerCase()} is never "${patch.status}"`);
  }
  if (patch.vendorId != null) existing(byId(site.state.vendors, patch.vendorId), 'vendor', patch.vendorId);
}

function contractChange(row: ContractRow, patch: CommitmentPatch): ContractChange {
  const more = {
    ...row.more,
    ...(patch.contractDate === undefined ? {} : { contract_date: patch.contractDate }),
    ...(patch.retainagePercent === undefined ? {} : { retainage_percent: money(patch.retainagePercent) }),
  };
  const link =
    patch.originId === undefined
      ? {}
      : { originId: patch.originId, originOwner: patch.originId === null ? null : OTHER_INTEGRATION };
  return {
    ...link,
    vendorId: patch.vendorId === undefined ? row.vendorId : patch.vendorId,
    number: patch.number ?? row.number,
    title: patch.title ?? row.title,
    description: patch.description ?? row.description,
    statedTotal: statedAfter(row, patch),
    more,
  };
}

function statedAfter(row: ContractRow, { statedTotal }: CommitmentPatch): string | null {
  if (statedTotal === undefined) return row.statedTotal;
  return statedTotal === null ? null : money(statedTotal);
}

export function updateOfficeCommitment(site: Site, id: number, patch: CommitmentPatch): void {
  const row = contractRow(site, id);
  checked(site, row.kind, patch);
  const actor = handOf(site, row.companyId);
  const change = contractChange(row, patch);
  const act = (): void => changeContract(site, row, { change, actor });
  if (change.vendorId === row.vendorId) act();
  else reopened(site, row, act);
  if (patch.status !== undefined) changeContract(site, row, { change: { status: patch.status }, actor });
}

export function createOfficeCommitment(site: Site, input: NewCommitment): number {
  const project = existing(byId(site.state.projects, input.projectId), 'project', input.projectId);
  checked(site, input.kind, input);
  const at = stampNow(site);
  const lines = input.lines ?? [];
  const actor = handOf(site, project.companyId);
  const blank: ContractRow = {
    ...noLink,
    id: nextId(site.state, 'contracts', project.companyId),
    kind: input.kind,
    companyId: project.companyId,
    projectId: project.id,
    createdById: actor.userId,
    vendorId: null,
    number: input.number,
    title: input.title,
    description: '',
    status: 'Draft',
    accountingMethod: lines.some(line => line.quantity !== undefined) ? 'unit' : 'amount',
    statedTotal: null,
    hasPayments: true,
    deletedAt: null,
    createdAt: at,
    updatedAt: at,
    more: { contract_date: at.slice(0, 10), retainage_percent: '0.0' },
  };
  const row: ContractRow = { ...blank, ...contractChange(blank, input) };
  addContract(site, row, actor);
  for (const line of lines) addLine(site, newLine(site, row, line), { contract: row, actor });
  changeContract(site, row, { change: { status: input.status ?? 'Approved' }, actor });
  return row.id;
}

export const deleteOfficeCommitment = (site: Site, id: number): void => {
  const row = contractRow(site, id);
  removeContract(site, row, handOf(site, row.companyId));
};
