import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type QbResponse, readAnswer, UnreadableAnswer } from '@/lib/qbxml/answer';
import { answerOf, recordsOf } from '@/lib/qbxml/decode';

const PROLOGUE = '<?xml version="1.0" ?>\n';
const inSet = (responses: string, attributes = ''): string =>
  `${PROLOGUE}<QBXML>\n<QBXMLMsgsRs ${attributes}>\n${responses}\n</QBXMLMsgsRs>\n</QBXML>\n`;
const answered = (message: string, records: string, attributes = ''): string =>
  inSet(
    `<${message}Rs requestID="1" statusCode="0" statusSeverity="Info" ${attributes}>${records}</${message}Rs>`,
  );

const VENDOR =
  '<VendorRet><ListID>80000020-1</ListID><Name>Keel Concrete LLC </Name><Balance>-12.50</Balance>' +
  '<VendorAddress><Addr1>77 Dock &amp; Rd</Addr1></VendorAddress></VendorRet>';

function only(xml: string | Iterable<string>): QbResponse {
  const { responses } = readAnswer(xml);
  const [response] = responses;
  expect(responses).toHaveLength(1);
  if (response === undefined) throw new UnreadableAnswer('a test wanted one response');
  return response;
}

const vendorOf = (fields: string) =>
  recordsOf(only(answered('VendorQuery', `<VendorRet>${fields}</VendorRet>`)), 'VendorQuery', 'VendorRet')[0];

it('a response is known by its own id and attributes, never by its place', () => {
  const xml = inSet(
    '<VendorQueryRs requestID="b/2" statusCode="1" statusSeverity="Warn" statusMessage="No &quot;Keel&quot; found" retCount="0" iteratorRemainingCount="7" iteratorID="{x}"/>' +
      '<HostQueryRs statusCode="0"/>',
    'newMessageSetID="AB" messageSetStatusCode="9002"',
  );
  expect(readAnswer(xml)).toEqual({
    messageSetStatusCode: 9002,
    newMessageSetID: 'AB',
    responses: [
      {
        message: 'VendorQuery',
        requestID: 'b/2',
        statusCode: 1,
        statusSeverity: 'Warn',
        statusMessage: 'No "Keel" found',
        retCount: 0,
        iteratorRemainingCount: 7,
        iteratorID: '{x}',
        records: [],
      },
      {
        message: 'HostQuery',
        requestID: null,
        statusCode: 0,
        statusSeverity: '',
        statusMessage: '',
        retCount: null,
        iteratorRemainingCount: null,
        iteratorID: null,
        records: [],
      },
    ],
  });
});

it('a status message is unescaped once and kept whole', () => {
  const message = 'a&quot;b&amp;quot;c.  QuickBooks error message: &lt;x&gt;';
  expect(only(inSet(`<ARs statusCode="3140" statusMessage="${message}"/>`)).statusMessage).toBe(
    'a"b&quot;c.  QuickBooks error message: <x>',
  );
});

it('elements the connector does not know are passed over, wherever they stand', () => {
  const known = vendorOf('<ListID>1</ListID><Name>K</Name>');
  const strange = '<Newer><Name>other</Name><ListID>9</ListID></Newer>';
  expect(vendorOf(`${strange}<ListID>1</ListID>${strange}<Name>K</Name><x/>`)).toEqual(known);
});

it('the order of elements does not matter in an answer', () => {
  expect(vendorOf('<Name>K</Name><ListID>1</ListID>')).toEqual(vendorOf('<ListID>1</ListID><Name>K</Name>'));
});

it('a list with one element is a list, and one without is absent', () => {
  const host = (versions: string) =>
    recordsOf(only(answered('HostQuery', `<HostRet>${versions}</HostRet>`)), 'HostQuery', 'HostRet')[0];
  const version = '<SupportedQBXMLVersion>13.0</SupportedQBXMLVersion>';
  expect(host(version)?.SupportedQBXMLVersion).toEqual(['13.0']);
  expect(host(version + version)?.SupportedQBXMLVersion).toEqual(['13.0', '13.0']);
  expect(host('')).toEqual({});
  const line = '<PurchaseOrderLineRet><TxnLineID>1-1</TxnLineID></PurchaseOrderLineRet>';
  const order = recordsOf(
    only(answered('PurchaseOrderQuery', `<PurchaseOrderRet>${line}</PurchaseOrderRet>`)),
    'PurchaseOrderQuery',
    'PurchaseOrderRet',
  )[0];
  expect(order?.Lines).toEqual([{ PurchaseOrderLineRet: { TxnLineID: '1-1' } }]);
});

