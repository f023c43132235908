import { contentHash } from '@/lib/core/canonical';
import { type Cents, formatMoney, parseMoney, readableMoney } from '@/lib/core/money';
import { oneLine } from '@/lib/qbxml';

/** What a line that is yet to be made is called in a request. */
export const NEW_LINE = '-1';

/** A line of a transaction as it was read: enough to keep it, and to tell whether somebody changed it. */
export interface TargetLine {
  readonly id: string;
  readonly kind: 'line' | 'group';
  /** ListID; null for a line without one, and for a group. */
  readonly item: string | null;
  readonly text: string;
  readonly amount: string | null;
  /** Ids of the lines of a group. */
  readonly nested: readonly string[];
  /** Over everything QuickBooks told of it. */
  readonly hash: string;
}

/** A transaction as it was read, as far as people see what changes on it. */
interface Read {
  /** What people know of its head, by the names QuickBooks' form gives it. */
  readonly head: Readonly<Record<string, string>>;
  /** Over the rest of the head. */
  readonly rest: string;
  readonly lines: readonly TargetLine[];
}

interface LineTold {
  readonly TxnLineID?: string | undefined;
  readonly ItemRef?: { readonly ListID?: string | undefined } | undefined;
  readonly Desc?: string | undefined;
  readonly Amount?: string | undefined;
}

interface GroupTold {
  readonly TxnLineID?: string | undefined;
  readonly ItemGroupRef?: { readonly FullName?: string | undefined } | undefined;
  readonly Desc?: string | undefined;
  readonly TotalAmount?: string | undefined;
}

/** A line that is none of a group; `given` is everything that was told of it. */
export function singleLine(given: unknown, line: LineTold | undefined): TargetLine {
  return {
    id: line?.TxnLineID ?? '',
    kind: 'line',
    item: line?.ItemRef?.ListID ?? null,
    text: line?.Desc ?? '',
    amount: line?.Amount ?? null,
    nested: [],
    hash: contentHash(given),
  };
}

/** A group with the lines in it. */
export function groupLine(
  given: unknown,
  { TxnLineID, ItemGroupRef, Desc, TotalAmount }: GroupTold,
  nested: readonly (LineTold | undefined)[],
): TargetLine {
  return {
    id: TxnLineID ?? '',
    kind: 'group',
    item: null,
    text: Desc ?? ItemGroupRef?.FullName ?? '',
    amount: TotalAmount ?? null,
    nested: nested.map(line => line?.TxnLineID ?? ''),
    hash: contentHash(given),
  };
}

export const isNameless = (line: TargetLine): boolean => line.id === '' || line.nested.includes('');

/** Ids of lines, those inside groups included. */
export function lineIdsOf({ lines }: Pick<Read, 'lines'>): string[] {
  return lines.flatMap(line => [line.id, ...line.nested]);
}

const TEXT_SHOWN = 60;

function named({ text, amount, kind }: TargetLine): string {
  const words = oneLine(text);
  const short = words.length > TEXT_SHOWN ? `${words.slice(0, TEXT_SHOWN).trimEnd()}…` : words;
  const name = short === '' ? `a ${kind} without text` : `${kind} “${short}”`;
  return amount === null ? name : `${name} (${readableMoney(parseMoney(amount))})`;
}

/** What is no longer as it was between two readings of a transaction, in words. */
export function differencesOf(before: Read, after: Read): string[] {
  const told = Object.keys(after.head)
    .filter(name => before.head[name] !== after.head[name])
    .map(name => `${name} was changed`);
  const old = new Map(before.lines.map(line => [line.id, line]));
  const now = new Map(after.lines.map(line => [line.id, line]));
  const added = after.lines.filter(line => !old.has(line.id)).map(line => `${named(line)} was added`);
  const removed = before.lines.filter(line => !now.has(line.id)).map(line => `${named(line)} was removed`);
  const changed = after.lines
    .filter(line => old.has(line.id) && old.get(line.id)?.hash !== line.hash)
    .map(line => `${named(line)} was changed`);
  const all = [...told, ...added, ...removed, ...changed];
  const kept = after.lines.filter(line => old.has(line.id)).map(line => line.id);
  const isReordered =
    kept.join() !==
    before.lines
      .filter(line => now.has(line.id))
      .map(line => line.id)
      .join();
  if (isReordered) all.push('the lines were put in another order');
  if (before.rest !== after.rest) all.push('something else of it was changed');
  return all;
}

/** What stood on a transaction before must stand on it after. */
export function missingLines(
  before: Pick<Read, 'lines'>,
  after: Pick<Read, 'lines'>,
  word: string,
): string[] {
  const now = new Set(lineIdsOf(after));
  const count = lineIdsOf(before).filter(id => !now.has(id)).length;
  if (count === 0) return [];
  const lines = count === 1 ? 'a line that stood' : `${count} lines that stood`;
  return [`QuickBooks no longer shows ${lines} on the ${word}. Look whether anybody misses them.`];
}

interface Totalled {
  /** As `formatMoney` writes it. */
  readonly total: string | null;
}

/** A change that was made moves the total by what it comes to. */
export function otherTotal(before: Totalled, after: Totalled, change: Cents): string[] {
  if (before.total === null || after.total === null) return [];
  const [wanted, total] = [parseMoney(before.total) + change, parseMoney(after.total)];
  if (formatMoney(wanted) === formatMoney(total)) return [];
  return [
    `QuickBooks shows a total of ${readableMoney(total)}; with this change it should be ${readableMoney(wanted)}. Compare the two.`,
  ];
}
