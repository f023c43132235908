import {
  costCodeId,
  DEPOT_ID,
  HARBOR_VIEW_ID,
  MILL_STREET_ID,
  RIVERSIDE_ID,
  vendorId,
  WAREHOUSE_ID,
} from './directory';
import { type Random, randomFrom } from './random';
import type { Commitment, CommitmentLine } from './types';

type LineRow = [
  code: string | null,
  description: string,
  amount: string,
  unit?: [quantity: string, unitCost: string, uom: string],
];

interface CommitmentRow {
  id: number;
  kind: Commitment['kind'];
  projectId: number;
  vendor: number | null;
  number: string;
  title: string;
  description?: string;
  status?: string;
  originId?: string;
  statedTotal?: string;
  contractDate?: string;
  lines: readonly LineRow[];
}

const COMMITMENT_ID_BASE = 598134327001000;
const COMMITMENT_COST_TYPE_ID = 47010;

function line([code, description, amount, unit]: LineRow, id: number): CommitmentLine {
  return {
    id,
    costCodeId: code === null ? null : costCodeId(code),
    costTypeId: COMMITMENT_COST_TYPE_ID,
    description,
    amount,
    quantity: unit?.[0] ?? '0.0',
    unitCost: unit?.[1] ?? '0.0',
    uom: unit?.[2] ?? null,
  };
}

function commitment(row: CommitmentRow): Commitment {
  return {
    id: COMMITMENT_ID_BASE + row.id,
    kind: row.kind,
    projectId: row.projectId,
    vendorId: row.vendor === null ? null : vendorId(row.vendor),
    number: row.number,
    title: row.title,
    description: row.description ?? `<p>${row.title}</p>`,
    status: row.status ?? 'Approved',
    accountingMethod: row.lines.some(one => one[3]) ? 'unit' : 'amount',
    contractDate: row.contractDate ?? '2026-03-02',
    retainagePercent: row.kind === 'subcontract' ? '10.0' : '0.0',
    originId: row.originId ?? null,
    lines: row.lines.map((one, index) => line(one, row.id * 100 + index + 70000)),
    ...(row.statedTotal === undefined ? {} : { statedTotal: row.statedTotal }),
  };
}

