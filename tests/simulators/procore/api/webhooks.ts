import { projectById } from '../access/rights';
import { type Answer, created, json, ok, Refusal, refuseField } from '../http/answer';
import { del, get, patch, post, type Route, type Visit } from '../http/router';
import { idOf, isObject, type JsonObject } from '../json';
import { bodyObject, optionalScopeId, pathId, wrapped } from '../rules/scope';
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
import { RESOURCES } from '../webhooks/resources';
import type { DeliveryRow, HookRow, TriggerRow } from '../webhooks/rows';

/** Exactly one of company_id and project_id says whose hooks are meant. */
function scopeOf(visit: Visit): Scope {
  requireWebhooks(visit);
  const companyId = optionalScopeId(visit.call, 'company_id');
  const projectId = optionalScopeId(visit.call, 'project_id');
  if ((companyId === null) === (projectId === null)) {
    throw new Refusal(400, 'Give exactly one of company_id and project_id');
  }
  if (projectId !== null) projectById(visit, projectId);
  return { projectId };
}

const hookView = (hook: HookRow): JsonObject => ({
  id: hook.id,
  api_version: hook.apiVersion,
  namespace: hook.namespace,
  destination_url: hook.destinationUrl,
  destination_headers: hook.authorization === null ? {} : { Authorization: masked(hook.authorization) },
  owned_by_company_id: hook.projectId === null ? hook.companyId : null,
  owned_by_project_id: hook.projectId,
  owned_by_user_id: hook.ownerId,
});

const triggerView = (trigger: TriggerRow, hook: HookRow): JsonObject => ({
  id: trigger.id,
  webhook_hook_id: hook.id,
  resource_name: trigger.resourceName,
  resource_id: null,
  event_type: trigger.eventType.toUpperCase(),
  company_id: hook.projectId === null ? hook.companyId : null,
  project_id: hook.projectId,
  user_id: trigger.userId,
});

/** Not paged: the body is the whole. */
function list(visit: Visit): Answer {
  const namespace = visit.call.query.get('namespace');
  const version = visit.call.query.get('api_version');
  const hooks = hooksOf(visit, scopeOf(visit)).filter(
    hook =>
      (namespace ?? hook.namespace) === hook.namespace && (version ?? hook.apiVersion) === hook.apiVersion,
  );
  return ok(hooks.map(hookView));
}

const words = { versionField: 'api_version' } as const;

function postHook(visit: Visit): Answer {
  const scope = scopeOf(visit);
  return created(hookView(addHook(visit, scope, { input: wrapped(visit.call, 'hook'), ...words })));
}

const hookOf = (visit: Visit, param: string): HookRow =>
  hookById(visit, scopeOf(visit), pathId(visit.call, param));

function patchHook(visit: Visit): Answer {
  const hook = hookOf(visit, 'id');
  changeHook(visit, hook, { input: wrapped(visit.call, 'hook'), ...words });
  return ok(hookView(hook));
}

function deleteHook(visit: Visit): Answer {
  const hook = hookOf(visit, 'id');
  removeHook(visit, hook);
  return ok(hookView(hook));
}

function listTriggers(visit: Visit): Answer {
  const hook = hookOf(visit, 'hook_id');
  return ok(triggersOf(visit.site, hook).map(trigger => triggerView(trigger, hook)));
}

function postTrigger(visit: Visit): Answer {
  const hook = hookOf(visit, 'hook_id');
  return created(triggerView(addTrigger(visit, hook, wrapped(visit.call, 'trigger')), hook));
}

function deleteTrigger(visit: Visit): Answer {
  const hook = hookOf(visit, 'hook_id');
  return ok(triggerView(removeTrigger(visit, hook, pathId(visit.call, 'id')), hook));
}

