import { projectById } from '../access/rights';
import { type Answer, json, noContent, ok, Refusal, refuseField } from '../http/answer';
import { v2Page } from '../http/pages';
import { del, get, patch, post, type Route, type Visit } from '../http/router';
import { idOf, isObject, type Json, type JsonObject } from '../json';
import { bodyObject, optionalScopeId, pathId } from '../rules/scope';
import {
  addHook,
  addTrigger,
  changeHook,
  hookById,
  hooksOf,
  MOST_TRIGGERS,
  masked,
  removeHook,
  removeTrigger,
  requireWebhooks,
  type Scope,
  triggersOf,
} from '../webhooks/hooks';
import { payloadOf } from '../webhooks/payloads';
import { RESOURCES } from '../webhooks/resources';
import type { DeliveryRow, HookRow, TriggerRow } from '../webhooks/rows';

function scopeOf(visit: Visit): Scope {
  requireWebhooks(visit);
  const projectId = optionalScopeId(visit.call, 'project_id');
  if (projectId !== null) projectById(visit, projectId);
  return { projectId };
}

const owner = (hook: HookRow): JsonObject => ({
  company_id: String(hook.companyId),
  project_id: hook.projectId === null ? null : String(hook.projectId),
});

/** The header's name comes back in small letters here. */
const hookView = (visit: Visit, hook: HookRow): JsonObject => ({
  id: String(hook.id),
  status: hook.isActive ? 'active' : 'disabled',
  payload_version: hook.payloadVersion,
  namespace: hook.namespace,
  destination_url: hook.destinationUrl,
  destination_headers: hook.authorization === null ? {} : { authorization: masked(hook.authorization) },
  trigger_count: triggersOf(visit.site, hook).length,
  ...owner(hook),
  created_at: hook.createdAt,
  updated_at: hook.updatedAt,
});

const triggerView = (trigger: TriggerRow, hook: HookRow): JsonObject => ({
  id: String(trigger.id),
  webhook_hook_id: String(hook.id),
  resource_name: trigger.resourceName,
  event_type: trigger.eventType,
  ...owner(hook),
});

const words = { versionField: 'payload_version' } as const;

function list(visit: Visit): Answer {
  const namespace = visit.call.query.get('namespace');
  const version = visit.call.query.get('payload_version');
  const hooks = hooksOf(visit, scopeOf(visit)).filter(
    hook =>
      (namespace ?? hook.namespace) === hook.namespace &&
      (version ?? hook.payloadVersion) === hook.payloadVersion,
  );
  return v2Page(
    visit,
    hooks.map(hook => hookView(visit, hook)),
  );
}

function postHook(visit: Visit): Answer {
  const hook = addHook(visit, scopeOf(visit), { input: bodyObject(visit.call), ...words });
  return json(201, { data: hookView(visit, hook) });
}

const hookOf = (visit: Visit, param: string): HookRow =>
  hookById(visit, scopeOf(visit), pathId(visit.call, param));

const showHook = (visit: Visit): Answer => ok({ data: hookView(visit, hookOf(visit, 'id')) });

function patchHook(visit: Visit): Answer {
  const hook = hookOf(visit, 'id');
  changeHook(visit, hook, { input: bodyObject(visit.call), ...words });
  return ok({ data: hookView(visit, hook) });
}

function deleteHook(visit: Visit): Answer {
  removeHook(visit, hookOf(visit, 'id'));
  return noContent;
}

function listTriggers(visit: Visit): Answer {
  const hook = hookOf(visit, 'hook_id');
  return v2Page(
    visit,
    triggersOf(visit.site, hook).map(trigger => triggerView(trigger, hook)),
  );
}

function postTrigger(visit: Visit): Answer {
  const hook = hookOf(visit, 'hook_id');
  return json(201, { data: triggerView(addTrigger(visit, hook, bodyObject(visit.call)), hook) });
}

function deleteTrigger(visit: Visit): Answer {
  removeTrigger(visit, hookOf(visit, 'hook_id'), pathId(visit.call, 'id'));
  return noContent;
}

