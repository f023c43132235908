import type { Caller } from '../access/caller';
import type { Site } from '../site';
import type { CompanyRow } from '../store/rows';
import type { Answer } from './answer';
import type { Call } from './call';

/** A request of a known caller. */
export interface Knock {
  readonly site: Site;
  readonly call: Call;
  readonly caller: Caller;
}

/** A request of a known caller inside one company that has the app installed. */
export interface Visit extends Knock {
  readonly company: CompanyRow;
}

interface Address {
  readonly method: string;
  readonly template: string;
}

/** What stands before a handler: nothing (pages, OAuth), a token, or a token and the company header. */
export type Route =
  | (Address & { readonly needs: 'nothing'; run(site: Site, call: Call): Answer | Promise<Answer> })
  | (Address & { readonly needs: 'token'; run(knock: Knock): Answer })
  | (Address & { readonly needs: 'company'; run(visit: Visit): Answer });

type Run = (visit: Visit) => Answer;

const companyRoute =
  (method: string) =>
  (template: string, run: Run): Route => ({ method, template, needs: 'company', run });

export const get = companyRoute('GET');
export const post = companyRoute('POST');
export const patch = companyRoute('PATCH');
export const del = companyRoute('DELETE');

export const open = (
  method: string,
  template: string,
  run: (site: Site, call: Call) => Answer | Promise<Answer>,
): Route => ({ method, template, needs: 'nothing', run });

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

function paramsOf(template: string, path: string): Record<string, string> | null {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined && part !== value) return null;
    // Every id of Procore's v1 is digits; anything else is no such record.
    if (name !== undefined && !/^\d{1,16}$/.test(value)) return null;
    if (name !== undefined) params[name] = value;
  }
  return params;
}

/** Templates hold `{id}` parts only for numbers, so no path can match two of them. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | null {
  for (const route of routes) {
    const params = route.method === method ? paramsOf(route.template, path) : null;
    if (params) return { route, params };
  }
  return null;
}
