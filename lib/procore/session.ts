import type { z } from 'zod';
import type { AppError } from '@/lib/core/errors';
import { PROCORE } from '@/lib/core/limits';
import { ProcoreError } from './errors';
import { type Call, type Caller, type ProcoreAnswer, type QueryValue, send, type Wire } from './http';
import { templateOf } from './paths';
import { readAs, type Stranger } from './read';
import type { Urgency } from './windows';

/** Gives a token that is good now, and another than the one Procore turned down, if there is one. */
export interface TokenSource {
  token(refused: string | null): Promise<string>;
}

export interface SessionOptions {
  readonly tokens: TokenSource;
  readonly companyId: string | null;
  readonly urgency: Urgency;
  /**
   * Told of the first refusal (401 of a fresh token, 403, 404) of a session. What it gives is thrown in its place, and at
   * every later call, none of which is made.
   */
  readonly onRefusal?: (refusal: ProcoreError) => Promise<AppError | null>;
}

type Query = Readonly<Record<string, QueryValue>>;

/** Words of Procore that were logged as unknown; each is told once. */
const toldStrangers = new Set<string>();
const MAX_TOLD = 1000;

/** Calls Procore as one identity in one company. Endpoint functions take it as their first argument. */
export class ProcoreSession {
  private isJudged = false;
  private ended: AppError | null = null;

  constructor(
    private readonly wire: Wire,
    private readonly options: SessionOptions,
  ) {}

  /** @throws ProcoreError. A 401 is tried once more with a fresh token. */
  async call(call: Call): Promise<ProcoreAnswer> {
    if (this.ended) throw this.ended;
    try {
      return await this.withFreshToken(call);
    } catch (thrown) {
      if (thrown instanceof ProcoreError && isRefusal(thrown)) await this.judge(thrown);
      throw thrown;
    }
  }

  private async withFreshToken(call: Call): Promise<ProcoreAnswer> {
    const first = await this.caller(null);
    try {
      return await send(this.wire, first, call);
    } catch (thrown) {
      if (!(thrown instanceof ProcoreError) || thrown.status !== 401) throw thrown;
      return await send(this.wire, await this.caller(first.token), call);
    }
  }

  /** @throws what ends the session, if this refusal does. */
  private async judge(refusal: ProcoreError): Promise<void> {
    if (this.isJudged || !this.options.onRefusal) return;
    this.isJudged = true;
    this.ended = await this.options.onRefusal(refusal);
    if (this.ended) throw this.ended;
  }

  private async caller(refused: string | null): Promise<Caller> {
    const token = await this.options.tokens.token(refused);
    return { token, companyId: this.options.companyId, urgency: this.options.urgency };
  }

  async get<S extends z.ZodType>(schema: S, path: string, query: Query = {}): Promise<z.output<S>> {
    const answer = await this.call({ method: 'GET', path, query });
    return this.read(schema, answer, path);
  }

  /** Sends a write and reads the record that Procore answers with. */
  async write<S extends z.ZodType>(schema: S, call: Call): Promise<z.output<S>> {
    return this.read(schema, await this.call(call), call.path);
  }

  /** Deletes a record; one that is gone already is what was wanted. */
  async remove(path: string, query: Query = {}): Promise<void> {
    try {
      await this.call({ method: 'DELETE', path, query, isRepeatable: true });
    } catch (thrown) {
      if (!(thrown instanceof ProcoreError) || thrown.status !== 404) throw thrown;
    }
  }

  private read<S extends z.ZodType>(schema: S, answer: ProcoreAnswer, path: string): z.output<S> {
    const what = templateOf(path);
    return readAs(schema, answer.body, { what, onStranger: stranger => this.tell(what, stranger) });
  }

  /**
   * Every page of a listing, to its end, in Procore's order; a row that moved from one page to the next while it was read
   * stands there once. Pages that Procore finds too large are asked for smaller.
   * @throws ProcoreError when it does not end: half a listing is none.
   */
  async list<S extends z.ZodType>(item: S, path: string, query: Query = {}): Promise<z.output<S>[]> {
    const asked = query['per_page'];
    for (let perPage = typeof asked === 'number' ? asked : PROCORE.perPage; ; ) {
      try {
        return await this.pages(item, path, { ...query, per_page: perPage });
      } catch (thrown) {
        const isTooLarge = thrown instanceof ProcoreError && (thrown.status === 408 || thrown.status === 413);
        if (!isTooLarge || perPage <= PROCORE.minPerPage) throw thrown;
        perPage = Math.max(PROCORE.minPerPage, Math.floor(perPage / 4));
      }
    }
  }

  private async pages<S extends z.ZodType>(item: S, path: string, query: Query): Promise<z.output<S>[]> {
    const rows = new Map<unknown, z.output<S>>();
    for (let page = 1; page <= PROCORE.maxPages; page += 1) {
      const answer = await this.call({ method: 'GET', path, query: { ...query, page } });
      const body = listIn(answer.body);
      if (body === null) throw unusable(answer, `${path} is not a list`);
      for (const raw of body) rows.set(idIn(raw) ?? {}, this.read(item, { ...answer, body: raw }, path));
      if (body.length === 0 || !hasNextPage(answer.headers, page)) return [...rows.values()];
    }
    throw new ProcoreError(200, [{ field: null, text: `${path} does not end` }], { isRetryable: false });
  }

  private tell(what: string, { field, word }: Stranger): void {
    const key = `${what} ${field} ${word}`;
    if (toldStrangers.has(key) || toldStrangers.size >= MAX_TOLD) return;
    toldStrangers.add(key);
    this.wire.env.log.warn('Procore says a word we do not know; it is kept as it is', {
      path: what,
      field,
      word: word.slice(0, 100),
    });
  }
}

function isRefusal(error: ProcoreError): boolean {
  return error.status === 401 || error.status === 403 || error.status === 404;
}

function unusable(answer: ProcoreAnswer, text: string): ProcoreError {
  return new ProcoreError(answer.status, [{ field: null, text }], { isRetryable: false });
}

/** The rows of a listing; version 2.0 wraps them in `data`, as budget changes are in version 1.0. */
function listIn(body: unknown): readonly unknown[] | null {
  if (Array.isArray(body)) return body;
  const data = typeof body === 'object' && body !== null ? (body as { data?: unknown }).data : undefined;
  return Array.isArray(data) ? data : null;
}

function idIn(row: unknown): unknown {
  const id = typeof row === 'object' && row !== null ? (row as { id?: unknown }).id : undefined;
  return typeof id === 'string' ? id : null;
}

/** Follows `Link: …; rel="next"`; without paging headers the body is taken as complete. */
function hasNextPage(headers: Headers, page: number): boolean {
  const link = headers.get('link');
  if (link !== null) return /rel="?next"?/.test(link);
  const total = Number.parseInt(headers.get('total') ?? '', 10);
  const perPage = Number.parseInt(headers.get('per-page') ?? '', 10);
  return Number.isInteger(total) && Number.isInteger(perPage) && page * perPage < total;
}