it('lines and line groups keep the order QuickBooks gave them', () => {
  const line = (id: string) => `<PurchaseOrderLineRet><TxnLineID>${id}</TxnLineID></PurchaseOrderLineRet>`;
  const group = `<PurchaseOrderLineGroupRet><TxnLineID>g</TxnLineID>${line('g1')}</PurchaseOrderLineGroupRet>`;
  const xml = answered(
    'PurchaseOrderQuery',
    `<PurchaseOrderRet>${line('a')}${group}${line('b')}</PurchaseOrderRet>`,
  );
  const [order] = recordsOf(only(xml), 'PurchaseOrderQuery', 'PurchaseOrderRet');
  expect(order?.Lines?.map(one => JSON.stringify(one).match(/"TxnLineID":"(\w)"/)?.[1])).toEqual([
    'a',
    'g',
    'b',
  ]);
  expect(order?.Lines?.[1]).toMatchObject({
    PurchaseOrderLineGroupRet: { PurchaseOrderLineRet: [{ TxnLineID: 'g1' }] },
  });
});

it('blanks and the digits of numbers are data: nothing of a text is trimmed or converted', () => {
  expect(
    vendorOf('<Name>  Keel  </Name><AccountNumber>00012</AccountNumber><Notes>1E5</Notes><Contact/>'),
  ).toEqual({
    Name: '  Keel  ',
    AccountNumber: '00012',
    Notes: '1E5',
    Contact: '',
  });
});

it.each([
  ['0,00', '0.00'],
  ['-1250,5', '-1250.5'],
  ['12', '12'],
  ['.5', '0.5'],
  ['-.5', '-0.5'],
  ['5.', '5'],
  ['+7.25', '+7.25'],
  [' 7.25 ', '7.25'],
])('an amount written “%s” is read as %s', (written, read) => {
  expect(vendorOf(`<Balance>${written}</Balance>`)).toEqual({ Balance: read });
});

it.each(['1,234.50', '1.234,50', 'abc', '--1', '1e5', '$5', '٣'])(
  'an amount written “%s” is refused, never guessed, and the field is named',
  written => {
    expect(() => vendorOf(`<Balance>${written}</Balance>`)).toThrow(/VendorRet\.Balance/);
  },
);

it('an empty value that is no text is absent; true, false, 1 and 0 are booleans; other words are refused', () => {
  expect(vendorOf('<Balance/><IsActive/>')).toEqual({});
  const values = ['true', 'false', '1', '0', ' true '].map(
    text => vendorOf(`<IsActive>${text}</IsActive>`)?.IsActive,
  );
  expect(values).toEqual([true, false, true, false, true]);
  expect(() => vendorOf('<IsActive>yes</IsActive>')).toThrow(UnreadableAnswer);
});

it('a choice of words that QuickBooks has grown since is read as it stands', () => {
  const xml = answered(
    'CustomerQuery',
    '<CustomerRet><PreferredDeliveryMethod>Mail</PreferredDeliveryMethod></CustomerRet>',
  );
  expect(recordsOf(only(xml), 'CustomerQuery', 'CustomerRet')).toEqual([{ PreferredDeliveryMethod: 'Mail' }]);
});

it('records of another kind stand beside those asked for without disturbing them', () => {
  const items =
    '<ItemServiceRet><ListID>1</ListID></ItemServiceRet><ItemGroupRet><ListID>2</ListID></ItemGroupRet>';
  const response = only(answered('ItemQuery', `${items}<ItemServiceRet><ListID>3</ListID></ItemServiceRet>`));
  expect(recordsOf(response, 'ItemQuery', 'ItemServiceRet').map(item => item.ListID)).toEqual(['1', '3']);
  expect(recordsOf(response, 'ItemQuery', 'ItemOtherChargeRet')).toEqual([]);
});

it('what a response says outside of any record is read too', () => {
  const deleted =
    '<TxnDelType>Bill</TxnDelType><TxnID>1A2-1</TxnID><TimeDeleted>2026-02-03T10:00:00-06:00</TimeDeleted>';
  expect(answerOf(only(answered('TxnDel', deleted)), 'TxnDel')).toEqual({
    TxnDelType: 'Bill',
    TxnID: '1A2-1',
    TimeDeleted: '2026-02-03T10:00:00-06:00',
  });
  expect(answerOf(only(answered('BillAdd', '<BillRet><TxnID>1</TxnID></BillRet>')), 'BillAdd')).toEqual({});
  expect(() => answerOf(only(answered('TxnDel', '<TimeDeleted>now</TimeDeleted>')), 'TxnDel')).toThrow(
    'TxnDel.TimeDeleted',
  );
});

it('a record that was saved and not given back leaves the id to ask for it by', () => {
  const left = '<ErrorRecovery><TxnID>1A2-1</TxnID><EditSequence>7</EditSequence></ErrorRecovery>';
  const response = only(answered('BillAdd', left));
  expect(recordsOf(response, 'BillAdd', 'ErrorRecovery')).toEqual([{ TxnID: '1A2-1', EditSequence: '7' }]);
  expect(recordsOf(response, 'BillAdd', 'BillRet')).toEqual([]);
});

