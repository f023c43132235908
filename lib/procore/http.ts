import { parse as parseLossless, stringify as stringifyLossless } from 'lossless-json';
import type { Env } from '@/lib/core/env';
import { PROCORE } from '@/lib/core/limits';
import { isRetryableStatus, messagesOf, ProcoreError } from './errors';
import type { Limiter, Urgency } from './limiter';
import { templateOf, versioned } from './paths';

export interface ProcoreHosts {
  readonly environment: string;
  readonly loginUrl: string;
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Other versions than ours, by resource: `requisitions` → `v1.2`. */
  readonly versions?: Readonly<Record<string, string>>;
}

export type QueryValue = string | number | readonly (string | number)[] | undefined;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and nothing else: `/rest/v1.0/me`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  /** GETs are always safe to repeat; a write is when the same call twice leaves the same record. */
  readonly isRepeatable?: boolean;
}

export interface Caller {
  readonly token: string;
  /** Procore's company id, sent with every call but `/me` and `/companies` of a person. */
  readonly companyId: string | null;
  readonly urgency: Urgency;
}

export interface ProcoreAnswer {
  readonly status: number;
  /** Numbers are kept as their digits, so ids and money lose nothing. */
  readonly body: unknown;
  readonly headers: Headers;
}

export interface Wire {
  readonly env: Env;
  readonly hosts: ProcoreHosts;
  readonly limiter: Limiter;
  /** Told of every answer, for metrics. */
  readonly observe?: (call: Call, status: number, durationMs: number) => void;
}

const USER_AGENT = 'procore-quickbooks-connector';

function urlOf(hosts: ProcoreHosts, call: Call): string {
  const url = new URL(versioned(call.path, hosts.versions ?? {}), hosts.apiUrl);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value === undefined) continue;
    if (typeof value === 'string' || typeof value === 'number') url.searchParams.append(name, String(value));
    else for (const one of value) url.searchParams.append(`${name}[]`, String(one));
  }
  return url.toString();
}

async function readBounded(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > PROCORE.maxAnswerBytes) {
      await reader.cancel();
      throw new ProcoreError(response.status, [{ field: null, text: 'the answer is too large' }], {
        isRetryable: false,
        isUnsure: true,
      });
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parseBody(text: string, response: Response): unknown {
  if (text.trim() === '') return null;
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  if (!isJson && response.ok) throw garbled(response, 'it is not JSON');
  if (!isJson) return text;
  try {
    return parseLossless(text, undefined, digits => digits);
  } catch (cause) {
    throw garbled(response, 'it is cut short or malformed', cause);
  }
}

function garbled(response: Response, why: string, cause?: unknown): ProcoreError {
  return new ProcoreError(response.status, [{ field: null, text: `the answer cannot be used: ${why}` }], {
    requestId: requestIdOf(response),
    isRetryable: true,
    isUnsure: true,
    cause,
  });
}

function requestIdOf(response: Response): string | null {
  return response.headers.get('x-request-id');
}

function headersOf(caller: Caller, call: Call, token: string): Record<string, string> {
  return {
    authorization: `Bearer ${caller.token}`,
    accept: 'application/json',
    'user-agent': USER_AGENT,
    ...(caller.companyId === null ? {} : { 'procore-company-id': caller.companyId }),
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(call.method === 'POST' || call.method === 'PATCH' ? { 'idempotency-token': token } : {}),
  };
}

interface Attempt {
  readonly caller: Caller;
  readonly call: Call;
  /** The same for every try of one call. */
  readonly idempotencyToken: string;
}

async function once(wire: Wire, { caller, call, idempotencyToken }: Attempt): Promise<ProcoreAnswer> {
  const startedMs = wire.env.now().getTime();
  let response: Response;
  let text: string;
  try {
    response = await fetch(urlOf(wire.hosts, call), {
      method: call.method,
      headers: headersOf(caller, call, idempotencyToken),
      // A redirect is never followed: it could lead the token to another host.
      redirect: 'manual',
      signal: AbortSignal.timeout(PROCORE.totalTimeoutMs),
      ...(call.body === undefined ? {} : { body: stringifyLossless(call.body) ?? '' }),
    });
    text = await readBounded(response);
  } catch (cause) {
    if (cause instanceof ProcoreError) throw cause;
    told(wire, { call, response: null, startedMs });
    throw new ProcoreError(0, [], { isRetryable: true, isUnsure: true, cause });
  }
  told(wire, { call, response, startedMs });
  await wire.limiter.learn(limitKey(caller), response.status, response.headers);
  const body = parseBody(text, response);
  if (!response.ok) {
    throw new ProcoreError(response.status, messagesOf(body), {
      requestId: requestIdOf(response),
      isRetryable: isRetryableStatus(response.status),
      isUnsure: response.status >= 500 && !isTurnedAway(response),
      cause: response.headers,
    });
  }
  const refusal = refusalIn(body);
  if (refusal)
    throw new ProcoreError(response.status, refusal, {
      requestId: requestIdOf(response),
      isRetryable: false,
    });
  return { status: response.status, body, headers: response.headers };
}

/** Refused at the door: a 503 that names a time was given by Procore before it did anything; one without may be a proxy's. */
function isTurnedAway(response: Response): boolean {
  return response.status === 503 && response.headers.has('retry-after');
}

function told(wire: Wire, { call, response, startedMs }: Heard): void {
  const status = response?.status ?? 0;
  const durationMs = wire.env.now().getTime() - startedMs;
  wire.observe?.(call, status, durationMs);
  wire.env.log.debug('procore', {
    method: call.method,
    path: templateOf(call.path),
    status,
    duration_ms: durationMs,
    procore_request_id: response === null ? null : requestIdOf(response),
    rate_remaining: response?.headers.get('x-rate-limit-remaining') ?? null,
  });
}

interface Heard {
  readonly call: Call;
  readonly response: Response | null;
  readonly startedMs: number;
}

/** A 200 whose body is nothing but an error. Sync answers carry `errors` beside `entities` and are no such thing. */
function refusalIn(body: unknown) {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  const keys = Object.keys(body);
  return keys.length === 1 && (keys[0] === 'error' || keys[0] === 'errors') ? messagesOf(body) : null;
}

function limitKey(caller: Caller): string {
  return caller.companyId ?? 'no company';
}

/**
 * One call of Procore's REST API: waits for its turn, repeats what is safe to repeat when Procore is busy or away. A write
 * that may have been carried out is never sent twice, unless twice leaves the same record.
 * @throws ProcoreError for every answer that is no success, Unavailable when the rate limit leaves no turn.
 */
export async function send(wire: Wire, caller: Caller, call: Call): Promise<ProcoreAnswer> {
  const isSafe = call.method === 'GET' || call.isRepeatable === true;
  const idempotencyToken = wire.env.newId();
  for (let attempt = 1; ; attempt += 1) {
    await wire.limiter.takeTurn(limitKey(caller), caller.urgency);
    try {
      return await once(wire, { caller, call, idempotencyToken });
    } catch (thrown) {
      if (!(thrown instanceof ProcoreError)) throw thrown;
      const mayRepeat = thrown.isRetryable && (isSafe || !thrown.isUnsure);
      if (!mayRepeat || attempt >= PROCORE.maxRetries) throw thrown;
      // What Retry-After says is waited out by takeTurn.
      const isBusy = thrown.status === 429 || thrown.status === 503;
      if (!isBusy)
        await wire.env.sleep(PROCORE.retryBaseMs * 2 ** (attempt - 1) + (wire.env.randomBytes(1)[0] ?? 0));
    }
  }
}
