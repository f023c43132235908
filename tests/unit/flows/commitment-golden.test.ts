import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commitmentFlow } from '@/lib/flows/commitment';
import type { Books } from '@/lib/mappings/books';
import type { Commitment } from '@/lib/procore';
import { encodeMessageSet } from '@/lib/qbxml';
import { DEFAULT_SETTINGS } from '@/lib/tenancy/settings';
import { books, booksConnection } from '@/tests/factories/books';
import { COST_CODE_ID, commitment, commitmentLine } from '@/tests/factories/commitment';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';

const FOLDER = new URL('../../fixtures/golden/', import.meta.url);
const schema = SchemaCheck.in(schemaDirectory);
const keepEnd = { settings: { ...DEFAULT_SETTINGS, longNumbers: 'keep_end' as const } };
const canada = { connection: booksConnection({ target: { country: 'CA', version: [13, 0] } }) };

const CASES: readonly [file: string, record: Partial<Commitment>, books?: Partial<Books>][] = [
  [
    'subcontract-lump-sum.xml',
    {
      description:
        'Footings, slabs & walls per drawings S1–S9.\n\n- Includes pumping\n- Excludes winter heat',
      grandTotal: '178000.0',
      lines: [
        commitmentLine(),
        commitmentLine({ description: 'Slab on grade', amount: '61500.0' }),
        commitmentLine({ description: '', amount: '20500.0' }),
      ],
    },
  ],
  [
    'purchase-order-by-unit.xml',
    {
      kind: 'purchase_order',
      number: 'PO-017-010',
      title: 'Anchor bolts & embeds',
      description: 'Anchor  bolts & embeds',
      accountingMethod: 'unit',
      grandTotal: '2403.15',
      lines: [
        commitmentLine({
          description: 'Anchor bolts',
          quantity: '150.0',
          unitCost: '2.75',
          amount: '412.5',
          uom: 'ea',
        }),
        commitmentLine({
          description: 'Embed plates',
          quantity: '44.0',
          unitCost: '45.0',
          amount: '1980.0',
          uom: 'gallons',
        }),
        commitmentLine({
          description: 'Rounded by hand',
          quantity: '3.0',
          unitCost: '3.5433',
          amount: '10.65',
          uom: 'ea',
        }),
      ],
    },
    { settings: { ...DEFAULT_SETTINGS, sendUnits: true, units: { gallons: 'gal' } } },
  ],
  [
    'negative-and-zero-lines.xml',
    {
      number: 'SC-017-013',
      title: 'Excavation',
      grandTotal: '50249.75',
      lines: [
        commitmentLine({ description: 'Mass excavation', amount: '54000.0' }),
        commitmentLine({ description: 'Credit for reused fill', amount: '-3750.25' }),
        commitmentLine({ description: 'Utility allowance', amount: '0.0' }),
      ],
    },
  ],
  ['long-number-keeps-its-end.xml', { number: 'SC-2024-017-0004', title: 'T'.repeat(120) }, keepEnd],
  [
    'text-beyond-windows-1252.xml',
    {
      title: '“Signage” — 東屋 ✔',
      description: 'Győr’s café: 1½″ <plates> & "bolts"…\r\nsecond\u00A0line',
      lines: [commitmentLine({ description: 'Señalización ★' })],
    },
  ],
  [
    'line-with-a-wbs-code-alone.xml',
    {
      contractDate: null,
      lines: [
        commitmentLine({
          costCode: null,
          wbsCode: { flatCode: '03-300.C', description: 'Concrete.Commitment' },
        }),
      ],
    },
  ],
  ['canada.xml', { number: 'CA-001', currency: 'CAD' }, canada],
];

function documentOf(record: Partial<Commitment>, given: Partial<Books>): string {
  const known = books(given);
  return encodeMessageSet({
    target: known.connection?.target ?? { country: 'US', version: [13, 0] },
    onError: 'continueOnError',
    newMessageSetID: '0193f0c2a7b34d5e9f10aa2',
    requests: [{ requestID: 'request/1', request: commitmentFlow.build(commitment(record), known) }],
  });
}

