import type { Blocker, RuleId } from '@/lib/flows/flow';
import { NO_BILLS } from '@/lib/mappings/bill-books';
import { type Books, linkKey } from '@/lib/mappings/books';
import type { Invoice } from '@/lib/procore';
import { bookLink, booksConnection } from '@/tests/factories/books';
import { COST_CODE_ID, PROJECT_ID, VENDOR_ID } from '@/tests/factories/commitment';
import { type Claim, due, invoiceItem } from '@/tests/factories/invoice';
import {
  BILLS,
  billBooks,
  billSettings,
  itemCopy,
  ORDER_KEY,
  ORDER_LINK,
  RETAINAGE_ID,
  TAX_ID,
} from './invoice-books';

export interface InvoiceFixture {
  readonly record?: Partial<Invoice>;
  readonly books?: Partial<Books>;
}

export interface InvoiceCase {
  readonly rule: RuleId;
  readonly what: string;
  readonly severity: Blocker['severity'];
  readonly field: string;
  /** What the person reads. */
  readonly says: RegExp;
  readonly where: Blocker['fix']['where'];
  readonly fails: InvoiceFixture;
  readonly passes: InvoiceFixture;
}

const GOOD: InvoiceFixture = {};
const VENDOR = linkKey('vendor', VENDOR_ID);
const PROJECT = linkKey('project', PROJECT_ID);
const CODE = linkKey('cost_code', COST_CODE_ID);
const CANADA = { connection: booksConnection({ target: { country: 'CA', version: [13, 0] } }) };

const linked = (key: string, patch: Parameters<typeof bookLink>[0]): InvoiceFixture => ({
  books: { links: { ...billBooks().links, [key]: bookLink(patch) } },
});
const order = (patch: Parameters<typeof bookLink>[0]): InvoiceFixture =>
  linked(ORDER_KEY, { ...ORDER_LINK, ...patch });
const withoutLink = (key: string): InvoiceFixture => ({
  books: { links: Object.fromEntries(Object.entries(billBooks().links).filter(([one]) => one !== key)) },
});
/** An invoice of one item without retainage. */
const claim = (given: Claim, paymentDue = given.work ?? '0.00'): InvoiceFixture => ({
  record: { ...due(paymentDue), items: [invoiceItem(given)] },
});
const retainage = (patch: Parameters<typeof itemCopy>[0]): InvoiceFixture => ({
  books: { bills: { ...BILLS, items: { ...BILLS.items, [RETAINAGE_ID]: itemCopy(patch) } } },
});
const change: Claim = { itemType: 'change_order_item', lineId: '90001', work: '500.00' };
const unlinked: InvoiceFixture['books'] = billSettings({ linkBills: false });

const GENERAL: readonly InvoiceCase[] = [
  {
    rule: 'GEN-01',
    what: 'a project without a job',
    severity: 'blocks',
    field: 'Project',
    where: 'mappings',
    says: /not linked to a QuickBooks job/,
    fails: withoutLink(PROJECT),
    passes: GOOD,
  },
  {
    rule: 'GEN-01',
    what: 'no company file, of whose items then nothing is said',
    severity: 'blocks',
    field: 'Project',
    where: 'mappings',
    says: /not linked/,
    fails: { books: { connection: null, bills: NO_BILLS } },
    passes: GOOD,
  },
  {
    rule: 'GEN-02',
    what: 'letters QuickBooks cannot hold in a line that is billed',
    severity: 'asks',
    field: 'Line 1',
    where: 'procore',
    says: /★ becomes \?/,
    fails: claim({ work: '1.00', description: '★' }),
    passes: claim({ work: '1.00', description: '½″' }),
  },
  {
    rule: 'GEN-03',
    what: 'thousandths',
    severity: 'blocks',
    field: 'Amount',
    where: 'procore',
    says: /more than two decimals: 21340\.555/,
    fails: { record: { items: [invoiceItem({ work: '21340.555', held: '2134.06' })] } },
    passes: { record: { items: [invoiceItem({ work: '21340.560', held: '2134.06' })] } },
  },
  {
    rule: 'GEN-04',
    what: 'the mark of another integration',
    severity: 'blocks',
    field: 'Origin',
    where: 'procore',
    says: /“SAGE-1”/,
    fails: { record: { originId: 'SAGE-1' } },
    passes: { record: { originId: '1F-1' }, books: { formerIds: ['1F-1'] } },
  },
  {
    rule: 'GEN-04',
    what: 'a mark that no bill of ours has, nor had',
    severity: 'blocks',
    field: 'Origin',
    where: 'procore',
    says: /“1F-2”/,
    fails: { record: { originId: '1F-2' } },
    passes: { record: { originId: '1F-2' }, books: { bills: { ...BILLS, markedIds: ['1F-2'] } } },
  },
  {
    rule: 'GEN-05',
    what: 'a billing date in a closed period',
    severity: 'blocks',
    field: 'Date',
    where: 'procore',
    says: /closed up to 2026-03-31; this record is dated 2026-03-31/,
    fails: { books: { connection: booksConnection({ closingDate: '2026-03-31' }) } },
    passes: { books: { connection: booksConnection({ closingDate: '2026-03-30' }) } },
  },
  {
    rule: 'GEN-06',
    what: 'purchase orders switched off',
    severity: 'blocks',
    field: 'QuickBooks',
    where: 'quickbooks',
    says: /switched off/,
    fails: { books: { connection: booksConnection({ arePurchaseOrdersOn: false }) } },
    passes: GOOD,
  },
  {
    rule: 'GEN-07',
    what: 'a right that is missing',
    severity: 'blocks',
    field: 'QuickBooks',
    where: 'quickbooks',
    says: /./,
    fails: { books: { connection: booksConnection({ missingRight: 3260 }) } },
    passes: GOOD,
  },
];

