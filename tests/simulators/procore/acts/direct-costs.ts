import { type Actor, type Site, stampNow } from '../site';
import type { DirectCostLineRow, DirectCostRow } from '../store/cost-rows';
import { remove } from '../store/state';
import { announceCreation, announceRemoval, changeRow, type Subject } from './records';

const subject = (row: DirectCostRow): Subject => ({
  words: 'Direct cost',
  resourceName: 'Direct Costs',
  projectId: row.projectId,
});

const lineSubject = (row: DirectCostRow): Subject => ({
  words: 'Line of a direct cost',
  resourceName: 'Direct Cost Line Items',
  projectId: row.projectId,
});

export function addDirectCost(site: Site, row: DirectCostRow, actor: Actor): DirectCostRow {
  site.state.directCosts.push(row);
  announceCreation(site, row, { subject: subject(row), actor });
  return row;
}

export function changeDirectCost(
  site: Site,
  row: DirectCostRow,
  by: { change: Partial<DirectCostRow>; actor: Actor },
): void {
  changeRow(site, row, { subject: subject(row), ...by });
}

export function removeDirectCost(site: Site, row: DirectCostRow, actor: Actor): void {
  remove(site.state.directCosts, row);
  announceRemoval(site, row, { subject: subject(row), actor });
}

interface Place {
  readonly cost: DirectCostRow;
  readonly actor: Actor;
}

/** The sum of the lines is part of the header, so it moves with them; only the line is announced. */
const touch = (site: Site, cost: DirectCostRow): void => {
  cost.updatedAt = stampNow(site);
};

export function addCostLine(site: Site, row: DirectCostLineRow, { cost, actor }: Place): DirectCostLineRow {
  cost.lines.push(row);
  touch(site, cost);
  announceCreation(site, row, { subject: lineSubject(cost), actor });
  return row;
}

export function changeCostLine(
  site: Site,
  row: DirectCostLineRow,
  by: Place & { change: Partial<DirectCostLineRow> },
): void {
  const { cost, actor, change } = by;
  const before = row.updatedAt;
  changeRow(site, row, { subject: lineSubject(cost), actor, change });
  if (row.updatedAt !== before) touch(site, cost);
}

export function removeCostLine(site: Site, row: DirectCostLineRow, { cost, actor }: Place): void {
  remove(cost.lines, row);
  touch(site, cost);
  announceRemoval(site, row, { subject: lineSubject(cost), actor });
}
