import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factsOf, isTooOld, targetFor } from '@/lib/connections/facts';
import { EnvelopeReader } from '@/lib/qbwc/envelope';
import { readAnswer } from '@/lib/qbxml';
import { QuickBooks } from '@/tests/simulators/quickbooks';
import { capturesDirectory } from '@/tests/simulators/quickbooks/evidence';
import { makeWorld } from '@/tests/simulators/world';
import { testEnv } from '@/tests/support/env';

const OWNER = '{6A1C5292-39CA-413C-8666-64AB05913CA0}';
const FILE = '{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}';

const rs = (message: string, records: string, status = '0') =>
  `<${message}QueryRs requestID="0" statusCode="${status}" statusMessage="x">${records}</${message}QueryRs>`;
const answer = (...responses: string[]) =>
  readAnswer(`<QBXML><QBXMLMsgsRs>${responses.join('')}</QBXMLMsgsRs></QBXML>`);
const stamp = (owner: string, name: string, value: string) =>
  `<DataExtRet><OwnerID>${owner}</OwnerID><DataExtName>${name}</DataExtName><DataExtType>STR255TYPE</DataExtType><DataExtValue>${value}</DataExtValue></DataExtRet>`;
const versions = (...all: string[]) =>
  all.map(one => `<SupportedQBXMLVersion>${one}</SupportedQBXMLVersion>`).join('');
const HOST = rs(
  'Host',
  `<HostRet><ProductName>QuickBooks Desktop Pro 2019</ProductName><MajorVersion>29</MajorVersion><Country>CA</Country>${versions('1.0', '13.0', '9.0')}</HostRet>`,
);
const COMPANY = rs(
  'Company',
  `<CompanyRet><CompanyName>Acme</CompanyName>${stamp(OWNER, 'FileID', FILE)}</CompanyRet>`,
);
const PREFERENCES = rs(
  'Preferences',
  '<PreferencesRet><AccountingPreferences><IsUsingAccountNumbers>true</IsUsingAccountNumbers><IsUsingClassTracking>false</IsUsingClassTracking><ClosingDate>2025-12-31</ClosingDate></AccountingPreferences>' +
    '<JobsAndEstimatesPreferences><IsUsingEstimates>true</IsUsingEstimates></JobsAndEstimatesPreferences><PurchasesAndVendorsPreferences><IsUsingInventory>false</IsUsingInventory></PurchasesAndVendorsPreferences></PreferencesRet>',
);

const NOTHING = {
  productName: null,
  majorVersion: null,
  country: null,
  qbxmlVersion: null,
  companyFileName: null,
  fileId: null,
  closingDate: null,
  preferences: null,
  missingRight: null,
};

describe('what a company file tells of itself', () => {
  it('is read from all three answers', () => {
    expect(factsOf(answer(HOST, COMPANY, PREFERENCES), OWNER)).toEqual({
      productName: 'QuickBooks Desktop Pro 2019',
      majorVersion: 29,
      country: 'CA',
      qbxmlVersion: '13.0',
      companyFileName: 'Acme',
      fileId: FILE,
      closingDate: '2025-12-31',
      preferences: {
        isUsingEstimates: true,
        arePurchaseOrdersOn: false,
        isUsingClasses: false,
        isUsingAccountNumbers: true,
        isMultiCurrencyOn: null,
      },
      missingRight: null,
    });
  });

  it('is nothing where it did not say: an answer that is missing, refused or empty leaves its part unknown', () => {
    expect(factsOf(answer(), OWNER)).toEqual(NOTHING);
    expect(factsOf(answer(rs('Host', '', '3260'), rs('Company', '', '3260')), OWNER)).toEqual({
      ...NOTHING,
      missingRight: 3260,
    });
    expect(factsOf(answer(COMPANY), OWNER)).toEqual({ ...NOTHING, companyFileName: 'Acme', fileId: FILE });
  });

  it('a part that cannot be read leaves itself unknown, and never the mark of the file', () => {
    const odd = rs(
      'Preferences',
      '<PreferencesRet><FinanceChargePreferences><MinFinanceCharge>1,234.50</MinFinanceCharge></FinanceChargePreferences></PreferencesRet>',
    );
    expect(factsOf(answer(HOST, COMPANY, odd), OWNER)).toMatchObject({
      fileId: FILE,
      majorVersion: 29,
      preferences: null,
    });
  });

  it('the mark is the one of our application, in any case, and nobody else’s', () => {
    const other = '{00000000-39CA-413C-8666-64AB05913CA0}';
    const file = (...stamps: string[]) =>
      factsOf(answer(rs('Company', `<CompanyRet>${stamps.join('')}</CompanyRet>`)), OWNER.toLowerCase())
        .fileId;
    expect(
      file(
        stamp(other, 'FileID', '{X}'),
        stamp(OWNER, 'AppLock', 'LOCKED:PC:1'),
        stamp(OWNER, 'FileID', ` ${FILE.toLowerCase()} `),
      ),
    ).toBe(FILE);
    expect(file(stamp(other, 'FileID', FILE))).toBeNull();
    expect(file(stamp(OWNER, 'AppLock', FILE))).toBeNull();
    expect(file()).toBeNull();
  });

  it('the highest version is the highest number, also over nine, and old Canadian letters are read away', () => {
    const highest = (...all: string[]) =>
      factsOf(answer(rs('Host', `<HostRet>${versions(...all)}</HostRet>`)), OWNER).qbxmlVersion;
    expect(highest('9.0', '10.0', '2.1')).toBe('10.0');
    expect(highest('CA2.0', 'CA3.0', '1.0')).toBe('CA3.0');
    expect(highest()).toBeNull();
  });
});

