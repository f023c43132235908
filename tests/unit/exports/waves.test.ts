import { expect, test } from 'vitest';
import { type Tied, wavesOf } from '@/lib/exports/waves';
import type { BooksNeed } from '@/lib/mappings/books';

function tied(name: string, patch: Partial<Omit<Tied, 'need'>> & { readonly need?: Partial<BooksNeed> }) {
  const need = {
    projectId: '1',
    links: [],
    costCodeFullCodes: [],
    orderNumbers: [],
    changesOf: null,
    ...patch.need,
  };
  return { name, kind: 'commitment', procoreId: name, number: name, ...patch, need } as const;
}

function waves(...records: ReturnType<typeof tied>[]): string[][] {
  return wavesOf(records, one => one as Tied).map(wave => wave.map(one => one.name));
}

function bill(vendorId: string, number: string): Partial<BooksNeed> {
  return { bills: { commitmentId: '7', vendorId, numbers: [number] } };
}

test('records that have nothing to do with each other are judged together, also where they need the same', () => {
  const need = { links: [{ kind: 'project', procoreId: '1' }] } as const;
  expect(waves(tied('a', { need }), tied('b', { need }), tied('c', { need }))).toEqual([['a', 'b', 'c']]);
});

test('what is needed comes before what needs it, however they are given', () => {
  const code = { kind: 'cost_code', number: '03-300', procoreId: '12' } as const;
  expect(
    waves(
      tied('order', { need: { links: [{ kind: 'vendor', procoreId: '9' }], costCodeFullCodes: ['03-300'] } }),
      tied('code', { ...code, need: { lists: { names: [], divisionId: '11' } } }),
      tied('division', {
        kind: 'cost_code',
        procoreId: '11',
        need: { lists: { names: [], divisionId: null } },
      }),
      tied('vendor', { kind: 'vendor', procoreId: '9' }),
    ),
  ).toEqual([['division', 'vendor'], ['code'], ['order']]);
});

test.each([
  ['one order number, in whatever case', { orderNumbers: ['sc-1'] }, { orderNumbers: ['SC-1'] }],
  ['one commitment that they change', { changesOf: '7' }, { changesOf: '7' }],
  ['one bill number of one vendor', bill('9', 'INV-1'), bill('9', 'inv-1 ')],
])('records with %s are judged one after the other, in the order given', (_what, first, second) => {
  expect(waves(tied('a', { need: first }), tied('b', { need: second }), tied('c', {}))).toEqual([
    ['a', 'c'],
    ['b'],
  ]);
});

test('bills of two vendors may have one number, and are judged together', () => {
  expect(waves(tied('a', { need: bill('9', 'INV-1') }), tied('b', { need: bill('10', 'INV-1') }))).toEqual([
    ['a', 'b'],
  ]);
});
