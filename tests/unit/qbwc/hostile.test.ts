import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SOAP } from '@/lib/core/limits';
import { EnvelopeReader, type RefusalReason, RefusedMessage } from '@/lib/qbwc/envelope';
import { CREDENTIALS, envelope, INTUIT, SOAP_1_1, SOAP_1_2 } from './envelopes';

function refusalOf(message: string): RefusedMessage | null {
  const reader = new EnvelopeReader();
  try {
    reader.write(message);
    reader.finish();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(RefusedMessage);
    return thrown as RefusedMessage;
  }
  return null;
}

const good = envelope({ params: CREDENTIALS });
const inPassword = (text: string): string => envelope({ params: `<strPassword>${text}</strPassword>` });
const attributes = (count: number): string =>
  Array.from({ length: count }, (_, index) => `a${index}="x"`).join(' ');
const header = (block: string, soap = SOAP_1_1): string =>
  envelope({ soap, header: `<soap:Header>${block}</soap:Header>` });

const HOSTILE: readonly [reason: RefusalReason, what: string, message: string][] = [
  ['dtd', 'a DTD', `<!DOCTYPE soap:Envelope>${good}`],
  ['dtd', 'a DTD that fetches a file', `<!DOCTYPE x SYSTEM "file:///etc/passwd">${good}`],
  [
    'dtd',
    'a bomb of entities',
    `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${inPassword('&b;')}`,
  ],
  ['dtd', 'a DTD after a declaration and a comment', `<?xml version="1.0"?><!-- --><!DOCTYPE x>${good}`],
  ['malformed', 'an entity nobody defined', inPassword('&nbsp;')],
  ['malformed', 'a bare ampersand', inPassword('R & D')],
  ['malformed', 'a reference to a NUL', inPassword('secret&#0;')],
  ['malformed', 'a reference to a control character', inPassword('&#7;')],
  ['malformed', 'a reference to half a character', inPassword('&#xD83D;')],
  ['malformed', 'references to the halves of a character', inPassword('&#xD83D;&#xDE00;')],
  ['malformed', 'a reference beyond Unicode', inPassword('&#x110000;')],
  ['malformed', 'a reference to no character', inPassword('&#xFFFE;')],
  ['character', 'a NUL as it is', inPassword('a\u0000b')],
  ['character', 'a bell as it is', inPassword('a\u0007b')],
  ['character', 'half a character', inPassword('a\uD800b')],
  ['character', 'a bell in an attribute', good.replace('<strPassword>', '<strPassword a="\u0007">')],
  ['utf8', 'another encoding in its declaration', `<?xml version="1.0" encoding="utf-16"?>${good}`],
  ['utf8', 'Latin-1 in its declaration', `<?xml version="1.0" encoding="ISO-8859-1"?>${good}`],
  ['malformed', 'a processing instruction', `<?php system("x") ?>${good}`],
  ['malformed', 'a processing instruction inside', envelope({ params: '<?x y?>' })],
  ['malformed', 'a processing instruction behind', `${good}<?x y?>`],
  ['malformed', 'two declarations', `<?xml version="1.0"?><?xml version="1.0"?>${good}`],
  ['malformed', 'text before the envelope', `hello ${good}`],
  ['malformed', 'text behind the envelope', `${good}hello`],
  ['malformed', 'a second root', `${good}<a/>`],
  ['malformed', 'a second envelope', good + good],
  ['malformed', 'tags that do not match', good.replace('</strPassword>', '</strUserName>')],
  ['malformed', 'a tag that is not closed', good.replace('</strPassword>', '')],
  ['malformed', 'an attribute given twice', good.replace('<strPassword>', '<strPassword a="1" a="2">')],
  [
    'malformed',
    'a namespace given twice',
    good.replace('<soap:Body>', '<soap:Body xmlns:a="urn:a" xmlns:a="urn:b">'),
  ],
  ['malformed', 'an attribute without quotes', good.replace('<strPassword>', '<strPassword a=1>')],
  ['malformed', 'a prefix without a namespace', envelope({ params: '<x:strPassword>a</x:strPassword>' })],
  ['malformed', 'a comment that is none', inPassword('a<!-- x -- y -->b')],
  ['malformed', 'JSON', '{"authenticate":{}}'],
  ['shape', 'HTML', '<html><body><p>hello</p></body></html>'],
  ['shape', 'nothing', ''],
  ['shape', 'a declaration alone', '<?xml version="1.0"?>'],
  ['shape', 'an envelope without a body', `<soap:Envelope xmlns:soap="${SOAP_1_1}"/>`],
  ['shape', 'a body without an operation', envelope({ body: '' })],
  [
    'shape',
    'two operations',
    envelope({ body: `<authenticate xmlns="${INTUIT}"/><closeConnection xmlns="${INTUIT}"/>` }),
  ],
  ['shape', 'two bodies', good.replace('</soap:Envelope>', '<soap:Body/></soap:Envelope>')],
  ['shape', 'a header behind the body', good.replace('</soap:Envelope>', '<soap:Header/></soap:Envelope>')],
  ['shape', 'something beside header and body', good.replace('<soap:Body>', '<soap:Other/><soap:Body>')],
  [
    'shape',
    'a body of another SOAP than its envelope',
    good.replace('<soap:Body>', `<soap:Body xmlns:soap="${SOAP_1_2}">`),
  ],
  ['shape', 'an operation of another namespace', envelope({ body: '<authenticate xmlns="urn:other"/>' })],
  ['shape', 'an operation of no namespace', envelope({ body: '<authenticate/>' })],
  [
    'shape',
    'a parameter of another namespace',
    envelope({ params: '<strPassword xmlns="urn:other">a</strPassword>' }),
  ],
  ['shape', 'a parameter given twice', envelope({ params: CREDENTIALS + CREDENTIALS })],
  ['shape', 'elements inside a parameter', inPassword('<b>secret</b>')],
  ['shape', 'text beside the parameters', envelope({ params: `stray${CREDENTIALS}` })],
  ['shape', 'text beside the operation', envelope({ body: `stray<authenticate xmlns="${INTUIT}"/>` })],
  ['shape', 'CDATA beside the parameters', envelope({ params: '<![CDATA[stray]]>' })],
  ['shape', 'text beside the body', good.replace('<soap:Body>', 'stray<soap:Body>')],
  ['version', 'a SOAP nobody knows', envelope({ soap: 'urn:soap:2.0' })],
  ['version', 'an envelope of no namespace', '<Envelope><Body/></Envelope>'],
  ['version', 'a namespace with a name of JavaScript’s own', envelope({ soap: 'constructor' })],
  [
    'must_understand',
    'a header that must be understood',
    header('<a:T xmlns:a="urn:a" soap:mustUnderstand="1"/>'),
  ],
  [
    'must_understand',
    'the same in words, in SOAP 1.2',
    header('<a:T xmlns:a="urn:a" soap:mustUnderstand=" true "/>', SOAP_1_2),
  ],
  ['depth', 'elements in one another without end', header('<a>'.repeat(SOAP.maxDepth - 1))],
  ['tags', 'too many elements', header('<a/>'.repeat(SOAP.maxTags))],
  [
    'tags',
    'too many attributes',
    good.replace('<strPassword>', `<strPassword ${attributes(SOAP.maxAttributes + 1)}>`),
  ],
  [
    'size',
    'a tag that is too long',
    good.replace('<strPassword>', `<strPassword a="${'x'.repeat(SOAP.maxTagBytes)}">`),
  ],
  ['size', 'a small parameter that is not small', inPassword('x'.repeat(SOAP.maxFrameBytes))],
  ['size', 'blanks without end before the envelope', `${' '.repeat(SOAP.maxFrameBytes + 1)}${good}`],
  ['size', 'a header that is too large', header(`<a>${'x'.repeat(SOAP.maxFrameBytes)}</a>`)],
];

