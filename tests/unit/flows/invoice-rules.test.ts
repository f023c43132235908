import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Blocker } from '@/lib/flows/flow';
import { invoiceFlow } from '@/lib/flows/invoice';
import { NO_BILLS } from '@/lib/mappings/bill-books';
import { booksConnection } from '@/tests/factories/books';
import { due, invoice, invoiceItem } from '@/tests/factories/invoice';
import { billBooks } from './invoice-books';
import { INVOICE_CASES, type InvoiceFixture } from './invoice-rule-cases';

function check(fixture: InvoiceFixture): Blocker[] {
  return invoiceFlow.check(invoice(fixture.record), billBooks(fixture.books));
}

describe('what stands in the way of an invoice', () => {
  it.each(INVOICE_CASES)('$rule: $what', ({ rule, severity, field, says, where, fails, passes }) => {
    const found = check(fails).filter(one => one.ruleId === rule && one.field === field);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity, message: expect.stringMatching(says), fix: { where } });
    expect(found[0]?.fix.label).not.toBe('');
    expect(check(passes)).toEqual([]);
  });

  it('what a company file would have to tell is not complained of where there is none', () => {
    const found = check({ books: { connection: null, links: {}, bills: NO_BILLS } });
    expect(found.map(one => one.ruleId)).not.toContain('INV-03');
  });

  it('every failing rule is told at once', () => {
    const broken = check({
      record: {
        status: 'draft',
        vendor: null,
        invoiceNumber: '',
        originId: 'SAGE-1',
        billingDate: '2020-01-01',
        ...due('-1.00', '0.50'),
        items: [invoiceItem({ work: '1.001', held: '0.10', description: '★', flatCode: null })],
      },
      books: {
        links: {},
        connection: booksConnection({ arePurchaseOrdersOn: false, missingRight: 3260 }),
        settings: { ...billBooks().settings, retainageItem: null },
      },
    });
    expect([...new Set(broken.map(one => one.ruleId))].toSorted()).toEqual([
      ...['GEN-01', 'GEN-02', 'GEN-03', 'GEN-04', 'GEN-05', 'GEN-06', 'GEN-07'],
      ...['INV-01', 'INV-02', 'INV-03', 'INV-04', 'INV-05', 'INV-06', 'INV-07', 'INV-08', 'INV-09'],
    ]);
  });
});

const spec = fileURLToPath(new URL('../../../../shared/spec/erp-workflow.md', import.meta.url));

it.skipIf(!existsSync(spec))(
  'every general and invoice rule of the workflow has its pair (skipped without ../shared/spec)',
  () => {
    const rules = readFileSync(spec, 'utf8').matchAll(/^\| ((?:GEN|INV)-\d\d) \|/gm);
    const covered = new Set<string>(INVOICE_CASES.map(one => one.rule));
    const named = Array.from(rules, match => match[1] ?? '');
    expect(named.length).toBeGreaterThanOrEqual(10);
    expect(named.filter(rule => !covered.has(rule))).toEqual([]);
  },
);
