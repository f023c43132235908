import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changeOrderFlow } from '@/lib/flows/change-order';
import type { Books } from '@/lib/mappings/books';
import type { ChangeOrder } from '@/lib/procore';
import { encodeMessageSet } from '@/lib/qbxml';
import { DEFAULT_SETTINGS } from '@/lib/tenancy/settings';
import { booksConnection } from '@/tests/factories/books';
import { COMMITMENT_ID, changeOrder, changeOrderLine } from '@/tests/factories/change-order';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';
import { changeBooks, ORDER_LINK } from './change-order-rule-cases';
import { orderFound } from './order-answers';

const FOLDER = new URL('../../fixtures/golden/', import.meta.url);
const schema = SchemaCheck.in(schemaDirectory);
const canada = { connection: booksConnection({ target: { country: 'CA', version: [13, 0] } }) };

const CASES: readonly [file: string, record: Partial<ChangeOrder>, books?: Partial<Books>][] = [
  ['change-order.xml', {}],
  [
    'change-order-added-and-deducted.xml',
    {
      number: '007',
      grandTotal: '6180.5',
      lines: [
        changeOrderLine({ description: 'Deeper footings & <grid> C', amount: '8400.0' }),
        changeOrderLine({ description: 'Less rebar', amount: '-2219.5' }),
        changeOrderLine({ description: 'Allowance', amount: '0.0' }),
      ],
    },
  ],
  [
    'change-order-by-unit.xml',
    {
      number: '012',
      revision: 2,
      grandTotal: '412.5',
      lines: [
        changeOrderLine({
          description: 'Anchor bolts',
          quantity: '150.0',
          unitCost: '2.75',
          amount: '412.5',
          uom: 'ea',
        }),
      ],
    },
    { settings: { ...DEFAULT_SETTINGS, sendUnits: true } },
  ],
  [
    'change-order-line-without-words.xml',
    {
      title: '“Dock” slab — RFI 12',
      lines: [
        changeOrderLine({
          description: '',
          costCode: null,
          wbsCode: { flatCode: '03-300.C', description: '' },
        }),
      ],
    },
  ],
  ['change-order-canada.xml', { number: '003' }, canada],
];

/** An order with a line, a group of lines, and a line somebody typed without an item. */
const ORDER = orderFound({
  editSequence: '1554200077',
  lines: [
    { id: '1A4-1554200000', item: '80000030-1', text: 'Footings', amount: '96000.00' },
    {
      id: '1B0-1554200050',
      amount: '4.00',
      nested: [{ id: '1B1-1554200050', text: 'In it', amount: '4.00' }],
    },
    { id: '1C2-1554200060', text: 'See the file' },
  ],
});

function documentOf(record: Partial<ChangeOrder>, given: Partial<Books>): string {
  const known = changeBooks(given);
  const snapshot = changeOrder(record);
  const request = changeOrderFlow.build(snapshot, known);
  const verdict = changeOrderFlow.change.judge({ request, snapshot }, [ORDER]);
  if (verdict.found !== 'open') throw new TypeError(`the order was ${verdict.found}`);
  return encodeMessageSet({
    target: known.connection?.target ?? { country: 'US', version: [13, 0] },
    onError: 'continueOnError',
    newMessageSetID: '0193f0c2a7b34d5e9f10aa2',
    requests: [{ requestID: 'request/1', request: changeOrderFlow.change.complete(request, verdict.target) }],
  });
}

describe('the bytes that change an order in QuickBooks', () => {
  it.each(CASES)('%s', (file, record, given = {}) => {
    const blockers = changeOrderFlow.check(changeOrder(record), changeBooks(given));
    expect(blockers.filter(one => one.severity === 'blocks')).toEqual([]);
    expect(documentOf(record, given)).toBe(readFileSync(new URL(file, FOLDER), 'utf8'));
  });

  it.skipIf(schema === null)('are valid by Intuit’s schema (skipped: set QBXML_SCHEMA_DIR)', async () => {
    const documents = CASES.map(([file]) => readFileSync(new URL(file, FOLDER), 'utf8'));
    expect(await schema?.faults(documents)).toEqual(documents.map(() => []));
  });
});

