import { and, eq, sql } from 'drizzle-orm';
import { type deliveries, exports } from '@/drizzle/schema';
import type { DirectoryKind } from '@/lib/core/kinds';
import {
  CHANGE_ORDERS,
  recheckExports,
  refreshBudget,
  refreshCommitments,
  refreshProject,
  refreshRecords,
} from '@/lib/exports';
import {
  costOfLine,
  reconcileDirectCosts,
  refreshDirectCost,
  refreshDirectory,
  refreshPayment,
} from '@/lib/imports';
import type { CommitmentKind, EventType, ProcoreSession, Trigger } from '@/lib/procore';
import { type Ctx, inCompany, membersOf } from '@/lib/tenancy';
import type { TaskDeps } from './deps';
import { checkPeople } from './people-left';
import { readChangeOrders, SOURCES, type Source } from './sources';

export type Told = typeof deliveries.$inferSelect;

export interface Work {
  /** Equal for events that one reading settles. */
  readonly key: string;
  readonly run: (work: { deps: TaskDeps; ctx: Ctx; procore: ProcoreSession }) => Promise<unknown>;
  /** What is compared whole when the event cannot be worked off. */
  readonly place: { readonly source: Source; readonly projectId: string } | null;
}

interface Hint {
  readonly events: readonly EventType[];
  /** Null for an event that does not say enough. */
  readonly work: (told: Told) => Work | null;
}

const ALWAYS: readonly EventType[] = ['create', 'update', 'delete'];
/** Procore tells of no deletion of these. */
const KEPT: readonly EventType[] = ['create', 'update'];

function contract(kind: CommitmentKind): Hint {
  return {
    events: ALWAYS,
    work: ({ procoreProjectId: projectId, resourceId: id }) =>
      projectId === null
        ? null
        : {
            key: `${kind}:${id}`,
            run: ({ ctx, procore }) => refreshCommitments(ctx, procore, [{ projectId, kind, id }]),
            place: { source: SOURCES.commitments, projectId },
          },
  };
}

/** A line tells its own id only: its commitment is the one it was last seen in, or else one that changed just now. */
function contractLine(kind: CommitmentKind): Hint {
  return {
    events: ALWAYS,
    work: ({ procoreProjectId: projectId, resourceId: lineId }) =>
      projectId === null
        ? null
        : {
            key: `${kind} line:${lineId}`,
            run: async ({ ctx, procore }) => {
              const id = await holderOf(ctx, projectId, lineId);
              return id === null
                ? await refreshProject(ctx, procore, projectId)
                : await refreshCommitments(ctx, procore, [{ projectId, kind, id }]);
            },
            place: { source: SOURCES.commitments, projectId },
          },
  };
}

async function holderOf(ctx: Ctx, projectId: string, lineId: string): Promise<string | null> {
  const hasLine = sql`${exports.snapshot} -> 'lines' @> ${JSON.stringify([{ id: lineId }])}::jsonb`;
  const rows = await inCompany(ctx, tx =>
    tx
      .select({ id: exports.procoreId })
      .from(exports)
      .where(
        and(
          eq(exports.companyId, ctx.company.id),
          eq(exports.kind, 'commitment'),
          eq(exports.procoreProjectId, projectId),
          hasLine,
        ),
      ),
  );
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}

function directory(kind: DirectoryKind, events: readonly EventType[]): Hint {
  return {
    events,
    work: () => ({
      key: `directory:${kind}`,
      run: async ({ ctx, procore }) => {
        await refreshDirectory(ctx, procore, kind);
        await recheckExports(ctx);
      },
      place: null,
    }),
  };
}

/** What an event of a project's record asks for, under a key that equals that of events which the same reading settles. */
function inProject(
  source: Source,
  work: (at: { projectId: string; id: string }) => Pick<Work, 'key' | 'run'>,
): Hint {
  return {
    events: ALWAYS,
    work: ({ procoreProjectId: projectId, resourceId: id }) =>
      projectId === null ? null : { ...work({ projectId, id }), place: { source, projectId } },
  };
}

const changeOrder = inProject(SOURCES.change_orders, ({ projectId, id }) => ({
  key: `change order:${id}`,
  run: ({ ctx, procore }) =>
    refreshRecords(ctx, procore, { reader: CHANGE_ORDERS, projectId, part: '', ids: [id] }),
}));

/** What lies below a change order does not tell which one that is. */
const tier = inProject(SOURCES.change_orders, ({ projectId }) => ({
  key: `change orders:${projectId}`,
  run: ({ ctx, procore }) => readChangeOrders(ctx, procore, projectId),
}));

const payment = inProject(SOURCES.commitments, ({ projectId, id }) => ({
  key: `payment:${id}`,
  run: ({ ctx, procore }) => refreshPayment(ctx, procore, { projectId, id }),
}));

/** A budget is one record, whatever part of it changed. */
const budget = inProject(SOURCES.budgets, ({ projectId }) => ({
  key: `budget:${projectId}`,
  run: ({ ctx, procore }) => refreshBudget(ctx, procore, projectId),
}));

const directCost = inProject(SOURCES.direct_costs, ({ projectId, id }) => ({
  key: `direct cost:${id}`,
  run: ({ ctx, procore }) => refreshDirectCost(ctx, procore, { projectId, id }),
}));

const directCostLine = inProject(SOURCES.direct_costs, ({ projectId, id: lineId }) => ({
  key: `direct cost line:${lineId}`,
  run: async ({ ctx, procore }) => {
    const id = await costOfLine(ctx, projectId, lineId);
    return id === null
      ? await reconcileDirectCosts(ctx, procore, projectId)
      : await refreshDirectCost(ctx, procore, { projectId, id });
  },
}));

/** Most people of a company never come here: nothing is asked about them. */
const people: Hint = {
  events: KEPT,
  work: ({ resourceId }) => ({
    key: `person:${resourceId}`,
    run: async ({ deps, ctx }) => {
      const isOurs = (await membersOf(ctx)).some(one => one.procoreUserId === resourceId);
      if (isOurs) await checkPeople(deps, ctx.company);
    },
    place: null,
  }),
};

/** Procore's resources, as it spells them: what we ask to be told of each, and what is read then. */
const HINTS: Readonly<Record<string, Hint>> = {
  'Purchase Order Contracts': contract('purchase_order'),
  'Purchase Order Contract Line Items': contractLine('purchase_order'),
  'Work Order Contracts': contract('subcontract'),
  'Work Order Contract Line Items': contractLine('subcontract'),
  'Change Order Packages': changeOrder,
  'Change Order Requests': tier,
  'Potential Change Orders': tier,
  'Potential Change Order Line Items': tier,
  'Contract Payments': payment,
  'Budget Line Items': budget,
  'Budget Modifications': budget,
  'Budget Changes': budget,
  'Direct Costs': directCost,
  'Direct Cost Line Items': directCostLine,
  'Company Vendors': directory('vendor', KEPT),
  Projects: directory('project', KEPT),
  'Standard Cost Codes': directory('cost_code', ALWAYS),
  'Standard Cost Code Lists': directory('cost_code', ['create']),
  'Company Users': people,
};

/** Everything a webhook of ours is to be told of. */
export const TRIGGERS: readonly Trigger[] = Object.entries(HINTS).flatMap(([resourceName, { events }]) =>
  events.map(event => ({ resourceName, event })),
);

/** What an event asks for; null for one that we did not ask for. */
export function workFor(told: Told): Work | null {
  return HINTS[told.resourceName]?.work(told) ?? null;
}
