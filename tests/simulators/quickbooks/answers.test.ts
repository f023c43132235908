import { beforeEach, describe, expect, it } from 'vitest';
import { at, Desk, document, line, names, order } from './desk';
import { schemaDirectory } from './evidence';
import { SchemaCheck } from './schema-check';

const schema = SchemaCheck.in(schemaDirectory);
const OWNER = '{6a1c5292-39ca-413c-8666-64ab05913ca0}';

const EVERY_REQUEST: Readonly<Record<string, string>> = {
  host: '<HostQueryRq requestID="1"><IncludeListMetaData><IncludeMaxCapacity>true</IncludeMaxCapacity></IncludeListMetaData></HostQueryRq>',
  company: `<CompanyQueryRq requestID="1"><OwnerID>${OWNER}</OwnerID></CompanyQueryRq>`,
  preferences: '<PreferencesQueryRq requestID="1"/>',
  accounts:
    '<AccountQueryRq requestID="1" metaData="MetaDataAndResponseData"><ActiveStatus>All</ActiveStatus></AccountQueryRq>',
  terms: '<TermsQueryRq requestID="1"/>',
  vendors:
    '<VendorQueryRq requestID="1" iterator="Start"><MaxReturned>4</MaxReturned><ActiveStatus>All</ActiveStatus></VendorQueryRq>',
  customers: '<CustomerQueryRq requestID="1"><ActiveStatus>All</ActiveStatus></CustomerQueryRq>',
  items: '<ItemQueryRq requestID="1"><ActiveStatus>All</ActiveStatus></ItemQueryRq>',
  'vendor added': `<VendorAddRq requestID="1"><VendorAdd><Name>Big &amp; Tall</Name><CompanyName>Big</CompanyName><JobTitle>Owner</JobTitle>
    <VendorAddress><Addr1>1 Main St</Addr1><City>Austin</City><State>TX</State><PostalCode>78701</PostalCode></VendorAddress>
    <Phone>1</Phone><AdditionalContactRef><ContactName>Web</ContactName><ContactValue>x.example</ContactValue></AdditionalContactRef>
    <Contacts><FirstName>Ann</FirstName></Contacts><Notes>n</Notes><AdditionalNotes><Note>m</Note></AdditionalNotes>
    <TermsRef><FullName>net 30</FullName></TermsRef><CreditLimit>1000</CreditLimit><OpenBalance>12.50</OpenBalance>
    <ExternalGUID>{7A1D3E52-0C1B-4B37-9C1E-0E2F6D0B9A13}</ExternalGUID></VendorAdd></VendorAddRq>`,
  'job added': `<CustomerAddRq requestID="1"><CustomerAdd><Name>Annex</Name><ParentRef><FullName>Riverside Health</FullName></ParentRef>
    <JobStatus>InProgress</JobStatus><JobStartDate>2026-03-01</JobStartDate><JobDesc>Annex</JobDesc></CustomerAdd></CustomerAddRq>`,
  'item added': `<ItemServiceAddRq requestID="1"><ItemServiceAdd><Name>03-410</Name><ParentRef><FullName>03</FullName></ParentRef><SalesAndPurchase>
    <SalesDesc>s</SalesDesc><SalesPrice>0</SalesPrice><IncomeAccountRef><FullName>Construction Income</FullName></IncomeAccountRef>
    <PurchaseCost>1.25</PurchaseCost><ExpenseAccountRef><FullName>Subcontractors</FullName></ExpenseAccountRef></SalesAndPurchase></ItemServiceAdd></ItemServiceAddRq>`,
  'order added': order('X-1', line('one', '10') + line('two', '-2.50')),
  'a refusal':
    '<VendorAddRq requestID="1"><VendorAdd><Name>Keel Concrete LLC</Name></VendorAdd></VendorAddRq>',
  orders:
    '<PurchaseOrderQueryRq requestID="1"><IncludeLineItems>true</IncludeLineItems></PurchaseOrderQueryRq>',
  'deleted orders':
    '<TxnDeletedQueryRq requestID="1"><TxnDelType>PurchaseOrder</TxnDelType></TxnDeletedQueryRq>',
  'deleted vendors':
    '<ListDeletedQueryRq requestID="1"><ListDelType>Vendor</ListDelType></ListDeletedQueryRq>',
};

