import type { Actor, Site } from '../site';
import type { PaymentRow } from '../store/cost-rows';
import { remove } from '../store/state';
import { announceCreation, announceRemoval, changeRow, type Subject } from './records';

const subject = (row: PaymentRow): Subject => ({
  words: 'Payment issued',
  resourceName: 'Contract Payments',
  projectId: row.projectId,
});

export function addPayment(site: Site, row: PaymentRow, actor: Actor): PaymentRow {
  site.state.payments.push(row);
  announceCreation(site, row, { subject: subject(row), actor });
  return row;
}

export function changePayment(
  site: Site,
  row: PaymentRow,
  by: { change: Partial<PaymentRow>; actor: Actor },
): void {
  changeRow(site, row, { subject: subject(row), ...by });
}

export function removePayment(site: Site, row: PaymentRow, actor: Actor): void {
  remove(site.state.payments, row);
  announceRemoval(site, row, { subject: subject(row), actor });
}
