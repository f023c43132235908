import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { costCodeFlow } from '@/lib/flows/cost-code';
import type { ExportFlow } from '@/lib/flows/flow';
import { projectFlow } from '@/lib/flows/project';
import { vendorFlow } from '@/lib/flows/vendor';
import type { Books } from '@/lib/mappings/books';
import { encodeMessageSet } from '@/lib/qbxml';
import { booksConnection } from '@/tests/factories/books';
import { company, costCode, directoryBooks, project } from '@/tests/factories/directory';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';

const FOLDER = new URL('../../fixtures/golden/', import.meta.url);
const schema = SchemaCheck.in(schemaDirectory);
const canada = { books: { connection: booksConnection({ target: { country: 'CA', version: [13, 0] } }) } };

interface Golden {
  readonly file: string;
  readonly flow: ExportFlow;
  readonly record: unknown;
  readonly books: Books;
}

function golden<T>(file: string, flow: { kind: string }, [record, books]: [T, Books]): Golden {
  return { file, flow: flow as ExportFlow, record, books };
}

const CASES: readonly Golden[] = [
  golden('item-service.xml', costCodeFlow, [costCode(), directoryBooks()]),
  golden('item-below-a-division-on-its-way.xml', costCodeFlow, [
    costCode(),
    directoryBooks({
      lists: { divisionUnderWay: { requestId: 'r', fullName: '03' } },
      books: { links: {} },
    }),
  ]),
  golden('item-division.xml', costCodeFlow, [
    costCode({ fullCode: '03', name: 'Concrete', division: null }),
    directoryBooks(),
  ]),
  golden('item-other-charge-with-its-text.xml', costCodeFlow, [
    costCode({ name: 'Concrete Finishing: “Class A” & sealers' }),
    directoryBooks({
      settings: { itemType: 'other_charge', itemNames: 'code_and_text', divisions: 'none' },
    }),
  ]),
  golden('item-non-inventory.xml', costCodeFlow, [
    costCode({ division: null }),
    directoryBooks({ settings: { itemType: 'non_inventory' } }),
  ]),
  golden('job.xml', projectFlow, [project(), directoryBooks()]),
  golden('job-long-name-and-address.xml', projectFlow, [
    project({
      name: 'Riverside Clinic: Addition & Renovation of the East Wing, Phase 2',
      address:
        'c/o Riverside Health Facilities Department\r\n1200 Harbor Way, Building C, Loading Dock 4, Suite 400',
      startDate: null,
      completionDate: null,
    }),
    directoryBooks({ settings: { jobNames: 'number_and_name' } }),
  ]),
  golden('customer-for-a-project.xml', projectFlow, [
    project({ address: '', city: '', stateCode: '', zip: '', countryCode: '' }),
    directoryBooks({ settings: { projectsBecome: 'customers' } }),
  ]),
  golden('vendor.xml', vendorFlow, [
    company({ legalName: 'Tidewater Glazing & Façades, LLC', fax: '715-555-0143' }),
    directoryBooks(),
  ]),
  golden('vendor-under-another-name.xml', vendorFlow, [
    company({ phone: '715-555-0142 extension 1234567', countryCode: 'Mexico' }),
    directoryBooks({ lists: { choices: { name: 'Tidewater Glazing (vendor)' } } }),
  ]),
  golden('vendor-canada.xml', vendorFlow, [
    company({ city: 'Québec', stateCode: 'QC', zip: 'G1R 4P5', countryCode: 'CA' }),
    directoryBooks(canada),
  ]),
];

function documentOf({ flow, record, books }: Golden): string {
  return encodeMessageSet({
    target: books.connection?.target ?? { country: 'US', version: [13, 0] },
    onError: 'continueOnError',
    newMessageSetID: '0193f0c2a7b34d5e9f10aa2',
    requests: [{ requestID: 'request/1', request: flow.build(record, books) }],
  });
}

describe('the bytes that go to QuickBooks for records of its lists', () => {
  it.each(CASES)('$file', one => {
    expect(one.flow.check(one.record, one.books).filter(rule => rule.severity === 'blocks')).toEqual([]);
    expect(documentOf(one)).toBe(readFileSync(new URL(one.file, FOLDER), 'utf8'));
  });

  it.skipIf(schema === null)('are valid by Intuit’s schema (skipped: set QBXML_SCHEMA_DIR)', async () => {
    const documents = CASES.map(({ file }) => readFileSync(new URL(file, FOLDER), 'utf8'));
    expect(await schema?.faults(documents)).toEqual(documents.map(() => []));
  });
});
