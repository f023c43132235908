import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIST_KINDS, type ListKind } from '@/lib/core/kinds';
import { SYNC } from '@/lib/core/limits';
import { DELETION_KINDS, DELETION_READERS, LIST_READERS, laterCursor } from '@/lib/flows/lists';
import type { BillLine } from '@/lib/flows/lists/bills';
import { encodeMessageSet, MESSAGES, type QbIterator, readAnswer } from '@/lib/qbxml';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';

const schema = SchemaCheck.in(schemaDirectory);
const ITERATORS: readonly QbIterator[] = [{ state: 'Start' }, { state: 'Continue', iteratorID: '{x}' }];
const CURSORS = [null, '2026-03-01T10:00:00'];
const PAGED = LIST_KINDS.filter(kind => LIST_READERS[kind].isPaged);
const ALL = [
  ...LIST_KINDS.flatMap(kind =>
    CURSORS.flatMap(cursor => [
      LIST_READERS[kind].query(cursor, null),
      ...(PAGED.includes(kind) ? ITERATORS.map(iterator => LIST_READERS[kind].query(cursor, iterator)) : []),
    ]),
  ),
  ...DELETION_KINDS.flatMap(kind => CURSORS.map(cursor => DELETION_READERS[kind].query(cursor))),
];

interface AskedField {
  readonly name?: string;
  readonly members?: readonly AskedField[];
  readonly branches?: readonly (readonly AskedField[])[];
}

/** Names of the elements that a field stands for: its own, or those of a choice or a sequence. */
function namesIn(field: AskedField): (string | undefined)[] {
  return [field.name, ...[...(field.members ?? []), ...(field.branches ?? []).flat()].flatMap(namesIn)];
}

function decode(kind: ListKind, records: string) {
  const message = LIST_READERS[kind].query(null, { state: 'Start' }).message;
  const xml = `<QBXML><QBXMLMsgsRs><${message}Rs statusCode="0">${records}</${message}Rs></QBXMLMsgsRs></QBXML>`;
  const [response] = readAnswer(xml).responses;
  return response ? LIST_READERS[kind].decode(response) : [];
}

describe('questions for QuickBooks’ lists', () => {
  it.each(LIST_KINDS)('the list of %s is read with inactive records, from its cursor on', kind => {
    const reader = LIST_READERS[kind];
    expect(reader.kind).toBe(kind);
    const [whole, changed] = CURSORS.map(cursor => JSON.stringify(reader.query(cursor, null).body));
    if (!['purchase_order', 'bill', 'estimate'].includes(kind))
      expect(whole).toContain('"ActiveStatus":"All"');
    expect(whole).not.toContain('FromModifiedDate');
    expect(changed).toContain('"FromModifiedDate":"2026-03-01T10:00:00"');
  });

  it.each(PAGED)('the list of %s is read in bounded pages', kind => {
    const page = JSON.stringify(LIST_READERS[kind].query(null, { state: 'Start' }).body);
    expect(page).toContain(
      `"MaxReturned":${['bill', 'estimate'].includes(kind) ? SYNC.linedPage : SYNC.listPage}`,
    );
  });

  it.each(LIST_KINDS)('the list of %s, asked for in one piece, is not cut off', kind => {
    const { body, iterator } = LIST_READERS[kind].query(null, null);
    expect(JSON.stringify(body)).not.toContain('MaxReturned');
    expect(iterator).toBeUndefined();
  });

  it.each(['account', 'terms', 'class'] as const)('the list of %s never gets an iterator', kind => {
    expect(MESSAGES[LIST_READERS[kind].query(null, null).message].isIterable).toBe(false);
    expect(LIST_READERS[kind].query(null, { state: 'Start' }).iterator).toBeUndefined();
  });

  it('what we export is read with the mark it was made with', () => {
    for (const kind of ['vendor', 'customer', 'item', 'purchase_order', 'bill', 'estimate'] as const)
      expect(JSON.stringify(LIST_READERS[kind].query(null, null).body)).toContain('"ExternalGUID"');
  });

  it('deletions are asked for of every list that is kept', () => {
    const told = DELETION_KINDS.flatMap(kind => DELETION_READERS[kind].lists);
    expect([...told].sort()).toEqual([...LIST_KINDS].sort());
    expect(DELETION_READERS.txn_deletion.query(CURSORS[1] ?? null).body).toEqual({
      TxnDelType: ['Bill', 'Estimate', 'PurchaseOrder'],
      DeletedDateRangeFilter: { FromDeletedDate: '2026-03-01T10:00:00' },
    });
  });

  it('no question asks for personal or bank data', () => {
    const asked = JSON.stringify(ALL);
    expect(asked).not.toMatch(/Tax|1099|SSN|BankNumber|CreditCard|Balance|Social/);
    const vendors = JSON.stringify(LIST_READERS.vendor.query(null, null));
    expect(vendors).not.toContain('Account');
  });

  it.each(ALL.map(request => [request.message, request] as const))(
    '%s asks only for elements that its records have',
    (message, request) => {
      const rets = MESSAGES[message].rets as Readonly<Record<string, readonly AskedField[]>>;
      const known = new Set(Object.values(rets).flatMap(fields => fields.flatMap(namesIn)));
      const { IncludeRetElement: wanted = [] } = request.body as { IncludeRetElement?: string[] };
      expect(wanted.filter(name => !known.has(name))).toEqual([]);
    },
  );

  it.skipIf(schema === null)('are valid by Intuit’s schema (skipped: set QBXML_SCHEMA_DIR)', async () => {
    const target = { country: 'US', version: [13, 0] } as const;
    const documents = ALL.map(request =>
      encodeMessageSet({ target, onError: 'continueOnError', requests: [{ requestID: '1', request }] }),
    );
    expect(await schema?.faults(documents)).toEqual(documents.map(() => []));
  });
});