describe('what QuickBooks answers', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await Desk.open();
    desk.quickBooks.stamp({ ownerId: OWNER, fileId: '{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}' });
    const lines = [{ item: '03:03-300', description: 'Slab', amount: '10.00', job: null }];
    desk.quickBooks.bookkeeper.addPurchaseOrder({ vendor: 'Zenith City Rentals', refNumber: 'Z-1', lines });
    desk.quickBooks.bookkeeper.deletePurchaseOrder('Z-1');
    desk.quickBooks.bookkeeper.mergeVendors('Bayfront Drywall', 'Zenith City Rentals');
  });

  it.skipIf(!schema)('every answer is valid by Intuit’s schema (skipped where it is absent)', async () => {
    const answers: string[] = [];
    for (const request of Object.values(EVERY_REQUEST)) answers.push(await desk.text(request));
    answers.push(desk.quickBooks.hcpResponse(OWNER), await desk.text('', { ids: 'oldMessageSetID="none"' }));
    const faults = await schema?.faults(answers);
    const wrong = Object.keys(EVERY_REQUEST).map((name, index) => [name, faults?.[index]]);
    expect(wrong.filter(([, found]) => found?.length)).toEqual([]);
    expect(faults?.flat()).toEqual([]);
  });

  it('the requestID comes back on the answer, and is absent when none was sent', async () => {
    const [first, second] = await desk.answers('<TermsQueryRq requestID="a&amp;b"/><TermsQueryRq/>');
    expect(first?.attributes['requestID']).toBe('a&b');
    expect(second?.attributes).not.toHaveProperty('requestID');
  });

  it('an answer leaves out elements newer than the declared version', async () => {
    const [old] = (await desk.answer(order('V-1', line('x', '1')), { version: '5.0' })).children;
    const [now] = (await desk.answer(order('V-2', line('x', '1')))).children;
    expect(old && names(old)).not.toContain('IsToBeEmailed');
    expect(now && names(now)).toContain('IsToBeEmailed');
  });

  it('IncludeRetElement leaves only the elements named', async () => {
    const answer = await desk.answer(
      '<VendorQueryRq><FullName>Keel Concrete LLC</FullName><IncludeRetElement>ListID</IncludeRetElement><IncludeRetElement>Name</IncludeRetElement></VendorQueryRq>',
    );
    expect(answer.children.map(names)).toEqual([['ListID', 'Name']]);
  });

  it('responseData includeNone gives statuses alone', async () => {
    const answer = await desk.answer(order('N-1', line('x', '1')), { ids: 'responseData="includeNone"' });
    expect([answer.attributes['statusCode'], answer.children.length]).toEqual(['0', 0]);
  });

  it('text beyond Windows-1252 comes back as question marks, letters of that page as they were', async () => {
    const name = 'Café “Nord” – 東屋 ★';
    const request = `<VendorAddRq><VendorAdd><Name>${name}</Name></VendorAdd></VendorAddRq>`;
    const text = await desk.text(request);
    expect(text).toContain('Caf&#233; &#8220;Nord&#8221; &#8211; ?? ?');
  });

  it('times carry the PC’s fixed offset, also in summer', async () => {
    desk.pass(150 * 86_400);
    const answer = await desk.answer('<VendorAddRq><VendorAdd><Name>July</Name></VendorAdd></VendorAddRq>');
    expect(at(answer, 'VendorRet', 'TimeCreated')).toEqual(['2026-07-30T09:00:00-06:00']);
  });

  it('the same seed, clock and requests give the same bytes', async () => {
    const other = await Desk.open();
    const fresh = await Desk.open();
    for (const request of [order('S-1', line('x', '1')), EVERY_REQUEST['vendors'] ?? '']) {
      expect(await fresh.text(request)).toBe(await other.text(request));
    }
  });

  it('counts come only when metaData asks for them', async () => {
    const query = (metaData: string) => desk.answer(`<TermsQueryRq metaData="${metaData}"/>`);
    const [plain, both, only] = [
      await query('NoMetaData'),
      await query('MetaDataAndResponseData'),
      await query('MetaDataOnly'),
    ];
    expect(plain.attributes).not.toHaveProperty('retCount');
    expect([both.attributes['retCount'], both.children.length]).toEqual(['3', 3]);
    expect([only.attributes['retCount'], only.children.length]).toEqual(['3', 0]);
  });

  it('a request of the other country is done with the warning 530 and without the field', async () => {
    const request = order('W-1', line('x', '1'), '<IsTaxIncluded>true</IsTaxIncluded>');
    const answer = await desk.answer(request);
    expect([answer.attributes['statusCode'], answer.attributes['statusSeverity']]).toEqual(['530', 'Warn']);
    expect(at(answer, 'PurchaseOrderRet', 'RefNumber')).toEqual(['W-1']);
    expect(at(answer, 'PurchaseOrderRet', 'IsTaxIncluded')).toEqual([]);
  });

  it('the document sent is judged as a whole: the first bad request keeps the good ones from running', async () => {
    const good = order('G-1', line('x', '1'));
    await expect(desk.raw(document(`${good}<VendorAddRq/>`))).rejects.toMatchObject({
      hresult: '0x80040400',
    });
    expect(desk.quickBooks.books.purchaseOrders().map(one => one.refNumber)).not.toContain('G-1');
  });
});
