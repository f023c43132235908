import type { Env } from '@/lib/core/env';
import type { Database, Tx } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import type { Actor } from './actor';
import type { Rights } from './rights';

/** The company a verb works for. */
export interface CompanyRef {
  readonly id: string;
  readonly environment: string;
  readonly procoreCompanyId: string;
  readonly name: string;
}

/** What every verb is given first: who asks, for which company, with which rights. */
export interface Ctx {
  readonly env: Env;
  readonly database: Database;
  readonly company: CompanyRef;
  readonly actor: Actor;
  readonly rights: Rights;
  /** Stands in logs, problems and history alike. */
  readonly requestId: string;
  readonly address: string | null;
}

/** One transaction that sees only the context's company. */
export function inCompany<T>(
  ctx: Pick<Ctx, 'database' | 'company'>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return transact(ctx.database, { company: ctx.company.id }, work);
}
