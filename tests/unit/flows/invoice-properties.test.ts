import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHash } from '@/lib/core/canonical';
import { standing } from '@/lib/flows/flow';
import { invoiceFlow } from '@/lib/flows/invoice';
import type { Books } from '@/lib/mappings/books';
import type { Invoice } from '@/lib/procore';
import { encodeMessageSet, isWindows1252, type QbRequest } from '@/lib/qbxml';
import { invoice, invoiceItem } from '@/tests/factories/invoice';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';
import { toCents } from './drawn-commitments';
import { drawnInvoices } from './drawn-invoices';
import { RETAINAGE_ID } from './invoice-books';

const schema = SchemaCheck.in(schemaDirectory);
const sendable = drawnInvoices.filter(
  ([record, books]) => standing(invoiceFlow.check(record, books), ['GEN-02']).length === 0,
);

const bodyOf = (record: Invoice, books: Books) =>
  (invoiceFlow.build(record, books) as QbRequest<'BillAdd'>).body.BillAdd;
const linesOf = (record: Invoice, books: Books) =>
  (bodyOf(record, books).ItemLines ?? []).map(
    line => ('ItemLineAdd' in line ? line.ItemLineAdd : undefined) ?? {},
  );
const isCanadian = (books: Books): boolean => books.connection?.target.country === 'CA';

/** What a bill's lines are to come to: where tax is reckoned by codes, it is no line. */
function wanted(record: Invoice, books: Books): bigint {
  const { paymentDue = '0', tax = '0' } = record.summary ?? {};
  return toCents(paymentDue) - (isCanadian(books) ? toCents(tax) : 0n);
}

const documentOf = (record: Invoice, books: Books): string =>
  encodeMessageSet({
    target: books.connection?.target ?? { country: 'US', version: [13, 0] },
    onError: 'continueOnError',
    newMessageSetID: 'a1',
    requests: [{ requestID: 'r/1', request: invoiceFlow.build(record, books) }],
  });

describe('an invoice that passes every rule', () => {
  it('becomes lines that come to what is due, to the cent, with every item in its place', () => {
    fc.assert(
      fc.property(sendable, ([record, books]) => {
        const lines = linesOf(record, books);
        const total = lines.reduce((sum, line) => sum + toCents(line.Amount ?? ''), 0n);
        expect(total).toBe(wanted(record, books));
        const gross = record.items
          .map(({ work, stored }) => {
            const [now, moved, before] = [stored.now, stored.moved, stored.before].map(toCents);
            return toCents(work.thisPeriod) + (now ?? 0n) + (moved ?? 0n) - (before ?? 0n);
          })
          .filter(one => one !== 0n);
        expect(lines.slice(0, gross.length).map(line => toCents(line.Amount ?? ''))).toEqual(gross);
        const rest = lines.slice(gross.length).filter(line => line.ItemRef?.ListID === RETAINAGE_ID);
        expect(rest.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 300 },
    );
  });

  it('names an item or a line of the order, never both and never neither', () => {
    fc.assert(
      fc.property(sendable, ([record, books]) => {
        for (const line of linesOf(record, books)) {
          expect((line.ItemRef === undefined) !== (line.LinkToTxn === undefined)).toBe(true);
          expect(line.BillableStatus).toBe('NotBillable');
        }
      }),
    );
  });

  it('is shown exactly as it will be sent, value for value', () => {
    fc.assert(
      fc.property(sendable, ([record, books]) => {
        const bill = bodyOf(record, books);
        const preview = invoiceFlow.preview(record, books);
        const header = Object.fromEntries(preview.header.map(field => [field.label, field.value]));
        expect(header).toMatchObject({
          'Ref. No.': bill.RefNumber,
          Date: bill.TxnDate,
          'Bill due': bill.DueDate ?? 'By the vendor’s terms',
          Memo: bill.Memo,
        });
        expect(preview.lines.map(line => [line.description, line.quantity, line.rate, line.amount])).toEqual(
          linesOf(record, books).map(line => [line.Desc, line.Quantity ?? null, null, line.Amount]),
        );
        expect(toCents(preview.total)).toBe(wanted(record, books));
      }),
    );
  });

  it.skipIf(schema === null)('is valid by Intuit’s schema (skipped: set QBXML_SCHEMA_DIR)', async () => {
    const documents = fc
      .sample(sendable, { numRuns: 200 })
      .map(([record, books]) => documentOf(record, books));
    const faults = (await schema?.faults(documents)) ?? [];
    const invalid = documents
      .map((xml, at) => [xml, faults[at] ?? []] as const)
      .filter(one => one[1].length > 0);
    expect(invalid.slice(0, 1)).toEqual([]);
  });

  it('holds nothing that QuickBooks cannot keep, and is built the same each time', () => {
    fc.assert(
      fc.property(sendable, ([record, books]) => {
        const document = documentOf(record, books);
        expect([...document].filter(character => !isWindows1252(character))).toEqual([]);
        expect(documentOf(structuredClone(record), structuredClone(books))).toBe(document);
      }),
    );
  });
});

it('an invoice whose lines come to what is due is never refused for that, whether Procore tells its nets or not', () => {
  fc.assert(
    fc.property(drawnInvoices, ([record, books]) => {
      expect(invoiceFlow.check(record, books).filter(one => one.ruleId === 'INV-06')).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('an invoice that is a cent off is refused, whichever way', () => {
  fc.assert(
    fc.property(sendable, fc.constantFrom(1n, -1n), ([record, books], cent) => {
      const { summary } = record;
      if (summary === null) return;
      const off = toCents(summary.paymentDue) + cent;
      const text = `${off < 0n ? '-' : ''}${(off < 0n ? -off : off).toString().padStart(3, '0')}`;
      const paymentDue = `${text.slice(0, -2)}.${text.slice(-2)}`;
      const found = invoiceFlow.check({ ...record, summary: { ...summary, paymentDue } }, books);
      expect(found.some(one => one.ruleId === 'INV-06' && one.severity === 'blocks')).toBe(true);
    }),
  );
});

const hashOf = (record: Invoice): string => contentHash(invoiceFlow.content(record));

function changed(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (value === null) return 'something';
  if (typeof value === 'string') return `${value}1`;
  if (Array.isArray(value)) return [...value, invoiceItem()];
  return Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, changed(one)]));
}

describe('the hash that an acceptance of an invoice is bound to', () => {
  const record = invoice();
  /** Our own mark, other systems' and its payment's, and what it shows of its commitment. */
  const APART = [
    ...['originId', 'originData', 'updatedAt', 'erpStatus', 'paymentDate'],
    ...['commitmentTitle', 'percentComplete'],
  ];

  it.each(Object.keys(record))('is another one when %s changes, unless that is apart from it', key => {
    const other = { ...record, [key]: changed(record[key as keyof Invoice]) } as Invoice;
    expect(hashOf(other) === hashOf(record)).toBe(APART.includes(key));
  });

  it.each(Object.keys(invoiceItem()))(
    'is another one when an item’s %s changes, unless the contract tells it',
    key => {
      const [item] = record.items;
      const other = { ...item, [key]: changed(item?.[key as keyof typeof item]) } as Invoice['items'][number];
      expect(hashOf({ ...record, items: [other] }) === hashOf(record)).toBe(key === 'scheduled');
    },
  );
});