describe('hostile and broken messages are refused, each with its reason', () => {
  it.each(HOSTILE)('%s: %s', (reason, _what, message) => {
    expect(refusalOf(message)).toMatchObject({ reason });
  });

  it('no refusal repeats what was sent', () => {
    const secret = 'canary-7f3a';
    const shapes = HOSTILE.map(([, , message]) =>
      message.replaceAll('strPassword', `str${secret}`).replaceAll('secret', secret),
    );
    for (const message of [
      ...shapes,
      inPassword(`${secret}&nope;`),
      `<${secret}/>`,
      good.replace('authenticate', secret),
    ])
      expect(refusalOf(message)?.message ?? '').not.toContain(secret);
  });

  it('what is just within the bounds is taken', () => {
    const within = [
      inPassword('x'.repeat(SOAP.maxFrameBytes - 2000)),
      good.replace('<strPassword>', `<strPassword ${attributes(SOAP.maxAttributes)}>`),
      header(`${'<a>'.repeat(SOAP.maxDepth - 2)}${'</a>'.repeat(SOAP.maxDepth - 2)}`),
      header('<a/>'.repeat(SOAP.maxTags - 4)),
    ];
    expect(within.map(refusalOf)).toEqual(within.map(() => null));
  });

  it('a refusal is told in the version the message had shown by then', () => {
    expect(refusalOf(envelope({ soap: SOAP_1_2, body: '' }))?.version).toBe('1.2');
    expect(refusalOf(envelope({ body: '' }))?.version).toBe('1.1');
    expect(refusalOf('nonsense')?.version).toBe('1.1');
  });

  it('a message that was cut short is refused, at whatever position it was cut', () => {
    for (let end = 0; end < good.length; end += 1)
      expect(refusalOf(good.slice(0, end)), `cut at ${end}`).not.toBeNull();
    expect(refusalOf(good)).toBeNull();
  });

  it('whatever else is sent, it is read or refused, and nothing else is thrown', () => {
    const pieces = HOSTILE.map(([, , message]) => message).filter(message => message.length < 2000);
    const mixed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.constantFrom(...pieces.flatMap(piece => piece.split(/(?=<)/))), { maxLength: 30 })
        .map(all => all.join('')),
      fc
        .tuple(
          fc.constantFrom(good, ...pieces),
          fc.nat(300),
          fc.string({ unit: fc.constantFrom(...'<>&/"=![]-? x'), maxLength: 6 }),
        )
        .map(([message, at, inserted]) => message.slice(0, at) + inserted + message.slice(at)),
    );
    fc.assert(
      fc.property(mixed, message => {
        refusalOf(message);
      }),
      { numRuns: 600 },
    );
  });
});

