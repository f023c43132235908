import { type Cents, formatMoney, parseMoney, sumMoney } from '@/lib/core/money';
import type { Books } from '@/lib/mappings/books';
import type { EstimateBooks, LinkedLine } from '@/lib/mappings/estimate-books';
import { usable } from '../shared/links';
import { itemOf } from '../shared/order-lines';
import { codedLine, lineText, type Revised, revisedLines } from './reading';
import type { Budget } from './record';

/** A line that is to be written on the estimate. */
export interface PlannedLine {
  readonly key: string;
  /** 0 for the line as first budgeted, n for a line of the nth change of the budget. */
  readonly part: number;
  /** Null for a line that is yet to be made. */
  readonly txnLineId: string | null;
  /** ListID; null where it stays what it is. */
  readonly item: string | null;
  readonly itemName: string;
  readonly text: string;
  /** What it comes to in QuickBooks now; null for a new line. */
  readonly before: Cents | null;
  readonly amount: Cents;
}

export interface Plan {
  readonly lines: readonly PlannedLine[];
  /** Lines of earlier exports that it starts from. */
  readonly left: readonly LinkedLine[];
  /** The how manyeth change of the budget it brings; 0 for the estimate itself. */
  readonly change: number;
}

/** What lines of a change begin with: people see by it where one comes from, and it proves whether it was added. */
export function markOf(change: number): string {
  return `Budget change ${change}`;
}

const marked = (change: number, text: string): string => `${markOf(change)}: ${text}`;

interface Coded {
  readonly item: string | null;
  readonly itemName: string;
  readonly text: string;
}

function codedOf({ row }: Revised, books: Books): Coded {
  const item = usable(itemOf(codedLine(row), books));
  return { item: item?.qbId ?? null, itemName: item?.name ?? '', text: lineText(row) };
}

/**
 * The lines of a new estimate: one for each line of the budget, and, where changes stand apart, one more for each line
 * that was changed since.
 */
export function newEstimate(budget: Budget, books: Books): Plan {
  const all = revisedLines(budget);
  const isApart = books.settings.budgetChanges === 'added_lines';
  const line = (one: Revised, { part, amount }: { part: number; amount: Cents }): PlannedLine => {
    const coded = codedOf(one, books);
    const text = part === 0 ? coded.text : marked(part, coded.text);
    return { key: one.key, ...coded, text, part, txnLineId: null, before: null, amount };
  };
  const changed = all.filter(one => isApart && one.revised !== one.original);
  const lines = [
    ...all.map(one => line(one, { part: 0, amount: isApart ? one.original : one.revised })),
    ...changed.map(one => line(one, { part: 1, amount: one.revised - one.original })),
  ];
  return { lines, left: [], change: 0 };
}

/** What is to be done about one line of the budget whose amount is not what the last export left. */
interface Gap {
  readonly key: string;
  readonly coded: Coded;
  readonly wanted: Cents;
  readonly own: readonly LinkedLine[];
}

const centsLeft = (lines: readonly LinkedLine[]): Cents =>
  sumMoney(lines.map(line => parseMoney(line.amount)));

function gapsOf(budget: Budget, books: Books): Gap[] {
  const { left, copy } = books.estimates;
  const all = revisedLines(budget);
  const known = new Set(all.map(one => one.key));
  const own = (key: string): LinkedLine[] => left.filter(line => line.procoreLineId === key);
  const there = all.map(one => ({
    key: one.key,
    coded: codedOf(one, books),
    wanted: one.revised,
    own: own(one.key),
  }));
  const gone = [...new Set(left.map(line => line.procoreLineId))].filter(key => !known.has(key));
  const taken = gone.map(key => {
    const [first] = own(key);
    const text = copy?.lines.find(line => line.id === first?.txnLineId)?.text ?? '';
    return {
      key,
      coded: {
        item: first?.item ?? null,
        itemName: '',
        text: `${text || 'A line'}, no longer in the budget`,
      },
      wanted: 0n,
      own: own(key),
    };
  });
  return [...there, ...taken].filter(gap => gap.own.length === 0 || gap.wanted !== centsLeft(gap.own));
}

/**
 * What brings an estimate from what the last export left to what the budget is now. Lines of which the budget tells
 * nothing new are not touched, whatever people made of them.
 */
export function changedEstimate(budget: Budget, books: Books): Plan {
  const { left } = books.estimates;
  const change = 1 + Math.max(0, ...left.map(line => line.part));
  const gaps = gapsOf(budget, books);
  if (books.settings.budgetChanges === 'added_lines')
    return { lines: gaps.map(gap => addition(gap, change)), left, change };
  const lines = gaps.flatMap(gap => revision(gap, { change, estimates: books.estimates }) ?? []);
  const replaced = new Set(lines.filter(line => line.txnLineId === null).map(line => line.key));
  return { lines, left: left.filter(line => !replaced.has(line.procoreLineId)), change };
}

/** A line of its own for the difference. */
function addition({ key, coded, wanted, own }: Gap, change: number): PlannedLine {
  const text = marked(change, coded.text);
  const amount = wanted - centsLeft(own);
  return { key, ...coded, text, part: change, txnLineId: null, before: null, amount };
}

/** The first line of ours that is still there takes the difference; a new one where people took all of them off. */
function revision(
  { key, coded, wanted, own }: Gap,
  { change, estimates }: { change: number; estimates: EstimateBooks },
): PlannedLine | null {
  const { copy } = estimates;
  const copyOf = (line: LinkedLine) => copy?.lines.find(one => one.id === line.txnLineId);
  const there = own.filter(line => copy === null || copyOf(line) !== undefined);
  const [first, ...others] = there.toSorted((one, other) => one.part - other.part);
  if (first === undefined && own.length > 0 && wanted === 0n) return null;
  if (first === undefined) {
    const text = marked(change, coded.text);
    return { key, ...coded, text, part: change, txnLineId: null, before: null, amount: wanted };
  }
  const now = copyOf(first);
  return {
    key,
    part: first.part,
    txnLineId: first.txnLineId,
    // An item that is sent anew might bring its own text along.
    item: coded.item === first.item ? null : coded.item,
    itemName: coded.itemName,
    text: now?.text ?? coded.text,
    before: parseMoney(now?.amount ?? first.amount),
    amount: wanted - centsLeft(others),
  };
}

/** The lines of an export as they are kept once QuickBooks gave them ids. */
export function leftAfter({
  left,
  lines,
}: Pick<Plan, 'left'> & {
  lines: readonly (Pick<PlannedLine, 'key' | 'part' | 'item'> & { txnLineId: string; amount: Cents })[];
}): LinkedLine[] {
  const written = new Map(lines.map(line => [line.txnLineId, line]));
  const kept = left.filter(line => !written.has(line.txnLineId));
  const items = new Map(left.map(line => [line.txnLineId, line.item]));
  return [
    ...kept,
    ...lines.map(line => ({
      procoreLineId: line.key,
      txnLineId: line.txnLineId,
      part: line.part,
      item: line.item ?? items.get(line.txnLineId) ?? null,
      amount: formatMoney(line.amount),
    })),
  ];
}
