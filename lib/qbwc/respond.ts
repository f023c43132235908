import { writeXml, type XmlElement } from '@/lib/qbxml';
import { INTUIT_NAMESPACE, type OperationName } from './contract';
import { ENVELOPE_NAMESPACES, type SoapVersion } from './envelope';

export type OperationResult = string | number | readonly string[];

function namespaceOf(version: SoapVersion): string {
  return Object.entries(ENVELOPE_NAMESPACES).find(([, one]) => one === version)?.[0] ?? '';
}

function envelope(version: SoapVersion, content: XmlElement): string {
  const body: XmlElement = { name: 'soap:Body', content: [content] };
  const root: XmlElement = {
    name: 'soap:Envelope',
    attributes: { 'xmlns:soap': namespaceOf(version) },
    content: [body],
  };
  return `<?xml version="1.0" encoding="utf-8"?>${writeXml(root)}`;
}

/** The answer to a call, in the SOAP version it came in. */
export function answerEnvelope(
  version: SoapVersion,
  operation: OperationName,
  result: OperationResult,
): string {
  const content: XmlElement['content'] =
    typeof result === 'string' || typeof result === 'number'
      ? String(result)
      : result.map(text => ({ name: 'string', content: text }));
  return envelope(version, {
    name: `${operation}Response`,
    attributes: { xmlns: INTUIT_NAMESPACE },
    content: [{ name: `${operation}Result`, content }],
  });
}

export type FaultCode = 'Client' | 'Server' | 'VersionMismatch' | 'MustUnderstand';

/** SOAP 1.2 renamed two of the codes. */
const CODES_1_2: Readonly<Record<FaultCode, string>> = {
  Client: 'Sender',
  Server: 'Receiver',
  VersionMismatch: 'VersionMismatch',
  MustUnderstand: 'MustUnderstand',
};

/** A fault: only for what cannot be read as a call. The text holds nothing of the message. */
export function faultEnvelope(version: SoapVersion, code: FaultCode, text: string): string {
  if (version === '1.1') {
    const parts = [
      { name: 'faultcode', content: `soap:${code}` },
      { name: 'faultstring', content: text },
    ];
    return envelope(version, { name: 'soap:Fault', content: parts });
  }
  return envelope(version, {
    name: 'soap:Fault',
    content: [
      { name: 'soap:Code', content: [{ name: 'soap:Value', content: `soap:${CODES_1_2[code]}` }] },
      {
        name: 'soap:Reason',
        content: [{ name: 'soap:Text', attributes: { 'xml:lang': 'en' }, content: text }],
      },
    ],
  });
}

export function soapContentType(version: SoapVersion): string {
  return version === '1.2' ? 'application/soap+xml; charset=utf-8' : 'text/xml; charset=utf-8';
}
