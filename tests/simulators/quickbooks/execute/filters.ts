import { type Fields, filledText, textsOf } from '../company/fields';
import type { LocalTime } from '../company/local-time';
import { StatusError } from '../errors';
import type { Selection } from './paging';

export interface Asked<T> {
  readonly wanted: readonly string[];
  readonly find: (wanted: string) => T | undefined;
}

/** What was asked for one by one: found objects in the order asked, and what was not there. */
export function pick<T>({ wanted, find }: Asked<T>): Selection<T> {
  const pairs = wanted.map(name => ({ name, object: find(name) }));
  const found = pairs.map(({ object }) => object).filter(object => object !== undefined);
  const missing = pairs.filter(({ object }) => object === undefined).map(({ name }) => name);
  return { found: [...new Set(found)], missing };
}

export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Both ends count in; local time of the PC unless an offset is given. */
export function isWithin(fields: Fields, span: Span, time: LocalTime): (epochSeconds: number) => boolean {
  const [from, to] = [filledText(fields, span.from), filledText(fields, span.to)];
  const earliest = from === undefined ? Number.NEGATIVE_INFINITY : time.read(from, 'from');
  const latest = to === undefined ? Number.POSITIVE_INFINITY : time.read(to, 'to');
  if (earliest > latest) {
    throw new StatusError(3030, `The date "${from}" in the field "${span.from}" is later than "${to}".`);
  }
  return epochSeconds => epochSeconds >= earliest && epochSeconds <= latest;
}

/** Plain days, compared as they are written. */
export function isDayWithin(fields: Fields, span: Span): (day: string) => boolean {
  const [from = '', to = '9999-12-31'] = [filledText(fields, span.from), filledText(fields, span.to)];
  if (from > to)
    throw new StatusError(3030, `The date "${from}" in the field "${span.from}" is later than "${to}".`);
  return day => day >= from && day <= to;
}

/** `MatchCriterion` against a text, letters of either case alike. */
export function isMatch(filter: Fields, valueName: string): (text: string) => boolean {
  const wanted = (filledText(filter, valueName) ?? '').toLowerCase();
  const criterion = filledText(filter, 'MatchCriterion');
  return text => {
    const lower = text.toLowerCase();
    if (criterion === 'StartsWith') return lower.startsWith(wanted);
    return criterion === 'EndsWith' ? lower.endsWith(wanted) : lower.includes(wanted);
  };
}

/** A range of texts, both ends included; numbers compare as numbers when both sides are. */
export function isInRange(filter: Fields, fromName: string, toName: string): (text: string) => boolean {
  const [from, to] = [filledText(filter, fromName), filledText(filter, toName)];
  if (from !== undefined && to !== undefined && compareTexts(from, to) > 0) {
    throw new StatusError(3031, `"${from}" in the field "${fromName}" is later than "${to}".`);
  }
  return text =>
    (from === undefined || compareTexts(text, from) >= 0) &&
    (to === undefined || compareTexts(text, to) <= 0);
}

export function compareTexts(a: string, b: string): number {
  const isNumeric = /^\d+$/.test(a) && /^\d+$/.test(b);
  if (isNumeric) return Number(a) - Number(b);
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export const asked = (fields: Fields, name: string): readonly string[] | null => {
  const wanted = textsOf(fields, name);
  return wanted.length > 0 ? wanted : null;
};
