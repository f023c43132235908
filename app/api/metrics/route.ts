import type { NextRequest } from 'next/server';
import { secretHash } from '@/lib/core/canonical';
import { countSealed } from '@/lib/procore';
import { runtime } from '@/lib/runtime';

export const dynamic = 'force-dynamic';

/** Prometheus' text, for whoever has the token; without one configured, for nobody. */
export const GET = async (request: NextRequest): Promise<Response> => {
  const { config, metrics, store } = await runtime();
  const headers = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' };
  const given = request.headers.get('authorization') ?? '';
  const isAllowed =
    config.metricsToken !== null && secretHash(given) === secretHash(`Bearer ${config.metricsToken}`);
  if (!isAllowed) return new Response('', { status: 401, headers });
  for (const [key, values] of Object.entries(await countSealed(store)))
    metrics.sealedValues.set({ key }, values);
  return new Response(await metrics.registry.metrics(), {
    headers: { ...headers, 'content-type': metrics.registry.contentType },
  });
};
