import type { BudgetChangeStatus } from './store/budget-rows';
import type { ChangeStatus } from './store/change-rows';
import type { DirectCostStatus, DirectCostType, PaymentMethod, RequisitionStatus } from './store/cost-rows';

/** A line as people type it; the code is a full one such as `03-300`. */
export interface CodedLine {
  readonly costCode: string;
  readonly amount: string;
  readonly description?: string;
  readonly costTypeId?: number;
}

export interface NewChangeOrder {
  readonly commitmentId: number;
  readonly title: string;
  readonly description?: string;
  /** Draft when absent. */
  readonly status?: ChangeStatus;
  readonly lines: readonly (CodedLine & { readonly commitmentLineId?: number })[];
  readonly statedTotal?: string;
}

export interface ChangeOrderPatch {
  readonly title?: string;
  readonly description?: string;
  readonly status?: ChangeStatus;
  readonly statedTotal?: string | null;
  /** Another integration's mark. */
  readonly originId?: string | null;
}

/** Claims on items by the id of the line they stand on: of the contract, or of an approved change order. */
export interface LineClaim {
  readonly lineId: number;
  readonly completed?: string;
  readonly stored?: string;
  readonly moved?: string;
  readonly released?: string;
  readonly retained?: string;
}

export interface NewInvoice {
  readonly commitmentId: number;
  readonly invoiceNumber?: string | null;
  readonly status?: RequisitionStatus;
  readonly periodId?: number | null;
  readonly billingDate?: string;
  readonly claims?: readonly LineClaim[];
  readonly statedDue?: string;
}

export type InvoicePatch = Partial<Omit<NewInvoice, 'commitmentId' | 'statedDue'>> & {
  readonly statedDue?: string | null;
  readonly originId?: string | null;
};

export interface NewPayment {
  readonly commitmentId: number;
  readonly amount: string;
  readonly date?: string;
  readonly checkNumber?: string;
  readonly invoiceNumber?: string;
  readonly requisitionId?: number | null;
  readonly method?: PaymentMethod;
  readonly notes?: string;
}

export type PaymentPatch = Partial<Omit<NewPayment, 'commitmentId'>> & { readonly originId?: string | null };

export interface NewDirectCost {
  readonly projectId: number;
  readonly type: DirectCostType;
  readonly status?: DirectCostStatus;
  readonly vendorId?: number | null;
  readonly invoiceNumber?: string;
  readonly date?: string;
  readonly description?: string;
  readonly lines: readonly CodedLine[];
}

export type DirectCostPatch = Partial<Omit<NewDirectCost, 'projectId' | 'lines'>> & {
  readonly originId?: string | null;
};

/** What people do by hand with money beyond the commitments. The same manners as in `Office`. */
export interface FinancialOffice {
  lockBudget(projectId: number): void;
  /** Takes the transfers away, as Procore does. */
  unlockBudget(projectId: number): void;
  addBudgetLine(projectId: number, line: CodedLine): number;
  updateBudgetLine(lineId: number, amount: string): void;
  removeBudgetLine(lineId: number): void;
  /** Moves an amount between two lines; null takes it from nowhere. */
  transferBudget(input: { fromLineId: number | null; toLineId: number; amount: string }): number;
  createBudgetChange(input: {
    projectId: number;
    title: string;
    status?: BudgetChangeStatus;
    lines: readonly CodedLine[];
  }): number;
  setBudgetChangeStatus(id: number, status: BudgetChangeStatus): void;
  deleteBudgetChange(id: number): void;
  setChangeOrderTiers(projectId: number, tiers: 1 | 2 | 3): void;
  /** Returns the id of the package, with whatever the project's tiers need below it. */
  createChangeOrder(input: NewChangeOrder): number;
  updateChangeOrder(id: number, patch: ChangeOrderPatch): void;
  approveChangeOrder(id: number): void;
  deleteChangeOrder(id: number): void;
  /** On an approved change order: reopened, changed and approved again. */
  addChangeOrderLine(id: number, line: CodedLine): number;
  updateChangeOrderLine(lineId: number, patch: { amount?: string; description?: string }): void;
  removeChangeOrderLine(lineId: number): void;
  addBillingPeriod(input: { projectId: number; startDate: string; endDate: string; dueDate: string }): number;
  setBillingPeriod(id: number, status: 'open' | 'closed'): void;
  createInvoice(input: NewInvoice): number;
  updateInvoice(id: number, patch: InvoicePatch): void;
  approveInvoice(id: number): void;
  deleteInvoice(id: number): void;
  setPaymentsTab(commitmentId: number, isOn: boolean): void;
  createPayment(input: NewPayment): number;
  updatePayment(id: number, patch: PaymentPatch): void;
  deletePayment(id: number): void;
  createDirectCost(input: NewDirectCost): number;
  updateDirectCost(id: number, patch: DirectCostPatch): void;
  addDirectCostLine(id: number, line: CodedLine): number;
  updateDirectCostLine(lineId: number, patch: { amount?: string; description?: string }): void;
  deleteDirectCost(id: number): void;
  renameCostCode(id: number, name: string): void;
  renameStandardCostCode(id: number, name: string): void;
}
