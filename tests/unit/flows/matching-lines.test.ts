import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchLines } from '@/lib/flows/shared/matching-lines';

const APPROVED = [
  { text: 'Footings', amount: '96000.0' },
  { text: 'Slab on grade', amount: '61500' },
  { text: '', amount: '20500.00' },
];
const read = (id: string, text: string | null, amount: string | null) => ({ id, text, amount });
const OURS = [
  read('a', 'Footings', '96000.00'),
  read('b', 'Slab on\ngrade ', '61500.00'),
  read('c', 'Concrete', '20500.00'),
];

describe('which line of QuickBooks an approved line became', () => {
  it.each([
    ['as they were sent', OURS, ['a', 'b', 'c']],
    ['in another order', OURS.toReversed(), ['a', 'b', 'c']],
    ['with a line of somebody’s above them', [read('x', 'Freight', '10.00'), ...OURS], ['a', 'b', 'c']],
    ['with one taken off', [OURS[0], OURS[2]], ['a', null, 'c']],
    [
      'with one taken off and another added',
      [OURS[0], read('x', 'Freight', '10.00'), OURS[2]],
      ['a', null, 'c'],
    ],
    ['with an amount changed', [OURS[0], read('b', 'Slab on grade', '60000.00'), OURS[2]], ['a', 'b', 'c']],
    ['with words changed', [read('a', 'Walls', '96000.00'), OURS[1], OURS[2]], ['a', 'b', 'c']],
    ['of which nothing but ids is told', ['a', 'b', 'c'].map(id => read(id, null, null)), ['a', 'b', 'c']],
    ['that are not there', [], [null, null, null]],
  ])('lines %s', (_what, lines, ids) => {
    expect(
      matchLines(
        APPROVED,
        lines.filter(one => one !== undefined),
      ),
    ).toEqual(ids);
  });

  it('lines that are alike keep their order, and no line stands for two', () => {
    const twin = { text: 'Walls', amount: '5.00' };
    const lines = ['a', 'b'].map(id => read(id, 'Walls', '5.00'));
    expect(matchLines([twin, twin, twin], lines)).toEqual(['a', 'b', null]);
  });

  it('whatever people add and however they order it, each line is found that is still as it was sent', () => {
    const text = fc.constantFrom('Footings', 'Walls', 'Slab', 'Grid C', 'Pumps');
    const line = fc.record({ text, amount: fc.constantFrom('1.00', '2.00', '3.00') });
    fc.assert(
      fc.property(
        fc.uniqueArray(line, { selector: one => `${one.text} ${one.amount}`, maxLength: 8 }),
        fc.array(fc.constantFrom('7.00', '8.00'), { maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        (approved, added, chance) => {
          const sent = approved.map((one, index) => read(`ours ${index}`, one.text, one.amount));
          const others = added.map((amount, index) => read(`theirs ${index}`, `Added ${index}`, amount));
          const mixed = [...sent, ...others]
            .map(one => ({ one, key: chance.next().value ?? 0 }))
            .toSorted((left, right) => left.key - right.key)
            .map(({ one }) => one);
          expect(matchLines(approved, mixed)).toEqual(sent.map(one => one.id));
        },
      ),
    );
  });
});
