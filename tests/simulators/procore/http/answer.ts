import type { Json, JsonObject } from '../json';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

type Headers = Answer['headers'];

const JSON_TYPE = 'application/json; charset=utf-8';
const CACHE = 'no-store, must-revalidate, private, max-age=0';

export const json = (status: number, body: Json, headers: Headers = {}): Answer => ({
  status,
  headers: { 'Content-Type': JSON_TYPE, 'Cache-Control': CACHE, ...headers },
  body: JSON.stringify(body),
});

export const ok = (body: Json, headers: Headers = {}): Answer => json(200, body, headers);
export const created = (body: Json): Answer => json(201, body);
export const noContent: Answer = { status: 204, headers: {}, body: '' };

export const htmlPage = (status: number, body: string, headers: Headers = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  body,
});

export const seeOther = (location: string, headers: Headers = {}): Answer => ({
  status: 302,
  headers: { Location: location, 'Cache-Control': 'no-store', ...headers },
  body: '',
});

/** Field name to what is wrong with it, as Procore keys them; `base` for the whole record. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** Ends a request with an error; how its body looks depends on the family of the route. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly fields: FieldErrors | null = null,
  ) {
    super(message);
  }
}

export const refuseField = (status: number, field: string, message: string): Refusal =>
  new Refusal(status, `${field} ${message}`, { [field]: [message] });

export const notFound = (what: string): Refusal => new Refusal(404, `${what} was not found`);

type Family = 'plain' | 'message' | 'coded';

/** Procore's bodies are not uniform; each family of routes keeps to one of the shapes seen. */
function familyOf(template: string): Family {
  if (template.startsWith('/rest/v2.') || template.includes('/webhooks/')) return 'coded';
  if (/\/(me|permissions|companies|company_base_url)$/.test(template)) return 'message';
  return 'plain';
}

const CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  406: 'not_acceptable',
  409: 'conflict',
  413: 'payload_too_large',
  422: 'validation_error',
  429: 'too_many_requests',
};

function codedBody(refusal: Refusal): JsonObject {
  const details = Object.entries(refusal.fields ?? {}).flatMap(([source, messages]) =>
    messages.map(message => ({ code: 'invalid', message, source })),
  );
  return { error: { code: CODES[refusal.status] ?? 'error', message: refusal.message, details } };
}

export function answerOf(refusal: Refusal, template: string): Answer {
  const family = familyOf(template);
  if (family === 'coded') return json(refusal.status, codedBody(refusal));
  // A refused token has one body everywhere: it is refused before any family is reached.
  if (family === 'message' || refusal.status === 401)
    return json(refusal.status, { message: refusal.message });
  return json(refusal.status, { errors: refusal.fields ?? refusal.message });
}
