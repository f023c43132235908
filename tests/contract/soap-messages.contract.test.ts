import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask, hold, sayRaw } from './kit/ask';
import { sharedStand } from './kit/shared-stand';
import { envelope, INTUIT, parameters, post, SOAP_1_1, SOAP_1_2, type SoapAnswer } from './kit/soap';

const shared = sharedStand();

/** The right login as XML, to be bent; a call that is understood finds nothing to do. */
let good = '';
let userName = '';
let password = '';
let url = '';

beforeAll(async () => {
  ({ userName, password } = shared.stand.stack.login);
  url = shared.stand.soapUrl;
  good = envelope('authenticate', parameters({ strUserName: userName, strPassword: password }));
  await shared.stand.settle();
});

type Headers = Readonly<Record<string, string>>;

const withPassword = (written: string): string => good.replace(password, written);
const beforeEnvelope = (text: string): string => good.replace('<soap:Envelope', `${text}<soap:Envelope`);
const inHeader = (block: string): string =>
  good.replace('<soap:Body>', `<soap:Header>${block}</soap:Header><soap:Body>`);
const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

function prefixed(prefix: string): string {
  const at = prefix === '' ? '' : `${prefix}:`;
  const declared = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  return `<${at}Envelope ${declared}="${SOAP_1_1}"><${at}Body><q:authenticate xmlns:q="${INTUIT}"><q:strPassword>${password}</q:strPassword><q:strUserName>${userName}</q:strUserName></q:authenticate></${at}Body></${at}Envelope>`;
}

/** What a .NET client writes for Style=RPC. */
function rpc(): string {
  const typed = (name: string, value: string): string => `<${name} xsi:type="xsd:string">${value}</${name}>`;
  return `<s:Envelope xmlns:s="${SOAP_1_1}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><s:Body s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><q1:authenticate xmlns:q1="${INTUIT}">${typed('strUserName', userName)}${typed('strPassword', password)}</q1:authenticate></s:Body></s:Envelope>`;
}

const references = (): string =>
  [...password]
    .map((one, at) => (at % 2 ? `&#${one.charCodeAt(0)};` : `&#x${one.charCodeAt(0).toString(16)};`))
    .join('');

type Body = string | Uint8Array | readonly Uint8Array[];

type LegalRow = readonly [name: string, body: () => Body, headers?: Headers];
type HostileRow = readonly [name: string, status: number, body: () => Body, headers?: Headers];

const LEGAL: readonly LegalRow[] = [
  ['as a .NET client writes it', () => good],
  ['with the prefix s', () => prefixed('s')],
  ['with the prefix SOAP-ENV', () => prefixed('SOAP-ENV')],
  ['with a default namespace, and parameters in another order', () => prefixed('')],
  ['in the RPC style', rpc],
  ['with single quotes', () => good.replaceAll('"', "'")],
  ['without an XML declaration', () => good.replace(/<\?xml.*?\?>/, '')],
  ['with a byte order mark', () => `\uFEFF${good}`],
  ['with white space between everything', () => good.replaceAll('><', '>\r\n\t <')],
  ['with white space after the end', () => `${good}\r\n\r\n`],
  [
    'with comments, inside a value too',
    () => withPassword(`${password.slice(0, 5)}<!-- and -->${password.slice(5)}`),
  ],
  ['with comments around the envelope', () => `${beforeEnvelope('<!-- before -->')}<!-- after -->`],
  ['with a value in CDATA', () => withPassword(`<![CDATA[${password}]]>`)],
  [
    'with part of a value in CDATA',
    () => withPassword(`${password.slice(0, 4)}<![CDATA[${password.slice(4, 9)}]]>${password.slice(9)}`),
  ],
  ['with every character as a reference', () => withPassword(references())],
  ['with a header block nobody must understand', () => inHeader('<a:To xmlns:a="urn:a"><b>x</b></a:To>')],
  ['with mustUnderstand 0', () => inHeader('<a:To xmlns:a="urn:a" soap:mustUnderstand="0"/>')],
  ['with a parameter nobody knows', () => good.replace('<strPassword>', '<extra>1</extra><strPassword>')],
  ['with a quoted SOAPAction', () => good, { SOAPAction: `"${INTUIT}authenticate"` }],
  ['with a bare SOAPAction', () => good, { soapaction: `${INTUIT}authenticate` }],
  ['with an empty SOAPAction', () => good, { SOAPAction: '""' }],
  ['with a SOAPAction of somebody else', () => good, { SOAPAction: 'urn:uuid:1' }],
  ['as TEXT/XML', () => good, { 'content-type': 'TEXT/XML; Charset="UTF-8"' }],
  ['without a charset', () => good, { 'content-type': 'text/xml' }],
  ['as utf8', () => good, { 'content-type': 'text/xml;charset=utf8' }],
  ['in chunks of one byte', () => [...bytes(good)].map(byte => Uint8Array.of(byte))],
];

