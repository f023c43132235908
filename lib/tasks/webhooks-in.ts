import { eq, sql } from 'drizzle-orm';
import { deliveries, hooks } from '@/drizzle/schema';
import { secretHash } from '@/lib/core/canonical';
import type { Env } from '@/lib/core/env';
import { NotFound, Unauthenticated } from '@/lib/core/errors';
import type { Database } from '@/lib/db/client';
import { enterCompany, transact } from '@/lib/db/scope';
import { readDelivery } from '@/lib/procore';

export interface Heard {
  readonly companyId: string;
  /** A repeat of an event that was stored before. */
  readonly isRepeat: boolean;
}

/**
 * Stores one webhook delivery, once per event, and nothing more: the work comes later. Who may deliver is told by the
 * bearer we gave the hook; a hook speaks for its own company only.
 * @throws Unauthenticated for an unknown bearer, Invalid for a body that is no delivery, NotFound for another company's
 */
export async function hearWebhook(
  deps: { env: Env; database: Database },
  input: { readonly authorization: string | null; readonly body: unknown },
): Promise<Heard> {
  const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(input.authorization ?? '')?.[1];
  if (bearer === undefined) throw new Unauthenticated('Unknown webhook.');
  const tokenHash = secretHash(bearer);
  return await transact(deps.database, { key: 'hook', value: tokenHash }, async tx => {
    const [hook] = await tx.select().from(hooks).where(eq(hooks.tokenHash, tokenHash));
    if (!hook || hook.endedAt !== null) throw new Unauthenticated('Unknown webhook.');
    const delivery = readDelivery(input.body);
    await enterCompany(tx, hook.companyId);
    const stored = await tx.execute<{ id: string }>(sql`
      insert into deliveries (company_id, id, event_id, resource_name, resource_id, procore_project_id, event_type, body,
        received_at, attempts)
      select c.id, ${deps.env.newId()}, ${delivery.eventId}, ${delivery.resourceName}, ${delivery.resourceId},
        ${delivery.projectId}, ${delivery.eventType}, ${JSON.stringify(delivery)}::jsonb,
        ${deps.env.now().toISOString()}::timestamptz, 0
      from companies c where c.id = ${hook.companyId} and c.procore_company_id = ${delivery.companyId}
      on conflict (company_id, event_id) do nothing returning id`);
    if (stored.length > 0) return { companyId: hook.companyId, isRepeat: false };
    const [known] = await tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(sql`company_id = ${hook.companyId} and event_id = ${delivery.eventId}`);
    if (!known) throw new NotFound('This company');
    return { companyId: hook.companyId, isRepeat: true };
  });
}
