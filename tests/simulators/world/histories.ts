import { DEPOT_ID, HARBOR_VIEW_ID, MILL_STREET_ID, RIVERSIDE_ID, vendorId, WAREHOUSE_ID } from './directory';
import type {
  ChangeOrderHistory,
  Coded,
  InvoiceHistory,
  PeriodHistory,
  ProjectHistory,
} from './history-types';
import type { Commitment } from './types';

const COMMITMENT = 47010;
const OTHER = 47011;

const of =
  (costTypeId: number) =>
  (code: string, amount: string): Coded => ({ code, costTypeId, amount });
const contract = of(COMMITMENT);
const other = of(OTHER);

const commitmentId = (short: number): number => 598134327001000 + short;

function month(year: number, number: number, isOpen: boolean): PeriodHistory {
  const two = (value: number): string => String(value).padStart(2, '0');
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const due = new Date(Date.UTC(year, number, 20)).toISOString().slice(0, 10);
  const start = `${year}-${two(number)}-01`;
  return { startDate: start, endDate: `${year}-${two(number)}-${last}`, dueDate: due, isOpen };
}

const SPRING = [month(2026, 2, false), month(2026, 3, false), month(2026, 4, true)];

/** A locked budget with everything that can happen to it, and invoices of each kind of trouble. */
const riverside: ProjectHistory = {
  projectId: RIVERSIDE_ID,
  budget: {
    isLocked: true,
    lines: [
      other('01-100', '64000.0'),
      other('01-500', '18500.0'),
      contract('03-300', '182000.0'),
      contract('03-350', '21000.0'),
      contract('05-100', '151000.0'),
      contract('05-500', '36000.0'),
      contract('15-050', '190000.0'),
      contract('16-100', '131000.0'),
      other('03-300', '4200.0'),
    ],
    modifications: [
      { from: 0, to: 1, amount: '2500.0', notes: 'Second trailer' },
      { from: null, to: 5, amount: '1200.0', notes: 'Owner allowance' },
    ],
    changes: [
      { title: 'Dock slab', status: 'approved', lines: [contract('03-300', '4500.0')] },
      {
        title: 'Steel and electrical',
        status: 'under_review',
        lines: [contract('05-100', '3150.0'), contract('16-100', '-1000.0')],
      },
      { title: 'Canopy (withdrawn)', status: 'void', lines: [contract('05-500', '9000.0')] },
    ],
  },
  periods: SPRING,
  changeOrders: [
    {
      commitmentId: commitmentId(502),
      title: 'Added lintels at stair 2',
      status: 'approved',
      date: '2026-03-03',
      lines: [{ ...contract('05-500', '4500.0'), description: 'Lintels, galvanised', changesLine: 1 }],
    },
    {
      commitmentId: commitmentId(502),
      title: 'Credit: rails by others',
      status: 'approved',
      date: '2026-03-19',
      lines: [
        { ...contract('05-500', '-1250.5'), description: 'Rails, credit', changesLine: 1 },
        { ...contract('05-100', '300.0'), description: 'Base plates' },
      ],
    },
    {
      commitmentId: commitmentId(502),
      title: 'Crane for night work',
      status: 'pending',
      date: '2026-04-02',
      lines: [{ ...contract('05-100', '2750.0'), description: 'Crane, two nights' }],
    },
    {
      commitmentId: commitmentId(513),
      title: 'Rock removal (not agreed)',
      status: 'void',
      date: '2026-03-11',
      lines: [{ ...contract('02-200', '8800.0'), description: 'Rock' }],
    },
    // GEN-03: the header does not equal its line.
    {
      commitmentId: commitmentId(513),
      title: 'Dewatering',
      status: 'approved',
      date: '2026-03-25',
      statedTotal: '1900.0',
      lines: [{ ...contract('02-200', '1950.0'), description: 'Pumps' }],
    },
  ],
  invoices: [
    {
      commitmentId: commitmentId(501),
      invoiceNumber: 'KC-1042',
      status: 'approved',
      period: 1,
      claims: [{ line: 0, completed: '21340.56' }],
    },
    {
      commitmentId: commitmentId(501),
      invoiceNumber: 'KC-1055',
      status: 'under_review',
      period: 2,
      claims: [
        { line: 0, completed: '30000.0' },
        { line: 1, stored: '6500.0' },
      ],
    },
    {
      commitmentId: commitmentId(502),
      invoiceNumber: 'GL-778',
      status: 'approved',
      period: 0,
      claims: [{ line: 0, completed: '40000.0', stored: '12000.0' }],
    },
    {
      commitmentId: commitmentId(502),
      invoiceNumber: 'GL-791',
      status: 'approved',
      period: 1,
      claims: [
        { line: 0, completed: '52000.0', moved: '8000.0', stored: '4000.0' },
        { line: 1, completed: '10000.0', released: '0.0' },
      ],
      changeClaims: [{ line: 0, completed: '4500.0' }],
    },
    // Retainage of the first months is given back.
    {
      commitmentId: commitmentId(502),
      invoiceNumber: 'GL-802',
      status: 'approved_as_noted',
      period: 2,
      claims: [{ line: 0, completed: '10250.0', released: '5000.0' }],
      changeClaims: [{ line: 1, completed: '-1250.5' }],
    },
    // INV-06: what is due does not equal the lines; INV-05: no number.
    {
      commitmentId: commitmentId(513),
      invoiceNumber: null,
      status: 'approved',
      period: 1,
      statedDue: '24500.0',
      claims: [{ line: 0, completed: '27000.0' }],
    },
    // INV-04: a credit.
    {
      commitmentId: commitmentId(513),
      invoiceNumber: 'PCE-14C',
      status: 'approved',
      period: 2,
      claims: [{ line: 1, completed: '-3750.25' }],
    },
  ],
  payments: [
    {
      commitmentId: commitmentId(502),
      invoice: 1,
      amount: '46800.0',
      date: '2026-03-18',
      checkNumber: '10571',
    },
    {
      commitmentId: commitmentId(502),
      invoice: 2,
      amount: '30000.0',
      date: '2026-04-17',
      checkNumber: '10590',
    },
  ],
  directCosts: [
    {
      type: 'expense',
      status: 'approved',
      vendorId: vendorId(902),
      number: 'CC-0311-01',
      date: '2026-03-11',
      description: 'Anchor bolts',
      lines: [{ ...other('03-300', '412.18'), description: 'Anchor bolts' }],
    },
    {
      type: 'payroll',
      status: 'approved',
      vendorId: null,
      number: 'PR-2026-11',
      date: '2026-03-20',
      description: 'Superintendent, two weeks',
      lines: [{ ...other('01-100', '6120.0'), description: 'Superintendent' }],
    },
    {
      type: 'invoice',
      status: 'pending',
      vendorId: vendorId(902),
      number: '88213',
      date: '2026-04-08',
      description: 'Temporary fence',
      lines: [
        { ...other('01-500', '1830.0'), description: 'Fence, 200 ft' },
        { ...other('01-500', '95.5'), description: 'Delivery' },
      ],
    },
  ],
};

