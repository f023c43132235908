import type { BookLink, Books } from '@/lib/mappings/books';
import type { DivisionUnderWay } from '@/lib/mappings/list-books';
import { linkOf } from '../shared/links';
import { fittedName, ITEM_NAME_CHARS } from '../shared/list-names';

/** A code of the company's standard list, as it is sent. */
export interface CostCodeRecord {
  readonly id: string;
  readonly fullCode: string;
  readonly name: string;
  /** Still on the standard list. */
  readonly isActive: boolean;
  /** The code it stands below; null for one on the top level. */
  readonly division: { readonly id: string; readonly fullCode: string } | null;
  readonly originId: string | null;
}

export type ItemType = Books['settings']['itemType'];

export function codeAndText({ fullCode, name }: CostCodeRecord): string {
  return `${fullCode} ${name}`.trim();
}

/** Every name the item may get by the settings. */
export function namesOf(code: CostCodeRecord): string[] {
  return [code.fullCode, codeAndText(code)].map(name => fittedName(name, ITEM_NAME_CHARS));
}

export function nameWanted(code: CostCodeRecord, books: Books): string {
  const { choices } = books.lists;
  if (choices.name !== undefined) return choices.name;
  return books.settings.itemNames === 'code_and_text' ? codeAndText(code) : code.fullCode;
}

export function itemName(code: CostCodeRecord, books: Books): string {
  return fittedName(nameWanted(code, books), ITEM_NAME_CHARS);
}

export function itemType(books: Books): ItemType {
  return books.lists.choices.itemType ?? books.settings.itemType;
}

/** The accounts by ListID; null for one that nobody chose. */
export function accountsOf(books: Books): {
  readonly income: string | null;
  readonly expense: string | null;
} {
  const { choices } = books.lists;
  return {
    income: choices.incomeAccount ?? books.settings.incomeAccount,
    expense: choices.expenseAccount ?? books.settings.expenseAccount,
  };
}

export type Division =
  /** The code stands on the top level. */
  | { readonly is: 'none' }
  | { readonly is: 'there'; readonly link: BookLink }
  | { readonly is: 'under way'; readonly write: DivisionUnderWay }
  | { readonly is: 'missing'; readonly fullCode: string };

/** Where the division that the item stands below is. Divisions go first. */
export function divisionOf(code: CostCodeRecord, books: Books): Division {
  if (code.division === null || books.settings.divisions === 'none') return { is: 'none' };
  const link = linkOf(books, 'cost_code', code.division.id);
  if (link !== null) return { is: 'there', link };
  const write = books.lists.divisionUnderWay;
  return write === null ? { is: 'missing', fullCode: code.division.fullCode } : { is: 'under way', write };
}
