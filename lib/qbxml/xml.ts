import { XMLBuilder } from 'fast-xml-parser';

/** An element to be written: text or children, never both. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content: string | readonly XmlElement[];
}

/** The five predefined entities, carriage returns, and everything beyond ASCII as numbers: the safest wire form. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]|[\u0080-\u{10FFFF}]/gu, character => {
    switch (character) {
      case '&':
        return '&amp;';
      case '<':
        return '&lt;';
      case '>':
        return '&gt;';
      case '"':
        return '&quot;';
      case "'":
        return '&apos;';
      default:
        return `&#${character.codePointAt(0)};`;
    }
  });
}

/** In an attribute a reader makes blanks of tabs and line ends, unless they are written as numbers. */
function escapeAttribute(text: string): string {
  return escapeXml(text).replace(/[\t\n]/g, character => `&#${character.codePointAt(0)};`);
}

const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  processEntities: false,
  suppressEmptyNode: true,
  tagValueProcessor: (_name, value) => escapeXml(String(value)),
  attributeValueProcessor: (_name, value) => escapeAttribute(String(value)),
});

type OrderedNode = Record<string, unknown>;

function ordered(element: XmlElement): OrderedNode {
  const content =
    typeof element.content === 'string'
      ? element.content === ''
        ? []
        : [{ '#text': element.content }]
      : element.content.map(ordered);
  const attributes = Object.entries(element.attributes ?? {}).map(([name, value]) => [`@${name}`, value]);
  return {
    [element.name]: content,
    ...(attributes.length > 0 ? { ':@': Object.fromEntries(attributes) } : {}),
  };
}

/** The element as XML, children in the order given, without prologue or white space. */
export function writeXml(element: XmlElement): string {
  return builder.build([ordered(element)]);
}
