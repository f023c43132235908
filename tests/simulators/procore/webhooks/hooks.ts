import { actorOf } from '../access/caller';
import { reaches, requireCompanyTool } from '../access/rights';
import { notFound, Refusal, refuseField } from '../http/answer';
import type { Visit } from '../http/router';
import { isObject, type Json, type JsonObject } from '../json';
import { type Site, stampNow, tell } from '../site';
import { count } from '../store/state';
import { payloadVersionOf, RESOURCES } from './resources';
import type { EventType, HookRow, TriggerRow } from './rows';

/** Whose hooks a request is about: the company's, or one project's. */
export interface Scope {
  readonly projectId: number | null;
}

/** Webhooks belong to the service account's permissions; of people, only administrators manage them. */
export function requireWebhooks(visit: Visit): void {
  const { site, caller } = visit;
  if (caller.kind === 'person') requireCompanyTool(visit, { tool: 'admin', level: 'Admin' });
  else if (!reaches(site.state.serviceAccount.companyTools['webhooks_api'], 'Standard')) {
    throw new Refusal(403, 'The app has no permission for webhooks');
  }
}

export const hooksOf = ({ site, caller, company }: Visit, scope: Scope): HookRow[] =>
  site.state.hooks.filter(
    hook =>
      hook.companyId === company.id &&
      hook.projectId === scope.projectId &&
      hook.clientId === caller.clientId,
  );

export function hookById(visit: Visit, scope: Scope, id: number): HookRow {
  const hook = hooksOf(visit, scope).find(one => one.id === id);
  if (!hook) throw notFound('Hook');
  return hook;
}

export const triggersOf = (site: Site, hook: HookRow): TriggerRow[] =>
  site.state.triggers.filter(trigger => trigger.hookId === hook.id);

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

function namespaceOf(value: Json | undefined): string {
  const given = text(value);
  if (given === null || !/^[a-z0-9-]+$/.test(given)) {
    throw refuseField(422, 'namespace', 'is required and may hold small letters, digits and dashes');
  }
  return given;
}

/** Plain http only to this machine, for the sandbox's sake. */
function destinationOf(value: Json | undefined): string {
  const url = text(value);
  if (url === null || !URL.canParse(url)) throw refuseField(422, 'destination_url', 'must be a URL');
  const { protocol, hostname } = new URL(url);
  const isNear = hostname === 'localhost' || hostname === '127.0.0.1';
  if (protocol !== 'https:' && !(protocol === 'http:' && isNear)) {
    throw refuseField(422, 'destination_url', 'must be reached by https');
  }
  return url;
}

function authorizationOf(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw refuseField(422, 'destination_headers', 'must be an object');
  const strangers = Object.keys(value).filter(name => name.toLowerCase() !== 'authorization');
  if (strangers.length > 0) throw refuseField(422, 'destination_headers', 'may hold Authorization only');
  return text(Object.values(value)[0]);
}

interface Words {
  /** `api_version` in v1.0, `payload_version` in v2.0. */
  readonly versionField: 'api_version' | 'payload_version';
}

function versionOf(input: JsonObject, { versionField }: Words) {
  const asked = text(input[versionField]) ?? '';
  const payloadVersion = payloadVersionOf(asked);
  if (!payloadVersion) throw refuseField(422, versionField, 'is not known');
  return { apiVersion: asked, payloadVersion };
}

export function addHook(visit: Visit, scope: Scope, by: { input: JsonObject } & Words): HookRow {
  const { site, company, caller } = visit;
  const { input } = by;
  const at = stampNow(site);
  const hook: HookRow = {
    id: count(site.state, 'hook', 5100),
    companyId: company.id,
    projectId: scope.projectId,
    ownerId: actorOf(visit).userId,
    clientId: caller.clientId,
    ...versionOf(input, by),
    namespace: namespaceOf(input['namespace']),
    destinationUrl: destinationOf(input['destination_url']),
    authorization: authorizationOf(input['destination_headers']),
    isActive: true,
    createdAt: at,
    updatedAt: at,
  };
  site.state.hooks.push(hook);
  tell(site, `Webhook hook ${hook.id} was made for ${hook.destinationUrl}`);
  return hook;
}

export function changeHook(visit: Visit, hook: HookRow, by: { input: JsonObject } & Words): void {
  const { input, versionField } = by;
  if (versionField in input) Object.assign(hook, versionOf(input, by));
  if ('namespace' in input) hook.namespace = namespaceOf(input['namespace']);
  if ('destination_url' in input) hook.destinationUrl = destinationOf(input['destination_url']);
  if ('destination_headers' in input) hook.authorization = authorizationOf(input['destination_headers']);
  if ('status' in input) {
    if (input['status'] !== 'active' && input['status'] !== 'disabled') {
      throw refuseField(422, 'status', 'must be active or disabled');
    }
    hook.isActive = input['status'] === 'active';
  }
  hook.updatedAt = stampNow(visit.site);
  tell(visit.site, `Webhook hook ${hook.id} was changed`);
}

function keep<Row>(rows: Row[], isKept: (row: Row) => boolean): void {
  rows.splice(0, rows.length, ...rows.filter(isKept));
}

/** Its triggers and whatever waits in its queue go with it. */
export function removeHook(visit: Visit, hook: HookRow): void {
  const { state } = visit.site;
  keep(state.hooks, one => one !== hook);
  keep(state.triggers, trigger => trigger.hookId !== hook.id);
  for (const delivery of state.deliveries) {
    const isWaiting = delivery.status === 'enqueued' || delivery.status === 'retrying';
    if (delivery.hookId === hook.id && isWaiting) delivery.status = 'discarded';
  }
  tell(visit.site, `Webhook hook ${hook.id} was removed`);
}

const EVENTS: readonly EventType[] = ['create', 'update', 'delete'];

export function addTrigger(visit: Visit, hook: HookRow, input: JsonObject): TriggerRow {
  const { site } = visit;
  const resource = RESOURCES.find(one => one.name === input['resource_name']);
  if (!resource) throw refuseField(422, 'resource_name', 'is not a resource of webhooks');
  if (hook.projectId !== null && resource.scope === 'company') {
    throw refuseField(422, 'resource_name', 'belongs to the company, not to a project');
  }
  const eventType = EVENTS.find(one => one === text(input['event_type'])?.toLowerCase());
  if (!eventType || !resource.events.includes(eventType)) {
    throw refuseField(422, 'event_type', `is not told of ${resource.name}`);
  }
  const isDouble = triggersOf(site, hook).some(
    one => one.resourceName === resource.name && one.eventType === eventType,
  );
  if (isDouble) throw refuseField(422, 'resource_name', 'already has this trigger');
  const trigger: TriggerRow = {
    id: count(site.state, 'trigger', 81000),
    companyId: hook.companyId,
    hookId: hook.id,
    resourceName: resource.name,
    eventType,
    userId: actorOf(visit).userId,
  };
  site.state.triggers.push(trigger);
  site.keeper.touch();
  return trigger;
}

export function removeTrigger(visit: Visit, hook: HookRow, id: number): TriggerRow {
  const trigger = triggersOf(visit.site, hook).find(one => one.id === id);
  if (!trigger) throw notFound('Trigger');
  keep(visit.site.state.triggers, one => one !== trigger);
  visit.site.keeper.touch();
  return trigger;
}

/** Only its last five characters are ever read back. */
export const masked = (authorization: string | null): string | null =>
  authorization === null ? null : `${'*'.repeat(8)}${authorization.slice(-5)}`;

/** Procore takes at most so many triggers in one request. */
export const MOST_TRIGGERS = 500;
