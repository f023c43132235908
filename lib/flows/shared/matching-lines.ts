import { parseMoney } from '@/lib/core/money';
import { oneLine } from '@/lib/qbxml';

/** A line as it was approved. */
export interface ApprovedLine {
  /** As it was sent. */
  readonly text: string;
  readonly amount: string;
}

/** A line as QuickBooks has it. */
export interface ReadLine {
  readonly id: string;
  readonly text: string | null;
  readonly amount: string | null;
}

const flat = (text: string): string => oneLine(text).trim();

type Likeness = (approved: ApprovedLine, read: ReadLine) => boolean;

const isSameAmount: Likeness = (approved, read) =>
  read.amount !== null && parseMoney(read.amount) === parseMoney(approved.amount);

const isSameText: Likeness = (approved, read) =>
  flat(approved.text) !== '' && flat(approved.text) === flat(read.text ?? '');

/** How sure one can be that a line is the approved one, the surest first. */
const LIKENESSES: readonly Likeness[] = [
  (approved, read) => isSameAmount(approved, read) && isSameText(approved, read),
  // QuickBooks gives a line that was sent without words those of its item.
  (approved, read) => isSameAmount(approved, read) && flat(approved.text) === '',
  isSameText,
  isSameAmount,
  // An answer that tells nothing of its lines gives them in the order they were sent.
  (_approved, read) => read.amount === null && read.text === null,
];

/**
 * Which line of QuickBooks each approved line became: the one of its words and amount, else of its words, else of its
 * amount; null where none is. People add lines between ours, change them and put them in another order, and a bill must
 * never count against the wrong one.
 */
export function matchLines(
  approved: readonly ApprovedLine[],
  read: readonly ReadLine[],
): readonly (string | null)[] {
  const free = [...read];
  const found = approved.map((): string | null => null);
  for (const isAlike of LIKENESSES) {
    for (const [index, line] of approved.entries()) {
      if (found[index] !== null) continue;
      const at = free.findIndex(one => isAlike(line, one));
      if (at !== -1) found[index] = free.splice(at, 1)[0]?.id ?? null;
    }
  }
  return found;
}
