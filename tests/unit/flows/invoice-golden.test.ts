import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { invoiceFlow } from '@/lib/flows/invoice';
import type { Books } from '@/lib/mappings/books';
import type { Invoice } from '@/lib/procore';
import { encodeMessageSet } from '@/lib/qbxml';
import { booksConnection } from '@/tests/factories/books';
import { due, invoice, invoiceItem } from '@/tests/factories/invoice';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';
import { billBooks, billSettings, ORDER_KEY, ORDER_LINK, TAX_ID } from './invoice-books';

const FOLDER = new URL('../../fixtures/golden/', import.meta.url);
const schema = SchemaCheck.in(schemaDirectory);
const canada = booksConnection({ target: { country: 'CA', version: [13, 0] } });
const closed = { links: { ...billBooks().links, [ORDER_KEY]: { ...ORDER_LINK, isActive: false } } };

const CASES: readonly [file: string, record: Partial<Invoice>, books?: Partial<Books>][] = [
  ['bill.xml', {}],
  [
    'bill-of-change-order-with-materials.xml',
    {
      ...due('61900.00'),
      items: [
        invoiceItem({ work: '52000.00', moved: '8000.00', stored: '4000.00', storedBefore: '12000.00' }),
        invoiceItem({
          position: 2,
          lineId: '70012',
          description: 'Slab on grade',
          work: '10000.00',
          held: '1000.00',
        }),
        invoiceItem({ position: 3, lineId: '70013', description: 'Nothing this month' }),
        invoiceItem({
          position: 4,
          itemType: 'change_order_item',
          lineId: '90001',
          description: 'Deeper footings, grid C',
          work: '1000.00',
          held: '100.00',
        }),
      ],
    },
  ],
  [
    'bill-with-released-retainage.xml',
    {
      invoiceNumber: 'KC-1099',
      ...due('12999.50'),
      items: [
        invoiceItem({ work: '10250.00', held: '1000.00', released: '5000.00' }),
        invoiceItem({ position: 2, lineId: '70012', description: 'Credit for pumps', work: '-1250.50' }),
      ],
    },
  ],
  [
    'bill-by-unit-due-in-days.xml',
    {
      ...due('412.50'),
      items: [invoiceItem({ description: 'Anchor bolts', work: '412.50', quantity: '150.0' })],
    },
    billSettings({ billDueDays: 30 }),
  ],
  [
    'bill-of-closed-order.xml',
    {
      invoiceNumber: 'KEEL-CONCRETE-2026-03-0007',
      ...due('100.00', '8.00'),
      items: [invoiceItem({ work: '92.00' })],
    },
    { ...closed, ...billSettings({ longNumbers: 'keep_end', taxItem: TAX_ID }) },
  ],
  [
    'bill-canada.xml',
    { ...due('20273.53', '1067.03') },
    { connection: canada, ...billSettings({ canadianBills: true, billTaxCode: 'H' }) },
  ],
];

function documentOf(record: Partial<Invoice>, given: Partial<Books>): string {
  const known = billBooks(given);
  return encodeMessageSet({
    target: known.connection?.target ?? { country: 'US', version: [13, 0] },
    onError: 'continueOnError',
    newMessageSetID: '0193f0c2a7b34d5e9f10aa2',
    requests: [{ requestID: 'request/1', request: invoiceFlow.build(invoice(record), known) }],
  });
}

describe('the bytes of a bill that go to QuickBooks', () => {
  it.each(CASES)('%s', (file, record, given = {}) => {
    const blocking = invoiceFlow
      .check(invoice(record), billBooks(given))
      .filter(one => one.severity === 'blocks');
    expect(blocking).toEqual([]);
    expect(documentOf(record, given)).toBe(readFileSync(new URL(file, FOLDER), 'utf8'));
  });

  it.skipIf(schema === null)('are valid by Intuit’s schema (skipped: set QBXML_SCHEMA_DIR)', async () => {
    const documents = CASES.map(([file]) => readFileSync(new URL(file, FOLDER), 'utf8'));
    expect(await schema?.faults(documents)).toEqual(documents.map(() => []));
  });
});

const previewOf = (record: Partial<Invoice>, given: Partial<Books> = {}) =>
  invoiceFlow.preview(invoice(record), billBooks(given));