/** Approved commitments of the project bill in turn; every fourth has a change order. What is made follows the seed. */
function harborView(commitments: readonly Commitment[]): ProjectHistory {
  const approved = commitments.filter(
    one => one.projectId === HARBOR_VIEW_ID && one.status === 'Approved' && one.lines.length > 0,
  );
  return {
    projectId: HARBOR_VIEW_ID,
    budget: {
      isLocked: false,
      lines: [contract('03-300', '310000.0'), contract('09-250', '128000.0'), other('01-100', '90000.0')],
      modifications: [],
      changes: [{ title: 'Roof', status: 'draft', lines: [contract('07-500', '12000.0')] }],
    },
    periods: SPRING,
    changeOrders: approved.filter((_, index) => index % 4 === 0).map(harborChange),
    invoices: approved.filter((_, index) => index % 3 === 0).flatMap(harborInvoices),
    payments: [],
    directCosts: [],
  };
}

const STATUSES = ['approved', 'pending', 'draft', 'rejected'] as const;

function harborChange(one: Commitment, index: number): ChangeOrderHistory {
  return {
    commitmentId: one.id,
    title: `Change ${index + 1}`,
    status: STATUSES[index % STATUSES.length] ?? 'draft',
    date: '2026-03-24',
    lines: [{ ...contract('09-250', `${(index + 1) * 250}.0`), description: 'Soffits', changesLine: 0 }],
  };
}

