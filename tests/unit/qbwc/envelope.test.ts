import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPERATIONS, operationNamed } from '@/lib/qbwc/contract';
import { type Call, EnvelopeReader } from '@/lib/qbwc/envelope';
import { readAnswer } from '@/lib/qbxml';
import { capturesDirectory } from '@/tests/simulators/quickbooks/evidence';
import { CREDENTIALS, envelope, INTUIT, SOAP_1_1, SOAP_1_2 } from './envelopes';

function read(...pieces: string[]): Call {
  const reader = new EnvelopeReader();
  for (const piece of pieces) reader.write(piece);
  return reader.finish();
}

const paramsOf = (call: Call) => Object.fromEntries(call.params);
const passwordOf = (written: string): string | undefined =>
  read(envelope({ params: `<strPassword>${written}</strPassword>` })).params.get('strPassword');

const UNDERSTOOD = { operation: 'authenticate', params: { strUserName: 'qbwc-abc', strPassword: 's3cret' } };

describe('legal means legal: a call is understood however it is written', () => {
  it.each([
    ['with the usual prefix', envelope({ params: CREDENTIALS })],
    ['with a prefix nobody uses', envelope({ prefix: 'SOAP-ENV', params: CREDENTIALS })],
    ['with SOAP as the default namespace', envelope({ prefix: '', params: CREDENTIALS })],
    ['with a declaration', `<?xml version="1.0" encoding="utf-8"?>${envelope({ params: CREDENTIALS })}`],
    [
      'with a declaration in other words',
      `<?xml version='1.0' encoding='UTF8' standalone='yes'?>\r\n${envelope({ params: CREDENTIALS })}`,
    ],
    [
      'with a prefix for the operation',
      envelope({
        body: `<q1:authenticate xmlns:q1="${INTUIT}">${CREDENTIALS.replace(/<(\/?)str/g, '<$1q1:str')}</q1:authenticate>`,
      }),
    ],
    [
      'with parameters of no namespace',
      envelope({ body: `<q1:authenticate xmlns:q1="${INTUIT}">${CREDENTIALS}</q1:authenticate>` }),
    ],
    [
      'with blanks and comments everywhere',
      envelope({ params: CREDENTIALS }).replaceAll('><', '>\n  <!-- a comment -->\t<'),
    ],
    [
      'with a header block',
      envelope({
        header:
          '<soap:Header><a:Trace xmlns:a="urn:a" soap:mustUnderstand="0"><a:id>7</a:id></a:Trace></soap:Header>',
        params: CREDENTIALS,
      }),
    ],
    ['with an empty header', envelope({ header: '<soap:Header/>', params: CREDENTIALS })],
    [
      'with the parameters in another order',
      envelope({ params: '<strPassword>s3cret</strPassword><strUserName>qbwc-abc</strUserName>' }),
    ],
    [
      'with blanks inside its tags',
      envelope({ params: CREDENTIALS }).replaceAll('</strPassword>', '</strPassword\n>'),
    ],
  ])('%s', (_how, message) => {
    const call = read(message);
    expect({ operation: call.operation, params: paramsOf(call) }).toEqual(UNDERSTOOD);
    expect(call.version).toBe('1.1');
  });

  it('a call of SOAP 1.2 is told as such, to be answered in the same version', () => {
    expect(read(envelope({ soap: SOAP_1_2, params: CREDENTIALS }))).toMatchObject({
      version: '1.2',
      operation: 'authenticate',
    });
  });

  it('in the style RPC, as the Web Connector sends it when told to', () => {
    const typed =
      '<strUserName xsi:type="xsd:string">qbwc-abc</strUserName><strPassword xsi:type="xsd:string">s3cret</strPassword>';
    const message = `<soap:Envelope xmlns:soap="${SOAP_1_1}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:tns="${INTUIT}"><soap:Body soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><q1:authenticate xmlns:q1="${INTUIT}">${typed}</q1:authenticate></soap:Body></soap:Envelope>`;
    expect({ operation: read(message).operation, params: paramsOf(read(message)) }).toEqual(UNDERSTOOD);
  });

  it.each([
    ['s3c<!-- a comment -->ret', 's3cret'],
    ['<![CDATA[s3cret]]>', 's3cret'],
    ['s3<![CDATA[c]]>ret<![CDATA[]]>', 's3cret'],
    ['<![CDATA[a < b & c]]>', 'a < b & c'],
    ['&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
    ['&#65;&#x42;&#x1F3D7;&#xe9;', 'AB🏗é'],
    [']]&gt;', ']]>'],
    [' s3cret\t', ' s3cret\t'],
    ['00123', '00123'],
    ['1e5', '1e5'],
    ['true', 'true'],
    ['&amp;lt;', '&lt;'],
    ['line&#13;\nend', 'line\r\nend'],
    ['', ''],
  ])('a value written “%s” is used byte for byte as “%s”', (written, value) => {
    expect(passwordOf(written)).toBe(value);
  });

  it('any text comes out as it went in', () => {
    const written = (text: string): string =>
      text.replace(/[&<>]/g, character => `&#${character.charCodeAt(0)};`);
    const legal = fc
      .string({ unit: 'grapheme' })
      .filter(text => !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(text));
    fc.assert(
      fc.property(legal, text => {
        expect(passwordOf(written(text).replace(/\r/g, '&#13;'))).toBe(text);
      }),
    );
  });

  it('a parameter that is missing, empty or self-closed is told apart only from one with text', () => {
    expect(paramsOf(read(envelope({ params: '<hresult/><message></message>' })))).toEqual({
      hresult: '',
      message: '',
    });
    expect(paramsOf(read(envelope({ body: `<serverVersion xmlns="${INTUIT}" />` })))).toEqual({});
  });

  it('parameters with names of JavaScript’s own are parameters like any other', () => {
    const call = read(envelope({ params: '<__proto__>a</__proto__><constructor>b</constructor>' }));
    expect([...call.params]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  it('wherever a message is parted, it says the same', () => {
    const params = `${CREDENTIALS}<response>&lt;QBXML&gt;${'a&amp;é🏗'.repeat(20)}<![CDATA[<x>]]></response>`;
    const message = `<?xml version="1.0" encoding="utf-8"?>${envelope({ params })}`;
    const whole = read(message);
    expect(read(...message.split(''))).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.nat(message.length), { maxLength: 8 }), cuts => {
        const places = [0, ...cuts.toSorted((a, b) => a - b)];
        const pieces = places.map((start, at) => message.slice(start, places[at + 1] ?? message.length));
        expect(read(...pieces)).toEqual(whole);
      }),
    );
  });
});

it('every operation of the contract is read under its own name, and the guide’s other name for one', () => {
  for (const { name } of OPERATIONS) {
    expect(read(envelope({ operation: name })).operation).toBe(name);
    expect(operationNamed(name)).toBe(name);
  }
  expect(operationNamed('getServerVersion')).toBe('serverVersion');
  for (const other of ['Authenticate', 'constructor', '__proto__', '', 'hasOwnProperty'])
    expect(operationNamed(other)).toBeNull();
});

const folder = capturesDirectory === null ? null : join(capturesDirectory, 'soap');
const captures = folder ? readdirSync(folder) : [];

describe.skipIf(folder === null)(
  'a recorded session of Web Connector 2.3.0.25 (skipped: set CAPTURES_DIR)',
  () => {
    it.each(captures)('%s is understood, with parameters of the contract only', name => {
      const call = read(readFileSync(join(folder ?? '', name), 'utf8'));
      const facts = OPERATIONS.find(operation => operation.name === call.operation);
      expect(call.version).toBe('1.1');
      expect([...call.params.keys()]).toEqual(facts?.params.map(([param]) => param));
      for (const param of ['response', 'strHCPResponse']) {
        const text = call.params.get(param) ?? '';
        if (text !== '') expect(readAnswer(text).responses.length).toBeGreaterThan(0);
      }
    });
  },
);