function each(visit: Visit, field: string, run: (input: JsonObject) => JsonObject): Answer {
  const inputs = bodyObject(visit.call)[field];
  if (!Array.isArray(inputs)) throw refuseField(400, field, 'is required and must be a list');
  if (inputs.length > MOST_TRIGGERS) throw new Refusal(413, `At most ${MOST_TRIGGERS} triggers`);
  const success: JsonObject[] = [];
  const errors: JsonObject[] = [];
  for (const input of inputs) {
    const object = isObject(input) ? input : { id: input };
    try {
      success.push(run(object));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      errors.push({ ...object, errors: refusal.fields ?? { base: [refusal.message] } });
    }
  }
  return errors.length === 0 ? ok({ success }) : json(207, { success, errors });
}

function bulkAdd(visit: Visit): Answer {
  const hook = hookOf(visit, 'hook_id');
  return each(visit, 'triggers', input => triggerView(addTrigger(visit, hook, input), hook));
}

function bulkRemove(visit: Visit): Answer {
  const hook = hookOf(visit, 'hook_id');
  return each(visit, 'triggers', input =>
    triggerView(removeTrigger(visit, hook, idOf(input['id']) ?? 0), hook),
  );
}

function deliveryView(delivery: DeliveryRow): JsonObject {
  const last = delivery.attempts.at(-1);
  return {
    event_id: delivery.event.id,
    event: {
      ...delivery.event,
      event_type: delivery.event.eventType,
      resource_name: delivery.event.resourceName,
    },
    outcome:
      delivery.status === 'succeeded'
        ? 'successful'
        : delivery.status === 'discarded'
          ? 'discarded'
          : 'failing',
    started_at: last?.startedAt ?? null,
    completed_at: last?.completedAt ?? null,
    response_status: last?.status ?? null,
    response_error: last?.error ?? null,
    response_body: last?.body ?? null,
    response_headers: {},
  };
}

/** Paged by `page_size` and by the id of the last delivery seen. */
function deliveries(visit: Visit): Answer {
  const hook = hookOf(visit, 'hook_id');
  const { query } = visit.call;
  const size = idOf(query.get('page_size') ?? 100);
  const start = query.get('page_start') === null ? 0 : idOf(query.get('page_start'));
  if (size === null || start === null)
    throw new Refusal(400, 'page_size and page_start must be whole numbers');
  const status = query.get('filters[status]') ?? 'any';
  const attempted = visit.site.state.deliveries.filter(
    one => one.hookId === hook.id && one.event.id > start && one.attempts.length > 0,
  );
  const views = attempted.map(deliveryView).filter(view => status === 'any' || view['outcome'] === status);
  return ok(views.slice(0, size));
}

function resources(visit: Visit): Answer {
  const { projectId } = scopeOf(visit);
  const shown = RESOURCES.filter(resource => projectId === null || resource.scope === 'project');
  return ok(
    shown.map(({ name, events }) => ({
      name,
      api_version: 'v2',
      product_category: 'Project Management',
      tools: name,
      except: ['create', 'update', 'delete'].filter(event => !events.some(one => one === event)),
    })),
  );
}

const V1 = '/rest/v1.0/webhooks';

export const webhookRoutes: readonly Route[] = [
  get(`${V1}/hooks`, list),
  post(`${V1}/hooks`, postHook),
  patch(`${V1}/hooks/{id}`, patchHook),
  del(`${V1}/hooks/{id}`, deleteHook),
  get(`${V1}/hooks/{hook_id}/triggers`, listTriggers),
  post(`${V1}/hooks/{hook_id}/triggers`, postTrigger),
  post(`${V1}/hooks/{hook_id}/triggers/bulk`, bulkAdd),
  del(`${V1}/hooks/{hook_id}/triggers/bulk`, bulkRemove),
  del(`${V1}/hooks/{hook_id}/triggers/{id}`, deleteTrigger),
  get(`${V1}/hooks/{hook_id}/deliveries`, deliveries),
  get(`${V1}/resources`, resources),
  get(`${V1}/resources/api_versions`, visit => {
    scopeOf(visit);
    return ok(['v2', 'v3', 'v4']);
  }),
];
