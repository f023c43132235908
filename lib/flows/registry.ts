import type { ExportKind } from '@/lib/core/kinds';
import { budgetFlow } from './budget';
import { changeOrderFlow } from './change-order';
import { commitmentFlow } from './commitment';
import { costCodeFlow } from './cost-code';
import type { ExportFlow } from './flow';
import { invoiceFlow } from './invoice';
import { projectFlow } from './project';
import { vendorFlow } from './vendor';

/** The rows of the integration map that are carried. A new kind is one file and one line here. */
const FLOWS: Partial<Record<ExportKind, ExportFlow>> = {
  cost_code: costCodeFlow as ExportFlow,
  project: projectFlow as ExportFlow,
  vendor: vendorFlow as ExportFlow,
  budget: budgetFlow as ExportFlow,
  commitment: commitmentFlow as ExportFlow,
  change_order: changeOrderFlow as ExportFlow,
  invoice: invoiceFlow as ExportFlow,
};

export const CARRIED_KINDS = Object.keys(FLOWS) as ExportKind[];

/** Whether records of a kind carry QuickBooks' id in Procore. A budget has nothing that could. */
export function isMarkedInProcore(kind: ExportKind): boolean {
  return flowOf(kind)?.originData(1) !== null;
}

/** The flow of a kind; null for a kind that is not carried yet. */
export function flowOf(kind: ExportKind): ExportFlow | null {
  return FLOWS[kind] ?? null;
}
