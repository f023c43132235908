import { ZodError } from 'zod';
import type { Env } from '@/lib/core/env';
import { AppError, type ErrorCode, TooMany } from '@/lib/core/errors';

/** What each kind of error is on the wire. */
const STATUS: Readonly<Record<ErrorCode, readonly [status: number, title: string]>> = {
  invalid: [422, 'This cannot be taken as it is'],
  unauthenticated: [401, 'Sign in'],
  forbidden: [403, 'Not allowed'],
  not_found: [404, 'Not found'],
  conflict: [409, 'Somebody was first'],
  blocked: [422, 'Rules stand in the way'],
  too_many: [429, 'Too many requests'],
  unavailable: [503, 'Not available right now'],
  procore: [502, 'Procore refused'],
  quickbooks: [502, 'QuickBooks refused'],
  web_connector: [502, 'The Web Connector failed'],
  broken: [500, 'Something is wrong on our side'],
};

const JSON_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

export function jsonResponse(status: number, body: unknown, requestId: string): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...JSON_HEADERS,
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': requestId,
    },
  });
}

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly remedy?: string | null;
  readonly code?: string;
}

/** RFC 9457: what happened, what to do, and the request id. Never a stack, a path or a database's words. */
export function problemResponse(
  problem: Problem,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  const body = { type: 'about:blank', ...problem, requestId };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: {
      ...JSON_HEADERS,
      ...headers,
      'content-type': 'application/problem+json; charset=utf-8',
      'x-request-id': requestId,
    },
  });
}

/** The one translator from what was thrown to what the browser is told. */
export function errorResponse(thrown: unknown, requestId: string, env: Env | null): Response {
  if (thrown instanceof ZodError) {
    const [issue] = thrown.issues;
    const detail = `${issue?.path.join('.') || 'The input'}: ${issue?.message ?? 'not understood'}`;
    return problemResponse({ status: 422, title: STATUS.invalid[1], detail, code: 'invalid' }, requestId);
  }
  if (!(thrown instanceof AppError)) {
    env?.log.error('a request failed', { request_id: requestId }, thrown);
    return problemResponse(
      { status: 500, title: STATUS.broken[1], detail: 'The support reference is below.', code: 'broken' },
      requestId,
    );
  }
  const [status, title] = STATUS[thrown.code];
  if (status >= 500)
    env?.log.warn('a request could not be served', {
      request_id: requestId,
      code: thrown.code,
      reason: thrown.message,
    });
  const isOurs = thrown.code === 'broken';
  const headers: Record<string, string> =
    thrown instanceof TooMany ? { 'retry-after': String(thrown.retryAfterS) } : {};
  const detail = isOurs ? 'The support reference is below.' : thrown.message;
  return problemResponse(
    { status, title, detail, remedy: isOurs ? null : thrown.remedy, code: thrown.code },
    requestId,
    headers,
  );
}
