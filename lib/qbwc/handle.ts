import { errorText, Unavailable } from '@/lib/core/errors';
import type { OperationName } from './contract';
import type { CallContext, OperationCall, Params, QbwcDeps } from './deps';
import { RefusedMessage } from './envelope';
import { authenticate } from './operations/authenticate';
import { getInteractiveURL, interactiveDone, interactiveRejected } from './operations/interactive';
import { receiveLargeResponse, receiveResponseXML } from './operations/receive-response';
import { sendRequestXML } from './operations/send-request';
import { closeConnection, connectionError, getLastError } from './operations/session-end';
import { clientVersion, serverVersion } from './operations/versions';
import type { OperationResult } from './respond';
import { emptyTicket } from './ticket';

type Operation = (
  deps: QbwcDeps,
  context: CallContext,
  params: Params,
) => OperationResult | Promise<OperationResult>;

const HANDLERS: Readonly<Record<OperationName, Operation>> = {
  serverVersion,
  clientVersion,
  authenticate,
  sendRequestXML,
  receiveResponseXML,
  connectionError,
  getLastError,
  closeConnection,
  getInteractiveURL,
  interactiveDone,
  interactiveRejected,
};

/** The answer in protocol when something of ours fails: nothing is lost, and the Web Connector comes again. */
function inTrouble(deps: QbwcDeps, operation: OperationName, requestId: string): OperationResult {
  switch (operation) {
    case 'authenticate':
      return [emptyTicket(deps.env), 'busy'];
    case 'sendRequestXML':
    case 'clientVersion':
      return '';
    case 'receiveResponseXML':
      return -1;
    case 'connectionError':
      return 'done';
    case 'getLastError':
      return `The connector has a problem (reference ${requestId}). Nothing is lost; the next run goes on.`;
    default:
      return 'OK';
  }
}

/**
 * Carries out a call. Whatever fails inside is answered in protocol and logged under the request id.
 * @throws RefusedMessage only: the rest of a large answer turned out to be no message; nothing of it was kept
 */
export async function handleCall(
  deps: QbwcDeps,
  context: CallContext,
  call: OperationCall,
): Promise<OperationResult> {
  const stop = deps.metrics.soapSeconds.startTimer({ operation: call.operation });
  try {
    if (call.answer) return await receiveLargeResponse(deps, context, { ...call, answer: call.answer });
    return await HANDLERS[call.operation](deps, context, call.params);
  } catch (thrown) {
    if (thrown instanceof RefusedMessage) throw thrown;
    const isAway = thrown instanceof Unavailable;
    deps.metrics.soapCalls.inc({ operation: call.operation, outcome: isAway ? 'unavailable' : 'error' });
    const fields = {
      operation: call.operation,
      request_id: context.requestId,
      reason: errorText(thrown).slice(0, 300),
    };
    if (isAway) deps.env.log.warn('a Web Connector call could not be served', fields);
    else deps.env.log.error('a Web Connector call failed', fields, thrown);
    return inTrouble(deps, call.operation, context.requestId);
  } finally {
    stop();
  }
}
