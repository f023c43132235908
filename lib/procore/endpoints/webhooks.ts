import { z } from 'zod';
import { idText, words } from '../read';
import type { ProcoreSession } from '../session';

const NAMESPACE = 'qbd-connector';

type EventType = 'create' | 'update' | 'delete';

const ALWAYS: readonly EventType[] = ['create', 'update', 'delete'];
/** Procore tells of no deletion of these. */
const KEPT: readonly EventType[] = ['create', 'update'];

/** Resources whose changes we are told of, spelt as Procore lists them. */
const HEARD: Readonly<Record<string, readonly EventType[]>> = {
  'Purchase Order Contracts': ALWAYS,
  'Purchase Order Contract Line Items': ALWAYS,
  'Work Order Contracts': ALWAYS,
  'Work Order Contract Line Items': ALWAYS,
  'Company Vendors': KEPT,
  Projects: KEPT,
};

const hook = z
  .looseObject({ id: idText, destination_url: words, namespace: words })
  .transform(row => ({ id: row.id, destinationUrl: row.destination_url, namespace: row.namespace }));

export type Hook = z.output<typeof hook>;

/** Our webhooks in a company. */
export async function listHooks(session: ProcoreSession, companyId: string): Promise<Hook[]> {
  const rows = await session.list(hook, '/rest/v1.0/webhooks/hooks', { company_id: companyId });
  return rows.filter(row => row.namespace === NAMESPACE);
}

export interface NewHook {
  readonly companyId: string;
  readonly destinationUrl: string;
  /** Sent back to us in the Authorization header of every delivery. */
  readonly bearer: string;
}

/** Makes a webhook and its triggers. */
export async function createHook(session: ProcoreSession, input: NewHook): Promise<string> {
  const { id } = await session.write(z.looseObject({ id: idText }), {
    method: 'POST',
    path: '/rest/v1.0/webhooks/hooks',
    body: {
      company_id: input.companyId,
      hook: {
        api_version: 'v2',
        namespace: NAMESPACE,
        destination_url: input.destinationUrl,
        destination_headers: { Authorization: `Bearer ${input.bearer}` },
      },
    },
  });
  for (const [resource_name, events] of Object.entries(HEARD)) {
    for (const event_type of events) {
      await session.call({
        method: 'POST',
        path: `/rest/v1.0/webhooks/hooks/${id}/triggers`,
        body: { company_id: input.companyId, api_version: 'v2', trigger: { resource_name, event_type } },
      });
    }
  }
  return id;
}

export async function deleteHook(session: ProcoreSession, companyId: string, hookId: string): Promise<void> {
  await session.call({
    method: 'DELETE',
    path: `/rest/v1.0/webhooks/hooks/${hookId}`,
    query: { company_id: companyId },
    isRepeatable: true,
  });
}
