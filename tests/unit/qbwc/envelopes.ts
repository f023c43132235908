/** SOAP messages as text, for reading them. */
export const SOAP_1_1 = 'http://schemas.xmlsoap.org/soap/envelope/';
export const SOAP_1_2 = 'http://www.w3.org/2003/05/soap-envelope';
export const INTUIT = 'http://developer.intuit.com/';

export interface EnvelopeParts {
  readonly soap?: string;
  /** Of the envelope's elements; an empty one makes SOAP the default namespace. */
  readonly prefix?: string;
  readonly header?: string;
  /** The content of the body, in place of one operation. */
  readonly body?: string;
  readonly operation?: string;
  readonly params?: string;
}

export function envelope(parts: EnvelopeParts = {}): string {
  const { soap = SOAP_1_1, prefix = 'soap', header = '', operation = 'authenticate', params = '' } = parts;
  const at = (name: string): string => (prefix === '' ? name : `${prefix}:${name}`);
  const xmlns = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  const body = parts.body ?? `<${operation} xmlns="${INTUIT}">${params}</${operation}>`;
  return `<${at('Envelope')} ${xmlns}="${soap}">${header}<${at('Body')}>${body}</${at('Body')}></${at('Envelope')}>`;
}

export const CREDENTIALS = '<strUserName>qbwc-abc</strUserName><strPassword>s3cret</strPassword>';
