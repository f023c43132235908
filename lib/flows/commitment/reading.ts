import type { BookLink, Books } from '@/lib/mappings/books';
import type { Commitment, CommitmentLine } from '@/lib/procore';
import { normaliseText } from '@/lib/qbxml';
import { entryOf, linkOf } from '../shared/links';

/** QuickBooks' limit for a purchase order's number. */
export const REF_NUMBER_CHARS = 11;

export const WORD: Readonly<Record<Commitment['kind'], string>> = {
  subcontract: 'subcontract',
  purchase_order: 'purchase order',
};

/** `03-300.O` names cost code 03-300 with cost type O. Only for lines that carry no cost code of their own. */
export function wbsFullCode(line: CommitmentLine): string | null {
  if (line.costCode !== null || line.wbsCode === null) return null;
  return line.wbsCode.flatCode.replace(/\.[^.]*$/, '');
}

/** The number as QuickBooks can hold it: what is measured, looked up and sent. */
export function numberOf(commitment: Commitment): string {
  return normaliseText(commitment.number).text.trim();
}

export function endOf(number: string): string {
  return number.slice(-REF_NUMBER_CHARS).trim();
}

export function orderNumber(commitment: Commitment, books: Books): string {
  const number = numberOf(commitment);
  return books.settings.longNumbers === 'keep_end' ? endOf(number) : number;
}

export function orderDate(commitment: Commitment): string {
  return commitment.contractDate ?? commitment.createdAt?.slice(0, 10) ?? '1970-01-01';
}

export function itemOf(line: CommitmentLine, books: Books): BookLink | null {
  const fullCode = wbsFullCode(line);
  const costCodeId =
    line.costCode?.standardId ?? (fullCode === null ? null : entryOf(books.costCodes, fullCode));
  return linkOf(books, 'cost_code', costCodeId);
}

export function costCodeName(line: CommitmentLine): string {
  return line.costCode?.fullCode ?? wbsFullCode(line) ?? '';
}

/** What a line says in QuickBooks: its own words, or its cost code's. */
export function lineText(line: CommitmentLine): string {
  return line.description || line.costCode?.name || '';
}

/** The QuickBooks unit of a line; null when none is sent. */
export function unitOf(line: CommitmentLine, books: Books): string | null {
  if (!books.settings.sendUnits || line.uom === null) return null;
  return entryOf(books.settings.units, line.uom) ?? line.uom;
}

/** The texts of the record that are written to QuickBooks, by the names people know them. */
export function writtenTexts(commitment: Commitment, books: Books): Record<string, string> {
  const lines = commitment.lines.flatMap((line, index) => [
    [`Line ${index + 1}`, lineText(line)],
    [`Unit of line ${index + 1}`, unitOf(line, books) ?? ''],
  ]);
  return {
    Title: commitment.title,
    Description: commitment.description,
    Number: commitment.number,
    ...Object.fromEntries(lines),
  };
}
