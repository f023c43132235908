import { SaxesParser, type SaxesTagNS } from 'saxes';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const SOAP_ENCODING = 'http://schemas.xmlsoap.org/soap/encoding/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const XSD = 'http://www.w3.org/2001/XMLSchema';
export const INTUIT = 'http://developer.intuit.com/';

export type Method =
  | 'serverVersion'
  | 'clientVersion'
  | 'authenticate'
  | 'sendRequestXML'
  | 'receiveResponseXML'
  | 'connectionError'
  | 'getLastError'
  | 'closeConnection'
  | 'getInteractiveURL'
  | 'interactiveDone'
  | 'interactiveRejected';

/** In the order they are written. */
export type Parameters = Readonly<Record<string, string>>;

export interface EnvelopeForm {
  readonly style: 'Document' | 'RPC';
  /** Prefix of the SOAP namespace; '' makes it the default one. */
  readonly prefix: string;
}

/** An answer that a .NET client could not have read. */
export class AnswerError extends Error {}

const NUMBERS = ['qbXMLMajorVers', 'qbXMLMinorVers'];

/** As .NET's writer escapes element text: quotes stay, control characters become references. */
const escapeText = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(
      /[\u0000-\u0008\u000b-\u001f]/g,
      character => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`,
    );

function parameter(name: string, value: string, style: EnvelopeForm['style']): string {
  const type = style === 'RPC' ? ` xsi:type="xsd:${NUMBERS.includes(name) ? 'int' : 'string'}"` : '';
  return value === '' ? `<${name}${type} />` : `<${name}${type}>${escapeText(value)}</${name}>`;
}

function call(method: Method, parameters: Parameters, { style }: EnvelopeForm): string {
  const inside = Object.entries(parameters).map(([name, value]) => parameter(name, value, style));
  const [open, close] =
    style === 'RPC'
      ? [`q1:${method} xmlns:q1="${INTUIT}"`, `q1:${method}`]
      : [`${method} xmlns="${INTUIT}"`, method];
  return inside.length === 0 ? `<${open} />` : `<${open}>${inside.join('')}</${close}>`;
}

export function writeEnvelope(method: Method, parameters: Parameters, form: EnvelopeForm): string {
  const at = form.prefix === '' ? '' : `${form.prefix}:`;
  const declared = form.prefix === '' ? `xmlns="${SOAP}"` : `xmlns:${form.prefix}="${SOAP}"`;
  const encoded = form.style === 'RPC' ? ` ${at}encodingStyle="${SOAP_ENCODING}"` : '';
  const head = `<?xml version="1.0" encoding="utf-8"?><${at}Envelope ${declared} xmlns:xsi="${XSI}" xmlns:xsd="${XSD}">`;
  return `${head}<${at}Body${encoded}>${call(method, parameters, form)}</${at}Body></${at}Envelope>`;
}

interface Node {
  readonly uri: string;
  readonly local: string;
  readonly isNil: boolean;
  readonly children: Node[];
  text: string;
}

const nodeFrom = ({ uri, local, attributes }: SaxesTagNS): Node => ({
  uri,
  local,
  isNil: Object.values(attributes).some(
    one => one.uri === XSI && one.local === 'nil' && one.value === 'true',
  ),
  children: [],
  text: '',
});

function parse(body: string): Node {
  const parser = new SaxesParser({ xmlns: true });
  const open: Node[] = [];
  let root: Node | undefined;
  const append = (text: string): void => {
    const current = open.at(-1);
    if (current) current.text += text;
  };
  parser.on('error', error => {
    throw new AnswerError(`The response is not well-formed XML: ${error.message}`);
  });
  parser.on('doctype', () => {
    throw new AnswerError('For security reasons DTD is prohibited in this XML document.');
  });
  parser.on('opentag', tag => {
    const node = nodeFrom(tag);
    open.at(-1)?.children.push(node);
    root ??= node;
    open.push(node);
  });
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(body).close();
  if (!root) throw new AnswerError('The response is empty.');
  return root;
}

const isNamed = (node: Node, uri: string, local: string): boolean => node.uri === uri && node.local === local;

function bodyOf(envelope: Node): Node {
  if (!isNamed(envelope, SOAP, 'Envelope')) throw new AnswerError('The response is not a SOAP envelope.');
  const parts = envelope.children.filter(node => !isNamed(node, SOAP, 'Header'));
  const [body, ...others] = parts;
  if (!body || !isNamed(body, SOAP, 'Body') || others.length > 0)
    throw new AnswerError('The envelope has no single Body.');
  return body;
}

/** The result element of one method, or null where the server left it out, which .NET reads as nothing. */
function resultOf(body: string, method: Method): Node | null {
  const { children } = bodyOf(parse(body));
  const [answer, ...others] = children;
  if (!answer) throw new AnswerError('The body is empty.');
  if (isNamed(answer, SOAP, 'Fault')) {
    const text = answer.children.find(({ local }) => local === 'faultstring')?.text ?? '';
    throw new AnswerError(`The server answered a fault: ${text}`);
  }
  if (others.length > 0 || !isNamed(answer, INTUIT, `${method}Response`)) {
    throw new AnswerError(`The body does not hold one ${method}Response.`);
  }
  const [result, ...more] = answer.children;
  if (!result) return null;
  if (more.length > 0 || !isNamed(result, INTUIT, `${method}Result`)) {
    throw new AnswerError(`The answer does not hold one ${method}Result.`);
  }
  return result;
}

/** The text of a result. A result wrapped in further elements is refused: .NET would not read it. */
export function readText(body: string, method: Method): string {
  const result = resultOf(body, method);
  const [child] = result?.children ?? [];
  if (child)
    throw new AnswerError(`${method}Result holds the element ${child.local} where text was expected.`);
  return result?.text ?? '';
}

/** The strings of an array result; elements of another name or namespace do not count. */
export function readStrings(body: string, method: Method): readonly string[] {
  const strings = (resultOf(body, method)?.children ?? []).filter(node => isNamed(node, INTUIT, 'string'));
  for (const { children, local } of strings) {
    if (children.length > 0) throw new AnswerError(`A ${local} of ${method}Result holds elements.`);
  }
  return strings.map(({ isNil, text }) => (isNil ? '' : text));
}
