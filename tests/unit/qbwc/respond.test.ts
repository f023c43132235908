import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { QBWC_CODES } from '@/lib/qbwc/codes';
import { OPERATIONS } from '@/lib/qbwc/contract';
import { qwcFile, qwcFileName } from '@/lib/qbwc/qwc';
import { answerEnvelope, faultEnvelope, soapContentType } from '@/lib/qbwc/respond';
import { emptyTicket, newTicket, readTicket } from '@/lib/qbwc/ticket';
import { clientVersionAnswer, isTested } from '@/lib/qbwc/versions';
import { wsdl } from '@/lib/qbwc/wsdl';
import { schemaDirectory } from '@/tests/simulators/quickbooks/evidence';
import { testEnv } from '@/tests/support/env';
import { INTUIT, SOAP_1_1, SOAP_1_2 } from './envelopes';

interface Node {
  readonly name: string;
  readonly uri: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

/** A strict reading with namespaces; a document that is not well-formed throws. */
function parse(xml: string): Node {
  const root: Node = { name: '', uri: '', attributes: {}, children: [], text: '' };
  const stack = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', error => {
    throw error;
  });
  parser.on('opentag', tag => {
    const attributes = Object.fromEntries(Object.values(tag.attributes).map(one => [one.name, one.value]));
    const node = { name: tag.local, uri: tag.uri, attributes, children: [], text: '' };
    stack.at(-1)?.children.push(node);
    stack.push(node);
  });
  parser.on('text', piece => {
    const open = stack.at(-1);
    if (open) open.text += piece;
  });
  parser.on('closetag', () => void stack.pop());
  parser.write(xml).close();
  return root.children[0] ?? root;
}

const find = (node: Node, name: string): Node[] => [
  ...(node.name === name ? [node] : []),
  ...node.children.flatMap(child => find(child, name)),
];
const text = fc.string({ unit: fc.constantFrom(...'ab é€🏗&<>"\'\r\n\t]'), maxLength: 40 });

describe('answers', () => {
  it.each([
    ['1.1', SOAP_1_1],
    ['1.2', SOAP_1_2],
  ] as const)(
    'in SOAP %s: one envelope with the result in Intuit’s namespace, text byte for byte',
    (version, soap) => {
      fc.assert(
        fc.property(fc.constantFrom(...OPERATIONS.map(one => one.name)), text, (name, result) => {
          const xml = answerEnvelope(version, name, result);
          expect(xml.startsWith('<?xml version="1.0" encoding="utf-8"?><soap:Envelope')).toBe(true);
          const root = parse(xml);
          expect([root.name, root.uri, root.children.map(one => [one.name, one.uri])]).toEqual([
            'Envelope',
            soap,
            [['Body', soap]],
          ]);
          const [response] = root.children[0]?.children ?? [];
          expect([response?.name, response?.uri]).toEqual([`${name}Response`, INTUIT]);
          expect(response?.children.map(one => [one.name, one.uri, one.text])).toEqual([
            [`${name}Result`, INTUIT, result],
          ]);
        }),
      );
    },
  );

  it('authenticate answers with strings in Intuit’s own namespace, empty ones too', () => {
    const [result] = find(parse(answerEnvelope('1.1', 'authenticate', ['ticket', ''])), 'authenticateResult');
    expect(result?.children.map(one => [one.name, one.uri, one.text])).toEqual([
      ['string', INTUIT, 'ticket'],
      ['string', INTUIT, ''],
    ]);
  });

  it.each([0, 57, 100, -1])('progress %i is written as a whole number', percent => {
    const xml = answerEnvelope('1.1', 'receiveResponseXML', percent);
    expect(xml).toContain(`<receiveResponseXMLResult>${percent}</receiveResponseXMLResult>`);
  });

  it('qbXML travels as text, never as elements', () => {
    const qbxml = '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML/>';
    const [result] = find(parse(answerEnvelope('1.1', 'sendRequestXML', qbxml)), 'sendRequestXMLResult');
    expect(result).toMatchObject({ text: qbxml, children: [] });
  });
});

