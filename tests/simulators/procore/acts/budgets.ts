import type { Actor, Site } from '../site';
import { tell } from '../site';
import type { BudgetChangeRow, BudgetLineRow, BudgetModificationRow, BudgetRow } from '../store/budget-rows';
import type { ProjectRow } from '../store/rows';
import { remove } from '../store/state';
import { announceCreation, announceRemoval, changeRow, type Subject } from './records';

export const budgetLine = (projectId: number): Subject => ({
  words: 'Budget line',
  resourceName: 'Budget Line Items',
  projectId,
});

export const budgetModification = (projectId: number): Subject => ({
  words: 'Budget modification',
  resourceName: 'Budget Modifications',
  projectId,
});

export const budgetChange = (projectId: number): Subject => ({
  words: 'Budget change',
  resourceName: 'Budget Changes',
  projectId,
});

export const budgetSnapshot = (projectId: number): Subject => ({
  words: 'Budget snapshot',
  resourceName: 'Budget View Snapshots',
  projectId,
});

export function budgetOf(site: Site, project: ProjectRow): BudgetRow {
  const found = site.state.budgets.find(row => row.projectId === project.id);
  if (found) return found;
  const row: BudgetRow = { companyId: project.companyId, projectId: project.id, isLocked: false };
  site.state.budgets.push(row);
  return row;
}

/** No webhook tells of it: whoever needs to know has to look. */
export function lockBudget(site: Site, project: ProjectRow, by: { isLocked: boolean; actor: Actor }): void {
  const row = budgetOf(site, project);
  if (row.isLocked === by.isLocked) return;
  row.isLocked = by.isLocked;
  tell(site, `The budget of project ${project.id} was ${by.isLocked ? 'locked' : 'unlocked'}`);
}

export function addBudgetLine(site: Site, row: BudgetLineRow, actor: Actor): BudgetLineRow {
  site.state.budgetLines.push(row);
  announceCreation(site, row, { subject: budgetLine(row.projectId), actor });
  return row;
}

export function changeBudgetLine(
  site: Site,
  row: BudgetLineRow,
  by: { change: Partial<BudgetLineRow>; actor: Actor },
): void {
  changeRow(site, row, { subject: budgetLine(row.projectId), ...by });
}

export function removeBudgetLine(site: Site, row: BudgetLineRow, actor: Actor): void {
  remove(site.state.budgetLines, row);
  announceRemoval(site, row, { subject: budgetLine(row.projectId), actor });
}

export function addModification(site: Site, row: BudgetModificationRow, actor: Actor): BudgetModificationRow {
  site.state.budgetModifications.push(row);
  announceCreation(site, row, { subject: budgetModification(row.projectId), actor });
  return row;
}

export function removeModification(site: Site, row: BudgetModificationRow, actor: Actor): void {
  remove(site.state.budgetModifications, row);
  announceRemoval(site, row, { subject: budgetModification(row.projectId), actor });
}

export function addBudgetChange(site: Site, row: BudgetChangeRow, actor: Actor): BudgetChangeRow {
  site.state.budgetChanges.push(row);
  announceCreation(site, row, { subject: budgetChange(row.projectId), actor });
  return row;
}

export function changeBudgetChange(
  site: Site,
  row: BudgetChangeRow,
  by: { change: Partial<BudgetChangeRow>; actor: Actor },
): void {
  changeRow(site, row, { subject: budgetChange(row.projectId), ...by });
}

export function removeBudgetChange(site: Site, row: BudgetChangeRow, actor: Actor): void {
  remove(site.state.budgetChanges, row);
  announceRemoval(site, row, { subject: budgetChange(row.projectId), actor });
}
