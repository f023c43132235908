import { BLANK_CONTENT } from '../api/line-content';
import type { ChangeOrderPatch, CodedLine, FinancialOffice, NewChangeOrder } from '../office-financials';
import { potentialsUnder } from '../rules/change-sums';
import { packageIdOf } from '../rules/committed';
import { type Site, stampNow } from '../site';
import {
  CHANGE_STATUSES,
  type ChangeLineRow,
  type ChangeRow,
  type PackageRow,
  type PotentialChangeRow,
} from '../store/change-rows';
import { ofContract } from '../store/grouped';
import { noLink } from '../store/rows';
import { byId, nextId } from '../store/state';
import {
  addChangeLine,
  addPackage,
  addPotential,
  addRequest,
  changeChangeLine,
  changePackage,
  removeChangeLine,
  removePackage,
} from './change-orders';
import { contractRow } from './office-commitments';
import { codesFor, existing, handOf, markOf, money, projectRow } from './office-hand';

function packageRow(site: Site, id: number): PackageRow {
  const row = site.state.packages.find(one => one.id === id && one.deletedAt === null);
  return existing(row, 'change order', id);
}

function checkStatus(status: string | undefined): void {
  if (status !== undefined && !CHANGE_STATUSES.some(one => one === status)) {
    throw new RangeError(`a change order is never "${status}"`);
  }
}

function newLine(
  site: Site,
  potential: PotentialChangeRow,
  line: CodedLine & { readonly commitmentLineId?: number },
): ChangeLineRow {
  const at = stampNow(site);
  return {
    ...noLink,
    ...BLANK_CONTENT,
    ...codesFor(site, potential.projectId, line),
    id: nextId(site.state, 'changeLines', potential.companyId),
    companyId: potential.companyId,
    position: potential.lines.length + 1,
    description: line.description ?? '',
    amount: money(line.amount),
    commitmentLineId: line.commitmentLineId ?? null,
    createdAt: at,
    updatedAt: at,
  };
}

/** Everything the tiers of the project ask for, then the lines, then the status. */
function create(site: Site, input: NewChangeOrder): number {
  checkStatus(input.status);
  const { state } = site;
  const contract = contractRow(site, input.commitmentId);
  const { changeOrderTiers: tiers } = projectRow(site, contract.projectId);
  const { companyId } = contract;
  const actor = handOf(site, companyId);
  const at = stampNow(site);
  const base: Omit<ChangeRow, 'id'> = {
    ...noLink,
    companyId,
    projectId: contract.projectId,
    contractId: contract.id,
    createdById: actor.userId,
    number: String(ofContract(state.packages, contract.id).length + 1).padStart(3, '0'),
    title: input.title,
    description: input.description ?? '',
    status: 'draft',
    reviewedAt: null,
    deletedAt: null,
    createdAt: at,
    updatedAt: at,
    more: {},
  };
  const statedTotal = input.statedTotal === undefined ? null : money(input.statedTotal);
  const id = nextId(state, 'packages', companyId);
  const row = addPackage(site, { ...base, id, statedTotal }, actor);
  const requestId = tiers === 3 ? nextId(state, 'requests', companyId) : null;
  if (requestId !== null) addRequest(site, { ...base, id: requestId, packageId: row.id }, actor);
  const above = { packageId: requestId === null ? row.id : null, requestId };
  const potentialId = nextId(state, 'potentialChanges', companyId);
  const potential = addPotential(site, { ...base, ...above, id: potentialId, lines: [] }, actor);
  for (const line of input.lines) {
    addChangeLine(site, newLine(site, potential, line), { potential, actor });
  }
  changePackage(site, row, { change: { status: input.status ?? 'draft' }, actor });
  return row.id;
}

/** Runs `act` with the change order open, as a person must: draft, change, back to where it stood. */
function reopened(site: Site, row: PackageRow, act: () => void): void {
  const { status } = row;
  const actor = handOf(site, row.companyId);
  if (status === 'approved') changePackage(site, row, { change: { status: 'draft' }, actor });
  act();
  if (status === 'approved') changePackage(site, row, { change: { status }, actor });
}

function update(site: Site, id: number, patch: ChangeOrderPatch): void {
  checkStatus(patch.status);
  const row = packageRow(site, id);
  const actor = handOf(site, row.companyId);
  const { originId, statedTotal, status, ...texts } = patch;
  const total = statedTotal == null ? statedTotal : money(statedTotal);
  const change = { ...texts, ...markOf(originId), ...(total === undefined ? {} : { statedTotal: total }) };
  changePackage(site, row, { change, actor });
  if (status !== undefined) changePackage(site, row, { change: { status }, actor });
}

function addLine(site: Site, id: number, line: CodedLine): number {
  const row = packageRow(site, id);
  const potential = existing(potentialsUnder(site.state, row)[0], 'potential change order under', id);
  const added = newLine(site, potential, line);
  reopened(site, row, () => addChangeLine(site, added, { potential, actor: handOf(site, row.companyId) }));
  return added.id;
}

interface Found {
  readonly line: ChangeLineRow;
  readonly potential: PotentialChangeRow;
  readonly above: PackageRow;
}

function lineOf(site: Site, lineId: number): Found {
  for (const potential of site.state.potentialChanges) {
    const line = potential.lines.find(one => one.id === lineId);
    const above = byId(site.state.packages, packageIdOf(site.state, potential));
    if (line && above) return { line, potential, above };
  }
  throw new RangeError(`no change order line ${lineId} in the simulated Procore`);
}

function updateLine(site: Site, lineId: number, patch: { amount?: string; description?: string }): void {
  const { line, potential, above } = lineOf(site, lineId);
  const change = {
    amount: patch.amount === undefined ? line.amount : money(patch.amount),
    description: patch.description ?? line.description,
  };
  if (change.amount === line.amount && change.description === line.description) return;
  const actor = handOf(site, above.companyId);
  reopened(site, above, () => changeChangeLine(site, line, { potential, actor, change }));
}

function removeLine(site: Site, lineId: number): void {
  const { line, potential, above } = lineOf(site, lineId);
  const actor = handOf(site, above.companyId);
  reopened(site, above, () => removeChangeLine(site, line, { potential, actor }));
}

type ChangeOffice = Pick<
  FinancialOffice,
  | 'createChangeOrder'
  | 'updateChangeOrder'
  | 'approveChangeOrder'
  | 'deleteChangeOrder'
  | 'addChangeOrderLine'
  | 'updateChangeOrderLine'
  | 'removeChangeOrderLine'
>;

export function changeOffice(site: Site): ChangeOffice {
  return {
    createChangeOrder: input => create(site, input),
    updateChangeOrder: (id, patch) => update(site, id, patch),
    approveChangeOrder: id => update(site, id, { status: 'approved' }),
    deleteChangeOrder: id => {
      const row = packageRow(site, id);
      removePackage(site, row, handOf(site, row.companyId));
    },
    addChangeOrderLine: (id, line) => addLine(site, id, line),
    updateChangeOrderLine: (lineId, patch) => updateLine(site, lineId, patch),
    removeChangeOrderLine: lineId => removeLine(site, lineId),
  };
}
