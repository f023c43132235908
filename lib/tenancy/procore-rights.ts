import type { ExportKind } from '@/lib/core/kinds';
import type { Tool } from '@/lib/procore';
import type { ProjectRights } from './rights';

/** What Procore's tools let a person do here. Names are matched without case. */
const ADMIN_TOOL = 'admin';
const ERP_TOOL = 'erp_integrations';
const PUSH_ACTION = 'push_to_accounting';
/** Kinds that people of a project send, by the project's tool. Directories and cost codes are the company's, not theirs. */
const SENDING_TOOLS: Partial<Record<ExportKind, string>> = {
  budget: 'budget',
  commitment: 'commitments',
  change_order: 'change_orders',
  invoice: 'invoicing',
};

const SEES = new Set(['read only', 'standard', 'admin']);
const WRITES = new Set(['standard', 'admin']);

export type Levels = Readonly<Record<string, string>>;

/** A person's levels on the company's tools, as they are kept for a minute. */
export interface CompanyTools {
  readonly levels: Levels;
  readonly actions: readonly string[];
}

export function keptTools(tools: readonly Tool[]): CompanyTools {
  return {
    levels: Object.fromEntries(tools.map(tool => [tool.name.toLowerCase(), tool.level.toLowerCase()])),
    actions: tools.flatMap(tool => tool.actions.map(action => action.toLowerCase())),
  };
}

export function isAdminInProcore(tools: CompanyTools): boolean {
  return tools.levels[ADMIN_TOOL] === 'admin';
}

/** Procore's own privilege, "Can Push to Accounting": approves everything. */
export function mayApproveInProcore(tools: CompanyTools): boolean {
  return tools.actions.includes(PUSH_ACTION) && WRITES.has(tools.levels[ERP_TOOL] ?? 'none');
}

/** By the levels on a project's tools; null where the person may not see the project. */
export function projectRights(tools: Levels | null): ProjectRights {
  const levelOf = (tool: string): string => tools?.[tool] ?? 'none';
  const kinds = Object.entries(SENDING_TOOLS) as [ExportKind, string][];
  const withLevel = (levels: ReadonlySet<string>): ReadonlySet<ExportKind> =>
    new Set(kinds.filter(([, tool]) => levels.has(levelOf(tool))).map(([kind]) => kind));
  return { canSee: withLevel(SEES), canSend: withLevel(WRITES) };
}