it.each([
  ['13.0', false],
  ['14.0', false],
  ['16.0', false],
  ['12.0', true],
  ['9.0', true],
  ['CA3.0', true],
  [null, false],
])('qbXML %s is too old: %s', (version, isOld) => {
  expect(isTooOld(version)).toBe(isOld);
});

it('messages are written for Canada where the file says so, else for the United States, always in 13.0', () => {
  expect(targetFor('CA')).toEqual({ country: 'CA', version: [13, 0] });
  for (const country of ['US', 'UK', '', null])
    expect(targetFor(country)).toEqual({ country: 'US', version: [13, 0] });
});

it('a simulated company file tells the same story as its books', async () => {
  const { books } = makeWorld(1);
  const quickBooks = await QuickBooks.open({ books, seed: 1, clock: testEnv().now });
  quickBooks.stamp({ ownerId: OWNER, fileId: FILE });
  expect(factsOf(readAnswer(quickBooks.hcpResponse(OWNER)), OWNER)).toMatchObject({
    productName: books.productName,
    majorVersion: books.majorVersion,
    companyFileName: books.companyName,
    fileId: FILE,
    closingDate: books.preferences.closingDate,
    preferences: { arePurchaseOrdersOn: true, isUsingEstimates: true, isUsingClasses: false },
  });
});

const read = (path: string): string => readFileSync(join(capturesDirectory ?? '', path), 'utf8');

function hcpInside(envelope: string): string {
  const reader = new EnvelopeReader();
  reader.write(envelope);
  return reader.finish().params.get('strHCPResponse') ?? '';
}

describe.skipIf(capturesDirectory === null)('recorded first requests (skipped: set CAPTURES_DIR)', () => {
  it('QuickBooks Accountant 2013 speaks 12.0 and is too old', () => {
    const facts = factsOf(readAnswer(read('hcp/apotema-premier-accountant-2013.xml')), OWNER);
    expect(facts).toMatchObject({
      productName: 'QuickBooks Accountant 2013',
      majorVersion: 23,
      country: 'US',
      qbxmlVersion: '12.0',
      companyFileName: 'Alexandre Test',
    });
    expect(isTooOld(facts.qbxmlVersion)).toBe(true);
    expect(facts.preferences).not.toBeNull();
  });

  it('QuickBooks Desktop Pro 2019 on a PC with decimal commas is read whole', () => {
    const facts = factsOf(readAnswer(hcpInside(read('soap/karser-task_request.xml'))), OWNER);
    expect(facts).toMatchObject({
      productName: 'QuickBooks Desktop Pro 2019',
      majorVersion: 29,
      country: 'US',
      qbxmlVersion: '13.0',
    });
    expect(facts.preferences).not.toBeNull();
  });
});
