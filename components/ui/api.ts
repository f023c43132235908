interface Told {
  readonly title: string;
  readonly detail: string;
  readonly remedy?: string | null;
  readonly requestId?: string | null;
}

/** A refusal as our JSON routes give it; status 0 when they could not be reached. */
export class ApiProblem extends Error {
  readonly title: string;
  readonly detail: string;
  readonly remedy: string | null;
  readonly requestId: string | null;

  constructor(
    readonly status: number,
    { title, detail, remedy, requestId }: Told,
  ) {
    super(detail === '' ? title : detail);
    this.title = title;
    this.detail = detail;
    this.remedy = remedy ?? null;
    this.requestId = requestId ?? null;
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

let tellSignedOut: () => void = () => undefined;

/** `listener` is told whenever a call finds that nobody is signed in any more. */
export function onSignedOut(listener: () => void): void {
  tellSignedOut = listener;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
  const title = text('title') || `The connector answered ${response.status}`;
  return new ApiProblem(response.status, {
    title,
    detail: text('detail'),
    remedy: text('remedy') || null,
    requestId: text('requestId') || null,
  });
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
    throw new ApiProblem(0, { title: OFFLINE, detail: 'Check your connection; nothing was changed.' });
  }
  if (response.status === 401) tellSignedOut();
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

const reads = new Set<Promise<unknown>>();

/** What SWR calls. */
export function getApi<T>(path: string): Promise<T> {
  const read = callApi<T>('GET', path);
  reads.add(read);
  const forget = (): void => void reads.delete(read);
  read.then(forget, forget);
  return read;
}

/** When every read that is under way has come back, well or not. */
export async function readsAreBack(): Promise<void> {
  await Promise.allSettled(reads);
}
