import type { JsonObject } from '../json';
import type { Link, Stamps } from './rows';

/** Of each project; made unlocked when its first line is. */
export interface BudgetRow {
  readonly companyId: number;
  readonly projectId: number;
  isLocked: boolean;
}

export interface BudgetLineRow extends Stamps {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  wbsCodeId: number;
  amount: string;
  quantity: string;
  unitCost: string;
  uom: string | null;
  strategy: 'automatic' | 'manual';
}

/** Moves an amount from one line to another, or out of nowhere; it counts at once. */
export interface BudgetModificationRow extends Stamps, Link {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  fromLineId: number | null;
  toLineId: number;
  amount: string;
  notes: string;
}

export const BUDGET_CHANGE_STATUSES = ['draft', 'under_review', 'approved', 'void'] as const;
export type BudgetChangeStatus = (typeof BUDGET_CHANGE_STATUSES)[number];

export interface BudgetChangeLineRow {
  readonly id: number;
  wbsCodeId: number;
  description: string;
  amount: string;
  quantity: string;
  unitCost: string;
  uom: string | null;
}

/** Counts when it is approved. */
export interface BudgetChangeRow extends Stamps {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  readonly createdById: number;
  number: number;
  title: string;
  description: string;
  status: BudgetChangeStatus;
  lines: BudgetChangeLineRow[];
}

/** A frozen copy of a view. */
export interface BudgetSnapshotRow {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  readonly viewId: number;
  readonly createdById: number;
  readonly createdAt: string;
  readonly name: string;
  readonly description: string;
  readonly rows: readonly JsonObject[];
}
