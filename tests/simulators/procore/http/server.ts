import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FaultRule } from '../faults';
import { tokenFields } from '../oauth/token-routes';
import { type Site, stampNow } from '../site';
import { type Answer, answerOf, Refusal } from './answer';
import { bodyOf, type Call, readBytes } from './call';
import { answerTo, isJudged, newRequestId } from './dispatch';
import { answerInstead, errorIn200 } from './misbehave';
import { findRoute, type Match, type Route } from './router';

/** An unknown path is counted by its shape, so that ids do not make it many. */
const UNKNOWN = (path: string): string => path.replace(/\/\d+(?=\/|$)/g, '/{id}');

async function callOf(site: Site, request: IncomingMessage, match: Match | null): Promise<Call> {
  const url = new URL(request.url ?? '/', site.settings.publicUrl);
  const bytes = await readBytes(request);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    template: match?.route.template ?? UNKNOWN(url.pathname),
    params: match?.params ?? {},
    query: url.searchParams,
    headers: request.headers,
    body: await bodyOf(bytes, request.headers['content-type'] ?? ''),
    requestId: newRequestId(site),
  };
}

const headersOf = (answer: Answer, requestId: string): Record<string, string | string[]> => {
  const entries = Object.entries(answer.headers).map(([name, value]): [string, string | string[]] => [
    name,
    typeof value === 'string' ? value : [...value],
  ]);
  return { ...Object.fromEntries(entries), 'x-request-id': requestId, 'X-Content-Type-Options': 'nosniff' };
};

function send(response: ServerResponse, answer: Answer, requestId: string): void {
  const bytes = Buffer.from(answer.body);
  const length = answer.status === 204 ? {} : { 'Content-Length': String(bytes.length) };
  response.writeHead(answer.status, { ...headersOf(answer, requestId), ...length });
  response.end(bytes);
}

/** The first half of the body, as if it were all there is. */
function sendHalf(response: ServerResponse, answer: Answer, requestId: string): void {
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    ...headersOf(answer, requestId),
    'Content-Type': 'application/json; charset=utf-8',
  });
  response.end(bytes.subarray(0, Math.max(1, Math.floor(bytes.length / 2))));
}

interface Exchange {
  readonly site: Site;
  readonly call: Call;
  readonly route: Route | null;
  readonly response: ServerResponse;
}

function note({ site, call }: Exchange, status: number): void {
  if (!isJudged(call.path)) return;
  const sent = (name: string): string | null => {
    const value = call.headers[name];
    return typeof value === 'string' ? value : null;
  };
  site.book.noteRequest({
    method: call.method,
    template: call.template,
    path: call.path,
    status,
    companyId: sent('procore-company-id'),
    requestId: call.requestId,
    userAgent: sent('user-agent'),
    idempotencyToken: sent('idempotency-token'),
    at: stampNow(site),
  });
}

/** Status written down for requests whose answer never left. */
const NO_ANSWER = 0;

function drop(exchange: Exchange): void {
  note(exchange, NO_ANSWER);
  exchange.response.socket?.destroy();
}

async function perform(exchange: Exchange, faults: readonly FaultRule[]): Promise<void> {
  const { site, call, route, response } = exchange;
  for (const slow of faults.filter(rule => rule.kind === 'latency'))
    await site.settings.time.wait(slow.ms ?? 2000);
  const fault = faults.find(rule => rule.kind !== 'latency');
  if (fault?.kind === 'drop-before') return drop(exchange);
  const instead = fault ? answerInstead(site, fault, call.path) : null;
  const usual = instead ?? (await answerTo(site, call, route));
  if (fault?.kind === 'drop-after') return drop(exchange);
  const answer = fault?.kind === 'error-in-200' ? errorIn200(usual) : usual;
  note(exchange, answer.status);
  if (fault?.kind === 'half-body') return sendHalf(response, answer, call.requestId);
  send(response, answer, call.requestId);
}

async function serve(
  site: Site,
  routes: readonly Route[],
  at: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { request, response } = at;
  const path = new URL(request.url ?? '/', site.settings.publicUrl).pathname;
  const match = findRoute(routes, request.method ?? 'GET', path);
  const call = await callOf(site, request, match);
  const { method, template } = call;
  const grant = tokenFields(call)?.get('grant_type') ?? null;
  const faults = isJudged(path) ? site.faults.take({ method, template, grant }) : [];
  await perform({ site, call, route: match?.route ?? null, response }, faults);
}

function fail(site: Site, response: ServerResponse, error: unknown): void {
  if (error instanceof Refusal && !response.headersSent) {
    send(response, answerOf(error, '/'), newRequestId(site));
    return;
  }
  // The client went away, or broke off while sending.
  response.socket?.destroy();
}

/** Only a bound server knows its port, so the site comes later; early requests wait for it. */
export function makeServer(ready: Promise<Site>, routes: readonly Route[]): Server {
  return createServer((request, response) => {
    void ready.then(site =>
      serve(site, routes, { request, response }).catch((error: unknown) => fail(site, response, error)),
    );
  });
}
