import type { Env } from '@/lib/core/env';
import type { Metrics } from '@/lib/core/metrics';
import type { Database } from '@/lib/db/client';
import type { Mailer } from '@/lib/messages';
import type { CredentialStore, ProcoreSession } from '@/lib/procore';
import { type CompanyRef, type Ctx, NO_RIGHTS } from '@/lib/tenancy';

export interface TaskDeps {
  readonly env: Env;
  readonly database: Database;
  readonly metrics: Metrics;
  readonly appUrl: string;
  /** Absent where no e-mail is sent. */
  readonly mailer?: Mailer;
  /** Procore's tokens, which are kept, sealed anew and ended here. */
  readonly store: CredentialStore;
  /** Procore as the app's service account. */
  readonly serviceFor: (company: CompanyRef) => ProcoreSession;
}

/** The context of background work: nobody's rights, history under the task's name. */
export function taskCtx(deps: TaskDeps, company: CompanyRef, task: string): Ctx {
  return {
    env: deps.env,
    database: deps.database,
    company,
    actor: { kind: 'system', task },
    rights: NO_RIGHTS,
    requestId: `${task}-${deps.env.newId().slice(0, 8)}`,
    address: null,
  };
}
