import type { TokenRow } from './oauth/rows';
import type { BudgetChangeRow, BudgetLineRow, BudgetModificationRow } from './store/budget-rows';
import type { PackageRow, PotentialChangeRow } from './store/change-rows';
import type { BillingPeriodRow, DirectCostRow, PaymentRow, RequisitionRow } from './store/cost-rows';
import type {
  ContractRow,
  CostCodeRow,
  LineRow,
  Link,
  PersonRow,
  ProjectRow,
  StandardCostCodeRow,
  VendorRow,
} from './store/rows';
import { byId, linesOf, type State } from './store/state';
import type { DeliveryRow, HookRow } from './webhooks/rows';

export interface RequestRecord {
  readonly method: string;
  readonly template: string;
  readonly path: string;
  readonly status: number;
  /** The `Procore-Company-Id` header as sent. */
  readonly companyId: string | null;
  readonly requestId: string;
  readonly userAgent: string | null;
  /** `Idempotency-Token` as sent; Procore's memory of it is unknown, so nothing is made of it here. */
  readonly idempotencyToken: string | null;
  readonly at: string;
}

/** One visit to the sign-in page, whatever came of it. */
export interface AuthorizationRecord {
  readonly clientId: string | null;
  readonly redirectUri: string | null;
  readonly state: string | null;
  /** Procore documents neither; sent ones are ignored and noted. */
  readonly scope: string | null;
  readonly codeChallenge: string | null;
  readonly outcome: 'asked' | 'granted' | 'refused' | 'invalid';
}

/** Something Procore lets happen and a good integration never does. */
export interface Violation {
  readonly kind: 'foreign-origin-overwritten';
  readonly record: string;
  readonly id: number;
  readonly before: Pick<Link, 'originId' | 'originCode' | 'originData'>;
  readonly after: Pick<Link, 'originId' | 'originCode' | 'originData'>;
  readonly at: string;
}

export interface CommitmentRecord extends Readonly<ContractRow> {
  readonly lines: readonly Readonly<LineRow>[];
}

/** What a test may look at. Records are copies; changing one changes nothing. */
export interface Records {
  commitment(id: number): CommitmentRecord | undefined;
  commitments(): readonly CommitmentRecord[];
  line(id: number): Readonly<LineRow> | undefined;
  vendor(id: number): Readonly<VendorRow> | undefined;
  vendors(): readonly Readonly<VendorRow>[];
  project(id: number): Readonly<ProjectRow> | undefined;
  projects(): readonly Readonly<ProjectRow>[];
  standardCostCode(id: number): Readonly<StandardCostCodeRow> | undefined;
  costCodes(projectId: number): readonly Readonly<CostCodeRow>[];
  budgetLines(projectId: number): readonly Readonly<BudgetLineRow>[];
  isBudgetLocked(projectId: number): boolean;
  budgetModifications(projectId: number): readonly Readonly<BudgetModificationRow>[];
  budgetChanges(projectId: number): readonly Readonly<BudgetChangeRow>[];
  changeOrder(id: number): Readonly<PackageRow> | undefined;
  changeOrders(): readonly Readonly<PackageRow>[];
  potentialChanges(): readonly Readonly<PotentialChangeRow>[];
  billingPeriods(projectId: number): readonly Readonly<BillingPeriodRow>[];
  invoice(id: number): Readonly<RequisitionRow> | undefined;
  invoices(): readonly Readonly<RequisitionRow>[];
  payment(id: number): Readonly<PaymentRow> | undefined;
  payments(): readonly Readonly<PaymentRow>[];
  directCost(id: number): Readonly<DirectCostRow> | undefined;
  directCosts(): readonly Readonly<DirectCostRow>[];
  person(id: number): Readonly<PersonRow> | undefined;
  /** Newest last; the last 20,000. */
  requests(): readonly RequestRecord[];
  /** All requests of the run by method and path template, also those no longer listed. */
  requestCount(method: string, template: string): number;
  /** The same for every method and path template, as `GET /rest/…`. */
  requestTotals(): ReadonlyMap<string, number>;
  /** Answers of the run by status: what Procore watches as the health of an integration. */
  statusCount(status: number): number;
  hooks(): readonly Readonly<HookRow>[];
  deliveries(): readonly Readonly<DeliveryRow>[];
  tokens(): readonly Readonly<TokenRow>[];
  authorizations(): readonly AuthorizationRecord[];
  violations(): readonly Violation[];
}

const copy = <Row>(row: Row): Row => structuredClone(row);

function financialView(state: State) {
  const inProject = <Row extends { projectId: number }>(rows: readonly Row[], projectId: number): Row[] =>
    copy(rows.filter(row => row.projectId === projectId));
  return {
    budgetLines: (id: number) => inProject(state.budgetLines, id),
    isBudgetLocked: (id: number) => state.budgets.find(row => row.projectId === id)?.isLocked ?? false,
    budgetModifications: (id: number) => inProject(state.budgetModifications, id),
    budgetChanges: (id: number) => inProject(state.budgetChanges, id),
    changeOrder: (id: number) => copy(byId(state.packages, id)),
    changeOrders: () => copy(state.packages),
    potentialChanges: () => copy(state.potentialChanges),
    billingPeriods: (id: number) => inProject(state.billingPeriods, id),
    invoice: (id: number) => copy(byId(state.requisitions, id)),
    invoices: () => copy(state.requisitions),
    payment: (id: number) => copy(byId(state.payments, id)),
    payments: () => copy(state.payments),
    directCost: (id: number) => copy(byId(state.directCosts, id)),
    directCosts: () => copy(state.directCosts),
  };
}

const MOST_REQUESTS = 20_000;

const bump = <Key>(counts: Map<Key, number>, key: Key): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

/** Writes down what the state itself does not keep. */
export class RecordBook {
  private requestList: RequestRecord[] = [];
  private readonly byRoute = new Map<string, number>();
  private readonly byStatus = new Map<number, number>();
  readonly authorizationList: AuthorizationRecord[] = [];
  readonly violationList: Violation[] = [];

  noteRequest(record: RequestRecord): void {
    this.requestList.push(record);
    if (this.requestList.length > MOST_REQUESTS) this.requestList = this.requestList.slice(MOST_REQUESTS / 2);
    bump(this.byRoute, `${record.method} ${record.template}`);
    bump(this.byStatus, record.status);
  }

  view(state: State): Records {
    const commitment = (row: ContractRow): CommitmentRecord =>
      structuredClone({ ...row, lines: linesOf(state, row.id) });
    return {
      commitment: id => {
        const row = byId(state.contracts, id);
        return row && commitment(row);
      },
      commitments: () => state.contracts.map(commitment),
      line: id => copy(byId(state.lines, id)),
      vendor: id => copy(byId(state.vendors, id)),
      vendors: () => copy(state.vendors),
      project: id => copy(byId(state.projects, id)),
      projects: () => copy(state.projects),
      standardCostCode: id => copy(byId(state.standardCostCodes, id)),
      costCodes: projectId => copy(state.costCodes.filter(one => one.projectId === projectId)),
      ...financialView(state),
      person: id => copy(byId(state.people, id)),
      requests: () => [...this.requestList],
      requestCount: (method, template) => this.byRoute.get(`${method} ${template}`) ?? 0,
      requestTotals: () => new Map(this.byRoute),
      statusCount: status => this.byStatus.get(status) ?? 0,
      hooks: () => copy(state.hooks),
      deliveries: () => copy(state.deliveries),
      tokens: () => copy(state.tokens),
      authorizations: () => [...this.authorizationList],
      violations: () => [...this.violationList],
    };
  }
}
