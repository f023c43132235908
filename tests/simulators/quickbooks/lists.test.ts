import { beforeEach, describe, expect, it } from 'vitest';
import { makeWorld } from '@/tests/simulators/world';
import { supportedVersions } from './company/product';
import { at, Desk, line, order } from './desk';
import { parseXml } from './xml';

describe('changing a vendor', () => {
  let desk: Desk;
  const stored = (name = 'Keel Concrete LLC') =>
    desk.quickBooks.books.vendors().find(one => one.name === name);
  const mod = (inside: string, sequence = stored()?.editSequence) =>
    desk.answer(
      `<VendorModRq><VendorMod><ListID>${stored()?.listId}</ListID><EditSequence>${sequence}</EditSequence>${inside}</VendorMod></VendorModRq>`,
    );
  const code = async (inside: string, sequence?: string) =>
    (await mod(inside, sequence)).attributes['statusCode'];

  beforeEach(async () => {
    desk = await Desk.open();
  });

  it('what is sent changes, what is sent empty clears, the rest stays', async () => {
    const answer = await mod('<Phone/><Email>ap@keel.example</Email>');
    const value = (name: string) => at(answer, 'VendorRet', name);
    expect([value('Phone'), value('Email'), value('CompanyName')]).toEqual([
      [],
      ['ap@keel.example'],
      ['Keel Concrete LLC'],
    ]);
    expect(value('EditSequence')).not.toEqual([stored()?.fields['EditSequence']]);
  });

  it('an old edit sequence answers 3200, a name in use 3100, an open window 3175', async () => {
    expect(await code('<Phone>1</Phone>', '1')).toBe('3200');
    expect(await code('<Name>dana ruiz</Name>')).toBe('3100');
    desk.quickBooks.bookkeeper.openWindow('Keel Concrete LLC');
    expect(await code('<Phone>1</Phone>')).toBe('3175');
  });

  it('a vendor may be renamed to its own name in other letters', async () => {
    expect(await code('<Name>KEEL Concrete LLC</Name>')).toBe('0');
    expect(stored('KEEL Concrete LLC')).toBeDefined();
  });

  it('contacts and notes are changed by their ids and by no others', async () => {
    const add =
      '<VendorAddRq><VendorAdd><Name>N</Name><Contacts><FirstName>Ann</FirstName></Contacts><AdditionalNotes><Note>a</Note></AdditionalNotes></VendorAdd></VendorAddRq>';
    const added = await desk.answer(add);
    const [listId, sequence] = [
      at(added, 'VendorRet', 'ListID')[0],
      at(added, 'VendorRet', 'EditSequence')[0],
    ];
    const contact = at(added, 'VendorRet', 'ContactsRet', 'ListID')[0];
    const change = (id: string | undefined, note: string) =>
      desk.answer(
        `<VendorModRq><VendorMod><ListID>${listId}</ListID><EditSequence>${sequence}</EditSequence><ContactsMod><ListID>${id}</ListID><EditSequence>${sequence}</EditSequence><FirstName>Bo</FirstName></ContactsMod><AdditionalNotesMod><NoteID>${note}</NoteID><Note>b</Note></AdditionalNotesMod></VendorMod></VendorModRq>`,
      );
    expect((await change('80-1', '1')).attributes['statusCode']).toBe('3120');
    expect((await change(contact, '9')).attributes['statusCode']).toBe('3120');
    const changed = await change(contact, '1');
    expect(at(changed, 'VendorRet', 'ContactsRet', 'FirstName')).toEqual(['Bo']);
    expect(at(changed, 'VendorRet', 'AdditionalNotesRet', 'Note')).toEqual(['b']);
  });
});

