import { describe, expect, it } from 'vitest';
import { encodeMessageSet, type QbRequest, qbRequest, readAnswer, recordsOf } from '@/lib/qbxml';

/** Requests as the flows write them: their types are the tables', and the bytes are those of the reference. */

function inside(request: QbRequest): string {
  const xml = encodeMessageSet({
    target: { country: 'US', version: [13, 0] },
    onError: 'stopOnError',
    requests: [{ requestID: '1', request }],
  });
  return xml.slice(
    xml.indexOf('requestID="1">') + 'requestID="1">'.length,
    xml.lastIndexOf('</QBXMLMsgsRq>'),
  );
}

describe('written out', () => {
  it('a job is a customer with a parent', () => {
    const job = qbRequest('CustomerAdd', {
      CustomerAdd: {
        JobDesc: 'Harbor View Apartments',
        JobStatus: 'InProgress',
        ParentRef: { ListID: '80000003-1' },
        Name: '24-017 Harbor View',
      },
    });
    expect(inside(job)).toBe(
      '<CustomerAdd><Name>24-017 Harbor View</Name><ParentRef><ListID>80000003-1</ListID></ParentRef>' +
        '<JobStatus>InProgress</JobStatus><JobDesc>Harbor View Apartments</JobDesc></CustomerAdd></CustomerAddRq>',
    );
  });

  it('a cost code has an account for each side; the kinds of items differ in the order of parent and class', () => {
    const both = { Name: '03-300', ParentRef: { FullName: '03' }, ClassRef: { ListID: '7' } };
    const sides = {
      SalesAndPurchase: { ExpenseAccountRef: { ListID: 'e' }, IncomeAccountRef: { ListID: 'i' } },
    };
    const accounts =
      '<SalesAndPurchase><IncomeAccountRef><ListID>i</ListID></IncomeAccountRef>' +
      '<ExpenseAccountRef><ListID>e</ListID></ExpenseAccountRef></SalesAndPurchase>';
    const parent = '<ParentRef><FullName>03</FullName></ParentRef>';
    const itsClass = '<ClassRef><ListID>7</ListID></ClassRef>';
    expect(inside(qbRequest('ItemServiceAdd', { ItemServiceAdd: { ...both, ...sides } }))).toContain(
      `<Name>03-300</Name>${itsClass}${parent}${accounts}`,
    );
    expect(
      inside(qbRequest('ItemNonInventoryAdd', { ItemNonInventoryAdd: { ...both, ...sides } })),
    ).toContain(`<Name>03-300</Name>${parent}${itsClass}${accounts}`);
  });

  it('a budget is an estimate for a job', () => {
    const budget = qbRequest('EstimateAdd', {
      EstimateAdd: {
        CustomerRef: { ListID: '80000004-1' },
        Lines: [{ EstimateLineAdd: { Rate: '210000.00', Quantity: '1', ItemRef: { ListID: '80000030-1' } } }],
      },
    });
    expect(inside(budget)).toBe(
      '<EstimateAdd><CustomerRef><ListID>80000004-1</ListID></CustomerRef><EstimateLineAdd>' +
        '<ItemRef><ListID>80000030-1</ListID></ItemRef><Quantity>1</Quantity><Rate>210000.00</Rate>' +
        '</EstimateLineAdd></EstimateAdd></EstimateAddRq>',
    );
  });

  it('a bill names the line of the order it bills after what it costs; expenses stand before items', () => {
    const link = { TxnID: '1A2-1', TxnLineID: '1A4-1' };
    const bill = qbRequest('BillAdd', {
      BillAdd: {
        VendorRef: { ListID: 'v' },
        ItemLines: [{ ItemLineAdd: { LinkToTxn: link, Amount: '50000.00', Desc: 'Footings, 40 %' } }],
        ExpenseLineAdd: [{ AccountRef: { ListID: 'a' }, Amount: '12.50' }],
      },
    });
    expect(inside(bill)).toBe(
      '<BillAdd><VendorRef><ListID>v</ListID></VendorRef>' +
        '<ExpenseLineAdd><AccountRef><ListID>a</ListID></AccountRef><Amount>12.50</Amount></ExpenseLineAdd>' +
        '<ItemLineAdd><Desc>Footings, 40 %</Desc><Amount>50000.00</Amount>' +
        '<LinkToTxn><TxnID>1A2-1</TxnID><TxnLineID>1A4-1</TxnLineID></LinkToTxn></ItemLineAdd></BillAdd></BillAddRq>',
    );
  });

  it('a report on a job asks for all time', () => {
    const report = qbRequest('JobReportQuery', {
      ReportEntityFilter: { ListID: ['80000004-1'] },
      ReportDateMacro: 'All',
      JobReportType: 'JobEstimatesVsActualsDetail',
    });
    expect(inside(report)).toBe(
      '<JobReportType>JobEstimatesVsActualsDetail</JobReportType><ReportDateMacro>All</ReportDateMacro>' +
        '<ReportEntityFilter><ListID>80000004-1</ListID></ReportEntityFilter></JobReportQueryRq>',
    );
  });

  it('a private mark hangs on a line of a transaction', () => {
    const mark = qbRequest('DataExtAdd', {
      DataExtAdd: {
        OwnerID: '0',
        DataExtName: 'Procore id',
        TxnDataExtType: 'PurchaseOrder',
        TxnID: '1A2-1',
        TxnLineID: '1A4-1',
        DataExtValue: '99',
      },
    });
    expect(inside(mark)).toBe(
      '<DataExtAdd><OwnerID>0</OwnerID><DataExtName>Procore id</DataExtName>' +
        '<TxnDataExtType>PurchaseOrder</TxnDataExtType><TxnID>1A2-1</TxnID><TxnLineID>1A4-1</TxnLineID>' +
        '<DataExtValue>99</DataExtValue></DataExtAdd></DataExtAddRq>',
    );
  });
});

it('what was spent is read line by line, each with its job, and each kind by its own name', () => {
  const line = (name: string, amount: string) =>
    `<${name}><TxnLineID>${amount}</TxnLineID><Amount>${amount}</Amount><CustomerRef><ListID>j</ListID></CustomerRef></${name}>`;
  const check = `<CheckRet>${line('ExpenseLineRet', '1')}${line('ItemLineRet', '2,50')}<ItemGroupLineRet>${line('ItemLineRet', '3')}</ItemGroupLineRet></CheckRet>`;
  const xml = `<QBXML><QBXMLMsgsRs><CheckQueryRs statusCode="0">${check}</CheckQueryRs></QBXMLMsgsRs></QBXML>`;
  const [read] = readAnswer(xml).responses.flatMap(one => recordsOf(one, 'CheckQuery', 'CheckRet'));
  const items = (read?.ItemLines ?? []).flatMap(one => {
    if ('ItemLineRet' in one) return [one.ItemLineRet];
    return 'ItemGroupLineRet' in one ? (one.ItemGroupLineRet?.ItemLineRet ?? []) : [];
  });
  expect(read?.ExpenseLineRet?.map(one => one.Amount)).toEqual(['1']);
  expect(items.map(one => [one?.Amount, one?.CustomerRef?.ListID])).toEqual([
    ['2.50', 'j'],
    ['3', 'j'],
  ]);
});
