import { beforeEach, describe, expect, it } from 'vitest';
import { Desk, document, line, order } from './desk';
import { schemaDirectory } from './evidence';

const vendor = (inside: string): string =>
  `<VendorAddRq requestID="v"><VendorAdd>${inside}</VendorAdd></VendorAddRq>`;
const item = (inside: string): string =>
  `<ItemServiceAddRq><ItemServiceAdd>${inside}</ItemServiceAdd></ItemServiceAddRq>`;
const job = (inside: string): string => `<CustomerAddRq><CustomerAdd>${inside}</CustomerAdd></CustomerAddRq>`;
const query = (inside: string): string => `<PurchaseOrderQueryRq>${inside}</PurchaseOrderQueryRq>`;
const income = '<IncomeAccountRef><FullName>Construction Income</FullName></IncomeAccountRef>';
const expense = '<ExpenseAccountRef><FullName>Subcontractors</FullName></ExpenseAccountRef>';
const good = vendor('<Name>Good</Name>');
const plain = document(good);

/** Documents the parser refuses as a whole, with what is wrong in each. */
const UNREADABLE: readonly (readonly [why: string, qbxml: string])[] = [
  ['no XML declaration', plain.replace(/^<\?xml.*\n/, '')],
  ['a blank before the XML declaration', ` ${plain}`],
  ['no qbxml version', plain.replace(/<\?qbxml.*\n/, '')],
  ['the qbxml version behind the root', `${plain.replace(/<\?qbxml.*\n/, '')}<?qbxml version="13.0"?>`],
  ['a version this release does not know', document(good, { version: '14.0' })],
  ['a version never made', document(good, { version: '13' })],
  [
    'an element newer than the declared version',
    document(vendor('<Name>A</Name><JobTitle>x</JobTitle>'), { version: '11.0' }),
  ],
  [
    'a message newer than the declared version',
    document('<TxnDeletedQueryRq><TxnDelType>Bill</TxnDelType></TxnDeletedQueryRq>', { version: '1.1' }),
  ],
  ['no onError', plain.replace('onError="stopOnError"', '')],
  ['an onError that is none', document(good, { onError: 'stop' })],
  ['an unknown attribute of the set', document(good, { ids: 'messageSetID="1"' })],
  ['another root', plain.replaceAll('QBXML>', 'QBPOSXML>')],
  ['two message sets', plain.replace('</QBXML>', '<QBXMLMsgsRq onError="stopOnError"/></QBXML>')],
  ['text between requests', document(`${good}stray`)],
  ['trailing text', `${plain}x`],
  ['a DTD', plain.replace('<QBXML>', '<!DOCTYPE QBXML><QBXML>')],
  ['an unescaped ampersand', document(vendor('<Name>A & B</Name>'))],
  ['a control character', document(vendor('<Name>A\u0007B</Name>'))],
  ['a control character as a reference', document(vendor('<Name>A&#7;B</Name>'))],
  ['half a surrogate pair', document(vendor('<Name>A\ud83dB</Name>'))],
  ['a message that is not in qbXML', document('<JobAddRq/>')],
  ['an answer sent as a request', document('<VendorAddRs statusCode="0"/>')],
  ['a required element missing', document(vendor('<CompanyName>A</CompanyName>'))],
  ['elements in another order', document(vendor('<CompanyName>A</CompanyName><Name>A</Name>'))],
  ['an element twice', document(vendor('<Name>A</Name><Name>B</Name>'))],
  ['an element nobody knows', document(vendor('<Name>A</Name><Website>x</Website>'))],
  ['the wrong case of a name', document(vendor('<name>A</name>'))],
  ['an order without lines', document(order('1', ''))],
  [
    'both sides of a choice',
    document(item(`<Name>A</Name><SalesOrPurchase/><SalesAndPurchase>${income}</SalesAndPurchase>`)),
  ],
  ['neither side of a choice', document(item('<Name>A</Name>'))],
  [
    'two kinds of filter that exclude each other',
    document(query('<RefNumber>1</RefNumber><TxnID>2</TxnID>')),
  ],
  [
    'an iterator where there is none',
    document('<AccountQueryRq iterator="Start"><MaxReturned>5</MaxReturned></AccountQueryRq>'),
  ],
  ['MaxReturned 0', document('<VendorQueryRq><MaxReturned>0</MaxReturned></VendorQueryRq>')],
  ['an amount with one decimal', document(order('1', line('x', '1250.5')))],
  ['an amount with a comma', document(order('1', line('x', '1,250.00')))],
  ['a blank around an amount', document(order('1', line('x', ' 12.00')))],
  [
    'a rate with six decimals',
    document(order('1', line('x', '1').replace('<Amount>1</Amount>', '<Rate>1.123456</Rate>'))),
  ],
  ['a day that does not exist', document(order('1', line('x', '1')).replace('2026-03-02', '2026-02-30'))],
  ['a date with a time', document(order('1', line('x', '1')).replace('2026-03-02', '2026-03-02T00:00:00'))],
  [
    'a moment in UTC',
    document('<VendorQueryRq><FromModifiedDate>2026-03-02T00:00:00Z</FromModifiedDate></VendorQueryRq>'),
  ],
  [
    'a moment with milliseconds',
    document('<VendorQueryRq><FromModifiedDate>2026-03-02T00:00:00.000</FromModifiedDate></VendorQueryRq>'),
  ],
  [
    'a GUID without braces',
    document(vendor('<Name>A</Name><ExternalGUID>7A1D3E52-0C1B-4B37-9C1E-0E2F6D0B9A13</ExternalGUID>')),
  ],
  ['True', document(vendor('<Name>A</Name><IsActive>True</IsActive>'))],
  [
    'a value list in the wrong case',
    document('<VendorQueryRq><ActiveStatus>all</ActiveStatus></VendorQueryRq>'),
  ],
  ['an id of 37 characters', document(query(`<TxnID>${'1'.repeat(37)}</TxnID>`))],
  ['an element inside a value', document(vendor('<Name>A<b/></Name>'))],
];