describe('editions', () => {
  const canadian = () => Desk.open({ books: { ...makeWorld(7).books, country: 'CA' } });

  it('a Canadian file takes its own fields and passes over those of the US with 530', async () => {
    const desk = await canadian();
    const taxed = order(
      'C-1',
      line('x', '1').replace(
        '</PurchaseOrderLineAdd>',
        '<SalesTaxCodeRef><FullName>H</FullName></SalesTaxCodeRef></PurchaseOrderLineAdd>',
      ),
      '<IsTaxIncluded>true</IsTaxIncluded>',
    );
    const answer = await desk.answer(taxed);
    expect(answer.attributes['statusCode']).toBe('0');
    expect(at(answer, 'PurchaseOrderRet', 'IsTaxIncluded')).toEqual(['true']);
    expect(at(answer, 'PurchaseOrderRet', 'PurchaseOrderLineRet', 'SalesTaxCodeRef', 'FullName')).toEqual([
      'H',
    ]);
    const us =
      '<VendorAddRq><VendorAdd><Name>N</Name><IsVendorEligibleFor1099>true</IsVendorEligibleFor1099></VendorAdd></VendorAddRq>';
    expect(await desk.status(us)).toBe('530');
    const resale = `<CustomerAddRq><CustomerAdd><Name>R</Name><ResaleNumber>${'1'.repeat(21)}</ResaleNumber></CustomerAdd></CustomerAddRq>`;
    expect(await desk.status(resale)).toBe('0');
  });

  it.each([
    [22, 'US', '1.0', '11.0'],
    [23, 'US', '1.0', '12.0'],
    [24, 'US', '1.0', '13.0'],
    [29, 'CA', 'CA2.0', '13.0'],
    [30, 'US', '1.0', '13.0'],
    [34, 'US', '1.0', '16.0'],
  ] as const)('release %s of %s speaks %s to %s', (majorVersion, country, first, last) => {
    const versions = supportedVersions(majorVersion, country);
    expect([versions[0], versions.at(-1)]).toEqual([first, last]);
  });

  it.each([22, 29, 34])(
    'the host of release %s says so in what is sent along, and takes no newer document',
    async majorVersion => {
      const desk = await Desk.open({
        books: { ...makeWorld(7).books, majorVersion, productName: 'QuickBooks Pro' },
      });
      const hcp = parseXml(desk.quickBooks.hcpResponse('{6a1c5292-39ca-413c-8666-64ab05913ca0}')).root;
      const host = ['QBXMLMsgsRs', 'HostQueryRs', 'HostRet'];
      expect(at(hcp, ...host, 'MajorVersion')).toEqual([String(majorVersion)]);
      const last = at(hcp, ...host, 'SupportedQBXMLVersion').at(-1) ?? '';
      expect(desk.quickBooks.openCompany().majorVersion).toBe(last.split('.')[0]);
      expect(await desk.status('<TermsQueryRq/>', { version: last })).toBe('0');
      const newer = `${Number(last.split('.')[0]) + 1}.0`;
      await expect(desk.status('<TermsQueryRq/>', { version: newer })).rejects.toMatchObject({
        hresult: '0x80040400',
      });
    },
  );
});

describe('adding to lists', () => {
  it('an item under a parent shows its whole name, and a job its customer', async () => {
    const desk = await Desk.open();
    const accounts =
      '<IncomeAccountRef><FullName>construction income</FullName></IncomeAccountRef><PurchaseCost>2</PurchaseCost><ExpenseAccountRef><FullName>Subcontractors</FullName></ExpenseAccountRef>';
    const item = `<ItemServiceAddRq><ItemServiceAdd><Name>03-410</Name><ParentRef><FullName>03</FullName></ParentRef><SalesAndPurchase>${accounts}</SalesAndPurchase></ItemServiceAdd></ItemServiceAddRq>`;
    const added = await desk.answer(item);
    expect(at(added, 'ItemServiceRet', 'FullName')).toEqual(['03:03-410']);
    expect(at(added, 'ItemServiceRet', 'SalesAndPurchase', 'PurchaseCost')).toEqual(['2.00']);
    expect(at(added, 'ItemServiceRet', 'SalesAndPurchase', 'IncomeAccountRef', 'FullName')).toEqual([
      'Construction Income',
    ]);
    const wrongParent = item
      .replace('<FullName>03</FullName>', '<FullName>Lumber</FullName>')
      .replace('03-410', 'x');
    expect(await desk.status(wrongParent)).toBe('3180');
  });

  it('ids of one series count up over vendors and customers, with the second of their making', async () => {
    const desk = await Desk.open();
    const vendor = await desk.answer('<VendorAddRq><VendorAdd><Name>V</Name></VendorAdd></VendorAddRq>');
    desk.pass(5);
    const customer = await desk.answer(
      '<CustomerAddRq><CustomerAdd><Name>C</Name></CustomerAdd></CustomerAddRq>',
    );
    const [first = '', second = ''] = [
      at(vendor, 'VendorRet', 'ListID')[0],
      at(customer, 'CustomerRet', 'ListID')[0],
    ];
    expect(first).toMatch(/^800000[0-9A-F]{2}-1772463600$/);
    expect(Number.parseInt(second, 16)).toBe(Number.parseInt(first, 16) + 1);
    expect(second.endsWith('-1772463605')).toBe(true);
  });
});
