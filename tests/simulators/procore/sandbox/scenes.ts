import type { JsonObject } from '../json';

/** A bad day in one click, in the words of the JSON interface. */
export interface Scene {
  readonly name: string;
  readonly title: string;
  readonly wish: JsonObject;
}

const SERVICE_TOOLS = ['commitments', 'budget', 'change_orders', 'direct_costs', 'invoicing', 'directory'];

const serviceTools = (level: string): JsonObject => ({
  service: { projectTools: Object.fromEntries(SERVICE_TOOLS.map(tool => [tool, level])) },
});

export const SCENES: readonly Scene[] = [
  { name: 'limit', title: 'Almost no requests left', wish: { rateLimit: { hourly: 60, spike: 5 } } },
  { name: 'usual-limit', title: 'The usual rate limit', wish: { rateLimit: { hourly: 3600, spike: 100 } } },
  {
    name: 'outage',
    title: 'Outage',
    wish: { add: { kind: 'unavailable', times: 'always', retryAfterS: 30 } },
  },
  { name: 'slow', title: 'Slow answers', wish: { add: { kind: 'latency', times: 'always', ms: 8000 } } },
  {
    name: 'lost',
    title: 'Every third answer lost',
    wish: { add: { kind: 'drop-after', route: '/rest/*', times: 'always', oneIn: 3 } },
  },
  {
    name: 'webhooks',
    title: 'Webhooks doubled, shuffled and lost',
    wish: { webhooks: { duplicates: true, disorder: true, lossOneIn: 4 } },
  },
  { name: 'withdrawn', title: 'Rights of the app withdrawn', wish: serviceTools('None') },
  { name: 'granted', title: 'Rights of the app given back', wish: serviceTools('Admin') },
];