describe('faults', () => {
  it.each(['Client', 'Server', 'VersionMismatch', 'MustUnderstand'] as const)('%s in SOAP 1.1', code => {
    const [fault] = find(parse(faultEnvelope('1.1', code, 'a < b')), 'Fault');
    expect(fault?.children.map(one => [one.name, one.uri, one.text])).toEqual([
      ['faultcode', '', `soap:${code}`],
      ['faultstring', '', 'a < b'],
    ]);
  });

  it.each([
    ['Client', 'Sender'],
    ['Server', 'Receiver'],
    ['VersionMismatch', 'VersionMismatch'],
    ['MustUnderstand', 'MustUnderstand'],
  ] as const)('%s is called %s in SOAP 1.2', (code, name) => {
    const root = parse(faultEnvelope('1.2', code, 'a < b'));
    expect(root.uri).toBe(SOAP_1_2);
    expect(find(root, 'Value').map(one => one.text)).toEqual([`soap:${name}`]);
    expect(find(root, 'Text').map(one => [one.text, one.attributes['xml:lang']])).toEqual([['a < b', 'en']]);
  });

  it('each version has its content type', () => {
    expect(soapContentType('1.1')).toBe('text/xml; charset=utf-8');
    expect(soapContentType('1.2')).toBe('application/soap+xml; charset=utf-8');
  });
});

describe('the description of the service', () => {
  const URL_OF_OURS = 'https://connector.example/api/qbwc?a=1&b="2"';
  const root = parse(wsdl(URL_OF_OURS));
  const named = (name: string) => find(root, name).map(one => one.attributes['name'] ?? '');

  it('names every operation in types, messages, port and binding, and our address alone', () => {
    const names = OPERATIONS.map(one => one.name);
    const [port, binding] = [
      find(root, 'portType')[0],
      find(root, 'binding').find(one => one.attributes['name']),
    ];
    for (const part of [port, binding])
      expect(
        part?.children.filter(one => one.name === 'operation').map(one => one.attributes['name']),
      ).toEqual(names);
    expect(named('message')).toEqual(names.flatMap(name => [`${name}SoapIn`, `${name}SoapOut`]));
    expect(find(root, 'address').map(one => one.attributes['location'])).toEqual([URL_OF_OURS]);
  });

  it('every name it refers to is defined in it', () => {
    const elements = new Set(find(root, 'schema')[0]?.children.map(one => `tns:${one.attributes['name']}`));
    expect(
      find(root, 'part')
        .map(one => one.attributes['element'] ?? '')
        .filter(name => !elements.has(name)),
    ).toEqual([]);
    const messages = new Set(named('message').map(name => `tns:${name}`));
    for (const direction of ['input', 'output'])
      expect(
        find(find(root, 'portType')[0] ?? root, direction).filter(
          one => !messages.has(one.attributes['message'] ?? ''),
        ),
      ).toEqual([]);
    expect(root.attributes['targetNamespace']).toBe(INTUIT);
  });

  const original = schemaDirectory === null ? null : join(schemaDirectory, 'QBWebConnectorSvc.wsdl');

  it.skipIf(original === null)(
    'has Intuit’s parameters: their names, order and types (skipped: set QBXML_SCHEMA_DIR)',
    () => {
      const theirs = parse(readFileSync(original ?? '', 'utf8'));
      const paramsIn = (document: Node, name: string) => {
        const element = find(document, 'schema')[0]?.children.find(one => one.attributes['name'] === name);
        return find(element ?? document, 'element')
          .slice(1)
          .map(one => [
            one.attributes['name'],
            one.attributes['type']?.replace(/^\w+:/, ''),
            one.attributes['minOccurs'],
          ]);
      };
      const shared = OPERATIONS.filter(
        one =>
          theirs.children.length > 0 &&
          find(theirs, 'operation').some(other => other.attributes['name'] === one.name),
      );
      expect(shared.length).toBeGreaterThanOrEqual(8);
      for (const { name } of shared.filter(one => one.name !== 'serverVersion'))
        for (const element of [name, `${name}Response`])
          expect(paramsIn(root, element), element).toEqual(paramsIn(theirs, element));
    },
  );
});

