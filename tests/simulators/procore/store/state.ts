import type { CodeRow, TokenRow } from '../oauth/rows';
import type { DeliveryRow, HookRow, TriggerRow } from '../webhooks/rows';
import type {
  BudgetChangeRow,
  BudgetLineRow,
  BudgetModificationRow,
  BudgetRow,
  BudgetSnapshotRow,
} from './budget-rows';
import type { PackageRow, PotentialChangeRow, RequestRow } from './change-rows';
import type { BillingPeriodRow, DirectCostRow, PaymentRow, RequisitionRow } from './cost-rows';
import { ofContract } from './grouped';
import type {
  CompanyRow,
  ContractRow,
  CostCodeListRow,
  CostCodeRow,
  CostTypeRow,
  LineRow,
  PersonRow,
  PrimeContractRow,
  ProjectRow,
  ServiceAccountRow,
  StandardCostCodeRow,
  SubJobRow,
  TaxCodeRow,
  UnitRow,
  VendorRow,
  WbsCodeRow,
} from './rows';

/** Raised when rows change their form: a state saved in another one is not taken up. */
export const STATE_VERSION = 2;

/** The whole of the simulated Procore. A new record kind is one more list here. */
export interface State {
  readonly version: typeof STATE_VERSION;
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
  readonly units: UnitRow[];
  readonly taxCodes: TaxCodeRow[];
  readonly subJobs: SubJobRow[];
  readonly primeContracts: PrimeContractRow[];
  readonly budgets: BudgetRow[];
  readonly budgetLines: BudgetLineRow[];
  readonly budgetModifications: BudgetModificationRow[];
  readonly budgetChanges: BudgetChangeRow[];
  readonly budgetSnapshots: BudgetSnapshotRow[];
  readonly packages: PackageRow[];
  readonly requests: RequestRow[];
  readonly potentialChanges: PotentialChangeRow[];
  readonly billingPeriods: BillingPeriodRow[];
  readonly requisitions: RequisitionRow[];
  readonly payments: PaymentRow[];
  readonly directCosts: DirectCostRow[];
  readonly hooks: HookRow[];
  readonly triggers: TriggerRow[];
  readonly deliveries: DeliveryRow[];
  readonly tokens: TokenRow[];
  readonly codes: CodeRow[];
}

/** Lists whose records get their ids here, and the first id of a company with 15-digit ids and of one with small ids. */
const FIRST_IDS = {
  projects: [1, 1],
  costCodeLists: [1, 1],
  standardCostCodes: [1, 1],
  costCodes: [1, 1],
  costTypes: [1, 1],
  wbsCodes: [1, 1],
  vendors: [1, 1],
  contracts: [1, 1],
  lines: [1, 1],
  units: [1200, 21],
  taxCodes: [3300, 31],
  subJobs: [598134328010001, 411],
  primeContracts: [598134328020001, 421],
  budgetLines: [598134328100001, 5101],
  budgetModifications: [598134328110001, 5201],
  budgetChanges: [598134328120001, 5301],
  budgetChangeLines: [598134328130001, 5401],
  budgetSnapshots: [598134328140001, 5501],
  packages: [598134328200001, 6101],
  requests: [598134328210001, 6201],
  potentialChanges: [598134328220001, 6301],
  changeLines: [598134328230001, 6401],
  billingPeriods: [598134328300001, 7101],
  requisitions: [598134328310001, 7201],
  requisitionItems: [598134328400001, 7301],
  payments: [598134328500001, 7401],
  directCosts: [598134328600001, 7501],
  directCostLines: [598134328610001, 7601],
} as const;

export type Numbered = keyof typeof FIRST_IDS;

const HAS_LONG_IDS = 1e12;

/** The next id after those of the same list and company, so that a company keeps its size of ids. */
export function nextId(state: State, list: Numbered, companyId: number): number {
  const key = `${list}:${companyId}`;
  const id = state.counters[key] ?? firstId(state, list, companyId);
  state.counters[key] = id + 1;
  return id;
}

function firstId(state: State, list: Numbered, companyId: number): number {
  const [long, short]: readonly [number, number] = FIRST_IDS[list];
  const first = companyId > HAS_LONG_IDS ? long : short;
  const rows: readonly Numerable[] = list in state ? state[list as keyof Seeded] : [];
  return rows
    .filter(row => row.companyId === companyId)
    .reduce((next, row) => Math.max(next, row.id + 1), first);
}

/** Lists that hold rows of their own; lines of change orders, invoices and costs lie inside their records. */
interface Numerable {
  readonly id: number;
  readonly companyId: number;
}

type Seeded = Pick<State, Extract<Numbered, keyof State>>;

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
  [...ofContract(state.lines, contractId)].sort((a, b) => a.position - b.position);

export function remove<Row>(rows: Row[], row: Row): void {
  const index = rows.indexOf(row);
  if (index >= 0) rows.splice(index, 1);
}
