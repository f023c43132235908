import type { BookLink, Books } from '@/lib/mappings/books';
import type { Commitment, CommitmentLine } from '@/lib/procore';
import { linkOf } from '../shared/links';

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

export function endOf(number: string): string {
  return number.slice(-REF_NUMBER_CHARS);
}

export function orderNumber(commitment: Commitment, books: Books): string {
  return books.settings.longNumbers === 'keep_end' ? endOf(commitment.number) : commitment.number;
}

export function orderDate(commitment: Commitment): string {
  return commitment.contractDate ?? commitment.createdAt?.slice(0, 10) ?? '1970-01-01';
}

export function itemOf(line: CommitmentLine, books: Books): BookLink | null {
  const fullCode = wbsFullCode(line);
  const costCodeId =
    line.costCode?.standardId ?? (fullCode === null ? null : (books.costCodes[fullCode] ?? null));
  return linkOf(books, 'cost_code', costCodeId);
}

export function costCodeName(line: CommitmentLine): string {
  return line.costCode?.fullCode ?? wbsFullCode(line) ?? '';
}

/** The texts of the record that are written to QuickBooks, by the names people know them. */
export function writtenTexts(commitment: Commitment): Record<string, string> {
  const lines = commitment.lines.map((line, index) => [`Line ${index + 1}`, line.description]);
  return {
    Title: commitment.title,
    Description: commitment.description,
    Number: commitment.number,
    ...Object.fromEntries(lines),
  };
}
