import { callerOf, liveToken } from '../access/caller';
import { companyOf, headerOf } from '../access/company';
import { requestIdOf, type Site, unixNow } from '../site';
import { type Answer, answerOf, json, notFound, Refusal } from './answer';
import type { Call } from './call';
import type { Knock, Route } from './router';

/** API and OAuth, which count requests, keep limits and meet faults; the shell does none of it. */
export const isJudged = (path: string): boolean => path.startsWith('/rest/') || path.startsWith('/oauth/');

function enter(site: Site, call: Call, route: Route): Answer | Promise<Answer> {
  if (route.needs === 'nothing') return route.run(site, call);
  const knock: Knock = { site, call, caller: callerOf(site, liveToken(site, call)) };
  if (route.needs === 'token') return route.run(knock);
  return route.run({ ...knock, company: companyOf(knock) });
}

/** The limit is counted before anything else of an API request, so that refused ones count too. */
function overLimit(
  site: Site,
  call: Call,
): { answer: Answer | null; headers: Readonly<Record<string, string>> } {
  const token = liveToken(site, call);
  const who = `${token?.clientId ?? 'nobody'}|${headerOf(call) ?? ''}`;
  const { isOver, headers, retryAfterS } = site.limits.take(who, unixNow(site));
  const answer = isOver
    ? json(
        429,
        { errors: 'Too many requests. Wait until the limit is reset.' },
        { 'Retry-After': String(retryAfterS) },
      )
    : null;
  return { answer, headers };
}

/** What the routes say to one request. Refusals become answers; a bug of the simulator becomes a 500 that says so. */
export async function answerTo(site: Site, call: Call, route: Route | null): Promise<Answer> {
  const isRest = call.path.startsWith('/rest/');
  const limit = isRest ? overLimit(site, call) : { answer: null, headers: {} };
  const withLimit = (answer: Answer): Answer => ({
    ...answer,
    headers: { ...answer.headers, ...limit.headers },
  });
  if (limit.answer) return withLimit(limit.answer);
  try {
    if (!route) throw notFound('The path');
    return withLimit(await enter(site, call, route));
  } catch (error) {
    if (error instanceof Refusal) return withLimit(answerOf(error, call.template));
    console.error(`The simulated Procore failed at ${call.method} ${call.path}:`, error);
    return withLimit(json(500, { errors: 'The simulator has a bug; see its terminal' }));
  }
}

export const newRequestId = (site: Site): string => requestIdOf(site);
