import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { HARBOR_PINE_ID, makeWorld, RIVERSIDE_ID } from '../../world';
import { type Procore, type ProcoreOptions, startProcore } from '..';
import { isObject, type Json, type JsonObject, parseJson } from '../json';

export const CLIENT = { client_id: 'connector-client', client_secret: 'connector-secret' };
export const APP_URL = 'http://localhost:3999';
export const REDIRECT_URI = `${APP_URL}/api/auth/callback/procore`;

export const COMPANY = HARBOR_PINE_ID;
export const PROJECT = RIVERSIDE_ID;
/** Approved subcontract with three lines, nobody's mark on it. */
export const CONCRETE = 598134327001501;
/** Approved purchase order. */
export const BOLTS = 598134327001503;
/** Subcontract still out for signature: its schedule of values is open. */
export const MECHANICAL = 598134327001504;
/** Purchase order that another integration owns. */
export const FORMWORK = 598134327001510;

export const ADMIN = 'avery.stone@harborpine.example';
export const MANAGER = 'dana.ruiz@harborpine.example';
export const APPROVER = 'priya.shah@harborpine.example';
export const VIEWER = 'tom.becker@harborpine.example';
export const STRANGER = 'lena.ortiz@ottercreek.example';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Null where the answer is no JSON. */
  readonly body: Json;
  /** The value at a dotted path of the body, such as `line_items.0.amount`. */
  at(path: string): Json | undefined;
  /** The body as the list it is. */
  list(): readonly JsonObject[];
}

function valueAt(body: Json, path: string): Json | undefined {
  let value: Json | undefined = body;
  for (const key of path.split('.')) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isObject(value) ? value[key] : undefined;
  }
  return value;
}

export async function replyOf(pending: Promise<Response>): Promise<Reply> {
  const response = await pending;
  const text = await response.text();
  const body = parseJson(text) ?? null;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body,
    at: path => valueAt(body, path),
    list: () => {
      if (!Array.isArray(body)) throw new RangeError(`no list: ${text.slice(0, 200)}`);
      return body.filter(isObject);
    },
  };
}

export interface Api {
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  send(method: string, path: string, body?: unknown): Promise<Reply>;
}

const SERVICE = 'service';

function tokenFor(procore: Procore, who: string): string {
  return (who === SERVICE ? procore.signInService() : procore.signIn(who)).accessToken;
}

export function apiOf(procore: Procore, who: string, companyId: number | null = COMPANY): Api {
  const headers: Record<string, string> = {
    authorization: `Bearer ${tokenFor(procore, who)}`,
    ...(companyId === null ? {} : { 'procore-company-id': String(companyId) }),
  };
  return {
    get: (path, more = {}) => replyOf(fetch(procore.url + path, { headers: { ...headers, ...more } })),
    send: (method, path, body) =>
      replyOf(
        fetch(procore.url + path, {
          method,
          headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
  };
}

/** A clock that stands still until it is moved. */
export class TestClock {
  private ms = Date.parse('2026-04-20T09:00:00Z');
  readonly now = (): Date => new Date(this.ms);
  advance(ms: number): void {
    this.ms += ms;
  }
}

export interface Bench {
  readonly procore: Procore;
  readonly clock: TestClock;
  readonly service: Api;
  as(login: string, companyId?: number | null): Api;
}

/** A fresh simulator of seed 1, closed when the test is over. */
export async function bench(options: Partial<ProcoreOptions> = {}): Promise<Bench> {
  const clock = new TestClock();
  const procore = await startProcore({
    world: makeWorld(1),
    port: 0,
    appUrl: APP_URL,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    clock: clock.now,
    ...options,
  });
  onTestFinished(() => procore.close());
  return { procore, clock, service: apiOf(procore, SERVICE), as: (login, id) => apiOf(procore, login, id) };
}

export interface Received {
  readonly authorization: string | undefined;
  readonly body: JsonObject;
}

export interface Mailbox {
  readonly url: string;
  readonly received: Received[];
  /** Status of the next answers; 204 when it runs out. */
  readonly answers: number[];
}

/** Stands for the app's webhook address. */
export async function mailbox(): Promise<Mailbox> {
  const received: Received[] = [];
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = parseJson(Buffer.concat(chunks).toString('utf8'));
    received.push({ authorization: request.headers.authorization, body: isObject(body) ? body : {} });
    response.writeHead(answers.shift() ?? 204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hooks`, received, answers };
}

/** A company hook for the given resources' updates, through the API as the app would make it. */
export async function subscribe(
  api: Api,
  { url, version = 'v2' }: { url: string; version?: string },
  resources: readonly string[],
): Promise<number> {
  const hook = await api.send('POST', '/rest/v1.0/webhooks/hooks', {
    company_id: COMPANY,
    hook: {
      api_version: version,
      namespace: 'qbd-connector',
      destination_url: url,
      destination_headers: { Authorization: 'Bearer sesame-12345' },
    },
  });
  for (const name of resources) {
    await api.send('POST', `/rest/v1.0/webhooks/hooks/${hook.at('id')}/triggers`, {
      company_id: COMPANY,
      api_version: version,
      trigger: { resource_name: name, event_type: 'update' },
    });
  }
  return Number(hook.at('id'));
}

export const contractPath = (id: number): string =>
  `/rest/v1.0/work_order_contracts/${id}?project_id=${PROJECT}`;
export const orderPath = (id: number): string =>
  `/rest/v1.0/purchase_order_contracts/${id}?project_id=${PROJECT}`;
