import { multiply, parseMoney } from '@/lib/core/money';
import type { ChangeOrder } from '@/lib/procore';
import { oneLine } from '@/lib/qbxml';
import { lineText, type OrderLine, plain } from '../shared/order-lines';
import type { TargetLine } from '../shared/target-lines';

/**
 * What every line of a change order begins with on the order: `CCO 003`, or `CCO 003 R1` for its first revision. People
 * see by it where a line comes from, and it proves whether lines were added whose answer was lost.
 */
export function markOf({ number, revision }: Pick<ChangeOrder, 'number' | 'revision'>): string {
  const name = oneLine(plain(number));
  return revision > 0 ? `CCO ${name} R${revision}` : `CCO ${name}`;
}

/**
 * What a change order is marked with in Procore. A mark belongs to one record of a company, and the order's own is the
 * commitment's.
 */
export function changeOrderOriginId(
  txnId: string,
  changeOrder: Pick<ChangeOrder, 'number' | 'revision'>,
): string {
  return `${txnId}|${markOf(changeOrder)}`;
}

/** Whether a mark in Procore says that a change order became part of the order, whatever its number was then. */
export function isOriginOf(originId: string, txnId: string): boolean {
  return originId.startsWith(`${txnId}|`);
}

/** What a line says on the order: whose it is, then its own words, or the change order's where it has none. */
export function markedText(changeOrder: ChangeOrder, line: ChangeOrder['lines'][number]): string {
  return `${markOf(changeOrder)}: ${lineText(line) || changeOrder.title}`.trim();
}

/** Blanks and breaks are not what a line is known by. */
const flat = (text: string): string => oneLine(text).trim();

function isMarked(line: TargetLine, mark: string): boolean {
  return line.kind === 'line' && flat(line.text).startsWith(`${mark}:`);
}

export function markedLines(lines: readonly TargetLine[], mark: string): TargetLine[] {
  return lines.filter(line => isMarked(line, mark));
}

function centsOf(line: Pick<OrderLine, 'Quantity' | 'Rate' | 'Amount'>): bigint {
  return line.Amount === undefined
    ? multiply(line.Quantity ?? '0', line.Rate ?? '0')
    : parseMoney(line.Amount);
}

/** What a line costs and where it is booked. */
const worth = (item: string | null, cents: bigint | null): string => `${item ?? ''} ${cents ?? ''}`;

/** Lines are added by the ids of items alone. */
const idOf = (ref: OrderLine['ItemRef']): string | null => ('ListID' in ref ? ref.ListID : null);

const valueSent = (line: OrderLine): string => worth(idOf(line.ItemRef), centsOf(line));
const valueRead = (line: TargetLine): string =>
  worth(line.item, line.amount === null ? null : parseMoney(line.amount));

/** How much of what was approved stands on the order. */
export type Standing =
  /** No line carries the mark. */
  | 'absent'
  /** Each approved line, and no other, carries it. */
  | 'whole'
  /** As many lines as were approved carry it; somebody changed one. */
  | 'edited'
  /** Fewer or more lines carry it. */
  | 'part';

export function standingOf(
  approved: readonly OrderLine[],
  lines: readonly TargetLine[],
  mark: string,
): Standing {
  const marked = markedLines(lines, mark);
  if (marked.length === 0) return 'absent';
  if (marked.length !== approved.length) return 'part';
  const sent = approved.map(line => `${valueSent(line)} ${flat(line.Desc)}`).toSorted();
  const read = marked.map(line => `${valueRead(line)} ${flat(line.text)}`).toSorted();
  return sent.every((line, index) => line === read[index]) ? 'whole' : 'edited';
}

/** Whether a line could be one of the approved ones whose mark somebody took off. */
export function isAnyLike(approved: readonly OrderLine[], lines: readonly TargetLine[]): boolean {
  const values = new Set(approved.map(valueSent));
  return lines.some(line => line.kind === 'line' && values.has(valueRead(line)));
}