/** Requests that are read and then refused for themselves alone. */
const REFUSED: readonly (readonly [why: string, code: string, request: string, message: string])[] = [
  ['a requestID of 51 characters', '1060', `<TermsQueryRq requestID="${'r'.repeat(51)}"/>`, 'longer than 50'],
  [
    'a name of 42 characters',
    '3070',
    vendor(`<Name>${'n'.repeat(42)}</Name>`),
    '"Name" is too long. The maximum length is 41',
  ],
  ['a RefNumber of 12 characters', '3070', order('SC-24-017-07', line('x', '1')), 'maximum length is 11'],
  [
    'a month 13 in a moment',
    '3020',
    '<VendorQueryRq><FromModifiedDate>2026-13-01</FromModifiedDate></VendorQueryRq>',
    'FromModifiedDate',
  ],
  [
    'from later than to',
    '3030',
    '<VendorQueryRq><FromModifiedDate>2026-03-02</FromModifiedDate><ToModifiedDate>2026-03-01</ToModifiedDate></VendorQueryRq>',
    'later',
  ],
  [
    'from later than to, texts',
    '3031',
    '<VendorQueryRq><NameRangeFilter><FromName>m</FromName><ToName>b</ToName></NameRangeFilter></VendorQueryRq>',
    'later',
  ],
  ['a colon in a name', '3090', vendor('<Name>A:B</Name>'), 'A:B'],
  ['a line break in a name', '3090', vendor('<Name>A\nB</Name>'), 'not allowed'],
  ['a vendor’s name in other letters', '3100', vendor('<Name>KEEL CONCRETE LLC</Name>'), 'KEEL CONCRETE LLC'],
  ['a vendor named as a customer', '3100', vendor('<Name>Riverside Health</Name>'), 'already in use'],
  ['a customer named as an other name', '3100', job('<Name>Dana Ruiz</Name>'), 'already in use'],
  ['a name that an inactive vendor holds', '3100', vendor('<Name>Bayfront Drywall</Name>'), 'already in use'],
  [
    'an item that stands under that parent already',
    '3100',
    item(
      `<Name>03-300</Name><ParentRef><FullName>03</FullName></ParentRef><SalesAndPurchase>${income}${expense}</SalesAndPurchase>`,
    ),
    '03-300',
  ],
  [
    'a job under nobody',
    '3130',
    job('<Name>A</Name><ParentRef><FullName>Nobody</FullName></ParentRef>'),
    'parent "Nobody" in the Customers list',
  ],
  [
    'an unknown vendor',
    '3140',
    order('1', line('x', '1')).replace('North Shore Supply', 'South Shore'),
    'QuickBooks Vendor "South Shore" in the Purchase Order',
  ],
  [
    'an inactive vendor',
    '3140',
    order('1', line('x', '1')).replace('North Shore Supply', 'Bayfront Drywall'),
    'Vendor "Bayfront Drywall"',
  ],
  ['an inactive item', '3140', order('1', line('x', '1', '99-OLD')), 'Item "99-OLD"'],
  [
    'a FullName with the wrong ListID beside it',
    '3140',
    order('1', line('x', '1')).replace('<VendorRef>', '<VendorRef><ListID>8000FFFF-1</ListID>'),
    '8000FFFF-1',
  ],
  [
    'a class in a company without classes',
    '3140',
    vendor('<Name>A</Name><ClassRef><FullName>East</FullName></ClassRef>'),
    'Class "East"',
  ],
  [
    'a currency in a company with one',
    '3250',
    vendor('<Name>A</Name><CurrencyRef><FullName>Euro</FullName></CurrencyRef>'),
    'not enabled',
  ],
  [
    'a unit of measure where they are off',
    '3250',
    order('1', line('x', '1').replace('<Amount>', '<UnitOfMeasure>ea</UnitOfMeasure><Amount>')),
    'not enabled',
  ],
  [
    'an item without an expense account',
    '3150',
    item(`<Name>A</Name><SalesAndPurchase>${income}</SalesAndPurchase>`),
    'ExpenseAccountRef',
  ],
  [
    'an amount without an item',
    '3150',
    order('1', line('x', '1').replace(/<ItemRef>.*<\/ItemRef>/, '')),
    'ItemRef',
  ],
  [
    'an order without a vendor',
    '3150',
    order('1', line('x', '1')).replace(/<VendorRef>.*<\/VendorRef>/, ''),
    'VendorRef',
  ],
  [
    'an order in a closed year',
    '3171',
    order('1', line('x', '1')).replace('2026-03-02', '2025-12-31'),
    '2025-12-31',
  ],
  [
    'an order changed that is not there',
    '3120',
    '<PurchaseOrderModRq><PurchaseOrderMod><TxnID>1A2-1</TxnID><EditSequence>1</EditSequence></PurchaseOrderMod></PurchaseOrderModRq>',
    'Object "1A2-1"',
  ],
  [
    'a vendor changed that is not there',
    '3120',
    '<VendorModRq><VendorMod><ListID>80-1</ListID><EditSequence>1</EditSequence></VendorMod></VendorModRq>',
    'Object "80-1"',
  ],
  [
    'an iterator nobody started',
    '3391',
    '<VendorQueryRq iterator="Continue" iteratorID="{x}"><MaxReturned>5</MaxReturned></VendorQueryRq>',
    '{x}',
  ],
  ['an iterator without a page size', '3150', '<VendorQueryRq iterator="Start"/>', 'MaxReturned'],
];