/** Commitments that each show one thing: which, stands in the comment above it. */
const TOLD: readonly CommitmentRow[] = [
  // Ready to send; the sandbox has it accepted already, so that the first poll carries it.
  {
    id: 501,
    kind: 'subcontract',
    projectId: RIVERSIDE_ID,
    vendor: 871,
    number: 'SC-017-001',
    title: 'Concrete package',
    description:
      '<p>Footings, slabs &amp; walls per drawings S1–S9.</p><ul><li>Includes pumping</li><li>Excludes winter heat</li></ul>',
    lines: [
      ['03-300', 'Footings and foundation walls', '96000.0'],
      ['03-300', 'Slab on grade', '61500.0'],
      ['03-350', 'Floor finishing', '20500.0'],
    ],
  },
  // Ready to send.
  {
    id: 502,
    kind: 'subcontract',
    projectId: RIVERSIDE_ID,
    vendor: 880,
    number: 'SC-017-002',
    title: 'Structural steel & erection',
    lines: [
      ['05-100', 'Columns, beams & joists', '148250.0'],
      ['05-500', 'Stairs and rails', '22975.5'],
    ],
  },
  // Ready to send, by unit, with curly quotes and a fraction sign in the text.
  {
    id: 503,
    kind: 'purchase_order',
    projectId: RIVERSIDE_ID,
    vendor: 902,
    number: 'PO-017-010',
    title: 'Anchor bolts & embeds',
    description: '<p>Deliver to site — call “Joe” 24 h ahead; 1½″ plates</p>',
    lines: [
      ['05-500', 'Anchor bolts 1½″', '412.5', ['150.0', '2.75', 'ea']],
      ['05-500', 'Embed plates', '1980.0', ['44.0', '45.0', 'ea']],
    ],
  },
  // COM-01: still out for signature.
  {
    id: 504,
    kind: 'subcontract',
    projectId: RIVERSIDE_ID,
    vendor: 885,
    number: 'SC-017-004',
    title: 'Mechanical',
    status: 'Out For Signature',
    lines: [
      ['15-050', 'HVAC', '188000.0'],
      ['15-400', 'Plumbing', '74200.0'],
    ],
  },
  // COM-02: the vendor is not linked (its QuickBooks twin is spelt differently).
  {
    id: 505,
    kind: 'subcontract',
    projectId: RIVERSIDE_ID,
    vendor: 881,
    number: 'SC-017-005',
    title: 'Electrical',
    lines: [['16-100', 'Wiring & devices', '132400.0']],
  },
  // COM-03: one line has a cost code that no item stands for, one has none at all.
  {
    id: 506,
    kind: 'subcontract',
    projectId: RIVERSIDE_ID,
    vendor: 871,
    number: 'SC-017-006',
    title: 'Terrazzo',
    lines: [
      ['09-400', 'Terrazzo, lobby', '27800.0'],
      [null, 'Allowance, not coded yet', '1500.0'],
    ],
  },
  // COM-04: thirteen characters, QuickBooks takes eleven.
  {
    id: 507,
    kind: 'subcontract',
    projectId: RIVERSIDE_ID,
    vendor: 880,
    number: 'SC-24-017-007',
    title: 'Miscellaneous metals',
    lines: [['05-500', 'Lintels', '8600.0']],
  },
  // COM-04: the number is taken by an order the bookkeeper entered by hand.
  {
    id: 508,
    kind: 'purchase_order',
    projectId: RIVERSIDE_ID,
    vendor: 902,
    number: 'PO-1042',
    title: 'Curing compound',
    lines: [['03-350', 'Curing compound', '640.0']],
  },
  // GEN-03: the header does not equal its lines.
  {
    id: 509,
    kind: 'purchase_order',
    projectId: RIVERSIDE_ID,
    vendor: 902,
    number: 'PO-017-012',
    title: 'Rebar',
    statedTotal: '18400.0',
    lines: [['03-300', 'Rebar, epoxy', '18000.0']],
  },
  // GEN-04: another integration owns it.
  {
    id: 510,
    kind: 'purchase_order',
    projectId: RIVERSIDE_ID,
    vendor: 902,
    number: 'PO-017-013',
    title: 'Formwork rental',
    originId: 'SAGE-000913',
    lines: [['03-300', 'Form rental, March', '5200.0']],
  },
  // COM-03: no schedule of values yet, several rules at once.
  {
    id: 511,
    kind: 'subcontract',
    projectId: RIVERSIDE_ID,
    vendor: null,
    number: 'SC-017-011',
    title: 'Roofing (placeholder)',
    status: 'Draft',
    lines: [],
  },
  // GEN-02: letters QuickBooks cannot hold.
  {
    id: 512,
    kind: 'purchase_order',
    projectId: RIVERSIDE_ID,
    vendor: 902,
    number: 'PO-017-014',
    title: 'Signage ✔ 東屋',
    lines: [['01-500', 'Temporary signs ★', '890.0']],
  },
  // Ready; a deductive line and a zero line.
  {
    id: 513,
    kind: 'subcontract',
    projectId: RIVERSIDE_ID,
    vendor: 897,
    number: 'SC-017-013',
    title: 'Excavation',
    lines: [
      ['02-200', 'Mass excavation', '54000.0'],
      ['02-200', 'Credit for reused fill', '-3750.25'],
      ['02-300', 'Utility allowance', '0.0'],
    ],
  },
  // GEN-01: the project is not connected to a job.
  {
    id: 520,
    kind: 'subcontract',
    projectId: MILL_STREET_ID,
    vendor: 897,
    number: 'SC-003-001',
    title: 'Earthwork',
    lines: [['02-200', 'Site prep', '41000.0']],
  },
  {
    id: 521,
    kind: 'purchase_order',
    projectId: WAREHOUSE_ID,
    vendor: 902,
    number: 'PO-010-001',
    title: 'Insulated panels',
    lines: [['07-500', 'Panels', '212000.0']],
  },
];

