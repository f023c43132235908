import { Refusal, refuseField } from '../http/answer';
import type { Call } from '../http/call';
import { idOf, isObject, type Json, type JsonObject } from '../json';

/** The JSON object a write must carry. */
export function bodyObject(call: Call): JsonObject {
  const { body } = call;
  if (body.kind === 'broken') throw new Refusal(400, 'The body is not valid JSON');
  if (body.kind === 'other' || body.kind === 'form') {
    throw new Refusal(406, 'The body must be sent as application/json');
  }
  if (body.kind === 'none' || !isObject(body.value)) throw new Refusal(400, 'The body must be a JSON object');
  return body.value;
}

const inBody = (call: Call, name: string): Json | undefined =>
  call.body.kind === 'json' && isObject(call.body.value) ? call.body.value[name] : undefined;

/** An id of the path, the query or the body; given twice it must say the same. */
export function optionalScopeId(call: Call, name: string): number | null {
  const given = [call.params[name], call.query.get(name) ?? undefined, inBody(call, name)];
  const ids = given.filter(value => value !== undefined).map(value => ({ value, id: idOf(value) }));
  const broken = ids.find(one => one.id === null);
  if (broken) throw refuseField(400, name, 'is not an id');
  const distinct = [...new Set(ids.map(one => one.id))];
  if (distinct.length > 1) throw refuseField(400, name, 'is given twice and differs');
  return distinct[0] ?? null;
}

export function scopeId(call: Call, name: string): number {
  const id = optionalScopeId(call, name);
  if (id === null) throw refuseField(400, name, 'is required');
  return id;
}

/** The object under the record's own name, as Procore wraps what is to be written. */
export function wrapped(call: Call, name: string): JsonObject {
  const value = bodyObject(call)[name];
  if (!isObject(value)) throw refuseField(400, name, 'is required and must be an object');
  return value;
}

/** The number of a path such as `/…/{id}`; the router lets only digits through. */
export const pathId = (call: Call, name: string): number => idOf(call.params[name]) ?? 0;