describe('what QuickBooks refuses', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await Desk.open();
  });

  it.each(UNREADABLE)('%s refuses the whole set with 0x80040400, nothing runs', async (_why, qbxml) => {
    const withGood = qbxml.replace(/(<QBXMLMsgsRq[^>]*[^/]>)/, `$1${vendor('<Name>Before</Name>')}`);
    for (const sent of [qbxml, withGood]) {
      await expect(desk.raw(sent)).rejects.toMatchObject({ name: 'QuickBooksError', hresult: '0x80040400' });
    }
    expect(desk.quickBooks.books.journal).toEqual([]);
  });

  it.each(REFUSED)('%s: %s', async (_why, code, request, message) => {
    const answer = await desk.answer(request);
    expect(answer.attributes['statusMessage']).toContain(message);
    expect([answer.attributes['statusCode'], answer.attributes['statusSeverity']]).toEqual([code, 'Error']);
    expect(answer.children).toEqual([]);
    expect(desk.quickBooks.books.journal).toEqual([]);
  });

  it('a refusal stops the requests after it, or only itself, as onError says', async () => {
    const three = `${good}${good}${vendor('<Name>Third</Name>')}`;
    const codes = async (onError: string) =>
      (await desk.answers(three, { onError })).map(one => one.attributes['statusCode']);
    expect(await codes('stopOnError')).toEqual(['0', '3100', '3231']);
    expect(await codes('continueOnError')).toEqual(['3100', '3100', '0']);
  });

  it('a query that finds nothing is no error: what follows runs', async () => {
    const nothing =
      '<VendorQueryRq><NameFilter><MatchCriterion>Contains</MatchCriterion><Name>zzz</Name></NameFilter></VendorQueryRq>';
    const answers = await desk.answers(`${nothing}${good}`);
    expect(answers.map(one => one.attributes['statusCode'])).toEqual(['1', '0']);
  });

  it('orders are refused while the feature is off', async () => {
    desk.quickBooks.moods.setPreferences({ isUsingInventory: false });
    expect(await desk.status(order('1', line('x', '1')))).toBe('3250');
  });

  it('jobs of one name may stand under two customers', async () => {
    const under = (customer: string) =>
      job(`<Name>Annex</Name><ParentRef><FullName>${customer}</FullName></ParentRef>`);
    expect(await desk.status(under('Riverside Health'))).toBe('0');
    expect(await desk.status(under('duluth public schools'))).toBe('0');
    expect(await desk.status(under('Riverside Health'))).toBe('3100');
  });

  it('lengths count characters and follow the country', async () => {
    expect(await desk.status(vendor(`<Name>${'é'.repeat(41)}</Name>`))).toBe('0');
    const resale = job(`<Name>R</Name><ResaleNumber>${'1'.repeat(16)}</ResaleNumber>`);
    expect(await desk.status(resale)).toBe('3070');
  });

  it('the fields of an order stand in one order only', async () => {
    const head = [
      '<VendorRef><FullName>North Shore Supply</FullName></VendorRef>',
      '<ShipToEntityRef><FullName>Riverside Health</FullName></ShipToEntityRef>',
      '<TemplateRef><FullName>Custom Purchase Order</FullName></TemplateRef>',
      '<TxnDate>2026-03-02</TxnDate>',
      '<RefNumber>1</RefNumber>',
      '<VendorAddress><Addr1>1 Quay St</Addr1><City>Duluth</City></VendorAddress>',
      '<ShipAddress><Addr1>Site</Addr1></ShipAddress>',
      '<TermsRef><FullName>Net 30</FullName></TermsRef>',
      '<DueDate>2026-04-01</DueDate>',
      '<ExpectedDate>2026-03-20</ExpectedDate>',
      '<FOB>Site</FOB>',
      '<Memo>m</Memo>',
      '<VendorMsg>v</VendorMsg>',
      '<IsToBePrinted>false</IsToBePrinted>',
      '<IsToBeEmailed>false</IsToBeEmailed>',
      '<Other1>o</Other1>',
      '<Other2>p</Other2>',
      '<ExternalGUID>{7A1D3E52-0C1B-4B37-9C1E-0E2F6D0B9A12}</ExternalGUID>',
      line('x', '1'),
    ];
    const request = (parts: readonly string[]) =>
      `<PurchaseOrderAddRq><PurchaseOrderAdd>${parts.join('')}</PurchaseOrderAdd></PurchaseOrderAddRq>`;
    expect(await desk.status(request(head))).toBe('0');
    for (const at of head.slice(1).keys()) {
      const swapped = [...head.slice(0, at), ...head.slice(at, at + 2).reverse(), ...head.slice(at + 2)];
      await expect(desk.status(request(swapped)), head[at]).rejects.toMatchObject({ hresult: '0x80040400' });
    }
  });

  it('rollbackOnError stops like stopOnError and undoes nothing', async () => {
    const answers = await desk.answers(`${good}${good}${good}`, { onError: 'rollbackOnError' });
    expect(answers.map(one => one.attributes['statusCode'])).toEqual(['0', '3100', '3231']);
    expect(desk.quickBooks.books.vendors().map(one => one.name)).toContain('Good');
  });

  it.skipIf(schemaDirectory === null)(
    'with Intuit’s schema at hand the verdicts are the same (skipped where it is absent)',
    async () => {
      const strict = await Desk.open({ schemaDirectory });
      expect(await strict.status(vendor(`<Name>${'n'.repeat(42)}</Name>`))).toBe('3070');
      expect(await strict.status(good)).toBe('0');
      await expect(strict.raw(document(vendor('<CompanyName>A</CompanyName>')))).rejects.toMatchObject({
        hresult: '0x80040400',
      });
    },
  );
});
