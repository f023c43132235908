import type { Country, MaxLength, Range, ValueField, ValueType } from './fields';
import { isWindows1252 } from './text';

/**
 * The forms of qbXML's value types, both ways. `problemOf` says why a value cannot be sent; `readValue` takes what
 * QuickBooks answers, which is looser: decimal commas, missing decimals, open enums.
 */
const SENT: Readonly<Record<string, { readonly form: RegExp; readonly expected: string }>> = {
  amt: { form: /^[+-]?\d{1,13}(\.\d{2})?$/, expected: 'an amount with two decimals' },
  price: { form: /^[+-]?\d{1,10}(\.\d{1,5})?$/, expected: 'a price with at most five decimals' },
  qty: { form: /^[+-]?\d{1,10}(\.\d{1,5})?$/, expected: 'a quantity with at most five decimals' },
  pct: { form: /^[+-]?\d{1,10}(\.\d{1,5})?$/, expected: 'a percentage with at most five decimals' },
  float: { form: /^[+-]?\d+(\.\d+)?$/, expected: 'a number' },
  datetime: {
    form: /^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2}([+-]\d{2}:\d{2})?)?)?)?$/,
    expected: 'a date and time without Z or fractions',
  },
  guid: {
    form: /^(0|\{[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\})$/,
    expected: 'a GUID in braces',
  },
  interval: { form: /^PT(?=\d)(\d+H)?(\d+M)?(\d+S)?$/, expected: 'an interval such as PT8H30M0S' },
};

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

export function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export function maxLengthIn(max: MaxLength | null, country: Country): number | null {
  if (max === null || typeof max === 'number') return max;
  return max[country] ?? null;
}

function textProblem(text: string, field: ValueField, country: Country): string | null {
  const max = maxLengthIn(field.max, country);
  if (max !== null && text.length > max) return `has ${text.length} characters, QuickBooks takes ${max}`;
  if (field.type === 'id' && text === '') return 'is an empty id';
  for (const character of text) {
    if (!isWindows1252(character)) return `holds “${character}”, which QuickBooks cannot store`;
  }
  return null;
}

function wholeProblem(value: unknown, range: Range | null): string | null {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'is not a whole number';
  if (range === null || (value >= range.min && (range.max === undefined || value <= range.max))) return null;
  return `is ${value}, not ${range.max === undefined ? `${range.min} or more` : `${range.min} to ${range.max}`}`;
}

/** Types without an empty form in Intuit's schema: there, an empty element has the whole set refused. */
const NEVER_EMPTY: ReadonlySet<ValueType> = new Set(['enum', 'guid']);

/** Why this value cannot be sent; null when it can. An empty string is a cleared field, where the type has one. */
export function problemOf(value: unknown, field: ValueField, country: Country): string | null {
  if (field.type === 'bool') return typeof value === 'boolean' ? null : 'is not true or false';
  if (field.type === 'int') return wholeProblem(value, field.range);
  if (typeof value !== 'string') return 'is not text';
  if (field.type === 'str' || field.type === 'id') return textProblem(value, field, country);
  if (value === '' && !NEVER_EMPTY.has(field.type)) return null;
  if (field.type === 'enum')
    return field.values.includes(value) ? null : `is “${value}”, which is not one of the values allowed`;
  if (field.type === 'date') return isDate(value) ? null : `is “${value}”, not a date as yyyy-mm-dd`;
  const sent = SENT[field.type];
  return sent === undefined || sent.form.test(value) ? null : `is “${value}”, not ${sent.expected}`;
}

/** The text of a value that `problemOf` found good. */
export function writeValue(value: unknown): string {
  return String(value);
}

export type ReadValue = { readonly value: string | number | boolean } | { readonly problem: string } | null;

type Reader = (text: string) => Exclude<ReadValue, null>;

/** Text that has a form, as it stands or brought into ours. */
function formed(form: RegExp, what: string, bring: (text: string) => string = text => text): Reader {
  return text => (form.test(text) ? { value: bring(text) } : { problem: `“${text}” is not ${what}` });
}

/** With a point and a digit on both sides of it, whatever the settings of the machine that wrote it. */
const number = formed(/^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/, 'a number', text =>
  text
    .replace(',', '.')
    .replace(/^([+-]?)\./, '$10.')
    .replace(/\.$/, ''),
);

const READERS: Readonly<Record<Exclude<ValueType, 'str' | 'id' | 'enum'>, Reader>> = {
  bool: text => {
    if (text === 'true' || text === '1') return { value: true };
    return text === 'false' || text === '0'
      ? { value: false }
      : { problem: `“${text}” is not true or false` };
  },
  int: text =>
    /^[+-]?\d{1,15}$/.test(text)
      ? { value: Number.parseInt(text, 10) }
      : { problem: `“${text}” is not a whole number` },
  amt: number,
  price: number,
  qty: number,
  pct: number,
  float: number,
  date: text => (isDate(text) ? { value: text } : { problem: `“${text}” is not a date` }),
  datetime: formed(/^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2}([+-]\d{2}:\d{2})?)?)?)?$/, 'a date and time'),
  interval: formed(/^-?PT(?=\d)(\d+H)?(\d+M)?(\d+S)?$/, 'an interval'),
  // Compared with ours and never taken apart.
  guid: text => ({ value: text }),
};

/** A value as QuickBooks wrote it; null for an empty one that is no text. */
export function readValue(text: string, field: Pick<ValueField, 'type'>): ReadValue {
  if (field.type === 'str' || field.type === 'id' || field.type === 'enum') return { value: text };
  const trimmed = text.trim();
  return trimmed === '' ? null : READERS[field.type](trimmed);
}
