import type { NextRequest } from 'next/server';
import { secretHash } from '@/lib/core/canonical';
import { countSealed, rateRemaining } from '@/lib/procore';
import { runtime } from '@/lib/runtime';

export const dynamic = 'force-dynamic';

/** Prometheus' text, for whoever has the token; without one configured, for nobody. */
export const GET = async (request: NextRequest): Promise<Response> => {
  const { config, metrics, store, tasks } = await runtime();
  const headers = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' };
  const given = request.headers.get('authorization') ?? '';
  const isAllowed =
    config.metricsToken !== null && secretHash(given) === secretHash(`Bearer ${config.metricsToken}`);
  if (!isAllowed) return new Response('', { status: 401, headers });
  for (const [key, values] of Object.entries(await countSealed(store)))
    metrics.sealedValues.set({ key }, values);
  const { tasks: queued, oldestWaitS } = await tasks.state();
  metrics.queuedTasks.reset();
  for (const { task, state, jobs } of queued) metrics.queuedTasks.set({ task, state }, jobs);
  metrics.queueAge.set(oldestWaitS);
  const { hour, spike } = await rateRemaining(store);
  metrics.rateRemaining.set({ window: 'hour' }, hour);
  metrics.rateRemaining.set({ window: 'spike' }, spike);
  return new Response(await metrics.registry.metrics(), {
    headers: { ...headers, 'content-type': metrics.registry.contentType },
  });
};
