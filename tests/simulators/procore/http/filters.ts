import { Refusal } from './answer';
import type { Call } from './call';

type Test<Row> = (row: Row) => boolean;

/** Makes a test of the values given, or refuses them. */
export type Filter<Row> = (values: readonly string[], name: string) => Test<Row>;

const wrong = (name: string, why: string): Refusal => new Refusal(400, `filters[${name}] ${why}`);

function single(values: readonly string[], name: string): string {
  const [value, ...others] = values;
  if (value === undefined || others.length > 0) throw wrong(name, 'takes one value');
  return value;
}

export const byText =
  <Row>(read: (row: Row) => string | null): Filter<Row> =>
  (values, name) => {
    const wanted = single(values, name);
    return row => read(row) === wanted;
  };

export const byContaining =
  <Row>(read: (row: Row) => string): Filter<Row> =>
  (values, name) => {
    const wanted = single(values, name).toLowerCase();
    return row => read(row).toLowerCase().includes(wanted);
  };

export const byFlag =
  <Row>(read: (row: Row) => boolean): Filter<Row> =>
  (values, name) => {
    const wanted = single(values, name);
    if (wanted !== 'true' && wanted !== 'false') throw wrong(name, 'must be true or false');
    return row => read(row) === (wanted === 'true');
  };

/** Any of a closed set of words. */
export const byWord =
  <Row>(words: readonly string[], read: (row: Row) => string): Filter<Row> =>
  (values, name) => {
    const stranger = values.find(value => !words.includes(value));
    if (stranger !== undefined) throw wrong(name, `does not know "${stranger}"`);
    return row => values.includes(read(row));
  };

/** Any of the ids: repeated, or as one list in brackets, as Procore's reference shows it. */
export const byIds =
  <Row>(read: (row: Row) => number | null): Filter<Row> =>
  (values, name) => {
    const ids = values.flatMap(value =>
      /^\[[\d,\s]*\]$/.test(value) ? (value.match(/\d+/g) ?? []) : [value],
    );
    if (!ids.every(id => /^\d{1,16}$/.test(id))) throw wrong(name, 'takes ids');
    const wanted = new Set(ids.map(Number));
    return row => wanted.has(read(row) ?? 0);
  };

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

function momentOf(text: string, end: boolean): number | null {
  if (DATE.test(text)) return Date.parse(`${text}T${end ? '23:59:59.999' : '00:00:00'}Z`);
  return MOMENT.test(text) ? Date.parse(text) : null;
}

/** `"from...to"`, both ends included and both quotes needed: the unquoted form is not known to work. */
export const byRange =
  <Row>(read: (row: Row) => string | null): Filter<Row> =>
  (values, name) => {
    const match = /^"(.+)\.\.\.(.+)"$/.exec(single(values, name));
    const from = match?.[1] ? momentOf(match[1], false) : null;
    const to = match?.[2] ? momentOf(match[2], true) : null;
    if (from === null || to === null) throw wrong(name, 'must be a quoted range of two ISO 8601 moments');
    return row => {
      const at = Date.parse(read(row) ?? '');
      return at >= from && at <= to;
    };
  };

/** `with` also shows deleted records, `only` nothing else; without it they are left out. */
export function withDeleted<Row extends { deletedAt: string | null }>(
  call: Call,
  rows: readonly Row[],
): Row[] {
  const wanted = call.query.get('filters[include_deleted]');
  if (wanted === null) return rows.filter(row => row.deletedAt === null);
  if (wanted === 'with') return [...rows];
  if (wanted === 'only') return rows.filter(row => row.deletedAt !== null);
  throw wrong('include_deleted', 'must be with or only');
}

/** Accepted and without effect here; for filters whose subject this release does not hold. */
export const ignored: Filter<unknown> = () => () => true;

function namedValues(call: Call): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of call.query) {
    const name = /^filters\[(\w+)\](\[\])?$/.exec(key)?.[1];
    if (name === undefined) {
      if (key.startsWith('filter')) throw new Refusal(400, `${key} is not a filter`);
      continue;
    }
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

/** Applies the filters of the query, combined with AND; a filter that the route does not list is refused. */
export function filtered<Row>(
  call: Call,
  rows: readonly Row[],
  filters: Readonly<Record<string, Filter<Row>>>,
): Row[] {
  const tests: Test<Row>[] = [];
  for (const [name, values] of namedValues(call)) {
    const filter = filters[name];
    if (!filter) throw new Refusal(400, `filters[${name}] is not known here`);
    tests.push(filter(values, name));
  }
  return rows.filter(row => tests.every(test => test(row)));
}

export function viewOf<View extends string>(call: Call, views: readonly View[], usual: View): View {
  const asked = call.query.get('view');
  if (asked === null) return usual;
  const view = views.find(one => one === asked);
  if (view === undefined) throw new Refusal(400, `view must be one of ${views.join(', ')}`);
  return view;
}

/** `sort=name` or `sort=-name`; without it rows stand as they lie, for order is not promised. */
export function sorted<Row>(
  call: Call,
  rows: readonly Row[],
  keys: Readonly<Record<string, (row: Row) => string>>,
): Row[] {
  const asked = call.query.get('sort');
  if (asked === null) return [...rows];
  const key = keys[asked.replace(/^-/, '')];
  if (!key) throw new Refusal(400, `sort does not know "${asked}"`);
  const sign = asked.startsWith('-') ? -1 : 1;
  return [...rows].sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
