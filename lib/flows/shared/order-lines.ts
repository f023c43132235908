import { Blocked } from '@/lib/core/errors';
import { fittingQuantity, formatMoney, isZero, multiply, parseMoney } from '@/lib/core/money';
import type { BookLink, Books } from '@/lib/mappings/books';
import type { CommitmentLine } from '@/lib/procore';
import { fitText, normaliseText } from '@/lib/qbxml';
import { entryOf, type ListRef, linkOf, refTo, usable } from './links';

/** Limits of a QuickBooks purchase order. */
export const TEXT_CHARS = 4095;

/** A line as QuickBooks takes it, whether it comes with a new order or is added to one. */
export interface OrderLine {
  readonly ItemRef: ListRef;
  readonly Desc: string;
  readonly Quantity?: string;
  readonly UnitOfMeasure?: string;
  readonly Rate?: string;
  readonly Amount?: string;
  readonly CustomerRef: ListRef;
}

/** What a line is booked on, whatever it is a line of. */
export type CodedLine = Pick<CommitmentLine, 'costCode' | 'wbsCode' | 'description'>;

/**
 * The full code by which a line's standard cost code is found, where the line does not name it by its id: its own code's,
 * or of its WBS code, where `03-300.O` means cost code 03-300 with cost type O.
 */
export function codeToFind(line: CodedLine): string | null {
  if (line.costCode !== null) return line.costCode.standardId === null ? line.costCode.fullCode : null;
  return line.wbsCode === null ? null : line.wbsCode.flatCode.replace(/\.[^.]*$/, '');
}

export function standardIdOf(line: CodedLine, books: Books): string | null {
  const code = codeToFind(line);
  return line.costCode?.standardId ?? (code === null ? null : entryOf(books.costCodes, code));
}

export function itemOf(line: CodedLine, books: Books): BookLink | null {
  return linkOf(books, 'cost_code', standardIdOf(line, books));
}

export function costCodeName(line: CodedLine): string {
  return line.costCode?.fullCode ?? codeToFind(line) ?? '';
}

/** What lines want to know of the books. */
export function codesNeeded(lines: readonly CodedLine[]) {
  return {
    links: lines.flatMap(({ costCode }) =>
      costCode?.standardId ? [{ kind: 'cost_code' as const, procoreId: costCode.standardId }] : [],
    ),
    costCodeFullCodes: lines.map(codeToFind).filter(code => code !== null),
  };
}

/** What a line says in QuickBooks: its own words, or its cost code's. */
export function lineText(line: CodedLine): string {
  return line.description || line.costCode?.name || '';
}

/** The QuickBooks unit of a line; null when none is sent. */
export function unitOf(line: CommitmentLine, books: Books): string | null {
  if (!books.settings.sendUnits || line.uom === null) return null;
  return entryOf(books.settings.units, line.uom) ?? line.uom;
}

/** The texts of lines that are written to QuickBooks, by the names people know them. */
export function lineTexts(lines: readonly CommitmentLine[], books: Books): Record<string, string> {
  const texts = lines.flatMap((line, index) => [
    [`Line ${index + 1}`, lineText(line)],
    [`Unit of line ${index + 1}`, unitOf(line, books) ?? ''],
  ]);
  return Object.fromEntries(texts);
}

export const plain = (text: string): string => normaliseText(text).text;

/** Amount alone for lump sums; quantity and rate where they make exactly the amount, else quantity and amount. */
function amountsOf(line: CommitmentLine): Pick<OrderLine, 'Quantity' | 'Rate' | 'Amount'> {
  const amount = parseMoney(line.amount);
  if (isZero(line.quantity) || isZero(line.unitCost)) return { Amount: formatMoney(amount) };
  const quantity = fittingQuantity(line.quantity);
  const rate = fittingQuantity(line.unitCost);
  if (quantity === null || rate === null) return { Amount: formatMoney(amount) };
  return multiply(quantity, rate) === amount
    ? { Quantity: quantity, Rate: rate }
    : { Quantity: quantity, Amount: formatMoney(amount) };
}

/** What a line of a request comes to, as QuickBooks will reckon it. */
export function amountOf(line: Pick<OrderLine, 'Quantity' | 'Rate' | 'Amount'>): string {
  return line.Amount ?? formatMoney(multiply(line.Quantity ?? '0', line.Rate ?? '0'));
}

/** Words as they are sent: what QuickBooks can hold, and no longer than it can be. */
export function sentText(text: string): string {
  return fitText(plain(text), TEXT_CHARS).text;
}

interface Sending {
  readonly books: Books;
  readonly job: BookLink;
  /** What the line will say, before it is fitted. */
  readonly text: string;
}

/** @throws Blocked for a line without a usable item */
export function orderLine(line: CommitmentLine, { books, job, text }: Sending): OrderLine {
  const item = usable(itemOf(line, books));
  if (item === null) throw new Blocked(`Cost code ${costCodeName(line)} has no usable QuickBooks item.`);
  const unit = unitOf(line, books);
  const { Quantity, Rate, Amount } = amountsOf(line);
  return {
    ItemRef: refTo(item),
    Desc: sentText(text),
    ...(Quantity === undefined ? {} : { Quantity }),
    ...(unit === null || Quantity === undefined ? {} : { UnitOfMeasure: plain(unit) }),
    ...(Rate === undefined ? {} : { Rate }),
    ...(Amount === undefined ? {} : { Amount }),
    CustomerRef: refTo(job),
  };
}
