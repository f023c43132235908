import { type Actor, type Site, stampNow } from '../site';
import type { BillingPeriodRow, ChangeHistoryRow, RequisitionRow } from '../store/cost-rows';
import { count, remove } from '../store/state';
import { announceCreation, announceRemoval, changeRow, type Subject } from './records';

/** Procore tells nobody of invoices: there is no such webhook. */
const subject = (row: RequisitionRow): Subject => ({
  words: 'Subcontractor invoice',
  resourceName: null,
  projectId: row.projectId,
});

export function addRequisition(site: Site, row: RequisitionRow, actor: Actor): RequisitionRow {
  site.state.requisitions.push(row);
  announceCreation(site, row, { subject: subject(row), actor });
  return row;
}

const TOLD = ['status', 'invoiceNumber', 'billingDate', 'paymentDate', 'originId'] as const;

function historyOf(site: Site, row: RequisitionRow, by: { change: Partial<RequisitionRow>; actor: Actor }) {
  return TOLD.filter(name => name in by.change && by.change[name] !== row[name]).map(
    (name): ChangeHistoryRow => ({
      id: count(site.state, 'changeHistory', 1),
      column: name,
      oldValue: row[name] ?? '',
      newValue: by.change[name] ?? '',
      byId: by.actor.userId,
      createdAt: stampNow(site),
    }),
  );
}

export function changeRequisition(
  site: Site,
  row: RequisitionRow,
  by: { change: Partial<RequisitionRow>; actor: Actor },
): void {
  const entries = historyOf(site, row, by);
  changeRow(site, row, { subject: subject(row), ...by });
  row.history.push(...entries);
}

export function removeRequisition(site: Site, row: RequisitionRow, actor: Actor): void {
  remove(site.state.requisitions, row);
  announceRemoval(site, row, { subject: subject(row), actor });
}

export function addBillingPeriod(site: Site, row: BillingPeriodRow): BillingPeriodRow {
  site.state.billingPeriods.push(row);
  site.keeper.touch();
  return row;
}