const OWN: readonly InvoiceCase[] = [
  {
    rule: 'INV-01',
    what: 'a status that is not final',
    severity: 'blocks',
    field: 'Status',
    where: 'procore',
    says: /“under review”; it must be approved/,
    fails: { record: { status: 'under_review' } },
    passes: { record: { status: 'approved_as_noted' } },
  },
  {
    rule: 'INV-01',
    what: 'approval that the owner still has to give',
    severity: 'blocks',
    field: 'Status',
    where: 'procore',
    says: /pending owner approval/,
    fails: { record: { status: 'pending_owner_approval' } },
    passes: { record: { status: 'approved' } },
  },
  {
    rule: 'INV-02',
    what: 'a commitment that is not in QuickBooks',
    severity: 'blocks',
    field: 'Commitment',
    where: 'procore',
    says: /not in QuickBooks yet; the invoice waits/,
    fails: withoutLink(ORDER_KEY),
    passes: GOOD,
  },
  {
    rule: 'INV-02',
    what: 'an order that was deleted',
    severity: 'blocks',
    field: 'Commitment',
    where: 'quickbooks',
    says: /SC-017-001 was deleted/,
    fails: order({ isGone: true }),
    passes: GOOD,
  },
  {
    rule: 'INV-02',
    what: 'an order that takes no more, unless bills are not linked',
    severity: 'warns',
    field: 'Commitment',
    where: 'quickbooks',
    says: /closed or fully received.*without a link/,
    fails: order({ isActive: false }),
    passes: { books: { ...order({ isActive: false }).books, ...unlinked } },
  },
  {
    rule: 'INV-02',
    what: 'a line of a change order that is not in QuickBooks',
    severity: 'blocks',
    field: 'Line 1',
    where: 'procore',
    says: /“Deeper footings” belongs to a change order that is not in QuickBooks yet/,
    fails: claim({ ...change, lineId: '90002', description: 'Deeper footings' }),
    passes: claim(change),
  },
  {
    rule: 'INV-02',
    what: 'a line of a change order by the id of a line of the contract',
    severity: 'blocks',
    field: 'Line 1',
    where: 'procore',
    says: /change order/,
    fails: claim({ ...change, lineId: '70011' }),
    passes: claim({ work: '500.00', lineId: '70011' }),
  },
  {
    rule: 'INV-03',
    what: 'retainage without an item',
    severity: 'blocks',
    field: 'Retainage',
    where: 'settings',
    says: /no item is chosen/,
    fails: { books: billSettings({ retainageItem: null }) },
    passes: { ...claim({ work: '5.00' }), books: billSettings({ retainageItem: null }) },
  },
  {
    rule: 'INV-03',
    what: 'an item of another company file',
    severity: 'blocks',
    field: 'Retainage',
    where: 'settings',
    says: /not in this company file/,
    fails: { books: { bills: { ...BILLS, items: {} } } },
    passes: GOOD,
  },
  {
    rule: 'INV-03',
    what: 'an item that is no service',
    severity: 'blocks',
    field: 'Retainage',
    where: 'settings',
    says: /“Retainage”.*not of type Service/,
    fails: retainage({ qbType: 'ItemOtherCharge' }),
    passes: GOOD,
  },
  {
    rule: 'INV-03',
    what: 'an item that a cost code has',
    severity: 'blocks',
    field: 'Retainage',
    where: 'settings',
    says: /linked to a cost code/,
    fails: retainage({ isCostCode: true }),
    passes: GOOD,
  },
  {
    rule: 'INV-03',
    what: 'an inactive item',
    severity: 'blocks',
    field: 'Retainage',
    where: 'settings',
    says: /is inactive/,
    fails: retainage({ isActive: false }),
    passes: GOOD,
  },
  {
    rule: 'INV-04',
    what: 'a total below nought',
    severity: 'blocks',
    field: 'Amount',
    where: 'procore',
    says: /comes to -3,750\.25\. Subcontractor invoices with negative values do not sync/,
    fails: claim({ work: '-3750.25' }),
    passes: {
      record: {
        ...due('0.75'),
        items: [invoiceItem({ work: '-3750.25' }), invoiceItem({ work: '3751.00' })],
      },
    },
  },
  {
    rule: 'INV-04',
    what: 'a total of nothing',
    severity: 'warns',
    field: 'Amount',
    where: 'procore',
    says: /comes to 0\.00/,
    fails: { record: { ...due('0.00'), items: [invoiceItem({ work: '50.00', held: '50.00' })] } },
    passes: { record: { ...due('0.01'), items: [invoiceItem({ work: '50.00', held: '49.99' })] } },
  },
  {
    rule: 'INV-05',
    what: 'no number',
    severity: 'blocks',
    field: 'Invoice number',
    where: 'procore',
    says: /has no number/,
    fails: { record: { invoiceNumber: '' } },
    passes: GOOD,
  },
  {
    rule: 'INV-05',
    what: 'a number of 21 characters, unless its end may stand for it',
    severity: 'blocks',
    field: 'Invoice number',
    where: 'settings',
    says: /21 characters.*takes 20/,
    fails: { record: { invoiceNumber: 'X'.repeat(21) } },
    passes: { record: { invoiceNumber: 'X'.repeat(21) }, books: billSettings({ longNumbers: 'keep_end' }) },
  },
  {
    rule: 'INV-05',
    what: 'a number the vendor has a bill with',
    severity: 'blocks',
    field: 'Invoice number',
    where: 'procore',
    says: /Keel Concrete LLC has a bill of 2026-02-28 with number KC-1042/,
    fails: {
      books: { bills: { ...BILLS, numberHolders: { 'KC-1042': { description: 'a bill of 2026-02-28' } } } },
    },
    passes: { books: { bills: { ...BILLS, numberHolders: { 'KC-1041': { description: 'x' } } } } },
  },
  {
    rule: 'INV-06',
    what: 'a cent less due than the lines come to',
    severity: 'blocks',
    field: 'Amount',
    where: 'procore',
    says: /19,206\.49 is due, but the lines come to 19,206\.50: 21,340\.56 billed − 2,134\.06 retainage held \+ 0\.00 released\./,
    fails: { record: due('19206.49') },
    passes: GOOD,
  },
  {
    rule: 'INV-06',
    what: 'a line that is not what its columns come to',
    severity: 'blocks',
    field: 'Amount',
    where: 'procore',
    says: /Line 1 bills 100\.00, but its columns come to 101\.00/,
    fails: { record: { ...due('101.00'), items: [invoiceItem({ work: '101.00' }, { gross: '100.00' })] } },
    passes: { record: { ...due('101.00'), items: [invoiceItem({ work: '101.00' }, { gross: '101.00' })] } },
  },
  {
    rule: 'INV-06',
    what: 'no summary',
    severity: 'blocks',
    field: 'Amount',
    where: 'procore',
    says: /does not tell what is due/,
    fails: { record: { summary: null } },
    passes: GOOD,
  },
  {
    rule: 'INV-07',
    what: 'no contract company',
    severity: 'blocks',
    field: 'Contract company',
    where: 'procore',
    says: /names no contract company/,
    fails: { record: { vendor: null } },
    passes: GOOD,
  },
  {
    rule: 'INV-07',
    what: 'a company without a vendor',
    severity: 'blocks',
    field: 'Contract company',
    where: 'mappings',
    says: /Keel Concrete LLC is not linked/,
    fails: withoutLink(VENDOR),
    passes: GOOD,
  },
  {
    rule: 'INV-07',
    what: 'a vendor that is gone',
    severity: 'blocks',
    field: 'Contract company',
    where: 'mappings',
    says: /“Keel”.*deleted or merged/,
    fails: linked(VENDOR, { name: 'Keel', isGone: true }),
    passes: GOOD,
  },
  {
    rule: 'INV-07',
    what: 'an order of another vendor, unless bills are not linked',
    severity: 'blocks',
    field: 'Contract company',
    where: 'quickbooks',
    says: /SC-017-001 is for “North Shore Supply”, the invoice comes from “Keel Concrete LLC”/,
    fails: order({ order: { vendor: 'North Shore Supply', vendorId: '8-2', date: null, total: null } }),
    passes: {
      books: {
        ...order({ order: { vendor: 'North Shore Supply', vendorId: '8-2', date: null, total: null } }).books,
        ...unlinked,
      },
    },
  },
  {
    rule: 'INV-08',
    what: 'nothing that is billed',
    severity: 'blocks',
    field: 'Lines',
    where: 'procore',
    says: /bills nothing/,
    fails: claim({ work: '0.00' }),
    passes: { record: { ...due('5.00'), items: [invoiceItem({ released: '5.00' })] } },
  },
  {
    rule: 'INV-08',
    what: 'a line off the order whose code has no item',
    severity: 'blocks',
    field: 'Line 1',
    where: 'mappings',
    says: /03-300 is not linked/,
    fails: { books: { ...withoutLink(CODE).books, ...unlinked } },
    passes: withoutLink(CODE),
  },
  {
    rule: 'INV-09',
    what: 'tax, where bills have none, unless it has an item',
    severity: 'blocks',
    field: 'Tax',
    where: 'settings',
    says: /1,067\.03 of tax/,
    fails: { record: due('20273.53', '1067.03') },
    passes: { record: due('20273.53', '1067.03'), books: billSettings({ taxItem: TAX_ID }) },
  },
  {
    rule: 'INV-09',
    what: 'an item for tax that is inactive',
    severity: 'blocks',
    field: 'Tax',
    where: 'settings',
    says: /“Tax”.*inactive/,
    fails: {
      record: due('20273.53', '1067.03'),
      books: {
        ...billSettings({ taxItem: TAX_ID }),
        bills: { ...BILLS, items: { ...BILLS.items, [TAX_ID]: itemCopy({ name: 'Tax', isActive: false }) } },
      },
    },
    passes: { books: billSettings({ taxItem: 'of another file' }) },
  },
  {
    rule: 'INV-09',
    what: 'Canadian tax without a code',
    severity: 'warns',
    field: 'Tax',
    where: 'settings',
    says: /reckons it by the codes/,
    fails: {
      record: due('20273.53', '1067.03'),
      books: { ...CANADA, ...billSettings({ canadianBills: true }) },
    },
    passes: {
      record: due('20273.53', '1067.03'),
      books: { ...CANADA, ...billSettings({ canadianBills: true, billTaxCode: 'H' }) },
    },
  },
  {
    rule: 'INV-10',
    what: 'a Canadian edition, unless the company wants bills there',
    severity: 'blocks',
    field: 'QuickBooks',
    where: 'settings',
    says: /US editions/,
    fails: { books: CANADA },
    passes: { books: { ...CANADA, ...billSettings({ canadianBills: true }) } },
  },
  {
    rule: 'INV-11',
    what: 'a line that is on no known line of the order',
    severity: 'warns',
    field: 'Line 1',
    where: 'quickbooks',
    says: /on no line of purchase order SC-017-001/,
    fails: claim({ work: '5.00', lineId: '70099' }),
    passes: claim({ work: '5.00', lineId: '70012' }),
  },
  {
    rule: 'INV-11',
    what: 'a line that was billed whole before',
    severity: 'warns',
    field: 'Line 1',
    where: 'quickbooks',
    says: /billed whole before.*is closed/,
    fails: claim({ work: '5.00', workBefore: '96000.00' }),
    passes: claim({ work: '5.00', workBefore: '95999.99' }),
  },
  {
    rule: 'INV-11',
    what: 'a line of a change order where the order was made by others',
    severity: 'warns',
    field: 'Line 1',
    where: 'quickbooks',
    says: /billed without a link/,
    fails: { ...claim(change), books: { bills: { ...BILLS, orderLines: { contract: {}, change: {} } } } },
    passes: {
      ...claim(change),
      books: {
        bills: { ...BILLS, orderLines: { contract: {}, change: {} } },
        ...unlinked,
      },
    },
  },
];

export const INVOICE_CASES: readonly InvoiceCase[] = [...GENERAL, ...OWN];