describe('large answers', () => {
  const large = (text: string): string =>
    envelope({
      operation: 'receiveResponseXML',
      params: `<ticket>t</ticket><response>${text}</response><hresult/>`,
    });

  it.each(['response', 'strHCPResponse', 'message'])(
    'the parameter %s may be large where all else is small',
    name => {
      const text = 'a'.repeat(SOAP.maxFrameBytes * 4);
      const reader = new EnvelopeReader();
      reader.write(envelope({ params: `<ticket>t</ticket><${name}>${text}</${name}>` }));
      expect(reader.finish().params.get(name)).toBe(text);
    },
  );

  it('two large ones do not lend their room to the frame', () => {
    const text = 'a'.repeat(SOAP.maxFrameBytes * 2);
    const both = `<response>${text}</response><message>${text}</message>`;
    expect(refusalOf(envelope({ params: both }))).toBeNull();
    expect(refusalOf(envelope({ params: `${both}<ticket>${text}</ticket>` }))).toMatchObject({
      reason: 'size',
    });
  });

  it('thirty megabytes are read whole', () => {
    const record = '&lt;VendorRet&gt;&lt;Name&gt;Keel &amp;amp; Co&lt;/Name&gt;&lt;/VendorRet&gt;\n';
    const count = Math.ceil((30 * 1024 * 1024) / record.length);
    const reader = new EnvelopeReader();
    reader.write('<?xml version="1.0" encoding="utf-8"?>');
    reader.write(large(record.repeat(count)));
    expect(reader.finish().params.get('response')?.length).toBe(
      '<VendorRet><Name>Keel &amp; Co</Name></VendorRet>\n'.length * count,
    );
  });
});