describe('the bytes that go to QuickBooks', () => {
  it.each(CASES)('%s', (file, record, given = {}) => {
    expect(
      commitmentFlow.check(commitment(record), books(given)).filter(one => one.severity === 'blocks'),
    ).toEqual([]);
    expect(documentOf(record, given)).toBe(readFileSync(new URL(file, FOLDER), 'utf8'));
  });

  it.skipIf(schema === null)('are valid by Intuit’s schema (skipped: set QBXML_SCHEMA_DIR)', async () => {
    const documents = CASES.map(([file]) => readFileSync(new URL(file, FOLDER), 'utf8'));
    expect(await schema?.faults(documents)).toEqual(documents.map(() => []));
  });
});

const notesFor = (record: Partial<Commitment>, given: Partial<Books> = {}) =>
  commitmentFlow.preview(commitment(record), books(given)).notes;

describe('what was changed on the way is said beside the preview', () => {
  it('nothing is said of a commitment that goes over as it is', () => {
    expect(notesFor({})).toEqual([]);
  });

  it.each([
    [
      'a long number',
      { number: 'SC-2024-017-0004' },
      keepEnd,
      'The number SC-2024-017-0004 goes over as 24-017-0004.',
    ],
    [
      'a long title',
      { title: 'T'.repeat(100) },
      {},
      'The vendor message is cut to 99 characters; the memo has it whole.',
    ],
    ['a long description', { description: 'D'.repeat(5000) }, {}, 'The memo is cut to 4,095 characters.'],
    ['a stand-in', { title: 'Győr' }, {}, '“ő” becomes “o”.'],
    [
      'a negative line',
      { lines: [commitmentLine({ amount: '-1.0' })] },
      {},
      'A line is negative; check that QuickBooks shows it as you expect.',
    ],
  ])('%s', (_what, record, given, note) => {
    expect(notesFor(record, given)).toEqual([note]);
  });

  it('each stand-in once, however often it stands in', () => {
    expect(notesFor({ title: 'ő ő', description: 'ő' })).toEqual(['“ő” becomes “o”.']);
  });
});

describe('what a commitment is called and needs', () => {
  it('its line in a list says what people know it by, with money in cents', () => {
    expect(commitmentFlow.summary(commitment({ vendor: null, grandTotal: '22975.5' }))).toEqual({
      procoreId: '598134327001501',
      projectId: commitment().projectId,
      number: 'SC-017-001',
      title: 'Concrete package',
      vendorName: '',
      amount: 2_297_550n,
      status: 'Approved',
    });
  });

  it('it asks for its own links, the codes its lines name, and its number whole and shortened', () => {
    const lines = [
      commitmentLine(),
      commitmentLine({ costCode: null, wbsCode: { flatCode: '09-400.O', description: '' } }),
    ];
    const needs = commitmentFlow.needs(commitment({ number: 'SC-2024-017-0004', lines }));
    expect(needs).toMatchObject({
      projectId: commitment().projectId,
      costCodeFullCodes: ['09-400'],
      orderNumbers: ['SC-2024-017-0004', '24-017-0004'],
    });
    expect(needs.links.map(link => link.kind)).toEqual(['project', 'commitment', 'vendor', 'cost_code']);
    expect(needs.links.at(-1)?.procoreId).toBe(COST_CODE_ID);
  });

  it('without a vendor, a job or an item nothing is built', () => {
    expect(() => commitmentFlow.build(commitment(), books({ links: {} }))).toThrow(
      /no usable QuickBooks twin/,
    );
    const { links } = books();
    const codeless = Object.fromEntries(
      Object.entries(links).filter(([key]) => !key.startsWith('cost_code')),
    );
    expect(() => commitmentFlow.build(commitment(), books({ links: codeless }))).toThrow(
      /03-300 has no usable/,
    );
  });
});
