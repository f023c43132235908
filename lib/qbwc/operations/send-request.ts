import { type QbAnswer, readAnswer, UnreadableAnswer } from '@/lib/qbxml';
import { nextExchange } from '@/lib/sync';
import { type CallContext, type Params, param, type QbwcDeps, withEngine } from '../deps';
import { readTicket } from '../ticket';

/** sendRequestXML: the next qbXML document, stored before it leaves; empty when there is nothing, or no such session. */
export async function sendRequestXML(deps: QbwcDeps, context: CallContext, params: Params): Promise<string> {
  const ticket = readTicket(param(params, 'ticket'));
  if (ticket === null) return unknownTicket(deps, context);
  const asked = { ticketHash: ticket.hash, hcp: readHcp(param(params, 'strHCPResponse')) };
  const exchange = await withEngine(deps, { context, companyId: ticket.companyId }, async engine => {
    const next = await nextExchange(engine, asked);
    await deps.env.faults.at('send-request.claimed');
    return next;
  });
  await deps.env.faults.at('send-request.committed');
  if (exchange.kind === 'no session') return unknownTicket(deps, context);
  deps.metrics.soapCalls.inc({ operation: 'sendRequestXML', outcome: exchange.kind });
  return exchange.kind === 'qbxml' ? exchange.xml : '';
}

function unknownTicket(deps: QbwcDeps, context: CallContext): string {
  deps.metrics.soapCalls.inc({ operation: 'sendRequestXML', outcome: 'no session' });
  deps.env.log.warn('ticket.unknown', { request_id: context.requestId, address: context.address });
  return '';
}

/** The answers to HostQuery, CompanyQuery and PreferencesQuery; null when absent or unreadable, which is asked about then. */
function readHcp(text: string): QbAnswer | null {
  if (text.trim() === '') return null;
  try {
    return readAnswer(text);
  } catch (thrown) {
    if (thrown instanceof UnreadableAnswer) return null;
    throw thrown;
  }
}