const old = (row: Omit<CommitmentRow, 'projectId' | 'contractDate'>): CommitmentRow => ({
  ...row,
  projectId: DEPOT_ID,
  contractDate: '2022-05-02',
});

/** A finished project: the statuses that the running ones do not show. */
const FINISHED: readonly CommitmentRow[] = [
  old({
    id: 701,
    kind: 'subcontract',
    vendor: 880,
    number: 'SC-004-001',
    title: 'Ironwork',
    status: 'Complete',
    lines: [['05-500', 'Gates and rails', '34000.0']],
  }),
  old({
    id: 702,
    kind: 'subcontract',
    vendor: 893,
    number: 'SC-004-002',
    title: 'Terrazzo',
    status: 'Terminated',
    lines: [['09-400', 'Terrazzo', '29500.0']],
  }),
  old({
    id: 703,
    kind: 'subcontract',
    vendor: 881,
    number: 'SC-004-003',
    title: 'Electrical (void)',
    status: 'Void',
    lines: [['16-100', 'Wiring', '60000.0']],
  }),
  old({
    id: 704,
    kind: 'subcontract',
    vendor: null,
    number: 'SC-004-004',
    title: 'Murals',
    status: 'Out For Bid',
    lines: [],
  }),
  ...(['Processing', 'Submitted', 'Partially Received', 'Received', 'Closed'] as const).map((status, index) =>
    old({
      id: 711 + index,
      kind: 'purchase_order',
      vendor: 902,
      number: `PO-004-${String(index + 1).padStart(3, '0')}`,
      title: `Supplies, part ${index + 1}`,
      status,
      lines: [['01-500', 'Supplies', `${(index + 1) * 120}.0`]],
    }),
  ),
];

const TITLES = [
  'Site clearing',
  'Precast plank',
  'Gypsum board',
  'Door hardware',
  'Final cleaning',
  'Roof membrane',
  'Temp. power',
  'Plumbing rough-in',
  'Duct insulation',
  'Handrails',
] as const;
const CODES = [
  '01-500',
  '01-700',
  '02-200',
  '03-300',
  '03-400',
  '05-500',
  '07-500',
  '09-250',
  '15-050',
  '16-100',
] as const;
const VENDORS = [871, 880, 885, 897, 902] as const;

function filler(random: Random, index: number): CommitmentRow {
  const isOrder = random.oneIn(3);
  const amount = (): string => `${random.whole(4, 900) * 100}.${random.oneIn(3) ? '75' : '0'}`;
  return {
    id: 600 + index,
    kind: isOrder ? 'purchase_order' : 'subcontract',
    projectId: HARBOR_VIEW_ID,
    vendor: random.pick(VENDORS),
    number: `${isOrder ? 'PO' : 'SC'}-022-${String(index + 1).padStart(3, '0')}`,
    title: random.pick(TITLES),
    status: random.oneIn(4) ? 'Draft' : 'Approved',
    lines: Array.from(
      { length: random.whole(1, 5) },
      (_, n): LineRow => [random.pick(CODES), `Part ${n + 1}`, amount()],
    ),
  };
}

/** The told commitments of Riverside and, for the other projects, as many seeded ones as a busy month brings. */
export function commitments(seed: number): readonly Commitment[] {
  const random = randomFrom(seed);
  const busy = Array.from({ length: 24 }, (_, index) => filler(random, index));
  return [...TOLD, ...busy, ...FINISHED].map(commitment);
}
