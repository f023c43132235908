import type { Blocker, RuleId } from '@/lib/flows/flow';
import { type Books, linkKey, type OtherChange } from '@/lib/mappings/books';
import type { ChangeOrder } from '@/lib/procore';
import { DEFAULT_SETTINGS } from '@/lib/tenancy/settings';
import { bookLink, books, booksConnection } from '@/tests/factories/books';
import { COMMITMENT_ID, changeOrderLine } from '@/tests/factories/change-order';
import { COST_CODE_ID, PROJECT_ID } from '@/tests/factories/commitment';

export interface ChangeFixture {
  readonly record?: Partial<ChangeOrder>;
  readonly books?: Partial<Books>;
}

interface ChangeCase {
  readonly rule: RuleId;
  readonly what: string;
  readonly severity: Blocker['severity'];
  readonly field: string;
  /** What the person reads. */
  readonly says: RegExp;
  readonly where: Blocker['fix']['where'];
  readonly fails: ChangeFixture;
  readonly passes: ChangeFixture;
}

const ORDER = linkKey('commitment', COMMITMENT_ID);
const CODE = linkKey('cost_code', COST_CODE_ID);
const PROJECT = linkKey('project', PROJECT_ID);

/** The commitment's order as it stands in QuickBooks. */
export const ORDER_LINK = bookLink({
  qbId: '1A2-1554200000',
  qbType: 'PurchaseOrder',
  name: 'SC-017-001',
  order: { vendor: 'Keel Concrete LLC', vendorId: '80000020-1', date: '2026-03-02', total: '96000.00' },
});

/** Books in which the commitment of `changeOrder()` has its order. */
export function changeBooks(patch: Partial<Books> = {}): Books {
  const given = books();
  return { ...given, links: { ...given.links, [ORDER]: ORDER_LINK }, ...patch };
}

const linked = (key: string, patch: Parameters<typeof bookLink>[0]): ChangeFixture => ({
  books: { links: { ...changeBooks().links, [key]: bookLink(patch) } },
});
const order = (patch: Parameters<typeof bookLink>[0]): ChangeFixture =>
  linked(ORDER, { ...ORDER_LINK, ...patch });
const without = (key: string): ChangeFixture => ({
  books: {
    links: Object.fromEntries(Object.entries(changeBooks().links).filter(([one]) => one !== key)),
  },
});
const line = (patch: Parameters<typeof changeOrderLine>[0]): ChangeFixture => ({
  record: { lines: [changeOrderLine(patch)] },
});
const other = (patch: Partial<OtherChange>): ChangeFixture => ({
  books: { otherChanges: [{ number: '002', revision: 0, standing: 'made', ...patch }] },
});
const settings = (patch: Partial<Books['settings']>) => ({ settings: { ...DEFAULT_SETTINGS, ...patch } });
const GOOD: ChangeFixture = {};

const GENERAL: readonly ChangeCase[] = [
  {
    rule: 'GEN-01',
    what: 'a project without a job',
    severity: 'blocks',
    field: 'Project',
    where: 'mappings',
    says: /not linked to a QuickBooks job/,
    fails: without(PROJECT),
    passes: GOOD,
  },
  {
    rule: 'GEN-02',
    what: 'letters QuickBooks cannot hold in a line',
    severity: 'asks',
    field: 'Line 1',
    where: 'procore',
    says: /★ becomes \?/,
    fails: line({ description: 'Signs ★' }),
    passes: line({ description: 'Café' }),
  },
  {
    rule: 'GEN-02',
    what: 'the same in the title, where a line has no words of its own',
    severity: 'asks',
    field: 'Title',
    where: 'procore',
    says: /ő becomes o/,
    fails: {
      record: {
        title: 'Tető',
        lines: [changeOrderLine({ description: '', costCode: null })],
      },
    },
    passes: { record: { title: 'Tető' } },
  },
  {
    rule: 'GEN-03',
    what: 'a total that is not the sum of the lines',
    severity: 'blocks',
    field: 'Amount',
    where: 'procore',
    says: /8,400\.00/,
    fails: { record: { grandTotal: '8400.01' } },
    passes: { record: { grandTotal: '8400' } },
  },
  {
    rule: 'GEN-04',
    what: 'another integration’s mark',
    severity: 'blocks',
    field: 'Origin',
    where: 'procore',
    says: /SAGE-1/,
    fails: { record: { originId: 'SAGE-1' } },
    passes: GOOD,
  },
  {
    rule: 'GEN-05',
    what: 'an order of a closed period',
    severity: 'blocks',
    field: 'Date',
    where: 'procore',
    says: /closed up to 2026-03-31/,
    fails: { books: { connection: booksConnection({ closingDate: '2026-03-31' }) } },
    passes: { books: { connection: booksConnection({ closingDate: '2026-03-01' }) } },
  },
  {
    rule: 'GEN-06',
    what: 'purchase orders switched off',
    severity: 'blocks',
    field: 'QuickBooks',
    where: 'quickbooks',
    says: /switched off/,
    fails: { books: { connection: booksConnection({ arePurchaseOrdersOn: false }) } },
    passes: { books: { connection: booksConnection({ arePurchaseOrdersOn: null }) } },
  },
];

