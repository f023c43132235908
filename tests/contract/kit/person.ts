import { createHash, randomBytes } from 'node:crypto';
import { type Answer, type Ask, ask } from './ask';

/** What our own page adds to every call. */
export const OWN_PAGE = { 'sec-fetch-site': 'same-origin', 'x-requested-with': 'connector' } as const;

/** Somebody signed in, calling the JSON routes as the frame's page does. */
export class Person {
  constructor(
    readonly url: string,
    readonly bearer: string,
  ) {}

  /** The same person at another copy of the app. */
  at(url: string): Person {
    return new Person(url, this.bearer);
  }

  ask(path: string, request: Ask = {}): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.bearer}`, ...request.headers };
    return ask(`${this.url}${path}`, { ...request, headers });
  }

  async get<T>(path: string): Promise<T> {
    return good<T>(path, await this.ask(path));
  }

  /** A command, whatever comes of it. */
  command(path: string, body: unknown, request: Omit<Ask, 'body'> = {}): Promise<Answer> {
    const headers = { ...OWN_PAGE, 'content-type': 'application/json', ...request.headers };
    return this.ask(path, { method: 'POST', ...request, headers, body: JSON.stringify(body) });
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    return good<T>(path, await this.command(path, body));
  }
}

function good<T>(path: string, answer: Answer): T {
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return answer.json<T>();
}

/** The popup's browser: keeps cookies, follows nothing by itself. */
export class Browser {
  private readonly cookies = new Map<string, string>();
  /** Every Set-Cookie line seen. */
  readonly written: string[] = [];

  async visit(url: string, request: Ask = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await ask(url, { ...request, headers: { cookie, ...request.headers } });
    for (const line of answer.headers['set-cookie'] ?? []) this.keep(line);
    return answer;
  }

  submit(url: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.visit(url, { method: 'POST', headers, body: new URLSearchParams(fields).toString() });
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  private keep(line: string): void {
    this.written.push(line);
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

export interface Attempt {
  readonly verifier: string;
  readonly challenge: string;
}

export function newAttempt(): Attempt {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** Where next-auth sends the popup: Procore's own page. */
export async function authorizeUrl(browser: Browser, url: string, callbackUrl: string): Promise<string> {
  const { csrfToken } = (await browser.visit(`${url}/api/auth/csrf`)).json<{ csrfToken: string }>();
  const fields = { csrfToken, callbackUrl, json: 'true' };
  return (await browser.submit(`${url}/api/auth/signin/procore`, fields)).json<{ url: string }>().url;
}

/** Says who one is on Procore's page; gives the address it sends the browser back to. */
export async function consent(browser: Browser, authorize: string, personId: number): Promise<string> {
  const { origin, searchParams } = new URL(authorize);
  const fields = { ...Object.fromEntries(searchParams), person: String(personId) };
  const answer = await browser.submit(`${origin}/oauth/authorize`, fields);
  return answer.headers.location ?? '';
}

/** Goes the popup's whole way; gives the ticket that its last page hands to the frame. */
export async function popupTicket(
  url: string,
  personId: number,
  { challenge }: Attempt,
): Promise<{ ticket: string; browser: Browser }> {
  const browser = new Browser();
  await browser.visit(`${url}/auth/start?challenge=${challenge}`);
  const authorize = await authorizeUrl(browser, url, `/auth/done?challenge=${challenge}`);
  const back = await browser.visit(await consent(browser, authorize, personId));
  const done = await browser.visit(back.headers.location ?? '');
  const ticket = /\\"ticket\\":\\"([A-Za-z0-9_-]+)\\"/.exec(done.text)?.[1];
  if (ticket === undefined) throw new Error(`The popup ended on ${done.status}: ${done.text.slice(0, 500)}`);
  return { ticket, browser };
}

/** Signs a person of the made-up world in as the frame does. */
export async function signIn(url: string, personId: number): Promise<Person> {
  const attempt = newAttempt();
  const { ticket } = await popupTicket(url, personId, attempt);
  const answer = await ask(`${url}/api/session/redeem`, {
    method: 'POST',
    headers: { ...OWN_PAGE, 'content-type': 'application/json' },
    body: JSON.stringify({ ticket, verifier: attempt.verifier }),
  });
  if (answer.status !== 200) throw new Error(`The ticket was not taken: ${answer.text}`);
  return new Person(url, answer.json<{ bearer: string }>().bearer);
}
