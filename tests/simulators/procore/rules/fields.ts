import { isDecimal, plain } from '../decimal';
import { type FieldErrors, Refusal } from '../http/answer';
import { idOf, isObject, type Json, type JsonObject } from '../json';

/** What a field takes; an array is a closed set of words. */
export type FieldKind =
  | 'text'
  | 'id'
  | 'whole'
  | 'decimal'
  | 'flag'
  | 'date'
  | 'list'
  | 'object'
  | readonly string[];

export type FieldKinds = Readonly<Record<string, FieldKind>>;

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) && !Number.isNaN(Date.parse(text));

const amountText = (value: Json): string | null => {
  if (typeof value === 'string') return isDecimal(value) ? value : null;
  return typeof value === 'number' && isDecimal(String(value)) ? String(value) : null;
};

/** What is wrong with the value, or null. Null itself empties any field. */
function complaint(kind: FieldKind, value: Json): string | null {
  if (value === null) return null;
  if (typeof kind !== 'string') {
    return typeof value === 'string' && kind.includes(value) ? null : 'is not included in the list';
  }
  switch (kind) {
    case 'text':
      return typeof value === 'string' ? null : 'must be a string';
    case 'id':
      return idOf(value) === null ? 'must be an id' : null;
    case 'whole':
      return Number.isSafeInteger(value) ? null : 'must be a whole number';
    case 'decimal':
      return amountText(value) === null ? 'is not a number' : null;
    case 'flag':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'date':
      return typeof value === 'string' && (value === '' || isDay(value)) ? null : 'is not a valid date';
    case 'list':
      return Array.isArray(value) ? null : 'must be a list';
    case 'object':
      return isObject(value) ? null : 'must be an object';
  }
}

function stored(kind: FieldKind, value: Json): Json {
  if (value === null) return null;
  if (kind === 'id') return idOf(value);
  if (kind === 'decimal') return plain(amountText(value) ?? '0');
  return kind === 'date' && value === '' ? null : value;
}

const isCustomField = (name: string): boolean => /^custom_field_\d+$/.test(name);

/** Fields ready to be written: known names and right types, all of them, or a refusal that names each. */
export function readFields(input: JsonObject, kinds: FieldKinds): Record<string, Json> {
  const strangers = Object.keys(input).filter(name => !(name in kinds) && !isCustomField(name));
  if (strangers.length > 0) {
    const errors = Object.fromEntries(strangers.map(name => [name, ['is not a field of this resource']]));
    throw new Refusal(406, `Unknown fields: ${strangers.join(', ')}`, errors);
  }
  const errors: Record<string, string[]> = {};
  const values: Record<string, Json> = {};
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    const kind = kinds[name] ?? 'object';
    const wrong = isCustomField(name) ? null : complaint(kind, value);
    if (wrong) errors[name] = [wrong];
    else values[name] = isCustomField(name) ? value : stored(kind, value);
  }
  refuseIfAny(errors);
  return values;
}

/** Ends the request with 422 if a rule was broken. */
export function refuseIfAny(errors: FieldErrors): void {
  const names = Object.keys(errors);
  if (names.length > 0) throw new Refusal(422, `Invalid: ${names.join(', ')}`, errors);
}

export const textOr = (value: Json | undefined, fallback: string): string =>
  typeof value === 'string' ? value : fallback;

export const textOrNull = (value: Json | undefined): string | null =>
  typeof value === 'string' ? value : null;

export const numberOrNull = (value: Json | undefined): number | null =>
  typeof value === 'number' ? value : null;
