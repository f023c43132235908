import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SYNC } from '@/lib/core/limits';
import { LIST_READERS, laterCursor, READ_LISTS } from '@/lib/flows/lists';
import { encodeMessageSet, MESSAGES, type QbIterator, readAnswer } from '@/lib/qbxml';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { SchemaCheck } from '@/tests/simulators/quickbooks/schema-check';

const schema = SchemaCheck.in(schemaDirectory);
const ITERATORS: readonly QbIterator[] = [{ state: 'Start' }, { state: 'Continue', iteratorID: '{x}' }];
const CURSORS = [null, '2026-03-01T10:00:00'];
const ALL = READ_LISTS.flatMap(kind =>
  CURSORS.flatMap(cursor => ITERATORS.map(iterator => LIST_READERS[kind].query(cursor, iterator))),
);

function decode(kind: (typeof READ_LISTS)[number], records: string) {
  const message = LIST_READERS[kind].query(null, { state: 'Start' }).message;
  const xml = `<QBXML><QBXMLMsgsRs><${message}Rs statusCode="0">${records}</${message}Rs></QBXMLMsgsRs></QBXML>`;
  const [response] = readAnswer(xml).responses;
  return response ? LIST_READERS[kind].decode(response) : [];
}

describe('questions for QuickBooks’ lists', () => {
  it.each(READ_LISTS)(
    'the list of %s is read in bounded pages, with inactive records, from its cursor on',
    kind => {
      const reader = LIST_READERS[kind];
      expect(reader.kind).toBe(kind);
      const [whole, changed] = CURSORS.map(cursor =>
        JSON.stringify(reader.query(cursor, { state: 'Start' }).body),
      );
      expect(whole).toContain(`"MaxReturned":${SYNC.listPage}`);
      if (kind !== 'purchase_order') expect(whole).toContain('"ActiveStatus":"All"');
      expect(whole).not.toContain('ModifiedDate');
      expect(changed).toContain('"FromModifiedDate":"2026-03-01T10:00:00"');
    },
  );

  it('no question asks for personal or bank data', () => {
    const asked = JSON.stringify(ALL);
    expect(asked).not.toMatch(/Tax|1099|SSN|Account|CreditCard|Balance|Social/);
  });

  it.each(ALL.map(request => [request.message, request] as const))(
    '%s asks only for elements that its records have',
    (message, request) => {
      const rets = MESSAGES[message].rets as Readonly<Record<string, readonly { name?: string }[]>>;
      const known = new Set(Object.values(rets).flatMap(fields => fields.map(field => field.name)));
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
