import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitText, isWindows1252, normaliseText, oneLine } from '@/lib/qbxml/text';

/** Text as people paste it: letters of all scripts, marks, controls, halves of surrogate pairs. */
const pasted = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(...'e\u0301\u0308o\u200B\u00A0\u2019\u2014½″őŁ≠✔\uD800\u0085\r\n\t a'),
    maxLength: 30,
  }),
);

it('normalised text holds only what a Windows-1252 program can keep', () => {
  fc.assert(
    fc.property(pasted, input => {
      const { text } = normaliseText(input);
      expect([...text].filter(character => !isWindows1252(character))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

it('normalising twice changes nothing more', () => {
  fc.assert(
    fc.property(pasted, input => {
      const { text } = normaliseText(input);
      expect(normaliseText(text)).toEqual({ text, replaced: [] });
    }),
    { numRuns: 1000 },
  );
});

it('what is lost is said, each character once, and what stands in for it is in the text', () => {
  fc.assert(
    fc.property(pasted, input => {
      const { text, replaced } = normaliseText(input);
      const composed = input.normalize('NFC');
      expect(new Set(replaced.map(one => one.from)).size).toBe(replaced.length);
      for (const { from, to } of replaced) {
        expect(composed).toContain(from);
        expect(isWindows1252(from)).toBe(false);
        expect(text).toContain(to);
      }
    }),
  );
});

it('text QuickBooks can hold in plain form goes over as it is', () => {
  const kept = 'Línea 1: 3½ × 2″ — “Ø” & <b>'.replace(/[″—“”]/g, '') + '\r\n\tÿ€Š';
  expect(normaliseText(kept)).toEqual({ text: kept, replaced: [] });
});

it.each([
  ['1½″ — “Joe”', '1½" - "Joe"', []],
  [
    'Győr ✔',
    'Gyor ?',
    [
      ['ő', 'o'],
      ['✔', '?'],
    ],
  ],
  ['Cafe\u0301', 'Café', []],
  ['東東', '??', [['東', '?']]],
  ['non\u00A0breaking\u202Fblank', 'non breaking blank', []],
  ['soft\u00ADhyphen\u200B\uFEFF', 'softhyphen', []],
  ['wait…', 'wait...', []],
  ['a\u0000b\u0007c\u007Fd\u0085e', 'abcde', []],
  ['🏗 site', '? site', [['🏗', '?']]],
  [
    'Łódź',
    'Lódz',
    [
      ['Ł', 'L'],
      ['ź', 'z'],
    ],
  ],
  [
    'studs 3⅝″ @ ⅜',
    'studs 3 5/8" @ 3/8',
    [
      ['⅝', '5/8'],
      ['⅜', '3/8'],
    ],
  ],
  [
    'ﬁre-ﬂow',
    'fire-flow',
    [
      ['ﬁ', 'fi'],
      ['ﬂ', 'fl'],
    ],
  ],
  [
    '40 ㎡, 20 ℃',
    '40 m2, 20 °C',
    [
      ['㎡', 'm2'],
      ['℃', '°C'],
    ],
  ],
  [
    '10⁴ ⅝2 H₂O ２１',
    '10 4 5/8 2 H2O 21',
    [
      ['⁴', '4'],
      ['⅝', '5/8'],
      ['₂', '2'],
      ['２', '2'],
      ['１', '1'],
    ],
  ],
  ['10 μm', '10 µm', []],
  ['a\u2003b\u3000c\u2028d', 'a b c\nd', []],
  ['\u202Ertl\u202C ‟a‟ ―', 'rtl "a" -', []],
  ['✔\uFE0F', '?', [['✔', '?']]],
  ['Ⅳ', 'IV', [['Ⅳ', 'IV']]],
])('“%s” goes over as “%s”', (input, text, replaced) => {
  expect(normaliseText(input)).toEqual({ text, replaced: replaced.map(([from, to]) => ({ from, to })) });
});

it('a sign is never turned into another sign that says the opposite', () => {
  expect(normaliseText('a ≠ b ≮ c ∤ d').text).toBe('a ? b ? c ? d');
});

it('tabs and line ends are kept; every other control is not', () => {
  for (let code = 0; code < 0x20; code += 1)
    expect(isWindows1252(String.fromCharCode(code))).toBe([9, 10, 13].includes(code));
  for (let code = 0x7f; code < 0xa0; code += 1) expect(isWindows1252(String.fromCharCode(code))).toBe(false);
});

/** Places 80 to 9F of the code page, as Unicode maps them; 0 where it has none. */
const UPPER = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
  0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
  0x0153, 0, 0x017e, 0x0178,
];

it('Windows-1252 is known exactly, all of its places but the unused ones and the controls', () => {
  const latin = Array.from({ length: 256 }, (_, code) => code).filter(
    code => (code & 0x7f) >= 0x20 && code !== 0x7f,
  );
  const page = [9, 10, 13, ...latin, ...UPPER.filter(code => code > 0)];
  const known = Array.from({ length: 0x10000 }, (_, code) => code).filter(code =>
    isWindows1252(String.fromCharCode(code)),
  );
  expect(known).toEqual(page.toSorted((left, right) => left - right));
});

it('a fitted text is the beginning of the text, never longer than the room, and says when it was cut', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 120 }), fc.integer({ min: 1, max: 100 }), (text, max) => {
      const fitted = fitText(text, max);
      expect(fitted.text.length).toBeLessThanOrEqual(max);
      expect(fitted.isCut).toBe(text.length > max);
      if (!fitted.isCut) expect(fitted.text).toBe(text);
      const kept = fitted.isCut && max > 10 ? fitted.text.slice(0, -3) : fitted.text;
      expect(text.startsWith(kept)).toBe(true);
      expect(fitText(fitted.text, max)).toEqual({ text: fitted.text, isCut: false });
    }),
  );
});

it.each([
  ['Structural steel', 11, 'Structur...'],
  ['Structural steel', 10, 'Structural'],
  ['Concrete package', 12, 'Concrete...'],
])('“%s” in %i characters is “%s”', (text, max, fitted) => {
  expect(fitText(text, max)).toEqual({ text: fitted, isCut: true });
});

it('one line has no breaks, tabs or runs of blanks', () => {
  expect(oneLine('  Footings,\r\n\tslabs   & walls ')).toBe('Footings, slabs & walls');
});