const OWN: readonly ChangeCase[] = [
  {
    rule: 'CCO-01',
    what: 'a commitment that is not in QuickBooks',
    severity: 'blocks',
    field: 'Commitment',
    where: 'procore',
    says: /not in QuickBooks yet/,
    fails: without(ORDER),
    passes: GOOD,
  },
  {
    rule: 'CCO-01',
    what: 'an order that was deleted',
    severity: 'blocks',
    field: 'Commitment',
    where: 'quickbooks',
    says: /SC-017-001 was deleted/,
    fails: order({ isGone: true }),
    passes: order({}),
  },
  {
    rule: 'CCO-01',
    what: 'an order that is closed or received',
    severity: 'blocks',
    field: 'Commitment',
    where: 'quickbooks',
    says: /closed or fully received/,
    fails: order({ isActive: false }),
    passes: order({ order: null }),
  },
  {
    rule: 'CCO-02',
    what: 'a status short of approved',
    severity: 'blocks',
    field: 'Status',
    where: 'procore',
    says: /“not proceeding”; it must be approved/,
    fails: { record: { status: 'not_proceeding' } },
    passes: { record: { status: 'approved' } },
  },
  {
    rule: 'CCO-02',
    what: 'no status at all',
    severity: 'blocks',
    field: 'Status',
    where: 'procore',
    says: /without status/,
    fails: { record: { status: '' } },
    passes: GOOD,
  },
  {
    rule: 'CCO-02',
    what: 'no number',
    severity: 'blocks',
    field: 'Number',
    where: 'procore',
    says: /no number/,
    fails: { record: { number: '' } },
    passes: { record: { number: '1' } },
  },
  {
    rule: 'CCO-02',
    what: 'a number QuickBooks cannot hold, so that two might look alike',
    severity: 'blocks',
    field: 'Number',
    where: 'procore',
    says: /cannot hold some characters of “東1”/,
    fails: { record: { number: '東1' } },
    passes: { record: { number: 'É1' } },
  },
  {
    rule: 'CCO-02',
    what: 'the number of another one of the commitment',
    severity: 'blocks',
    field: 'Number',
    where: 'procore',
    says: /went to QuickBooks as “CCO 001”/,
    fails: other({ number: '001' }),
    passes: other({ number: '001', revision: 1 }),
  },
  {
    rule: 'CCO-02',
    what: 'a long number',
    severity: 'warns',
    field: 'Number',
    where: 'procore',
    says: /13 characters/,
    fails: { record: { number: '1234567890123' } },
    passes: { record: { number: '123456789012' } },
  },
  {
    rule: 'CCO-02',
    what: 'a long title',
    severity: 'warns',
    field: 'Title',
    where: 'procore',
    says: /31 characters/,
    fails: { record: { title: 'T'.repeat(31) } },
    passes: { record: { title: 'T'.repeat(30) } },
  },
  {
    rule: 'CCO-03',
    what: 'another one on its way',
    severity: 'warns',
    field: 'Commitment',
    where: 'connection',
    says: /002 .*this one follows it/,
    fails: other({ standing: 'under way' }),
    passes: other({ standing: 'made' }),
  },
  {
    rule: 'CCO-03',
    what: 'another one that needs attention',
    severity: 'blocks',
    field: 'Commitment',
    where: 'quickbooks',
    says: /002 .*needs attention first/,
    fails: other({ standing: 'stuck' }),
    passes: other({ standing: 'made' }),
  },
  {
    rule: 'CCO-04',
    what: 'no lines',
    severity: 'blocks',
    field: 'Schedule of values',
    where: 'procore',
    says: /no lines/,
    fails: { record: { lines: [], grandTotal: '0' } },
    passes: GOOD,
  },
  {
    rule: 'CCO-04',
    what: 'a code the standard list does not have',
    severity: 'blocks',
    field: 'Line 1',
    where: 'mappings',
    says: /03-300 is not on the company's standard list/,
    fails: { books: { costCodes: {} } },
    passes: GOOD,
  },
  {
    rule: 'CCO-04',
    what: 'a code without an item',
    severity: 'blocks',
    field: 'Line 1',
    where: 'mappings',
    says: /03-300 is not linked/,
    fails: without(CODE),
    passes: GOOD,
  },
  {
    rule: 'CCO-04',
    what: 'an inactive item',
    severity: 'blocks',
    field: 'Line 1',
    where: 'mappings',
    says: /“Old”.*inactive/,
    fails: linked(CODE, { name: 'Old', isActive: false }),
    passes: linked(CODE, { name: 'Old', isTwoSided: true }),
  },
  {
    rule: 'CCO-05',
    what: 'a long unit',
    severity: 'blocks',
    field: 'Line 1',
    where: 'settings',
    says: /gallons/,
    fails: { ...line({ uom: 'gallons' }), books: settings({ sendUnits: true }) },
    passes: { ...line({ uom: 'gallons' }), books: settings({ sendUnits: true, units: { gallons: 'gal' } }) },
  },
];

export const CHANGE_CASES: readonly ChangeCase[] = [...GENERAL, ...OWN];