const QWC = {
  appName: 'Procore Connector – "R&D" <Acme>',
  serviceUrl: 'https://connector.example/api/qbwc',
  supportUrl: 'https://connector.example/support/qbwc',
  userName: 'qbwc-abc',
  ownerId: '{C9B7A5D2-5E0F-4B1C-8F65-2B7A6E31D904}',
  fileId: '{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}',
};

describe('the .qwc file', () => {
  const root = parse(qwcFile(QWC));
  const value = (name: string) => find(root, name)[0]?.text;

  it('holds every element that must be there, each once, and what is asked of the PC', () => {
    expect(root.name).toBe('QBWCXML');
    expect(
      Object.fromEntries(root.children.map(one => [one.name, one.children[0]?.text ?? one.text])),
    ).toEqual({
      AppName: QWC.appName,
      AppID: '',
      AppURL: QWC.serviceUrl,
      AppDescription: 'Carries accepted records between Procore and QuickBooks.',
      AppSupport: QWC.supportUrl,
      UserName: QWC.userName,
      OwnerID: QWC.ownerId,
      FileID: QWC.fileId,
      QBType: 'QBFS',
      Scheduler: '5',
      IsReadOnly: 'false',
      UnattendedModePref: 'umpOptional',
      PersonalDataPref: 'pdpNotNeeded',
      AuthFlags: '0xE',
      Style: 'Document',
    });
    expect(new Set(root.children.map(one => one.name)).size).toBe(root.children.length);
    expect(value('AppDescription')?.length).toBeLessThanOrEqual(80);
    expect(find(root, 'Scheduler')[0]?.children.map(one => one.name)).toEqual(['RunEveryNMinutes']);
  });

  it('takes any text for its values, and has no place for a password', () => {
    fc.assert(
      fc.property(text, text, (appName, userName) => {
        const other = parse(qwcFile({ ...QWC, appName, userName }));
        expect([find(other, 'AppName')[0]?.text, find(other, 'UserName')[0]?.text]).toEqual([
          appName,
          userName,
        ]);
        expect(other.children.map(one => one.name)).toEqual(root.children.map(one => one.name));
      }),
    );
    expect(qwcFile(QWC)).not.toMatch(/password/i);
  });

  it('is read by another parser of XML as well', () => {
    expect(
      new XMLParser({ processEntities: true, htmlEntities: true }).parse(qwcFile(QWC)).QBWCXML.AppName,
    ).toBe(QWC.appName);
  });

  it.each([
    ['Procore Connector – Acme & Söhne: "1/2"', 'Procore Connector Acme Sohne 12.qwc'],
    ['../../etc/passwd', 'etcpasswd.qwc'],
    ['東京', 'connector.qwc'],
    ['', 'connector.qwc'],
    ['x'.repeat(200), `${'x'.repeat(60)}.qwc`],
    ['a\r\nSet-Cookie: b', 'aSet-Cookie b.qwc'],
  ])('of “%s” is called %s', (appName, fileName) => {
    expect(qwcFileName(appName)).toBe(fileName);
  });
});

