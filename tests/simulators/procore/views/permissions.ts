import type { ToolLevel, ToolLevels } from '../../world';
import type { JsonObject } from '../json';

/** Ids grow with the level; readers go by the name. */
const LEVEL_IDS: Readonly<Record<ToolLevel, number>> = { None: 1, 'Read Only': 2, Standard: 3, Admin: 4 };

interface Tool {
  readonly name: string;
  readonly title: string;
  readonly domainId: number;
  readonly group: 'core' | 'financial';
}

const COMPANY_TOOLS: readonly Tool[] = [
  { name: 'admin', title: 'Admin', domainId: 12, group: 'core' },
  { name: 'directory', title: 'Directory', domainId: 13, group: 'core' },
  { name: 'erp_integrations', title: 'ERP Integrations', domainId: 31, group: 'financial' },
];

const PROJECT_TOOLS: readonly Tool[] = [
  { name: 'directory', title: 'Directory', domainId: 13, group: 'core' },
  { name: 'budget', title: 'Budget', domainId: 40, group: 'financial' },
  { name: 'commitments', title: 'Commitments', domainId: 41, group: 'financial' },
  { name: 'change_orders', title: 'Change Orders', domainId: 42, group: 'financial' },
  { name: 'direct_costs', title: 'Direct Costs', domainId: 43, group: 'financial' },
  { name: 'invoicing', title: 'Invoicing', domainId: 44, group: 'financial' },
];

const PUSH: JsonObject = {
  id: 88,
  action_name: 'push_to_accounting',
  label: 'Can Push to Accounting',
  tool_name: 'erp_integrations',
};

export interface Holder {
  readonly levels: ToolLevels;
  readonly canPushToAccounting: boolean;
  /** Beginning of the tools' addresses. */
  readonly path: string;
}

function toolView(tool: Tool, holder: Holder): JsonObject {
  const level = holder.levels[tool.name] ?? 'None';
  const canCreate = level === 'Standard' || level === 'Admin';
  const url = `${holder.path}/${tool.name}`;
  return {
    id: 4400 + tool.domainId,
    name: tool.name,
    friendly_name: tool.title,
    domain_id: tool.domainId,
    tab_group: tool.group,
    available_for_user: level !== 'None',
    url,
    user_access_level: { id: LEVEL_IDS[level], name: level },
    permitted_actions: tool.name === 'erp_integrations' && holder.canPushToAccounting ? [PUSH] : [],
    create_url: canCreate && tool.name === 'commitments' ? `${url}/create` : null,
    can_create: canCreate,
    trial: false,
  };
}

export const companyManifest = (holder: Holder): JsonObject => ({
  tools: COMPANY_TOOLS.map(tool => toolView(tool, holder)),
});

export const projectManifest = (holder: Holder): JsonObject => ({
  tools: PROJECT_TOOLS.map(tool => toolView(tool, holder)),
});