const SAMPLE = inSet(
  `<VendorQueryRs requestID="1" statusCode="0" statusSeverity="Info" statusMessage="Status OK">${VENDOR}</VendorQueryRs>` +
    `<!-- a comment --><VendorQueryRs requestID="2" statusCode="500"><VendorRet><Name><![CDATA[A <b> & c]]></Name></VendorRet></VendorQueryRs>`,
);

describe('an answer is used whole or not at all', () => {
  it('one that was cut short is refused, at whatever position it was cut', () => {
    const complete = SAMPLE.lastIndexOf('</QBXML>') + '</QBXML>'.length;
    for (let end = 0; end < complete; end += 1)
      expect(() => readAnswer(SAMPLE.slice(0, end)), `cut at ${end}`).toThrow(UnreadableAnswer);
    expect(() => readAnswer(SAMPLE.slice(0, complete))).not.toThrow();
  });

  it('one in pieces is the same as one in a piece, wherever it was parted', () => {
    const whole = readAnswer(SAMPLE);
    expect(readAnswer([...SAMPLE])).toEqual(whole);
    const cuts = fc.array(fc.nat(SAMPLE.length), { maxLength: 12 }).map(all => all.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(cuts, places => {
        const pieces = [0, ...places].map((start, at) => SAMPLE.slice(start, places[at] ?? SAMPLE.length));
        expect(readAnswer(pieces)).toEqual(whole);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['plain text', 'QuickBooks is not running'],
    ['JSON', '{"QBXML":{}}'],
    ['a page of HTML', '<!DOCTYPE html><html><body>502 Bad Gateway</body></html>'],
    ['HTML without a doctype', '<html><body><p>502</p></body></html>'],
    ['point-of-sale data', '<?xml version="1.0"?><QBPOSXML><QBPOSXMLMsgsRs/></QBPOSXML>'],
    ['a request', '<QBXML><QBXMLMsgsRq onError="stopOnError"><HostQueryRq/></QBXMLMsgsRq></QBXML>'],
    ['a DTD', `<!DOCTYPE QBXML [<!ENTITY a "b">]>${SAMPLE.replace(PROLOGUE, '')}`],
    ['no message set', '<QBXML></QBXML>'],
    ['two message sets', '<QBXML><QBXMLMsgsRs/><QBXMLMsgsRs/></QBXML>'],
    ['two answers, one after the other', `${SAMPLE}<QBXML><QBXMLMsgsRs/></QBXML>`],
    ['text after the answer', `${SAMPLE}thanks`],
    ['something else in the set', inSet('<HostRet/>')],
    ['a response without a status', inSet('<HostQueryRs requestID="1"/>')],
    ['a status that is no number', inSet('<HostQueryRs statusCode="OK"/>')],
    ['an empty status', inSet('<HostQueryRs statusCode=""/>')],
    ['an unknown entity', answered('VendorQuery', '<VendorRet><Name>&nbsp;</Name></VendorRet>')],
    ['a forbidden character', answered('VendorQuery', '<VendorRet><Name>\u0000</Name></VendorRet>')],
    ['a reference to one', answered('VendorQuery', '<VendorRet><Name>&#1;</Name></VendorRet>')],
    ['tags that do not match', answered('VendorQuery', '<VendorRet><Name></VendorRet></Name>')],
    [
      'an ampersand that was not escaped',
      answered('VendorQuery', '<VendorRet><Name>R & D</Name></VendorRet>'),
    ],
    ['doubled attributes', inSet('<HostQueryRs statusCode="3100" statusCode="0"/>')],
  ])('%s is refused, with a reason a person can read', (_what, xml) => {
    expect(() => readAnswer(xml)).toThrow(UnreadableAnswer);
    expect(() => readAnswer(xml)).toThrow(/^The answer of QuickBooks could not be read: .+/s);
  });

  it('a byte order mark and blanks before it are no part of an answer', () => {
    expect(readAnswer(`\uFEFF \r\n${SAMPLE}`)).toEqual(readAnswer(SAMPLE));
    expect(readAnswer(['', '\uFEFF', ' ', SAMPLE])).toEqual(readAnswer(SAMPLE));
  });

  it('nesting is bounded: thirty-two deep is read, one more is refused', () => {
    const nested = (depth: number) =>
      inSet(`<XRs statusCode="0">${'<a>'.repeat(depth - 3)}${'</a>'.repeat(depth - 3)}</XRs>`);
    expect(() => readAnswer(nested(32))).not.toThrow();
    expect(() => readAnswer(nested(33))).toThrow(/nested too deeply/);
  });

  it('a bomb of nested tags costs no more than its bound', () => {
    expect(() => readAnswer('<QBXML>'.repeat(1_000_000))).toThrow(UnreadableAnswer);
  });

  it('names of JavaScript’s own properties are names like any other', () => {
    const xml = answered(
      'VendorQuery',
      '<VendorRet><__proto__>x</__proto__><constructor>y</constructor><Name>K</Name></VendorRet>',
    );
    expect(recordsOf(only(xml), 'VendorQuery', 'VendorRet')).toEqual([{ Name: 'K' }]);
  });
});
