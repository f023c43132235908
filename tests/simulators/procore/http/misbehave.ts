import type { FaultRule } from '../faults';
import { type Site, unixNow } from '../site';
import { type Answer, htmlPage, json, seeOther } from './answer';

const retryAfter = (rule: FaultRule, usual: number): string => String(rule.retryAfterS ?? usual);

const BAD_GATEWAY = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center></body>
</html>
`;

/** The answer given instead of doing anything, or null where the fault strikes later or not in an answer. */
export function answerInstead(site: Site, rule: FaultRule, path: string): Answer | null {
  switch (rule.kind) {
    case 'rate-limited': {
      const afterS = rule.retryAfterS ?? 30;
      const headers = {
        'Retry-After': String(afterS),
        'X-Rate-Limit-Limit': String(site.limits.limit.hourly),
        'X-Rate-Limit-Remaining': '0',
        'X-Rate-Limit-Reset': String(unixNow(site) + afterS),
      };
      return json(429, { errors: 'Too many requests. Wait until the limit is reset.' }, headers);
    }
    case 'unavailable':
      return json(503, { errors: 'Procore is busy' }, { 'Retry-After': retryAfter(rule, 10) });
    case 'server-error':
      return json(500, { error: { code: 'internal', message: 'Something went wrong', details: [] } });
    case 'bad-gateway':
      return htmlPage(502, BAD_GATEWAY);
    case 'redirect':
      return seeOther(rule.location ?? `http://elsewhere.invalid${path}`);
    case 'conflict':
      return json(409, { errors: 'Another request is changing this record' });
    case 'forbidden':
      return json(403, { errors: 'You do not have access to this resource' });
    case 'latency':
    case 'drop-before':
    case 'drop-after':
    case 'half-body':
    case 'error-in-200':
      return null;
  }
}

/** Success by its status, failure by its body. */
export const errorIn200 = (answer: Answer): Answer =>
  json(200, { errors: 'The request could not be processed' }, { ...answer.headers });
