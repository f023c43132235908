import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AnswerNode, readAnswer, UnreadableAnswer } from '@/lib/qbxml/answer';
import { recordsOf } from '@/lib/qbxml/decode';
import { MESSAGES, type MessageName } from '@/lib/qbxml/messages';
import { capturesDirectory } from '@/tests/simulators/quickbooks/evidence';

const folder = capturesDirectory;
/** Answers to requests, and what QuickBooks says of itself as a session begins. */
const files = ['qbxml', 'hcp'].flatMap(part =>
  folder === null ? [] : readdirSync(join(folder, part)).map(name => `${part}/${name}`),
);
const answers = files.filter(name => !name.startsWith('qbxml/intuit-'));
const read = (name: string) => readAnswer(readFileSync(join(folder ?? '', name), 'utf8'));

/** The message whose table knows a kind of record. */
function tableFor(ret: string): MessageName | undefined {
  return (Object.keys(MESSAGES) as MessageName[]).find(name => Object.hasOwn(MESSAGES[name].rets, ret));
}

/** Every value with the path to it; lists and line wrappers leave no trace in the path. */
function leavesOf(node: AnswerNode, path = ''): string[] {
  const here = `${path}/${node.name}`;
  const marks = Object.entries(node.attributes).map(([name, text]) => `${here}/${name}=${text.trim()}`);
  if (node.children.length === 0 && marks.length === 0) return [`${here}=${node.text.trim()}`];
  return [...marks, ...node.children.flatMap(child => leavesOf(child, here))];
}

function valuesOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap(one => valuesOf(one, path));
  if (typeof value !== 'object' || value === null) return [`${path}=${String(value).trim()}`];
  return Object.entries(value).flatMap(([name, inner]) =>
    valuesOf(inner, /^(Item)?Lines$|^Rows$/.test(name) ? path : `${path}/${name}`),
  );
}

function decode(record: AnswerNode, response: ReturnType<typeof read>['responses'][number]): unknown {
  const name = tableFor(record.name);
  if (name === undefined) return null;
  const [decoded] = recordsOf({ ...response, records: [record] }, name, record.name as never);
  return decoded;
}

describe.skipIf(folder === null)('recorded answers (skipped: set CAPTURES_DIR)', () => {
  it.each(answers)('%s: every value of every record that a table knows is decoded', name => {
    for (const response of read(name).responses) {
      for (const record of response.records.filter(one => tableFor(one.name) !== undefined)) {
        const decoded = valuesOf(decode(record, response), `/${record.name}`);
        // Typed values that are blank say nothing and are left out.
        const recorded = leavesOf(record).filter(leaf => !leaf.endsWith('='));
        expect(decoded.filter(leaf => !leaf.endsWith('=')).toSorted()).toEqual(
          recorded.map(asRead).toSorted(),
        );
      }
    }
  });

  it.each([
    ['qbxml/apotema-purchase_orders.xml', 'PurchaseOrderRet', 3],
    ['qbxml/apotema-rs-purchase_order_add.xml', 'PurchaseOrderRet', 1],
    ['qbxml/apotema-vendors.xml', 'VendorRet', 2],
    ['qbxml/apotema-rs-vendor_add.xml', 'VendorRet', 1],
    ['qbxml/billash-vendors.xml', 'VendorRet', 54],
    ['qbxml/apotema-customers_with_jobs.xml', 'CustomerRet', 3],
    ['qbxml/hotglue-customer-batch-mixed.response.xml', 'CustomerRet', 2],
    ['qbxml/apotema-bill_with_line_items.xml', 'BillRet', 2],
  ])('%s holds its %s', (name, ret, count) => {
    const records = read(name).responses.flatMap(response => response.records);
    expect(records.filter(record => record.name === ret)).toHaveLength(count);
  });

  it('an answer with nothing in it is a good answer', () => {
    const [response] = read('qbxml/apotema-purchase_orders_empty.xml').responses;
    expect(response).toMatchObject({ message: 'PurchaseOrderQuery', statusCode: 1, records: [] });
  });

  it('a mixed batch is told apart request by request', () => {
    const { responses } = read('qbxml/hotglue-customer-batch-mixed.response.xml');
    expect(responses.map(one => [one.requestID, one.statusCode, one.records.length])).toEqual([
      ['ext-mix-1', 0, 1],
      ['ext-mix-2', 3100, 0],
      ['ext-mix-3', 3250, 0],
      ['ext-mix-4', 3130, 0],
      ['ext-mix-5', 0, 1],
    ]);
    expect(responses[1]?.statusMessage).toContain('"HG-BATCH-MIX-1785964184-1"');
  });

  it.each(files.filter(name => name.startsWith('qbxml/intuit-')))('%s is a request, and no answer', name => {
    expect(() => read(name)).toThrow(UnreadableAnswer);
  });
});

/** How a recorded text reads once its type is known. */
function asRead(leaf: string): string {
  return leaf.replace(/=([+-]?\d+),(\d+)$/, '=$1.$2');
}
