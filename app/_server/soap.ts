import { errorText, TooMany } from '@/lib/core/errors';
import { systemClock } from '@/lib/core/system';
import {
  actionName,
  answerEnvelope,
  type FaultCode,
  faultEnvelope,
  handleCall,
  headerRefusal,
  operationNamed,
  type ReceivedCall,
  RefusedMessage,
  receiveCall,
  type SoapVersion,
  soapContentType,
} from '@/lib/qbwc';
import { clientAddress, type Runtime, runtime } from '@/lib/runtime';
import { newRequestId } from './request';

interface Out {
  readonly status: number;
  readonly version: SoapVersion;
  readonly xml: string;
  readonly headers?: Record<string, string>;
}

function respond({ status, version, xml, headers }: Out, requestId: string): Response {
  return new Response(xml, {
    status,
    headers: {
      'content-type': soapContentType(version),
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-request-id': requestId,
      ...headers,
    },
  });
}

function fault(
  status: number,
  text: string,
  options: { version?: SoapVersion; code?: FaultCode; headers?: Record<string, string> } = {},
): Out {
  const version = options.version ?? '1.1';
  return {
    status,
    version,
    xml: faultEnvelope(version, options.code ?? 'Client', text),
    ...(options.headers ? { headers: options.headers } : {}),
  };
}

const FAULT_CODES: Readonly<Record<string, FaultCode>> = {
  version: 'VersionMismatch',
  must_understand: 'MustUnderstand',
};

/** One call of a Web Connector. Whatever comes in, SOAP goes out. */
export async function soapCall(request: Request): Promise<Response> {
  const requestId = newRequestId();
  let running: Runtime;
  try {
    running = await runtime();
  } catch {
    return respond(
      fault(500, `The connector is starting or has a problem (reference ${requestId}).`, { code: 'Server' }),
      requestId,
    );
  }
  return respond(await answer(running, request, requestId), requestId);
}

async function answer(running: Runtime, request: Request, requestId: string): Promise<Out> {
  const address = clientAddress(request.headers, running.proxies);
  try {
    await running.rates.take('soap', address);
    const refusal = headerRefusal(request.headers, running.config.soapMaxBytes);
    if (refusal) return fault(refusal.status, refusal.text);
    const action = actionName(request.headers.get('soapaction'));
    return await receiveCall(request.body, running.config.soapMaxBytes, call =>
      carryOut(running, { call, action, requestId, address }),
    );
  } catch (thrown) {
    return refused(running, thrown, requestId);
  }
}

function refused(running: Runtime, thrown: unknown, requestId: string): Out {
  if (thrown instanceof TooMany)
    return fault(429, thrown.message, { headers: { 'retry-after': String(thrown.retryAfterS) } });
  if (thrown instanceof RefusedMessage) {
    running.metrics.soapRefused.inc({ reason: thrown.reason });
    running.env.log.warn('xml.refused', { request_id: requestId, reason: thrown.reason });
    const options = { version: thrown.version, code: FAULT_CODES[thrown.reason] ?? 'Client' } as const;
    return fault(thrown.reason === 'size' ? 413 : 400, thrown.message, options);
  }
  running.env.log.error(
    'a SOAP message failed',
    { request_id: requestId, reason: errorText(thrown).slice(0, 200) },
    thrown,
  );
  return fault(500, `The connector has a problem (reference ${requestId}).`, { code: 'Server' });
}

interface Understood {
  readonly call: ReceivedCall;
  readonly action: string | null;
  readonly requestId: string;
  readonly address: string;
}

async function carryOut(running: Runtime, { call, action, requestId, address }: Understood): Promise<Out> {
  const { version, params, answer } = call;
  const operation = operationNamed(call.operation);
  if (operation === null) return fault(400, 'This operation is not known.', { version });
  const named = action === null ? null : operationNamed(action);
  if (named !== null && named !== operation)
    return fault(400, 'SOAPAction and body name different operations.', { version });
  const started = systemClock().getTime();
  const result = await handleCall(running.qbwc, { requestId, address }, { operation, params, answer });
  running.env.log.debug('soap', {
    operation,
    request_id: requestId,
    duration_ms: systemClock().getTime() - started,
  });
  return { status: 200, version, xml: answerEnvelope(version, operation, result) };
}
