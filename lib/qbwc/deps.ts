import type { PasswordChecker } from '@/lib/auth/connector-passwords';
import type { Env } from '@/lib/core/env';
import type { Metrics } from '@/lib/core/metrics';
import type { Database } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import type { AnswerSource, Engine, Leases } from '@/lib/sync';
import type { OperationName } from './contract';

export interface QbwcDeps {
  readonly env: Env;
  readonly database: Database;
  readonly passwords: PasswordChecker;
  readonly metrics: Metrics;
  readonly leases: Leases;
  /** Product name and version, nothing else. */
  readonly serverName: string;
  readonly supportUrl: string;
  /** Told after the commit that background work may be waiting; must not throw. */
  readonly nudge: (companyId: string, what: 'synced' | 'lists') => void;
}

/** One call's own circumstances. */
export interface CallContext {
  readonly requestId: string;
  readonly address: string;
}

export type Params = ReadonlyMap<string, string>;

/** A call of one of our operations. */
export interface OperationCall {
  readonly operation: OperationName;
  readonly params: Params;
  /** Of receiveResponseXML alone: the answer, in place of its parameter, where it is large and still coming in. */
  readonly answer?: AnswerSource | null;
}

export function param(params: Params, name: string): string {
  return params.get(name) ?? '';
}

/** Runs a part of the engine in one transaction of the company a ticket speaks for. */
export function withEngine<T>(
  deps: QbwcDeps,
  { context, companyId }: { readonly context: CallContext; readonly companyId: string },
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  return transact(deps.database, { company: companyId }, tx => {
    const now = deps.env.now();
    const actor = { kind: 'system', task: 'web connector' } as const;
    const frame = { companyId, actor, at: now, requestId: context.requestId, address: context.address };
    return work({ tx, env: deps.env, frame, companyId, now });
  });
}
