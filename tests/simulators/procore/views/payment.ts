import type { JsonObject } from '../json';
import type { PaymentRow } from '../store/cost-rows';
import { CURRENCY, originOf, originWithoutCode } from './shared';

export const paymentView = (row: PaymentRow): JsonObject => ({
  id: row.id,
  contract_id: row.contractId,
  project_id: row.projectId,
  requisition_id: row.requisitionId,
  amount: row.amount,
  date: row.date,
  payment_number: row.paymentNumber,
  draw_request_number: row.drawNumber,
  invoice_number: row.invoiceNumber,
  check_number: row.checkNumber,
  notes: row.notes,
  status: row.status,
  attachments: [],
  external_payment_id: null,
  date_payment_initiated: null,
  date_payment_settled: null,
  ...originOf(row),
  created_at: row.createdAt,
  updated_at: row.updatedAt,
});

/** As a contract shows its payments. */
export const paymentInContract = (row: PaymentRow): JsonObject => ({
  id: row.id,
  amount: row.amount,
  check_number: row.checkNumber,
  created_at: row.createdAt,
  date: row.date,
  draw_request_number: row.drawNumber,
  invoice_number: row.invoiceNumber,
  notes: row.notes,
  payment_number: row.paymentNumber,
  attachments: [],
  ...originWithoutCode(row),
  currency_configuration: CURRENCY,
});
