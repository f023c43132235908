import { type CallContext, type Params, param, type QbwcDeps } from '../deps';
import { clientVersionAnswer, isTested } from '../versions';

/** serverVersion: what the Web Connector shows under "More information". */
export function serverVersion(deps: QbwcDeps): string {
  return deps.serverName;
}

/** clientVersion: go on, or ask for a newer Web Connector. */
export function clientVersion(deps: QbwcDeps, context: CallContext, params: Params): string {
  const version = param(params, 'strVersion').slice(0, 40);
  if (!isTested(version))
    deps.env.log.info('a Web Connector of another version called', {
      version,
      request_id: context.requestId,
    });
  return clientVersionAnswer(version);
}
