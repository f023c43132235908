import type { NextRequest } from 'next/server';
import type { z } from 'zod';
import type { SignedIn } from '@/lib/auth';
import { clientAddress, type Runtime, runtime } from '@/lib/runtime';
import { once } from '@/lib/tenancy';
import { type CompanyCall, companyCall } from './company';
import { errorResponse, jsonResponse, problemResponse } from './problem';
import { newRequestId, readJson, readQuery, requireOwnPage } from './request';
import { requirePerson } from './who';

type Params = Readonly<Record<string, string>>;

/** One request on its way through a route. */
interface Passage {
  readonly running: Runtime;
  readonly request: NextRequest;
  readonly params: Params;
  readonly requestId: string;
  readonly address: string;
}

export type Handler = (passage: Passage) => Promise<Response>;

/** Next gives a path without parts no object at all. */
type PathParts = Readonly<Record<string, string | string[]>> | undefined;

type NextHandler = (request: NextRequest, context: { params: Promise<PathParts> }) => Promise<Response>;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

async function pass(handler: Handler | undefined, request: NextRequest, params: Params): Promise<Response> {
  const requestId = newRequestId();
  if (!handler) return problemResponse({ status: 405, title: 'This method is not possible here' }, requestId);
  let running: Runtime | null = null;
  try {
    running = await runtime();
    const address = clientAddress(request.headers, running.proxies);
    return await handler({ running, request, params, requestId, address });
  } catch (thrown) {
    return errorResponse(thrown, requestId, running?.env ?? null);
  }
}

/** Parts of the path by name; those that stand for several are nobody's input. */
function singles(params: PathParts): Params {
  return Object.fromEntries(
    Object.entries(params ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The handlers of one path. Methods that are not given answer 405, in JSON like everything else. */
export function jsonRoute(handlers: Partial<Record<Method, Handler>>): Record<Method, NextHandler> {
  const entries = METHODS.map(method => {
    const handle: NextHandler = async (request, context) =>
      await pass(handlers[method], request, singles(await context.params));
    return [method, handle] as const;
  });
  return Object.fromEntries(entries) as Record<Method, NextHandler>;
}

/** Anybody signed in, looking. */
export function personReads(run: (person: SignedIn, passage: Passage) => Promise<unknown>): Handler {
  return async passage => {
    const person = await requirePerson(passage.running, passage.request);
    await passage.running.rates.take('json', person.sessionId);
    return jsonResponse(200, await run(person, passage), passage.requestId);
  };
}

/** Anybody signed in, changing something. */
export function personWrites<S extends z.ZodType>(
  body: S,
  run: (person: SignedIn, input: z.output<S>, passage: Passage) => Promise<unknown>,
): Handler {
  return async passage => {
    const person = await requirePerson(passage.running, passage.request);
    requireOwnPage(passage.request, passage.running.config.appUrl);
    await passage.running.rates.take('mutation', person.sessionId);
    const input = body.parse(await readJson(passage.request));
    return jsonResponse(200, await run(person, input, passage), passage.requestId);
  };
}

interface Reads<S extends z.ZodType> {
  readonly query: S;
  /** Projects whose rights the verb needs. */
  readonly projects?: (query: z.output<S>, params: Params) => readonly (string | null)[];
  readonly run: (call: CompanyCall, query: z.output<S>, params: Params) => Promise<unknown>;
}

/** A member of the company in the path, looking. */
export function companyReads<S extends z.ZodType>({ query, projects, run }: Reads<S>): Handler {
  return async passage => {
    const person = await requirePerson(passage.running, passage.request);
    await passage.running.rates.take('json', person.sessionId);
    const input = query.parse(readQuery(passage.request));
    const call = await callFor(passage, person, {
      projects: projects?.(input, passage.params) ?? [],
      isDecision: false,
    });
    return jsonResponse(200, await run(call, input, passage.params), passage.requestId);
  };
}

interface Writes<S extends z.ZodType> {
  readonly body: S;
  /** False for what changes nothing that anybody decides: rights of the last minute will do. */
  readonly isDecision?: boolean;
  readonly projects?: (
    body: z.output<S>,
    passage: Passage,
  ) => readonly (string | null)[] | Promise<readonly (string | null)[]>;
  readonly run: (call: CompanyCall, body: z.output<S>, params: Params) => Promise<unknown>;
}

/** A member of the company in the path, changing something: our own page only, and once per Idempotency-Key. */
export function companyWrites<S extends z.ZodType>({ body, isDecision, projects, run }: Writes<S>): Handler {
  return async passage => {
    const person = await requirePerson(passage.running, passage.request);
    requireOwnPage(passage.request, passage.running.config.appUrl);
    await passage.running.rates.take('mutation', person.sessionId);
    const input = body.parse(await readJson(passage.request));
    const wanted = { projects: (await projects?.(input, passage)) ?? [], isDecision: isDecision ?? true };
    const call = await callFor(passage, person, wanted);
    const key = passage.request.headers.get('idempotency-key');
    if (key === null) return jsonResponse(200, await run(call, input, passage.params), passage.requestId);
    const command = { path: passage.request.nextUrl.pathname, input };
    const answer = await once(call.ctx, { key, body: command }, async () => ({
      status: 200,
      body: await run(call, input, passage.params),
    }));
    return jsonResponse(answer.status, answer.body, passage.requestId);
  };
}

function callFor(
  passage: Passage,
  person: SignedIn,
  wanted: { projects: readonly (string | null)[]; isDecision: boolean },
): Promise<CompanyCall> {
  return companyCall(passage.running, {
    person,
    procoreCompanyId: passage.params['company'] ?? '',
    projectIds: wanted.projects.filter(id => id !== null),
    isDecision: wanted.isDecision,
    requestId: passage.requestId,
    address: passage.address,
  });
}

export type { Params, Passage };
