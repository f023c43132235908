import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capturesDirectory, schemaDirectory } from '../quickbooks';
import { type Method, type Parameters, writeEnvelope } from './envelope';

const form = { style: 'Document', prefix: 'soap' } as const;
const read = (name: string): string => readFileSync(join(capturesDirectory ?? '', 'soap', name), 'utf8');
const withoutIndent = (text: string): string => text.replace(/>\s+</g, '><').replace(/\s+xmlns/g, ' xmlns');

describe.skipIf(capturesDirectory === null)(
  'envelopes against those of a real Web Connector (skipped where absent)',
  () => {
    it.each([
      ['karser-server_version_request.xml', 'serverVersion', {}],
      ['karser-client_version_request.xml', 'clientVersion', { strVersion: '2.3.0.25' }],
      ['karser-bye_request.xml', 'closeConnection', { ticket: '{ticketId}' }],
    ] as const)('%s is the same byte for byte', (file, method, parameters) => {
      expect(writeEnvelope(method, parameters, form)).toBe(read(file).trimEnd());
    });

    it('authenticate is the same but for the indent somebody gave the recording', () => {
      const parameters = { strUserName: 'quickbooks', strPassword: 'FE7XjHVzjfdH' };
      const ours = withoutIndent(writeEnvelope('authenticate', parameters, form));
      expect(ours).toBe(withoutIndent(read('karser-authenticate_request.xml')).trimEnd());
    });

    it.each([
      ['karser-task_request.xml', 'strHCPResponse'],
      ['karser-task_add_customer_added_request.xml', 'response'],
    ])('%s comes out the same when its parts are written again', (file, payload) => {
      const recorded = read(file).trimEnd();
      const [, method = ''] = /<soap:Body><(\w+) /.exec(recorded) ?? [];
      const inside = /<soap:Body><\w+ [^>]*>(.*)<\/\w+><\/soap:Body>/s.exec(recorded)?.[1] ?? '';
      const parts = [...inside.matchAll(/<(\w+)(?: \/>|>(.*?)<\/\1>)/gs)].map(([, name = '', text = '']) => [
        name,
        text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
      ]);
      const parameters = Object.fromEntries(parts) as Parameters;
      expect(parameters[payload]).toContain('<QBXML>');
      expect(writeEnvelope(method as Method, parameters, form)).toBe(recorded);
    });
  },
);

describe.skipIf(schemaDirectory === null)('parameters against the WSDL (skipped where absent)', () => {
  it.each([
    ['clientVersion', ['strVersion']],
    ['authenticate', ['strUserName', 'strPassword']],
    [
      'sendRequestXML',
      ['ticket', 'strHCPResponse', 'strCompanyFileName', 'qbXMLCountry', 'qbXMLMajorVers', 'qbXMLMinorVers'],
    ],
    ['receiveResponseXML', ['ticket', 'response', 'hresult', 'message']],
    ['connectionError', ['ticket', 'hresult', 'message']],
    ['getLastError', ['ticket']],
    ['closeConnection', ['ticket']],
  ])('%s has the parameters we send, in that order', (method, names) => {
    const wsdl = readFileSync(join(schemaDirectory ?? '', 'QBWebConnectorSvc.wsdl'), 'utf8');
    const element =
      new RegExp(`<s:element name="${method}">(.*?)</s:complexType>`, 's').exec(wsdl)?.[1] ?? '';
    expect([...element.matchAll(/name="(\w+)"/g)].map(match => match[1])).toEqual(names);
  });
});
