import type { ValueNode, ValueType } from './grammar';

const collapse = (text: string): string => text.replace(/[\t\n\r ]+/g, ' ').trim();

/** Whether the calendar has such a day; months and days count from 1. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (lengths[month - 1] ?? 0);
}

function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(collapse(text));
  return parts !== null && isCalendarDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

const isBlank = (text: string): boolean => collapse(text) === '';
const matches =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text);

const PRICE = matches(/^([+-]?\d{1,10}(\.\d{1,5})?)?$/);

/** What the parser lets through. A date and time may still name a day that does not exist: that is status 3020. */
const FORMS: Readonly<Record<ValueType, (text: string) => boolean>> = {
  str: () => true,
  id: text => [...text].length <= 36,
  guid: matches(/^(0|\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\})$/),
  bool: text => /^(true|false|1|0)?$/.test(collapse(text)),
  date: text => isBlank(text) || isDate(text),
  datetime: text =>
    isBlank(text) ||
    /^\d{4}-\d{1,2}-\d{1,2}(T\d{1,2}(:\d{1,2}(:\d{1,2}([+-]\d{1,2}:\d{1,2})?)?)?)?$/.test(text),
  amt: matches(/^([+-]?\d{1,13}(\.\d{2})?)?$/),
  price: PRICE,
  qty: PRICE,
  pct: PRICE,
  float: text => isBlank(text) || /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(collapse(text)),
  int: text => /^[+-]?\d+$/.test(collapse(text)),
  enum: () => true,
};

/** Whether QuickBooks' parser takes the text as a value of this element; over-long text is judged elsewhere. */
export function hasRightForm(node: ValueNode, text: string): boolean {
  if (node.byDefault !== null && text === '') return true;
  if (node.type === 'enum') return node.values.includes(text);
  if (!FORMS[node.type](text)) return false;
  if (!node.range) return true;
  const value = Number(collapse(text));
  return value >= node.range[0] && value <= node.range[1];
}

/** Lengths are counted in characters, not in UTF-16 units. */
export const isTooLong = (text: string, most: number): boolean => [...text].length > most;

export const isTrue = (text: string): boolean => ['true', '1'].includes(collapse(text));

/** What follows the type's white space rule: text as sent, everything else trimmed. */
export const settled = (type: ValueType, text: string): string =>
  type === 'str' || type === 'enum' || type === 'id' ? text : collapse(text);
