import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { signInTickets } from '@/drizzle/schema';
import { secretHash } from '@/lib/core/canonical';
import { base64url } from '@/lib/core/encoding';
import type { Env } from '@/lib/core/env';
import { Invalid } from '@/lib/core/errors';
import { SIGN_IN } from '@/lib/core/limits';
import type { Database } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';

interface Deps {
  readonly env: Env;
  readonly database: Database;
}

const TICKET_BYTES = 32;
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

/** base64url of SHA-256, as the frame made it from its verifier. */
export function isChallenge(text: string | undefined): text is string {
  return text !== undefined && CHALLENGE.test(text);
}

/**
 * Hands a sign-in from the popup to the frame that opened it. The ticket works once, for a minute, and only together with
 * the verifier whose hash the frame gave when it opened the popup. It travels by postMessage to our own origin alone;
 * asking for it from elsewhere is not possible, which is what keeps a sent link from stealing a sign-in.
 * @throws Invalid for a malformed challenge
 */
export async function issueSignInTicket(
  deps: Deps,
  input: { userId: string; challenge: string },
): Promise<string> {
  if (!isChallenge(input.challenge)) throw new Invalid('The sign-in was not started by the app.');
  const ticket = base64url(deps.env.randomBytes(TICKET_BYTES));
  const expiresAt = new Date(deps.env.now().getTime() + SIGN_IN.popupTicketMs);
  await transact(deps.database, 'nobody', tx =>
    tx.insert(signInTickets).values({
      ticketHash: secretHash(ticket),
      userId: input.userId,
      challenge: input.challenge,
      expiresAt,
    }),
  );
  return ticket;
}

/** The user a ticket was issued for; null for a used, expired or foreign one. A wrong verifier uses it up too. */
export async function redeemSignInTicket(
  deps: Deps,
  input: { ticket: string; verifier: string },
): Promise<string | null> {
  const [row] = await transact(deps.database, 'nobody', tx =>
    tx
      .delete(signInTickets)
      .where(eq(signInTickets.ticketHash, secretHash(input.ticket)))
      .returning(),
  );
  if (!row || row.expiresAt <= deps.env.now()) return null;
  const challenge = createHash('sha256').update(input.verifier, 'utf8').digest('base64url');
  return challenge === row.challenge ? row.userId : null;
}
