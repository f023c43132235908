import { companies, settings } from '@/drizzle/schema';
import type { Env } from '@/lib/core/env';
import { assert } from '@/lib/core/errors';
import type { Database } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import { recordHistory } from '@/lib/history/record';
import type { Actor } from './actor';
import { findCompany, procoreKey } from './companies';
import type { CompanyRef } from './context';
import { DEFAULT_SETTINGS } from './settings';

export interface SetUpInput {
  readonly environment: string;
  readonly procoreCompanyId: string;
  readonly name: string;
  readonly actor: Actor;
  readonly requestId: string | null;
}

/**
 * Sets the app up for a Procore company, once; a second call gives the first one's company. The caller has made sure
 * that the person administers it in Procore.
 */
export async function setUpCompany(
  deps: { env: Env; database: Database },
  input: SetUpInput,
): Promise<CompanyRef> {
  const known = await findCompany(deps.database, input.environment, input.procoreCompanyId);
  if (known) return known;
  const id = deps.env.newId();
  const at = deps.env.now();
  const isFirst = await transact(deps.database, { company: id }, async tx => {
    const made = await tx
      .insert(companies)
      .values({
        id,
        environment: input.environment,
        procoreCompanyId: input.procoreCompanyId,
        procoreKey: procoreKey(input.environment, input.procoreCompanyId),
        name: input.name.slice(0, 200),
        status: 'active',
        createdAt: at,
      })
      .onConflictDoNothing()
      .returning({ id: companies.id });
    if (made.length === 0) return false;
    await tx.insert(settings).values({ companyId: id, values: DEFAULT_SETTINGS, version: 1, updatedAt: at });
    const frame = { companyId: id, actor: input.actor, at, requestId: input.requestId, address: null };
    await recordHistory(tx, frame, [
      { action: 'company set up', objectKind: 'company', objectId: id, after: { name: input.name } },
    ]);
    return true;
  });
  if (isFirst) {
    return { id, environment: input.environment, procoreCompanyId: input.procoreCompanyId, name: input.name };
  }
  const meanwhile = await findCompany(deps.database, input.environment, input.procoreCompanyId);
  assert(meanwhile, 'a company that cannot be made because it is there is found');
  return meanwhile;
}
