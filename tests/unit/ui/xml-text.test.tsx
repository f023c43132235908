import { expect, it } from 'vitest';
import { readable } from '@/components/ui/xml-text';

it('a message is shown an element a line, set in as deep as it stands, and every text as it is', () => {
  const xml =
    '<?xml version="1.0"?>\n<QBXML><A b="1"><C/><D>two  words &lt; &gt;\nand a line</D></A></QBXML>';
  expect(readable(xml).split('\n')).toEqual([
    '<?xml version="1.0"?>',
    '<QBXML>',
    '  <A b="1">',
    '    <C/>',
    '    <D>two  words &lt; &gt;',
    'and a line</D>',
    '  </A>',
    '</QBXML>',
  ]);
});
