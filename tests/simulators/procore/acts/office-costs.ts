import { BLANK_CONTENT } from '../api/line-content';
import type { CodedLine, DirectCostPatch, FinancialOffice, NewDirectCost } from '../office-financials';
import { type Site, stampNow } from '../site';
import type { DirectCostLineRow, DirectCostRow } from '../store/cost-rows';
import { noLink } from '../store/rows';
import { byId, nextId } from '../store/state';
import {
  addCostLine,
  addDirectCost,
  changeCostLine,
  changeDirectCost,
  removeDirectCost,
} from './direct-costs';
import { codesFor, existing, handOf, markOf, money, projectRow } from './office-hand';

const costRow = (site: Site, id: number): DirectCostRow =>
  existing(byId(site.state.directCosts, id), 'direct cost', id);

function newLine(site: Site, cost: DirectCostRow, line: CodedLine): DirectCostLineRow {
  const at = stampNow(site);
  return {
    ...noLink,
    ...BLANK_CONTENT,
    ...codesFor(site, cost.projectId, line),
    id: nextId(site.state, 'directCostLines', cost.companyId),
    companyId: cost.companyId,
    position: cost.lines.length + 1,
    description: line.description ?? '',
    amount: money(line.amount),
    ref: null,
    createdAt: at,
    updatedAt: at,
  };
}

function create(site: Site, input: NewDirectCost): number {
  const project = projectRow(site, input.projectId);
  const actor = handOf(site, project.companyId);
  const at = stampNow(site);
  const date = input.date ?? at.slice(0, 10);
  const row: DirectCostRow = {
    ...noLink,
    id: nextId(site.state, 'directCosts', project.companyId),
    companyId: project.companyId,
    projectId: project.id,
    type: input.type,
    status: input.status ?? 'approved',
    vendorId: input.vendorId ?? null,
    employeeId: null,
    invoiceNumber: input.invoiceNumber ?? null,
    description: input.description ?? '',
    date,
    receivedDate: null,
    paymentDate: date,
    terms: null,
    lines: [],
    createdAt: at,
    updatedAt: at,
  };
  addDirectCost(site, row, actor);
  for (const line of input.lines) addCostLine(site, newLine(site, row, line), { cost: row, actor });
  return row.id;
}

function update(site: Site, id: number, patch: DirectCostPatch): void {
  const row = costRow(site, id);
  const { originId, ...fields } = patch;
  const change: Partial<DirectCostRow> = { ...fields, ...markOf(originId) };
  changeDirectCost(site, row, { change, actor: handOf(site, row.companyId) });
}

function addLine(site: Site, id: number, line: CodedLine): number {
  const cost = costRow(site, id);
  return addCostLine(site, newLine(site, cost, line), { cost, actor: handOf(site, cost.companyId) }).id;
}

function updateLine(site: Site, lineId: number, patch: { amount?: string; description?: string }): void {
  const cost = site.state.directCosts.find(one => one.lines.some(line => line.id === lineId));
  const row = existing(byId(cost?.lines ?? [], lineId), 'direct cost line', lineId);
  if (!cost) return;
  const change = {
    amount: patch.amount === undefined ? row.amount : money(patch.amount),
    description: patch.description ?? row.description,
  };
  changeCostLine(site, row, { cost, actor: handOf(site, cost.companyId), change });
}

type CostOffice = Pick<
  FinancialOffice,
  'createDirectCost' | 'updateDirectCost' | 'addDirectCostLine' | 'updateDirectCostLine' | 'deleteDirectCost'
>;

export function costOffice(site: Site): CostOffice {
  return {
    createDirectCost: input => create(site, input),
    updateDirectCost: (id, patch) => update(site, id, patch),
    addDirectCostLine: (id, line) => addLine(site, id, line),
    updateDirectCostLine: (lineId, patch) => updateLine(site, lineId, patch),
    deleteDirectCost: id => {
      const row = costRow(site, id);
      removeDirectCost(site, row, handOf(site, row.companyId));
    },
  };
}