describe('what an approver sees of a bill', () => {
  it('is what goes, with retainage on a line of its own', () => {
    expect(previewOf({})).toEqual({
      form: 'Bill',
      header: [
        { label: 'Vendor', value: 'Keel Concrete LLC' },
        { label: 'Ref. No.', value: 'KC-1042' },
        { label: 'Date', value: '2026-03-31' },
        { label: 'Bill due', value: 'By the vendor’s terms' },
        { label: 'P.O. No.', value: 'SC-017-001' },
        { label: 'Customer:Job', value: 'Riverside Health:24-017 Riverside Clinic Addition' },
        { label: 'Memo', value: 'Procore invoice 1 of SC-017-001, 2026-03-01 to 2026-03-31' },
      ],
      lines: [
        expect.objectContaining({ item: '03:03-300', amount: '21340.56' }),
        expect.objectContaining({
          item: 'Retainage',
          description: 'Retainage held on invoice KC-1042',
          amount: '-2134.06',
        }),
      ],
      total: '19206.50',
      notes: ['Lines of purchase order SC-017-001 bring their items along.'],
    });
  });

  it.each([
    ['an order that takes no more', {}, closed, 'The bill is not linked to purchase order SC-017-001.'],
    [
      'a line off the order',
      { ...due('10.00'), items: [invoiceItem({ work: '4.00' }), invoiceItem({ work: '6.00', lineId: '7' })] },
      {},
      '1 of 2 lines are not linked to purchase order SC-017-001.',
    ],
    [
      'a long number',
      { invoiceNumber: 'KEEL-CONCRETE-2026-03-0007' },
      billSettings({ longNumbers: 'keep_end' }),
      'The number KEEL-CONCRETE-2026-03-0007 goes over as ONCRETE-2026-03-0007.',
    ],
    [
      'a long text',
      { ...due('1.00'), items: [invoiceItem({ work: '1.00', description: 'D'.repeat(5000) })] },
      {},
      'The text of line 1 is cut to 4,095 characters.',
    ],
    [
      'a stand-in',
      { ...due('1.00'), items: [invoiceItem({ work: '1.00', description: 'Győr' })] },
      {},
      '“ő” becomes “o”.',
    ],
    [
      'a negative line',
      { ...due('1.00'), items: [invoiceItem({ work: '2.00' }), invoiceItem({ work: '-1.00' })] },
      {},
      'A line is negative; check that QuickBooks shows it as you expect.',
    ],
    [
      'Canadian tax',
      due('20273.53', '1067.03'),
      { connection: canada },
      'QuickBooks adds tax by its own codes; the invoice has 1067.03.',
    ],
  ])('%s is said beside it', (_what, record, given, note) => {
    expect(previewOf(record, given).notes).toContain(note);
  });
});

describe('what an invoice is called and needs', () => {
  it('its line in a list says what people know it by', () => {
    expect(invoiceFlow.summary(invoice({ invoiceNumber: '', number: 7, vendor: null }))).toMatchObject({
      number: '7',
      title: 'Concrete package',
      vendorName: '',
      amount: 1_920_650n,
      status: 'approved',
    });
  });

  it('it asks for its commitment, its vendor, its codes, and its number whole and shortened', () => {
    const needs = invoiceFlow.needs(invoice({ invoiceNumber: 'KEEL-CONCRETE-2026-03-0007' }));
    expect(needs.links.map(link => link.kind)).toEqual(['project', 'commitment', 'invoice', 'vendor']);
    expect(needs.costCodeFullCodes).toEqual(['03-300']);
    expect(needs.bills).toEqual({
      commitmentId: invoice().commitmentId,
      vendorId: invoice().vendor?.id,
      numbers: ['KEEL-CONCRETE-2026-03-0007', 'ONCRETE-2026-03-0007'],
    });
  });

  it('without a vendor, an order or an item nothing is built', () => {
    expect(() => invoiceFlow.build(invoice(), billBooks({ links: {} }))).toThrow(/cannot be used/);
    const without = billBooks({ bills: { ...billBooks().bills, items: {} } });
    expect(() => invoiceFlow.build(invoice(), without)).toThrow(/No usable item/);
  });
});
