import {
  CHANGE_ORDERS,
  COMMITMENTS,
  compareWhole,
  INVOICES,
  readChanges,
  readTiers,
  refreshBudget,
} from '@/lib/exports';
import { comparePayments, readDirectCosts, reconcileDirectCosts } from '@/lib/imports';
import type { ProcoreSession } from '@/lib/procore';
import type { Ctx } from '@/lib/tenancy';

/** How far a source was read, before a look for changes. */
export interface Look {
  readonly projectId: string;
  /** Null before the first time. */
  readonly readTo: Date | null;
}

/** Records that are read project by project. A kind that is carried has a row in `SOURCES`. */
export interface Source {
  /** Part of its cursors' names. */
  readonly name: string;
  /** Whether Procore tells of every change; otherwise changes are asked for again and again. */
  readonly isHeard: boolean;
  /** Calls that a look for changes takes where nothing changed. */
  readonly callsPerLook: number;
  /** Reads what changed since the last look. */
  readonly readChanges: (ctx: Ctx, procore: ProcoreSession, look: Look) => Promise<unknown>;
  /** Compares everything, also what is gone, needing no memory of earlier looks; tells how much differed. */
  readonly readWhole: (ctx: Ctx, procore: ProcoreSession, projectId: string) => Promise<{ found: number }>;
}

export const SOURCES = {
  /** With the payments issued on them, of which a commitment tells nothing but the sum. */
  commitments: {
    name: 'commitments',
    isHeard: true,
    callsPerLook: 2,
    readChanges: (ctx, procore, { projectId }) =>
      readChanges(ctx, procore, { reader: COMMITMENTS, projectId }),
    readWhole: async (ctx, procore, projectId) => {
      const { found, listed } = await compareWhole(ctx, procore, { reader: COMMITMENTS, projectId });
      const payments = await comparePayments(ctx, procore, { projectId, commitments: listed });
      return { found: found + payments.found };
    },
  },
  change_orders: {
    name: 'change_orders',
    isHeard: true,
    callsPerLook: 2,
    readChanges: async (ctx, procore, { projectId }) => {
      await readChanges(ctx, procore, { reader: CHANGE_ORDERS, projectId });
      await readTiers(ctx, procore, projectId);
    },
    readWhole: readChangeOrders,
  },
  invoices: {
    name: 'invoices',
    isHeard: false,
    callsPerLook: 1,
    readChanges: (ctx, procore, { projectId }) => readChanges(ctx, procore, { reader: INVOICES, projectId }),
    readWhole: (ctx, procore, projectId) => compareWhole(ctx, procore, { reader: INVOICES, projectId }),
  },
  /** Procore does not tell that one was locked; that is seen when it is compared. */
  budgets: {
    name: 'budgets',
    isHeard: true,
    callsPerLook: 5,
    readChanges: (ctx, procore, { projectId }) => refreshBudget(ctx, procore, projectId),
    readWhole: refreshBudget,
  },
  direct_costs: {
    name: 'direct_costs',
    isHeard: true,
    callsPerLook: 1,
    readChanges: (ctx, procore, { projectId, readTo: since }) =>
      readDirectCosts(ctx, procore, { projectId, since }),
    readWhole: reconcileDirectCosts,
  },
} as const satisfies Readonly<Record<string, Source>>;

/** Packages and everything below them. */
export async function readChangeOrders(
  ctx: Ctx,
  procore: ProcoreSession,
  projectId: string,
): Promise<{ found: number }> {
  const { found } = await compareWhole(ctx, procore, { reader: CHANGE_ORDERS, projectId });
  const tiers = await readTiers(ctx, procore, projectId);
  return { found: found + tiers.found };
}

/** In the order they are read where all are due: change orders show whom their commitment is with. */
export const ALL_SOURCES: readonly Source[] = Object.values(SOURCES);

export function cursorName(source: Source, projectId: string): string {
  return `${source.name}:${projectId}`;
}
