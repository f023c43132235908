import { closeSession, explain, failConnection } from '@/lib/sync';
import { type CallContext, type Params, param, type QbwcDeps, withEngine } from '../deps';
import { readTicket } from '../ticket';

const ENDED = 'This session has ended. Run the update again.';

/** connectionError: QuickBooks could not be reached. The run stops; the queue is kept and the reason shown. */
export async function connectionError(deps: QbwcDeps, context: CallContext, params: Params): Promise<string> {
  const ticket = readTicket(param(params, 'ticket'));
  if (ticket === null) return 'done';
  const hresult = param(params, 'hresult');
  deps.metrics.hresults.inc({ code: hresult.slice(0, 12) });
  const input = { ticketHash: ticket.hash, hresult, message: param(params, 'message') };
  await withEngine(deps, { context, companyId: ticket.companyId }, engine => failConnection(engine, input));
  return 'done';
}

/** getLastError: why nothing was handed out, or why the run stops. */
export async function getLastError(deps: QbwcDeps, context: CallContext, params: Params): Promise<string> {
  const ticket = readTicket(param(params, 'ticket'));
  if (ticket === null) return ENDED;
  return await withEngine(deps, { context, companyId: ticket.companyId }, engine =>
    explain(engine, ticket.hash),
  );
}

/** closeConnection: always succeeds, for any ticket, any number of times. */
export async function closeConnection(deps: QbwcDeps, context: CallContext, params: Params): Promise<string> {
  const ticket = readTicket(param(params, 'ticket'));
  if (ticket === null) return 'OK';
  return await withEngine(deps, { context, companyId: ticket.companyId }, engine =>
    closeSession(engine, ticket.hash),
  );
}
