import type { XmlElement } from '../xml';

export type Value = string | Fields;

/** An object's elements by name, each a list, so that none, one and many read alike. */
export interface Fields {
  readonly [name: string]: readonly Value[];
}

export function fieldsOf(element: XmlElement): Fields {
  const fields: Record<string, Value[]> = {};
  for (const child of element.children) {
    const value = child.children.length > 0 ? fieldsOf(child) : child.text;
    fields[child.name] = [...(fields[child.name] ?? []), value];
  }
  return fields;
}

/** The first value's text; undefined when the element is absent, '' when it is there and empty. */
export function textOf(fields: Fields, name: string): string | undefined {
  const [value] = fields[name] ?? [];
  return typeof value === 'string' ? value : undefined;
}

/** As `textOf`, with an empty element counting as absent: what an Add means by one. */
export const filledText = (fields: Fields, name: string): string | undefined =>
  textOf(fields, name) || undefined;

export const textsOf = (fields: Fields, name: string): readonly string[] =>
  (fields[name] ?? []).filter(value => typeof value === 'string');

export const groupsOf = (fields: Fields, name: string): readonly Fields[] =>
  (fields[name] ?? []).filter(value => typeof value !== 'string');

export const groupOf = (fields: Fields, name: string): Fields | undefined => groupsOf(fields, name)[0];

/** Builds fields from plain values, leaving out what is null or undefined. */
export function fieldsFrom(values: Readonly<Record<string, Value | null | undefined>>): Fields {
  const fields: Record<string, Value[]> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined) fields[name] = [value];
  }
  return fields;
}

export function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** What a Mod does to stored fields: a filled element replaces, an empty one clears, an absent one keeps. */
export function modified(stored: Fields, sent: Fields): Fields {
  const cleared = Object.keys(sent).filter(name => (sent[name] ?? []).every(value => value === ''));
  return without({ ...stored, ...sent }, cleared);
}
