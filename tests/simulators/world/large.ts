import type { ChangeOrderHistory, InvoiceHistory, ProjectHistory } from './history-types';
import { type Random, randomFrom } from './random';
import type { Commitment, CostCode, Person, ProcoreCompany, Project, Vendor, World } from './types';

/** How much there is of each thing. Commitments and invoices are spread evenly. */
export interface Size {
  readonly projects: number;
  readonly commitments: number;
  readonly invoices: number;
  readonly vendors: number;
  readonly changeOrders: number;
  readonly directCosts: number;
}

const LARGE: Size = {
  projects: 200,
  commitments: 5000,
  invoices: 20_000,
  vendors: 600,
  changeOrders: 1500,
  directCosts: 2000,
};

const COMPANY_ID = 598134325990777;
const FIRST = {
  project: 598134326500001,
  vendor: 598134326600001,
  commitment: 598134327500001,
  line: 598134327600001,
} as const;
const COST_TYPE = 48010;
const CODES: readonly CostCode[] = Array.from({ length: 12 }, (_, index) => {
  const code = String(index + 1).padStart(2, '0');
  return { id: 9500001 + index, code, fullCode: code, name: `Division ${code}`, parentId: null };
});

const two = (value: number): string => String(value).padStart(2, '0');

function project(index: number): Project {
  return {
    id: FIRST.project + index,
    name: `Project ${index + 1}`,
    number: `${20 + Math.floor(index / 100)}-${String((index % 100) + 1).padStart(3, '0')}`,
    isActive: true,
    address: `${index + 1} Long Rd`,
    city: 'Duluth',
    stateCode: 'MN',
    zip: '55802',
    startDate: '2025-03-03',
    isPermitted: true,
  };
}

function vendor(index: number): Vendor {
  return {
    id: FIRST.vendor + index,
    name: `Company ${String(index + 1).padStart(4, '0')} & Sons`,
    legalName: null,
    isActive: index % 20 !== 19,
    address: `${index + 1} Short St`,
    city: 'Duluth',
    stateCode: 'MN',
    zip: '55802',
    phone: '',
    email: '',
  };
}

function commitment(random: Random, size: Size, index: number): Commitment {
  const isOrder = index % 3 === 2;
  return {
    id: FIRST.commitment + index,
    kind: isOrder ? 'purchase_order' : 'subcontract',
    projectId: FIRST.project + (index % size.projects),
    vendorId: FIRST.vendor + random.whole(0, size.vendors - 1),
    number: `${isOrder ? 'PO' : 'SC'}-${String(index + 1).padStart(5, '0')}`,
    title: `Work package ${index + 1}`,
    description: '',
    status: 'Approved',
    accountingMethod: 'amount',
    contractDate: `2025-${two((index % 12) + 1)}-01`,
    retainagePercent: '10.0',
    originId: null,
    lines: [0, 1, 2].map(part => ({
      id: FIRST.line + index * 3 + part,
      costCodeId: random.pick(CODES).id,
      costTypeId: COST_TYPE,
      description: `Part ${part + 1}`,
      amount: `${random.whole(10, 900) * 100}.0`,
      quantity: '0.0',
      unitCost: '0.0',
      uom: null,
    })),
  };
}

function invoice(one: Commitment, turn: number): InvoiceHistory {
  return {
    commitmentId: one.id,
    invoiceNumber: `${one.number}-${turn + 1}`,
    status: 'approved',
    period: turn % 12,
    claims: [{ line: turn % 3, completed: `${(turn + 1) * 110}.0` }],
  };
}

function change(one: Commitment, index: number): ChangeOrderHistory {
  return {
    commitmentId: one.id,
    title: `Change ${index + 1}`,
    status: index % 5 === 4 ? 'pending' : 'approved',
    date: '2025-06-02',
    lines: [
      { code: '01', costTypeId: COST_TYPE, amount: '750.0', description: 'Extra work', changesLine: 0 },
    ],
  };
}

function history(size: Size, at: { index: number; commitments: readonly Commitment[] }): ProjectHistory {
  const { index, commitments } = at;
  const share = (count: number): number => Math.round(count / size.projects);
  const perCommitment = Math.round(size.invoices / size.commitments);
  return {
    projectId: FIRST.project + index,
    budget: {
      isLocked: true,
      lines: CODES.map(({ fullCode }) => ({ code: fullCode, costTypeId: COST_TYPE, amount: '250000.0' })),
      modifications: [],
      changes: [],
    },
    periods: Array.from({ length: 12 }, (_, month) => ({
      startDate: `2025-${two(month + 1)}-01`,
      endDate: `2025-${two(month + 1)}-28`,
      dueDate: `2025-${two(month + 1)}-28`,
      isOpen: month === 11,
    })),
    changeOrders: commitments.slice(0, share(size.changeOrders)).map(change),
    invoices: commitments.flatMap(one =>
      Array.from({ length: perCommitment }, (_, turn) => invoice(one, turn)),
    ),
    payments: commitments.map(one => ({
      commitmentId: one.id,
      invoice: 1,
      amount: '99.0',
      date: '2025-11-14',
      checkNumber: `${index}-${one.number}`,
    })),
    directCosts: Array.from({ length: share(size.directCosts) }, (_, turn) => ({
      type: 'expense',
      status: 'approved',
      vendorId: FIRST.vendor + turn,
      number: `E-${index}-${turn}`,
      date: '2025-10-10',
      description: 'Small tools',
      lines: [{ code: '02', costTypeId: COST_TYPE, amount: '41.25', description: 'Small tools' }],
    })),
  };
}

function administrator(companyId: number): Person {
  const all = ['commitments', 'budget', 'directory', 'change_orders', 'invoicing', 'direct_costs'] as const;
  return {
    id: 95001,
    login: 'robin.vale@large.example',
    name: 'Robin Vale',
    role: 'company administrator',
    companyId,
    companyTools: { admin: 'Admin', directory: 'Admin', erp_integrations: 'Admin' },
    projectTools: Object.fromEntries(all.map(tool => [tool, 'Admin'])),
    projectIds: 'all',
    canPushToAccounting: true,
  };
}

/**
 * One company of the given size beside the books of another world, for counting requests: 200 projects, 5,000
 * commitments and 20,000 invoices unless told otherwise. The same seed gives the same.
 */
export function largeWorld(world: World, wished: Partial<Size> = {}): World {
  const size = { ...LARGE, ...wished };
  const random = randomFrom(world.seed);
  const commitments = Array.from({ length: size.commitments }, (_, index) => commitment(random, size, index));
  const byProject = new Map<number, Commitment[]>();
  for (const one of commitments) {
    const found = byProject.get(one.projectId);
    if (found) found.push(one);
    else byProject.set(one.projectId, [one]);
  }
  const company: ProcoreCompany = {
    id: COMPANY_ID,
    name: 'Large Builders',
    isInstalled: true,
    costCodeListId: 231990,
    costCodes: CODES,
    costTypes: [{ id: COST_TYPE, code: 'C', name: 'Commitment', baseType: 'commitment' }],
    projects: Array.from({ length: size.projects }, (_, index) => project(index)),
    vendors: Array.from({ length: size.vendors }, (_, index) => vendor(index)),
    commitments,
    histories: Array.from({ length: size.projects }, (_, index) =>
      history(size, { index, commitments: byProject.get(FIRST.project + index) ?? [] }),
    ),
  };
  return { seed: world.seed, people: [administrator(COMPANY_ID)], companies: [company], books: world.books };
}
