import { afterEach, vi } from 'vitest';
import type { AppError } from '@/lib/core/errors';
import { Limiter, type ProcoreError, ProcoreSession, type Wire } from '@/lib/procore';
import { type TestEnv, testEnv } from '@/tests/support/env';

/** What Procore's servers answer next: a status with a body and headers, or a failure of the network. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fails?: Error;
}

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | null;
  readonly redirect: string | undefined;
}

export interface StandIn {
  readonly env: TestEnv;
  readonly wire: Wire;
  readonly session: ProcoreSession;
  readonly asked: Asked[];
  /** What was said to have been turned down, each time a token was wanted. */
  readonly refusedTokens: (string | null)[];
}

const HOSTS = {
  environment: 'test',
  loginUrl: 'https://login.procore.test',
  apiUrl: 'https://api.procore.test',
  clientId: 'id',
  clientSecret: 'canary-secret',
};

interface StandInOptions {
  readonly versions?: Readonly<Record<string, string>>;
  readonly onRefusal?: (refusal: ProcoreError) => Promise<AppError | null>;
}

/** The network, and only that: `fetch` gives the answers in turn, the last one for ever. */
export function procoreThatAnswers(answers: readonly Answer[], options: StandInOptions = {}): StandIn {
  const env = testEnv('procore');
  const asked: Asked[] = [];
  const refusedTokens: (string | null)[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? {};
    asked.push({
      method: init.method ?? 'GET',
      url: new URL(url),
      headers: new Headers(init.headers),
      body: init.body === undefined || init.body === null ? null : String(init.body),
      redirect: init.redirect,
    });
    if (answer.fails) throw answer.fails;
    return responseOf(answer);
  });
  const hosts = { ...HOSTS, ...(options.versions ? { versions: options.versions } : {}) };
  const wire: Wire = { env, hosts, limiter: new Limiter(env) };
  const tokens = {
    token: async (refused: string | null) => {
      refusedTokens.push(refused);
      return refused === null ? 'token' : 'fresh-token';
    },
  };
  return {
    env,
    wire,
    session: new ProcoreSession(wire, {
      tokens,
      companyId: '42',
      urgency: 'background',
      ...(options.onRefusal ? { onRefusal: options.onRefusal } : {}),
    }),
    asked,
    refusedTokens,
  };
}

function responseOf(answer: Answer): Response {
  const text = answer.text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
  const headers = { 'content-type': 'application/json; charset=utf-8', ...answer.headers };
  const { status = 200 } = answer;
  return new Response(status === 204 ? null : text, { status, headers });
}

afterEach(() => {
  vi.unstubAllGlobals();
});