describe('what an approver sees of it', () => {
  const preview = (record: Partial<ChangeOrder> = {}, given: Partial<Books> = {}) =>
    changeOrderFlow.preview(changeOrder(record), changeBooks(given));

  it('the order, the lines that are added, and what the order comes to', () => {
    const { header, lines, total, notes } = preview();
    expect(header.map(({ label, value }) => [label, value])).toEqual([
      ['P.O. No.', 'SC-017-001'],
      ['Vendor', 'Keel Concrete LLC'],
      ['Customer:Job', 'Riverside Health:24-017 Riverside Clinic Addition'],
      ['Order total now', '96000.00'],
      ['Order total with these lines', '104400.00'],
    ]);
    expect(lines).toEqual([
      {
        item: '03:03-300',
        description: 'CCO 001: Deeper footings, grid C',
        quantity: null,
        rate: null,
        amount: '8400.00',
        job: 'Riverside Health:24-017 Riverside Clinic Addition',
      },
    ]);
    expect(total).toBe('8400.00');
    expect(notes).toEqual(['Lines that stand on the order stay as they are; these are added below them.']);
  });

  it('an order that was not read yet is not given a total', () => {
    const links = { ...changeBooks().links, [`commitment:${COMMITMENT_ID}`]: { ...ORDER_LINK, order: null } };
    expect(
      preview({}, { links })
        .header.slice(-2)
        .map(one => one.value),
    ).toEqual(['not read yet', 'not known yet']);
  });

  it.each([
    [
      'what is deducted',
      { lines: [changeOrderLine({ amount: '-1200.0' }), changeOrderLine({ amount: '-0.5' })] },
      '1,200.50 is deducted on lines of their own; check that QuickBooks shows it as you expect.',
    ],
    ['a stand-in', { lines: [changeOrderLine({ description: 'Győr' })] }, '“ő” becomes “o”.'],
    [
      'a text that is cut',
      { lines: [changeOrderLine({ description: 'D'.repeat(5000) })] },
      'The text of line 1 is cut to 4,095 characters.',
    ],
  ])('%s is said beside it', (_what, record, note) => {
    expect(preview(record).notes.slice(1)).toEqual([note]);
  });
});

describe('what a change order is called and needs', () => {
  it('its line in a list says what people know it by', () => {
    expect(changeOrderFlow.summary(changeOrder())).toEqual({
      procoreId: '88120',
      projectId: changeOrder().projectId,
      number: '001',
      title: 'Deeper footings',
      vendorName: 'Keel Concrete LLC',
      amount: 840_000n,
      status: 'approved',
    });
  });

  it('it asks for its project, its commitment, itself, its codes, and the other changes of the commitment', () => {
    const needs = changeOrderFlow.needs(changeOrder());
    expect(needs.links.map(link => link.kind)).toEqual(['project', 'commitment', 'change_order']);
    expect(needs).toMatchObject({
      costCodeFullCodes: ['03-300'],
      orderNumbers: [],
      changesOf: COMMITMENT_ID,
    });
  });

  it('what is accepted would be refused as it stands, and so can never take lines off an order', () => {
    const request = changeOrderFlow.build(changeOrder(), changeBooks());
    expect(request).toMatchObject({ body: { PurchaseOrderMod: { EditSequence: '0' } } });
  });

  it('without an order or a job nothing is built', () => {
    expect(() => changeOrderFlow.build(changeOrder(), changeBooks({ links: {} }))).toThrow(/cannot be used/);
  });

  it('our own mark in Procore is no change of it', () => {
    const marked = changeOrder({ originId: 'x', originCode: 'y', updatedAt: null });
    expect(changeOrderFlow.content(marked)).toEqual(
      changeOrderFlow.content({ ...marked, originId: null, originCode: null, updatedAt: '2027' }),
    );
  });
});
