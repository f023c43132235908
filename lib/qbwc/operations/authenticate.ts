import {
  findCaller,
  noteAddressFailure,
  noteRightPassword,
  noteWrongPassword,
} from '@/lib/connections/logins';
import { SOAP } from '@/lib/core/limits';
import { openSession } from '@/lib/sync';
import { type CallContext, type Params, param, type QbwcDeps, withEngine } from '../deps';
import { emptyTicket, newTicket, readTicket } from '../ticket';

type Answer = readonly [ticket: string, status: string];

/**
 * authenticate: a ticket and `""` when there is work, else `none`, `busy` or `nvu`. Never a third element: it would
 * postpone the run. Every refusal costs the same work and carries a ticket that opens nothing.
 */
export async function authenticate(deps: QbwcDeps, context: CallContext, params: Params): Promise<Answer> {
  const userName = param(params, 'strUserName');
  const password = param(params, 'strPassword');
  const refused: Answer = [emptyTicket(deps.env), 'nvu'];
  if (userName.length > SOAP.maxUserNameChars || password.length > SOAP.maxPasswordChars) return refused;
  const { login, isBlocked } = await findCaller(deps, userName, context.address);
  if (isBlocked) return await fail(deps, context, refused);
  const isRight = await deps.passwords.isRight(password, login?.hashes ?? []);
  if (login === null || login.isLocked || !isRight) {
    if (login !== null && !login.isLocked) await countFailure(deps, context, login);
    await noteAddressFailure(deps, context.address);
    return await fail(deps, context, refused);
  }
  await noteRightPassword(deps, login);
  const ticket = newTicket(deps.env, login.companyId);
  const hash = readTicket(ticket)?.hash ?? '';
  const input = { connectionId: login.connectionId, ticketHash: hash, leases: deps.leases };
  const opened = await withEngine(deps, { context, companyId: login.companyId }, engine =>
    openSession(engine, input),
  );
  await deps.env.faults.at('authenticate.committed');
  deps.metrics.soapCalls.inc({ operation: 'authenticate', outcome: opened });
  return opened === 'work' ? [ticket, ''] : [emptyTicket(deps.env), opened];
}

async function countFailure(
  deps: QbwcDeps,
  context: CallContext,
  login: Parameters<typeof noteWrongPassword>[1],
): Promise<void> {
  const { isNewlyLocked } = await noteWrongPassword(deps, login);
  if (!isNewlyLocked) return;
  deps.metrics.lockouts.inc();
  deps.env.log.warn('auth.lock', { request_id: context.requestId, tenant: login.companyId });
}

async function fail(deps: QbwcDeps, context: CallContext, refused: Answer): Promise<Answer> {
  deps.metrics.authFailures.inc({ kind: 'web connector' });
  deps.metrics.soapCalls.inc({ operation: 'authenticate', outcome: 'nvu' });
  deps.env.log.warn('auth.fail', { request_id: context.requestId, address: context.address });
  return refused;
}
