import { SaxesParser } from 'saxes';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Character data that stands directly in the element. */
  readonly text: string;
}

export interface XmlDocument {
  readonly hasDeclaration: boolean;
  /** Instructions before the root, in order. */
  readonly instructions: readonly { readonly target: string; readonly body: string }[];
  readonly root: XmlElement;
}

export class XmlError extends Error {}

interface OpenElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

/** Reads one well-formed document. Throws `XmlError` for anything else, and for a DTD, which nobody may send. */
export function parseXml(source: string): XmlDocument {
  if (!source.isWellFormed()) throw new XmlError('half a surrogate pair');
  const parser = new SaxesParser();
  const open: OpenElement[] = [];
  const instructions: { target: string; body: string }[] = [];
  let root: OpenElement | undefined;
  let hasDeclaration = false;
  const append = (text: string): void => {
    const current = open.at(-1);
    if (current) current.text += text;
  };
  parser.on('error', error => {
    throw new XmlError(error.message);
  });
  parser.on('doctype', () => {
    throw new XmlError('a DTD is not allowed');
  });
  parser.on('xmldecl', ({ version }) => {
    if (version !== '1.0') throw new XmlError(`XML version ${version}`);
    hasDeclaration = true;
  });
  parser.on('processinginstruction', ({ target, body }) => {
    if (!root) instructions.push({ target, body });
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes }, children: [], text: '' };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(source).close();
  if (!root) throw new XmlError('no element');
  return { hasDeclaration, instructions, root };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Markup characters as entities, everything beyond ASCII as a decimal reference, so that any encoding carries it. */
export const escapeXml = (text: string): string =>
  text
    .replace(/[&<>"']/g, character => ENTITIES[character] ?? character)
    .replace(/[^\u0000-\u007f]/gu, character => `&#${character.codePointAt(0)};`);
