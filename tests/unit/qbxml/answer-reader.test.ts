import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnswerNode, AnswerReader, type QbAnswer, readAnswer, UnreadableAnswer } from '@/lib/qbxml';
import { answerText } from '@/tests/support/large-answer';

/** Answers with all that makes cutting hard: letters of two units, references, CDATA, comments, blanks, nesting. */
const ANSWERS: readonly string[] = [
  [
    ...answerText(
      { kind: 'bill', requestID: 'a/1', records: 3 },
      { kind: 'vendor', requestID: 'b/1', records: 2 },
    ),
  ].join(''),
  '\uFEFF \n<?xml version="1.0"?><QBXML><QBXMLMsgsRs newMessageSetID="k"  messageSetStatusCode="600"><!-- c --><VendorQueryRs requestID="1&amp;2" statusCode=\'0\' statusMessage="&#x1F3D7;🏗"><VendorRet a="1"><Name>é🏗&#233;&amp;<![CDATA[<&]]>]]&gt;</Name><Notes>a\r\nb\rc</Notes><X/><Y><Z> <Q>1</Q></Z></Y></VendorRet><VendorRet/></VendorQueryRs><ItemQueryRs requestID="2" statusCode="1"/></QBXMLMsgsRs></QBXML>\n',
  '<QBXML><QBXMLMsgsRs/></QBXML>',
];

interface Told {
  readonly message: string;
  readonly record: AnswerNode;
}

interface Heard {
  readonly set: Omit<QbAnswer, 'responses'>;
  readonly heads: readonly string[];
  readonly records: readonly Told[];
}

function hear(pieces: readonly string[]): Heard {
  const heads: string[] = [];
  const records: Told[] = [];
  const reader = new AnswerReader({
    response: head => void heads.push(`${head.message} ${head.requestID}`),
    record: record => void records.push({ message: heads.at(-1) ?? '', record }),
  });
  for (const piece of pieces) reader.write(piece);
  return { set: reader.finish(), heads, records };
}

function cut(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map(one => one % (text.length + 1)).toSorted((a, b) => a - b)];
  return places.map((start, at) => text.slice(start, places[at + 1] ?? text.length));
}

const cuts = fc.array(fc.nat(10_000), { maxLength: 12 });

describe('an answer read piece by piece', () => {
  it('tells the records of a whole one, each once and in order, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ANSWERS), cuts, (text, places) => {
        const whole = readAnswer(text);
        const heard = hear(cut(text, places));
        expect(heard.heads).toEqual(whole.responses.map(one => `${one.message} ${one.requestID}`));
        expect(heard.records).toEqual(
          whole.responses.flatMap(one =>
            one.records.map(record => ({ message: `${one.message} ${one.requestID}`, record })),
          ),
        );
        const { responses: _, ...set } = whole;
        expect(heard.set).toEqual(set);
      }),
    );
  });

  it('a letter at a time says the same', () => {
    for (const text of ANSWERS) expect(hear(text.split(''))).toEqual(hear([text]));
  });

  const SPOILT: readonly [what: string, spoil: (text: string) => string][] = [
    ['cut short', text => text.slice(0, -30)],
    ['cut short by its last tag', text => text.trimEnd().slice(0, -8)],
    ['followed by more', text => `${text}<more/>`],
    ['with a DTD', text => text.replace('<QBXML>', '<!DOCTYPE QBXML><QBXML>')],
    ['with an entity nobody declared', text => text.replace('</QBXML>', '&nbsp;</QBXML>')],
    ['of a point of sale', text => text.replaceAll('QBXML', 'QBPOSXML')],
    ['with two message sets', text => text.replace('</QBXML>', '<QBXMLMsgsRs/></QBXML>')],
    [
      'with a response that is none',
      text => text.replace('</QBXML', '<Vendor/>$&').replace(/<\/?QBXMLMsgsRs[^>]*>/g, ''),
    ],
    [
      'without a status',
      text => text.replace('<QBXMLMsgsRs', '<QBXML><QBXMLMsgsRs><ARs/></QBXMLMsgsRs></QBXML>$&'),
    ],
    [
      'with a status that is no number',
      text =>
        text
          .replace('</QBXMLMsgsRs>', '<ARs statusCode="x"/>$&')
          .replace('<QBXMLMsgsRs/>', '<QBXMLMsgsRs><ARs statusCode="x"/></QBXMLMsgsRs>'),
    ],
    ['nested without end', text => text.replace('</QBXML>', '<a>'.repeat(40))],
    ['that is HTML', () => '<html><body>502 Bad Gateway</body></html>'],
    ['that is text', () => 'Internal Server Error'],
    ['that is empty', () => ''],
    ['that is blank', () => '\uFEFF \r\n'],
  ];

  it.each(SPOILT)('%s is refused wherever it is cut', (_what, spoil) => {
    fc.assert(
      fc.property(fc.constantFrom(...ANSWERS.map(spoil)), cuts, (text, places) => {
        expect(() => readAnswer(text)).toThrow(UnreadableAnswer);
        expect(() => hear(cut(text, places))).toThrow(UnreadableAnswer);
      }),
      { numRuns: 50 },
    );
  });
});
