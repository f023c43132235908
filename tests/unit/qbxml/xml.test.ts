import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, it } from 'vitest';
import { escapeXml, writeXml, type XmlElement } from '@/lib/qbxml/xml';

/** What a strict parser other than the writer's own reads. */
function readXml(text: string): XmlElement[] {
  const roots: XmlElement[] = [];
  const stack: { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string }[] =
    [];
  const parser = new SaxesParser();
  parser.on('error', error => {
    throw error;
  });
  parser.on('opentag', tag =>
    stack.push({ name: tag.name, attributes: { ...tag.attributes }, children: [], text: '' }),
  );
  parser.on('text', piece => {
    const open = stack.at(-1);
    if (open) open.text += piece;
  });
  parser.on('closetag', () => {
    const {
      name,
      attributes,
      children,
      text: content,
    } = stack.pop() ?? { name: '', attributes: {}, children: [], text: '' };
    const element = { name, attributes, content: children.length > 0 ? children : content };
    (stack.at(-1)?.children ?? roots).push(element);
  });
  parser.write(text).close();
  return roots;
}

const text = fc.string({ unit: fc.constantFrom(...'ab &<>"\'\r\n\t]é€¼\u00A0ÿ0'), maxLength: 30 });
const attributes = fc.dictionary(
  fc.constantFrom('a', 'requestID', 'iteratorID'),
  fc.oneof(text, fc.constantFrom('true', 'false')),
  { noNullPrototype: true },
);
const { element } = fc.letrec<{ element: XmlElement }>(tie => ({
  element: fc.record({
    name: fc.constantFrom('A', 'Desc', 'TxnID'),
    attributes,
    content: fc.oneof({ maxDepth: 4 }, text, fc.array(tie('element'), { minLength: 1, maxLength: 4 })),
  }),
}));

it('what is written is read back the same by another parser: order, attributes, every character', () => {
  fc.assert(
    fc.property(element, one => {
      expect(readXml(writeXml(one))).toEqual([one]);
    }),
    { numRuns: 400 },
  );
});

it('only ASCII goes over the wire, and nothing of a text can end its element', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), value => {
      const written = writeXml({ name: 'Desc', content: value });
      expect(written).toMatch(/^[\x20-\x7E\t\n]*$/);
      expect(escapeXml(value)).not.toMatch(/[<>"']/);
    }),
  );
});

it.each([
  ['R&D <"A"> \'B\'', 'R&amp;D &lt;&quot;A&quot;&gt; &apos;B&apos;'],
  ['a\r\nb\tc', 'a&#13;\nb\tc'],
  ['é€½', '&#233;&#8364;&#189;'],
  ['🏗', '&#127959;'],
  [']]>', ']]&gt;'],
  ['&amp;', '&amp;amp;'],
])('“%s” is escaped once: “%s”', (value, escaped) => {
  expect(escapeXml(value)).toBe(escaped);
});

it('blanks of a value are data, and an empty one is an empty element', () => {
  expect(writeXml({ name: 'Name', content: ' 01-700 ' })).toBe('<Name> 01-700 </Name>');
  expect(writeXml({ name: 'Name', content: '  ' })).toBe('<Name>  </Name>');
  expect(writeXml({ name: 'Name', content: '' })).toBe('<Name/>');
  expect(writeXml({ name: 'VendorRef', content: [] })).toBe('<VendorRef/>');
});

it('numbers and words that look like values are written digit for digit', () => {
  for (const value of ['00012', '1E5', '10.10', 'true', 'null', '0x1F'])
    expect(writeXml({ name: 'RefNumber', content: value })).toBe(`<RefNumber>${value}</RefNumber>`);
});
