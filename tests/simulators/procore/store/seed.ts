import type { Commitment, ProcoreCompany, Project, Vendor, World } from '../../world';
import { isoSeconds } from '../environment';
import {
  type CompanyRow,
  type ContractRow,
  noLink,
  OTHER_INTEGRATION,
  type PersonRow,
  type ProjectRow,
  type ServiceAccountRow,
  type Stamps,
  type VendorRow,
} from './rows';
import { seedCodes } from './seed-codes';
import { HistorySeeder } from './seed-histories';
import { seedLines } from './seed-lines';
import { seedLists } from './seed-lists';
import { STATE_VERSION, type State } from './state';

const DAY_MS = 86_400_000;

/** Stamps for a record of the past: a nominal moment that lies ahead of the clock becomes yesterday. */
function stampsFrom(nominal: string, now: Date): Stamps {
  const wished = Date.parse(nominal);
  const created = wished + DAY_MS < now.getTime() ? wished : now.getTime() - 2 * DAY_MS;
  return {
    createdAt: isoSeconds(new Date(created)),
    updatedAt: isoSeconds(new Date(created + DAY_MS)),
  };
}

const SERVICE: ServiceAccountRow = {
  id: 99501,
  login: 'dmsa-connector@service.example',
  name: 'Connector Service Account',
  companyTools: { admin: 'Admin', directory: 'Admin', erp_integrations: 'Admin', webhooks_api: 'Standard' },
  projectTools: {
    commitments: 'Admin',
    budget: 'Admin',
    change_orders: 'Admin',
    direct_costs: 'Admin',
    invoicing: 'Admin',
    directory: 'Admin',
  },
};

const person = (from: World['people'][number], now: Date): PersonRow => ({
  ...from,
  isActive: true,
  ...stampsFrom('2025-09-01T13:00:00Z', now),
});

function project(
  from: Project,
  company: ProcoreCompany,
  state: { now: Date; creatorId: number },
): ProjectRow {
  return {
    id: from.id,
    companyId: company.id,
    name: from.name,
    number: from.number,
    isActive: from.isActive,
    isPermitted: from.isPermitted,
    costCodeListId: company.costCodeListId,
    isErpIntegrated: false,
    changeOrderTiers: from.changeOrderTiers ?? 1,
    createdById: state.creatorId,
    ...noLink,
    ...stampsFrom('2026-01-12T15:20:11Z', state.now),
    more: {
      address: from.address,
      city: from.city,
      state_code: from.stateCode,
      zip: from.zip,
      country_code: 'US',
      start_date: from.startDate,
    },
  };
}

function vendor(from: Vendor, companyId: number, now: Date): VendorRow {
  return {
    id: from.id,
    companyId,
    name: from.name,
    isActive: from.isActive,
    ...noLink,
    ...stampsFrom('2026-01-15T18:00:02Z', now),
    more: {
      legal_name: from.legalName,
      address: from.address,
      city: from.city,
      state_code: from.stateCode,
      zip: from.zip,
      country_code: 'US',
      business_phone: from.phone,
      email_address: from.email,
    },
  };
}

function contract(from: Commitment, companyId: number, state: { now: Date; creatorId: number }): ContractRow {
  return {
    id: from.id,
    kind: from.kind,
    companyId,
    projectId: from.projectId,
    createdById: state.creatorId,
    vendorId: from.vendorId,
    number: from.number,
    title: from.title,
    description: from.description,
    status: from.status,
    accountingMethod: from.accountingMethod,
    statedTotal: from.statedTotal ?? null,
    hasPayments: true,
    deletedAt: null,
    ...noLink,
    originId: from.originId,
    originOwner: from.originId === null ? null : OTHER_INTEGRATION,
    ...stampsFrom(`${from.contractDate}T16:02:10Z`, state.now),
    more: { contract_date: from.contractDate, retainage_percent: from.retainagePercent },
  };
}

function addCompany(state: State, company: ProcoreCompany, now: Date): void {
  const isLoose = state.companies.length > 0;
  const row: CompanyRow = { id: company.id, name: company.name, isInstalled: company.isInstalled, isLoose };
  const creator = state.people.find(one => one.companyId === company.id);
  const from = { now, creatorId: creator?.id ?? SERVICE.id };
  state.companies.push(row);
  state.costCodeLists.push({
    id: company.costCodeListId,
    companyId: company.id,
    name: 'Company Standard List',
  });
  state.projects.push(...company.projects.map(one => project(one, company, from)));
  state.vendors.push(...company.vendors.map(one => vendor(one, company.id, now)));
  state.contracts.push(...company.commitments.map(one => contract(one, company.id, from)));
  const stamps = stampsFrom('2026-01-13T10:00:00Z', now);
  seedCodes(state, company, stamps);
  seedLines(state, company, stamps);
  seedLists(state, company, stamps);
  const stampsAt = (day: string): Stamps => stampsFrom(`${day}T14:30:00Z`, now);
  for (const history of company.histories ?? []) {
    new HistorySeeder(state, { company, history, stampsAt }).fill();
  }
}

/** The same world and moment give the same state. */
export function seedState(world: World, seed: number, now: Date): State {
  const state: State = {
    version: STATE_VERSION,
    seed,
    counters: {},
    serviceAccount: { ...SERVICE },
    companies: [],
    people: world.people.map(one => person(one, now)),
    projects: [],
    costCodeLists: [],
    standardCostCodes: [],
    costCodes: [],
    costTypes: [],
    wbsCodes: [],
    vendors: [],
    contracts: [],
    lines: [],
    units: [],
    taxCodes: [],
    subJobs: [],
    primeContracts: [],
    budgets: [],
    budgetLines: [],
    budgetModifications: [],
    budgetChanges: [],
    budgetSnapshots: [],
    packages: [],
    requests: [],
    potentialChanges: [],
    billingPeriods: [],
    requisitions: [],
    payments: [],
    directCosts: [],
    hooks: [],
    triggers: [],
    deliveries: [],
    tokens: [],
    codes: [],
  };
  for (const company of world.companies) addCompany(state, company, now);
  return state;
}
