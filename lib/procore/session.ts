import type { z } from 'zod';
import { PROCORE } from '@/lib/core/limits';
import { ProcoreError } from './errors';
import { type Call, type Caller, type ProcoreAnswer, type QueryValue, send, type Wire } from './http';
import type { Urgency } from './limiter';
import { readAs } from './read';

/** Gives a token that is good now, and another than the one Procore turned down, if there is one. */
export interface TokenSource {
  token(refused: string | null): Promise<string>;
}

export interface SessionOptions {
  readonly tokens: TokenSource;
  readonly companyId: string | null;
  readonly urgency: Urgency;
}

/** Calls Procore as one identity in one company. Endpoint functions take it as their first argument. */
export class ProcoreSession {
  constructor(
    private readonly wire: Wire,
    private readonly options: SessionOptions,
  ) {}

  /** @throws ProcoreError. A 401 is tried once more with a fresh token. */
  async call(call: Call): Promise<ProcoreAnswer> {
    const first = await this.caller(null);
    try {
      return await send(this.wire, first, call);
    } catch (thrown) {
      if (!(thrown instanceof ProcoreError) || thrown.status !== 401) throw thrown;
      return await send(this.wire, await this.caller(first.token), call);
    }
  }

  private async caller(refused: string | null): Promise<Caller> {
    const token = await this.options.tokens.token(refused);
    return { token, companyId: this.options.companyId, urgency: this.options.urgency };
  }

  async get<S extends z.ZodType>(
    schema: S,
    path: string,
    query: Readonly<Record<string, QueryValue>> = {},
  ): Promise<z.output<S>> {
    const answer = await this.call({ method: 'GET', path, query });
    return readAs(schema, answer.body, path);
  }

  /** Every page of a listing, in Procore's order, up to a bound. */
  async list<S extends z.ZodType>(
    item: S,
    path: string,
    query: Readonly<Record<string, QueryValue>> = {},
  ): Promise<z.output<S>[]> {
    const rows: z.output<S>[] = [];
    for (let page = 1; page <= PROCORE.maxPages; page += 1) {
      const answer = await this.call({
        method: 'GET',
        path,
        query: { per_page: PROCORE.perPage, ...query, page },
      });
      const body = answer.body;
      if (!Array.isArray(body))
        throw new ProcoreError(answer.status, [{ field: null, text: `${path} is not a list` }], {
          isRetryable: false,
        });
      rows.push(...body.map(row => readAs(item, row, path)));
      if (!hasNextPage(answer.headers, page) || body.length === 0) break;
    }
    return rows;
  }
}

/** Follows `Link: …; rel="next"`; without paging headers the body is taken as complete. */
function hasNextPage(headers: Headers, page: number): boolean {
  const link = headers.get('link');
  if (link !== null) return /rel="?next"?/.test(link);
  const total = Number.parseInt(headers.get('total') ?? '', 10);
  const perPage = Number.parseInt(headers.get('per-page') ?? '', 10);
  return Number.isInteger(total) && Number.isInteger(perPage) && page * perPage < total;
}
