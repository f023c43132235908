import { describe, expect, test } from 'vitest';
import { excerptOf, masked, statusesIn } from '@/lib/qbxml';

const SENT =
  '<QBXMLMsgsRq onError="continueOnError"><PurchaseOrderAddRq requestID="a/1"><PurchaseOrderAdd><Memo>one</Memo>' +
  '</PurchaseOrderAdd></PurchaseOrderAddRq><PurchaseOrderAddRq requestID="b/1"><PurchaseOrderAdd><Memo>two</Memo>' +
  '</PurchaseOrderAdd></PurchaseOrderAddRq></QBXMLMsgsRq>';

const ANSWERED =
  '<QBXMLMsgsRs><PurchaseOrderAddRs requestID="a/1" statusCode="0" statusSeverity="Info" statusMessage="Status OK">' +
  '<PurchaseOrderRet/></PurchaseOrderAddRs><PurchaseOrderAddRs statusCode="3140" requestID=\'b/1\' ' +
  'statusMessage="Invalid &quot;Item&quot; &amp; more" /></QBXMLMsgsRs>';

describe('an excerpt', () => {
  test('holds what concerns the request and nothing of the others', () => {
    expect(excerptOf(SENT, new Set(['b/1']))).toBe(
      '<PurchaseOrderAddRq requestID="b/1"><PurchaseOrderAdd><Memo>two</Memo></PurchaseOrderAdd></PurchaseOrderAddRq>',
    );
    expect(excerptOf(ANSWERED, new Set(['b/1']))).toContain('statusCode="3140"');
    expect(excerptOf(ANSWERED, new Set(['b/1']))).not.toContain('a/1');
  });

  test('of an answer that was cut short ends where it was cut', () => {
    const cut = ANSWERED.slice(0, ANSWERED.indexOf('<PurchaseOrderRet') + 10);
    expect(excerptOf(cut, new Set(['a/1']))).toMatch(/^<PurchaseOrderAddRs requestID="a\/1".*<PurchaseO$/);
  });

  test.each(['', 'no XML at all', '<a><b>', '<XRs', '<XRs requestID="a"'])(
    'of %j is empty where there is nothing of it',
    text => {
      expect(excerptOf(text, new Set(['a/1']))).toBe('');
    },
  );
});

describe('statuses', () => {
  test('are read with their words, in whatever order and quotes the attributes stand', () => {
    expect(statusesIn(ANSWERED)).toEqual([
      { requestID: 'a/1', statusCode: 0, statusMessage: 'Status OK' },
      { requestID: 'b/1', statusCode: 3140, statusMessage: 'Invalid "Item" & more' },
    ]);
  });

  test('without a request or a code are left out', () => {
    expect(statusesIn('<HostQueryRs statusCode="0"/><HostQueryRs requestID="1" statusCode="many"/>')).toEqual(
      [],
    );
  });
});

describe('a kept message', () => {
  test('holds no tax id, card or bank number', () => {
    const text =
      '<VendorRet><Name>Keel</Name><VendorTaxIdent>12-3456789</VendorTaxIdent></VendorRet><CompanyRet><EIN>98-7654321</EIN>' +
      '<SSN>123-45-6789</SSN></CompanyRet><CreditCardInfo><CreditCardNumber>4111111111111111</CreditCardNumber></CreditCardInfo>';
    const kept = masked(text);
    expect(kept).not.toMatch(/\d{3}/);
    expect(kept).toContain('<Name>Keel</Name>');
    expect(kept).toContain('<EIN>•••</EIN>');
  });

  test('holds none either where it was cut within one', () => {
    expect(masked('<CompanyRet><EIN>98-76')).toBe('<CompanyRet><EIN>•••');
  });
});