const HEAD = '<TimeModified>2026-03-01T10:00:00-06:00</TimeModified><EditSequence>7</EditSequence>';

describe('what is kept of a list', () => {
  it('a vendor goes by its name', () => {
    const vendor = `<VendorRet><ListID>8-1</ListID>${HEAD}<Name>Keel </Name><CompanyName>Keel LLC</CompanyName><VendorAddress><City>Superior</City></VendorAddress></VendorRet>`;
    expect(decode('vendor', vendor)).toEqual([
      {
        qbId: '8-1',
        qbType: 'Vendor',
        fullName: 'Keel ',
        parentId: null,
        sublevel: 0,
        isActive: true,
        editSequence: '7',
        timeModified: '2026-03-01T10:00:00-06:00',
        fields: { companyName: 'Keel LLC', city: 'Superior', phone: null, email: null },
        externalGuid: null,
      },
    ]);
  });

  it('a customer with a parent is a job, one without is a customer, whatever lies deeper is told by its level', () => {
    const customer = (level: string) =>
      `<CustomerRet><ListID>8-${level}</ListID>${HEAD}<Name>x</Name><FullName>a:x</FullName><IsActive>false</IsActive><ParentRef><ListID>8-9</ListID></ParentRef><Sublevel>${level}</Sublevel></CustomerRet>`;
    const kept = decode('customer', ['0', '1', '2'].map(customer).join(''));
    expect(kept.map(one => [one.qbType, one.sublevel, one.fullName, one.parentId, one.isActive])).toEqual([
      ['Customer', 0, 'a:x', '8-9', false],
      ['Job', 1, 'a:x', '8-9', false],
      ['Job', 2, 'a:x', '8-9', false],
    ]);
  });

  it('of items, those that can stand for a cost code, with the side their cost goes to', () => {
    const item = (kind: string, sides: string) =>
      `<Item${kind}Ret><ListID>${kind}</ListID>${HEAD}<Name>x</Name><FullName>03:x</FullName><Sublevel>1</Sublevel>${sides}</Item${kind}Ret>`;
    const records = [
      item(
        'Service',
        '<SalesAndPurchase><PurchaseDesc>cost</PurchaseDesc><SalesDesc>sale</SalesDesc></SalesAndPurchase>',
      ),
      item('Group', ''),
      item('Inventory', ''),
      item('NonInventory', '<SalesOrPurchase><Desc>one side</Desc></SalesOrPurchase>'),
      item('OtherCharge', ''),
    ];
    expect(decode('item', records.join('')).map(one => [one.qbId, one.qbType, one.fields])).toEqual([
      ['Service', 'ItemService', { description: 'cost', isTwoSided: true }],
      ['NonInventory', 'ItemNonInventory', { description: 'one side', isTwoSided: false }],
      ['OtherCharge', 'ItemOtherCharge', { description: null, isTwoSided: null }],
    ]);
  });

  it('an order is open until it is closed or received, and keeps the mark it was made with', () => {
    const order = (extra: string) =>
      `<PurchaseOrderRet><TxnID>1-1</TxnID>${HEAD}<RefNumber>PO-1</RefNumber><TotalAmount>5,00</TotalAmount>${extra}</PurchaseOrderRet>`;
    const states = [
      '',
      '<IsManuallyClosed>true</IsManuallyClosed>',
      '<IsFullyReceived>true</IsFullyReceived>',
    ];
    expect(decode('purchase_order', states.map(order).join('')).map(one => one.isActive)).toEqual([
      true,
      false,
      false,
    ]);
    const [marked] = decode('purchase_order', order('<ExternalGUID>{a}</ExternalGUID>'));
    expect(marked).toMatchObject({
      fullName: 'PO-1',
      fields: { total: '5.00', vendor: null },
      externalGuid: '{A}',
    });
  });

  it('an account by its type, number and what QuickBooks uses it for', () => {
    const account = `<AccountRet><ListID>8-1</ListID>${HEAD}<Name>Payable</Name><FullName>Payable</FullName><Sublevel>0</Sublevel><AccountType>AccountsPayable</AccountType><SpecialAccountType>AccountsPayable</SpecialAccountType><AccountNumber>2000</AccountNumber></AccountRet>`;
    expect(decode('account', account).map(one => [one.qbType, one.fields])).toEqual([
      ['Account', { type: 'AccountsPayable', special: 'AccountsPayable', number: '2000', description: null }],
    ]);
  });

  it('terms of both kinds, by their name', () => {
    const records = [
      `<StandardTermsRet><ListID>8-1</ListID>${HEAD}<Name>Net 30</Name><StdDueDays>30</StdDueDays></StandardTermsRet>`,
      `<DateDrivenTermsRet><ListID>8-2</ListID>${HEAD}<Name>10th</Name><DayOfMonthDue>10</DayOfMonthDue></DateDrivenTermsRet>`,
    ];
    expect(decode('terms', records.join('')).map(one => [one.qbType, one.fullName, one.fields])).toEqual([
      ['StandardTerms', 'Net 30', { dueDays: 30, discountDays: null, discountPercent: null }],
      [
        'DateDrivenTerms',
        '10th',
        { dueDayOfMonth: 10, dueNextMonthDays: null, discountDayOfMonth: null, discountPercent: null },
      ],
    ]);
  });

  it('a class by its full name and parent', () => {
    const one = `<ClassRet><ListID>8-2</ListID>${HEAD}<Name>b</Name><FullName>a:b</FullName><ParentRef><ListID>8-1</ListID></ParentRef><Sublevel>1</Sublevel></ClassRet>`;
    expect(decode('class', one)).toMatchObject([{ fullName: 'a:b', parentId: '8-1', qbType: 'Class' }]);
  });

  it('a bill with its lines, those of accounts before those of items, those of groups among them', () => {
    const line = (id: string, amount: string) =>
      `<ItemLineRet><TxnLineID>${id}</TxnLineID><ItemRef><ListID>8-3</ListID><FullName>03</FullName></ItemRef><Amount>${amount}</Amount><CustomerRef><ListID>8-4</ListID><FullName>a:b</FullName></CustomerRef></ItemLineRet>`;
    const bill = `<BillRet><TxnID>1-1</TxnID>${HEAD}<VendorRef><ListID>8-1</ListID><FullName>Keel</FullName></VendorRef><TxnDate>2026-03-01</TxnDate><AmountDue>525,50</AmountDue><RefNumber>INV-1</RefNumber><IsPaid>false</IsPaid><ExternalGUID>{a}</ExternalGUID><LinkedTxn><TxnID>2-2</TxnID><TxnType>PurchaseOrder</TxnType><TxnDate>2026-02-01</TxnDate><RefNumber>PO-1</RefNumber><Amount>-500.00</Amount></LinkedTxn><ExpenseLineRet><TxnLineID>1-3</TxnLineID><AccountRef><ListID>8-9</ListID><FullName>Permits</FullName></AccountRef><Amount>25.50</Amount><Memo>Permit</Memo></ExpenseLineRet>${line('1-4', '400.00')}<ItemGroupLineRet><TxnLineID>1-5</TxnLineID><ItemGroupRef><FullName>g</FullName></ItemGroupRef><TotalAmount>100.00</TotalAmount>${line('1-6', '100.00')}</ItemGroupLineRet><OpenAmount>525.50</OpenAmount></BillRet>`;
    const [kept] = decode('bill', bill);
    expect(kept).toMatchObject({ qbId: '1-1', fullName: 'INV-1', isActive: true, externalGuid: '{A}' });
    expect(kept?.fields).toMatchObject({
      vendor: 'Keel',
      vendorId: '8-1',
      amountDue: '525.50',
      openAmount: '525.50',
      isPaid: false,
      linked: [{ type: 'PurchaseOrder', id: '2-2', number: 'PO-1', date: '2026-02-01', amount: '-500.00' }],
    });
    const lines = (kept?.fields['lines'] ?? []) as BillLine[];
    expect(
      lines.map(one => [one.lineId, one.kind, one.ref?.name, one.job?.id ?? null, one.amount, one.groupId]),
    ).toEqual([
      ['1-3', 'expense', 'Permits', null, '25.50', null],
      ['1-4', 'item', '03', '8-4', '400.00', null],
      ['1-6', 'item', '03', '8-4', '100.00', '1-5'],
    ]);
  });

  it('a record without an id or a name cannot be linked to, and is passed over', () => {
    expect(
      decode('vendor', '<VendorRet><Name>x</Name></VendorRet><VendorRet><ListID>1</ListID></VendorRet>'),
    ).toEqual([]);
    expect(decode('purchase_order', '<PurchaseOrderRet><RefNumber>1</RefNumber></PurchaseOrderRet>')).toEqual(
      [],
    );
  });
});

