import type { Books } from '@/lib/mappings/books';
import type { Commitment } from '@/lib/procore';
import { lineTexts, plain } from '../shared/order-lines';

/** QuickBooks' limit for a purchase order's number. */
export const REF_NUMBER_CHARS = 11;

export const WORD: Readonly<Record<Commitment['kind'], string>> = {
  subcontract: 'subcontract',
  purchase_order: 'purchase order',
};

/** The number as QuickBooks can hold it: what is measured, looked up and sent. */
export function numberOf(commitment: Commitment): string {
  return plain(commitment.number).trim();
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

/** The texts of the record that are written to QuickBooks, by the names people know them. */
export function writtenTexts(commitment: Commitment, books: Books): Record<string, string> {
  return {
    Title: commitment.title,
    Description: commitment.description,
    Number: commitment.number,
    ...lineTexts(commitment.lines, books),
  };
}
