import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Counts and times of the running process, in Prometheus' words. No company, person or ticket is ever a label. */
export interface Metrics {
  readonly registry: Registry;
  readonly httpSeconds: Histogram<'route' | 'method' | 'status'>;
  readonly soapCalls: Counter<'operation' | 'outcome'>;
  readonly soapSeconds: Histogram<'operation'>;
  readonly soapRefused: Counter<'reason'>;
  readonly takeovers: Counter;
  readonly outcomeUnknown: Counter;
  readonly recoveries: Counter<'how'>;
  readonly hresults: Counter<'code'>;
  readonly synced: Counter<'kind'>;
  readonly procoreRequests: Counter<'status'>;
  readonly webhooks: Counter<'outcome'>;
  readonly webhookLag: Histogram;
  readonly reconcileFound: Counter<'source'>;
  readonly authFailures: Counter<'kind'>;
  readonly lockouts: Counter;
  readonly denied: Counter<'kind'>;
  readonly taskSeconds: Histogram<'task' | 'outcome'>;
  readonly queuedTasks: Gauge<'task' | 'state'>;
  readonly queueAge: Gauge;
  readonly rateRemaining: Gauge<'window'>;
  readonly sealedValues: Gauge<'key'>;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LAG_SECONDS = [1, 5, 15, 60, 300, 1800, 7200, 43_200];

export function newMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
    new Counter({ name: `connector_${name}`, help, labelNames, registers: [registry] });
  const histogram = <L extends string>(name: string, help: string, labelNames: L[]): Histogram<L> =>
    new Histogram({ name: `connector_${name}`, help, labelNames, buckets: SECONDS, registers: [registry] });
  return {
    registry,
    httpSeconds: histogram('http_request_duration_seconds', 'Time of JSON calls', [
      'route',
      'method',
      'status',
    ]),
    soapCalls: counter('soap_calls_total', 'Calls of Web Connectors', ['operation', 'outcome']),
    soapSeconds: histogram('soap_duration_seconds', 'Time of Web Connector calls', ['operation']),
    soapRefused: counter('soap_refused_total', 'Messages that could not be read as a call', ['reason']),
    takeovers: counter('session_takeovers_total', 'Sessions taken over after their lease', []),
    outcomeUnknown: counter('outcome_unknown_total', 'Message sets whose outcome became unknown', []),
    recoveries: counter('recoveries_total', 'Lost writes that were settled', ['how']),
    hresults: counter('qb_hresult_total', 'HRESULTs reported by Web Connectors', ['code']),
    synced: counter('exports_synced_total', 'Exports QuickBooks took', ['kind']),
    procoreRequests: counter('procore_requests_total', 'Calls to Procore', ['status']),
    webhooks: counter('webhooks_total', 'Webhook deliveries', ['outcome']),
    webhookLag: new Histogram({
      name: 'connector_webhook_lag_seconds',
      help: 'Time from hearing of a change to having read it',
      buckets: LAG_SECONDS,
      registers: [registry],
    }),
    reconcileFound: counter('reconcile_found_total', 'Changes that no webhook told in time', ['source']),
    authFailures: counter('auth_failures_total', 'Failed sign-ins', ['kind']),
    lockouts: counter('lockouts_total', 'Logins locked after wrong passwords', []),
    denied: counter('authz_denied_total', 'Requests for which the right was lacking', ['kind']),
    taskSeconds: histogram('task_duration_seconds', 'Time of background work', ['task', 'outcome']),
    queuedTasks: new Gauge({
      name: 'connector_queued_tasks',
      help: 'Background work that waits, runs, waits for another try, or was given up',
      labelNames: ['task', 'state'],
      registers: [registry],
    }),
    queueAge: new Gauge({
      name: 'connector_queue_age_seconds',
      help: 'How long the oldest background work has waited that could have begun',
      registers: [registry],
    }),
    rateRemaining: new Gauge({
      name: 'connector_procore_rate_remaining_ratio',
      help: 'What is left of Procore’s rate limit in the company that used most of it',
      labelNames: ['window'],
      registers: [registry],
    }),
    sealedValues: new Gauge({
      name: 'connector_sealed_values',
      help: 'Sealed values under the current key, an old one, and one that is not configured',
      labelNames: ['key'],
      registers: [registry],
    }),
  };
}