describe('a message is understood', () => {
  test.each(LEGAL.map(([name, ...row]) => ({ name, row })))('$name', async ({ row: [body, headers] }) => {
    const answer = await post(url, body(), headers);
    expect(answer.said).toMatchObject({ namespace: SOAP_1_1, operation: 'authenticate', fault: null });
    expect(answer.said.results).toHaveLength(2);
    expect(answer.said.results[1]).toBe('none');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/xml; charset=utf-8');
  });

  test('in SOAP 1.2, and answered in it', async () => {
    const body = envelope(
      'authenticate',
      parameters({ strUserName: userName, strPassword: password }),
      SOAP_1_2,
    );
    const action = `application/soap+xml; charset=utf-8; action="${INTUIT}authenticate"`;
    const answer = await post(url, body, { 'content-type': action });
    expect(answer.said).toMatchObject({ namespace: SOAP_1_2, operation: 'authenticate' });
    expect(answer.said.results[1]).toBe('none');
    expect(answer.headers['content-type']).toBe('application/soap+xml; charset=utf-8');
  });

  const head = (version: string, more: string): string =>
    `POST /api/qbwc HTTP/${version}\r\nHost: x\r\n${more}CONTENT-TYPE: text/xml\r\ncontent-LENGTH: ${bytes(good).byteLength}\r\n\r\n`;
  const isAnswered = (heard: string): boolean => heard.includes('</soap:Envelope>');

  test('in HTTP/1.0', async () => {
    expect(await sayRaw(url, `${head('1.0', '')}${good}`, isAnswered)).toContain('<string>none</string>');
  });

  test('after asking whether to go on, as .NET does', async () => {
    const heard = await sayRaw(url, `${head('1.1', 'Expect: 100-continue\r\n')}${good}`, isAnswered);
    expect(heard).toMatch(/^HTTP\/1\.1 100 /);
    expect(heard).toContain('<string>none</string>');
  });

  test('twice on one connection, with an answer for each', async () => {
    const count = (heard: string): number => heard.split('</soap:Envelope>').length - 1;
    const heard = await sayRaw(url, `${head('1.1', '')}${good}`.repeat(2), said => count(said) === 2);
    expect(heard.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });
});

describe('credentials are used byte for byte', () => {
  test.each([
    ['a blank after it', () => `${password} `],
    ['a line break before it', () => `\n${password}`],
    ['other letters', () => password.toUpperCase()],
    ['nothing', () => ''],
  ])('a password with %s is not the password', async (_name, written) => {
    expect((await post(url, withPassword(written()))).said.results[1]).toBe('nvu');
  });
});

function nested(depth: number): string {
  return inHeader(`${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`);
}

const many = (count: number, made: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => made(at)).join('');

const HOSTILE: readonly HostileRow[] = [
  ['a DTD', 400, () => beforeEnvelope('<!DOCTYPE x>')],
  [
    'a bomb of entities',
    400,
    () =>
      beforeEnvelope('<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>').replace(
        password,
        '&c;',
      ),
  ],
  [
    'an entity from a file',
    400,
    () => beforeEnvelope('<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>').replace(password, '&a;'),
  ],
  ['an entity nobody declared', 400, () => withPassword('&nbsp;')],
  [
    'XInclude',
    400,
    () => withPassword('<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'),
  ],
  ['a processing instruction', 400, () => good.replace('<soap:Body>', '<?go on?><soap:Body>')],
  ['depth', 400, () => nested(1000)],
  [
    'attributes without end',
    400,
    () => good.replace('<soap:Body>', `<soap:Body ${many(1000, at => `a${at}="1" `)}>`),
  ],
  ['the same attribute twice', 400, () => good.replace('<soap:Body>', '<soap:Body a="1" a="2">')],
  [
    'elements without end',
    400,
    () => good.replace('</authenticate>', `${many(500, at => `<x${at}/>`)}</authenticate>`),
  ],
  ['a tag that is too long', 413, () => good.replace('<soap:Body>', `<soap:Body a="${'x'.repeat(20_000)}">`)],
  ['a user name that is too long', 413, () => good.replace(userName, 'x'.repeat(80_000))],
  [
    'a comment that is too long',
    413,
    () => good.replace('<soap:Body>', `<!--${'x'.repeat(80_000)}--><soap:Body>`),
  ],
  [
    'bad UTF-8',
    400,
    () => Buffer.concat([bytes(good.slice(0, 200)), Buffer.from([0xc3, 0x28]), bytes(good.slice(200))]),
  ],
  [
    'an overlong UTF-8 form',
    400,
    () => Buffer.concat([bytes(good.slice(0, 200)), Buffer.from([0xc0, 0xbc]), bytes(good.slice(200))]),
  ],
  [
    'UTF-16 that says so',
    415,
    () => Buffer.from(`\uFEFF${good}`, 'utf16le'),
    { 'content-type': 'text/xml; charset=utf-16' },
  ],
  ['UTF-16 that does not', 400, () => Buffer.from(`\uFEFF${good}`, 'utf16le')],
  [
    'a declared encoding of another kind',
    400,
    () => good.replace('encoding="utf-8"', 'encoding="iso-8859-1"'),
  ],
  ['a control character', 400, () => withPassword('a\u0001b')],
  ['a reference to U+0000', 400, () => withPassword(`${password}&#0;`)],
  ['half a character', 400, () => withPassword('&#xD800;')],
  ['gzip', 415, () => gzipSync(good), { 'content-encoding': 'gzip' }],
  ['gzip that says nothing of it', 400, () => gzipSync(good)],
  ['JSON', 415, () => '{"a":1}', { 'content-type': 'application/json' }],
  ['a form', 415, () => 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['attachments', 415, () => good, { 'content-type': 'multipart/related; boundary=x' }],
  ['no type', 415, () => good, { 'content-type': '' }],
  ['nothing', 400, () => ''],
  ['prose', 400, () => 'hello'],
  ['half a message', 400, () => good.slice(0, -30)],
  ['tags that do not match', 400, () => good.replace('</soap:Body>', '</soap:Boby>')],
  ['a prefix nobody declared', 400, () => good.replace('xmlns:soap', 'xmlns:soup')],
  ['a second root', 400, () => `${good}<a/>`],
  ['text after the end', 400, () => `${good}x`],
  ['text before the envelope', 400, () => beforeEnvelope('x')],
  ['a second message', 400, () => good + good.replace(/<\?xml.*?\?>/, '')],
  ['no envelope', 400, () => `<authenticate xmlns="${INTUIT}"/>`],
  ['an empty body', 400, () => good.replace(/<authenticate.*<\/authenticate>/, '')],
  ['two bodies', 400, () => good.replace('</soap:Body>', '</soap:Body><soap:Body/>')],
  [
    'two operations',
    400,
    () => good.replace('</soap:Body>', `<serverVersion xmlns="${INTUIT}"/></soap:Body>`),
  ],
  ['an operation nobody knows', 400, () => envelope('dropTables')],
  ['an operation named like a part of every object', 400, () => envelope('constructor')],
  ['the operation in a foreign namespace', 400, () => good.replace(INTUIT, 'urn:other')],
  [
    'a parameter twice',
    400,
    () => good.replace('</authenticate>', '<strPassword>x</strPassword></authenticate>'),
  ],
  ['an element in a parameter', 400, () => withPassword(`<b>${password}</b>`)],
  [
    'a header block that must be understood',
    400,
    () => inHeader('<a:To xmlns:a="urn:a" soap:mustUnderstand="1"/>'),
  ],
  ['another version of SOAP', 400, () => good.replace(SOAP_1_1, 'http://www.w3.org/2001/12/soap-envelope')],
  [
    'a SOAPAction that names another operation',
    400,
    () => good,
    { SOAPAction: `"${INTUIT}closeConnection"` },
  ],
];

function expectFault(answer: SoapAnswer, status: number): void {
  expect(answer.said.fault).not.toBeNull();
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^(text\/xml|application\/soap\+xml); charset=utf-8$/);
  expect(answer.headers['set-cookie']).toBeUndefined();
}

describe('a message is refused with a fault, and nothing of it is done or repeated', () => {
  test.each(HOSTILE.map(([name, ...row]) => ({ name, row })))(
    '$name',
    async ({ row: [status, body, headers] }) => {
      const answer = await post(url, body(), headers);
      expectFault(answer, status);
      for (const secret of [password, userName, 'dropTables', 'root:'])
        expect(answer.text).not.toContain(secret);
    },
  );

  test('a fault to SOAP 1.2 is one of SOAP 1.2', async () => {
    const answer = await post(url, envelope('dropTables', '', SOAP_1_2), {
      'content-type': 'application/soap+xml',
    });
    expect(answer.said).toMatchObject({ namespace: SOAP_1_2, fault: { code: 'Sender' } });
    expect(answer.status).toBe(400);
  });

  const isFault = (heard: string): boolean => heard.includes('</soap:Envelope>');

  test('a declared size over the limit is refused before any of it was sent', async () => {
    const said =
      'POST /api/qbwc HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 99999999999\r\n\r\n';
    expect(await sayRaw(url, said, isFault)).toMatch(/^HTTP\/1\.1 413 [\s\S]*<faultstring>/);
  });

  test('an undeclared size over the limit is refused while it comes', async () => {
    const opening = bytes(
      envelope('receiveResponseXML', '<ticket>x</ticket><response>').split('</receive')[0] ?? '',
    );
    const piece = Buffer.alloc(1024 * 1024, 'x');
    const answer = await post(url, [opening, ...Array.from({ length: 33 }, () => piece)]);
    expectFault(answer, 413);
  });

  test('a large answer within the limit is read to its end', async () => {
    const inside = `<ticket>x</ticket><response>${'&lt;x&gt;'.repeat(2 * 1024 * 1024)}</response>`;
    expect((await post(url, envelope('receiveResponseXML', inside))).said.results).toEqual(['-1']);
  });

  test('after all of this a good sign-in works', async () => {
    expect((await post(url, good)).said.results[1]).toBe('none');
  });
});

describe('the address, asked in other ways', () => {
  test('the WSDL names the configured address, whatever host was asked', async () => {
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    };
    const answer = await ask(`${url}?wsdl`, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/xml; charset=utf-8');
    expect(answer.text).toContain(`location="${url}"`);
    expect(answer.text).not.toContain('evil.example');
    for (const operation of ['authenticate', 'sendRequestXML', 'receiveResponseXML', 'closeConnection'])
      expect(answer.text).toContain(`"${INTUIT}${operation}"`);
  });

  test('a plain look finds a page without a sign-in, for the certificate', async () => {
    expect((await ask(url)).status).toBe(200);
    expect((await ask(`${shared.stand.url}/support/qbwc`)).status).toBe(200);
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'TRACE'])('%s is not possible', async method => {
    expect((await ask(url, { method, headers: { 'content-type': 'text/xml' } })).status).toBe(405);
  });

  test('a method cannot be smuggled in by a header', async () => {
    const headers = { 'x-http-method-override': 'POST', 'x-method-override': 'POST' };
    expect((await ask(`${url}?_method=POST`, { headers })).text).not.toContain('Envelope');
  });

  test('no other site is allowed to ask from a browser', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    for (const method of ['OPTIONS', 'GET']) {
      const answer = await ask(url, { method, headers });
      expect(Object.keys(answer.headers).filter(name => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

describe('under load', () => {
  test('a hundred sign-ins at once are all answered', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(url, good)));
    for (const answer of answers) expect(['none', 'busy']).toContain(answer.said.results[1]);
  });

  test('a small call is answered while slow clients hold theirs', async () => {
    const half = `POST /api/qbwc HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 5000\r\n\r\n${good.slice(0, 300)}`;
    const slow = await Promise.all(Array.from({ length: 30 }, () => hold(url, half)));
    expect((await post(url, good)).said.results[1]).toBe('none');
    expect(slow.map(one => one.heard()).join('')).toBe('');
    for (const one of slow) one.drop();
  });
});