function harborInvoices(one: Commitment, index: number): InvoiceHistory[] {
  const number = (turn: number): string => `HV-${index + 1}${turn}`;
  return [
    {
      commitmentId: one.id,
      invoiceNumber: number(1),
      status: 'approved',
      period: 1,
      claims: [{ line: 0, completed: '300.0' }],
    },
    {
      commitmentId: one.id,
      invoiceNumber: number(2),
      status: index % 2 === 0 ? 'under_review' : 'draft',
      period: 2,
      claims: [{ line: 0, completed: '100.0' }],
    },
  ];
}

const YEAR_2022 = [month(2022, 6, false), month(2022, 7, false), month(2022, 8, false)];

/** Finished and closed: every status that the running projects do not show, in three tiers. */
const depot: ProjectHistory = {
  projectId: DEPOT_ID,
  budget: {
    isLocked: true,
    lines: [contract('05-500', '52000.0'), contract('09-400', '30000.0'), contract('16-100', '61000.0')],
    modifications: [],
    changes: [],
  },
  periods: YEAR_2022,
  changeOrders: [
    {
      commitmentId: commitmentId(701),
      title: 'Waiting room benches',
      status: 'approved',
      date: '2022-06-14',
      lines: [{ ...contract('05-500', '2100.0'), description: 'Bench frames', changesLine: 0 }],
    },
    {
      commitmentId: commitmentId(701),
      title: 'Clock tower (rejected)',
      status: 'rejected',
      date: '2022-07-01',
      lines: [{ ...contract('05-500', '7700.0'), description: 'Clock frame' }],
    },
  ],
  invoices: [
    {
      commitmentId: commitmentId(701),
      invoiceNumber: 'D-1',
      status: 'approved',
      period: 0,
      claims: [{ line: 0, completed: '20000.0' }],
    },
    {
      commitmentId: commitmentId(701),
      invoiceNumber: 'D-2',
      status: 'approved',
      period: 1,
      claims: [{ line: 0, completed: '14000.0' }],
      changeClaims: [{ line: 0, completed: '2100.0' }],
    },
    // The last one gives all retainage back.
    {
      commitmentId: commitmentId(701),
      invoiceNumber: 'D-3R',
      status: 'approved',
      period: 2,
      claims: [{ line: 0, released: '3400.0' }],
      changeClaims: [{ line: 0, released: '210.0' }],
    },
  ],
  payments: [
    {
      commitmentId: commitmentId(701),
      invoice: 1,
      amount: '18000.0',
      date: '2022-07-20',
      checkNumber: '8120',
    },
    {
      commitmentId: commitmentId(701),
      invoice: 2,
      amount: '14490.0',
      date: '2022-08-19',
      checkNumber: '8177',
    },
    {
      commitmentId: commitmentId(701),
      invoice: 3,
      amount: '3610.0',
      date: '2022-09-30',
      checkNumber: '8240',
    },
  ],
  directCosts: [],
};

const quiet = (projectId: number): Omit<ProjectHistory, 'budget'> => ({
  projectId,
  periods: [],
  changeOrders: [],
  invoices: [],
  payments: [],
  directCosts: [],
});

/** Locked and never changed; and one that nobody ever opened. */
const warehouse: ProjectHistory = {
  ...quiet(WAREHOUSE_ID),
  budget: { isLocked: true, lines: [contract('07-500', '215000.0')], modifications: [], changes: [] },
};

export function histories(commitments: readonly Commitment[]): readonly ProjectHistory[] {
  return [riverside, harborView(commitments), depot, warehouse, quiet(MILL_STREET_ID)];
}