describe('the cursor of a list', () => {
  const time = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
    .map(date => date.toISOString().slice(0, 19));

  it('is the greatest time seen, as QuickBooks’ own clock wrote it, and never goes back', () => {
    fc.assert(
      fc.property(
        fc.array(time, { minLength: 1, maxLength: 20 }),
        fc.constantFrom('', '-06:00', '+01:00'),
        (times, offset) => {
          const cursor = times.reduce<string | null>(
            (left, one) => laterCursor(left, `${one}${offset}`),
            null,
          );
          expect(cursor).toBe(times.toSorted().at(-1));
          expect(laterCursor(cursor, times[0] ?? '')).toBe(cursor);
        },
      ),
    );
  });

  it.each(['', '2026-03-01', 'yesterday', '2026-03-01 10:00:00'])('is not moved by “%s”', text => {
    expect(laterCursor('2026-01-01T00:00:00', text)).toBe('2026-01-01T00:00:00');
    expect(laterCursor(null, text)).toBeNull();
  });
});

describe('deletions', () => {
  it('are kept under the list they are from; kinds that were not asked for are passed over', () => {
    const gone = (type: string, id: string) =>
      `<ListDeletedRet><ListDelType>${type}</ListDelType><ListID>${id}</ListID><TimeDeleted>2026-03-01T10:00:00-06:00</TimeDeleted><FullName>n</FullName></ListDeletedRet>`;
    const records = [
      gone('Vendor', '1'),
      gone('ItemService', '2'),
      gone('DateDrivenTerms', '3'),
      gone('Employee', '4'),
    ];
    const xml = `<QBXML><QBXMLMsgsRs><ListDeletedQueryRs statusCode="0">${records.join('')}</ListDeletedQueryRs></QBXMLMsgsRs></QBXML>`;
    const [response] = readAnswer(xml).responses;
    const told = response ? DELETION_READERS.list_deletion.decode(response) : [];
    expect(told.map(one => [one.kind, one.qbId, one.name])).toEqual([
      ['vendor', '1', 'n'],
      ['item', '2', 'n'],
      ['terms', '3', 'n'],
    ]);
  });
});
