import { SaxesParser } from 'saxes';
import { type Answer, ask } from './ask';

export const SOAP_1_1 = 'http://schemas.xmlsoap.org/soap/envelope/';
export const SOAP_1_2 = 'http://www.w3.org/2003/05/soap-envelope';
export const INTUIT = 'http://developer.intuit.com/';

/** An envelope around the inside of a call's parameters, which are given as XML. */
export function envelope(method: string, inside = '', namespace: string = SOAP_1_1): string {
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${namespace}"><soap:Body><${method} xmlns="${INTUIT}">${inside}</${method}></soap:Body></soap:Envelope>`;
}

export const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Parameters as a .NET client writes them. */
export function parameters(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
    .join('');
}

/** What a SOAP answer says: a result, or a fault. */
export interface Said {
  readonly namespace: string;
  readonly operation: string | null;
  /** Every string of the result; one for all methods but authenticate. */
  readonly results: readonly string[];
  readonly fault: { readonly code: string; readonly text: string } | null;
}

interface Element {
  readonly uri: string;
  readonly local: string;
  readonly children: Element[];
  text: string;
}

function parse(xml: string): Element {
  const root: Element = { uri: '', local: '', children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', error => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('The answer has a DTD.');
  });
  parser.on('opentag', ({ uri, local }) => {
    const element: Element = { uri, local, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const append = (text: string): void => {
    const inner = open.at(-1);
    if (inner) inner.text += text;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  const [only, ...others] = root.children;
  if (!only || others.length > 0) throw new Error('The answer is not one element.');
  return only;
}

const child = (element: Element | undefined, local: string): Element | undefined =>
  element?.children.find(one => one.local === local);

function faultOf(fault: Element): Said['fault'] {
  const code = child(fault, 'faultcode') ?? child(child(fault, 'Code'), 'Value');
  const text = child(fault, 'faultstring') ?? child(child(fault, 'Reason'), 'Text');
  return { code: (code?.text ?? '').replace(/^.*:/, ''), text: text?.text ?? '' };
}

/** Reads an answer as strictly as the customer's side does. @throws Error unless it is one envelope with one body */
export function read(xml: string): Said {
  const root = parse(xml);
  const [body, ...more] = root.children;
  const [inside, ...others] = body?.children ?? [];
  const isEnvelope = root.local === 'Envelope' && body?.local === 'Body' && body.uri === root.uri;
  if (!isEnvelope || !inside || more.length + others.length > 0) throw new Error(`Not one SOAP body: ${xml}`);
  if (inside.local === 'Fault')
    return { namespace: root.uri, operation: null, results: [], fault: faultOf(inside) };
  const [result] = inside.children;
  if (inside.uri !== INTUIT || result?.uri !== INTUIT) throw new Error(`A foreign namespace: ${xml}`);
  const strings = result.children.map(one => one.text);
  return {
    namespace: root.uri,
    operation: inside.local.replace(/Response$/, ''),
    results: strings.length > 0 ? strings : [result.text],
    fault: null,
  };
}

export interface SoapAnswer extends Answer {
  readonly said: Said;
}

/** Posts a message as `text/xml`, unless headers say otherwise, and reads the answer. */
export async function post(
  url: string,
  body: string | Uint8Array | readonly Uint8Array[],
  headers: Readonly<Record<string, string>> = {},
): Promise<SoapAnswer> {
  const answer = await ask(url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', ...headers },
    body,
  });
  return { ...answer, said: read(answer.text) };
}
