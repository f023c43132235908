import type { FinancialOffice } from '../office-financials';
import { type Site, stampNow, tell } from '../site';
import type { BudgetChangeRow, BudgetLineRow, BudgetModificationRow } from '../store/budget-rows';
import { noLink } from '../store/rows';
import { byId, nextId } from '../store/state';
import {
  addBudgetChange,
  addBudgetLine,
  addModification,
  budgetOf,
  changeBudgetChange,
  changeBudgetLine,
  lockBudget,
  removeBudgetChange,
  removeBudgetLine,
  removeModification,
} from './budgets';
import { codesFor, existing, handOf, money, projectRow } from './office-hand';
import { changeRow, costCodeSubject, STANDARD_COST_CODE } from './records';

const lineRow = (site: Site, id: number): BudgetLineRow =>
  existing(byId(site.state.budgetLines, id), 'budget line', id);

const changeRowOf = (site: Site, id: number): BudgetChangeRow =>
  existing(byId(site.state.budgetChanges, id), 'budget change', id);

function unlock(site: Site, projectId: number): void {
  const project = projectRow(site, projectId);
  const actor = handOf(site, project.companyId);
  for (const row of site.state.budgetModifications.filter(one => one.projectId === projectId)) {
    removeModification(site, row, actor);
  }
  lockBudget(site, project, { isLocked: false, actor });
}

/** Runs `act` with the budget open, and locks it again where it was locked. */
function opened(site: Site, projectId: number, act: () => void): void {
  const project = projectRow(site, projectId);
  const actor = handOf(site, project.companyId);
  const { isLocked } = budgetOf(site, project);
  if (isLocked) lockBudget(site, project, { isLocked: false, actor });
  act();
  if (isLocked) lockBudget(site, project, { isLocked: true, actor });
}

function newLine(
  site: Site,
  projectId: number,
  line: Parameters<FinancialOffice['addBudgetLine']>[1],
): number {
  const project = projectRow(site, projectId);
  const at = stampNow(site);
  const row: BudgetLineRow = {
    id: nextId(site.state, 'budgetLines', project.companyId),
    companyId: project.companyId,
    projectId,
    wbsCodeId: codesFor(site, projectId, line).wbsCodeId,
    amount: money(line.amount),
    quantity: '0.0',
    unitCost: '0.0',
    uom: null,
    strategy: 'automatic',
    createdAt: at,
    updatedAt: at,
  };
  opened(site, projectId, () => addBudgetLine(site, row, handOf(site, project.companyId)));
  return row.id;
}

function transfer(site: Site, input: Parameters<FinancialOffice['transferBudget']>[0]): number {
  const to = lineRow(site, input.toLineId);
  if (input.fromLineId !== null) lineRow(site, input.fromLineId);
  const at = stampNow(site);
  const row: BudgetModificationRow = {
    ...noLink,
    id: nextId(site.state, 'budgetModifications', to.companyId),
    companyId: to.companyId,
    projectId: to.projectId,
    fromLineId: input.fromLineId,
    toLineId: to.id,
    amount: money(input.amount),
    notes: '',
    createdAt: at,
    updatedAt: at,
  };
  return addModification(site, row, handOf(site, to.companyId)).id;
}

function newChange(site: Site, input: Parameters<FinancialOffice['createBudgetChange']>[0]): number {
  const project = projectRow(site, input.projectId);
  const actor = handOf(site, project.companyId);
  const at = stampNow(site);
  const row: BudgetChangeRow = {
    id: nextId(site.state, 'budgetChanges', project.companyId),
    companyId: project.companyId,
    projectId: project.id,
    createdById: actor.userId,
    number: site.state.budgetChanges.filter(one => one.projectId === project.id).length + 1,
    title: input.title,
    description: '',
    status: input.status ?? 'draft',
    lines: input.lines.map(line => ({
      id: nextId(site.state, 'budgetChangeLines', project.companyId),
      wbsCodeId: codesFor(site, project.id, line).wbsCodeId,
      description: line.description ?? '',
      amount: money(line.amount),
      quantity: '0.0',
      unitCost: '0.0',
      uom: null,
    })),
    createdAt: at,
    updatedAt: at,
  };
  return addBudgetChange(site, row, actor).id;
}

function renameCode(site: Site, id: number, name: string): void {
  const row = existing(byId(site.state.costCodes, id), 'cost code', id);
  const actor = handOf(site, row.companyId);
  changeRow(site, row, { subject: costCodeSubject(row.projectId), actor, change: { name } });
}

function renameStandardCode(site: Site, id: number, name: string): void {
  const row = existing(byId(site.state.standardCostCodes, id), 'standard cost code', id);
  changeRow(site, row, { subject: STANDARD_COST_CODE, actor: handOf(site, row.companyId), change: { name } });
}

function setTiers(site: Site, projectId: number, tiers: 1 | 2 | 3): void {
  projectRow(site, projectId).changeOrderTiers = tiers;
  tell(site, `Change orders of project ${projectId} now have ${tiers} tiers`);
}

type BudgetOffice = Pick<
  FinancialOffice,
  | 'lockBudget'
  | 'unlockBudget'
  | 'addBudgetLine'
  | 'updateBudgetLine'
  | 'removeBudgetLine'
  | 'transferBudget'
  | 'createBudgetChange'
  | 'setBudgetChangeStatus'
  | 'deleteBudgetChange'
  | 'setChangeOrderTiers'
  | 'renameCostCode'
  | 'renameStandardCostCode'
>;

export function budgetOffice(site: Site): BudgetOffice {
  const hand = (companyId: number) => handOf(site, companyId);
  return {
    lockBudget: projectId => {
      const project = projectRow(site, projectId);
      lockBudget(site, project, { isLocked: true, actor: hand(project.companyId) });
    },
    unlockBudget: projectId => unlock(site, projectId),
    addBudgetLine: (projectId, line) => newLine(site, projectId, line),
    updateBudgetLine: (lineId, amount) => {
      const row = lineRow(site, lineId);
      const change = { amount: money(amount) };
      opened(site, row.projectId, () => changeBudgetLine(site, row, { change, actor: hand(row.companyId) }));
    },
    removeBudgetLine: lineId => {
      const row = lineRow(site, lineId);
      opened(site, row.projectId, () => removeBudgetLine(site, row, hand(row.companyId)));
    },
    transferBudget: input => transfer(site, input),
    createBudgetChange: input => newChange(site, input),
    setBudgetChangeStatus: (id, status) => {
      const row = changeRowOf(site, id);
      changeBudgetChange(site, row, { change: { status }, actor: hand(row.companyId) });
    },
    deleteBudgetChange: id => {
      const row = changeRowOf(site, id);
      removeBudgetChange(site, row, hand(row.companyId));
    },
    setChangeOrderTiers: (projectId, tiers) => setTiers(site, projectId, tiers),
    renameCostCode: (id, name) => renameCode(site, id, name),
    renameStandardCostCode: (id, name) => renameStandardCode(site, id, name),
  };
}