/** The body of a bulk call is the bare list. */
function bulk(visit: Visit, status: number, run: (input: Json) => JsonObject): Answer {
  const { body } = visit.call;
  if (body.kind !== 'json' || !Array.isArray(body.value))
    throw new Refusal(400, 'The body must be a JSON list');
  if (body.value.length > MOST_TRIGGERS) throw new Refusal(413, `At most ${MOST_TRIGGERS} triggers`);
  const data: JsonObject[] = [];
  const errors: JsonObject[] = [];
  for (const input of body.value) {
    try {
      data.push(run(input));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      errors.push({ input, errors: refusal.fields ?? { base: [refusal.message] } });
    }
  }
  return errors.length === 0 ? json(status, { data }) : json(207, { data, errors });
}

function bulkAdd(visit: Visit): Answer {
  const hook = hookOf(visit, 'hook_id');
  return bulk(visit, 201, input => {
    if (!isObject(input)) throw refuseField(422, 'resource_name', 'is required');
    return triggerView(addTrigger(visit, hook, input), hook);
  });
}

function bulkRemove(visit: Visit): Answer {
  const hook = hookOf(visit, 'hook_id');
  return bulk(visit, 200, input => triggerView(removeTrigger(visit, hook, idOf(input) ?? 0), hook));
}

const STATUS: Readonly<Record<DeliveryRow['status'], string>> = {
  enqueued: 'enqueued',
  retrying: 'retrying',
  succeeded: 'succeeded',
  discarded: 'discarded',
  lost: 'enqueued',
};

function deliveries(visit: Visit): Answer {
  const hook = hookOf(visit, 'hook_id');
  const { query } = visit.call;
  const meets = (name: string, value: string): boolean => (query.get(`filter[${name}]`) ?? value) === value;
  const day = (name: string, usual: string): string => query.get(`filter[${name}]`) ?? usual;
  const shown = visit.site.state.deliveries.filter(
    one =>
      one.hookId === hook.id &&
      meets('status', STATUS[one.status]) &&
      meets('resource_name', one.event.resourceName) &&
      meets('event_type', one.event.eventType) &&
      one.event.timestamp.slice(0, 10) >= day('start', '') &&
      one.event.timestamp.slice(0, 10) <= day('end', '9999'),
  );
  const views = shown.map(one => ({
    id: one.event.ulid,
    status: STATUS[one.status],
    payload: payloadOf(one.event, hook.payloadVersion),
    delivery_attempts: one.attempts.map(attempt => ({
      started_at: attempt.startedAt,
      completed_at: attempt.completedAt,
      response_status: attempt.status,
      response_error: attempt.error,
    })),
  }));
  return v2Page(visit, views);
}

function resources(visit: Visit): Answer {
  const { projectId } = scopeOf(visit);
  if (visit.call.query.get('payload_version') === null)
    throw refuseField(400, 'payload_version', 'is required');
  const shown = RESOURCES.filter(resource => projectId === null || resource.scope === 'project');
  return v2Page(
    visit,
    shown.map(({ name, events }) => ({ name, events: [...events] })),
  );
}

const routesUnder = (base: string): Route[] => [
  get(`${base}/hooks`, list),
  post(`${base}/hooks`, postHook),
  get(`${base}/hooks/{id}`, showHook),
  patch(`${base}/hooks/{id}`, patchHook),
  del(`${base}/hooks/{id}`, deleteHook),
  get(`${base}/hooks/{hook_id}/triggers`, listTriggers),
  post(`${base}/hooks/{hook_id}/triggers`, postTrigger),
  post(`${base}/hooks/{hook_id}/triggers/bulk`, bulkAdd),
  del(`${base}/hooks/{hook_id}/triggers/bulk`, bulkRemove),
  del(`${base}/hooks/{hook_id}/triggers/{id}`, deleteTrigger),
  get(`${base}/hooks/{hook_id}/deliveries`, deliveries),
  get(`${base}/resources`, resources),
];

export const webhookV2Routes: readonly Route[] = [
  ...routesUnder('/rest/v2.0/companies/{company_id}/webhooks'),
  ...routesUnder('/rest/v2.0/companies/{company_id}/projects/{project_id}/webhooks'),
];