describe('versions of the Web Connector', () => {
  /** The policy of the Web Connector reference, §8. */
  it.each([
    ['2.2.0.42', ''],
    ['2.2.0.71', ''],
    ['2.3.0.20', ''],
    ['2.3.0.25', ''],
    ['2.3.0.215', ''],
    ['2.10.0.1', ''],
    ['3.0', ''],
    ['34.0.1001.27', ''],
    ['2.1.0.30', ''],
    ['2.0.0.199', 'O:2.2'],
    ['2.0', 'O:2.2'],
    ['2', 'O:2.2'],
    ['1.9.9.9', 'O:2.2'],
    ['0.0.0.0', 'O:2.2'],
    ['', ''],
    ['unknown', ''],
    ['2.x', ''],
    ['-1.0', ''],
    ['99999999999.1', ''],
  ])('“%s” is answered “%s”', (version, answer) => {
    expect(clientVersionAnswer(version)).toBe(answer);
  });

  it('those that the requirements name count as tested, and no other', () => {
    expect(['2.2.0.42', '2.2.0.71', ' 2.3.0.20 '].map(isTested)).toEqual([true, true, true]);
    expect(['2.3.0.25', '2.2.0.4', '2.2.0.420', ''].map(isTested)).toEqual([false, false, false, false]);
  });

  it('every error number that customers quote is explained on the support page', () => {
    const QUOTED = [
      1000, 1001, 1002, 1003, 1004, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1022, 1023, 1024, 1026,
      1028, 1029, 1030, 1031, 1032, 1034, 1035, 1036, 1037, 1038, 1039, 1040, 1041, 1042, 1043, 1044, 1045,
      1046, 1048,
    ];
    const explained = QBWC_CODES.flatMap(({ codes }) =>
      codes
        .replaceAll('QBWC', '')
        .split(', ')
        .flatMap(part => {
          const [first = 0, last = first] = part.split('–').map(one => Number.parseInt(one, 10));
          return Array.from({ length: last - first + 1 }, (_, index) => first + index);
        }),
    );
    expect(QUOTED.filter(code => !explained.includes(code))).toEqual([]);
    for (const { cause, remedy } of QBWC_CODES)
      expect([cause, remedy].every(one => one.endsWith('.'))).toBe(true);
  });
});

describe('tickets', () => {
  const env = testEnv('tickets');
  const COMPANY = '0b0f9b8e-1d2c-4e3f-8a4b-5c6d7e8f9a0b';

  it('say which company they speak for, and are never twice the same', () => {
    fc.assert(
      fc.property(fc.uuid(), companyId => {
        const ticket = newTicket(env, companyId);
        expect(readTicket(ticket)?.companyId).toBe(companyId);
        expect(newTicket(env, companyId)).not.toBe(ticket);
        expect(ticket).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
        expect(ticket).not.toContain(companyId.replaceAll('-', ''));
      }),
    );
  });

  it('are kept as a hash that any other ticket misses', () => {
    const ticket = newTicket(env, COMPANY);
    const hash = readTicket(ticket)?.hash;
    expect(readTicket(ticket)?.hash).toBe(hash);
    expect(hash).not.toContain(ticket);
    const last = ticket.at(-1) === 'A' ? 'E' : 'A';
    expect(readTicket(ticket.slice(0, -1) + last)?.hash).not.toBe(hash);
  });

  it('given with a refusal have the same form and open nothing', () => {
    const refused = readTicket(emptyTicket(env));
    expect(refused).not.toBeNull();
    expect(refused?.companyId).not.toBe(COMPANY);
  });

  it.each([
    '',
    'x',
    '{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}',
    '00000000-0000-0000-0000-000000000000',
    `${'A'.repeat(22)}.${'A'.repeat(42)}`,
    `${'A'.repeat(22)}.${'A'.repeat(44)}`,
    `${'A'.repeat(21)}.${'A'.repeat(43)}`,
    `${'A'.repeat(22)}${'A'.repeat(44)}`,
    `${'A'.repeat(22)}.${'A'.repeat(43)}\n`,
    ` ${'A'.repeat(22)}.${'A'.repeat(43)}`,
    `${'A'.repeat(21)}=.${'A'.repeat(43)}`,
    `${'A'.repeat(22)}.${'A'.repeat(42)}'`,
    `${'A'.repeat(22)}.${'A'.repeat(21)}' or 1=1 -- ${'A'.repeat(9)}`,
    '%'.repeat(66),
  ])('“%s” is none that we can have made', text => {
    expect(readTicket(text)).toBeNull();
  });
});
