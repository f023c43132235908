import { parse as parseLossless } from 'lossless-json';
import { secretHash } from '@/lib/core/canonical';
import { Invalid, Unauthenticated } from '@/lib/core/errors';
import { WEBHOOK } from '@/lib/core/limits';
import { hearWebhook } from '@/lib/tasks';
import type { Passage } from './json-route';
import { readText } from './request';

function parse(text: string): unknown {
  try {
    return parseLossless(text, undefined, digits => digits);
  } catch {
    throw new Invalid('The body is not JSON.');
  }
}

/** One delivery of one of our hooks. An unknown bearer gets 401 and no body. */
export async function webhookIn({ running, request, requestId }: Passage): Promise<Response> {
  const authorization = request.headers.get('authorization');
  const headers = { 'cache-control': 'no-store', 'x-request-id': requestId };
  if (authorization === null) return new Response(null, { status: 401, headers });
  await running.rates.take('webhook', secretHash(authorization));
  try {
    const heard = await hearWebhook(running, {
      authorization,
      body: parse(await readText(request, WEBHOOK.maxBytes)),
    });
    running.metrics.webhooks.inc({ outcome: heard.isRepeat ? 'repeat' : 'stored' });
    if (!heard.isRepeat) await running.tasks.nudge(heard.companyId, 'deliver-webhooks');
    return new Response(null, { status: 204, headers });
  } catch (thrown) {
    const isStranger = thrown instanceof Unauthenticated;
    running.metrics.webhooks.inc({ outcome: isStranger ? 'unknown' : 'refused' });
    if (!isStranger) throw thrown;
    running.env.log.warn('webhook.bad_auth', { request_id: requestId });
    return new Response(null, { status: 401, headers });
  }
}
