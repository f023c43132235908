/** A refusal as our JSON routes give it. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly remedy: string | null,
    readonly requestId: string | null,
  ) {
    super(detail === '' ? title : detail);
  }
}

/** Where a bearer is kept when the browser lets the frame have no cookie: in memory, and nowhere else. */
let bearer: string | null = null;

export function keepBearer(next: string | null): void {
  bearer = next;
}

function headersFor(hasBody: boolean): Record<string, string> {
  return {
    accept: 'application/json',
    'x-requested-with': 'connector',
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
    ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
  };
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
  const title = text('title') || `The connector answered ${response.status}`;
  return new ApiProblem(
    response.status,
    title,
    text('detail'),
    text('remedy') || null,
    text('requestId') || null,
  );
}

const OFFLINE = 'The connector cannot be reached.';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Calls one of our routes. @throws ApiProblem; nothing else */
export async function callApi<T>(method: Method, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: headersFor(body !== undefined),
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiProblem(0, OFFLINE, 'Check your connection; nothing was changed.', null, null);
  }
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

/** What SWR calls. */
export function getApi<T>(path: string): Promise<T> {
  return callApi<T>('GET', path);
}
