import {
  type AnswerResult,
  type AnswerSource,
  readReply,
  settleExchange,
  settleLargeAnswer,
} from '@/lib/sync';
import { type CallContext, type OperationCall, type Params, param, type QbwcDeps, withEngine } from '../deps';
import { readTicket } from '../ticket';

/** Tells the Web Connector to ask getLastError and to close. */
const STOP = -1;

/** receiveResponseXML: settles the answer once; gives percent done, 100 when nothing is left, negative to stop. */
export async function receiveResponseXML(
  deps: QbwcDeps,
  context: CallContext,
  params: Params,
): Promise<number> {
  const ticket = readTicket(param(params, 'ticket'));
  if (ticket === null) return stopped(deps, context, 'ticket.unknown');
  const raw = readReply({
    response: param(params, 'response'),
    hresult: param(params, 'hresult'),
    message: param(params, 'message'),
  });
  await deps.env.faults.at('receive-response.parsed');
  const result = await withEngine(deps, { context, companyId: ticket.companyId }, engine =>
    settleExchange(engine, { ticketHash: ticket.hash, raw }),
  );
  return await settled(deps, context, { companyId: ticket.companyId, result, hresult: raw.hresult });
}

/** The same for a large answer while it comes in. It is read to its end whatever becomes of it. */
export async function receiveLargeResponse(
  deps: QbwcDeps,
  context: CallContext,
  { params, answer }: OperationCall & { readonly answer: AnswerSource },
): Promise<number> {
  const ticket = readTicket(param(params, 'ticket'));
  if (ticket === null) {
    while ((await answer.next()) !== null);
    return stopped(deps, context, 'ticket.unknown');
  }
  const { companyId } = ticket;
  const result = await settleLargeAnswer(work => withEngine(deps, { context, companyId }, work), {
    ticketHash: ticket.hash,
    answer,
  });
  return await settled(deps, context, { companyId, result, hresult: answer.rest().hresult.trim() });
}

interface Settled {
  readonly companyId: string;
  readonly result: AnswerResult;
  readonly hresult: string;
}

async function settled(
  deps: QbwcDeps,
  context: CallContext,
  { companyId, result, hresult }: Settled,
): Promise<number> {
  await deps.env.faults.at('receive-response.committed');
  if (hresult !== '') deps.metrics.hresults.inc({ code: hresult.slice(0, 12) });
  tellOthers(deps, companyId, result);
  return progressFor(deps, context, result);
}

function tellOthers(deps: QbwcDeps, companyId: string, result: AnswerResult): void {
  if ('synced' in result && result.synced > 0) {
    deps.metrics.synced.inc({ kind: 'all' }, result.synced);
    deps.nudge(companyId, 'synced');
  }
  if (result.kind === 'settled' && result.hasReadLists) deps.nudge(companyId, 'lists');
}

function progressFor(deps: QbwcDeps, context: CallContext, result: AnswerResult): number {
  switch (result.kind) {
    case 'settled':
    case 'repeated':
      deps.metrics.soapCalls.inc({ operation: 'receiveResponseXML', outcome: result.kind });
      return result.progress;
    case 'session ends':
      deps.metrics.soapCalls.inc({ operation: 'receiveResponseXML', outcome: 'ends' });
      return STOP;
    case 'foreign':
      return stopped(deps, context, 'ticket.foreign');
    case 'no session':
      return stopped(deps, context, 'ticket.unknown');
  }
}

function stopped(deps: QbwcDeps, context: CallContext, event: string): number {
  deps.metrics.soapCalls.inc({ operation: 'receiveResponseXML', outcome: event });
  deps.env.log.warn(event, { request_id: context.requestId, address: context.address });
  return STOP;
}
