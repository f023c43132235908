/** What happened in a project beyond its commitments. Codes are full codes such as `03-300`; amounts decimal strings. */
export interface ProjectHistory {
  readonly projectId: number;
  /** Absent where nobody ever opened the budget. */
  readonly budget?: BudgetHistory;
  /** Months of billing, first to last. */
  readonly periods: readonly PeriodHistory[];
  readonly changeOrders: readonly ChangeOrderHistory[];
  readonly invoices: readonly InvoiceHistory[];
  readonly payments: readonly PaymentHistory[];
  readonly directCosts: readonly DirectCostHistory[];
}

export interface Coded {
  readonly code: string;
  readonly costTypeId: number;
  readonly amount: string;
}

export interface BudgetHistory {
  readonly isLocked: boolean;
  readonly lines: readonly Coded[];
  /** Transfers between two of its lines, by their places; null takes from nowhere. */
  readonly modifications: readonly { from: number | null; to: number; amount: string; notes: string }[];
  readonly changes: readonly BudgetChangeHistory[];
}

export interface BudgetChangeHistory {
  readonly title: string;
  readonly status: 'draft' | 'under_review' | 'approved' | 'void';
  readonly lines: readonly Coded[];
}

export interface PeriodHistory {
  readonly startDate: string;
  readonly endDate: string;
  readonly dueDate: string;
  readonly isOpen: boolean;
}

export interface ChangeOrderHistory {
  readonly commitmentId: number;
  readonly title: string;
  readonly status: 'draft' | 'pending' | 'approved' | 'rejected' | 'void';
  readonly date: string;
  readonly lines: readonly (Coded & { readonly description: string; readonly changesLine?: number })[];
  /** What the header says when it does not equal the lines. */
  readonly statedTotal?: string;
}

/** Claims of one period on the commitment's lines, by their places. */
export interface ClaimHistory {
  readonly line: number;
  readonly completed?: string;
  readonly stored?: string;
  readonly moved?: string;
  /** Retainage given back. */
  readonly released?: string;
}

/** Invoices of one commitment follow each other in the order they stand in. */
export interface InvoiceHistory {
  readonly commitmentId: number;
  readonly invoiceNumber: string | null;
  readonly status: 'draft' | 'under_review' | 'revise_and_resubmit' | 'approved' | 'approved_as_noted';
  /** Place of its period. */
  readonly period: number;
  readonly claims: readonly ClaimHistory[];
  /** Claims on lines of approved change orders, by their places among all of them. */
  readonly changeClaims?: readonly ClaimHistory[];
  readonly statedDue?: string;
}

export interface PaymentHistory {
  readonly commitmentId: number;
  /** Which of the commitment's invoices it pays, counted from one. */
  readonly invoice: number;
  readonly amount: string;
  readonly date: string;
  readonly checkNumber: string;
}

export interface DirectCostHistory {
  readonly type: 'invoice' | 'expense' | 'payroll';
  readonly status: 'draft' | 'pending' | 'approved';
  readonly vendorId: number | null;
  readonly number: string;
  readonly date: string;
  readonly description: string;
  readonly lines: readonly (Coded & { readonly description: string })[];
}
