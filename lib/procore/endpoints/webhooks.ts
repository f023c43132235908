import { z } from 'zod';
import { idText, words } from '../read';
import type { ProcoreSession } from '../session';
import { numeral } from '../write';

const NAMESPACE = 'qbd-connector';
const HOOKS = '/rest/v1.0/webhooks/hooks';
/** The payload's version, which hook and triggers name alike. */
const API_VERSION = 'v2';

export type EventType = 'create' | 'update' | 'delete';

const hook = z
  .looseObject({ id: idText, destination_url: words, namespace: words })
  .transform(row => ({ id: row.id, destinationUrl: row.destination_url, namespace: row.namespace }));

export type Hook = z.output<typeof hook>;

/** Our webhooks in a company. */
export async function listHooks(session: ProcoreSession, companyId: string): Promise<Hook[]> {
  const rows = await session.list(hook, HOOKS, { company_id: companyId });
  return rows.filter(row => row.namespace === NAMESPACE);
}

export interface NewHook {
  readonly companyId: string;
  readonly destinationUrl: string;
  /** Sent back to us in the Authorization header of every delivery. */
  readonly bearer: string;
}

/** Makes a webhook, which hears nothing before it has triggers. Gives its id. */
export async function createHook(session: ProcoreSession, input: NewHook): Promise<string> {
  const { id } = await session.write(z.looseObject({ id: idText }), {
    method: 'POST',
    path: HOOKS,
    body: {
      company_id: numeral(input.companyId),
      hook: {
        api_version: API_VERSION,
        namespace: NAMESPACE,
        destination_url: input.destinationUrl,
        destination_headers: { Authorization: `Bearer ${input.bearer}` },
      },
    },
  });
  return id;
}

/** Deletes a webhook with its triggers; one that is gone already is what was wanted. */
export async function deleteHook(session: ProcoreSession, companyId: string, hookId: string): Promise<void> {
  await session.remove(`${HOOKS}/${hookId}`, { company_id: companyId });
}

/** What a webhook is told of: a resource, spelt as Procore lists it, and what happens to it. */
export interface Trigger {
  readonly resourceName: string;
  readonly event: EventType;
}

export interface HookKey {
  readonly companyId: string;
  readonly hookId: string;
}

const trigger = z
  .looseObject({ id: idText, resource_name: words, event_type: words })
  .transform(row => ({ id: row.id, resourceName: row.resource_name, event: row.event_type.toLowerCase() }));

export type KnownTrigger = z.output<typeof trigger>;

export function listTriggers(session: ProcoreSession, key: HookKey): Promise<KnownTrigger[]> {
  return session.list(trigger, `${HOOKS}/${key.hookId}/triggers`, { company_id: key.companyId });
}

/** @throws ProcoreError 422 for a resource or event that this Procore does not tell of */
export async function createTrigger(session: ProcoreSession, key: HookKey, wanted: Trigger): Promise<void> {
  await session.call({
    method: 'POST',
    path: `${HOOKS}/${key.hookId}/triggers`,
    body: {
      company_id: numeral(key.companyId),
      api_version: API_VERSION,
      trigger: { resource_name: wanted.resourceName, event_type: wanted.event },
    },
  });
}

export async function deleteTrigger(session: ProcoreSession, key: HookKey, triggerId: string): Promise<void> {
  await session.remove(`${HOOKS}/${key.hookId}/triggers/${triggerId}`, { company_id: key.companyId });
}

const discarded = z.looseObject({ event_id: idText }).transform(row => row.event_id);

/** Events that Procore gave up telling after twelve hours, from the one after `after` on. One page; their ids. */
export async function listDiscarded(
  session: ProcoreSession,
  key: HookKey,
  after: string | null,
): Promise<string[]> {
  const path = `${HOOKS}/${key.hookId}/deliveries`;
  return await session.get(z.array(discarded), path, {
    company_id: key.companyId,
    'filters[status]': 'discarded',
    page_size: 100,
    page_start: after ?? 0,
  });
}
