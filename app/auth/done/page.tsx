import { getServerSession } from 'next-auth';
import { FinishSignIn } from '@/components/session/finish-sign-in';
import { authOptions, findSession, isChallenge, issueSignInTicket } from '@/lib/auth';
import { runtime } from '@/lib/runtime';

type Search = Promise<{ challenge?: string; error?: string }>;

/** next-auth's error codes as people would say them. */
function reasonFor(code: string): string {
  if (code === 'AccessDenied') return 'Procore did not give access.';
  return 'The sign-in was not completed.';
}

/** The popup's last page: hands the sign-in to the frame that opened it, by a ticket that works once. */
export default async function Done({ searchParams }: { searchParams: Search }) {
  const { challenge, error } = await searchParams;
  if (error !== undefined) return <FinishSignIn ticket={null} reason={reasonFor(error)} />;
  const running = await runtime();
  const session = await getServerSession(
    authOptions({ secret: running.config.authSecret, store: running.store }),
  );
  const sid = (session as { sid?: unknown } | null)?.sid;
  const person = typeof sid === 'string' ? await findSession(running.store, { sessionId: sid }) : null;
  if (person === null) return <FinishSignIn ticket={null} reason="The sign-in was not completed." />;
  const ticket = isChallenge(challenge)
    ? await issueSignInTicket(running.store, { userId: person.userId, challenge })
    : null;
  return <FinishSignIn ticket={ticket} reason={null} />;
}
