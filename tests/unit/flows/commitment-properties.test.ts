import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHash } from '@/lib/core/canonical';
import { commitmentFlow } from '@/lib/flows/commitment';
import { standing } from '@/lib/flows/flow';
import type { Books } from '@/lib/mappings/books';
import type { Commitment } from '@/lib/procore';
import { encodeMessageSet, isWindows1252, type QbRequest } from '@/lib/qbxml';
import { LINKS } from '@/tests/factories/books';
import { commitment, commitmentLine } from '@/tests/factories/commitment';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';
import { drawn, toCents } from './drawn-commitments';

const schema = SchemaCheck.in(schemaDirectory);
/** The sender agreed to the characters that stand in. */
const sendable = drawn.filter(
  ([record, books]) => standing(commitmentFlow.check(record, books), ['GEN-02']).length === 0,
);

const bodyOf = (record: Commitment, books: Books) =>
  (commitmentFlow.build(record, books) as QbRequest<'PurchaseOrderAdd'>).body.PurchaseOrderAdd;
const linesOf = (record: Commitment, books: Books) =>
  (bodyOf(record, books).Lines ?? []).map(
    line => ('PurchaseOrderLineAdd' in line ? line.PurchaseOrderLineAdd : undefined) ?? {},
  );

/** QuickBooks' own rule: an amount that is given stands; else quantity times rate, to the cent, halves away from zero. */
function computed(line: {
  Amount?: string | undefined;
  Quantity?: string | undefined;
  Rate?: string | undefined;
}): bigint {
  if (line.Amount !== undefined) return toCents(line.Amount);
  const product = hundredThousandths(line.Quantity ?? '') * hundredThousandths(line.Rate ?? '');
  const size = product < 0n ? -product : product;
  const cents = (2n * size + 10n ** 8n) / (2n * 10n ** 8n);
  return product < 0n ? -cents : cents;
}

function hundredThousandths(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(5, '0'));
  return text.startsWith('-') ? -size : size;
}

const documentOf = (record: Commitment, books: Books): string =>
  encodeMessageSet({
    target: books.connection?.target ?? { country: 'US', version: [13, 0] },
    onError: 'continueOnError',
    newMessageSetID: 'a1',
    requests: [{ requestID: 'r/1', request: commitmentFlow.build(record, books) }],
  });

describe('a commitment that passes every rule', () => {
  it('is built and encoded, and what QuickBooks will compute line by line is Procore’s total to the cent', () => {
    fc.assert(
      fc.property(sendable, ([record, books]) => {
        expect(() => documentOf(record, books)).not.toThrow();
        const lines = linesOf(record, books);
        expect(lines.reduce((sum, line) => sum + computed(line), 0n)).toBe(toCents(record.grandTotal));
        expect(lines.map(computed)).toEqual(record.lines.map(line => toCents(line.amount)));
      }),
      { numRuns: 300 },
    );
  });

  it.skipIf(schema === null)('is valid by Intuit’s schema (skipped: set QBXML_SCHEMA_DIR)', async () => {
    const seed = Date.now();
    const documents = fc
      .sample(sendable, { numRuns: 200, seed })
      .map(([record, books]) => documentOf(record, books));
    const faults = (await schema?.faults(documents)) ?? [];
    const invalid = documents
      .map((xml, at) => [xml, faults[at] ?? []] as const)
      .filter(one => one[1].length > 0);
    expect(invalid.slice(0, 1), `seed ${seed}`).toEqual([]);
  });

  it('is shown exactly as it will be sent, value for value', () => {
    fc.assert(
      fc.property(sendable, ([record, books]) => {
        const order = bodyOf(record, books);
        const preview = commitmentFlow.preview(record, books);
        expect(Object.fromEntries(preview.header.map(field => [field.label, field.value]))).toEqual({
          Vendor: LINKS.vendor.name,
          'P.O. No.': order.RefNumber,
          Date: order.TxnDate,
          'Customer:Job': LINKS.project.name,
          'Vendor message': order.VendorMsg,
          Memo: order.Memo,
        });
        const lines = linesOf(record, books);
        expect(
          preview.lines.map(line => [
            line.description,
            line.quantity,
            line.rate,
            toCents(line.amount),
            line.item,
            line.job,
          ]),
        ).toEqual(
          lines.map(line => [
            line.Desc,
            line.Quantity ?? null,
            line.Rate ?? null,
            computed(line),
            LINKS.costCode.name,
            LINKS.project.name,
          ]),
        );
        expect(toCents(preview.total)).toBe(toCents(record.grandTotal));
      }),
    );
  });

  it('holds nothing that QuickBooks cannot keep, and whatever was lost on the way is in the notes', () => {
    fc.assert(
      fc.property(sendable, ([record, books]) => {
        const sent = JSON.stringify(commitmentFlow.build(record, books).body);
        expect([...sent].filter(character => !isWindows1252(character))).toEqual([]);
        const lost = commitmentFlow.check(record, books).filter(one => one.ruleId === 'GEN-02');
        const notes = commitmentFlow.preview(record, books).notes.filter(note => note.includes(' becomes '));
        expect(notes.length > 0).toBe(lost.length > 0);
      }),
    );
  });

  it('is built the same each time: what was approved can be told by its bytes', () => {
    fc.assert(
      fc.property(sendable, ([record, books]) => {
        expect(documentOf(structuredClone(record), structuredClone(books))).toBe(documentOf(record, books));
      }),
    );
  });
});

/** Another value of the same kind. */
function changed(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (value === null) return 'something';
  if (typeof value === 'string') return `${value}1`;
  return Array.isArray(value) ? [...value, commitmentLine()] : { ...value, id: '77', flatCode: '77' };
}

const hashOf = (record: Commitment): string => contentHash(commitmentFlow.content(record));

describe('the hash that an acceptance is bound to', () => {
  const record = commitment({
    originId: '1A2-1',
    originCode: 'SC-1',
    lines: [commitmentLine({ originId: '1A4-1' })],
  });
  const OURS = ['originId', 'originCode', 'updatedAt'];

  it.each(Object.keys(record))('is another one when %s changes, unless that is our own mark', key => {
    const other = { ...record, [key]: changed(record[key as keyof Commitment]) } as Commitment;
    expect(hashOf(other) === hashOf(record)).toBe(OURS.includes(key));
  });

  it.each(Object.keys(commitmentLine()))(
    'is another one when a line’s %s changes, unless that is our own mark',
    key => {
      const [line] = record.lines;
      const other = {
        ...line,
        [key]: changed(line?.[key as keyof typeof line]),
      } as Commitment['lines'][number];
      expect(hashOf({ ...record, lines: [other] }) === hashOf(record)).toBe(key === 'originId');
    },
  );

  it('is another one when lines change places', () => {
    const two = [commitmentLine(), commitmentLine()];
    expect(hashOf({ ...record, lines: two.toReversed() })).not.toBe(hashOf({ ...record, lines: two }));
  });
});
