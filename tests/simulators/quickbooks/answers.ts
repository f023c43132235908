import type { Fields, Value } from './company/fields';
import { type Country, type GrammarNode, retGrammar } from './grammar';
import type { Finding } from './judge';
import { escapeXml, type XmlElement } from './xml';

/** One object of an answer, before it is put in the schema's order. */
export interface Ret {
  readonly name: string;
  readonly fields: Fields;
  /** Lines whose kinds may alternate, in their stored order. */
  readonly lines?: readonly Ret[];
}

export interface Outcome {
  readonly rets: readonly Ret[];
  /** 0, 1 or a warning; errors are thrown. */
  readonly status?: Finding;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** What of an object the answer may show. */
export interface Lens {
  readonly version: number;
  readonly country: Country;
  /** `IncludeRetElement`s; none means all. */
  readonly wanted: readonly string[];
}

const leaf = (name: string, text: string): XmlElement => ({ name, attributes: {}, children: [], text });

function element(node: Exclude<GrammarNode, { kind: 'choice' }>, value: Value, lens: Lens): XmlElement {
  if (typeof value === 'string') return leaf(node.name, value);
  const children =
    node.kind === 'group' ? ordered(node.children, { name: node.name, fields: value }, lens) : [];
  return { name: node.name, attributes: {}, children, text: '' };
}

function ordered(nodes: readonly GrammarNode[], ret: Ret, lens: Lens): XmlElement[] {
  return nodes.flatMap(node => {
    if (node.kind === 'choice') {
      const flat = node.branches.flat();
      return node.most > 1 ? lines(flat, ret, lens) : ordered(flat, ret, lens);
    }
    if (node.since > lens.version || node.notIn.includes(lens.country)) return [];
    return (ret.fields[node.name] ?? []).map(value => element(node, value, lens));
  });
}

function lines(nodes: readonly GrammarNode[], ret: Ret, lens: Lens): XmlElement[] {
  return (ret.lines ?? []).flatMap(line => {
    const node = nodes.find(one => one.kind === 'group' && one.name === line.name);
    if (node?.kind !== 'group') return [];
    return [{ name: line.name, attributes: {}, children: ordered(node.children, line, lens), text: '' }];
  });
}

/** The object in the schema's order, without what the declared version, the country or the caller leaves out. */
export function retElement(ret: Ret, lens: Lens): XmlElement {
  const all = ordered(retGrammar(ret.name), ret, lens);
  const children = lens.wanted.length === 0 ? all : all.filter(({ name }) => lens.wanted.includes(name));
  return { name: ret.name, attributes: {}, children, text: '' };
}

export function severity(code: number): 'Info' | 'Warn' | 'Error' {
  if (code < 500) return 'Info';
  return code < 1000 ? 'Warn' : 'Error';
}

function lineOf({ name, attributes, children, text }: XmlElement): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(value)}"`)];
  if (children.length > 0) return [`<${head.join(' ')}>`, ...children.map(lineOf), `</${name}>`].join('\n');
  return text === '' ? `<${head.join(' ')}/>` : `<${head.join(' ')}>${escapeXml(text)}</${name}>`;
}

/** One element a line, as QuickBooks writes its answers. */
export const writeAnswer = (root: XmlElement): string => `<?xml version="1.0" ?>\n${lineOf(root)}\n`;

export function answerDocument(
  attributes: Readonly<Record<string, string>>,
  responses: readonly XmlElement[],
): XmlElement {
  const set = { name: 'QBXMLMsgsRs', attributes, children: responses, text: '' };
  return { name: 'QBXML', attributes: {}, children: [set], text: '' };
}
