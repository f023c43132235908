import type { Link, More, Stamps } from './rows';

export interface BillingPeriodRow extends Stamps {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  readonly position: number;
  readonly startDate: string;
  readonly endDate: string;
  readonly dueDate: string;
  status: 'open' | 'closed';
}

export const REQUISITION_STATUSES = [
  'draft',
  'under_review',
  'revise_and_resubmit',
  'approved',
  'approved_as_noted',
  'pending_owner_approval',
] as const;

export type RequisitionStatus = (typeof REQUISITION_STATUSES)[number];

/** What one period claims on one line. Everything before it is the sum of the invoices before. */
export interface RequisitionItemRow {
  readonly id: number;
  readonly itemType: 'contract_item' | 'change_order_item';
  /** A line of the contract, or of a change order. */
  readonly lineId: number;
  readonly packageId: number | null;
  completed: string;
  quantity: string;
  /** Materials on site at the end of the period, and those of earlier periods that were built in. */
  stored: string;
  moved: string;
  percent: string;
  storedPercent: string;
  retained: string;
  released: string;
  movedRetained: string;
  /** All that is held back on materials at the end of the period. */
  storedRetained: string;
  storedReleased: string;
  claimed: string;
  comment: string | null;
  status: string | null;
}

/** A subcontractor invoice. `number` counts up within its commitment. */
export interface RequisitionRow extends Stamps, Link {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  readonly contractId: number;
  readonly createdById: number;
  readonly number: number;
  invoiceNumber: string | null;
  status: RequisitionStatus;
  periodId: number | null;
  billingDate: string;
  startDate: string;
  endDate: string;
  dueDate: string | null;
  paymentDate: string | null;
  submittedAt: string | null;
  isFinal: boolean;
  /** What the header says is due when it does not equal the lines. */
  statedDue: string | null;
  items: RequisitionItemRow[];
  history: ChangeHistoryRow[];
}

export interface ChangeHistoryRow {
  readonly id: number;
  readonly column: string;
  readonly oldValue: string;
  readonly newValue: string;
  readonly byId: number;
  readonly createdAt: string;
}

export const PAYMENT_METHODS = ['check', 'credit_card', 'electronic'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** "Payments issued" of a commitment. */
export interface PaymentRow extends Stamps, Link {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  readonly contractId: number;
  requisitionId: number | null;
  amount: string;
  date: string | null;
  paymentNumber: number;
  drawNumber: number | null;
  invoiceNumber: string | null;
  checkNumber: string | null;
  method: PaymentMethod | null;
  notes: string;
  status: string | null;
  more: More;
}

export const DIRECT_COST_TYPES = ['invoice', 'expense', 'payroll'] as const;
export type DirectCostType = (typeof DIRECT_COST_TYPES)[number];
export const DIRECT_COST_STATUSES = ['draft', 'pending', 'revise_and_resubmit', 'approved'] as const;
export type DirectCostStatus = (typeof DIRECT_COST_STATUSES)[number];

export interface DirectCostLineRow extends Stamps, Link {
  readonly id: number;
  readonly companyId: number;
  position: number;
  costCodeId: number | null;
  costTypeId: number | null;
  wbsCodeId: number | null;
  description: string;
  amount: string;
  quantity: string;
  unitCost: string;
  uom: string | null;
  extendedType: 'manual' | 'calculated';
  taxCodeId: number | null;
  ref: string | null;
}

export interface DirectCostRow extends Stamps, Link {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  type: DirectCostType;
  status: DirectCostStatus;
  vendorId: number | null;
  employeeId: number | null;
  invoiceNumber: string | null;
  description: string;
  date: string | null;
  receivedDate: string | null;
  paymentDate: string | null;
  terms: string | null;
  lines: DirectCostLineRow[];
}
