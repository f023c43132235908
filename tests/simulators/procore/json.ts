export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A key whose value is `undefined` is absent from the written JSON. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined where the text is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    // JSON.parse can make nothing else.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** An id sent as a JSON number or as digits in a string, as Procore takes both. */
export function idOf(value: Json | undefined): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? value : null;
  if (typeof value !== 'string' || !/^\d{1,16}$/.test(value)) return null;
  const id = Number(value);
  return Number.isSafeInteger(id) ? id : null;
}
