import { beforeEach, describe, expect, it } from 'vitest';
import { at, Desk, line, order } from './desk';
import type { XmlElement } from './xml';

describe('queries', () => {
  let desk: Desk;
  const page = (iterator: string, most = 3, inside = '') =>
    desk.answer(`<VendorQueryRq ${iterator}><MaxReturned>${most}</MaxReturned>${inside}</VendorQueryRq>`);
  const vendors = (answer: XmlElement) => at(answer, 'VendorRet', 'Name');
  const next = (answer: XmlElement) => `iterator="Continue" iteratorID="${answer.attributes['iteratorID']}"`;
  const remaining = (answer: XmlElement) => Number(answer.attributes['iteratorRemainingCount']);
  const codeOf = (answer: XmlElement) => answer.attributes['statusCode'];

  beforeEach(async () => {
    desk = await Desk.open();
  });

  describe('iterators', () => {
    it('the pages together are the whole list, once each, and the count falls to 0', async () => {
      const all = vendors(await desk.answer('<VendorQueryRq/>'));
      let answer = await page('iterator="Start"');
      const seen = [...vendors(answer)];
      const counts = [remaining(answer)];
      while (remaining(answer) > 0) {
        answer = await page(next(answer));
        seen.push(...vendors(answer));
        counts.push(remaining(answer));
      }
      expect([seen, counts]).toEqual([all, [7, 4, 1, 0]]);
    });

    it('what is added or deleted during a walk neither shifts nor repeats a page', async () => {
      desk.quickBooks.bookkeeper.addVendor('Zz Gone Soon');
      const all = vendors(await desk.answer('<VendorQueryRq/>'));
      const first = await page('iterator="Start"', 4);
      desk.quickBooks.bookkeeper.addVendor('AAA Newcomer');
      desk.quickBooks.bookkeeper.deleteVendor('Zz Gone Soon');
      const rest = await page(next(first), 100);
      expect([...vendors(first), ...vendors(rest)]).toEqual(all.filter(name => name !== 'Zz Gone Soon'));
    });

    it.each(['a finished', 'a stopped'])('%s iterator answers 3391', async kind => {
      const first = await page('iterator="Start"', kind === 'a finished' ? 100 : 2);
      if (kind === 'a stopped') {
        const stop = next(first).replace('Continue', 'Stop');
        expect(await desk.status(`<VendorQueryRq ${stop}/>`)).toBe('0');
      }
      expect(codeOf(await page(next(first)))).toBe('3391');
    });

    it('an iterator dies with its session', async () => {
      const first = await page('iterator="Start"');
      await desk.beginAgain();
      expect(codeOf(await page(next(first)))).toBe('3391');
    });

    it('an iterator can go stale while its session lives', async () => {
      const first = await page('iterator="Start"');
      desk.quickBooks.moods.loseIterators();
      expect(codeOf(await page(next(first)))).toBe('3391');
      expect(codeOf(await page('iterator="Start"'))).toBe('0');
    });

    it('an iterator goes on with the filters it began with, or not at all', async () => {
      const first = await page('iterator="Start"');
      expect(codeOf(await page(next(first), 3, '<ActiveStatus>All</ActiveStatus>'))).toBe('3391');
      const asCustomers = `<CustomerQueryRq ${next(first)}><MaxReturned>3</MaxReturned></CustomerQueryRq>`;
      expect(await desk.status(asCustomers)).toBe('3391');
      expect(codeOf(await page(next(first), 50))).toBe('0');
    });

    it('MaxReturned without an iterator cuts the answer off and says nothing of the rest', async () => {
      const cut = await desk.answer('<VendorQueryRq><MaxReturned>2</MaxReturned></VendorQueryRq>');
      expect(vendors(cut).length).toBe(2);
      expect(Object.keys(cut.attributes)).toEqual(['statusCode', 'statusSeverity', 'statusMessage']);
    });
  });

  describe('list filters', () => {
    it('inactive records are hidden unless asked for', async () => {
      const names = async (status: string) =>
        vendors(await desk.answer(`<VendorQueryRq><ActiveStatus>${status}</ActiveStatus></VendorQueryRq>`));
      expect(await names('InactiveOnly')).toEqual(['Bayfront Drywall']);
      expect((await names('All')).length).toBe((await names('ActiveOnly')).length + 1);
      expect(vendors(await desk.answer('<VendorQueryRq/>'))).toEqual(await names('ActiveOnly'));
    });

    it('an inactive record is found by its name or id', async () => {
      const found = await desk.answer('<VendorQueryRq><FullName>BAYFRONT drywall</FullName></VendorQueryRq>');
      const [id = ''] = at(found, 'VendorRet', 'ListID');
      expect(vendors(await desk.answer(`<VendorQueryRq><ListID>${id}</ListID></VendorQueryRq>`))).toEqual(
        vendors(found),
      );
    });

    it('ids not there answer 500 with those that are; so does a single one', async () => {
      const [id = ''] = at(
        await desk.answer('<VendorQueryRq><MaxReturned>1</MaxReturned></VendorQueryRq>'),
        'VendorRet',
        'ListID',
      );
      const both = await desk.answer(
        `<VendorQueryRq><ListID>80FF-1</ListID><ListID>${id}</ListID></VendorQueryRq>`,
      );
      expect([codeOf(both), both.attributes['statusSeverity'], at(both, 'VendorRet', 'ListID')]).toEqual([
        '500',
        'Warn',
        [id],
      ]);
      expect(both.attributes['statusMessage']).toContain('"80FF-1"');
      expect(await desk.status('<VendorQueryRq><ListID>80FF-1</ListID></VendorQueryRq>')).toBe('500');
      desk.quickBooks.moods.withholdFound();
      const withheld = await desk.answer(
        `<VendorQueryRq><ListID>80FF-1</ListID><ListID>${id}</ListID></VendorQueryRq>`,
      );
      expect([codeOf(withheld), withheld.children.length]).toEqual(['500', 0]);
    });

    it('FromModifiedDate is inclusive, local without an offset, and a bare date begins its day', async () => {
      desk.quickBooks.bookkeeper.renameVendor('Keel Concrete LLC', 'Keel & Sons');
      const since = async (from: string) =>
        vendors(
          await desk.answer(`<VendorQueryRq><FromModifiedDate>${from}</FromModifiedDate></VendorQueryRq>`),
        );
      expect(await since('2026-03-02T09:00:00')).toEqual(['Keel & Sons']);
      expect(await since('2026-03-02T09:00:01')).toEqual([]);
      expect(await since('2026-03-02T10:00:00-05:00')).toEqual(['Keel & Sons']);
      expect(await since('2026-03-02')).toEqual(['Keel & Sons']);
      expect(await since('2026-03-03')).toEqual([]);
    });

    it('a bare ToModifiedDate ends its day', async () => {
      desk.quickBooks.bookkeeper.renameVendor('Keel Concrete LLC', 'Keel & Sons');
      const until =
        '<FromModifiedDate>2026-03-02</FromModifiedDate><ToModifiedDate>2026-03-02</ToModifiedDate>';
      expect(vendors(await desk.answer(`<VendorQueryRq>${until}</VendorQueryRq>`))).toEqual(['Keel & Sons']);
    });

    it('names filter by beginning, middle, end and range', async () => {
      const match = async (criterion: string, name: string) =>
        vendors(
          await desk.answer(
            `<VendorQueryRq><NameFilter><MatchCriterion>${criterion}</MatchCriterion><Name>${name}</Name></NameFilter></VendorQueryRq>`,
          ),
        );
      expect(await match('StartsWith', 'CITY')).toEqual(['City of Duluth']);
      expect(await match('Contains', 'city')).toEqual(['City of Duluth', 'Zenith City Rentals']);
      expect(await match('EndsWith', 'Roofing')).toEqual(['Acme Quality Roofing']);
      const range = '<NameRangeFilter><FromName>k</FromName><ToName>o</ToName></NameRangeFilter>';
      const ranged = vendors(await desk.answer(`<VendorQueryRq>${range}</VendorQueryRq>`));
      expect(ranged).toEqual(['Keel Concrete LLC', 'North Shore Supply']);
    });

    it('jobs carry their parent and level, and stand under it', async () => {
      const answer = await desk.answer('<CustomerQueryRq><ActiveStatus>All</ActiveStatus></CustomerQueryRq>');
      const rows = answer.children.map(ret => [
        at(ret, 'FullName')[0],
        at(ret, 'Sublevel')[0],
        at(ret, 'ParentRef', 'FullName')[0],
      ]);
      expect(rows).toContainEqual([
        'Harbor View Partners LP:24-022 Harbor View Apartments:Parking deck',
        '2',
        'Harbor View Partners LP:24-022 Harbor View Apartments',
      ]);
      expect(rows[0]).toEqual(['Duluth Public Schools', '0', undefined]);
    });

    it('an item query mixes types, and trailing blanks of a name survive', async () => {
      const answer = await desk.answer('<ItemQueryRq/>');
      expect(new Set(answer.children.map(ret => ret.name))).toEqual(
        new Set([
          'ItemServiceRet',
          'ItemNonInventoryRet',
          'ItemOtherChargeRet',
          'ItemInventoryRet',
          'ItemSubtotalRet',
        ]),
      );
      expect(at(answer, 'ItemServiceRet', 'FullName')).toContain('01:01-700 ');
    });

    it('accounts filter by type', async () => {
      const answer = await desk.answer(
        '<AccountQueryRq><AccountType>Income</AccountType><AccountType>Bank</AccountType></AccountQueryRq>',
      );
      expect(at(answer, 'AccountRet', 'Name')).toEqual(['Checking', 'Construction Income']);
    });
  });

  describe('orders', () => {
    const orders = async (inside: string) =>
      at(
        await desk.answer(`<PurchaseOrderQueryRq>${inside}</PurchaseOrderQueryRq>`),
        'PurchaseOrderRet',
        'RefNumber',
      );

    beforeEach(async () => {
      await desk.text(order('SC-1', line('x', '1')));
      await desk.text(order('sc-2', line('y', '2')));
    });

    it('numbers match in either case unless told otherwise', async () => {
      expect(await orders('<RefNumber>sc-1</RefNumber>')).toEqual(['SC-1']);
      expect(await orders('<RefNumberCaseSensitive>sc-1</RefNumberCaseSensitive>')).toEqual([]);
      expect(
        await orders(
          '<RefNumberFilter><MatchCriterion>StartsWith</MatchCriterion><RefNumber>SC-</RefNumber></RefNumberFilter>',
        ),
      ).toEqual(['SC-1', 'sc-2']);
    });

    it('numbers in no order at all answer 1, some of them 500 with the others', async () => {
      expect(
        await desk.status('<PurchaseOrderQueryRq><RefNumber>zz</RefNumber></PurchaseOrderQueryRq>'),
      ).toBe('1');
      expect(
        await desk.status(
          '<PurchaseOrderQueryRq><RefNumber>zz</RefNumber><RefNumber>SC-1</RefNumber></PurchaseOrderQueryRq>',
        ),
      ).toBe('500');
    });

    it('a vendor filters by id or name, a date range by the order’s own date', async () => {
      expect(await orders('<EntityFilter><FullName>zenith city rentals</FullName></EntityFilter>')).toEqual([
        '1041',
      ]);
      expect(
        await orders(
          '<TxnDateRangeFilter><FromTxnDate>2026-01-01</FromTxnDate><ToTxnDate>2026-01-31</ToTxnDate></TxnDateRangeFilter>',
        ),
      ).toEqual(['PO-1042']);
      expect(
        await desk.status(
          '<PurchaseOrderQueryRq><EntityFilter><FullName>zz</FullName></EntityFilter></PurchaseOrderQueryRq>',
        ),
      ).toBe('3140');
    });

    it('lines come only when asked for', async () => {
      const query = (inside: string) =>
        desk.answer(`<PurchaseOrderQueryRq><RefNumber>SC-1</RefNumber>${inside}</PurchaseOrderQueryRq>`);
      expect(at(await query(''), 'PurchaseOrderRet', 'PurchaseOrderLineRet', 'Desc')).toEqual([]);
      const asked = await query('<IncludeLineItems>true</IncludeLineItems>');
      expect(at(asked, 'PurchaseOrderRet', 'PurchaseOrderLineRet', 'Desc')).toEqual(['x']);
    });

    it('an order without a number gets the next one', async () => {
      const answer = await desk.answer(order('', line('x', '1')).replace('<RefNumber></RefNumber>', ''));
      expect(at(answer, 'PurchaseOrderRet', 'RefNumber')).toEqual(['1042']);
    });

    it('deleted orders are listed for 90 days, merged vendors too', async () => {
      desk.quickBooks.bookkeeper.deletePurchaseOrder('SC-1');
      desk.quickBooks.bookkeeper.mergeVendors('Pine County Excavating', 'Zenith City Rentals');
      const deletedOrders = () =>
        desk.answer('<TxnDeletedQueryRq><TxnDelType>PurchaseOrder</TxnDelType></TxnDeletedQueryRq>');
      const deletedVendors = () =>
        desk.answer('<ListDeletedQueryRq><ListDelType>Vendor</ListDelType></ListDeletedQueryRq>');
      expect(at(await deletedOrders(), 'TxnDeletedRet', 'RefNumber')).toEqual(['SC-1']);
      expect(at(await deletedVendors(), 'ListDeletedRet', 'FullName')).toEqual(['Pine County Excavating']);
      desk.pass(91 * 86_400);
      expect([codeOf(await deletedOrders()), codeOf(await deletedVendors())]).toEqual(['1', '1']);
    });

    it('ExternalGUID comes back as it was sent', async () => {
      const guid = '{7a1D3E52-0C1B-4B37-9C1E-0E2F6D0B9A12}';
      await desk.text(order('E-1', line('x', '1'), `<ExternalGUID>${guid}</ExternalGUID>`));
      const answer = await desk.answer(
        '<PurchaseOrderQueryRq><RefNumber>E-1</RefNumber></PurchaseOrderQueryRq>',
      );
      expect(at(answer, 'PurchaseOrderRet', 'ExternalGUID')).toEqual([guid]);
    });
  });
});
