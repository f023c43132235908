/** A field of a record that is not as it was sent. */
export interface Difference {
  /** Where it stands: `lines 2 › amount`. */
  readonly field: string;
  /** Null for what was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** No more are told of one record; whoever has to read more looks at the record itself. */
const MOST = 50;

/** What differs between two pictures of a record, field by field; the parts of a list are matched by their ids. */
export function differencesBetween(before: unknown, after: unknown): Difference[] {
  return compare('', before, after).slice(0, MOST);
}

function compare(field: string, before: unknown, after: unknown): Difference[] {
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(field, before, after);
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
    return names.flatMap(name => compare(under(field, name), before[name], after[name]));
  }
  const [one, other] = [textOf(before), textOf(after)];
  return one === other ? [] : [{ field, before: one, after: other }];
}

function compareLists(field: string, before: readonly unknown[], after: readonly unknown[]): Difference[] {
  const keys = [...new Set([...before.map(keyOf), ...after.map(keyOf)])];
  return keys.flatMap((key, place) => {
    const was = before.find((one, index) => keyOf(one, index) === key);
    const is = after.find((one, index) => keyOf(one, index) === key);
    return compare(`${field} ${place + 1}`, was, is);
  });
}

const keyOf = (one: unknown, place: number): string =>
  isRecord(one) && typeof one['id'] === 'string' ? one['id'] : `at ${place}`;

const under = (field: string, name: string): string => (field === '' ? name : `${field} › ${name}`);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null, absent and empty are the same. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
