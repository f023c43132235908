import type { CodeRow, TokenRow } from '../oauth/rows';
import type { DeliveryRow, HookRow, TriggerRow } from '../webhooks/rows';
import type {
  CompanyRow,
  ContractRow,
  CostCodeListRow,
  CostCodeRow,
  CostTypeRow,
  LineRow,
  PersonRow,
  ProjectRow,
  ServiceAccountRow,
  StandardCostCodeRow,
  VendorRow,
  WbsCodeRow,
} from './rows';

/** The whole of the simulated Procore. A new record kind is one more list here. */
export interface State {
  readonly version: 1;
  readonly seed: number;
  /** Next numbers by name; ids of each kind and company, events, secrets. */
  readonly counters: Record<string, number>;
  readonly serviceAccount: ServiceAccountRow;
  readonly companies: CompanyRow[];
  readonly people: PersonRow[];
  readonly projects: ProjectRow[];
  readonly costCodeLists: CostCodeListRow[];
  readonly standardCostCodes: StandardCostCodeRow[];
  readonly costCodes: CostCodeRow[];
  readonly costTypes: CostTypeRow[];
  readonly wbsCodes: WbsCodeRow[];
  readonly vendors: VendorRow[];
  readonly contracts: ContractRow[];
  readonly lines: LineRow[];
  readonly hooks: HookRow[];
  readonly triggers: TriggerRow[];
  readonly deliveries: DeliveryRow[];
  readonly tokens: TokenRow[];
  readonly codes: CodeRow[];
}

/** Lists whose records get their ids here. */
type Numbered =
  | 'projects'
  | 'standardCostCodes'
  | 'costCodes'
  | 'costTypes'
  | 'wbsCodes'
  | 'vendors'
  | 'contracts'
  | 'lines';

/** The next id after those of the same list and company, so that a company keeps its size of ids. */
export function nextId(state: State, list: Numbered, companyId: number): number {
  const key = `${list}:${companyId}`;
  const rows: readonly { id: number; companyId: number }[] = state[list];
  const ids = rows.filter(row => row.companyId === companyId).map(row => row.id);
  const id = state.counters[key] ?? Math.max(0, ...ids) + 1;
  state.counters[key] = id + 1;
  return id;
}

export function count(state: State, name: string, first: number): number {
  const value = state.counters[name] ?? first;
  state.counters[name] = value + 1;
  return value;
}

export function byId<Row extends { readonly id: number }>(
  rows: readonly Row[],
  id: number | null,
): Row | undefined {
  return id === null ? undefined : rows.find(row => row.id === id);
}

export const linesOf = (state: State, contractId: number): LineRow[] =>
  state.lines.filter(line => line.contractId === contractId).sort((a, b) => a.position - b.position);

export function remove<Row>(rows: Row[], row: Row): void {
  const index = rows.indexOf(row);
  if (index >= 0) rows.splice(index, 1);
}
